/* struct arena: memory that is freed all at once.
 *
 * Everything that belongs to one request or one document is taken from one arena and goes
 * with it; nothing is freed singly.  Out of memory is fatal as in xalloc.h: check sizes that
 * come from outside first.  One thread at a time.
 */
#ifndef KAREZ_COMMON_ARENA_H
#define KAREZ_COMMON_ARENA_H

#include <stddef.h>

#include "common/str.h"

struct arena_block;

struct arena {
	struct arena_block *head;	/* the block that is being filled */
	size_t total;			/* bytes in all blocks, for accounting */
};

#define ARENA_INIT ((struct arena){ NULL, 0 })

void arena_init(struct arena *a);
void arena_fini(struct arena *a);	/* frees everything; the arena can be used again */
void arena_reset(struct arena *a);	/* the same, but keeps one block for the next round */

void *arena_alloc(struct arena *a, size_t n);			/* aligned for any type, not zeroed */
void *arena_zalloc(struct arena *a, size_t n);			/* zeroed */
void *arena_array(struct arena *a, size_t count, size_t size);	/* zeroed; the product is checked */
struct str arena_str(struct arena *a, struct str s);		/* a copy, NUL-terminated */
char *arena_strz(struct arena *a, struct str s);		/* the same as a C string */
struct str arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Grow an array of *cap elements of `size` to hold at least `need`: returns the (moved) array,
 * updates *cap.  Growth is by half, so appending one by one is linear. */
void *arena_grow(struct arena *a, void *array, size_t *cap, size_t need, size_t size);

#endif
