/* The postings of several terms that stand for one word, as one list: each document with the best weight that one
 * of the terms gives it.
 *
 * Made whole when a query opens it.  It takes as long as reading the lists of all terms, which are mostly short: those
 * of a name in other spellings.
 */
#ifndef KAREZ_QUERY_BLEND_H
#define KAREZ_QUERY_BLEND_H

#include "common/arena.h"
#include "index/impacts.h"

#define BLEND_MAX 16		/* terms of one list */

struct blend_term {
	struct str term;
	double factor;			/* of its weight */
};

struct blend {
	docid_t *docs;
	double *weights;
	struct impacts_list list;	/* its skips alone: as if it were of blocks of IMPACTS_BLOCK postings */
	uint32_t likely;		/* documents that the store takes such a list to have */
};

/* How many postings the lists have together: 0, -1. */
int blend_postings(const struct impacts *im, const struct blend_term *terms, size_t n, uint64_t *postings_r,
		   struct err *err);

/* 1, 0 when no document has any of the terms, -1. */
int blend_make(const struct impacts *im, const struct blend_term *terms, size_t n, struct arena *a,
	       struct blend *out_r, struct err *err);

#endif
