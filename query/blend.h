/* The postings of several terms that stand for one word, as one list: each document with the best weight that one
 * of the terms gives it.
 *
 * Put together stretch by stretch, as a cursor comes there: a stretch ends where a block of one of the lists does.  So
 * most of what cannot reach the top is not unpacked, as of any other list.
 */
#ifndef KAREZ_QUERY_BLEND_H
#define KAREZ_QUERY_BLEND_H

#include "common/arena.h"
#include "query/cursor.h"

#define BLEND_MAX 16		/* terms of one list */

struct blend_term {
	struct str term;
	double factor;			/* of its weight */
};

struct blend {
	struct cursor *parts;		/* of terms that some document has */
	unsigned n;
	struct impacts_list list;	/* its skips alone: of the stretches */
	uint32_t least, most, likely;	/* documents, as of a cursor */
	docid_t *docs;			/* of the stretch read last, */
	double *weights;		/* and their weights */
};

/* 1, 0 when no document has any of the terms, -1. */
int blend_make(const struct impacts *im, const struct blend_term *terms, size_t n, struct arena *a,
	       struct blend *out_r, struct err *err);
/* Put a stretch together: the number of its documents, -1. */
int blend_read(struct blend *b, uint32_t stretch, struct err *err);

#endif
