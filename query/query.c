/* The query tree written as one line, for people and tests; see query.h. */
#include "config.h"

#include "query/query.h"

static const char *const field_names[] = {
	[FIELD_NONE] = "", [FIELD_TITLE] = "title", [FIELD_AUTHOR] = "author", [FIELD_SOURCE] = "source",
	[FIELD_LANG] = "lang", [FIELD_TYPE] = "type", [FIELD_DATE] = "date",
};

const char *query_field_name(enum query_field f)
{
	return field_names[f];
}

static void format_operator(const struct query *q, struct buf *out)
{
	switch (q->op) {
	case QUERY_AND: buf_puts(out, "(AND"); break;
	case QUERY_OR: buf_puts(out, "(OR"); break;
	case QUERY_NOT: buf_puts(out, "(NOT"); break;
	case QUERY_NEAR: buf_printf(out, "(NEAR/%u", q->window); break;
	case QUERY_ADJ: buf_printf(out, "(ADJ/%u", q->window); break;
	default: buf_puts(out, "(WORDS"); break;
	}
	for (size_t i = 0; i < q->n_children; i++) {
		buf_putc(out, ' ');
		query_format(q->children[i], out);
	}
	buf_putc(out, ')');
}

static void format_date(const struct date_range *d, struct buf *out)
{
	if (!d->from[0] && !d->to[0])
		buf_puts(out, "undated");
	else
		buf_printf(out, "%s..%s", d->from, d->to);
}

void query_format(const struct query *q, struct buf *out)
{
	if (q->sign)
		buf_putc(out, q->sign);
	if (q->field != FIELD_NONE)
		buf_printf(out, "%s:", field_names[q->field]);
	switch (q->op) {
	case QUERY_PHRASE: buf_printf(out, "(PHRASE \"%.*s\")", STR_ARG(q->text)); break;
	case QUERY_PREFIX: buf_printf(out, "%.*s*", STR_ARG(q->text)); break;
	case QUERY_EXACT: buf_printf(out, "=%.*s", STR_ARG(q->text)); break;
	case QUERY_FUZZY:
		buf_printf(out, "%.*s~", STR_ARG(q->text));
		if (q->distance)
			buf_printf(out, "%u", q->distance);
		break;
	case QUERY_WORD: case QUERY_VALUE: buf_addstr(out, q->text); break;
	case QUERY_DATE: format_date(&q->date, out); break;
	case QUERY_ALL: buf_putc(out, '*'); break;
	default: format_operator(q, out); break;
	}
	if (q->weight != 1)
		buf_printf(out, "^%g", q->weight);
}
