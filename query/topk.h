/* The best documents for plain words, found in the impacts of a generation (index/impacts.h): the
 * same documents in the same order with the same scores as the store finds, sooner.
 *
 * For the commonest queries alone: one word, all of some words, any of some words, any but not all
 * of them; by relevance.
 */
#ifndef KAREZ_QUERY_TOPK_H
#define KAREZ_QUERY_TOPK_H

#include "common/arena.h"
#include "index/impacts.h"
#include "shim/store.h"

#define TOPK_MAX_TERMS 16

/* 1: done; 0: not a query of this kind, or more postings than most_postings (0: any number), which is
 * for store_search(); -1: the impacts are damaged.
 * Totals are as with store_search(): exact once `check_at_least` is more than them. */
int topk_search(const struct impacts *im, const struct store_search *q, uint64_t most_postings, struct arena *a,
		struct store_result *out_r, struct err *err);

#endif
