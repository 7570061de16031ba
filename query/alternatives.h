/* Terms of which any may stand for one word of a query, and the node that searches for them.
 *
 * Lists live in the planner's arena.
 */
#ifndef KAREZ_QUERY_ALTERNATIVES_H
#define KAREZ_QUERY_ALTERNATIVES_H

#include "query/planner.h"

struct alternatives {
	struct str *list;	/* each once */
	size_t n, cap;
	double weight;		/* by which other words count */
};

void alternatives_add(struct planner *p, struct alternatives *l, const struct str *words, size_t n);

/* The terms of a word itself; at least one, of those that no document has only the first. */
struct alternatives alternatives_of(struct planner *p, enum query_field f, const struct query_token *t);

/* Any of them; NULL: none. */
const struct node *alternatives_node(struct planner *p, enum query_field f, const struct alternatives *l);

/* The best of several terms that stand for one word, those of `others` by their weight. */
const struct node *alternatives_best(struct planner *p, enum query_field f, const struct alternatives *own,
				     const struct alternatives *others);

/* And what that weighs at most, 0 when no document has any of them. */
double alternatives_weight(struct planner *p, enum query_field f, const struct alternatives *own, const struct alternatives *others);

/* All of them to be highlighted, as the word `index` of that phrase. */
void alternatives_mark(struct planner *p, enum query_field f, const struct alternatives *l, unsigned phrase, unsigned index);

#endif
