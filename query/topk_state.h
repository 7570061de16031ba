/* What the parts of a search for the best documents share: topk.c opens the lists and begins, topk_any.c, topk_all.c and
 * topk_one.c go through documents, topk_hits.c keeps the best.
 *
 * Functions that read lists give -1, with err filled, when the impacts or positions are damaged.
 */
#ifndef KAREZ_QUERY_TOPK_STATE_H
#define KAREZ_QUERY_TOPK_STATE_H

#include <math.h>

#include "query/cursor.h"
#include "query/shape.h"

#define TOPK_WINDOW 2048	/* documents at most, of a window */
#define TOPK_SLACK 1e-9		/* by which bounds, and sums in another order, may be off */

struct sum {			/* of the weights at two places of the array, put in the first */
	unsigned char into, from;
};

struct topk {
	const struct impacts *im;
	const struct impacts_info *info;
	struct err *err;
	enum shape_kind kind;
	bool any_order;			/* of sums */
	bool is_part;			/* one shape of several */
	struct cursor *cursors;		/* rarest first; behind them those that only add weight, the weightiest first */
	unsigned n, n_more;
	unsigned n_drivers;		/* of them, by which documents are found: n, or all */
	struct sum sums[SHAPE_WORDS];	/* n - 1 of them; when all must be there, from the rarest on */
	const struct phrase *phrases;
	unsigned n_phrases;
	struct phrase_words words;	/* in the order of the query */
	bool weigh_late;		/* once they are found, when no document is passed over for its weight */
	uint64_t deadline_us;
	unsigned windows;

	struct store_hit *heap;		/* the worst one on top */
	size_t held, room;
	uint64_t matches, least_matches;	/* seen; to be seen before anything is passed over */
	const struct store_search *query;
	struct arena *arena;		/* of all matches, when they are collected; else NULL */
	docid_t *docs;
	size_t n_docs, docs_cap;
	uint64_t looked_at;		/* for phrases */
	bool is_counted;		/* no document is passed over for its weight alone */
	bool passed;			/* something was: there may be more matches than were seen */
	bool timed_out;
	double sure;			/* so many documents as there is room for weigh at least that much */

	double *weights;		/* of the documents of a window that have a driver */
	uint64_t seen[TOPK_WINDOW / 64];
	struct cursor other;		/* for cursor_look_back() */
};

/* ---- Hits (topk_hits.c) ---- */

static inline bool topk_is_worse(const struct store_hit *a, const struct store_hit *b)
{
	return a->weight < b->weight || (a->weight == b->weight && a->doc > b->doc);
}

/* What a hit has to be better than; documents come rising, so one that is as good comes too late. */
static inline double topk_worst(const struct topk *t)
{
	if (t->held < t->room)
		return t->sure;
	return t->room ? t->heap[0].weight : INFINITY;
}

/* What a document has to be better than not to be passed over: below any weight while matches have to be counted. */
static inline double topk_threshold(const struct topk *t)
{
	return t->matches < t->least_matches ? -1 : topk_worst(t);
}

/* It is not larger than 1, so bounds of weights stay bounds. */
static inline double topk_factor(const struct topk *t, docid_t doc)
{
	return t->query->factor ? t->query->factor(t->query->factor_arg, doc) : 1;
}

void topk_collect(struct topk *t, docid_t doc);
void topk_add_hit(struct topk *t, docid_t doc, double weight);
/* A match, that weighs so much but for its last bits: counted, and kept if it may be a hit.  0, -1. */
int topk_found(struct topk *t, docid_t doc, double weight);
/* The best first. */
void topk_sort_hits(struct store_hit *hits, size_t n);

/* ---- Going through documents ---- */

/* Of the postings of c's block from c->at on, of documents before `high`, a block's worth at most: the places of those that weigh
 * more than `least`, if that is not negative, when the other words add `rest`.  Gives their number; c->at is behind all of them. */
uint32_t topk_choose(struct cursor *c, uint64_t high, double rest, double least, uint32_t chosen[IMPACTS_BLOCK]);
/* Is the time over?  Asked for each window or block. */
bool topk_is_late(struct topk *t);
int topk_run_any(struct topk *t);
int topk_run_all(struct topk *t);
int topk_run_one(struct topk *t);

/* ---- Several searches (topk_merge.c) ---- */

/* What was found in any of them, each document once with the best of its weights; all hits and matches of each are there. */
void topk_merge(const struct store_result *parts, unsigned n, uint32_t documents, struct arena *a, struct store_result *out_r);

#endif
