/* What may have been meant by one word: words that documents have, the likeliest first.
 *
 * A word is the likelier the less it takes to type the one for it (typo.h), and the more documents have it: a tenth of an edit
 * weighs as much as being e times as frequent.  Besides what is written nearly so there are names with the same key, or one that
 * is nearly the same (text/namekey.h), and what the keys give on the other layout (keyboard.h).
 *
 * Runs once: after ERR_MODIFIED the caller starts over with search_retry() (search.h).
 */
#ifndef KAREZ_QUERY_MEANT_H
#define KAREZ_QUERY_MEANT_H

#include "common/arena.h"
#include "common/err.h"
#include "shim/store.h"
#include "text/analyzer.h"

#define MEANT_KEYS 5		/* what a name in another spelling costs, and what other keys do */
#define MEANT_NEAR_KEY 10	/* what a name costs whose key differs in one letter */

struct meant {
	struct str text;	/* exact, folded */
	uint32_t documents;	/* that have it; of a form that is its own stem: that have the stem */
	unsigned cost;		/* tenths of an edit */
};

/* How far a word of so many letters may be from what was meant, in tenths of an edit; 0: too short to say. */
unsigned meant_budget(size_t letters);

/* At most max words for `folded`, itself not among them.  prefix: as vocabulary_near().  names: also other spellings of the same
 * name, which a search finds by other means. */
int meant_find(struct store *s, struct analyzer *an, const char *prefix, struct str folded, bool names, uint32_t max, struct arena *a,
	       struct meant **out_r, size_t *n_r, struct err *err);
/* Only what is written nearly so and begins with `start`, within a budget.  common: as vocabulary_near().  weighed false: by plain edits, the nearest first, then the most frequent. */
int meant_written(struct store *s, struct analyzer *an, const char *prefix, struct str start, bool common, struct str folded, unsigned budget,
		  bool weighed, uint32_t max, struct arena *a, struct meant **out_r, size_t *n_r, struct err *err);
/* What the keys of `typed` (as typed, signs too) give on the other layout, when documents have that word; none: no documents. */
int meant_keys(struct store *s, struct analyzer *an, struct str typed, struct arena *a, struct meant *out_r, struct err *err);

/* Documents that have a form; of one that is its own stem, that have the stem. */
int meant_documents(struct store *s, struct analyzer *an, const char *prefix, struct str folded, struct arena *a,
		    uint32_t *documents_r, struct err *err);
/* Documents that have a word of title and text in any form. */
int meant_known(struct store *s, struct analyzer *an, struct str folded, struct arena *a, uint32_t *documents_r, struct err *err);

#endif
