/* The terms of a document under way; see termdict.h. */
#include "config.h"

#include "index/termdict.h"

#include <stdlib.h>
#include <string.h>

#include "common/hash.h"
#include "common/xalloc.h"

void termdict_init(struct termdict *d, struct arena *a)
{
	*d = (struct termdict){ .arena = a, .n_slots = 1024, .cap = 512 };
	d->slots = xcalloc(d->n_slots, sizeof(*d->slots));
	d->entries = xreallocarray(NULL, d->cap, sizeof(*d->entries));
}

void termdict_fini(struct termdict *d)
{
	free(d->slots);
	free(d->entries);
}

static void grow(struct termdict *d)
{
	d->cap *= 2;
	d->entries = xreallocarray(d->entries, d->cap, sizeof(*d->entries));
	free(d->slots);
	d->n_slots = d->cap * 2;
	d->slots = xcalloc(d->n_slots, sizeof(*d->slots));
	for (size_t i = 0; i < d->n; i++) {
		size_t at = d->entries[i].hash & (d->n_slots - 1);
		while (d->slots[at])
			at = (at + 1) & (d->n_slots - 1);
		d->slots[at] = (uint32_t)i + 1;
	}
}

struct termdict_entry *termdict_get(struct termdict *d, struct str term)
{
	uint32_t hash = (uint32_t)hash64(term);
	size_t at = hash & (d->n_slots - 1);
	for (; d->slots[at]; at = (at + 1) & (d->n_slots - 1)) {
		struct termdict_entry *e = &d->entries[d->slots[at] - 1];
		if (e->hash == hash && e->n_term == term.n && memcmp(e->term, term.p, term.n) == 0)
			return e;
	}
	if (d->n == d->cap) {
		grow(d);
		return termdict_get(d, term);
	}
	struct termdict_entry *e = &d->entries[d->n++];
	d->slots[at] = (uint32_t)d->n;
	*e = (struct termdict_entry){ .term = arena_strz(d->arena, term), .n_term = (uint16_t)term.n, .hash = hash };
	return e;
}

/* Positions in a block of each size: 4, 8, 12, 16, 24, 32, 48, 64 ... */
static size_t capacity(unsigned size)
{
	if (size < 3)
		return 4 * (size + 1);
	size_t base = (size_t)16 << (size - 3) / 2;
	return (size - 3) % 2 ? base + base / 2 : base;
}

static void leave_block(struct termdict *d, termpos_t *block, unsigned size)
{
	memcpy(block, &d->spare[size], sizeof(void *));
	d->spare[size] = block;
}

/* A block is as long as one of the size before and one of this size. */
static unsigned rest_of(unsigned size)
{
	return size < 4 ? 0 : (size & ~1u) - 3;
}

/* The smallest spare block that is long enough, without what is too much of it. */
static termpos_t *take_block(struct termdict *d, unsigned size)
{
	unsigned from = size;
	while (from < TERMDICT_SIZES && !d->spare[from])
		from++;
	if (from == TERMDICT_SIZES)
		return arena_alloc(d->arena, capacity(size) * sizeof(termpos_t));
	termpos_t *block = d->spare[from];
	memcpy(&d->spare[from], block, sizeof(void *));
	for (; from > size; from--)
		leave_block(d, block + capacity(from - 1), rest_of(from));
	return block;
}

static void make_room(struct termdict *d, struct termdict_entry *e)
{
	if (e->n_positions == TERMDICT_HERE) {
		termpos_t *block = take_block(d, 0);
		memcpy(block, e->positions.here, sizeof(e->positions.here));
		e->positions.list = block;
	} else if (e->n_positions == capacity(e->size)) {
		termpos_t *block = take_block(d, e->size + 1u), *old = e->positions.list;
		memcpy(block, old, e->n_positions * sizeof(*block));
		leave_block(d, old, e->size);
		e->positions.list = block;
		e->size++;
	}
}

static termpos_t *positions_of(struct termdict_entry *e)
{
	return e->n_positions > TERMDICT_HERE ? e->positions.list : e->positions.here;
}

void termdict_position(struct termdict *d, struct termdict_entry *e, termpos_t position)
{
	if (e->n_positions && positions_of(e)[e->n_positions - 1] == position)
		return;
	if (e->n_positions >= TERMDICT_HERE)
		make_room(d, e);
	e->n_positions++;
	positions_of(e)[e->n_positions - 1] = position;
}

const struct store_term *termdict_terms(struct termdict *d)
{
	size_t here = 0;
	for (size_t i = 0; i < d->n; i++)
		if (d->entries[i].n_positions <= TERMDICT_HERE)
			here += d->entries[i].n_positions;
	termpos_t *next = arena_alloc(d->arena, here * sizeof(*next));
	struct store_term *terms = arena_array(d->arena, d->n, sizeof(*terms));
	for (size_t i = 0; i < d->n; i++) {
		struct termdict_entry *e = &d->entries[i];
		termpos_t *positions = positions_of(e);
		if (e->n_positions <= TERMDICT_HERE) {
			memcpy(next, positions, e->n_positions * sizeof(*next));
			positions = next;
			next += e->n_positions;
		}
		terms[i] = (struct store_term){
			.term = { e->term, e->n_term }, .wdf = e->wdf,
			.positions = positions, .n_positions = e->n_positions
		};
	}
	return terms;
}
