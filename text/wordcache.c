/* Open addressing over words in an arena; see wordcache.h. */
#include "config.h"

#include "text/wordcache.h"

#include <stdlib.h>

#include "common/err.h"
#include "common/hash.h"
#include "common/xalloc.h"

#define SLOTS_MIN 4096
#define RAW_MAX 256

/* A look-up costs what it touches of memory: so the hash stands beside the pointer, and all of a word
 * in one piece.  Its bytes are raw, exact and stem; what equals a part of the former is not repeated
 * (folding often changes nothing, stemming often only cuts off the end). */
struct entry {
	uint32_t variant;
	uint16_t flags;
	uint16_t raw_n;
	uint16_t exact_at, exact_n;
	uint16_t stem_at, stem_n;
	char bytes[];
};

struct wordcache_slot {
	uint64_t hash;
	const struct entry *entry;	/* NULL: free */
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

static struct cached_word word_of(const struct entry *e)
{
	return (struct cached_word){
		.exact = { e->bytes + e->exact_at, e->exact_n },
		.stem = { e->bytes + e->stem_at, e->stem_n },
		.flags = e->flags,
	};
}

bool wordcache_find(const struct wordcache *c, struct str raw, uint32_t variant, uint64_t hash,
		    struct cached_word *out_r)
{
	for (size_t i = hash & (c->n_slots - 1);; i = (i + 1) & (c->n_slots - 1)) {
		const struct entry *e = c->slots[i].entry;
		if (!e)
			return false;
		if (c->slots[i].hash == hash && e->variant == variant && e->raw_n == raw.n &&
		    memcmp(e->bytes, raw.p, raw.n) == 0) {
			*out_r = word_of(e);
			return true;
		}
	}
}

static void insert(struct wordcache *c, struct wordcache_slot new)
{
	size_t i = new.hash & (c->n_slots - 1);
	while (c->slots[i].entry)
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
		if (old[i].entry)
			insert(c, old[i]);
	free(old);
}

static void copy(char *to, struct str s)
{
	if (s.n)
		memcpy(to, s.p, s.n);
}

static struct entry *entry_new(struct wordcache *c, struct str raw, uint32_t variant,
			       const struct cached_word *word)
{
	struct str exact = word->exact, stem = word->stem;
	size_t exact_at = str_eq(exact, raw) ? 0 : raw.n;
	size_t stem_at = str_starts(exact, stem) ? exact_at : exact_at + exact.n;
	size_t n = stem_at + stem.n > exact_at + exact.n ? stem_at + stem.n : exact_at + exact.n;
	BUG_ON(n > UINT16_MAX || word->flags > UINT16_MAX);
	struct entry *e = arena_alloc(&c->arena, sizeof(*e) + n);
	*e = (struct entry){
		.variant = variant, .flags = (uint16_t)word->flags, .raw_n = (uint16_t)raw.n,
		.exact_at = (uint16_t)exact_at, .exact_n = (uint16_t)exact.n,
		.stem_at = (uint16_t)stem_at, .stem_n = (uint16_t)stem.n,
	};
	copy(e->bytes, raw);
	copy(e->bytes + exact_at, exact);
	copy(e->bytes + stem_at, stem);
	return e;
}

void wordcache_add(struct wordcache *c, struct str raw, uint32_t variant, uint64_t hash,
		   struct cached_word *word)
{
	bool keep = raw.n <= RAW_MAX;
	const struct entry *e = entry_new(c, keep ? raw : STR_NONE, variant, word);
	*word = word_of(e);
	if (!keep)
		return;
	if (c->n >= c->n_slots / 2)
		grow(c);
	insert(c, (struct wordcache_slot){ hash, e });
	c->n++;
}
