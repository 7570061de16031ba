/* The frame of every page, and words for values; see page_parts.h. */
#include "config.h"

#include "proto/page_parts.h"

/* ---- Values ---- */

struct str page_number(struct arena *a, uint64_t n)
{
	struct str head = n >= 1000 ? page_number(a, n / 1000) : STR_NONE;
	return head.n ? arena_printf(a, "%.*s,%03u", STR_ARG(head), (unsigned)(n % 1000)) :
			arena_printf(a, "%u", (unsigned)n);
}

struct str page_count(struct arena *a, uint64_t n, const char *one, const char *many)
{
	return arena_printf(a, "%.*s %s", STR_ARG(page_number(a, n)), n == 1 ? one : many);
}

struct str page_date(struct arena *a, struct str date)
{
	static const char *const months[] = {
		"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
	};
	struct str year, month, day, rest = date;
	uint64_t m, d;
	if (!str_cut(&rest, '-', &year) || !str_cut(&rest, '-', &month) || !str_to_u64(month, 1, 12, &m))
		return date;
	if (!str_cut(&rest, '-', &day))
		return arena_printf(a, "%s %.*s", months[m - 1], STR_ARG(year));
	if (!str_to_u64(day, 1, 31, &d) || rest.p)
		return date;
	return arena_printf(a, "%u %s %.*s", (unsigned)d, months[m - 1], STR_ARG(year));
}

struct label { const char *code, *label; };

static struct str labelled(const struct label *labels, size_t n, struct str code)
{
	for (size_t i = 0; i < n; i++)
		if (str_eqz(code, labels[i].code))
			return str_of(labels[i].label);
	return code;
}

struct str page_language(struct str code)
{
	static const struct label names[] = {
		{ "ar", "Arabic" }, { "de", "German" }, { "en", "English" }, { "es", "Spanish" }, { "fa", "Persian" },
		{ "fr", "French" }, { "he", "Hebrew" }, { "it", "Italian" }, { "kk", "Kazakh" }, { "ky", "Kyrgyz" },
		{ "mn", "Mongolian" }, { "pl", "Polish" }, { "ps", "Pashto" }, { "pt", "Portuguese" }, { "ru", "Russian" },
		{ "tg", "Tajik" }, { "tk", "Turkmen" }, { "tr", "Turkish" }, { "ug", "Uyghur" }, { "uk", "Ukrainian" },
		{ "ur", "Urdu" }, { "uz", "Uzbek" }, { "zh", "Chinese" },
	};
	return labelled(names, sizeof(names) / sizeof(*names), code);
}

struct str page_type(struct str type)
{
	static const struct label names[] = {
		{ "text/plain", "Text" }, { "text/html", "HTML" }, { "text/markdown", "Markdown" }, { "application/pdf", "PDF" },
		{ "application/rtf", "RTF" }, { "text/rtf", "RTF" }, { "application/epub+zip", "EPUB" }, { "message/rfc822", "Mail" },
		{ "text/csv", "CSV" }, { "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "DOCX" },
		{ "application/vnd.oasis.opendocument.text", "ODT" },
	};
	return labelled(names, sizeof(names) / sizeof(*names), type);
}

struct str page_phrase(struct arena *a, struct str field, struct str value)
{
	struct str s = arena_printf(a, "%.*s\"%.*s\"", STR_ARG(field), STR_ARG(value));
	char *inside = (char *)(uintptr_t)s.p + field.n + 1;
	for (size_t i = 0; i < value.n; i++)
		if (inside[i] == '"')
			inside[i] = ' ';
	return s;
}

bool page_is_link(struct str url)
{
	return str_eq_nocase(str_sub(url, 0, 7), STR("http://")) || str_eq_nocase(str_sub(url, 0, 8), STR("https://"));
}

/* ---- The frame ---- */

static void add_collections(const struct page *p, struct buf *out)
{
	bool chosen = page_ask_get(p->ask, "collection").n > 0;
	if (p->n_collections < 2)
		return;
	buf_puts(out, "<label class=\"hidden\" for=\"collection\">Where</label><select id=\"collection\" name=\"collection\">");
	HTML(out, "<option value=\"\"$>Everywhere</option>", chosen ? STR_NONE : STR(" selected"));
	for (size_t i = 0; i < p->n_collections; i++) {
		bool is = page_ask_has(p->ask, STR("collection"), p->collections[i]);
		HTML(out, "<option$>$</option>", is ? STR(" selected") : STR_NONE, p->collections[i]);
	}
	buf_puts(out, "</select>");
}

/* Does another query keep it?  All but what the form has fields for, the page and the document. */
static bool is_kept(struct str key, bool has_dates)
{
	static const char *const fields[] = { "q", "collection", "offset", "id", "of", "from", "to" };
	size_t n = sizeof(fields) / sizeof(*fields) - (has_dates ? 0 : 2);
	for (size_t i = 0; i < n; i++)
		if (str_eqz(key, fields[i]))
			return false;
	return true;
}

static void add_kept(const struct page *p, bool has_dates, struct buf *out)
{
	buf_puts(out, "<div id=\"kept\">");
	for (unsigned i = 0; i < p->ask->n; i++) {
		const struct page_param *one = &p->ask->list[i];
		if (is_kept(one->key, has_dates))
			HTML(out, "<input type=\"hidden\" name=\"$\" value=\"$\">", one->key, one->value);
	}
	buf_puts(out, "</div>");
}

void page_open(const struct page *p, struct str title, const char *kind, struct buf *out)
{
	struct str q = page_ask_get(p->ask, "q");
	buf_puts(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		"<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n");
	HTML(out, "<title>$$karez</title>\n", title, title.n ? STR(" – ") : STR_NONE);
	buf_puts(out, "<link rel=\"stylesheet\" href=\"/karez.css\">\n<link rel=\"icon\" href=\"/karez.svg\" type=\"image/svg+xml\">\n"
		"<script src=\"/karez.js\" defer></script>\n</head>\n");
	HTML(out, "<body class=\"$\">\n<a class=\"skip\" href=\"#results\">Skip to the results</a>\n<header>\n"
		"<a class=\"home\" href=\"/\"><svg viewBox=\"0 0 32 32\" width=\"28\" height=\"28\" aria-hidden=\"true\">"
		"<path class=\"ground\" d=\"M1 11 L12 4 L20 9 L31 15\"></path><path class=\"shaft\" d=\"M8 8 V23 M16 8 V24 M24 12 V25\"></path>"
		"<path class=\"water\" d=\"M1 22 Q16 24 31 27\"></path></svg>karez</a>\n", str_of(kind));
	HTML(out, "<form id=\"search\" role=\"search\" action=\"/\" method=\"get\">\n<div class=\"box\"><label class=\"hidden\" for=\"q\">"
		"Search for</label><input id=\"q\" name=\"q\" type=\"search\" value=\"$\" dir=\"auto\" placeholder=\"Search\" "
		"autocomplete=\"off\" autocapitalize=\"off\" spellcheck=\"false\" maxlength=\"4000\"$></div>\n", q,
		q.n ? STR_NONE : STR(" autofocus"));
	add_collections(p, out);
	buf_puts(out, "<button>Search</button>\n");
	add_kept(p, p->reply->kind == REPLY_ROWS && p->request->verb == VERB_SEARCH, out);
	buf_puts(out, "</form>\n</header>\n<p id=\"status\" class=\"hidden\" role=\"status\"></p>\n");
}

void page_close(struct buf *out)
{
	buf_puts(out, "</body>\n</html>\n");
}
