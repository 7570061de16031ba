/* What planning the words of a query shares: the collection, what may be added, what was analysed, what is to be highlighted.
 *
 * One planner for one plan_make() (plan.c), on one thread; all it makes lives in its arena.
 */
#ifndef KAREZ_QUERY_PLANNER_H
#define KAREZ_QUERY_PLANNER_H

#include "query/node.h"
#include "query/plan.h"
#include "query/recall.h"

struct planner {
	struct store *store;
	struct recall *recall;		/* of the store */
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

/* Of the terms in a field. */
const char *planner_prefix(enum query_field f);
/* Of the terms among which near ones are looked for: the names of such a field, or all words. */
const char *planner_vocabulary(enum query_field f);
/* Names are not stemmed (schema.h): every form in these fields is an exact one. */
bool planner_is_unstemmed(enum query_field f);

/* The words of a text of the query.  The same text is analysed once. */
struct query_token *planner_tokens(struct planner *p, struct str text, size_t *n_r);

/* Documents that have it.  An error is kept (p->failed), and ends the plan. */
uint32_t planner_frequency(struct planner *p, enum query_field f, struct str text);
bool planner_has_term(struct planner *p, enum query_field f, struct str text);

/* To be highlighted, unless nothing is. */
void planner_mark(struct planner *p, enum query_field f, struct plan_term term);

#endif
