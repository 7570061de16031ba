/* struct idset: a set of 64-bit fingerprints, 11 to 22 bytes each.
 *
 * Tells which ids, paths or records this run has met.  Two things with one fingerprint count as
 * one: among ten million that happens once in 400 000 runs, which is why what is lost by it is
 * never more than one document.  One thread.
 */
#ifndef KAREZ_COMMON_IDSET_H
#define KAREZ_COMMON_IDSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct idset {
	uint64_t *slots;	/* 0 = free */
	size_t n, cap;		/* cap: 0 or a power of two */
};

#define IDSET_INIT ((struct idset){ NULL, 0, 0 })

void idset_fini(struct idset *s);
bool idset_add(struct idset *s, uint64_t fingerprint);	/* false when it was there already */
bool idset_has(const struct idset *s, uint64_t fingerprint);

#endif
