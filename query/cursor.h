/* A cursor steps through the list of one word in the impacts, or of several that stand for one, by documents that rise.
 *
 * It knows what the word can weigh in a stretch of documents without unpacking anything, and unpacks
 * one block at a time.  Functions that unpack give -1 when the impacts are damaged.
 */
#ifndef KAREZ_QUERY_CURSOR_H
#define KAREZ_QUERY_CURSOR_H

#include <stdbool.h>

#include "index/impacts.h"
#include "shim/bm25.h"

struct blend;

#define CURSOR_PAST IMPACTS_BLOCK

struct cursor {
	const struct impacts *impacts;
	struct blend *blend;		/* NULL: one term */
	struct impacts_list list;
	const uint32_t *lengths;
	double length_factor, weight;	/* bm25.h */
	uint32_t least, most;		/* documents: those of a blend are not counted */
	uint32_t likely;		/* as many as the store takes the list to have */
	double bound;			/* for its owner: what the word can weigh just here, */
	unsigned number, times;		/* which word of the query it is, how often that has it */
	uint32_t skip;			/* first block that can hold what comes */
	uint32_t block;			/* that is unpacked */
	uint32_t n, at;			/* postings of it; the first not yet passed */
	const docid_t *docs;		/* behind them UINT32_MAX, CURSOR_PAST times at most */
	docid_t unpacked[IMPACTS_BLOCK];
	struct impacts_wdfs wdfs;
	const double *weights;		/* of the block; NULL: not made yet */
	double own[IMPACTS_BLOCK];
};

/* factor: of its weight.  1, 0 for a word that no document has, -1. */
int cursor_open(struct cursor *c, const struct impacts *im, struct str term, double factor, struct err *err);
/* Of what lives as long as the cursor, and is stepped through by it alone. */
void cursor_open_blend(struct cursor *c, const struct impacts *im, struct blend *b);
/* Back to the first document. */
void cursor_rewind(struct cursor *c);

/* Make c->skip the first block that reaches up to doc; false: none does any more. */
bool cursor_skip_to(struct cursor *c, docid_t doc);
int cursor_unpack(struct cursor *c, uint32_t block, struct err *err);

/* To the first posting from doc on, which is in block c->skip: 0, -1. */
int cursor_advance(struct cursor *c, docid_t doc, struct err *err);
/* 1: the document has the word, and c->at is its posting; 0; -1. */
int cursor_find(struct cursor *c, docid_t doc, struct err *err);
/* The same, and the weight.  Of a blend no more is read than it takes. */
int cursor_meet(struct cursor *c, docid_t doc, double *weight_r, struct err *err);
/* The first document from `low` on; UINT64_MAX: none. */
int cursor_first(struct cursor *c, docid_t low, uint64_t *doc_r, struct err *err);
/* The weight in a document that may have been passed: the cursor stays where it is. `room` is for
 * another block.  1, 0, -1. */
int cursor_look_back(const struct cursor *c, docid_t doc, struct cursor *room, double *weight_r, struct err *err);

/* The largest weight from `low` to before `high`. */
double cursor_bound(struct cursor *c, docid_t low, uint64_t high);
#define CURSOR_NTH_MAX 128
/* So much do n documents weigh at least, as each of n blocks has one that does.  -INFINITY: there are fewer
 * blocks, or n is larger than CURSOR_NTH_MAX. */
double cursor_nth_best(const struct cursor *c, size_t n);

/* The weights of all postings of the block that is unpacked: sooner made together than each by itself. */
const double *cursor_weights(struct cursor *c);

static inline double cursor_weight(const struct cursor *c, uint32_t at)
{
	if (c->weights)
		return c->weights[at];
	return c->weight * bm25_part(c->length_factor, impacts_wdf(&c->wdfs, at), c->lengths[c->docs[at]]);
}

/* How many documents of the list are before the one that the cursor is at: of one term. */
static inline uint64_t cursor_rank(const struct cursor *c)
{
	return (uint64_t)c->block * IMPACTS_BLOCK + c->at;
}

#endif
