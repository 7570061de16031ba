/* What a text is made of, in some tens of bytes: enough to tell whether another text says the same, or is a part of it.
 *
 * Of all runs of SKETCH_SHINGLE words (shingles) the hashes are taken, and of these the smallest are kept (Broder, On the Resemblance
 * and Containment of Documents, 1997): one in SKETCH_RATE, at least SKETCH_MIN and at most SKETCH_MAX.  Up to the smaller of
 * the largest hashes that two sketches hold, both have all of their documents' hashes, so what part of the one is in the
 * other is simply counted.  Of a hash its upper SKETCH_HASH bytes are kept: nearly all of a sketch have to be in the
 * other, so a few that are the same by chance tell nothing.
 */
#ifndef KAREZ_INDEX_SKETCH_H
#define KAREZ_INDEX_SKETCH_H

#include <stdbool.h>
#include <stdint.h>

#include "common/buf.h"
#include "common/str.h"

#define SKETCH_SHINGLE 5
#define SKETCH_RING 8		/* a power of two, more than a shingle */
#define SKETCH_RATE 48
#define SKETCH_MIN 8
#define SKETCH_HASH 3
#define SKETCH_MAX 256

/* Writing: the words of one text after another.  Memory is bounded, time linear. */
struct sketch_writer {
	uint32_t *hashes;		/* not larger than limit, in no order */
	size_t n, cap;
	uint32_t limit;
	uint64_t shingles;		/* seen */
	uint64_t rolling;
	uint32_t last[SKETCH_RING];	/* fingerprints of the words before */
	uint64_t words;
};

void sketch_begin(struct sketch_writer *w);
void sketch_fini(struct sketch_writer *w);

/* print: fingerprint of a folded word, the same in every run of the program. */
static inline void sketch_word(struct sketch_writer *w, uint32_t print);

/* The sketch, replacing what is in *out; empty for a text of fewer than SKETCH_SHINGLE words. */
void sketch_end(struct sketch_writer *w, struct buf *out);

enum kinship {
	KIN_NONE,
	KIN_SAME,		/* nearly all of the smaller is in the other */
	KIN_PART_OF,		/* the first is a part of the second, which holds half as much again or more */
	KIN_HOLDS		/* the other way round */
};

/* What can be told of two sketches as sketch_end() gave them; anything else is KIN_NONE. */
enum kinship sketch_compare(struct str a, struct str b);

/* Each hash of a sketch, for finding those that share any. */
size_t sketch_count(struct str s);
uint32_t sketch_hash(struct str s, size_t i);

/* ---- Inline: once for every word of every text ---- */

#define SKETCH_FACTOR UINT64_C(0x9e3779b97f4a7c15)
#define SKETCH_FACTOR_5 (SKETCH_FACTOR * SKETCH_FACTOR * SKETCH_FACTOR * SKETCH_FACTOR * SKETCH_FACTOR)

void sketch_make_room(struct sketch_writer *w);

static inline void sketch_word(struct sketch_writer *w, uint32_t print)
{
	uint32_t oldest = w->last[(w->words - SKETCH_SHINGLE) % SKETCH_RING];
	w->rolling = w->rolling * SKETCH_FACTOR + print - oldest * SKETCH_FACTOR_5;
	w->last[w->words++ % SKETCH_RING] = print;
	if (w->words < SKETCH_SHINGLE)
		return;
	uint64_t mixed = (w->rolling ^ w->rolling >> 29) * UINT64_C(0xbf58476d1ce4e5b9);
	uint32_t hash = (uint32_t)(mixed >> 32);
	w->shingles++;
	if (hash <= w->limit && w->n == w->cap)
		sketch_make_room(w);
	if (hash <= w->limit)
		w->hashes[w->n++] = hash;
}

#endif
