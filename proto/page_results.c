/* A search as a page: what was found, what was done to find it, and what to do when it was little. */
#include "config.h"

#include <jansson.h>
#include <string.h>

#include "proto/page_parts.h"

#define MAX_CHIPS 12		/* of what was searched for besides, */
#define MAX_NAMES 4		/* and names in each */
#define MAX_ALSO 5

/* ---- The head: how many, and how they were found ---- */

static bool is(struct str s, const char *z)
{
	return str_eqz(s, z);
}

static void add_total(const struct page *p, struct buf *out)
{
	struct arena *a = p->reply->arena;
	const struct reply_fields *head = &p->reply->head;
	struct str relation = field_string(head, "relation");
	uint64_t total = (uint64_t)field_integer(head, "total");
	struct str count = total ? page_count(a, total, "document", "documents") : STR("Nothing found");
	HTML(out, "<p class=\"total\" id=\"total\">$$", total == 0 ? STR_NONE : is(relation, "estimate") ? STR("About ") :
	     is(relation, "atleast") ? STR("At least ") : STR_NONE, count);
	HTML(out, "<span class=\"took\"> in $ ms</span></p>\n",
	     arena_printf(a, "%.1f", (double)field_integer(head, "took_us") / 1000));
}

static void add_sort(const struct page *p, struct buf *out)
{
	static const struct { const char *value, *label; } orders[] = {
		{ NULL, "Best first" }, { "date", "Newest" }, { "date-asc", "Oldest" }, { "title", "Title" },
	};
	struct arena *a = p->reply->arena;
	struct str now = page_ask_get(p->ask, "sort");
	if (is(now, "relevance"))
		now = STR_NONE;
	buf_puts(out, "<nav class=\"sort\" aria-label=\"Order\"><ul>");
	for (size_t i = 0; i < sizeof(orders) / sizeof(*orders); i++) {
		struct str url = page_ask_link(p->ask, a, (struct page_change){ .set = "sort", .value = str_of(orders[i].value) });
		bool here = str_eqz(now, orders[i].value ? orders[i].value : "");
		HTML(out, here ? "<li><a href=\"$\" aria-current=\"true\">$</a></li>" : "<li><a href=\"$\">$</a></li>", url,
		     str_of(orders[i].label));
	}
	buf_puts(out, "</ul></nav>\n");
}

/* A removable condition. */
static void add_chip(const char *kind, struct str label, struct str url, const char *does, struct buf *out)
{
	HTML(out, "<li class=\"$\"><bdi>$</bdi><a href=\"$\" aria-label=\"$: $\">×</a></li>", str_of(kind), label, url,
	     str_of(does), label);
}

static struct str filter_label(struct arena *a, struct str filter)
{
	static const struct { const char *name, *label; struct str (*value)(struct str); } fields[] = {
		{ "author", "Author", NULL }, { "source", "Source", NULL }, { "lang", "Language", page_language }, { "type", "Format", page_type },
	};
	ptrdiff_t colon = str_chr(filter, ':');
	struct str field = str_sub(filter, 0, colon < 0 ? 0 : (size_t)colon);
	struct str value = str_sub(filter, colon < 0 ? 0 : (size_t)colon + 1, filter.n);
	if (value.n >= 2 && value.p[0] == '"' && value.p[value.n - 1] == '"')
		value = str_sub(value, 1, value.n - 1);
	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++)
		if (is(field, fields[i].name))
			return arena_printf(a, "%s: %.*s", fields[i].label, STR_ARG(fields[i].value ? fields[i].value(value) : value));
	return str_eqz(filter, "date:undated") ? STR("without a date") : colon < 0 ? value : filter;
}

static void add_dates_chip(const struct page *p, struct buf *out)
{
	struct arena *a = p->reply->arena;
	struct str from = page_ask_get(p->ask, "from"), to = page_ask_get(p->ask, "to");
	struct str label = from.n == 0 ? arena_printf(a, "until %.*s", STR_ARG(page_date(a, to))) :
			   to.n == 0 ? arena_printf(a, "since %.*s", STR_ARG(page_date(a, from))) :
			   str_eq(from, to) ? page_date(a, from) :
			   arena_printf(a, "%.*s – %.*s", STR_ARG(page_date(a, from)), STR_ARG(page_date(a, to)));
	if (from.n || to.n)
		add_chip("filter", label, page_ask_link(p->ask, a, (struct page_change){ .drop = { "from", "to" } }),
			 "Remove the filter", out);
}

/* Filters, and options that are not as they usually are. */
static void add_filters(const struct page *p, struct buf *out)
{
	static const struct { const char *key, *value, *label; } switches[] = {
		{ "match", "all", "with all words" }, { "match", "any", "with any of the words" },
		{ "aliases", "off", "no other names" }, { "translit", "off", "no other spellings of names" },
		{ "spelling", "off", "spelled as typed" }, { "strict", "1", "only the words typed" },
		{ "expand", "on", "with related words" }, { "collapse", "none", "copies too" }, { "plain", "1", "no operators" },
	};
	struct arena *a = p->reply->arena;
	add_dates_chip(p, out);
	for (unsigned i = 0; i < p->ask->n; i++) {
		const struct page_param *one = &p->ask->list[i];
		struct str url = page_ask_link(p->ask, a, (struct page_change){ .drop_one = one });
		if (is(one->key, "filter"))
			add_chip("filter", filter_label(a, one->value), url, "Remove the filter", out);
		if (is(one->key, "alone"))
			add_chip("filter", arena_printf(a, "only %.*s itself", STR_ARG(one->value)), url, "Undo", out);
		for (size_t k = 0; k < sizeof(switches) / sizeof(*switches); k++)
			if (is(one->key, switches[k].key) && is(one->value, switches[k].value))
				add_chip("filter", str_of(switches[k].label), url, "Undo", out);
	}
}

/* What was searched for besides, each with a way to do without. */

static bool is_spelling(const struct reply_fields *e)
{
	return is(field_string(e, "kind"), "spelling");
}

/* Those for the same words are one chip, whatever their kind, for they go together. */
static bool is_same(const struct reply_fields *a, const struct reply_fields *b)
{
	return str_eq(field_string(a, "from"), field_string(b, "from")) && is_spelling(a) == is_spelling(b) &&
	       field_integer(a, "offered") == field_integer(b, "offered");
}

static bool came_before(const struct page *p, size_t i)
{
	size_t k = 0;
	while (k < i && !is_same(&p->reply->expansions[k], &p->reply->expansions[i]))
		k++;
	return k < i;
}

/* "IMU = Islamic Movement of Uzbekistan, Исламское движение Узбекистана" */
static struct str expansion_label(const struct page *p, size_t i)
{
	const struct reply_fields *first = &p->reply->expansions[i];
	struct str from = field_string(first, "from");
	struct buf label = BUF_INIT;
	unsigned n = 0;
	buf_addstr(&label, from);
	for (; i < p->reply->n_expansions; i++)
		if (is_same(&p->reply->expansions[i], first) && n++ < MAX_NAMES) {
			buf_puts(&label, n > 1 ? ", " : from.n ? " = " : "");
			buf_addstr(&label, field_string(&p->reply->expansions[i], "to"));
		}
	if (n > MAX_NAMES)
		buf_printf(&label, " and %u more", n - MAX_NAMES);
	struct str s = arena_str(p->reply->arena, buf_str(&label));
	buf_fini(&label);
	return s;
}

static void add_expansions(const struct page *p, struct buf *out)
{
	size_t shown = 0;
	for (size_t i = 0; i < p->reply->n_expansions && shown < MAX_CHIPS; i++) {
		const struct reply_fields *e = &p->reply->expansions[i];
		struct str from = field_string(e, "from");
		if (field_integer(e, "offered") || is_spelling(e) || came_before(p, i))
			continue;
		shown++;
		struct page_change off = { .set = from.n ? "alone" : "expand", .value = from };
		add_chip("added", expansion_label(p, i), page_ask_link(p->ask, p->reply->arena, off),
			 from.n ? "Search without other names and spellings" : "Search without related words", out);
	}
}

static void add_chips(const struct page *p, struct buf *out)
{
	size_t empty, begin = out->n;
	buf_puts(out, "<ul class=\"chips\" aria-label=\"Filters, and what was searched for besides\">");
	empty = out->n;
	add_filters(p, out);
	add_expansions(p, out);
	if (out->n == empty)
		buf_truncate(out, begin);
	else
		buf_puts(out, "</ul>\n");
}

/* The query with one word put right; the word alone when it does not stand in it. */
static struct str replaced(struct arena *a, struct str q, struct str from, struct str to)
{
	ptrdiff_t at = from.n ? str_find(q, from) : -1;
	if (at < 0)
		return to;
	struct str rest = str_sub(q, (size_t)at + from.n, q.n);
	return arena_printf(a, "%.*s%.*s%.*s", STR_ARG(str_sub(q, 0, (size_t)at)), STR_ARG(to), STR_ARG(rest));
}

static struct str link_with(const struct page *p, struct str from, struct str to)
{
	struct arena *a = p->reply->arena;
	struct str q = replaced(a, page_ask_get(p->ask, "q"), from, to);
	return page_ask_link(p->ask, a, (struct page_change){ .set = "q", .value = q });
}

/* Words taken for others. */
static void add_spelling(const struct page *p, struct buf *out)
{
	struct arena *a = p->reply->arena;
	for (size_t i = 0; i < p->reply->n_expansions; i++) {
		const struct reply_fields *e = &p->reply->expansions[i];
		struct str from = field_string(e, "from"), to = field_string(e, "to");
		if (is_spelling(e) && !field_integer(e, "offered"))
			HTML(out, "<p class=\"notice\">No document has <q><bdi>$</bdi></q>, so these are for <a href=\"$\"><bdi>$</bdi></a>. "
			     "<a href=\"$\">Search as typed</a></p>\n", from, link_with(p, from, to), to,
			     page_ask_link(p->ask, a, (struct page_change){ .set = "alone", .value = from }));
	}
}

/* What may be meant: other spellings, or other names. */
static void add_offered(const struct page *p, bool spelling, const char *before, struct buf *out)
{
	size_t n = 0;
	for (size_t i = 0; i < p->reply->n_expansions; i++) {
		const struct reply_fields *e = &p->reply->expansions[i];
		struct str to = field_string(e, "to");
		if (!field_integer(e, "offered") || is_spelling(e) != spelling || n == MAX_CHIPS)
			continue;
		HTML(out, n ? "$ " : "<p class=\"notice\">$ ", n ? STR(",") : str_of(before));
		n++;
		HTML(out, "<a href=\"$\"><bdi>$</bdi></a>", link_with(p, field_string(e, "from"), to), to);
	}
	if (n)
		buf_puts(out, "?</p>\n");
}

static void add_notices(const struct page *p, struct buf *out)
{
	struct arena *a = p->reply->arena;
	const struct reply_fields *head = &p->reply->head;
	struct str widened = field_string(head, "widened");
	int64_t undated = field_integer(head, "undated");
	add_spelling(p, out);
	add_offered(p, true, "Did you mean", out);
	add_offered(p, false, "Also look for", out);
	if (is(widened, "any") || str_starts(widened, STR("any,")))
		HTML(out, "<p class=\"notice\">Few documents have all the words, so these have some of them. <a href=\"$\">Only with all "
		     "words</a></p>\n", page_ask_link(p->ask, a, (struct page_change){ .set = "match", .value = STR("all") }));
	if (undated > 0)
		HTML(out, "<p class=\"notice\">$ without a date. <a href=\"$\">Show them</a></p>\n",
		     page_count(a, (uint64_t)undated, "more document matches", "more documents match"),
		     page_ask_link(p->ask, a, (struct page_change){ .drop = { "from", "to" }, .set = "filter", .value = STR("date:undated") }));
	if (is(field_string(head, "partial"), "time"))
		buf_puts(out, "<p class=\"notice\">The time was over before all documents were looked at: there may be more.</p>\n");
}

/* ---- Hits ---- */

static const char *separator(size_t begin, const struct buf *out)
{
	return out->n == begin ? "" : "<span class=\"dot\"> · </span>";
}

static void add_fact(size_t begin, struct str value, struct buf *out)
{
	if (value.n == 0)
		return;
	buf_puts(out, separator(begin, out));
	HTML(out, "<bdi>$</bdi>", value);
}

static void add_meta(const struct page *p, const struct reply_fields *hit, struct buf *out)
{
	struct str date = field_string(hit, "date"), url = field_string(hit, "url");
	buf_puts(out, "<p class=\"meta\">");
	size_t begin = out->n;
	if (date.n)
		HTML(out, "<time datetime=\"$\">$</time>", date, page_date(p->reply->arena, date));
	add_fact(begin, field_string(hit, "author"), out);
	add_fact(begin, field_string(hit, "source"), out);
	add_fact(begin, page_language(field_string(hit, "lang")), out);
	add_fact(begin, field_string(hit, "collection"), out);
	if (page_is_link(url)) {
		buf_puts(out, separator(begin, out));
		HTML(out, "<a class=\"origin\" href=\"$\" rel=\"noopener noreferrer\">original</a>", url);
	}
	if (out->n == begin)
		HTML(out, "<bdi>$</bdi>", field_string(hit, "id"));
	buf_puts(out, "</p>\n");
}

static void add_marked(const struct reply_fields *f, const char *text, const char *marks, struct buf *out)
{
	const struct reply_field *hl = field_find(f, marks);
	html_marked(out, field_string(f, text), hl ? hl->spans : NULL, hl ? hl->n_spans : 0);
}

static void add_note(const struct reply_fields *note, struct buf *out)
{
	bool calls = field_find(note, "sentence") != NULL;
	HTML(out, "<p class=\"footnote\" dir=\"auto\"><span class=\"label\">$$</span> ", calls ? STR("In the text:") : STR("Note "),
	     calls ? STR_NONE : field_string(note, "label"));
	add_marked(note, calls ? "sentence" : "text", "hl", out);
	buf_puts(out, "</p>\n");
}

static void add_passages(const struct reply_fields *hit, struct buf *out)
{
	const struct reply_field *passages = field_find(hit, "snippets");
	for (size_t i = 0; passages && i < passages->n_members; i++) {
		const struct reply_fields *one = &passages->members[i];
		const struct reply_field *notes = field_find(one, "notes");
		buf_puts(out, "<p class=\"passage\" dir=\"auto\">");
		add_marked(one, "text", "hl", out);
		buf_puts(out, "</p>\n");
		for (size_t k = 0; notes && k < notes->n_members; k++)
			add_note(&notes->members[k], out);
	}
}

static void add_also(const struct page *p, const struct reply_fields *hit, struct buf *out)
{
	struct str json = field_string(hit, "also");
	json_t *ids = json.n ? json_loadb(json.p, json.n, 0, NULL) : NULL;
	size_t n = json_array_size(ids);
	if (n)
		buf_puts(out, "<p class=\"also\">The same in ");
	for (size_t i = 0; i < n && i < MAX_ALSO; i++) {
		struct str id = str_n(json_string_value(json_array_get(ids, i)), json_string_length(json_array_get(ids, i)));
		HTML(out, "$<a href=\"$\"><bdi>$</bdi></a>", i ? STR(", ") : STR_NONE,
		     page_ask_document(p->ask, p->reply->arena, field_string(hit, "collection"), id), id);
	}
	if (n > MAX_ALSO)
		HTML(out, " and $ more", page_number(p->reply->arena, n - MAX_ALSO));
	if (n)
		buf_puts(out, "</p>\n");
	json_decref(ids);
}

static void add_collapsed(const struct page *p, const struct reply_fields *hit, struct buf *out)
{
	int64_t n = field_integer(hit, "collapsed");
	if (n <= 0 || field_find(hit, "also"))
		return;
	HTML(out, "<p class=\"also\"><a href=\"$\">$ like it</a></p>\n",
	     page_ask_link(p->ask, p->reply->arena, (struct page_change){ .set = "collapse", .value = STR("none") }),
	     page_count(p->reply->arena, (uint64_t)n, "more", "more"));
}

static void add_hit(const struct page *p, const struct reply_fields *hit, struct buf *out)
{
	struct str id = field_string(hit, "id"), title = field_string(hit, "title");
	HTML(out, "<li><article>\n<h2 dir=\"auto\"><a href=\"$\">",
	     page_ask_document(p->ask, p->reply->arena, field_string(hit, "collection"), id));
	if (str_trim(title).n)
		add_marked(hit, "title", "title_hl", out);
	else
		html_text(out, id.n ? id : STR("Untitled"));
	buf_puts(out, "</a></h2>\n");
	add_meta(p, hit, out);
	add_passages(hit, out);
	add_also(p, hit, out);
	add_collapsed(p, hit, out);
	buf_puts(out, "</article></li>\n");
}

static size_t n_hits(const struct page *p)
{
	uint64_t n = (uint64_t)field_integer(&p->reply->head, "hits");
	return n < p->reply->n_rows ? (size_t)n : p->reply->n_rows;
}

static void add_turn(const struct page *p, uint64_t offset, const char *rel, const char *label, struct buf *out)
{
	struct arena *a = p->reply->arena;
	struct str value = offset ? arena_printf(a, "%llu", (unsigned long long)offset) : STR_NONE;
	HTML(out, "<a rel=\"$\" href=\"$\">$</a>", str_of(rel),
	     page_ask_link(p->ask, a, (struct page_change){ .set = "offset", .value = value }), str_of(label));
}

static void add_paging(const struct page *p, struct buf *out)
{
	struct arena *a = p->reply->arena;
	uint64_t limit = p->request->limit, offset = p->request->offset, n = n_hits(p);
	uint64_t total = (uint64_t)field_integer(&p->reply->head, "total");
	bool more = limit && n == limit && offset + n < total && offset + limit <= LIMIT_OFFSET;
	if (offset == 0 && !more)
		return;
	buf_puts(out, "<nav class=\"paging\" aria-label=\"Pages\">");
	if (offset)
		add_turn(p, offset > limit ? offset - limit : 0, "prev", "← Before", out);
	if (n)
		HTML(out, "<span>$ to $</span>", page_number(a, offset + 1), page_number(a, offset + n));
	if (more)
		add_turn(p, offset + limit, "next", "Next →", out);
	buf_puts(out, "</nav>\n");
}

/* ---- Nothing found ---- */

static void add_advice(const struct page *p, struct buf *out)
{
	struct arena *a = p->reply->arena;
	bool filtered = page_ask_get(p->ask, "filter").n || page_ask_get(p->ask, "from").n || page_ask_get(p->ask, "to").n;
	struct str corrected = field_string(&p->reply->head, "corrected");
	buf_puts(out, "<div class=\"nothing\">\n<h2>No document has this</h2>\n<ul>\n");
	if (corrected.n)
		HTML(out, "<li>Did you mean <a href=\"$\"><bdi>$</bdi></a>?</li>\n",
		     page_ask_link(p->ask, a, (struct page_change){ .set = "q", .value = corrected }), corrected);
	if (filtered)
		HTML(out, "<li><a href=\"$\">Search without the filters</a></li>\n",
		     page_ask_link(p->ask, a, (struct page_change){ .drop = { "filter", "from", "to" } }));
	if (page_ask_get(p->ask, "collection").n)
		HTML(out, "<li><a href=\"$\">Search everywhere</a></li>\n",
		     page_ask_link(p->ask, a, (struct page_change){ .drop = { "collection" } }));
	if (p->request->match == REQUEST_MATCH_ALL || p->request->strict)
		HTML(out, "<li><a href=\"$\">Search for any of the words</a></li>\n",
		     page_ask_link(p->ask, a, (struct page_change){ .drop = { "strict" }, .set = "match", .value = STR("any") }));
	buf_puts(out, "<li>Try fewer or more general words, or the name in another spelling.</li>\n</ul>\n</div>\n");
}

/* ---- The start ---- */

static void add_start(struct buf *out)
{
	static const struct { const char *query, *means; } rows[] = {
		{ "border trade", "both words, in all their forms; the best first" },
		{ "\"shanghai cooperation\"", "these words, in this order" },
		{ "border NEAR/5 customs", "at most five words apart" },
		{ "Karimov", "names in other scripts and spellings too: Каримов" },
		{ "border -drug", "without a word" },
		{ "title:border", "in the title; author: and source: likewise" },
		{ "kazakh*", "words that begin so" },
	};
	buf_puts(out, "<section class=\"help\"><h2>How to search</h2>\n<dl>\n");
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct page_ask ask = { .n = 0 };
		struct arena a = ARENA_INIT;
		struct str url = page_ask_link(&ask, &a, (struct page_change){ .set = "q", .value = str_of(rows[i].query) });
		HTML(out, "<dt><a href=\"$\"><code>$</code></a></dt><dd>$</dd>\n", url, str_of(rows[i].query), str_of(rows[i].means));
		arena_fini(&a);
	}
	buf_puts(out, "</dl>\n<p class=\"keys\"><kbd>/</kbd> to type, <kbd>↑</kbd> <kbd>↓</kbd> to walk, <kbd>Enter</kbd> to open, "
		"<kbd>Esc</kbd> to close</p></section>\n");
}

static void add_start_head(const struct page *p, struct buf *out)
{
	struct arena *a = p->reply->arena;
	HTML(out, "<p class=\"total\" id=\"total\">$", page_count(a, (uint64_t)field_integer(&p->reply->head, "total"),
								 "document", "documents"));
	if (p->n_collections > 1)
		HTML(out, " in $", page_count(a, p->n_collections, "collection", "collections"));
	buf_puts(out, "</p>\n");
}

void page_results(const struct page *p, struct buf *out)
{
	bool start = page_ask_is_start(p->ask);
	struct str q = page_ask_get(p->ask, "q");
	size_t n = n_hits(p);
	page_open(p, q, start ? "start" : "found", out);
	HTML(out, "<main id=\"results\" tabindex=\"-1\">\n<h1 class=\"hidden\">$</h1>\n<div class=\"list\">\n", start ? STR("Search") : STR("Results"));
	if (start) {
		add_start_head(p, out);
		add_start(out);
	} else {
		buf_puts(out, "<div class=\"head\">\n");
		add_total(p, out);
		if (n)
			add_sort(p, out);
		buf_puts(out, "<a class=\"jump\" href=\"#filters\">Filters</a>\n</div>\n");
		add_chips(p, out);
		add_notices(p, out);
		if (n == 0 && p->request->offset == 0)
			add_advice(p, out);
		if (n)
			HTML(out, "<ol class=\"hits\" start=\"$\">\n", arena_printf(p->reply->arena, "%u", p->request->offset + 1));
		for (size_t i = 0; i < n; i++)
			add_hit(p, &p->reply->rows[i], out);
		if (n)
			buf_puts(out, "</ol>\n");
		add_paging(p, out);
	}
	buf_puts(out, "</div>\n");
	page_side(p, out);
	buf_puts(out, "</main>\n");
	page_close(out);
}
