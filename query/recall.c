/* A table of answers by the hash of what was asked; see recall.h. */
#include "config.h"

#include "query/recall.h"

#include <stdlib.h>

#include "common/hash.h"
#include "common/xalloc.h"

#define SLOTS (2 * RECALL_WORDS)

struct answer {
	struct str key;			/* its kind first; NULL: a free slot */
	uint64_t hash;
	struct recalled *items;		/* NULL: none, or a number */
	size_t n;			/* of the items, or the number */
};

struct recall {
	uint64_t state;			/* of the databases */
	struct answer *slots;
	size_t n;			/* taken */
	struct arena arena;
};

void recall_forget(struct recall *r)
{
	memset(r->slots, 0, SLOTS * sizeof(*r->slots));
	r->n = 0;
	arena_fini(&r->arena);
}

static void free_recall(void *p)
{
	struct recall *r = p;
	arena_fini(&r->arena);
	free(r->slots);
	free(r);
}

/* Of all databases that are searched. */
static uint64_t state_of(struct store *s)
{
	uint64_t mix[2] = { 0, 0 };
	for (size_t i = 0; i < store_databases(s) && store_revision(s, i, &mix[1], NULL) == 0; i++)
		mix[0] = hash64(str_n((const char *)mix, sizeof(mix)));
	return mix[0];
}

struct recall *recall_of(struct store *s)
{
	void **place = store_attached(s, 0, free_recall);
	struct recall *r = *place;
	uint64_t state = state_of(s);
	if (!r) {
		*place = r = xcalloc(1, sizeof(*r));
		r->slots = xcalloc(SLOTS, sizeof(*r->slots));
	} else if (r->state != state || r->n >= RECALL_WORDS || r->arena.total >= RECALL_BYTES) {
		recall_forget(r);
	}
	r->state = state;
	return r;
}

static uint64_t hash_of(enum recall_kind kind, struct str key)
{
	return hash64(key) + kind;
}

static bool is_of(const struct answer *s, uint64_t hash, enum recall_kind kind, struct str key)
{
	return s->hash == hash && s->key.n == key.n + 1 && s->key.p[0] == (char)kind && str_eq(str_sub(s->key, 1, s->key.n), key);
}

/* Where it is, or would be. */
static struct answer *slot_of(const struct recall *r, enum recall_kind kind, struct str key)
{
	uint64_t hash = hash_of(kind, key);
	size_t i = hash % SLOTS;
	while (r->slots[i].key.p && !is_of(&r->slots[i], hash, kind, key))
		i = (i + 1) % SLOTS;
	return &r->slots[i];
}

/* The copies outlive the answers. */
static struct recalled *copy(const struct recalled *list, size_t n, struct arena *a)
{
	struct recalled *items = arena_array(a, n, sizeof(*items));
	for (size_t i = 0; i < n; i++)
		items[i] = (struct recalled){ arena_str(a, list[i].term), arena_str(a, list[i].form) };
	return items;
}

bool recall_get(const struct recall *r, enum recall_kind kind, struct str key, struct arena *a, struct recalled **out_r, size_t *n_r)
{
	const struct answer *s = slot_of(r, kind, key);
	if (!s->key.p)
		return false;
	*out_r = s->n ? copy(s->items, s->n, a) : NULL;
	*n_r = s->n;
	return true;
}

/* Its place; NULL: there is no room for another one. */
static struct answer *claim(struct recall *r, enum recall_kind kind, struct str key)
{
	struct answer *s = slot_of(r, kind, key);
	if (s->key.p)
		return s;
	if (r->n >= RECALL_WORDS || r->arena.total >= RECALL_BYTES)
		return NULL;	/* emptied when the next query is planned */
	char *p = arena_alloc(&r->arena, key.n + 1);
	p[0] = (char)kind;
	if (key.n)
		memcpy(p + 1, key.p, key.n);
	s->key = str_n(p, key.n + 1);
	s->hash = hash_of(kind, key);
	r->n++;
	return s;
}

void recall_put(struct recall *r, enum recall_kind kind, struct str key, const struct recalled *list, size_t n)
{
	struct answer *s = claim(r, kind, key);
	if (!s)
		return;
	s->items = copy(list, n, &r->arena);
	s->n = n;
}

bool recall_get_number(const struct recall *r, enum recall_kind kind, struct str key, uint32_t *number_r)
{
	const struct answer *s = slot_of(r, kind, key);
	*number_r = (uint32_t)s->n;
	return s->key.p;
}

void recall_put_number(struct recall *r, enum recall_kind kind, struct str key, uint32_t number)
{
	struct answer *s = claim(r, kind, key);
	if (s)
		s->n = number;
}
