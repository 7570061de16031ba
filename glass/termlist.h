/* The list of the terms of a document, as the TERMLIST table has it. */
#ifndef KAREZ_GLASS_TERMLIST_H
#define KAREZ_GLASS_TERMLIST_H

#include "glass/bytes.h"

#define RANKED_SHORT 26

/* A term of a batch, in the order of all: short ones are here, so that one look at memory is enough. */
struct ranked {
	unsigned char bytes[RANKED_SHORT];	/* of a long one the first */
	uint16_t n;
	uint32_t at;		/* in the pool, if it is long */
};

static inline const unsigned char *ranked_bytes(const struct ranked *r, const unsigned char *pool)
{
	return r->n <= RANKED_SHORT ? r->bytes : pool + r->at;
}

struct termlist_entry {
	uint32_t rank, wdf;
};

/* Appends the list: ranks rise.  Another struct ranked, and PACK_SLACK bytes in the pool, follow the last
 * ones.  Nothing for a document without terms. */
void termlist_pack(struct bytes *to, const struct ranked *ranked, const unsigned char *pool,
		   const struct termlist_entry *entries, size_t n, uint32_t length);
/* Appends the list of used slots, at least one, rising. */
void termlist_slots(struct bytes *to, const uint32_t *slots, size_t n);

#endif
