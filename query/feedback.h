/* What the best documents of a search say besides: words to search for as well (pseudo-relevance feedback).
 *
 * In the manner of relevance models: a word counts by its share of each of the best documents (of a short one as if it were
 * longer), a document by how near its weight is to that of the best one, steeply, so that a document found for its name alone does not
 * draw others in, and documents that only happen to be among the first hardly matter.  Words of the query that these documents use gain
 * weight in the same way.
 *
 * Runs once: after ERR_MODIFIED the caller starts over with search_retry() (search.h).
 */
#ifndef KAREZ_QUERY_FEEDBACK_H
#define KAREZ_QUERY_FEEDBACK_H

#include "common/arena.h"
#include "common/err.h"
#include "index/impacts.h"
#include "query/plan.h"
#include "shim/store.h"
#include "text/analyzer.h"

#define FEEDBACK_HITS 10	/* documents that are looked at: the best ones */
#define FEEDBACK_WORDS 16	/* words that are added or raised, at most */

struct feedback_word {
	struct str term;	/* stem */
	struct str form;	/* as one of the documents writes it */
	double weight;		/* beside 1 of a word of the query */
	bool typed;		/* it stands in the query: its weight is raised by so much */
};

struct feedback_source {
	struct store *store;
	struct impacts *impacts;	/* of its revision; NULL: none */
	struct analyzer *analyzer;
	const struct store_hit *hits;	/* by falling weight */
	size_t n_hits;
	const struct plan_term *typed;	/* terms of the query: those that stand for themselves are raised, none is added */
	size_t n_typed;
};

/* By falling weight.  Neither numbers nor acronyms are added, nor what only one document has, or one of five. */
int feedback_words(const struct feedback_source *from, struct arena *a, struct feedback_word **out_r, size_t *n_r,
		   struct err *err);

/* The plan with the words.  widens: what only these words find is found as well; else they add weight to what the
 * plan finds.  Tells plan->expansions what was added. */
void feedback_plan(struct plan *plan, const struct feedback_word *words, size_t n, bool widens, struct arena *a);

#endif
