/* Memory of one result; see pool.h. */
#include "config.h"

#include "lib/pool.h"

#include <stdlib.h>

struct pool_block {
	struct pool_block *next;
	_Alignas(max_align_t) char bytes[];
};

#define ALIGN _Alignof(max_align_t)
#define BLOCK 4096

void pool_free(struct pool *p)
{
	while (p->head) {
		struct pool_block *next = p->head->next;
		free(p->head);
		p->head = next;
	}
	*p = (struct pool){ NULL, 0, 0 };
}

static bool add_block(struct pool *p, size_t n)
{
	size_t size = n > BLOCK ? n : BLOCK;
	struct pool_block *b = calloc(1, sizeof(*b) + size);
	if (!b)
		return false;
	b->next = p->head;
	*p = (struct pool){ b, 0, size };
	return true;
}

void *pool_array(struct pool *p, size_t count, size_t size)
{
	size_t n;
	if (__builtin_mul_overflow(count, size, &n) || n > SIZE_MAX / 2)
		return NULL;
	n = (n + ALIGN - 1) / ALIGN * ALIGN;
	if ((!p->head || p->size - p->used < n) && !add_block(p, n))
		return NULL;
	char *at = p->head->bytes + p->used;
	p->used += n;
	return at;
}

char *pool_text(struct pool *p, struct str s)
{
	char *text = pool_array(p, s.n + 1, 1);
	if (!text)
		return NULL;
	if (s.n)
		memcpy(text, s.p, s.n);
	for (char *zero; (zero = memchr(text, '\0', s.n));)
		*zero = ' ';
	return text;
}
