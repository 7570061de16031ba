/* A set of 64-bit fingerprints (open addressing, linear probing); see idset.h. */
#include "config.h"

#include "common/idset.h"

#include <stdlib.h>

#include "common/xalloc.h"

void idset_fini(struct idset *s)
{
	free(s->slots);
	*s = IDSET_INIT;
}

/* 0 marks a free slot, so the fingerprint 0 goes by the name of 1. */
static uint64_t key_of(uint64_t fingerprint)
{
	return fingerprint ? fingerprint : 1;
}

/* The slot that holds the key, or the free one where it belongs. */
static size_t slot_of(const struct idset *s, uint64_t key)
{
	size_t i = key & (s->cap - 1);
	while (s->slots[i] && s->slots[i] != key)
		i = (i + 1) & (s->cap - 1);
	return i;
}

static void grow(struct idset *s)
{
	struct idset bigger = { NULL, s->n, s->cap ? s->cap * 2 : 1024 };
	bigger.slots = xcalloc(bigger.cap, sizeof(*bigger.slots));
	for (size_t i = 0; i < s->cap; i++) {
		if (s->slots[i])
			bigger.slots[slot_of(&bigger, s->slots[i])] = s->slots[i];
	}
	free(s->slots);
	*s = bigger;
}

bool idset_add(struct idset *s, uint64_t fingerprint)
{
	if (s->n >= s->cap / 4 * 3)
		grow(s);
	uint64_t key = key_of(fingerprint);
	size_t i = slot_of(s, key);
	if (s->slots[i])
		return false;
	s->slots[i] = key;
	s->n++;
	return true;
}

bool idset_has(const struct idset *s, uint64_t fingerprint)
{
	return s->n && s->slots[slot_of(s, key_of(fingerprint))] != 0;
}
