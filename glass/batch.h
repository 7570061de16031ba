/* Some documents, inverted: from tokens in the order of the text to postings in the order of terms.
 *
 * A worker fills a batch with documents and finishes it to a run, which builder.h writes to the
 * disk and merges with the others.  All costly work (sorting, packing of positions, lists of
 * terms) is done here, on the worker's thread.  Documents are numbered from 0 in a batch; the
 * builder gives them their docids.  One thread.
 */
#ifndef KAREZ_GLASS_BATCH_H
#define KAREZ_GLASS_BATCH_H

#include "common/buf.h"
#include "common/err.h"
#include "common/str.h"
#include "glass/lexicon.h"

struct glass_value {
	uint32_t slot;
	struct str value;		/* not empty */
};

struct glass_document {
	struct str data;
	/* Any order among terms; for one term positions rise, the same one again is kept once.  wdf is
	 * the sum over the tokens of the term. */
	const struct token *tokens;
	size_t n_tokens;
	const struct glass_value *values;	/* each slot once */
	size_t n_values;
};

struct batch;
struct run;

/* The lexicon is borrowed; it may grow between the documents but not be reset before
 * batch_finish(). */
struct batch *batch_new(struct lexicon *lexicon);
void batch_free(struct batch **b);
void batch_add(struct batch *b, const struct glass_document *d);	/* copied */
/* What is stored for a document is what this makes of its data (out is empty at first), for some documents one after the other. */
typedef void batch_pack_fn(void *arg, struct str data, struct buf *out);
void batch_pack_data(struct batch *b, batch_pack_fn *pack, void *arg);
size_t batch_documents(const struct batch *b);
size_t batch_bytes(const struct batch *b);	/* of the documents in it; batch_finish() needs as much again */
/* The run, for builder_append() or run_free(); the batch is empty again. */
struct run *batch_finish(struct batch *b);
void run_free(struct run **r);
size_t run_bytes(const struct run *r);
size_t run_documents(const struct run *r);

#endif
