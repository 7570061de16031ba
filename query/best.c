/* Selecting the best few of many; see best.h. */
#include "config.h"

#include "query/best.h"

#include <stdlib.h>
#include <string.h>

void best_init(struct best *b, size_t most, size_t size, int (*order)(const void *, const void *), struct arena *a)
{
	*b = (struct best){ .list = arena_array(a, 2 * most, size), .size = size, .most = most, .order = order };
}

void best_sort(struct best *b)
{
	if (b->n)
		qsort(b->list, b->n, b->size, b->order);
	if (b->n >= b->most) {
		b->n = b->most;
		b->full = true;
	}
}

const void *best_worst(const struct best *b)
{
	return b->full ? b->list + (b->most - 1) * b->size : NULL;
}

void *best_add(struct best *b, const void *element)
{
	if (b->most == 0 || (b->full && b->order(element, best_worst(b)) >= 0))
		return NULL;
	if (b->n == 2 * b->most)
		best_sort(b);
	return memcpy(b->list + b->n++ * b->size, element, b->size);
}
