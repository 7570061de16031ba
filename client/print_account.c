/* A row for each part of a score, with where it comes from; see print_account.h. */
#include "config.h"

#include "client/print_account.h"

#include "client/row.h"

#define NUMBER 9		/* columns of a weight and the blanks behind it */

static double number(const json_t *of, const char *key)
{
	return json_number_value(json_object_get(of, key));
}

static void add_count(struct buf *b, const json_t *term, const char *key, const char *one, const char *many)
{
	json_int_t n = json_integer_value(json_object_get(term, key));
	if (n > 0)
		buf_printf(b, ", %lld %s", (long long)n, n == 1 ? one : many);
}

/* "Fergana: by name Ferghana; ferghana: in 120 documents, 4 times here, 1 of them in the title" */
static void describe(struct buf *b, const json_t *row)
{
	struct str typed = row_str(row, "typed"), found = row_str(row, "found"), kind = row_str(row, "kind");
	const json_t *term;
	size_t i;
	buf_addstr(b, typed.n ? typed : kind);
	if (found.n)
		buf_printf(b, " as %.*s", STR_ARG(found));
	if (typed.n && !str_eqz(kind, "word"))
		buf_printf(b, " (%.*s)", STR_ARG(kind));
	json_array_foreach(json_object_get(row, "terms"), i, term) {
		buf_printf(b, "%s %.*s", i ? ";" : ":", STR_ARG(row_str(term, "term")));
		add_count(b, term, "documents", "document", "documents");
		add_count(b, term, "times", "time here", "times here");
		add_count(b, term, "in_title", "in the title", "in the title");
	}
}

static void add_effects(struct buf *b, const json_t *row)
{
	static const struct { const char *key, *text; } rows[] = { { "title", "title" }, { "length", "length" } };
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (number(row, rows[i].key) >= 0.005 || number(row, rows[i].key) <= -0.005)
			buf_printf(b, "; %s %+.2f", rows[i].text, number(row, rows[i].key));
}

static void add_places(struct buf *b, const json_t *row)
{
	const json_t *place;
	size_t i;
	json_array_foreach(json_object_get(row, "places"), i, place) {
		buf_printf(b, "%s \"%.*s\"", i ? "," : "; at", STR_ARG(row_str(place, "words")));
		if (row_str(place, "in").n)
			buf_printf(b, " in the %.*s", STR_ARG(row_str(place, "in")));
		else
			buf_printf(b, " %lld", (long long)json_integer_value(json_object_get(place, "offset")));
	}
}

static void print_row(struct view *v, unsigned indent, const json_t *row)
{
	struct buf line = BUF_INIT;
	view_blanks(v, indent);
	buf_printf(&v->out, "%*.2f  ", NUMBER - 2, number(row, "weight"));
	describe(&line, row);
	add_effects(&line, row);
	add_places(&line, row);
	view_wrapped(v, STYLE_DIM, indent + NUMBER, buf_str(&line), NULL, 0);
	buf_fini(&line);
}

void print_account(struct view *v, unsigned indent, const json_t *explain, struct arena *a)
{
	const json_t *row, *word;
	struct buf missing = BUF_INIT;
	size_t i;
	if (!json_is_object(explain))
		return;
	json_array_foreach(json_object_get(explain, "rows"), i, row)
		print_row(v, indent, row);
	json_array_foreach(json_object_get(explain, "missing"), i, word)
		buf_printf(&missing, "%s%.*s", i ? ", " : "without ", STR_ARG(row_text(word, a)));
	if (missing.n) {
		view_blanks(v, indent + NUMBER);
		view_wrapped(v, STYLE_DIM, indent + NUMBER, buf_str(&missing), NULL, 0);
	}
	buf_fini(&missing);
	view_blanks(v, indent + NUMBER);
	buf_printf(&v->out, "%lld words, %.0f on average\n", (long long)json_integer_value(json_object_get(explain, "length")),
		   number(explain, "average"));
}
