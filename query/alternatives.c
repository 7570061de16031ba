/* What may stand for one word of a query, and the best of it as a query node; see alternatives.h. */
#include "config.h"

#include "query/alternatives.h"

#include "shim/bm25.h"

void alternatives_add(struct planner *p, struct alternatives *l, const struct str *words, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t k = 0;
		while (k < l->n && !str_eq(l->list[k], words[i]))
			k++;
		if (k < l->n)
			continue;
		l->list = arena_grow(p->arena, l->list, &l->cap, l->n + 1, sizeof(*l->list));
		l->list[l->n++] = words[i];
	}
}

/* What a word may be in several languages is mostly one word that the collection has: a search for one is faster. */
static void drop_unknown(struct planner *p, enum query_field f, struct alternatives *l)
{
	struct str first = l->list[0];
	size_t kept = 0;
	for (size_t i = 0; i < l->n && l->n > 1; i++)
		if (planner_has_term(p, f, l->list[i]))
			l->list[kept++] = l->list[i];
	l->n = kept ? kept : 1;
	if (!kept)
		l->list[0] = first;
}

struct alternatives alternatives_of(struct planner *p, enum query_field f, const struct query_token *t)
{
	struct alternatives l = { 0 };
	if (planner_is_unstemmed(f))
		alternatives_add(p, &l, &t->exact, 1);
	/* An acronym that is also a word is meant, when it is typed in capitals and the collection has it so. */
	else if (t->capitals.n && planner_has_term(p, f, t->capitals))
		alternatives_add(p, &l, &t->capitals, 1);
	else
		alternatives_add(p, &l, t->stems, t->n_stems);
	drop_unknown(p, f, &l);
	return l;
}

const struct node *alternatives_node(struct planner *p, enum query_field f, const struct alternatives *l)
{
	return node_terms(p->arena, planner_prefix(f), l->list, l->n);
}

/* What each of the terms weighs, 0 for one that no document has; gives the least of them, 0 when none has any. */
static double find_weights(struct planner *p, enum query_field f, const struct alternatives *l, double *weights)
{
	double least = 0;
	for (size_t i = 0; i < l->n; i++) {
		uint32_t documents = planner_frequency(p, f, l->list[i]);
		weights[i] = documents ? bm25_weight(p->documents, documents, 1) : 0;
		if (documents && (least == 0 || weights[i] < least))
			least = weights[i];
	}
	return least;
}

static void add_weighed(struct planner *p, enum query_field f, const struct alternatives *l, const double *weights,
			double most, double factor, struct node_list *out)
{
	for (size_t i = 0; i < l->n; i++) {
		const struct node *term = node_term(p->arena, planner_prefix(f), l->list[i]);
		node_add(p->arena, out, node_scale(p->arena, term, weights[i] > most ? factor * most / weights[i] : factor));
	}
}

/* The best of several terms that stand for one word, those of `others` by their weight.  A rare one tells no more than
 * the commonest of those typed, for it is the same word. */
const struct node *alternatives_best(struct planner *p, enum query_field f, const struct alternatives *own,
				    const struct alternatives *others)
{
	struct node_list l = { 0 };
	if (own->n + others->n == 1)
		return alternatives_node(p, f, own);
	double *weights = arena_array(p->arena, own->n + others->n, sizeof(*weights));
	double least = find_weights(p, f, own, weights), least_other = find_weights(p, f, others, weights + own->n);
	add_weighed(p, f, own, weights, least, 1, &l);
	add_weighed(p, f, others, weights + own->n, least ? least : least_other, others->weight, &l);
	return node_join(p->arena, STORE_MAX, &l);
}

double alternatives_weight(struct planner *p, enum query_field f, const struct alternatives *own, const struct alternatives *others)
{
	double *weights = arena_array(p->arena, own->n + others->n, sizeof(*weights));
	double least = find_weights(p, f, own, weights);
	return least ? least : others->weight * find_weights(p, f, others, weights);
}

void alternatives_mark(struct planner *p, enum query_field f, const struct alternatives *l,
			      unsigned phrase, unsigned index)
{
	for (size_t i = 0; i < l->n; i++)
		planner_mark(p, f, (struct plan_term){ .term = l->list[i], .phrase = phrase, .phrase_index = index });
}
