/* The best few of many things, in the memory of twice as many: when it is full it is sorted and the worse half dropped. */
#ifndef KAREZ_QUERY_BEST_H
#define KAREZ_QUERY_BEST_H

#include <stdbool.h>

#include "common/arena.h"

struct best {
	char *list;			/* `n` elements of `size` bytes */
	size_t size, n, most;
	int (*order)(const void *, const void *);	/* as for qsort(): better ones first */
	bool full;			/* the worst that is kept is known: the last of the first `most` */
};

/* The list lies in the arena. */
void best_init(struct best *b, size_t most, size_t size, int (*order)(const void *, const void *), struct arena *a);
/* Where the element was put, until the next call; NULL: as many are better. */
void *best_add(struct best *b, const void *element);
/* What an element has to be better than; NULL: nothing yet. */
const void *best_worst(const struct best *b);
/* Best first: the first b->n of the list. */
void best_sort(struct best *b);

#endif
