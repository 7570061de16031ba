/* SUGGEST: completions of what was typed so far, from the live index.
 *
 * Runs once: after ERR_MODIFIED the caller starts over with search_retry() (search.h).
 */
#ifndef KAREZ_QUERY_SUGGEST_H
#define KAREZ_QUERY_SUGGEST_H

#include <stdbool.h>

#include "common/arena.h"
#include "common/err.h"
#include "shim/store.h"
#include "text/analyzer.h"

struct suggestion {
	struct str text;
	uint32_t documents;	/* that hold it; 0 when not counted */
	bool is_title;
};

/* Completions of the last word of `text` (the words before it are kept in front), most frequent
 * first, then titles that hold all the words.  Only forms that stand in a document now. */
int suggest(struct store *s, struct analyzer *an, struct str text, uint32_t max, struct arena *a,
	    struct suggestion **out_r, size_t *n_r, struct err *err);

#endif
