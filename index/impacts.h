/* Impacts: the postings of a generation once more, in the form in which the best documents for
 * plain words are found fastest.  A file beside the tables of the database.
 *
 * It holds the length of every document, and for each plain term blocks of IMPACTS_BLOCK postings,
 * packed in bits.  Of each block its last document and its bound are known without unpacking it:
 * the largest bm25_part() in it, so that blocks in which nothing can reach the top are passed over.
 * The bounds hold for the average length of one revision, so the file is of use for that revision
 * alone; the database works without it.
 *
 * Layout:
 *   header (sidefile.h); lengths, 4 bytes for each docid from 0 to the last;
 *   groups of GROUP terms: the blocks of its long lists, each list followed by its table of blocks;
 *   then the group's terms (bytes shared with the one before, the others, and what leads to the
 *   list; short lists stand here themselves);
 *   index: first bytes and place of each group.
 * Every number is checked before it is used: a file that contradicts itself gives ERR_CORRUPT.
 */
#ifndef KAREZ_INDEX_IMPACTS_H
#define KAREZ_INDEX_IMPACTS_H

#include <stdint.h>
#include <string.h>

#include "common/err.h"
#include "common/str.h"
#include "index/sidefile.h"
#include "shim/store.h"

#define IMPACTS_FILE "impacts"		/* in the folder of the database */
#define IMPACTS_BLOCK 128
#define IMPACTS_SHORT 16		/* postings of a list that gets blocks, at least */

/* ---- Writing: documents, then terms and their postings, then the end ----
 * Memory does not grow with the documents, and with the terms by a byte or less for each.  The
 * functions with a void pointer are steps of a walk over postings (struct store_walk). */
struct impacts_writer;

int impacts_begin(const char *path, struct impacts_writer **out_r, struct err *err);
int impacts_document(void *writer, docid_t doc, uint32_t length, struct err *err);	/* rising */
/* In byte order.  Terms that are not plain (shim/store.h), and their postings, are passed over. */
int impacts_term(void *writer, struct str term, uint32_t documents, uint64_t occurrences, struct err *err);
int impacts_posting(void *writer, docid_t doc, uint32_t wdf, struct err *err);		/* rising */
int impacts_finish(struct impacts_writer *w, const struct sidefile_origin *origin, struct err *err);
void impacts_free(struct impacts_writer **w);		/* removes what was not finished */

/* ---- Reading.  An open file belongs to one thread. ---- */
struct impacts;

struct impacts_info {
	uint32_t documents, last_doc;
	uint64_t total_length, terms;
	double length_factor;		/* bm25.h */
	const uint32_t *lengths;	/* by docid, last_doc + 1 of them */
};

/* ERR_NOT_FOUND when there is none, ERR_MISMATCH for another version or byte order. */
int impacts_open(const char *path, struct impacts **out_r, struct err *err);
void impacts_close(struct impacts **im);
const struct impacts_info *impacts_info(const struct impacts *im);
const struct sidefile_header *impacts_header(const struct impacts *im);

struct impacts_skip {
	uint32_t last;		/* document of a block */
	uint32_t start;		/* of the block among those of the list */
	float bound;		/* no bm25_part() in it is larger */
};

/* The postings of one term. */
struct impacts_list {
	uint32_t documents;
	uint32_t n_blocks;
	struct str blocks;
	const char *skips;		/* NULL: a short list, */
	struct str postings;		/* which is this, */
	struct impacts_skip only;	/* as one block */
};

/* 1, 0 for a term that no document has, -1. */
int impacts_find(const struct impacts *im, struct str term, struct impacts_list *out_r, struct err *err);
/* In how many documents a term is: as the impacts know at once, or as the store says, when they have no such list or are NULL. */
int impacts_frequency(const struct impacts *im, struct store *s, struct str term, uint32_t *documents_r, struct err *err);

static inline struct impacts_skip impacts_skip(const struct impacts_list *l, uint32_t block)
{
	struct impacts_skip s = l->only;
	if (l->skips)
		memcpy(&s, l->skips + (size_t)block * sizeof(s), sizeof(s));
	return s;
}

/* How often the documents of a block have the term: not unpacked before it is asked for. */
struct impacts_wdfs {
	const char *packed;		/* NULL: of a short list, */
	uint32_t few[IMPACTS_SHORT];	/* here */
	unsigned width;
};

/* Of n numbers of `width` bits each; 8 bytes from where it begins can be read. */
static inline uint32_t impacts_unpack(const char *packed, uint32_t i, unsigned width)
{
	uint64_t word;
	size_t bit = (size_t)i * width;
	memcpy(&word, packed + bit / 8, sizeof(word));
	return (uint32_t)(word >> bit % 8 & ((UINT64_C(1) << width) - 1));
}

static inline uint32_t impacts_wdf(const struct impacts_wdfs *w, uint32_t i)
{
	return w->packed ? impacts_unpack(w->packed, i, w->width) : w->few[i];
}

/* Unpack a block; gives the number of its postings, or -1.  Documents rise, none is beyond last_doc. */
int impacts_read(const struct impacts *im, const struct impacts_list *l, uint32_t block,
		 uint32_t docs[IMPACTS_BLOCK], struct impacts_wdfs *wdfs_r, struct err *err);

#endif
