/* Open addressing over terms in a pool; see lexicon.h. */
#include "config.h"

#include "glass/lexicon.h"

#include <stdlib.h>

#include "common/err.h"
#include "common/hash.h"
#include "common/xalloc.h"

#define SLOTS_MIN 4096
#define PLACES_MIN 2048
#define POOL_MIN 32768

struct slot {
	uint32_t hash;
	uint32_t number;	/* + 1; 0: the slot is free */
};

struct lexicon {
	unsigned char *pool;	/* of each term a byte of length, then itself */
	size_t used, size;
	uint32_t *places;	/* in the pool, by number */
	size_t n, n_places;
	struct slot *slots;
	size_t n_slots;
};

static void start(struct lexicon *l, size_t size, size_t n_places, size_t n_slots)
{
	*l = (struct lexicon){ .size = size, .n_places = n_places, .n_slots = n_slots };
	l->pool = xmalloc(l->size);
	l->places = xmalloc(l->n_places * sizeof(*l->places));
	l->slots = xcalloc(l->n_slots, sizeof(*l->slots));
}

static void end(struct lexicon *l)
{
	free(l->pool);
	free(l->places);
	free(l->slots);
}

struct lexicon *lexicon_new(void)
{
	struct lexicon *l = xmalloc(sizeof(*l));
	start(l, POOL_MIN, PLACES_MIN, SLOTS_MIN);
	return l;
}

void lexicon_free(struct lexicon **l)
{
	if (!*l)
		return;
	end(*l);
	free(*l);
	*l = NULL;
}

static size_t half(size_t n, size_t least)
{
	return n / 2 > least ? n / 2 : least;
}

void lexicon_reset(struct lexicon *l)
{
	end(l);
	start(l, half(l->size, POOL_MIN), half(l->n_places, PLACES_MIN), half(l->n_slots, SLOTS_MIN));
}

uint32_t lexicon_count(const struct lexicon *l)
{
	return (uint32_t)l->n;
}

size_t lexicon_bytes(const struct lexicon *l)
{
	return l->size + l->n_places * sizeof(*l->places) + l->n_slots * sizeof(*l->slots);
}

struct str lexicon_term(const struct lexicon *l, uint32_t number)
{
	const unsigned char *at = l->pool + l->places[number];
	return str_n((const char *)at + 1, *at);
}

bool lexicon_takes(struct str term)
{
	if (term.n == 0 || term.n > LEXICON_TERM_MAX)
		return false;
	size_t stored = term.n;
	for (size_t i = 0; i < term.n && term.n > LEXICON_TERM_MAX / 2; i++)
		stored += term.p[i] == '\0';
	return stored <= LEXICON_TERM_MAX;
}

static void grow_slots(struct lexicon *l)
{
	struct slot *old = l->slots;
	size_t n = l->n_slots, mask = n * 2 - 1;
	l->n_slots = n * 2;
	l->slots = xalloc_spread(l->n_slots * sizeof(*l->slots));
	memset(l->slots, 0, l->n_slots * sizeof(*l->slots));
	for (size_t i = 0; i < n; i++) {
		if (!old[i].number)
			continue;
		size_t to = old[i].hash & mask;
		while (l->slots[to].number)
			to = (to + 1) & mask;
		l->slots[to] = old[i];
	}
	free(old);
}

static uint32_t append(struct lexicon *l, struct str term)
{
	BUG_ON(!lexicon_takes(term) || l->n >= LEXICON_MAX || l->used > UINT32_MAX);
	if (l->size - l->used < term.n + 1) {
		l->size += l->size / 2;
		l->pool = xrealloc(l->pool, l->size);
	}
	if (l->n == l->n_places) {
		l->n_places += l->n_places / 2;
		l->places = xreallocarray(l->places, l->n_places, sizeof(*l->places));
	}
	l->pool[l->used] = (unsigned char)term.n;
	memcpy(l->pool + l->used + 1, term.p, term.n);
	l->places[l->n] = (uint32_t)l->used;
	l->used += term.n + 1;
	return (uint32_t)l->n++;
}

static inline uint32_t hash_of(struct str term)
{
	return (uint32_t)hash64(term);
}

void lexicon_prefetch(const struct lexicon *l, struct str term)
{
	__builtin_prefetch(&l->slots[hash_of(term) & (l->n_slots - 1)], 1);
}

uint32_t lexicon_number(struct lexicon *l, struct str term)
{
	uint32_t hash = hash_of(term);
	size_t mask = l->n_slots - 1, i;
	for (i = hash & mask; l->slots[i].number; i = (i + 1) & mask) {
		uint32_t number = l->slots[i].number - 1;
		if (l->slots[i].hash == hash && str_eq(lexicon_term(l, number), term))
			return number;
	}
	uint32_t number = append(l, term);
	l->slots[i] = (struct slot){ hash, number + 1 };
	if (l->n > l->n_slots / 2)
		grow_slots(l);
	return number;
}
