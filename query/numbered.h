/* Tables of what belongs to the number of a name (index/propers.h): open addressing, doubled when three quarters are taken.
 *
 * An element is a struct that begins with its number, a uint32_t; where that is 0 the place is free.  All is inline, so that
 * the size of the elements is known when it is compiled.
 */
#ifndef KAREZ_QUERY_NUMBERED_H
#define KAREZ_QUERY_NUMBERED_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/xalloc.h"

struct numbered {
	char *list;		/* mask + 1 places, on the heap */
	size_t n, mask;
};

/* places: a power of two. */
static inline void numbered_init(struct numbered *t, size_t size, size_t places)
{
	*t = (struct numbered){ .list = xcalloc(places, size), .mask = places - 1 };
}

static inline void numbered_fini(struct numbered *t)
{
	free(t->list);
	*t = (struct numbered){ 0 };
}

static inline uint32_t numbered_number(const void *element)
{
	return *(const uint32_t *)element;
}

/* The element with this number, or the free place where it belongs. */
static inline void *numbered_find(const struct numbered *t, size_t size, uint32_t number)
{
	size_t at = (size_t)(number * UINT64_C(0x9e3779b97f4a7c15) >> 32) & t->mask;
	while (numbered_number(t->list + at * size) && numbered_number(t->list + at * size) != number)
		at = (at + 1) & t->mask;
	return t->list + at * size;
}

static inline void numbered_grow(struct numbered *t, size_t size)
{
	struct numbered old = *t;
	numbered_init(t, size, 2 * (old.mask + 1));
	t->n = old.n;
	for (size_t i = 0; i <= old.mask; i++) {
		const char *element = old.list + i * size;
		if (numbered_number(element))
			memcpy(numbered_find(t, size, numbered_number(element)), element, size);
	}
	numbered_fini(&old);
}

/* The element with this number, until the next one is added; a new one is zero but for the number. */
static inline void *numbered_add(struct numbered *t, size_t size, uint32_t number)
{
	if (4 * (t->n + 1) > 3 * (t->mask + 1))
		numbered_grow(t, size);
	uint32_t *element = numbered_find(t, size, number);
	t->n += *element != number;
	*element = number;
	return element;
}

#endif
