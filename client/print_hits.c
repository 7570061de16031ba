/* Hits, facets and the summary line for people; see print_hits.h. */
#include "config.h"

#include "client/print_hits.h"

#include <stdio.h>

#include "client/link.h"
#include "client/print_account.h"
#include "client/row.h"
#include "proto/line.h"

#define INDENT 5		/* "  1  " */
#define DOT " \xc2\xb7 "	/* between the parts of a hit's second line */

/* [[start,end],...]: pairs that lie within the text and rise; others are dropped. */
static struct view_mark *marks_of(const json_t *spans, size_t text_n, struct arena *a, size_t *n_r)
{
	size_t count = json_array_size(spans), n = 0, last = 0;
	struct view_mark *marks = arena_array(a, count, sizeof(*marks));
	for (size_t i = 0; i < count; i++) {
		const json_t *span = json_array_get(spans, i);
		json_int_t start = json_integer_value(json_array_get(span, 0));
		json_int_t end = json_integer_value(json_array_get(span, 1));
		if (json_array_size(span) != 2 || start < 0 || end <= start || (uint64_t)end > text_n || (size_t)start < last)
			continue;
		marks[n++] = (struct view_mark){ (size_t)start, (size_t)end };
		last = (size_t)end;
	}
	*n_r = n;
	return marks;
}

static void add_part(struct buf *b, struct str part)
{
	if (part.n == 0)
		return;
	if (b->n)
		buf_puts(b, DOT);
	buf_addstr(b, part);
}

static struct str about(const json_t *row, bool with_id, struct arena *a)
{
	struct buf b = BUF_INIT;
	const json_t *score = json_object_get(row, "score");
	json_int_t collapsed = json_integer_value(json_object_get(row, "collapsed"));
	add_part(&b, row_str(row, "collection"));
	if (with_id)
		add_part(&b, row_str(row, "id"));
	add_part(&b, row_str(row, "date"));
	add_part(&b, row_str(row, "source"));
	/* Where nothing was ranked (date order, every document) there is nothing to say. */
	if (json_number_value(score) > 0)
		add_part(&b, arena_printf(a, "%.2f", json_number_value(score)));
	if (collapsed > 0)
		add_part(&b, arena_printf(a, "and %lld more like it", (long long)collapsed));
	struct str s = arena_str(a, buf_str(&b));
	buf_fini(&b);
	return s;
}

static void print_marked(struct view *v, enum style style, unsigned indent, struct str before, const json_t *of,
			 const char *key, struct arena *a)
{
	struct str text = row_str(of, key);
	size_t n;
	struct view_mark *marks = marks_of(json_object_get(of, "hl"), text.n, a, &n);
	for (size_t i = 0; i < n; i++) {
		marks[i].start += before.n;
		marks[i].end += before.n;
	}
	struct buf line = BUF_INIT;
	buf_addstr(&line, before);
	buf_addstr(&line, text);
	view_blanks(v, INDENT);
	view_wrapped(v, style, indent, buf_str(&line), marks, n);
	buf_fini(&line);
}

/* "[3] the note", "[3] to: the sentence that calls for it" */
static void print_note(struct view *v, const json_t *note, struct arena *a)
{
	bool sentence = json_object_get(note, "sentence");
	struct str before = arena_printf(a, "[%.*s] %s", STR_ARG(row_str(note, "label")), sentence ? "to: " : "");
	print_marked(v, STYLE_DIM, INDENT + 4, before, note, sentence ? "sentence" : "text", a);
}

/* A passage, then its notes. */
static void print_snippets(struct view *v, const json_t *snippets, struct arena *a)
{
	const json_t *snippet, *note;
	size_t i, k;
	struct str mark = json_array_size(snippets) > 1 ? STR("- ") : STR_NONE;		/* one of several */
	json_array_foreach(snippets, i, snippet) {
		print_marked(v, STYLE_PLAIN, INDENT + (unsigned)mark.n, mark, snippet, "text", a);
		json_array_foreach(json_object_get(snippet, "notes"), k, note)
			print_note(v, note, a);
	}
}

static void print_hit(struct view *v, const json_t *row, struct arena *a)
{
	struct str title = row_str(row, "title");
	struct str line = about(row, title.n > 0, a);
	size_t n;
	struct view_mark *marks = marks_of(json_object_get(row, "title_hl"), title.n, a, &n);
	const json_t *rank = json_object_get(row, "rank");	/* may not be among the fields asked for */
	if (rank)
		buf_printf(&v->out, "%*lld  ", INDENT - 2, (long long)json_integer_value(rank));
	else
		view_blanks(v, INDENT);
	view_link(v, link_of(row_str(row, "url"), row_str(row, "path"), v->files_on, a));
	view_wrapped(v, STYLE_BOLD, INDENT, title.n ? title : row_str(row, "id"), marks, n);
	view_link(v, STR_NONE);
	if (line.n) {
		view_blanks(v, INDENT);
		view_wrapped(v, STYLE_DIM, INDENT, line, NULL, 0);
	}
	print_snippets(v, json_object_get(row, "snippets"), a);
	print_account(v, INDENT, json_object_get(row, "explain"), a);
	buf_putc(&v->out, '\n');
}

/* A line of a facet without a value of the field: "(none)        4". */
static void print_rest(struct view *v, unsigned widest, struct str what, json_int_t n)
{
	if (n <= 0)
		return;
	view_blanks(v, 2);
	view_text(v, STYLE_DIM, what);
	view_blanks(v, widest > view_width(what) ? widest - view_width(what) : 0);
	buf_printf(&v->out, "%8lld\n", (long long)n);
}

/* {"facet":"lang","values":[["en",12],["ru",3]],"none":4,"more":2,"other":5}; names: ["Ivan Petrov",12,90] */
static void print_facet(struct view *v, const json_t *row, struct arena *a)
{
	const json_t *values = json_object_get(row, "values"), *pair;
	unsigned widest = 0;
	size_t i;
	json_array_foreach(values, i, pair) {
		unsigned w = view_width(row_text(json_array_get(pair, 0), a));
		widest = w > widest ? w : widest;
	}
	view_text(v, STYLE_BOLD, row_str(row, "facet"));
	buf_putc(&v->out, '\n');
	json_array_foreach(values, i, pair) {
		struct str name = row_text(json_array_get(pair, 0), a);
		const json_t *all = json_array_get(pair, 2);
		view_blanks(v, 2);
		view_text(v, STYLE_PLAIN, name);
		view_blanks(v, widest - view_width(name));
		buf_printf(&v->out, "%8lld", (long long)json_integer_value(json_array_get(pair, 1)));
		if (all)
			view_text(v, STYLE_DIM, arena_printf(a, "  of %lld", (long long)json_integer_value(all)));
		buf_putc(&v->out, '\n');
	}
	json_int_t more = json_integer_value(json_object_get(row, "more"));
	print_rest(v, widest, arena_printf(a, "(%lld more)", (long long)more), json_integer_value(json_object_get(row, "other")));
	print_rest(v, widest, STR("(none)"), json_integer_value(json_object_get(row, "none")));
	buf_putc(&v->out, '\n');
}

/* {"versions":[{"id":"m1","date":"2014-03","relation":"version"}]} */
static void print_versions(struct view *v, const json_t *row, struct arena *a)
{
	const json_t *one;
	size_t i;
	view_text(v, STYLE_BOLD, STR("versions"));
	buf_putc(&v->out, '\n');
	json_array_foreach(json_object_get(row, "versions"), i, one) {
		struct str date = row_str(one, "date");
		view_blanks(v, 2);
		view_wrapped(v, STYLE_PLAIN, 2, arena_printf(a, "%.*s" DOT "%.*s%s%.*s", STR_ARG(row_str(one, "id")),
			     STR_ARG(row_str(one, "relation")), date.n ? DOT : "", STR_ARG(date)), NULL, 0);
	}
	buf_putc(&v->out, '\n');
}

static struct str head_value(const struct karez_reply *r, const char *key, struct arena *a)
{
	struct str s;
	return line_value(r->head, key, a, &s) ? s : STR_NONE;
}

static void print_took(struct view *v, struct str took_us)
{
	uint64_t us;
	if (!str_to_u64(took_us, 0, UINT64_MAX, &us))
		return;
	if (us < 10000000)
		buf_printf(&v->out, ", %.*f ms", us < 100000 ? 1 : 0, (double)us / 1000);
	else
		buf_printf(&v->out, ", %.1f s", (double)us / 1000000);
}

/* "also searched: IMU = Islamic Movement of Uzbekistan (alias)" */
static void print_expansions(struct view *v, const char *what, struct str list)
{
	if (list.n == 0)
		return;
	struct buf line = BUF_INIT;
	buf_printf(&line, "%s: %.*s", what, STR_ARG(list));
	view_wrapped(v, STYLE_DIM, 0, buf_str(&line), NULL, 0);
	buf_fini(&line);
}

/* Of the steps "any,spelling:border". */
static bool is_any(struct str widened)
{
	return str_eqz(widened, "any") || str_starts(widened, STR("any,"));
}

static void print_summary(struct view *v, const struct karez_reply *r, size_t hits, struct arena *a)
{
	struct str total = head_value(r, "total", a), relation = head_value(r, "relation", a);
	bool none = str_eqz(total, "0");
	print_expansions(v, "also searched for", head_value(r, "expanded", a));
	print_expansions(v, "not searched for", head_value(r, "offered", a));
	if (is_any(head_value(r, "widened", a)) && !none)
		buf_puts(&v->out, "widened: too few documents have all the words; those with some of them are shown too\n");
	if (none)
		buf_puts(&v->out, "no document matches");
	else if (total.n == 0)
		buf_printf(&v->out, "%zu document%s", hits, hits == 1 ? "" : "s");
	else {
		const char *about_total = str_eqz(relation, "atleast") ? "at least " : str_eqz(relation, "estimate") ? "about " : "";
		view_text(v, STYLE_PLAIN, arena_printf(a, "%zu of %s%.*s document%s", hits, about_total, STR_ARG(total), str_eqz(total, "1") ? "" : "s"));
	}
	print_took(v, head_value(r, "took_us", a));
	buf_putc(&v->out, '\n');
}

int print_hits(struct view *v, const struct karez_reply *r, struct arena *a, struct err *err)
{
	size_t hits = 0;
	for (size_t i = 0; i < r->n_rows; i++) {
		json_t *row = row_parse(r->rows[i], err);
		if (!row)
			return -1;
		if (json_object_get(row, "facet"))
			print_facet(v, row, a);
		else if (json_object_get(row, "versions"))
			print_versions(v, row, a);
		else {
			print_hit(v, row, a);
			hits++;
		}
		json_decref(row);
	}
	print_summary(v, r, hits, a);
	return 0;
}
