/* NEAR and ADJ to the store's positional operators.
 *
 * The store wants plain alternatives of terms at each place.  What makes demands on the document
 * besides ("al-Qaeda" must be the phrase, =word the exact form) becomes a filter; where only one
 * of several alternatives makes them, each alternative gets a NEAR of its own.
 */
#include "config.h"

#include "query/plan_near.h"

#include "index/schema.h"
#include "query/qlex.h"

#define MAX_COMBINATIONS 64

struct operand {
	struct plan_place *places;	/* alternatives, those without a condition made one */
	size_t n, cap;
	size_t n_typed;			/* without those that are added to what was typed */
};

static void add_place(struct planner *p, struct operand *o, const struct plan_place *place)
{
	if (!place->words)
		return;
	for (size_t i = 0; i < o->n && !place->condition; i++)
		if (!o->places[i].condition) {
			o->places[i].words = node_pair(p->arena, STORE_OR, o->places[i].words, place->words);
			return;
		}
	o->places = arena_grow(p->arena, o->places, &o->cap, o->n + 1, sizeof(*o->places));
	o->places[o->n++] = *place;
}

static int plan_operand(struct planner *p, const struct query *q, struct operand *o)
{
	struct plan_place place;
	if (q->op != QUERY_OR) {
		if (plan_place(p, q, &place) < 0)
			return -1;
		add_place(p, o, &place);
		return 0;
	}
	for (size_t i = 0; i < q->n_children; i++)
		if (plan_operand(p, q->children[i], o) < 0)
			return -1;
	return 0;
}

/* The combination of alternatives with this number: one of each operand. */
static const struct node *combine(struct planner *p, const struct query *q, const struct operand *operands,
				  size_t n, size_t number)
{
	struct node_list words = { 0 }, conditions = { 0 };
	for (size_t i = 0; i < n; i++) {
		const struct plan_place *place = &operands[i].places[number % operands[i].n];
		number /= operands[i].n;
		node_add(p->arena, &words, place->words);
		node_add(p->arena, &conditions, place->condition);
	}
	/* Neighbours may be `window` apart each; no window reaches from a title into its text. */
	size_t window = (n - 1) * q->window + 1;
	if (window > TEXT_GAP)
		window = TEXT_GAP;
	const struct node *near = node_window(p->arena, q->op == QUERY_NEAR ? STORE_NEAR : STORE_PHRASE, &words,
					      (uint32_t)window);
	return node_pair(p->arena, STORE_FILTER, near, node_join(p->arena, STORE_AND, &conditions));
}

/* Other names of what stands there. */
static int add_names(struct planner *p, const struct query *q, struct operand *o)
{
	struct plan_place *places;
	size_t n;
	for (size_t i = 0; q->op == QUERY_OR && i < q->n_children; i++)
		if (add_names(p, q->children[i], o) < 0)
			return -1;
	if (q->op == QUERY_OR)
		return 0;
	if (plan_other_places(p, q, &places, &n) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		add_place(p, o, &places[i]);
	return 0;
}

/* As many of them as there is room for beside what was typed. */
static void limit_names(struct operand *operands, size_t n)
{
	size_t combinations = 1;
	for (size_t i = 0; i < n; i++)
		combinations *= operands[i].n_typed;
	for (size_t i = 0; i < n; i++) {
		size_t others = combinations / operands[i].n_typed, most = MAX_COMBINATIONS / others;
		if (operands[i].n > most)
			operands[i].n = most > operands[i].n_typed ? most : operands[i].n_typed;
		combinations = others * operands[i].n;
	}
}

/* Any combination of the places of each operand. */
static const struct node *combine_all(struct planner *p, const struct query *q, const struct operand *operands, size_t n)
{
	struct node_list l = { 0 };
	size_t combinations = n > 0;
	for (size_t i = 0; i < n; i++)
		combinations *= operands[i].n;
	for (size_t i = 0; i < combinations; i++)
		node_add(p->arena, &l, combine(p, q, operands, n, i));
	return node_join(p->arena, STORE_OR, &l);
}

/* The operands as they were typed, without anything else that may stand for them. */
static int plan_typed(struct planner *p, const struct query *q, const struct node **out_r)
{
	struct operand *operands = arena_zalloc(p->arena, q->n_children * sizeof(*operands));
	struct widening widen = p->widen;
	unsigned n_words = p->n_words;
	bool muted = p->muted;
	size_t n = 0;
	int rc = 0;
	p->widen = (struct widening){ .names = widen.names };
	p->muted = true;
	for (size_t i = 0; i < q->n_children && rc == 0; i++) {
		rc = plan_operand(p, q->children[i], &operands[n]);
		n += operands[n].n > 0;
	}
	p->widen = widen;
	p->muted = muted;
	p->n_words = n_words;
	*out_r = rc == 0 ? combine_all(p, q, operands, n) : NULL;
	return rc;
}

int plan_near(struct planner *p, const struct query *q, const struct node **out_r)
{
	struct operand *operands = arena_zalloc(p->arena, q->n_children * sizeof(*operands));
	const struct node *typed = NULL;
	size_t n = 0, combinations = 1, n_expansions = p->expansions.n;
	for (size_t i = 0; i < q->n_children; i++) {
		if (plan_operand(p, q->children[i], &operands[n]) < 0)
			return -1;
		if (operands[n].n == 0)
			continue;
		operands[n].n_typed = operands[n].n;
		combinations *= operands[n].n_typed;
		if (combinations > MAX_COMBINATIONS)
			return qlex_error(p->err, ERR_LIMIT, q->children[i]->column,
					  "more than %d combinations of hyphenated or exact words in one %s",
					  MAX_COMBINATIONS, q->op == QUERY_NEAR ? "NEAR" : "ADJ");
		if (add_names(p, q->children[i], &operands[n++]) < 0)
			return -1;
	}
	limit_names(operands, n);
	*out_r = combine_all(p, q, operands, n);
	/* Documents with the very words come before those with others that stand for them. */
	if (p->expansions.n > n_expansions && plan_typed(p, q, &typed) < 0)
		return -1;
	*out_r = node_pair(p->arena, STORE_AND_MAYBE, *out_r, typed);
	return 0;
}
