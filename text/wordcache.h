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

#include "common/str.h"
#include "text/analyzer.h"

/* What a raw word becomes. */
struct cached_word {
	struct str exact, stem;	/* exact.n == 0: nothing searchable in it */
	unsigned flags;		/* enum word_flags */
	struct word_numbers *numbers;	/* in the cache; at first 0 */
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
size_t wordcache_bytes(const struct wordcache *c);	/* memory held, the pool as if it were full */

/* Is there room for n more words, whatever they are? */
static inline bool wordcache_has_room(const struct wordcache *c, size_t n)
{
	return c->size - c->used >= n * WORDCACHE_WORD_MAX;
}

/* variant: what else the result depends on (the languages in use). */
uint64_t wordcache_hash(struct str raw, uint32_t variant);
bool wordcache_find(const struct wordcache *c, struct str raw, uint32_t variant, uint64_t hash,
		    struct cached_word *out_r);

/* Add a word that is not there, for which there is room, and let word->exact, ->stem (together
 * at most WORDCACHE_WORD_MAX / 2 bytes) and ->numbers point into the cache.  A long raw word is copied
 * but never found again: it is seldom a word. */
void wordcache_add(struct wordcache *c, struct str raw, uint32_t variant, uint64_t hash,
		   struct cached_word *word);

#endif
