/* A table of the searches under way; see flights.h. */
#include "config.h"

#include "daemon/flights.h"

#include <stdlib.h>

#include "common/err.h"
#include "common/hash.h"
#include "common/xalloc.h"

#define BUCKETS 256		/* there are hardly more of them than requests wait for workers */

struct flight {
	struct flight *chain;	/* same bucket */
	struct buf key;
	uint64_t hash;
	uint64_t deadline_us;
	struct job_list waiting;
};

struct flights {
	struct flight *buckets[BUCKETS];
};

struct flights *flights_new(void)
{
	return xcalloc(1, sizeof(struct flights));
}

void flights_free(struct flights **f)
{
	for (unsigned i = 0; *f && i < BUCKETS; i++)
		BUG_ON((*f)->buckets[i]);
	free(*f);
	*f = NULL;
}

bool flights_join(struct flights *f, struct str key, struct job *j)
{
	uint64_t hash = hash64(key);
	struct flight *at = f->buckets[hash % BUCKETS];
	while (at && (at->hash != hash || !str_eq(buf_str(&at->key), key)))
		at = at->chain;
	if (!at || j->deadline_us < at->deadline_us)
		return false;
	job_list_push(&at->waiting, j);
	return true;
}

void flights_begin(struct flights *f, struct str key, struct job *j)
{
	struct flight *at = xcalloc(1, sizeof(*at));
	at->hash = hash64(key);
	at->key = BUF_INIT;
	buf_addstr(&at->key, key);
	at->deadline_us = j->deadline_us;
	at->chain = f->buckets[at->hash % BUCKETS];
	f->buckets[at->hash % BUCKETS] = at;
	j->flight = at;
}

struct str flights_key(const struct job *j)
{
	return buf_str(&j->flight->key);
}

struct job_list flights_end(struct flights *f, struct job *j)
{
	struct flight *flight = j->flight;
	struct job_list waiting = { NULL, NULL, 0 };
	if (!flight)
		return waiting;
	struct flight **at = &f->buckets[flight->hash % BUCKETS];
	while (*at != flight)
		at = &(*at)->chain;
	*at = flight->chain;
	waiting = flight->waiting;
	buf_fini(&flight->key);
	free(flight);
	j->flight = NULL;
	return waiting;
}
