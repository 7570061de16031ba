/* Kept answers: encoded replies by request and state of the index, least recently used go first.
 *
 * The key must hold everything that the answer depends on: wire, generation and revision of
 * every collection searched, and the normalised request.  So an entry never goes stale: a change
 * of an index changes the key, and old entries age out.  Bounded by bytes.  Thread-safe (one
 * mutex; held for a lookup and a copy).
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

/* Append the kept answer to out; false when there is none. */
bool cache_get(struct cache *c, struct str key, struct buf *out);
/* Keep a copy.  Answers larger than an eighth of the whole are not kept. */
void cache_put(struct cache *c, struct str key, struct str value);

struct cache_stats cache_stats(struct cache *c);

#endif
