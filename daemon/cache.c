/* Kept answers; see cache.h. */
#include "config.h"

#include "daemon/cache.h"

#include <stdlib.h>
#include <string.h>

#include "common/hash.h"
#include "common/xalloc.h"

#define SEEN 65536		/* keys remembered, about */
#define BUCKETS 4096		/* chains; at a few kB an answer they stay short in any sane budget */

struct entry {
	struct entry *chain;		/* same bucket */
	struct entry *newer, *older;	/* order of use */
	uint64_t hash;
	size_t key_n, value_n;
	char bytes[];			/* key, then value */
};

struct cache {
	uint64_t max;
	struct cache_stats stats;
	struct entry *newest, *oldest;
	struct entry *buckets[BUCKETS];
	uint16_t seen[SEEN];		/* part of the hash of the keys that came last */
};

struct cache *cache_new(uint64_t max_bytes)
{
	struct cache *c = xcalloc(1, sizeof(*c));
	c->max = max_bytes;
	return c;
}

static uint64_t size_of(const struct entry *e)
{
	return sizeof(*e) + e->key_n + e->value_n;
}

static void unlink_use(struct cache *c, struct entry *e)
{
	*(e->newer ? &e->newer->older : &c->newest) = e->older;
	*(e->older ? &e->older->newer : &c->oldest) = e->newer;
}

static void link_newest(struct cache *c, struct entry *e)
{
	e->newer = NULL;
	e->older = c->newest;
	*(c->newest ? &c->newest->newer : &c->oldest) = e;
	c->newest = e;
}

static void drop(struct cache *c, struct entry *e)
{
	struct entry **at = &c->buckets[e->hash % BUCKETS];
	while (*at != e)
		at = &(*at)->chain;
	*at = e->chain;
	unlink_use(c, e);
	c->stats.bytes -= size_of(e);
	c->stats.entries--;
	free(e);
}

static struct entry *find(struct cache *c, struct str key, uint64_t hash)
{
	struct entry *e = c->buckets[hash % BUCKETS];
	while (e && (e->hash != hash || !str_eq(str_n(e->bytes, e->key_n), key)))
		e = e->chain;
	return e;
}

bool cache_find(struct cache *c, struct str key, struct str *value_r)
{
	if (!c->max)
		return false;
	struct entry *e = find(c, key, hash64(key));
	if (!e) {
		c->stats.misses++;
		return false;
	}
	unlink_use(c, e);
	link_newest(c, e);
	*value_r = str_n(e->bytes + e->key_n, e->value_n);
	c->stats.hits++;
	return true;
}

/* Was the key asked for before, not long ago? */
static bool seen_before(struct cache *c, uint64_t hash)
{
	uint16_t *mark = &c->seen[hash % SEEN], now = (uint16_t)(hash >> 48);
	bool before = *mark == now;
	*mark = now;
	return before;
}

void cache_put(struct cache *c, struct str key, struct str value)
{
	uint64_t size = sizeof(struct entry) + key.n + value.n, hash = hash64(key);
	if (size > c->max / 8)
		return;
	struct entry *old = find(c, key, hash);
	if (old)
		drop(c, old);
	if (!seen_before(c, hash) && c->stats.bytes + size > c->max)
		return;
	while (c->oldest && c->stats.bytes + size > c->max)
		drop(c, c->oldest);
	struct entry *e = xmalloc(size);
	e->hash = hash;
	e->key_n = key.n;
	e->value_n = value.n;
	memcpy(e->bytes, key.p, key.n);
	memcpy(e->bytes + key.n, value.p, value.n);
	e->chain = c->buckets[hash % BUCKETS];
	c->buckets[hash % BUCKETS] = e;
	link_newest(c, e);
	c->stats.bytes += size;
	c->stats.entries++;
}

struct cache_stats cache_stats(const struct cache *c)
{
	return c->stats;
}

void cache_free(struct cache **c)
{
	if (!*c)
		return;
	while ((*c)->oldest)
		drop(*c, (*c)->oldest);
	free(*c);
	*c = NULL;
}
