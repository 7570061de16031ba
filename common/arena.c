/* Memory freed all at once; see arena.h. */
#include "config.h"

#include "common/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/err.h"
#include "common/xalloc.h"

struct arena_block {
	struct arena_block *next;
	size_t used, size;
	alignas(max_align_t) char data[];
};

#define FIRST_BLOCK ((size_t)4096 - sizeof(struct arena_block))
#define LARGEST_STEP ((size_t)1 << 20)

void arena_init(struct arena *a)
{
	*a = ARENA_INIT;
}

void arena_fini(struct arena *a)
{
	for (struct arena_block *b = a->head, *next; b; b = next) {
		next = b->next;
		free(b);
	}
	*a = ARENA_INIT;
}

void arena_reset(struct arena *a)
{
	struct arena_block *keep = a->head;
	/* A block that one huge request made is not kept. */
	if (!keep || keep->size > LARGEST_STEP) {
		arena_fini(a);
		return;
	}
	for (struct arena_block *b = keep->next, *next; b; b = next) {
		next = b->next;
		free(b);
	}
	keep->next = NULL;
	keep->used = 0;
	a->total = keep->size;
}

void *arena_alloc(struct arena *a, size_t n)
{
	const size_t align = alignof(max_align_t);
	BUG_ON(n > SIZE_MAX / 2);
	n = (n + align - 1) & ~(align - 1);
	struct arena_block *b = a->head;
	if (!b || b->size - b->used < n) {
		size_t size = b ? b->size * 2 : FIRST_BLOCK;
		if (size > LARGEST_STEP)
			size = LARGEST_STEP;
		if (size < n)
			size = n;
		struct arena_block *fresh = xmalloc(sizeof(*fresh) + size);
		fresh->size = size;
		fresh->used = 0;
		fresh->next = b;
		a->head = b = fresh;
		a->total += size;
	}
	void *p = b->data + b->used;
	b->used += n;
	return p;
}

void *arena_zalloc(struct arena *a, size_t n)
{
	return memset(arena_alloc(a, n), 0, n);
}

void *arena_array(struct arena *a, size_t count, size_t size)
{
	BUG_ON(size && count > SIZE_MAX / 2 / size);
	return arena_zalloc(a, count * size);
}

char *arena_strz(struct arena *a, struct str s)
{
	char *p = arena_alloc(a, s.n + 1);
	if (s.n)
		memcpy(p, s.p, s.n);
	p[s.n] = '\0';
	return p;
}

struct str arena_str(struct arena *a, struct str s)
{
	return (struct str){ arena_strz(a, s), s.n };
}

struct str arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	int n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	BUG_ON(n < 0);
	char *p = arena_alloc(a, (size_t)n + 1);
	va_start(ap, fmt);
	vsnprintf(p, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return (struct str){ p, (size_t)n };
}

void *arena_grow(struct arena *a, void *array, size_t *cap, size_t need, size_t size)
{
	if (need <= *cap)
		return array;
	size_t fresh = *cap + *cap / 2;
	if (fresh < need)
		fresh = need;
	if (fresh < 8)
		fresh = 8;
	BUG_ON(size && fresh > SIZE_MAX / 2 / size);
	void *p = arena_alloc(a, fresh * size);
	if (*cap)
		memcpy(p, array, *cap * size);
	*cap = fresh;
	return p;
}
