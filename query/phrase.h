/* Does a document have words one after the other?  By their positions, unpacked only as far as it
 * takes. */
#ifndef KAREZ_QUERY_PHRASE_H
#define KAREZ_QUERY_PHRASE_H

#include "index/positions.h"

#define PHRASE_MAX 16		/* words of one */

struct phrase {
	unsigned n;
	uint32_t window;	/* positions from the first word to the last, both counted: n if nothing
				 * may stand between */
	unsigned char words[PHRASE_MAX];	/* their numbers; a word may come again */
};

/* words: the positions of each, by number; ranks: see positions_find().  1, 0, -1. */
int phrase_check(const struct phrase *p, struct positions_of *words, const uint64_t *ranks, docid_t doc,
		 struct err *err);

#endif
