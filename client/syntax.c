/* Showing where a query goes wrong; see syntax.h. */
#include "config.h"

#include "client/syntax.h"

#include "common/utf8.h"
#include "proto/line.h"

#define INDENT 4

/* Bytes of the first n characters. */
static size_t bytes_of(struct str s, uint64_t n)
{
	size_t i = 0;
	while (n-- && i < s.n)
		utf8_next(s, &i);
	return i;
}

/* No line's worth of text is longer than this, so a query of any length is cut down at once. */
static size_t most_bytes(unsigned width)
{
	return (size_t)width * 16;
}

/* The longest end of s that is at most width columns wide. */
static struct str last_columns(struct str s, unsigned width)
{
	size_t from = s.n > most_bytes(width) ? utf8_floor(s, s.n - most_bytes(width)) : 0;
	while (from < s.n && view_width(str_sub(s, from, s.n)) > width)
		utf8_next(s, &from);
	return str_sub(s, from, s.n);
}

bool syntax_show(struct view *v, struct str query, struct str message, struct arena *a)
{
	struct str column;
	uint64_t n;
	if (!line_value(message, "col", a, &column) || !str_to_u64(column, 1, UINT32_MAX, &n) || !utf8_valid(query))
		return false;
	struct str rest = message, first;
	if (str_starts(message, STR("col=")) && str_cut(&rest, ' ', &first))
		message = rest;
	buf_puts(&v->out, "karez: the query: ");
	view_text(v, STYLE_PLAIN, message);
	buf_putc(&v->out, '\n');
	/* Half of the line is for what stands before the place, half for what follows. */
	unsigned half = v->width > 2 * INDENT + 2 ? (v->width - INDENT) / 2 : INDENT;
	size_t at = bytes_of(query, n - 1);
	struct str before = last_columns(str_sub(query, 0, at), half);
	struct str after = view_beginning(str_sub(query, at, at + most_bytes(half)), half);
	view_blanks(v, INDENT);
	view_text(v, STYLE_PLAIN, before);
	view_text(v, STYLE_PLAIN, after);
	buf_putc(&v->out, '\n');
	view_blanks(v, INDENT + view_width(before));
	view_text(v, STYLE_MATCH, STR("^"));
	buf_putc(&v->out, '\n');
	return true;
}
