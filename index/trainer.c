/* Samples of texts, until there are enough for a dictionary; see trainer.h. */
#include "config.h"

#include "index/trainer.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "common/utf8.h"
#include "common/xalloc.h"

#define ENOUGH (32 * DICTIONARY_BYTES)	/* of samples */
#define SAMPLE ((size_t)16 << 10)	/* of one text at most, so that no long one is all */
#define SAMPLE_MIN 16

struct trainer {
	_Atomic(struct dictionary *) dictionary;
	atomic_bool learning;
	pthread_mutex_t mutex;		/* of what is below */
	char *samples;			/* ENOUGH + SAMPLE bytes; NULL: no text has come */
	size_t used;
	size_t *lengths;
	size_t n, cap;
};

struct trainer *trainer_new(void)
{
	struct trainer *t = xcalloc(1, sizeof(*t));
	pthread_mutex_init(&t->mutex, NULL);
	return t;
}

static void forget_samples(struct trainer *t)
{
	free(t->samples);
	free(t->lengths);
	t->samples = NULL;
	t->lengths = NULL;
	t->used = t->n = t->cap = 0;
}

static void reset(struct trainer *t, struct dictionary *d, bool learning)
{
	struct dictionary *old = atomic_exchange(&t->dictionary, d);
	dictionary_free(&old);
	forget_samples(t);
	atomic_store(&t->learning, learning);
}

void trainer_free(struct trainer **t)
{
	if (*t) {
		reset(*t, NULL, false);
		pthread_mutex_destroy(&(*t)->mutex);
	}
	free(*t);
	*t = NULL;
}

void trainer_begin(struct trainer *t)
{
	reset(t, NULL, true);
}

int trainer_settle(struct trainer *t, struct str bytes, struct err *err)
{
	struct dictionary *d = bytes.n ? dictionary_new(bytes) : NULL;
	reset(t, d, false);
	return bytes.n && !d ? err_set(err, ERR_CORRUPT, "damaged dictionary of the stored texts") : 0;
}

static void add_sample(struct trainer *t, struct str text)
{
	struct str sample = str_sub(text, 0, utf8_floor(text, text.n < SAMPLE ? text.n : SAMPLE));
	if (sample.n < SAMPLE_MIN)
		return;
	if (!t->samples)
		t->samples = xmalloc(ENOUGH + SAMPLE);
	if (t->n == t->cap) {
		t->cap = t->cap * 2 + 256;
		t->lengths = xreallocarray(t->lengths, t->cap, sizeof(*t->lengths));
	}
	memcpy(t->samples + t->used, sample.p, sample.n);
	t->lengths[t->n++] = sample.n;
	t->used += sample.n;
}

static void learn(struct trainer *t, struct str text)
{
	add_sample(t, text);
	if (t->used < ENOUGH)
		return;
	atomic_store(&t->dictionary, dictionary_learn(t->samples, t->lengths, t->n));
	atomic_store(&t->learning, false);
	forget_samples(t);
}

const struct dictionary *trainer_dictionary(struct trainer *t, struct str text)
{
	if (atomic_load(&t->learning)) {
		pthread_mutex_lock(&t->mutex);
		if (atomic_load(&t->learning))
			learn(t, text);
		pthread_mutex_unlock(&t->mutex);
	}
	return atomic_load(&t->dictionary);
}

struct str trainer_bytes(const struct trainer *t)
{
	const struct dictionary *d = atomic_load(&t->dictionary);
	return d ? dictionary_bytes(d) : STR_NONE;
}
