/* Tables, lists, documents and spellings for people; see print_rows.h. */
#include "config.h"

#include "client/print_rows.h"

#include "client/link.h"
#include "client/row.h"
#include "proto/line.h"

typedef int row_fn(struct view *v, const json_t *row, struct arena *a);

static int each_row(struct view *v, const struct karez_reply *r, struct arena *a, struct err *err, row_fn *fn)
{
	for (size_t i = 0; i < r->n_rows; i++) {
		json_t *row = row_parse(r->rows[i], err);
		if (!row)
			return -1;
		fn(v, row, a);
		json_decref(row);
	}
	return 0;
}

int print_line(struct view *v, const struct karez_reply *r, struct arena *a, struct err *err)
{
	(void)a;
	(void)err;
	view_text(v, STYLE_PLAIN, r->head);
	buf_putc(&v->out, '\n');
	return 0;
}

int print_count(struct view *v, const struct karez_reply *r, struct arena *a, struct err *err)
{
	struct str total, relation = STR_NONE;
	if (!line_value(r->head, "total", a, &total))
		return err_set(err, ERR_CORRUPT, "the answer has no total");
	line_value(r->head, "relation", a, &relation);
	buf_puts(&v->out, str_eqz(relation, "atleast") ? "at least " : str_eqz(relation, "estimate") ? "about " : "");
	view_text(v, STYLE_PLAIN, total);
	buf_putc(&v->out, '\n');
	return 0;
}

/*
 * Tables
 */

struct cell {
	struct str text;
	bool number;
};

struct table {
	const char **keys;		/* of all its rows, in the order of their appearance */
	size_t n_keys, keys_cap;
	unsigned *widths;
	bool *numbers;			/* columns of nothing but numbers stand at the right */
};

static size_t column_of(struct table *t, const char *key, struct arena *a)
{
	for (size_t i = 0; i < t->n_keys; i++)
		if (!strcmp(t->keys[i], key))
			return i;
	t->keys = arena_grow(a, t->keys, &t->keys_cap, t->n_keys + 1, sizeof(*t->keys));
	t->keys[t->n_keys] = key;
	return t->n_keys++;
}

static struct cell cell_of(const json_t *row, const char *key, struct arena *a)
{
	const json_t *value = json_object_get(row, key);
	return (struct cell){ row_text(value, a), !value || json_is_number(value) };
}

static void measure(struct table *t, json_t **rows, size_t n, struct arena *a)
{
	const char *key;
	json_t *value;
	for (size_t i = 0; i < n; i++)
		json_object_foreach(rows[i], key, value)
			column_of(t, key, a);
	t->widths = arena_array(a, t->n_keys, sizeof(*t->widths));
	t->numbers = arena_array(a, t->n_keys, sizeof(*t->numbers));
	for (size_t c = 0; c < t->n_keys; c++) {
		t->widths[c] = view_width(str_of(t->keys[c]));
		t->numbers[c] = true;
		for (size_t i = 0; i < n; i++) {
			struct cell cell = cell_of(rows[i], t->keys[c], a);
			unsigned w = view_width(cell.text);
			t->widths[c] = w > t->widths[c] ? w : t->widths[c];
			t->numbers[c] &= cell.number;
		}
	}
}

static void print_cell(struct view *v, enum style style, const struct table *t, size_t c, struct str text)
{
	unsigned pad = t->widths[c] - view_width(text);
	if (t->numbers[c])
		view_blanks(v, pad);
	view_text(v, style, text);
	if (c + 1 == t->n_keys)
		return;
	view_blanks(v, t->numbers[c] ? 2 : pad + 2);
}

static void print_columns(struct view *v, const struct table *t, json_t **rows, size_t n, struct arena *a)
{
	for (size_t c = 0; c < t->n_keys; c++)
		print_cell(v, STYLE_BOLD, t, c, str_of(t->keys[c]));
	buf_putc(&v->out, '\n');
	for (size_t i = 0; i < n; i++) {
		for (size_t c = 0; c < t->n_keys; c++)
			print_cell(v, STYLE_PLAIN, t, c, cell_of(rows[i], t->keys[c], a).text);
		while (v->out.n && v->out.p[v->out.n - 1] == ' ')
			buf_truncate(&v->out, v->out.n - 1);
		buf_putc(&v->out, '\n');
	}
}

static void print_pair(struct view *v, unsigned width, const char *key, struct str value, struct arena *a)
{
	struct str url = strcmp(key, "url") ? STR_NONE : value, path = strcmp(key, "path") ? STR_NONE : value;
	view_text(v, STYLE_BOLD, str_of(key));
	view_blanks(v, width + 2 - view_width(str_of(key)));
	view_link(v, link_of(url, path, v->files_on, a));
	view_text(v, STYLE_PLAIN, value);
	view_link(v, STR_NONE);
	buf_putc(&v->out, '\n');
}

static unsigned widest_key(const json_t *row)
{
	unsigned widest = 0;
	const char *key;
	json_t *value;
	json_object_foreach((json_t *)row, key, value) {
		unsigned w = view_width(str_of(key));
		widest = w > widest ? w : widest;
	}
	return widest;
}

static void print_list(struct view *v, json_t *row, struct arena *a)
{
	unsigned widest = widest_key(row);
	const char *key;
	json_t *value;
	json_object_foreach(row, key, value)
		print_pair(v, widest, key, row_text(value, a), a);
}

static void print_group(struct view *v, json_t **rows, size_t n, struct arena *a)
{
	struct table t = { 0 };
	size_t width = 0;
	measure(&t, rows, n, a);
	for (size_t c = 0; c < t.n_keys; c++)
		width += t.widths[c] + (c ? 2 : 0);
	if (width <= v->width) {
		print_columns(v, &t, rows, n, a);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_putc(&v->out, '\n');
		print_list(v, rows[i], a);
	}
}

static const char *first_key(json_t *row)
{
	const char *key = json_object_iter_key(json_object_iter(row));
	return key ? key : "";
}

static void print_groups(struct view *v, json_t **rows, size_t n, struct arena *a)
{
	for (size_t from = 0, to; from < n; from = to) {
		for (to = from + 1; to < n && !strcmp(first_key(rows[from]), first_key(rows[to]));)
			to++;
		if (from)
			buf_putc(&v->out, '\n');
		print_group(v, rows + from, to - from, a);
	}
}

int print_table(struct view *v, const struct karez_reply *r, struct arena *a, struct err *err)
{
	json_t **rows = arena_array(a, r->n_rows, sizeof(json_t *));
	size_t n = 0;
	while (n < r->n_rows && (rows[n] = row_parse(r->rows[n], err)))
		n++;
	bool whole = n == r->n_rows;
	if (whole)
		print_groups(v, rows, n, a);
	while (n)
		json_decref(rows[--n]);
	return whole ? 0 : -1;
}

/*
 * One row at a time
 */

static int print_block(struct view *v, const json_t *row, struct arena *a)
{
	const char *key;
	json_t *value;
	json_object_foreach((json_t *)row, key, value) {
		view_text(v, STYLE_BOLD, str_of(key));
		buf_putc(&v->out, '\n');
		view_lines(v, 2, row_text(value, a));
	}
	return 0;
}

int print_blocks(struct view *v, const struct karez_reply *r, struct arena *a, struct err *err)
{
	return each_row(v, r, a, err, print_block);
}

/* The keys of a record that karez does not know stand beside those that it does. */
static int print_fields(struct view *v, const json_t *row, struct arena *a)
{
	const json_t *extra = json_object_get(row, "extra");
	unsigned widest = widest_key(row), w = widest_key(extra);
	const char *key;
	json_t *value;
	widest = w > widest ? w : widest;
	json_object_foreach((json_t *)row, key, value)
		if (strcmp(key, "text") != 0 && value != extra)
			print_pair(v, widest, key, row_text(value, a), a);
	json_object_foreach((json_t *)extra, key, value)
		print_pair(v, widest, key, row_text(value, a), a);
	struct str text = row_str(row, "text");
	if (text.n) {
		buf_putc(&v->out, '\n');
		view_lines(v, 0, text);
	}
	return 0;
}

int print_document(struct view *v, const struct karez_reply *r, struct arena *a, struct err *err)
{
	return each_row(v, r, a, err, print_fields);
}

/* {"relation":"=","name":"IMU","source":"desk.aliases:7","note":"2015"}, {"relation":"=","name":"Islamic Movement of
 * Uzbekistan","documents":12,"example":"memos/3.txt"} */
static int print_alias(struct view *v, const json_t *row, struct arena *a)
{
	struct str source = row_str(row, "source"), note = row_str(row, "note"), example = row_str(row, "example");
	json_int_t documents = json_integer_value(json_object_get(row, "documents"));
	view_text(v, STYLE_PLAIN, row_str(row, "relation"));
	buf_putc(&v->out, ' ');
	view_text(v, STYLE_BOLD, row_str(row, "name"));
	while (str_chr(source, '/') >= 0)	/* the folder is in the row */
		source = str_sub(source, (size_t)str_chr(source, '/') + 1, source.n);
	if (source.n)
		view_text(v, STYLE_DIM, arena_printf(a, "  %.*s", STR_ARG(source)));
	if (note.n)
		view_text(v, STYLE_DIM, arena_printf(a, "  # %.*s", STR_ARG(note)));
	if (documents > 0)
		view_text(v, STYLE_DIM, arena_printf(a, "  %lld document%s, such as %.*s", (long long)documents,
						     documents == 1 ? "" : "s", STR_ARG(example)));
	buf_putc(&v->out, '\n');
	return 0;
}

int print_aliases(struct view *v, const struct karez_reply *r, struct arena *a, struct err *err)
{
	if (r->n_rows == 0)
		buf_puts(&v->out, "no other name is known\n");
	return each_row(v, r, a, err, print_alias);
}

/* {"word":"boarder","better":[{"text":"border","documents":4}]} */
static int print_spelling(struct view *v, const json_t *row, struct arena *a)
{
	const json_t *better = json_object_get(row, "better"), *b;
	size_t i;
	const json_t *documents = json_object_get(row, "documents");
	view_text(v, STYLE_BOLD, row_str(row, "word"));
	if (documents)
		view_text(v, STYLE_DIM, arena_printf(a, " (%lld)", (long long)json_integer_value(documents)));
	buf_puts(&v->out, json_array_size(better) ? ":" : ": nothing is near");
	json_array_foreach(better, i, b) {
		buf_puts(&v->out, i ? ", " : " ");
		view_text(v, STYLE_PLAIN, row_str(b, "text"));
		view_text(v, STYLE_DIM, arena_printf(a, " (%lld)", (long long)json_integer_value(json_object_get(b, "documents"))));
	}
	buf_putc(&v->out, '\n');
	return 0;
}

int print_spellings(struct view *v, const struct karez_reply *r, struct arena *a, struct err *err)
{
	if (each_row(v, r, a, err, print_spelling) < 0)
		return -1;
	print_did_you_mean(v, r, a);
	return 0;
}

void print_did_you_mean(struct view *v, const struct karez_reply *r, struct arena *a)
{
	struct str corrected;
	if (r->kind != '=' || !line_value(r->head, "corrected", a, &corrected) || corrected.n == 0)
		return;
	buf_puts(&v->out, "did you mean: ");
	view_text(v, STYLE_BOLD, corrected);
	buf_putc(&v->out, '\n');
}
