/* The list of the terms of a document, as the TERMLIST table has it. */
#ifndef KAREZ_GLASS_TERMLIST_H
#define KAREZ_GLASS_TERMLIST_H

#include "glass/bytes.h"

/* The terms of a batch in their order. */
struct ranked {
	uint64_t prefix;	/* the first 8 bytes as a number, zeros after the end */
	uint32_t at, n;		/* in the pool */
};

struct termlist_entry {
	uint32_t rank, wdf;
};

/* Appends the list: ranks rise.  PACK_SLACK bytes follow the last term in the pool.  Nothing for a document without terms. */
void termlist_pack(struct bytes *to, const struct ranked *ranked, const unsigned char *pool,
		   const struct termlist_entry *entries, size_t n, uint32_t length);
/* Appends the list of used slots, at least one, rising. */
void termlist_slots(struct bytes *to, const uint32_t *slots, size_t n);

#endif
