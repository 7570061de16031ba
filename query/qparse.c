/* Tokens to tree, by recursive descent; see qparse.h.
 *
 *   group:  expr...                  juxtaposed: QUERY_WORDS
 *   or:     and {OR and}             precedence: NEAR and ADJ, NOT, AND, OR, juxtaposition
 *   and:    not {AND not}
 *   not:    [NOT] near {NOT near}
 *   near:   primary {NEAR/n primary}
 *   primary: leaf | "(" group ")"
 */
#include "config.h"

#include "query/qparse.h"

#include "query/qlex.h"

struct parser {
	const struct qtoken *token;	/* the next one; the last is QTOKEN_END */
	struct arena *arena;
	struct err *err;
	unsigned depth;
	enum query_field field;		/* of the group we are in: title:( ... ) */
};

/* What an expression asks for and what it rules out.  Kept apart until something needs one
 * tree, so that in "a b NOT c" the NOT binds nothing but c and still holds for the whole group
 * when match=any loosens it. */
struct expr {
	struct query *wanted, *unwanted;	/* either may be NULL */
	bool must;				/* + in front */
};

static int parse_group(struct parser *p, struct query **out_r);

/* ---- Making nodes ---- */

static struct query *new_node(struct parser *p, enum query_op op, unsigned column)
{
	struct query *q = arena_zalloc(p->arena, sizeof(*q));
	q->op = op;
	q->column = column;
	q->weight = 1;
	return q;
}

/* A list of operands that becomes one node, or the operand itself when there is only one. */
struct list {
	struct query **items;
	size_t n, cap;
};

static void list_add(struct parser *p, struct list *l, struct query *q)
{
	l->items = arena_grow(p->arena, l->items, &l->cap, l->n + 1, sizeof(*l->items));
	l->items[l->n++] = q;
}

static struct query *list_node(struct parser *p, const struct list *l, enum query_op op)
{
	if (l->n < 2)
		return l->n ? l->items[0] : NULL;
	struct query *q = new_node(p, op, l->items[0]->column);
	q->children = l->items;
	q->n_children = l->n;
	return q;
}

static struct query *with_sign(struct query *q, char sign)
{
	q->sign = sign;
	return q;
}

/* One tree of an expression. */
static struct query *settle(struct parser *p, const struct expr *e)
{
	if (!e->unwanted)
		return e->wanted;
	struct list l = { 0 };
	struct query *q;
	if (e->wanted) {
		list_add(p, &l, e->wanted);
		list_add(p, &l, e->unwanted);
		q = new_node(p, QUERY_NOT, e->wanted->column);
	} else {
		list_add(p, &l, with_sign(e->unwanted, '-'));
		q = new_node(p, QUERY_WORDS, e->unwanted->column);
	}
	q->children = l.items;
	q->n_children = l.n;
	return q;
}

static int missing(struct parser *p, const struct qtoken *operator, const char *side)
{
	return qlex_error(p->err, ERR_SYNTAX, operator->column,
			  "%.*s wants something on its %s; as a word, write it in small letters",
			  STR_ARG(operator->text), side);
}

/* ---- Leaves ---- */

static int make_date(struct parser *p, struct query *q)
{
	bool words = q->op == QUERY_WORD || q->op == QUERY_PHRASE;
	if (!words || (!str_eqz(q->text, "undated") && !date_parse_range(q->text, &q->date)))
		return qlex_error(p->err, ERR_SYNTAX, q->column, "date: wants 2014, 2014-06, 2014-06-17, "
				  "2013..2014-06, 2014.., ..2014 or undated");
	q->op = QUERY_DATE;
	return 0;
}

static int make_value(struct parser *p, struct query *q)
{
	if (q->op != QUERY_WORD && q->op != QUERY_PHRASE)
		return qlex_error(p->err, ERR_SYNTAX, q->column, "%s: wants a whole value, without * = or ~",
				  query_field_name(q->field));
	q->op = QUERY_VALUE;
	return 0;
}

static int parse_leaf(struct parser *p, struct query **out_r)
{
	const struct qtoken *t = p->token++;
	struct query *q = new_node(p, t->op, t->column);
	q->text = t->text;
	q->weight = t->weight;
	q->distance = t->distance;
	*out_r = q;
	if (t->op == QUERY_ALL)
		return 0;
	q->field = t->field != FIELD_NONE ? t->field : p->field;
	switch (q->field) {
	case FIELD_DATE: return make_date(p, q);
	case FIELD_LANG: case FIELD_TYPE: return make_value(p, q);
	default: return 0;
	}
}

/* NEAR or ADJ without a number is a word unless it stands between two operands. */
static bool is_bare_near(const struct qtoken *t)
{
	return (t->kind == QTOKEN_NEAR || t->kind == QTOKEN_ADJ) && !t->window;
}

static bool starts_operand(const struct qtoken *t)
{
	return t->kind == QTOKEN_LEAF || t->kind == QTOKEN_OPEN || is_bare_near(t);
}

static int parse_parenthesis(struct parser *p, struct query **out_r)
{
	const struct qtoken *open = p->token++;
	enum query_field outer = p->field;
	if (p->depth == QPARSE_MAX_DEPTH)
		return qlex_error(p->err, ERR_LIMIT, open->column, "more than %d parentheses inside each other",
				  QPARSE_MAX_DEPTH);
	if (open->field != FIELD_NONE)
		p->field = open->field;
	p->depth++;
	if (parse_group(p, out_r) < 0)
		return -1;
	p->depth--;
	p->field = outer;
	if (p->token->kind != QTOKEN_CLOSE)
		return qlex_error(p->err, ERR_SYNTAX, open->column,
				  "this ( is not closed; as text, put it in quotes or ask with plain=1");
	if (*out_r)
		(*out_r)->weight *= p->token->weight;
	p->token++;
	return 0;
}

/* *e stays empty when there is nothing that could be an operand, and for "()". */
static int parse_primary(struct parser *p, struct expr *e)
{
	*e = (struct expr){ 0 };
	char sign = p->token->sign;
	struct query *q = NULL;
	if (p->token->kind == QTOKEN_LEAF) {
		if (parse_leaf(p, &q) < 0)
			return -1;
	} else if (p->token->kind == QTOKEN_OPEN) {
		if (parse_parenthesis(p, &q) < 0)
			return -1;
	} else if (is_bare_near(p->token)) {
		q = new_node(p, QUERY_WORD, p->token->column);
		q->field = p->field;
		q->text = p->token++->text;
	}
	*e = sign == '-' ? (struct expr){ NULL, q, false } : (struct expr){ q, NULL, sign == '+' };
	return 0;
}

/* ---- NEAR and ADJ ---- */

/* Positions are a matter of single words: only these, or alternatives of them, can be near. */
static bool has_position(const struct query *q)
{
	switch (q->op) {
	case QUERY_WORD: case QUERY_PREFIX: case QUERY_EXACT: case QUERY_FUZZY:
		return true;
	case QUERY_OR:
		for (size_t i = 0; i < q->n_children; i++)
			if (!has_position(q->children[i]))
				return false;
		return true;
	default:
		return false;
	}
}

static int near_operand(struct parser *p, const struct qtoken *operator, const struct expr *e, struct list *l)
{
	if (!e->wanted || e->unwanted || e->must || !has_position(e->wanted)) {
		const struct query *q = e->wanted ? e->wanted : e->unwanted;
		return qlex_error(p->err, ERR_SYNTAX, q->column, "%s takes words, not %s",
				  operator->kind == QTOKEN_NEAR ? "NEAR" : "ADJ",
				  q->op == QUERY_PHRASE ? "phrases" : "groups, signs or filters");
	}
	list_add(p, l, e->wanted);
	return 0;
}

static int parse_near(struct parser *p, struct expr *e)
{
	if (parse_primary(p, e) < 0)
		return -1;
	const struct qtoken *first = NULL;
	struct list l = { 0 };
	while ((p->token->kind == QTOKEN_NEAR || p->token->kind == QTOKEN_ADJ) &&
	       (p->token->window || ((e->wanted || e->unwanted) && starts_operand(p->token + 1)))) {
		const struct qtoken *operator = p->token++;
		struct expr right;
		if (!e->wanted && !e->unwanted)
			return missing(p, operator, "left");
		if (parse_primary(p, &right) < 0)
			return -1;
		if (!right.wanted && !right.unwanted)
			return missing(p, operator, "right");
		if (!first && near_operand(p, operator, e, &l) < 0)
			return -1;
		if (near_operand(p, operator, &right, &l) < 0)
			return -1;
		if (!first)
			first = operator;
		else if (first->kind != operator->kind || first->window != operator->window)
			return qlex_error(p->err, ERR_SYNTAX, operator->column,
					  "%.*s cannot go on from %.*s: join the two with AND",
					  STR_ARG(operator->text), STR_ARG(first->text));
	}
	if (first) {
		enum query_op op = first->kind == QTOKEN_NEAR ? QUERY_NEAR : QUERY_ADJ;
		*e = (struct expr){ .wanted = list_node(p, &l, op) };
		e->wanted->window = first->window ? first->window : QPARSE_NEAR_WINDOW;
	}
	return 0;
}

/* ---- NOT, AND, OR ---- */

/* [NOT] near {NOT near} */
static int parse_not(struct parser *p, struct expr *e)
{
	struct list unwanted = { 0 };
	*e = (struct expr){ 0 };
	if (p->token->kind != QTOKEN_NOT && parse_near(p, e) < 0)
		return -1;
	if (!e->wanted && !e->unwanted && p->token->kind != QTOKEN_NOT)
		return 0;
	if (e->unwanted)
		list_add(p, &unwanted, e->unwanted);
	while (p->token->kind == QTOKEN_NOT) {
		const struct qtoken *operator = p->token++;
		struct expr right;
		if (parse_near(p, &right) < 0)
			return -1;
		struct query *q = settle(p, &right);
		if (!q)
			return missing(p, operator, "right");
		list_add(p, &unwanted, q);
	}
	e->unwanted = list_node(p, &unwanted, QUERY_OR);
	return 0;
}

/* One operand of a binary operator: it must be there. */
static int parse_right(struct parser *p, int (*parse)(struct parser *, struct expr *), struct expr *e)
{
	const struct qtoken *operator = p->token++;
	if (parse(p, e) < 0)
		return -1;
	return e->wanted || e->unwanted ? 0 : missing(p, operator, "right");
}

static int parse_and(struct parser *p, struct expr *e)
{
	if (parse_not(p, e) < 0)
		return -1;
	if (p->token->kind != QTOKEN_AND)
		return 0;
	if (!e->wanted && !e->unwanted)
		return missing(p, p->token, "left");
	struct list wanted = { 0 }, unwanted = { 0 };
	struct expr next = *e;
	for (;;) {
		if (next.wanted)
			list_add(p, &wanted, next.wanted);
		if (next.unwanted)
			list_add(p, &unwanted, next.unwanted);
		if (p->token->kind != QTOKEN_AND)
			break;
		if (parse_right(p, parse_not, &next) < 0)
			return -1;
	}
	*e = (struct expr){ list_node(p, &wanted, QUERY_AND), list_node(p, &unwanted, QUERY_OR), false };
	return 0;
}

static int parse_or(struct parser *p, struct expr *e)
{
	if (parse_and(p, e) < 0)
		return -1;
	if (p->token->kind != QTOKEN_OR)
		return 0;
	if (!e->wanted && !e->unwanted)
		return missing(p, p->token, "left");
	struct list l = { 0 };
	struct expr next = *e;
	for (;;) {
		list_add(p, &l, settle(p, &next));
		if (p->token->kind != QTOKEN_OR)
			break;
		if (parse_right(p, parse_and, &next) < 0)
			return -1;
	}
	*e = (struct expr){ .wanted = list_node(p, &l, QUERY_OR) };
	return 0;
}

/* ---- Juxtaposition ---- */

static int parse_group(struct parser *p, struct query **out_r)
{
	struct list l = { 0 };
	struct expr e, last = { 0 };
	size_t n = 0;
	while (p->token->kind != QTOKEN_END && p->token->kind != QTOKEN_CLOSE) {
		if (parse_or(p, &e) < 0)
			return -1;
		if (!e.wanted && !e.unwanted)
			continue;
		last = e;
		n++;
		if (e.wanted)
			list_add(p, &l, with_sign(e.wanted, e.must ? '+' : 0));
		if (e.unwanted)
			list_add(p, &l, with_sign(e.unwanted, '-'));
	}
	if (n > 1) {
		*out_r = list_node(p, &l, QUERY_WORDS);
		return 0;
	}
	for (size_t i = 0; i < l.n; i++)	/* a single expression: no group, no sign */
		l.items[i]->sign = 0;
	*out_r = settle(p, &last);
	return 0;
}

int qparse(struct str text, bool plain, struct arena *a, struct query **out_r, struct err *err)
{
	struct qtoken *tokens;
	*out_r = NULL;
	if (qlex(text, plain, a, &tokens, err) < 0)
		return -1;
	struct parser p = { .token = tokens, .arena = a, .err = err };
	if (parse_group(&p, out_r) < 0)
		return -1;
	if (p.token->kind == QTOKEN_CLOSE)
		return qlex_error(err, ERR_SYNTAX, p.token->column,
				  "this ) closes nothing; as text, put it in quotes or ask with plain=1");
	return 0;
}
