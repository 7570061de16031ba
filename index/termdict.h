/* The terms of one document while it is read: term -> wdf and positions.
 *
 * A hash table of numbers of entries.  Half of all terms have one or two positions, which stand in
 * the entry itself.  Longer lists live in the arena in blocks of a few sizes, each about a third
 * larger than the one before; a list that outgrows its block leaves it to other lists.  In a long
 * text that makes about five bytes a position.  One thread.
 */
#ifndef KAREZ_INDEX_TERMDICT_H
#define KAREZ_INDEX_TERMDICT_H

#include <stddef.h>
#include <stdint.h>

#include "common/arena.h"
#include "common/str.h"
#include "shim/store_write.h"

enum { TERMDICT_HERE = 2, TERMDICT_SIZES = 64 };

struct termdict_entry {
	const char *term;
	union {
		termpos_t here[TERMDICT_HERE];
		termpos_t *list;
	} positions;		/* n_positions > TERMDICT_HERE: the list */
	uint32_t n_positions;
	uint32_t wdf;		/* the owner's to count */
	uint32_t hash;
	uint16_t n_term;
	uint8_t size;		/* of the list's block */
	uint8_t flags;		/* the owner's */
};

struct termdict {
	struct arena *arena;		/* of terms and positions; the owner's */
	struct termdict_entry *entries;
	size_t n, cap;
	uint32_t *slots;		/* number of entry + 1; 0: free */
	size_t n_slots;			/* a power of two */
	void *spare[TERMDICT_SIZES];	/* lists of blocks that were left, by size */
};

void termdict_init(struct termdict *d, struct arena *a);
void termdict_fini(struct termdict *d);		/* terms and positions stay, in the arena */

/* The entry of a term (at most SCHEMA_TERM_MAX bytes), made when it is new; valid until the next
 * call. */
struct termdict_entry *termdict_get(struct termdict *d, struct str term);

/* Positions come in rising order; the same one again is kept once. */
void termdict_position(struct termdict *d, struct termdict_entry *e, termpos_t position);

/* All of them, in the arena, in the order in which they were first seen. */
const struct store_term *termdict_terms(struct termdict *d);

#endif
