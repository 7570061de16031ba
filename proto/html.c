/* Escaping, and templates filled with escaped text; see html.h. */
#include "config.h"

#include "proto/html.h"

#include <string.h>

#include "common/err.h"
#include "common/utf8.h"

#define REPLACEMENT "\xef\xbf\xbd"

/* What a character has to be written as; NULL: as it is. */
static const char *escaped(unsigned char c)
{
	switch (c) {
	case '&': return "&amp;";
	case '<': return "&lt;";
	case '>': return "&gt;";
	case '"': return "&quot;";
	case '\'': return "&#39;";
	case '\t': case '\n': return NULL;
	default: return c < 0x20 || c == 0x7f ? REPLACEMENT : NULL;
	}
}

static bool is_c1(struct str s, size_t i)
{
	return (unsigned char)s.p[i] == 0xc2 && i + 1 < s.n && (unsigned char)s.p[i + 1] < 0xa0;
}

/* Well-formed UTF-8. */
static void add_valid(struct buf *out, struct str s)
{
	size_t from = 0;
	for (size_t i = 0; i < s.n; i++) {
		bool c1 = is_c1(s, i);
		const char *instead = c1 ? REPLACEMENT : escaped((unsigned char)s.p[i]);
		if (!instead)
			continue;
		buf_add(out, s.p + from, i - from);
		buf_puts(out, instead);
		i += c1;
		from = i + 1;
	}
	buf_addstr(out, str_sub(s, from, s.n));
}

void html_text(struct buf *out, struct str s)
{
	while (s.n) {
		size_t good = utf8_valid_prefix(s);
		add_valid(out, str_sub(s, 0, good));
		if (good < s.n)
			buf_puts(out, REPLACEMENT);
		s = str_sub(s, good + 1, s.n);
	}
}

void html_fill(struct buf *out, const char *template, const struct str *texts, size_t n)
{
	size_t used = 0;
	for (const char *gap; (gap = strchr(template, '$')); template = gap + 1) {
		buf_add(out, template, (size_t)(gap - template));
		BUG_ON(used == n);
		html_text(out, texts[used++]);
	}
	BUG_ON(used != n);
	buf_puts(out, template);
}

void html_marked(struct buf *out, struct str text, const struct reply_span *spans, size_t n)
{
	size_t at = 0;
	for (size_t i = 0; i < n; i++) {
		size_t start = utf8_floor(text, spans[i].start), end = utf8_floor(text, spans[i].end);
		if (start < at || end <= start || end > text.n)
			continue;
		html_text(out, str_sub(text, at, start));
		HTML(out, "<mark>$</mark>", str_sub(text, start, end));
		at = end;
	}
	html_text(out, str_sub(text, at, text.n));
}

static bool is_unreserved(unsigned char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c && strchr("-._~", c));
}

void html_url(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (is_unreserved(c))
			buf_putc(out, (char)c);
		else
			buf_printf(out, "%%%02X", c);
	}
}
