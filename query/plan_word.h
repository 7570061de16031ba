/* Planning what is made of words: words, phrases, =exact, pre*, word~, in text, title, author and
 * source; and what of them can stand under NEAR.  A part of plan.c.
 */
#ifndef KAREZ_QUERY_PLAN_WORD_H
#define KAREZ_QUERY_PLAN_WORD_H

#include "query/planner.h"

/* A leaf other than date:, lang:, type: and "*".  *out_r is NULL when there is no word in it. */
int plan_word(struct planner *p, const struct query *q, const struct node **out_r);
/* The same in the field that it names alone: title: says nothing there of what its words weigh. */
int plan_leaf(struct planner *p, const struct query *q, const struct node **out_r);

/* A leaf as an operand of NEAR or ADJ. */
struct plan_place {
	const struct node *words;	/* terms that may stand there; NULL: no word in it */
	const struct node *condition;	/* what the document must answer to besides, or NULL */
};
int plan_place(struct planner *p, const struct query *q, struct plan_place *out_r);
/* Other names of the operand, if it is one. */
int plan_other_places(struct planner *p, const struct query *q, struct plan_place **out_r, size_t *n_r);

#endif
