/* Words that were folded and stemmed before, found by their raw bytes.
 *
 * Text repeats itself: a few thousand raw words make up most of any collection, so all the cost of
 * folding and stemming is paid once per distinct word.  The cache fills up to its maximum and is then
 * emptied as a whole, when its owner says so (wordcache_reset): until then nothing that it gave
 * away moves.  One thread.
 */
#ifndef KAREZ_TEXT_WORDCACHE_H
#define KAREZ_TEXT_WORDCACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/hash.h"
#include "common/str.h"
#include "text/analyzer.h"

/* What a raw word becomes. */
struct cached_word {
	struct str exact, stem;	/* exact.n == 0: nothing searchable in it */
	unsigned flags;		/* enum word_flags */
};

/* The same in the cache.  A look-up costs what it touches of memory: so all of a word is in one piece,
 * whose bytes are raw, exact and stem; what equals a part of the former is not repeated (folding
 * often changes nothing, stemming often only cuts off the end). */
struct wordcache_entry {
	struct word_numbers numbers;
	uint32_t variant;
	uint16_t flags;
	uint16_t raw_n;
	uint16_t exact_at, exact_n;
	uint16_t stem_at, stem_n;
	char bytes[];
};

static inline struct str wordcache_exact(const struct wordcache_entry *e)
{
	return str_n(e->bytes + e->exact_at, e->exact_n);
}

static inline struct str wordcache_stem(const struct wordcache_entry *e)
{
	return str_n(e->bytes + e->stem_at, e->stem_n);
}

/* What the cache finds a word by. */
struct word_key {
	uint64_t hash;
	uint64_t a, b;		/* all of a short word, filled up with 0 */
};

/* Small, and tells by most of the hash whether the entry is worth a look. */
struct wordcache_slot {
	uint32_t hash;		/* its upper half; the lower one chose the slot */
	uint32_t place;		/* of the entry in the pool; 0: the slot is free */
};

struct wordcache {
	char *pool;		/* the words, one behind the other */
	size_t used, size;	/* bytes in it */
	struct wordcache_slot *slots;
	size_t n_slots;		/* a power of two */
	size_t n;
};

/* Room that one word takes at most. */
#define WORDCACHE_WORD_MAX 1024

void wordcache_init(struct wordcache *c, size_t size);	/* at most 4 GB; memory is used as it fills */
void wordcache_fini(struct wordcache *c);
void wordcache_reset(struct wordcache *c);
void wordcache_clear_numbers(struct wordcache *c);	/* of all words */
size_t wordcache_bytes(const struct wordcache *c);	/* memory held, the pool as if it were full */

/* Is there room for n more words, whatever they are? */
static inline bool wordcache_has_room(const struct wordcache *c, size_t n)
{
	return c->size - c->used >= n * WORDCACHE_WORD_MAX;
}

/* Add a word that is not there, for which there is room; exact and stem are together at most
 * WORDCACHE_WORD_MAX / 2 bytes.  A long raw word is copied but never found again: it is
 * seldom a word. */
struct wordcache_entry *wordcache_add(struct wordcache *c, struct str raw, uint32_t variant, uint64_t hash,
				      const struct cached_word *word);

/* ---- Looking up: once for every word of every text, so all of it is here ---- */

#define WORDCACHE_SHORT 16	/* most words have no more bytes */

static inline uint64_t wordcache_load(const char *p)
{
	uint64_t v;
	memcpy(&v, p, sizeof(v));
	return v;
}

/* The first n <= WORDCACHE_SHORT bytes, of as many that can be read there. */
static inline void wordcache_take(const char *p, size_t n, uint64_t *a_r, uint64_t *b_r)
{
	static const char mask[2 * WORDCACHE_SHORT] = {
		-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1
	};
	*a_r = wordcache_load(p) & wordcache_load(mask + WORDCACHE_SHORT - n);
	*b_r = wordcache_load(p + 8) & wordcache_load(mask + WORDCACHE_SHORT + 8 - n);
}

/* room: bytes that can be read from raw.p on.  variant: what else the result depends on (the languages
 * in use).  For a short word one multiplication, whose halves are mixed. */
static inline struct word_key wordcache_key(struct str raw, size_t room, uint32_t variant)
{
	struct word_key k = { 0, 0, 0 };
	if (raw.n > WORDCACHE_SHORT) {
		k.hash = hash64(raw) ^ variant * UINT64_C(0x9e3779b97f4a7c15);
		return k;
	}
	if (room >= WORDCACHE_SHORT) {
		wordcache_take(raw.p, raw.n, &k.a, &k.b);
	} else {
		char copy[WORDCACHE_SHORT] = { 0 };
		if (raw.n)
			memcpy(copy, raw.p, raw.n);
		wordcache_take(copy, raw.n, &k.a, &k.b);
	}
	unsigned __int128 product = (unsigned __int128)(k.a ^ UINT64_C(0xa0761d6478bd642f) ^ raw.n) *
				    (k.b ^ UINT64_C(0xe7037ed1a0b428db) ^ (uint64_t)variant << 32);
	k.hash = (uint64_t)product ^ (uint64_t)(product >> 64);
	return k;
}

static inline struct wordcache_entry *wordcache_at(const struct wordcache *c, uint32_t place)
{
	return (struct wordcache_entry *)(c->pool + place);
}

/* What a look-up will touch, fetched while other work is done: first the slot, a while later the entry
 * that is most likely. */
static inline void wordcache_prefetch_slot(const struct wordcache *c, uint64_t hash)
{
	__builtin_prefetch(&c->slots[hash & (c->n_slots - 1)]);
}

static inline void wordcache_prefetch_entry(const struct wordcache *c, uint64_t hash)
{
	__builtin_prefetch(wordcache_at(c, c->slots[hash & (c->n_slots - 1)].place));
}

/* Its bytes have room behind them: those of the pool (WORDCACHE_WORD_MAX). */
static inline bool wordcache_is(const struct wordcache_entry *e, struct str raw, const struct word_key *k)
{
	uint64_t a, b;
	if (e->raw_n != raw.n)
		return false;
	if (raw.n > WORDCACHE_SHORT)
		return memcmp(e->bytes, raw.p, raw.n) == 0;
	wordcache_take(e->bytes, raw.n, &a, &b);
	return ((a ^ k->a) | (b ^ k->b)) == 0;
}

/* NULL: it is not there.  Entries stay where they are until wordcache_reset(). */
static inline struct wordcache_entry *wordcache_find(const struct wordcache *c, struct str raw, uint32_t variant,
						     const struct word_key *k)
{
	for (size_t i = k->hash & (c->n_slots - 1);; i = (i + 1) & (c->n_slots - 1)) {
		struct wordcache_slot slot = c->slots[i];
		if (slot.place == 0)
			return NULL;
		struct wordcache_entry *e = wordcache_at(c, slot.place);
		if (slot.hash == k->hash >> 32 && e->variant == variant && wordcache_is(e, raw, k))
			return e;
	}
}

#endif
