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

#include "common/arena.h"
#include "common/str.h"

/* Longer raw words are not looked for again: they are seldom words. */
#define WORDCACHE_RAW_MAX 256

struct cached_word {
	struct str raw;
	uint32_t variant;	/* what else the result depends on: the languages in use */
	unsigned flags;		/* enum word_flags of analyzer.h */
	struct str exact, stem;	/* exact.n == 0: nothing searchable in it */
};

struct wordcache {
	struct arena arena;	/* words and their bytes */
	struct wordcache_slot *slots;
	size_t n_slots;		/* a power of two */
	size_t n;
	size_t max;		/* bytes in the arena */
};

void wordcache_init(struct wordcache *c, size_t max);
void wordcache_fini(struct wordcache *c);
void wordcache_reset(struct wordcache *c);

static inline bool wordcache_full(const struct wordcache *c)
{
	return c->arena.total >= c->max;
}

uint64_t wordcache_hash(struct str raw, uint32_t variant);
const struct cached_word *wordcache_find(const struct wordcache *c, struct str raw, uint32_t variant,
					 uint64_t hash);
/* Add a word that is not there; all bytes are copied. */
const struct cached_word *wordcache_add(struct wordcache *c, const struct cached_word *word, uint64_t hash);

#endif
