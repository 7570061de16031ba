/* Planning what is made of words: words, phrases, =exact, pre*, word~, in text, title, author and
 * source; and what of them can stand under NEAR.  A part of plan.c.
 */
#ifndef KAREZ_QUERY_PLAN_WORD_H
#define KAREZ_QUERY_PLAN_WORD_H

#include "query/node.h"
#include "query/plan.h"

struct planner {
	struct store *store;
	struct analyzer *analyzer;
	struct arena *arena;
	struct err *err;
	enum match match;
	struct widening widen;
	bool optional;			/* a plain word of which any will do */
	bool muted;			/* under a NOT: nothing is to be highlighted */
	unsigned n_words, n_phrases, n_respelled;
	struct expansions expansions;
	struct plan_term *terms;	/* to highlight */
	size_t n_terms, terms_cap;
};

/* A leaf other than date:, lang:, type: and "*".  *out_r is NULL when there is no word in it. */
int plan_word(struct planner *p, const struct query *q, const struct node **out_r);

/* The same as an operand of NEAR or ADJ. */
struct plan_place {
	const struct node *words;	/* terms that may stand there; NULL: no word in it */
	const struct node *condition;	/* what the document must answer to besides, or NULL */
};
int plan_place(struct planner *p, const struct query *q, struct plan_place *out_r);

#endif
