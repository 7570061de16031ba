/* Bytes that grow, for hot loops: make room, write through a pointer, say where it ended.
 *
 * Out of memory is fatal as in xalloc.h: what is written here was bounded by the batch before.
 */
#ifndef KAREZ_GLASS_BYTES_H
#define KAREZ_GLASS_BYTES_H

#include <stdlib.h>
#include <string.h>

#include "common/err.h"
#include "common/str.h"
#include "common/xalloc.h"

struct bytes {
	unsigned char *p;
	size_t n, cap;
};

/* Room for n more; where they go, never NULL. */
static inline unsigned char *bytes_room(struct bytes *b, size_t n)
{
	if (__builtin_expect(b->cap - b->n <= n, 0)) {
		BUG_ON(n > SIZE_MAX / 4 - b->n);
		b->cap = (b->n + n) + (b->n + n) / 2 + 64;
		b->p = xrealloc(b->p, b->cap);
	}
	return b->p + b->n;
}

static inline void bytes_end(struct bytes *b, const unsigned char *end)
{
	b->n = (size_t)(end - b->p);
}

static inline void bytes_add(struct bytes *b, struct str s)
{
	unsigned char *p = bytes_room(b, s.n);
	if (s.n)
		memcpy(p, s.p, s.n);
	b->n += s.n;
}

/* No more room than needed; some zeros follow, so that readers may look a little too far. */
#define BYTES_SLACK 16

static inline void bytes_seal(struct bytes *b)
{
	memset(bytes_room(b, BYTES_SLACK), 0, BYTES_SLACK);
	b->cap = b->n + BYTES_SLACK;
	b->p = xrealloc(b->p, b->cap);
}

static inline void bytes_fini(struct bytes *b)
{
	free(b->p);
	*b = (struct bytes){ NULL, 0, 0 };
}

static inline struct str bytes_sub(const struct bytes *b, size_t from, size_t to)
{
	return b->p ? str_n((const char *)b->p + from, to - from) : STR_NONE;
}

/* An array of *cap elements that holds at least `need`, grown by half. */
static inline void *array_room(void *array, size_t *cap, size_t need, size_t size)
{
	if (need <= *cap)
		return array;
	*cap = need + need / 2 + 16;
	return xreallocarray(array, *cap, size);
}

#endif
