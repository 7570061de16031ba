/* RediSearch's query language by recursive descent; see redis_query.h. */
#include "config.h"

#include "proto/redis_query.h"

#include <stdarg.h>
#include <stdio.h>

#include "common/buf.h"
#include "proto/limits.h"

/* A part of the query in karez's language.  Empty text: nothing is asked, as by lone punctuation. */
struct part {
	struct str text;
	bool negated, optional;
};

struct translator {
	const struct redis_query *query;
	struct str text;
	size_t at;
	unsigned depth;
	struct arena *arena;
	struct err *err;
};

static int expression(struct translator *t, struct part *out);
static int primary(struct translator *t, struct part *out);

__attribute__((format(printf, 3, 4)))
static int wrong(struct translator *t, size_t at, const char *fmt, ...)
{
	char msg[200];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(msg, sizeof(msg), fmt, ap);
	va_end(ap);
	err_set(t->err, ERR_SYNTAX, "%s", msg);
	t->err->column = (int)at;
	return -1;
}

/* What b holds becomes the text of a part.  Fields multiply what stands behind them, so it has to be looked at each time. */
static int finish(struct translator *t, struct buf *b, struct part *out)
{
	size_t n = b->n;
	if (n <= LIMIT_LINE)
		out->text = arena_str(t->arena, buf_str(b));
	buf_fini(b);
	return n <= LIMIT_LINE ? 0 : wrong(t, t->at, "the query becomes longer than %d bytes", LIMIT_LINE);
}

/* ---- Characters ---- */

static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static char peek(struct translator *t)	/* the next one that is no blank; NUL at the end */
{
	while (t->at < t->text.n && is_blank(t->text.p[t->at]))
		t->at++;
	return t->at < t->text.n ? t->text.p[t->at] : '\0';
}

static bool take(struct translator *t, char c)
{
	bool found = peek(t) == c;
	t->at += found;
	return found;
}

static int expect(struct translator *t, char c, const char *after)
{
	return take(t, c) ? 0 : wrong(t, t->at, "'%c' is missing after %s", c, after);
}

static bool is_one_of(char c, const char *set)
{
	return c != '\0' && strchr(set, c);
}

static bool is_alnum(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* What ends a word.  A hyphen does not, nor does an apostrophe or a full stop: they are inside of words. */
static bool ends_word(char c)
{
	return is_blank(c) || c == '\0' || is_one_of(c, "()|\"~@{}[]%*$\\");
}

/* A name of letters, digits and underscores. */
static struct str take_name(struct translator *t)
{
	size_t from = t->at;
	while (t->at < t->text.n && (is_alnum(t->text.p[t->at]) || t->text.p[t->at] == '_'))
		t->at++;
	return str_sub(t->text, from, t->at);
}

/* ---- Words ---- */

/* A word up to its end, signs with a backslash taken as they are. */
static struct str take_word(struct translator *t)
{
	struct buf b = BUF_INIT;
	while (t->at < t->text.n) {
		char c = t->text.p[t->at];
		if (c == '\\' && t->at + 1 < t->text.n)
			c = t->text.p[++t->at];
		else if (ends_word(c))
			break;
		buf_putc(&b, c);
		t->at++;
	}
	struct str s = arena_str(t->arena, buf_str(&b));
	buf_fini(&b);
	return s;
}

static bool asks(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (is_alnum(s.p[i]))
			return true;
	return false;
}

/* Text that karez takes for nothing but text. */
static struct str quoted(struct translator *t, struct str s)
{
	char *z = arena_strz(t->arena, s);
	for (size_t i = 0; i < s.n; i++)
		if (z[i] == '"' || z[i] == '=')
			z[i] = ' ';
	return arena_printf(t->arena, "\"%s\"", z);
}

/* Letters, digits and what stands between them: no operator, no field, no quote. */
static bool is_plain(struct str s)
{
	static const char *const operators[] = { "AND", "OR", "NOT", "NEAR", "ADJ" };
	for (size_t i = 0; i < sizeof(operators) / sizeof(*operators); i++)
		if (str_eqz(s, operators[i]))
			return false;
	for (size_t i = 0; i < s.n; i++) {
		bool inside = i > 0 && i + 1 < s.n;
		/* Beyond ASCII there are quotes as well: they begin with \xc2 and \xe2. */
		if ((unsigned char)s.p[i] == 0xc2 || (unsigned char)s.p[i] == 0xe2)
			return false;
		if (!is_alnum(s.p[i]) && s.p[i] != '_' && !(inside && is_one_of(s.p[i], "-'.")))
			return false;
	}
	return s.n > 0;
}

static int parameter(struct translator *t, struct str *value_r)
{
	size_t from = t->at++;
	struct str name = take_name(t);
	for (size_t i = 0; i < t->query->n_params; i++)
		if (str_eq(t->query->params[i].name, name)) {
			*value_r = t->query->params[i].value;
			return 0;
		}
	return wrong(t, from, "no such parameter '%.*s'", STR_ARG(str_sub(name, 0, 64)));
}

static int word(struct translator *t, struct part *out)
{
	size_t from = t->at;
	struct str text;
	if (t->text.p[from] != '$')
		text = take_word(t);
	else if (parameter(t, &text) < 0)
		return -1;
	if (t->at == from)
		return wrong(t, from, "unexpected '%c'", t->text.p[from]);
	bool plain = is_plain(text);
	if (t->at < t->text.n && t->text.p[t->at] == '*') {
		t->at++;
		if (!plain)
			return wrong(t, from, "a prefix is made of letters and digits");
		out->text = arena_printf(t->arena, "%.*s*", STR_ARG(text));
	} else if (!plain && asks(text)) {
		out->text = quoted(t, text);
	} else if (plain) {
		out->text = t->query->verbatim ? arena_printf(t->arena, "=%.*s", STR_ARG(text)) : text;
	}
	return 0;
}

static int phrase(struct translator *t, struct part *out)
{
	struct buf b = BUF_INIT;
	size_t from = t->at++;
	while (t->at < t->text.n && t->text.p[t->at] != '"') {
		if (t->text.p[t->at] == '\\' && t->at + 1 < t->text.n)
			t->at++;
		buf_putc(&b, t->text.p[t->at++]);
	}
	struct str text = arena_str(t->arena, buf_str(&b));
	buf_fini(&b);
	if (t->at++ >= t->text.n)
		return wrong(t, from, "this quote is not closed");
	if (asks(text))
		out->text = quoted(t, text);
	return 0;
}

static size_t take_percents(struct translator *t, size_t max)
{
	size_t n = 0;
	for (; n < max && t->at < t->text.n && t->text.p[t->at] == '%'; t->at++)
		n++;
	return n;
}

/* %word%, %%word%%: the number of signs is the distance. */
static int fuzzy(struct translator *t, struct part *out)
{
	size_t from = t->at, signs = take_percents(t, SIZE_MAX);
	struct str w = take_word(t);
	if (take_percents(t, signs) != signs || !is_plain(w))
		return wrong(t, from, "a fuzzy word stands between as many %% before as after it");
	if (signs > 2)
		return wrong(t, from, "a fuzzy word has at most two %% on each side");
	out->text = arena_printf(t->arena, "%.*s~%zu", STR_ARG(w), signs);
	return 0;
}

/* ---- Fields ---- */

#define MAX_FIELDS 8

struct fields {
	struct str names[MAX_FIELDS];	/* as karez calls them; empty: the text, which needs no name */
	size_t n;
};

static bool karez_field(struct str name, struct str *out_r)
{
	static const struct { const char *name, *karez; } fields[] = {
		{ "title", "title" }, { "author", "author" }, { "source", "source" }, { "lang", "lang" }, { "type", "type" },
		{ "date", "date" }, { "year", "date" }, { "text", "" }, { "body", "" }, { "content", "" },
	};
	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++)
		if (str_eq_nocase(name, str_of(fields[i].name))) {
			*out_r = str_of(fields[i].karez);
			return true;
		}
	return false;
}

static int take_fields(struct translator *t, struct fields *f)
{
	f->n = 0;
	do {
		size_t from = t->at;
		struct str name = take_name(t);
		if (f->n == MAX_FIELDS)
			return wrong(t, from, "more than %d fields", MAX_FIELDS);
		if (!karez_field(name, &f->names[f->n++]))
			return wrong(t, from, "unknown field '%.*s' (there are title, author, source, lang, type, date, year, text)",
				     STR_ARG(str_sub(name, 0, 40)));
	} while (take(t, '|'));
	return expect(t, ':', "the field");
}

/* The same in each of the fields. */
static int in_fields(struct translator *t, const struct fields *f, struct str value, struct part *out)
{
	struct buf b = BUF_INIT;
	buf_puts(&b, f->n > 1 ? "(" : "");
	for (size_t i = 0; i < f->n; i++)
		buf_printf(&b, "%s%.*s%s%.*s", i ? " OR " : "", STR_ARG(f->names[i]), f->names[i].n ? ":" : "", STR_ARG(value));
	buf_puts(&b, f->n > 1 ? ")" : "");
	return finish(t, &b, out);
}

/* One value of a list of tags, up to "|" or "}". */
static int tag(struct translator *t, const struct fields *f, struct part *out)
{
	struct str value = STR_NONE, piece;
	while (peek(t) && !is_one_of(peek(t), "|}")) {
		size_t before = t->at;
		if (peek(t) != '$')
			piece = take_word(t);
		else if (parameter(t, &piece) < 0)
			return -1;
		if (t->at == before)
			return wrong(t, before, "unexpected '%c' in a tag", t->text.p[before]);
		value = arena_printf(t->arena, "%.*s%s%.*s", STR_ARG(value), value.n ? " " : "", STR_ARG(piece));
	}
	if (!asks(value))
		return wrong(t, t->at, "an empty tag");
	return in_fields(t, f, is_plain(value) ? value : quoted(t, value), out);
}

/* {a | b c}: any of these values. */
static int tags(struct translator *t, const struct fields *f, struct part *out)
{
	struct buf b = BUF_INIT;
	struct part one = { STR_NONE, false, false };
	size_t n = 0;
	buf_putc(&b, '(');
	do {
		if (tag(t, f, &one) < 0) {
			buf_fini(&b);
			return -1;
		}
		buf_printf(&b, "%s%.*s", n++ ? " OR " : "", STR_ARG(one.text));
	} while (take(t, '|'));
	buf_putc(&b, ')');
	return finish(t, &b, out) < 0 ? -1 : expect(t, '}', "the tags");
}

static bool is_day(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != '-' && (s.p[i] < '0' || s.p[i] > '9'))
			return false;
	return s.n >= 4;
}

/* One end of a range of days: 2014, 20140630, 2014-06-30; -inf and +inf leave it open. */
static int range_end(struct translator *t, struct str *out_r)
{
	char c = peek(t);
	size_t from = t->at;
	if (c == '(')
		return wrong(t, from, "an end of a range is part of it; '(' is not supported");
	if (c == '$') {
		if (parameter(t, out_r) < 0)
			return -1;
	} else {
		while (t->at < t->text.n && (is_alnum(t->text.p[t->at]) || is_one_of(t->text.p[t->at], "+-")))
			t->at++;
		*out_r = str_sub(t->text, from, t->at);
	}
	struct str s = *out_r;
	if (str_eq_nocase(s, STR("inf")) || str_eq_nocase(s, STR("+inf")) || str_eq_nocase(s, STR("-inf"))) {
		*out_r = STR_NONE;
		return 0;
	}
	if (!is_day(s))
		return wrong(t, from, "an end of a range is a day: 2014, 20140630, 2014-06-30, -inf or +inf");
	if (s.n == 8 && str_chr(s, '-') < 0)
		*out_r = arena_printf(t->arena, "%.4s-%.2s-%.2s", s.p, s.p + 4, s.p + 6);
	return 0;
}

static int range(struct translator *t, const struct fields *f, struct part *out)
{
	struct str from, to;
	if (f->n != 1 || !str_eqz(f->names[0], "date"))
		return wrong(t, t->at, "only date and year have ranges");
	if (range_end(t, &from) < 0)
		return -1;
	(void)take(t, ',');
	if (range_end(t, &to) < 0 || expect(t, ']', "the range") < 0)
		return -1;
	out->text = from.n || to.n ? arena_printf(t->arena, "date:%.*s..%.*s", STR_ARG(from), STR_ARG(to)) : STR("*");
	return 0;
}

static int field(struct translator *t, struct part *out)
{
	struct fields f;
	struct part value = { STR_NONE, false, false };
	t->at++;
	if (take_fields(t, &f) < 0)
		return -1;
	if (take(t, '{'))
		return tags(t, &f, out);
	if (take(t, '['))
		return range(t, &f, out);
	out->negated = take(t, '-');
	if (primary(t, &value) < 0)
		return -1;
	return value.text.n ? in_fields(t, &f, value.text, out) : 0;
}

/* ---- Groups ---- */

/* => { $weight: 2.0 } */
static int attributes(struct translator *t, struct part *out)
{
	if (expect(t, '{', "=>") < 0)
		return -1;
	while (!take(t, '}')) {
		size_t from = t->at;
		double v;
		if (!take(t, '$') || !str_eqz(take_name(t), "weight") || !take(t, ':'))
			return wrong(t, from, "of the attributes only '$weight: number' is supported");
		(void)peek(t);
		struct str value = take_word(t);
		if (str_ends(value, STR(";")))
			value.n--;
		if (!str_to_double(value, &v) || v < 0 || v > 1000)
			return wrong(t, from, "a weight is a number from 0 to 1000");
		if (out->text.n)
			out->text = arena_printf(t->arena, "(%.*s)^%.4f", STR_ARG(out->text), v);
		(void)take(t, ';');
	}
	return 0;
}

static int deeper(struct translator *t, size_t at)
{
	if (++t->depth <= REDIS_QUERY_DEPTH)
		return 0;
	return wrong(t, at, "more than %d parentheses and signs inside each other", REDIS_QUERY_DEPTH);
}

static int group(struct translator *t, struct part *out)
{
	size_t from = t->at++;
	if (deeper(t, from) < 0 || expression(t, out) < 0)
		return -1;
	t->depth--;
	if (!take(t, ')'))
		return wrong(t, from, "this '(' is not closed");
	if (out->text.n)
		out->text = arena_printf(t->arena, "(%s%.*s)", out->negated ? "-" : "", STR_ARG(out->text));
	out->negated = out->optional = false;
	return 0;
}

static int everything(struct translator *t, struct part *out)
{
	if (++t->at < t->text.n && !ends_word(t->text.p[t->at]))
		return wrong(t, t->at - 1, "words by their ends (*word) are not supported");
	out->text = STR("*");
	return 0;
}

static int primary(struct translator *t, struct part *out)
{
	int rc;
	switch (peek(t)) {
	case '\0': return wrong(t, t->at, "the query ends where a word is expected");
	case '(': rc = group(t, out); break;
	case '"': rc = phrase(t, out); break;
	case '@': rc = field(t, out); break;
	case '%': rc = fuzzy(t, out); break;
	case '*': rc = everything(t, out); break;
	default: rc = word(t, out); break;
	}
	(void)peek(t);
	if (rc < 0 || !str_starts(str_sub(t->text, t->at, t->text.n), STR("=>")))
		return rc;
	t->at += 2;
	return attributes(t, out);
}

static int unary(struct translator *t, struct part *out)
{
	*out = (struct part){ STR_NONE, false, false };
	char c = peek(t);
	size_t from = t->at;
	if (c != '-' && c != '~')
		return primary(t, out);
	t->at++;
	if (deeper(t, from) < 0 || unary(t, out) < 0)
		return -1;
	t->depth--;
	if (c == '-')
		out->negated = !out->negated;
	else
		out->optional = true;
	return 0;
}

/* ---- Lists ---- */

struct list {
	struct part *parts;
	size_t n, cap;
};

static void add(struct translator *t, struct list *l, const struct part *p)
{
	if (p->text.n == 0)
		return;
	l->parts = arena_grow(t->arena, l->parts, &l->cap, l->n + 1, sizeof(*l->parts));
	l->parts[l->n++] = *p;
}

/* All wanted, but for the optional ones: where there are such, the others have to be marked. */
static void write_all(const struct list *l, struct buf *b)
{
	bool some_optional = false;
	for (size_t i = 0; i < l->n; i++)
		some_optional |= l->parts[i].optional;
	for (size_t i = 0; i < l->n; i++) {
		const struct part *p = &l->parts[i];
		buf_printf(b, "%s%s%.*s", i ? " " : "", p->negated ? "-" : some_optional && !p->optional ? "+" : "", STR_ARG(p->text));
	}
}

static void write_any(const struct list *l, struct buf *b)
{
	for (size_t i = 0; i < l->n; i++)
		buf_printf(b, "%s(%s%.*s)", i ? " OR " : "(", l->parts[i].negated ? "-" : "", STR_ARG(l->parts[i].text));
	buf_putc(b, ')');
}

typedef int reader(struct translator *t, struct part *out);

/* Parts in a row, of which all are wanted, or with | between them, of which any is; one, or none, stays what it is. */
static int several(struct translator *t, reader *one, bool any, struct part *out)
{
	struct list l = { NULL, 0, 0 };
	struct buf b = BUF_INIT;
	struct part p;
	do {
		if (one(t, &p) < 0)
			return -1;
		add(t, &l, &p);
	} while (any ? take(t, '|') : !is_one_of(peek(t), ")|") && t->at < t->text.n);
	*out = l.n == 1 ? l.parts[0] : (struct part){ STR_NONE, false, false };
	if (l.n < 2)
		return 0;
	(any ? write_any : write_all)(&l, &b);
	return finish(t, &b, out);
}

static int any_word(struct translator *t, struct part *out)
{
	return several(t, unary, true, out);
}

static int all_words(struct translator *t, struct part *out)
{
	return several(t, unary, false, out);
}

static int expression(struct translator *t, struct part *out)
{
	return t->query->or_binds_tighter ? several(t, any_word, false, out) : several(t, all_words, true, out);
}

int redis_query_translate(const struct redis_query *q, struct arena *a, struct str *out_r, struct err *err)
{
	struct translator t = { .query = q, .text = q->text, .arena = a, .err = err };
	struct part p;
	*out_r = STR_NONE;
	if (peek(&t) == '\0')
		return 0;
	if (expression(&t, &p) < 0)
		return -1;
	if (t.at < t.text.n)
		return wrong(&t, t.at, "this '%c' closes nothing", t.text.p[t.at]);
	*out_r = arena_printf(a, "%s%.*s", p.negated ? "-" : "", STR_ARG(p.text));
	return 0;
}
