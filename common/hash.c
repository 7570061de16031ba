/* Fingerprints of bytes by XXH3; see hash.h. */
#include "config.h"

#include "common/hash.h"

#include <stdlib.h>
#define XXH_STATIC_LINKING_ONLY		/* for the size of XXH3_state_t */
#include <xxhash.h>

#include "common/xalloc.h"

/* XXH3 reads through the pointer even when the length is 0. */
static const char *bytes(struct str s)
{
	return s.p ? s.p : "";
}

uint64_t hash64(struct str s)
{
	return XXH3_64bits(bytes(s), s.n);
}

static struct hash128 canonical(XXH128_hash_t value)
{
	XXH128_canonical_t c;
	struct hash128 h;
	XXH128_canonicalFromHash(&c, value);
	memcpy(h.b, c.digest, sizeof(h.b));
	return h;
}

struct hash128 hash128(struct str s)
{
	return canonical(XXH3_128bits(bytes(s), s.n));
}

/* The library wants its state aligned more strictly than malloc() does. */
struct hash_stream {
	XXH3_state_t *state;		/* within space */
	char space[sizeof(XXH3_state_t) + 64];
};

struct hash_stream *hash_stream_new(void)
{
	struct hash_stream *h = xmalloc(sizeof(*h));
	h->state = (XXH3_state_t *)(((uintptr_t)h->space + 63) & ~(uintptr_t)63);
	XXH3_INITSTATE(h->state);
	XXH3_128bits_reset(h->state);
	return h;
}

void hash_stream_add(struct hash_stream *h, struct str s)
{
	XXH3_128bits_update(h->state, bytes(s), s.n);
}

struct hash128 hash_stream_end(struct hash_stream **h)
{
	struct hash128 hash = canonical(XXH3_128bits_digest((*h)->state));
	free(*h);
	*h = NULL;
	return hash;
}

bool hash128_eq(const struct hash128 *a, const struct hash128 *b)
{
	return memcmp(a->b, b->b, sizeof(a->b)) == 0;
}

void hash128_hex(const struct hash128 *h, char out[33])
{
	static const char digits[] = "0123456789abcdef";
	for (size_t i = 0; i < sizeof(h->b); i++) {
		out[2 * i] = digits[h->b[i] >> 4];
		out[2 * i + 1] = digits[h->b[i] & 15];
	}
	out[32] = '\0';
}
