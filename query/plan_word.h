/* Planning what is made of words: words, phrases, =exact, pre*, word~, in text, title, author and
 * source; and what of them can stand under NEAR.  A part of plan.c.
 */
#ifndef KAREZ_QUERY_PLAN_WORD_H
#define KAREZ_QUERY_PLAN_WORD_H

#include "query/node.h"
#include "query/plan.h"

#define VARIANTS_MAX 300	/* other names in one query, looked for and added: a list of all names that there are is not widened to its end */

struct planner {
	struct store *store;
	struct analyzer *analyzer;
	struct arena *arena;
	struct err *err;
	const struct query *query;	/* the whole of it */
	enum match match;
	struct widening widen;
	bool optional;			/* a plain word of which any will do */
	bool muted;			/* under a NOT: nothing is to be highlighted, */
	bool negated;			/* and nothing is added to what was typed */
	bool failed;			/* a look at the vocabulary did; err says why */
	uint32_t documents;		/* in the collection */
	unsigned n_words, n_phrases, n_respelled, n_offered, n_variants;
	unsigned n_found;		/* telling words that documents have, once it is known: */
	bool counted;
	struct analyzed {		/* texts of the query as the analyzer found them, by place */
		struct str text;
		struct query_token *tokens;
		size_t n;
	} *analyzed;
	size_t n_analyzed, analyzed_cap;
	struct expansions expansions;
	struct str *respelled;		/* what words are taken for that no document has */
	size_t n_forms, forms_cap;
	struct plan_term *terms;	/* to highlight */
	size_t n_terms, terms_cap;
};

/* The longest name of several words that the children begin with: other names of it, of which any will do,
 * and the number of children; 0 and NULL when there is none.  They are plain words that stand together. */
int plan_names(struct planner *p, struct query *const *children, size_t n, size_t *length_r,
	       const struct node **out_r);

/* A leaf other than date:, lang:, type: and "*".  *out_r is NULL when there is no word in it. */
int plan_word(struct planner *p, const struct query *q, const struct node **out_r);

/* The same as an operand of NEAR or ADJ. */
struct plan_place {
	const struct node *words;	/* terms that may stand there; NULL: no word in it */
	const struct node *condition;	/* what the document must answer to besides, or NULL */
};
int plan_place(struct planner *p, const struct query *q, struct plan_place *out_r);
/* Other names of the operand, if it is one. */
int plan_other_places(struct planner *p, const struct query *q, struct plan_place **out_r, size_t *n_r);

#endif
