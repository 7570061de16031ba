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
void hash128_hex(const struct hash128 *h, char out[33]);

#endif
