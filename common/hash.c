/* Fingerprints of bytes by XXH3; see hash.h. */
#include "config.h"

#include "common/hash.h"

#include <xxhash.h>

/* XXH3 reads through the pointer even when the length is 0. */
static const char *bytes(struct str s)
{
	return s.p ? s.p : "";
}

uint64_t hash64(struct str s)
{
	return XXH3_64bits(bytes(s), s.n);
}

struct hash128 hash128(struct str s)
{
	XXH128_canonical_t c;
	struct hash128 h;
	XXH128_canonicalFromHash(&c, XXH3_128bits(bytes(s), s.n));
	memcpy(h.b, c.digest, sizeof(h.b));
	return h;
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
