/* Open addressing over the words of a string; see wordset.h. */
#include "config.h"

#include "common/wordset.h"

#include <string.h>

#include "common/hash.h"
#include "common/xalloc.h"

static struct str word_at(const struct wordset *s, size_t at)
{
	return str_n(s->words + at, strcspn(s->words + at, " "));
}

static void add(const struct wordset *s, uint32_t *slots, size_t at)
{
	uint32_t i = (uint32_t)hash64(word_at(s, at)) & s->mask;
	while (slots[i])
		i = (i + 1) & s->mask;
	slots[i] = (uint32_t)at + 1;
}

static void make(struct wordset *s)
{
	size_t n = strlen(s->words);
	uint32_t size = 16;
	while (size < n)	/* a word takes two bytes at least: half of the slots stay empty */
		size *= 2;
	uint32_t *slots = xcalloc(size, sizeof(*slots));
	s->mask = size - 1;
	for (size_t at = strspn(s->words, " "); at < n; at += strspn(s->words + at, " ")) {
		add(s, slots, at);
		at += word_at(s, at).n;
	}
	__atomic_store_n(&s->slots, slots, __ATOMIC_RELEASE);
}

static const uint32_t *slots_of(struct wordset *s)
{
	const uint32_t *slots = __atomic_load_n(&s->slots, __ATOMIC_ACQUIRE);
	if (slots)
		return slots;
	pthread_mutex_lock(&s->lock);
	if (!s->slots)
		make(s);
	pthread_mutex_unlock(&s->lock);
	return s->slots;
}

bool wordset_has(struct wordset *s, struct str word)
{
	const uint32_t *slots = slots_of(s);
	if (word.n == 0)
		return false;
	for (uint32_t i = (uint32_t)hash64(word) & s->mask; slots[i]; i = (i + 1) & s->mask)
		if (str_eq(word_at(s, slots[i] - 1), word))
			return true;
	return false;
}
