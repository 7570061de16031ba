/* A sorted part of a run: blocks, each with a term and what the run's documents say about it.
 *
 * Postings, lengths, positions, values and metadata all have this form, so that one merge serves them.  A
 * block is: byte length of the term, term, count, sum, first document, last - first, bytes of the
 * body (all uints), body.  A body speaks of documents by the difference to the one before, less 1;
 * its first one, the block's, is left out:
 *
 *	postings	wdf, then for each further one: difference, wdf	(sum: of the wdfs)
 *	lengths		the same with the length of the document for the wdf, and an empty term
 *	positions	length, packed positions, then: difference, length, packed positions
 *			(sum: of the positions)
 *	values		length, value, then: difference, length, value	(term: the slot as a uint)
 *	metadata	the same, with the number of the section for a document; the last value counts
 *
 * Blocks of the same term join by putting one difference between their bodies.
 */
#ifndef KAREZ_GLASS_SECTION_H
#define KAREZ_GLASS_SECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/err.h"
#include "common/str.h"
#include "glass/pack.h"
#include "glass/spill.h"

struct block {
	struct str term;	/* at most 255 bytes */
	uint64_t count, sum;
	uint32_t first, last;	/* documents */
	uint64_t body;		/* bytes */
};

#define BLOCK_HEAD_MAX (1 + 255 + 5 * 10)

unsigned char *block_pack(unsigned char *p, const struct block *b);	/* all before the body */

/* Where a section lies: in the file, or in memory. */
struct section {
	uint64_t from, to;
	uint32_t base;		/* docid of document 0 */
	unsigned char *memory;	/* owned; NULL: in the file */
};

/* A section being read, block by block. */
struct cursor {
	const struct spill *spill;
	uint64_t at, to;	/* in the file: not in the buffer yet */
	uint32_t base;
	unsigned char *buffer;
	bool borrowed;		/* it is the section itself */
	size_t size, begin, end;
	struct block block;	/* the present one, its documents as docids */
	uint64_t left;		/* of its body */
	char term[255 + PACK_SLACK];
};

/* Before the first block. */
void cursor_init(struct cursor *c, const struct spill *spill, const struct section *s, size_t size);
void cursor_fini(struct cursor *c);
/* To the next block (the body of the present one is used up): 1, 0 at the end, -1. */
int cursor_next(struct cursor *c, struct err *err);
/* The body from here on: n bytes of it at least, or all that is left; NULL on error, one of which is
 * that nothing is left.  They end at *end_r, but some more can be read, so that unpack_uint() is safe
 * at any of them.  What begins before *stop_r and is at most n bytes long ends before *end_r, or else
 * contradicts its section. */
const unsigned char *cursor_ahead(struct cursor *c, size_t n, const unsigned char **stop_r,
				  const unsigned char **end_r, struct err *err);
/* All before p, a place within what cursor_ahead() gave, is done with; ERR_CORRUPT if p is not within. */
int cursor_pass(struct cursor *c, const unsigned char *p, struct err *err);
/* The body is not what its block says: ERR_CORRUPT. */
int cursor_corrupt(struct err *err);
/* A number, and a string (valid until the next call): ERR_CORRUPT when the body ends before. */
int cursor_uint(struct cursor *c, uint64_t *v_r, struct err *err);
int cursor_string(struct cursor *c, struct str *s_r, struct err *err);

#endif
