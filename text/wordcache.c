/* Open addressing over words in a pool; see wordcache.h. */
#include "config.h"

#include "text/wordcache.h"

#include <stdlib.h>

#include "common/err.h"
#include "common/xalloc.h"

#define SLOTS_MIN 4096
#define RAW_MAX 256

#define ALIGN sizeof(uint32_t)

void wordcache_init(struct wordcache *c, size_t size)
{
	BUG_ON(size > UINT32_MAX);
	*c = (struct wordcache){ .pool = xalloc_spread(size), .used = ALIGN, .size = size, .n_slots = SLOTS_MIN };
	c->slots = xcalloc(c->n_slots, sizeof(*c->slots));
}

void wordcache_fini(struct wordcache *c)
{
	free(c->pool);
	free(c->slots);
	*c = (struct wordcache){ 0 };
}

void wordcache_reset(struct wordcache *c)
{
	memset(c->slots, 0, c->n_slots * sizeof(*c->slots));
	c->used = ALIGN;
	c->n = 0;
}

size_t wordcache_bytes(const struct wordcache *c)
{
	return c->size + c->n_slots * sizeof(*c->slots);
}

static void insert(struct wordcache *c, uint64_t hash, uint32_t place)
{
	size_t i = hash & (c->n_slots - 1);
	while (c->slots[i].place)
		i = (i + 1) & (c->n_slots - 1);
	c->slots[i] = (struct wordcache_slot){ (uint32_t)(hash >> 32), place };
}

static void grow(struct wordcache *c)
{
	struct wordcache_slot *old = c->slots;
	size_t n = c->n_slots;
	c->n_slots = n * 2;
	c->slots = xalloc_spread(c->n_slots * sizeof(*c->slots));
	memset(c->slots, 0, c->n_slots * sizeof(*c->slots));
	for (size_t i = 0; i < n; i++) {
		if (!old[i].place)
			continue;
		const struct wordcache_entry *e = wordcache_at(c, old[i].place);
		struct str raw = str_n(e->bytes, e->raw_n);
		insert(c, wordcache_key(raw, raw.n, e->variant).hash, old[i].place);
	}
	free(old);
}

static void copy(char *to, struct str s)
{
	if (s.n)
		memcpy(to, s.p, s.n);
}

/* In the pool. */
static size_t entry_size(const struct wordcache_entry *e)
{
	size_t exact_end = (size_t)e->exact_at + e->exact_n, stem_end = (size_t)e->stem_at + e->stem_n;
	size_t end = exact_end > stem_end ? exact_end : stem_end;
	return (sizeof(*e) + end + ALIGN - 1) & ~(ALIGN - 1);
}

void wordcache_clear_numbers(struct wordcache *c)
{
	struct wordcache_entry *e;
	for (size_t place = ALIGN; place < c->used; place += entry_size(e)) {
		e = wordcache_at(c, (uint32_t)place);
		e->numbers = (struct word_numbers){ 0 };
	}
}

/* The word at the end of the pool; its place is returned. */
static uint32_t append(struct wordcache *c, struct str raw, uint32_t variant, const struct cached_word *word)
{
	struct str exact = word->exact, stem = word->stem;
	BUG_ON(!wordcache_has_room(c, 1) || exact.n + stem.n > WORDCACHE_WORD_MAX / 2 || word->flags > UINT16_MAX);
	size_t exact_at = str_eq(exact, raw) ? 0 : raw.n;
	size_t stem_at = str_starts(exact, stem) ? exact_at : exact_at + exact.n;
	struct wordcache_entry *e = wordcache_at(c, (uint32_t)c->used);
	*e = (struct wordcache_entry){
		.variant = variant, .flags = (uint16_t)word->flags, .raw_n = (uint16_t)raw.n,
		.exact_at = (uint16_t)exact_at, .exact_n = (uint16_t)exact.n,
		.stem_at = (uint16_t)stem_at, .stem_n = (uint16_t)stem.n,
	};
	copy(e->bytes, raw);
	copy(e->bytes + exact_at, exact);
	copy(e->bytes + stem_at, stem);
	uint32_t place = (uint32_t)c->used;
	c->used += entry_size(e);
	return place;
}

struct wordcache_entry *wordcache_add(struct wordcache *c, struct str raw, uint32_t variant, uint64_t hash,
				      const struct cached_word *word)
{
	bool keep = raw.n <= RAW_MAX;
	uint32_t place = append(c, keep ? raw : STR_NONE, variant, word);
	if (keep) {
		if (c->n >= c->n_slots / 2)
			grow(c);
		insert(c, hash, place);
		c->n++;
	}
	return wordcache_at(c, place);
}
