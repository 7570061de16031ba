/* Blocks of bytes packed by zstd, with or without a dictionary: what the blocks of one collection have in common.
 *
 * A dictionary is what makes short blocks small: alone, they have little to refer to.
 */
#ifndef KAREZ_COMMON_PACKER_H
#define KAREZ_COMMON_PACKER_H

#include <stdbool.h>
#include <stddef.h>

#include "common/buf.h"
#include "common/err.h"
#include "common/str.h"

/* ---- A dictionary to pack with.  Never changes, so any thread may use it. ---- */
struct dictionary;

#define DICTIONARY_BYTES ((size_t)64 << 10)	/* at most; some 30 times as much to learn from is enough */

/* Learnt from n samples that lie one behind the other; NULL: there is nothing to be learnt from them. */
struct dictionary *dictionary_learn(const char *samples, const size_t *lengths, size_t n);
/* As dictionary_bytes() gave it; NULL: it is none. */
struct dictionary *dictionary_new(struct str bytes);
void dictionary_free(struct dictionary **d);
struct str dictionary_bytes(const struct dictionary *d);

/* ---- Packing.  What it needs of memory, kept from block to block; one thread. ---- */
struct packer;

struct packer *packer_new(void);
void packer_free(struct packer **p);
/* Appends the packed form of the block; false, and out is as before: there was no room. */
bool packer_add(struct packer *p, const struct dictionary *d, struct str block, struct buf *out);

/* ---- Unpacking.  One thread. ---- */
struct unpacker;

/* dictionary: that of the blocks that have one, as dictionary_bytes() gave it, copied; empty: none has.  NULL: it is no
 * dictionary. */
struct unpacker *unpacker_new(struct str dictionary);
void unpacker_free(struct unpacker **u);
/* True when `packed` is a block of exactly n bytes (at least one), which are written to out.  with: it was
 * packed with the dictionary. */
bool unpacker_block(struct unpacker *u, bool with, struct str packed, char *out, size_t n);

#endif
