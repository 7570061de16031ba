/* The facet of names: which people, organisations and places stand in the matches, and set them apart.
 *
 * Documents hold their names as numbers (index/propers.h).  Counted are all matches; in what order the names come says how
 * much more often they stand there than elsewhere: by the log-likelihood ratio of Dunning (Accurate Methods for the
 * Statistics of Surprise and Coincidence, 1993), so that neither the names that are frequent everywhere are first nor those
 * that stand in one document alone.  Each is given with its number of documents among the matches and among all.
 *
 * An acronym counts as the long form that most of the collection's definitions have for it.  What is written is read from
 * the texts of documents that have the name.  Names of nothing but words of the query are left out.
 */
#ifndef KAREZ_QUERY_NAME_FACET_H
#define KAREZ_QUERY_NAME_FACET_H

#include "common/arena.h"
#include "common/err.h"
#include "common/str.h"
#include "query/plan.h"
#include "shim/store.h"
#include "text/analyzer.h"

struct facet_value {
	struct str value;
	uint32_t count;			/* of the matches */
	uint32_t all;			/* of all documents; of names only */
};

struct search_facet {
	struct str name;
	struct facet_value *values;
	size_t n;
	bool with_all;			/* values[].all is known */
	uint64_t none;			/* matches without any value */
	uint64_t more, other;		/* values that are not listed; their counts together */
	bool partial;			/* time was over before all names were read */
};

/* What is known of the names of a collection as a whole, for the states that were asked for last: shared by all threads. */
struct name_lore;
struct name_lore *name_lore_new(void);
void name_lore_free(struct name_lore **l);

struct name_asker {
	struct name_lore *lore;		/* NULL: nothing is kept */
	struct analyzer *analyzer;	/* of the asking thread */
	const struct plan_term *terms;	/* of the query */
	size_t n_terms;
	uint64_t deadline_us;
};

int name_facet(struct store *s, const docid_t *docs, size_t n, size_t limit, const struct name_asker *asker, struct arena *a,
	       struct search_facet *out_r, struct err *err);

#endif
