/* Reading formats and filling them in; see format.h. */
#include "config.h"

#include "client/format.h"

#include "client/row.h"
#include "common/buf.h"
#include "common/utf8.h"
#include "proto/reply.h"
#include "proto/request.h"

enum source { FROM_TEXT, FROM_HIT, FROM_EXTRA, FROM_PASSAGE, FROM_QUERY, FROM_QUERY_ID, FROM_TOTAL };

/* Fields that the table of options does not have. */
static const struct {
	const char *name;
	enum source source;
} own_fields[] = {
	{ "snippet", FROM_PASSAGE }, { "query", FROM_QUERY }, { "qid", FROM_QUERY_ID }, { "total", FROM_TOTAL },
};
#define N_OWN (sizeof(own_fields) / sizeof(*own_fields))

static const struct str extra_prefix = STR("extra.");

struct part {
	enum source source;
	struct str text;	/* FROM_TEXT: as it is printed; FROM_HIT, FROM_EXTRA: the key */
	struct str missing;	/* stands for an empty value */
	unsigned width;
	int precision;		/* -1: none */
	char side;		/* '<', '>', or 0: numbers at the right */
};

struct format {
	struct part *parts;
	size_t n, cap;
};

/* ---- Reading ---- */

struct reader {
	struct str text;
	size_t at;
	struct format *format;
	struct arena *arena;
	struct err *err;
};

static int wrong(const struct reader *r, size_t at, const char *what)
{
	size_t column = utf8_count(str_sub(r->text, 0, at)) + 1;
	err_set(r->err, ERR_SYNTAX, "--format, column %zu: %s", column, what);
	r->err->column = (int)(column < INT32_MAX ? column : INT32_MAX);
	return -1;
}

static bool next_is(const struct reader *r, char c)
{
	return r->at < r->text.n && r->text.p[r->at] == c;
}

static bool take(struct reader *r, char c)
{
	bool is = next_is(r, c);
	r->at += is;
	return is;
}

static struct part *add_part(struct reader *r)
{
	struct format *f = r->format;
	f->parts = arena_grow(r->arena, f->parts, &f->cap, f->n + 1, sizeof(*f->parts));
	f->parts[f->n] = (struct part){ .precision = -1 };
	return &f->parts[f->n++];
}

static bool listed(const char *form, struct str name)
{
	struct str rest = str_of(form), word;
	while (str_cut(&rest, ',', &word))
		if (str_eq(word, name))
			return true;
	return false;
}

static const char *wire_fields(void)
{
	return request_option_find(VERB_SEARCH, STR("fields"))->form;
}

/* "id,title" as "id, title" */
static void add_spaced(struct buf *b, const char *form)
{
	for (const char *p = form; *p; p++)
		buf_printf(b, "%c%s", *p, *p == ',' ? " " : "");
}

static int unknown_field(const struct reader *r, size_t at, struct str name)
{
	struct buf b = BUF_INIT;
	buf_printf(&b, "there is no field %.*s; there are ", STR_ARG(reply_quote(r->arena, name)));
	add_spaced(&b, wire_fields());
	buf_puts(&b, ", extra.KEY");
	for (size_t i = 0; i < N_OWN; i++)
		buf_printf(&b, ", %s", own_fields[i].name);
	wrong(r, at, b.p);
	buf_fini(&b);
	return -1;
}

static int find_field(struct reader *r, size_t at, struct str name, struct part *p)
{
	for (size_t i = 0; i < N_OWN; i++)
		if (str_eqz(name, own_fields[i].name)) {
			p->source = own_fields[i].source;
			return 0;
		}
	p->source = str_starts(name, extra_prefix) ? FROM_EXTRA : FROM_HIT;
	p->text = p->source == FROM_EXTRA ? str_sub(name, extra_prefix.n, name.n) : name;
	return p->text.n && (p->source == FROM_EXTRA || listed(wire_fields(), name)) ? 0 : unknown_field(r, at, name);
}

static bool take_number(struct reader *r, unsigned least, unsigned *n_r)
{
	uint64_t n;
	size_t from = r->at;
	while (r->at < r->text.n && r->text.p[r->at] >= '0' && r->text.p[r->at] <= '9')
		r->at++;
	if (!str_to_u64(str_sub(r->text, from, r->at), least, FORMAT_MAX, &n))
		return false;
	*n_r = (unsigned)n;
	return true;
}

/* What follows the colon: side, width, precision. */
static int read_shape(struct reader *r, struct part *p)
{
	static const char what[] = "after the colon stand < or >, a width of 1 to 1000, a point and a precision of 0 to 1000";
	size_t from = r->at;
	unsigned precision;
	if (next_is(r, '<') || next_is(r, '>'))
		p->side = r->text.p[r->at++];
	bool has_width = !next_is(r, '.');
	if (has_width && !take_number(r, 1, &p->width))
		return wrong(r, from, what);
	if (take(r, '.')) {
		if (!take_number(r, 0, &precision))
			return wrong(r, from, what);
		p->precision = (int)precision;
	}
	return next_is(r, '}') || next_is(r, '|') ? 0 : wrong(r, from, what);
}

/* Behind the opening brace. */
static int read_field(struct reader *r)
{
	size_t from = r->at;
	struct part *p = add_part(r);
	ptrdiff_t end = str_chr(str_sub(r->text, from, r->text.n), '}');
	if (end < 0)
		return wrong(r, from - 1, "this brace is not closed; {{ is a brace");
	while (!next_is(r, ':') && !next_is(r, '|') && !next_is(r, '}'))
		r->at++;
	if (find_field(r, from, str_sub(r->text, from, r->at), p) < 0 || (take(r, ':') && read_shape(r, p) < 0))
		return -1;
	if (take(r, '|'))
		p->missing = str_sub(r->text, r->at, from + (size_t)end);
	r->at = from + (size_t)end + 1;
	return 0;
}

static int read_escape(struct reader *r, struct buf *b)
{
	static const char names[] = "nt0\\", values[] = "\n\t\0\\";
	const char *p = r->at < r->text.n ? memchr(names, r->text.p[r->at], sizeof(names) - 1) : NULL;
	if (!p)
		return wrong(r, r->at - 1, "no such escape; there are \\n, \\t, \\0 and \\\\");
	buf_putc(b, values[p - names]);
	r->at++;
	return 0;
}

/* Up to the next field. */
static int read_text(struct reader *r, struct buf *b)
{
	while (r->at < r->text.n) {
		char c = r->text.p[r->at];
		size_t from = r->at++;
		if (c == '{' && !next_is(r, '{')) {
			r->at = from;
			return 0;
		}
		if (c == '\\') {
			if (read_escape(r, b) < 0)
				return -1;
			continue;
		}
		if (c == '{')
			r->at++;
		else if (c == '}' && !take(r, '}'))
			return wrong(r, from, "this brace closes nothing; }} is a brace");
		buf_putc(b, c);
	}
	return 0;
}

static int read_parts(struct reader *r, struct buf *b)
{
	while (r->at < r->text.n) {
		buf_reset(b);
		if (read_text(r, b) < 0)
			return -1;
		if (b->n)
			add_part(r)->text = arena_str(r->arena, buf_str(b));
		if (take(r, '{') && read_field(r) < 0)
			return -1;
	}
	return 0;
}

int format_parse(struct str text, struct arena *a, struct format **out_r, struct err *err)
{
	struct buf b = BUF_INIT;
	struct reader r = { .text = text, .format = arena_zalloc(a, sizeof(*r.format)), .arena = a, .err = err };
	if (!utf8_valid(text))
		return err_set(err, ERR_SYNTAX, "--format is not UTF-8");
	if (!text.n)
		return err_set(err, ERR_SYNTAX, "--format is empty");
	int rc = read_parts(&r, &b);
	buf_fini(&b);
	*out_r = r.format;
	return rc;
}

/* ---- What it needs ---- */

static const char *key_of(const struct part *p)
{
	return p->source == FROM_EXTRA ? "extra" : p->source == FROM_PASSAGE ? "snippets" : NULL;
}

struct str format_keys(const struct format *f, struct arena *a)
{
	struct buf b = BUF_INIT;
	for (size_t i = 0; i < f->n; i++) {
		const struct part *p = &f->parts[i];
		struct str key = p->source == FROM_HIT ? p->text : str_of(key_of(p));
		if (key.n && !listed(b.n ? b.p : "", key))
			buf_printf(&b, "%s%.*s", b.n ? "," : "", STR_ARG(key));
	}
	struct str keys = b.n ? arena_str(a, buf_str(&b)) : STR("id");
	buf_fini(&b);
	return keys;
}

bool format_has_passages(const struct format *f)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->parts[i].source == FROM_PASSAGE || (f->parts[i].source == FROM_HIT && str_eqz(f->parts[i].text, "snippets")))
			return true;
	return false;
}

/* ---- Filling in ---- */

static const json_t *value_in(const json_t *hit, const struct part *p, struct arena *a)
{
	const char *key = arena_strz(a, p->text);
	switch (p->source) {
	case FROM_HIT: return json_object_get(hit, key);
	case FROM_EXTRA: return json_object_get(json_object_get(hit, "extra"), key);
	case FROM_PASSAGE: return json_object_get(json_array_get(json_object_get(hit, "snippets"), 0), "text");
	default: return NULL;
	}
}

static struct str value_of(const json_t *hit, const struct part *p, const struct format_query *q, bool *number_r, struct arena *a)
{
	const json_t *value = value_in(hit, p, a);
	*number_r = json_is_number(value) || p->source == FROM_TOTAL;
	switch (p->source) {
	case FROM_QUERY: return q->text;
	case FROM_QUERY_ID: return q->id;
	case FROM_TOTAL: return q->total;
	default:
		return json_is_number(value) && p->precision >= 0 ? arena_printf(a, "%.*f", p->precision, json_number_value(value))
								   : row_text(value, a);
	}
}

static void put_field(const struct part *p, const json_t *hit, const struct format_query *q, struct view *v, struct arena *a)
{
	bool number;
	struct str text = value_of(hit, p, q, &number, a);
	if (!text.n)
		text = p->missing;
	else if (!number && p->precision >= 0)
		text = view_beginning(text, (unsigned)p->precision);
	unsigned columns = view_width(text), blanks = p->width > columns ? p->width - columns : 0;
	bool right = p->side ? p->side == '>' : number;
	if (right)
		view_blanks(v, blanks);
	view_text(v, STYLE_PLAIN, text);
	if (!right)
		view_blanks(v, blanks);
}

void format_hit(const struct format *f, const json_t *hit, const struct format_query *q, struct view *v, struct arena *a)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->parts[i].source == FROM_TEXT)
			buf_addstr(&v->out, f->parts[i].text);
		else
			put_field(&f->parts[i], hit, q, v, a);
	const struct part *last = &f->parts[f->n - 1];
	char end = last->source == FROM_TEXT ? last->text.p[last->text.n - 1] : 'x';
	if (end != '\n' && end != '\0')
		buf_putc(&v->out, '\n');
}
