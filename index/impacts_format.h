/* What writer and reader of impacts share: header and index as they lie in the file.
 *
 * Only for impacts_write.c and impacts.c.
 */
#ifndef KAREZ_INDEX_IMPACTS_FORMAT_H
#define KAREZ_INDEX_IMPACTS_FORMAT_H

#include "common/hash.h"
#include "index/impacts.h"

#define IMPACTS_MAGIC "karezimp"
#define IMPACTS_VERSION 1		/* also of the parameters in shim/bm25.h */
#define IMPACTS_ORDER 0x01020304u
#define IMPACTS_GROUP 32		/* terms that the index leads to together */
#define IMPACTS_PAD 8

struct impacts_header {
	char magic[8];
	uint32_t version, order;
	char uuid[40];
	uint64_t revision, total_length;
	uint32_t documents, last_doc;
	uint64_t terms, index_at, groups, size;
	uint64_t reserved;
	uint64_t hash;			/* of all before it */
};

struct impacts_group {
	uint64_t key;			/* impacts_key() of its first term */
	uint64_t at;			/* where its terms start */
};

static inline uint64_t impacts_header_hash(const struct impacts_header *h)
{
	return hash64(str_n((const char *)h, offsetof(struct impacts_header, hash)));
}

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
