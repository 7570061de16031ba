/* Open addressing over words in a pool; see wordcache.h. */
#include "config.h"

#include "text/wordcache.h"

#include <stdlib.h>

#include "common/err.h"
#include "common/hash.h"
#include "common/xalloc.h"

#define SLOTS_MIN 4096
#define RAW_MAX 256

/* A look-up costs what it touches of memory: so a slot is small and tells by most of the hash whether
 * the word is worth a look, and all of a word is in one piece.  Its bytes are raw, exact and stem; what
 * equals a part of the former is not repeated (folding often changes nothing, stemming often only
 * cuts off the end). */
struct entry {
	struct word_numbers numbers;
	uint32_t variant;
	uint16_t flags;
	uint16_t raw_n;
	uint16_t exact_at, exact_n;
	uint16_t stem_at, stem_n;
	char bytes[];
};

struct wordcache_slot {
	uint32_t hash;		/* its upper half; the lower one chose the slot */
	uint32_t place;		/* of the entry in the pool; 0: the slot is free */
};

#define ALIGN sizeof(uint32_t)

void wordcache_init(struct wordcache *c, size_t size)
{
	BUG_ON(size > UINT32_MAX);
	*c = (struct wordcache){ .pool = xmalloc(size), .used = ALIGN, .size = size, .n_slots = SLOTS_MIN };
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

static struct entry *entry_at(const struct wordcache *c, uint32_t place)
{
	return (struct entry *)(c->pool + place);
}

uint64_t wordcache_hash(struct str raw, uint32_t variant)
{
	return hash64(raw) ^ variant * UINT64_C(0x9e3779b97f4a7c15);
}

static struct cached_word word_of(struct entry *e)
{
	return (struct cached_word){
		.exact = { e->bytes + e->exact_at, e->exact_n },
		.stem = { e->bytes + e->stem_at, e->stem_n },
		.flags = e->flags, .numbers = &e->numbers,
	};
}

bool wordcache_find(const struct wordcache *c, struct str raw, uint32_t variant, uint64_t hash,
		    struct cached_word *out_r)
{
	for (size_t i = hash & (c->n_slots - 1);; i = (i + 1) & (c->n_slots - 1)) {
		struct wordcache_slot slot = c->slots[i];
		if (slot.place == 0)
			return false;
		if (slot.hash != hash >> 32)
			continue;
		struct entry *e = entry_at(c, slot.place);
		if (e->variant == variant && e->raw_n == raw.n && memcmp(e->bytes, raw.p, raw.n) == 0) {
			*out_r = word_of(e);
			return true;
		}
	}
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
	c->slots = xcalloc(c->n_slots, sizeof(*c->slots));
	for (size_t i = 0; i < n; i++) {
		if (!old[i].place)
			continue;
		const struct entry *e = entry_at(c, old[i].place);
		insert(c, wordcache_hash(str_n(e->bytes, e->raw_n), e->variant), old[i].place);
	}
	free(old);
}

static void copy(char *to, struct str s)
{
	if (s.n)
		memcpy(to, s.p, s.n);
}

/* The word at the end of the pool; its place is returned. */
static uint32_t append(struct wordcache *c, struct str raw, uint32_t variant, const struct cached_word *word)
{
	struct str exact = word->exact, stem = word->stem;
	BUG_ON(!wordcache_has_room(c, 1) || exact.n + stem.n > WORDCACHE_WORD_MAX / 2 || word->flags > UINT16_MAX);
	size_t exact_at = str_eq(exact, raw) ? 0 : raw.n;
	size_t stem_at = str_starts(exact, stem) ? exact_at : exact_at + exact.n;
	struct entry *e = (struct entry *)(c->pool + c->used);
	*e = (struct entry){
		.variant = variant, .flags = (uint16_t)word->flags, .raw_n = (uint16_t)raw.n,
		.exact_at = (uint16_t)exact_at, .exact_n = (uint16_t)exact.n,
		.stem_at = (uint16_t)stem_at, .stem_n = (uint16_t)stem.n,
	};
	copy(e->bytes, raw);
	copy(e->bytes + exact_at, exact);
	copy(e->bytes + stem_at, stem);
	size_t end = exact_at + exact.n > stem_at + stem.n ? exact_at + exact.n : stem_at + stem.n;
	uint32_t place = (uint32_t)c->used;
	c->used += (sizeof(*e) + end + ALIGN - 1) & ~(ALIGN - 1);
	return place;
}

void wordcache_add(struct wordcache *c, struct str raw, uint32_t variant, uint64_t hash,
		   struct cached_word *word)
{
	bool keep = raw.n <= RAW_MAX;
	uint32_t place = append(c, keep ? raw : STR_NONE, variant, word);
	*word = word_of(entry_at(c, place));
	if (!keep)
		return;
	if (c->n >= c->n_slots / 2)
		grow(c);
	insert(c, hash, place);
	c->n++;
}
