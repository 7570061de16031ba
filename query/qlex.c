/* Query text to tokens; see qlex.h. */
#include "config.h"

#include "query/qlex.h"

#include <stdarg.h>
#include <stdio.h>
#include <unicode/uchar.h>

#include "common/utf8.h"
#include "query/qparse.h"

/* A clause brings at most its parentheses and one operator along; what has more tokens than
 * that is noise, and the array must stay small. */
#define MAX_TOKENS (4 * QPARSE_MAX_CLAUSES)
#define MAX_WEIGHT 1000.0

struct lexer {
	struct str text;
	size_t at;		/* next byte */
	size_t counted;		/* byte that `column` belongs to */
	unsigned column;
	struct arena *arena;
	struct qtoken *tokens;
	size_t n, cap, n_leaves;
	unsigned unclosed;	/* bit per row of quotes[]: nothing closes it from here on */
	struct err *err;
};

int qlex_error(struct err *err, enum err_code code, unsigned column, const char *fmt, ...)
{
	char msg[160];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(msg, sizeof(msg), fmt, ap);
	va_end(ap);
	err_set(err, code, "%s", msg);
	if (err)
		err->column = (int)column;
	return -1;
}

/* ---- Characters ---- */

static bool is_blank(uint32_t c)
{
	return u_isUWhiteSpace((UChar32)c) || c == 0;
}

/* Quotes open a phrase; which ones close it depends on who typed it: a keyboard, a word
 * processor, a German, a Russian.  Where the opener also stands alone in ordinary text (»),
 * one that is never closed is no quote. */
static const struct quote {
	uint32_t open, close[3];
	bool needs_close;
} quotes[] = {
	{ '"', { '"' }, true },
	{ 0x201c, { 0x201d, 0x201c, '"' }, true },	/* “ ” */
	{ 0x201e, { 0x201c, 0x201d, '"' }, true },	/* „ “ */
	{ 0x00ab, { 0x00bb }, true },			/* « » */
	{ 0x00bb, { 0x00ab }, false },			/* » « */
	{ 0x201d, { 0x201d }, false },			/* ” ” */
};
#define N_QUOTES (sizeof(quotes) / sizeof(*quotes))

static const struct quote *quote_of(uint32_t c)
{
	for (size_t i = 0; i < N_QUOTES; i++)
		if (quotes[i].open == c)
			return &quotes[i];
	return NULL;
}

static bool closes(const struct quote *q, uint32_t c)
{
	return c == q->close[0] || (q->close[1] && c == q->close[1]) || (q->close[2] && c == q->close[2]);
}

static bool has_word(struct str s)
{
	for (size_t i = 0; i < s.n;)
		if (U_GET_GC_MASK((UChar32)utf8_next(s, &i)) & (U_GC_L_MASK | U_GC_N_MASK))
			return true;
	return false;
}

static uint32_t peek(const struct lexer *l, size_t at)	/* 0 at the end */
{
	return at < l->text.n ? utf8_next(l->text, &at) : 0;
}

static unsigned column_of(struct lexer *l, size_t at)
{
	l->column += (unsigned)utf8_count(str_sub(l->text, l->counted, at));
	l->counted = at;
	return l->column;
}

/* ---- Parts of a token ---- */

/* "^2", "^0.5" at the end of s: cut it off. */
static double take_weight(struct str *s)
{
	size_t i = s->n;
	while (i > 0 && (s->p[i - 1] == '.' || (s->p[i - 1] >= '0' && s->p[i - 1] <= '9')))
		i--;
	double w;
	if (i < 2 || s->p[i - 1] != '^' || !str_to_double(str_sub(*s, i, s->n), &w) || w < 0 || w > MAX_WEIGHT)
		return 1;
	s->n = i - 1;
	return w;
}

/* The same after a quote or parenthesis: moves the lexer past it. */
static double take_weight_after(struct lexer *l)
{
	size_t end = l->at;
	if (peek(l, end) != '^')
		return 1;
	while (end < l->text.n && strchr("^.0123456789", l->text.p[end]))
		end++;
	struct str s = str_sub(l->text, l->at - 1, end);
	double w = take_weight(&s);
	if (s.n == 1)
		l->at = end;
	return s.n == 1 ? w : 1;
}

static enum query_field take_field(struct lexer *l)
{
	struct str rest = str_sub(l->text, l->at, l->text.n);
	for (enum query_field f = FIELD_TITLE; f <= FIELD_DATE; f++) {
		struct str name = str_of(query_field_name(f));
		if (!str_starts(rest, name) || rest.n <= name.n + 1 || rest.p[name.n] != ':')
			continue;
		uint32_t next = peek(l, l->at + name.n + 1);
		if (is_blank(next) || next == ')')
			return FIELD_NONE;
		l->at += name.n + 1;
		return f;
	}
	return FIELD_NONE;
}

/* + and - are signs at the start of a word only: "10-20", "- 5" and "--force" are text. */
static char take_sign(struct lexer *l)
{
	char c = l->text.p[l->at];
	if (c != '+' && c != '-')
		return 0;
	if (l->at > 0) {
		size_t before = utf8_floor(l->text, l->at - 1);
		uint32_t b = peek(l, before);
		if (!is_blank(b) && b != '(')
			return 0;
	}
	uint32_t next = peek(l, l->at + 1);
	if (is_blank(next) || next == '+' || next == '-' || next == ')')
		return 0;
	l->at++;
	return c;
}

static int push(struct lexer *l, const struct qtoken *t)
{
	if (l->n >= MAX_TOKENS || l->n_leaves > QPARSE_MAX_CLAUSES)
		return qlex_error(l->err, ERR_LIMIT, t->column, "more than %d words and conditions in one query",
				  QPARSE_MAX_CLAUSES);
	l->tokens = arena_grow(l->arena, l->tokens, &l->cap, l->n + 1, sizeof(*l->tokens));
	l->tokens[l->n++] = *t;
	return 0;
}

static int push_leaf(struct lexer *l, const struct qtoken *t)
{
	if (t->op != QUERY_ALL && !has_word(t->text))
		return 0;	/* "-", "...", empty quotes: nothing asked */
	l->n_leaves++;
	return push(l, t);
}

/* ---- Tokens ---- */

static int lex_operator(struct lexer *l, struct str piece, struct qtoken *t, bool *is_operator_r)
{
	static const struct { const char *name; enum qtoken_kind kind; bool window; } operators[] = {
		{ "AND", QTOKEN_AND, false }, { "OR", QTOKEN_OR, false }, { "NOT", QTOKEN_NOT, false },
		{ "NEAR", QTOKEN_NEAR, true }, { "ADJ", QTOKEN_ADJ, true },
	};
	*is_operator_r = false;
	for (size_t i = 0; i < sizeof(operators) / sizeof(*operators); i++) {
		struct str name = str_of(operators[i].name);
		if (!str_starts(piece, name))
			continue;
		struct str rest = str_sub(piece, name.n, piece.n);
		uint64_t window = 0;
		if (rest.n) {	/* NEAR/FAR and NEARBY are words, NEAR/500 is a mistake */
			if (!operators[i].window || rest.n < 2 || rest.p[0] != '/' ||
			    strspn(arena_strz(l->arena, rest), "/0123456789") != rest.n)
				continue;
			if (!str_to_u64(str_sub(rest, 1, rest.n), 1, QPARSE_MAX_WINDOW, &window))
				return qlex_error(l->err, ERR_SYNTAX, t->column,
						  "%s/n wants a number from 1 to %d", operators[i].name,
						  QPARSE_MAX_WINDOW);
		}
		t->kind = operators[i].kind;
		t->text = piece;
		t->window = (uint32_t)window;
		*is_operator_r = true;
		return push(l, t);
	}
	return 0;
}

static bool take_fuzzy(struct str *s, unsigned *distance_r)
{
	*distance_r = 0;
	size_t n = s->n;
	if (n > 1 && (s->p[n - 1] == '1' || s->p[n - 1] == '2') && s->p[n - 2] == '~')
		*distance_r = (unsigned)(s->p[--n] - '0');
	if (n < 2 || s->p[n - 1] != '~')
		return false;
	s->n = n - 1;
	return true;
}

static int lex_prefix(struct lexer *l, struct qtoken *t)
{
	t->op = QUERY_PREFIX;
	while (t->text.n && t->text.p[t->text.n - 1] == '*')
		t->text.n--;
	if (utf8_count(t->text) < 2 && (has_word(t->text) || t->field != FIELD_NONE))
		return qlex_error(l->err, ERR_SYNTAX, t->column, "%.*s* wants at least 2 characters before the *",
				  STR_ARG(t->text));
	return push_leaf(l, t);
}

static int lex_piece(struct lexer *l, struct str piece, struct qtoken *t)
{
	bool is_operator = false;
	if (!t->sign && t->field == FIELD_NONE && lex_operator(l, piece, t, &is_operator) < 0)
		return -1;
	if (is_operator)
		return 0;
	t->weight = take_weight(&piece);
	t->text = piece;
	t->op = QUERY_WORD;
	if (str_eqz(piece, "*") && t->field == FIELD_NONE) {
		t->op = QUERY_ALL;
	} else if (piece.n > 1 && piece.p[0] == '=') {
		t->op = QUERY_EXACT;
		t->text = str_sub(piece, 1, piece.n);
	} else if (str_ends(piece, STR("*"))) {
		return lex_prefix(l, t);
	} else if (take_fuzzy(&t->text, &t->distance)) {
		t->op = QUERY_FUZZY;
	}
	return push_leaf(l, t);
}

/* With the lexer on an opening quote.  *found_r stays false when it is no quote after all. */
static int lex_phrase(struct lexer *l, const struct quote *q, struct qtoken *t, bool *found_r)
{
	size_t start = l->at, end;
	utf8_next(l->text, &start);
	for (size_t i = start; i < l->text.n;) {
		end = i;
		if (!closes(q, utf8_next(l->text, &i)))
			continue;
		l->at = i;
		t->op = QUERY_PHRASE;
		t->text = str_sub(l->text, start, end);
		t->weight = take_weight_after(l);
		*found_r = true;
		return push_leaf(l, t);
	}
	if (!q->needs_close) {
		l->unclosed |= 1u << (q - quotes);
		return 0;
	}
	return qlex_error(l->err, ERR_SYNTAX, column_of(l, l->at),
			  "this quote is not closed; close it, leave it out, or ask with plain=1");
}

/* Where a piece that starts at `at` ends; its first character belongs to it in any case. */
static size_t piece_end(const struct lexer *l, size_t at)
{
	utf8_next(l->text, &at);
	while (at < l->text.n) {
		uint32_t c = peek(l, at);
		const struct quote *q = quote_of(c);
		if (is_blank(c) || c == '(' || c == ')' || (q && q->needs_close))
			break;
		utf8_next(l->text, &at);
	}
	return at;
}

static int lex_one(struct lexer *l)
{
	struct qtoken t = { .kind = QTOKEN_LEAF, .weight = 1, .column = column_of(l, l->at) };
	if (l->text.p[l->at] == ')') {
		t.kind = QTOKEN_CLOSE;
		l->at++;
		t.weight = take_weight_after(l);
		return push(l, &t);
	}
	t.sign = take_sign(l);
	t.field = take_field(l);
	uint32_t c = peek(l, l->at);
	if (c == '(') {
		t.kind = QTOKEN_OPEN;
		l->at++;
		return push(l, &t);
	}
	const struct quote *q = quote_of(c);
	bool found = false;
	if (q && !(l->unclosed & 1u << (q - quotes)) && lex_phrase(l, q, &t, &found) < 0)
		return -1;
	if (found)
		return 0;
	struct str piece = str_sub(l->text, l->at, piece_end(l, l->at));
	l->at += piece.n;
	return lex_piece(l, piece, &t);
}

static int lex_plain(struct lexer *l)
{
	struct qtoken t = { .kind = QTOKEN_LEAF, .op = QUERY_WORD, .weight = 1, .column = column_of(l, l->at) };
	size_t end = l->at;
	while (end < l->text.n && !is_blank(peek(l, end)))
		utf8_next(l->text, &end);
	t.text = str_sub(l->text, l->at, end);
	l->at = end;
	return push_leaf(l, &t);
}

int qlex(struct str text, bool plain, struct arena *a, struct qtoken **tokens_r, struct err *err)
{
	struct lexer l = { .text = text, .column = 1, .arena = a, .err = err };
	while (l.at < text.n) {
		if (is_blank(peek(&l, l.at)))
			utf8_next(text, &l.at);
		else if ((plain ? lex_plain : lex_one)(&l) < 0)
			return -1;
	}
	l.tokens = arena_grow(a, l.tokens, &l.cap, l.n + 1, sizeof(*l.tokens));
	l.tokens[l.n] = (struct qtoken){ .kind = QTOKEN_END, .column = column_of(&l, text.n) };
	*tokens_r = l.tokens;
	return 0;
}
