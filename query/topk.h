/* The best documents for plain words and phrases, found in the impacts of a generation (index/impacts.h)
 * and its positions (index/positions.h): the same documents in the same order with the same scores as the
 * store finds, sooner.
 *
 * For the commonest queries alone (query/shape.h).
 */
#ifndef KAREZ_QUERY_TOPK_H
#define KAREZ_QUERY_TOPK_H

#include "common/arena.h"
#include "index/impacts.h"
#include "index/positions.h"
#include "shim/store.h"

/* 1: done; 0: not a query of this kind, or more postings than most_postings (0: any number), which is
 * for store_search(); -1: impacts or positions are damaged.  positions: NULL leaves phrases to the store.
 * Totals are as with store_search(): exact once `check_at_least` is more than them. */
int topk_search(const struct impacts *im, const struct positions *positions, const struct store_search *q,
		uint64_t most_postings, struct arena *a, struct store_result *out_r, struct err *err);

#endif
