/* A planned query as a tree, easy to build and to combine; at the end it is written as the
 * store's postfix array, and as a line for EXPLAIN.
 *
 * NULL stands for "nothing asked" (a piece without a word): it drops out of whatever it is
 * joined into.  Nodes live in the arena and are not changed once they are made.
 */
#ifndef KAREZ_QUERY_NODE_H
#define KAREZ_QUERY_NODE_H

#include "common/arena.h"
#include "common/buf.h"
#include "shim/store.h"

struct node {
	struct store_node store;	/* n = number of children */
	const struct node **children;
};

/* A growing list of operands. */
struct node_list {
	const struct node **items;
	size_t n, cap;
};
void node_add(struct arena *a, struct node_list *l, const struct node *n);	/* ignores NULL */

const struct node *node_term(struct arena *a, const char *prefix, struct str text);
/* One term, or several that count as one; NULL when there is none. */
const struct node *node_terms(struct arena *a, const char *prefix, const struct str *texts, size_t n);
const struct node *node_prefix(struct arena *a, const char *prefix, struct str text, uint32_t limit);
const struct node *node_range(struct arena *a, uint32_t slot, const char *low, const char *high);
const struct node *node_all(struct arena *a);
const struct node *node_nothing(struct arena *a);	/* what no document answers to */

/* AND, OR, SYNONYM, MAX: no operand gives NULL, one gives itself. */
const struct node *node_join(struct arena *a, enum store_op op, const struct node_list *l);
/* AND, OR, MAX, AND_NOT, AND_MAYBE, FILTER of two.  With one operand NULL it is the other; what is
 * missing from the left of AND_NOT is "every document". */
const struct node *node_pair(struct arena *a, enum store_op op, const struct node *left, const struct node *right);
/* NEAR, PHRASE. */
const struct node *node_window(struct arena *a, enum store_op op, const struct node_list *l, uint32_t window);
const struct node *node_scale(struct arena *a, const struct node *n, double factor);

/* Append n and all below it to *out_r, which was made by arena_grow(). */
void node_write(const struct node *n, struct arena *a, struct store_node **out_r, size_t *n_r);
void node_explain(const struct node *n, struct buf *out);

#endif
