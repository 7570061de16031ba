/* Blocks of bytes in zlib's format (RFC 1950): packed by libdeflate where configure found it, which
 * takes half the time, else by zlib; each reads what the other wrote.
 */
#ifndef KAREZ_COMMON_PACKER_H
#define KAREZ_COMMON_PACKER_H

#include <stdbool.h>
#include <stddef.h>

#include "common/buf.h"
#include "common/str.h"

/* What packing needs of memory, kept from block to block.  One thread. */
struct packer;

struct packer *packer_new(void);
void packer_free(struct packer **p);
/* Appends the packed form of the block; false, and out is as before: there was no room. */
bool packer_add(struct packer *p, struct str block, struct buf *out);

/* Any thread.  True when `packed` is a block of exactly n bytes (at least one), which are written to out. */
bool unpack(struct str packed, char *out, size_t n);

#endif
