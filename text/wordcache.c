/* Open addressing over words in an arena; see wordcache.h. */
#include "config.h"

#include "text/wordcache.h"

#include <stdlib.h>

#include "common/hash.h"
#include "common/xalloc.h"

#define SLOTS_MIN 4096

/* The hash stands beside the pointer, so that a probe that fails touches one line of memory. */
struct wordcache_slot {
	uint64_t hash;
	const struct cached_word *word;	/* NULL: free */
};

void wordcache_init(struct wordcache *c, size_t max)
{
	*c = (struct wordcache){ .arena = ARENA_INIT, .max = max, .n_slots = SLOTS_MIN };
	c->slots = xcalloc(c->n_slots, sizeof(*c->slots));
}

void wordcache_fini(struct wordcache *c)
{
	arena_fini(&c->arena);
	free(c->slots);
	c->slots = NULL;
}

void wordcache_reset(struct wordcache *c)
{
	arena_reset(&c->arena);
	memset(c->slots, 0, c->n_slots * sizeof(*c->slots));
	c->n = 0;
}

uint64_t wordcache_hash(struct str raw, uint32_t variant)
{
	return hash64(raw) ^ variant * UINT64_C(0x9e3779b97f4a7c15);
}

const struct cached_word *wordcache_find(const struct wordcache *c, struct str raw, uint32_t variant,
					 uint64_t hash)
{
	for (size_t i = hash & (c->n_slots - 1);; i = (i + 1) & (c->n_slots - 1)) {
		const struct wordcache_slot *slot = &c->slots[i];
		if (!slot->word)
			return NULL;
		if (slot->hash == hash && slot->word->variant == variant && str_eq(slot->word->raw, raw))
			return slot->word;
	}
}

static void insert(struct wordcache *c, struct wordcache_slot new)
{
	size_t i = new.hash & (c->n_slots - 1);
	while (c->slots[i].word)
		i = (i + 1) & (c->n_slots - 1);
	c->slots[i] = new;
}

static void grow(struct wordcache *c)
{
	struct wordcache_slot *old = c->slots;
	size_t n = c->n_slots;
	c->n_slots = n * 2;
	c->slots = xcalloc(c->n_slots, sizeof(*c->slots));
	for (size_t i = 0; i < n; i++)
		if (old[i].word)
			insert(c, old[i]);
	free(old);
}

const struct cached_word *wordcache_add(struct wordcache *c, const struct cached_word *word, uint64_t hash)
{
	struct cached_word *copy = arena_alloc(&c->arena, sizeof(*copy));
	*copy = *word;
	copy->exact = arena_str(&c->arena, word->exact);
	copy->stem = str_eq(word->stem, word->exact) ? copy->exact : arena_str(&c->arena, word->stem);
	copy->raw = STR_NONE;
	if (word->raw.n > WORDCACHE_RAW_MAX)
		return copy;
	copy->raw = str_eq(word->raw, word->exact) ? copy->exact : arena_str(&c->arena, word->raw);
	if (c->n >= c->n_slots / 2)
		grow(c);
	insert(c, (struct wordcache_slot){ hash, copy });
	c->n++;
	return copy;
}
