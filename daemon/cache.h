/* Kept answers: encoded replies by request and state of the index, least recently used go first.
 * Once it is full, only what is asked for a second time gets in: a long row of different requests
 * does not drive out what is asked again and again.
 *
 * The key must hold everything that the answer depends on: wire, generation and revision of
 * every collection searched, and the normalised request.  So an entry never goes stale: a change
 * of an index changes the key, and old entries age out.  Bounded by bytes.  Loop thread.
 */
#ifndef KAREZ_DAEMON_CACHE_H
#define KAREZ_DAEMON_CACHE_H

#include <stdbool.h>
#include <stdint.h>

#include "common/buf.h"
#include "common/str.h"

struct cache;

struct cache_stats {
	uint64_t hits, misses, entries, bytes;
};

struct cache *cache_new(uint64_t max_bytes);	/* 0: keeps nothing */
void cache_free(struct cache **c);

/* The kept answer, valid until the next cache_put(); false when there is none. */
bool cache_find(struct cache *c, struct str key, struct str *value_r);
/* Keep a copy.  Answers larger than an eighth of the whole are not kept. */
void cache_put(struct cache *c, struct str key, struct str value);

struct cache_stats cache_stats(const struct cache *c);

#endif
