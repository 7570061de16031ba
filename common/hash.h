/* Fingerprints of bytes: XXH3 (libxxhash), 64 and 128 bits.
 *
 * Not cryptographic: they tell that a file changed and spread keys over tables; nothing that
 * an attacker could gain from rests on them.  Their values are stored in indexes (schema.h),
 * so the algorithm is part of the format.
 */
#ifndef KAREZ_COMMON_HASH_H
#define KAREZ_COMMON_HASH_H

#include <stdbool.h>
#include <stdint.h>

#include "common/str.h"

struct hash128 {
	unsigned char b[16];	/* big-endian canonical form */
};

uint64_t hash64(struct str s);
struct hash128 hash128(struct str s);
bool hash128_eq(const struct hash128 *a, const struct hash128 *b);
/* The same of bytes that come piece by piece.  end gives the hash128 of all of them and frees. */
struct hash_stream;
struct hash_stream *hash_stream_new(void);
void hash_stream_add(struct hash_stream *h, struct str s);
struct hash128 hash_stream_end(struct hash_stream **h);

void hash128_hex(const struct hash128 *h, char out[33]);

#endif
