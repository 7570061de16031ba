/* What writer and reader of impacts share: what the header says, and the index of terms.
 *
 * Only for impacts_write.c, impacts.c and their tests.
 */
#ifndef KAREZ_INDEX_IMPACTS_FORMAT_H
#define KAREZ_INDEX_IMPACTS_FORMAT_H

#include "index/impacts.h"
#include "index/sidefile.h"

/* The version is also that of the parameters in shim/bm25.h. */
static const struct sidefile_kind impacts_kind = { "karezimp", 2, "impacts" };

enum { IMPACTS_TOTAL_LENGTH, IMPACTS_DOCUMENTS, IMPACTS_LAST_DOC, IMPACTS_TERMS, IMPACTS_INDEX_AT, IMPACTS_GROUPS };

#define IMPACTS_GROUP 32		/* terms that the index leads to together */

struct impacts_group {
	uint64_t key;			/* impacts_key() of its first term */
	uint64_t at;			/* where its terms start */
};

/* The first bytes of a term as a number that orders as they do. */
static inline uint64_t impacts_key(struct str term)
{
	uint64_t key = 0;
	for (size_t i = 0; i < 8; i++)
		key = key << 8 | (i < term.n ? (unsigned char)term.p[i] : 0);
	return key;
}

static inline size_t impacts_packed_size(uint32_t n, unsigned width)
{
	return ((size_t)n * width + 7) / 8;
}

#endif
