/* The best documents so far, and the weights of those that get among them; see topk_state.h.
 *
 * The score of a hit has to have the same bits as the store's, and adding doubles depends on the
 * order.  Sums in any order serve to tell what may be a hit; the sum of what is one is made in the
 * order of the store (topk->sums; of two numbers there is one order only).
 */
#include "config.h"

#include "query/topk_state.h"

#include <stdlib.h>

static void sift_down(struct store_hit *heap, size_t n, size_t i)
{
	for (size_t child; (child = 2 * i + 1) < n; i = child) {
		if (child + 1 < n && topk_is_worse(&heap[child + 1], &heap[child]))
			child++;
		if (!topk_is_worse(&heap[child], &heap[i]))
			return;
		struct store_hit swap = heap[i];
		heap[i] = heap[child];
		heap[child] = swap;
	}
}

void topk_add_hit(struct topk *t, docid_t doc, double weight)
{
	struct store_hit hit = { .doc = doc, .weight = weight };
	if (t->held < t->room) {
		t->heap[t->held++] = hit;
		for (size_t i = t->held == t->room ? t->room / 2 : 0; i-- > 0;)
			sift_down(t->heap, t->held, i);
	} else if (t->room && topk_is_worse(&t->heap[0], &hit)) {
		t->heap[0] = hit;
		sift_down(t->heap, t->held, 0);
	}
}

static int by_rank(const void *a, const void *b)
{
	return topk_is_worse(a, b) ? 1 : -1;
}

void topk_sort_hits(struct store_hit *hits, size_t n)
{
	if (n)
		qsort(hits, n, sizeof(*hits), by_rank);
}

void topk_collect(struct topk *t, docid_t doc)
{
	t->docs = arena_grow(t->arena, t->docs, &t->docs_cap, t->n_docs + 1, sizeof(*t->docs));
	t->docs[t->n_docs++] = doc;
}

/* ---- Weights ---- */

/* The weight of a document with more than two words, added up as the store does. */
static int exact_weight(struct topk *t, docid_t doc, double *weight_r)
{
	double weights[SHAPE_WORDS];
	memset(weights, 0, t->n * sizeof(*weights));
	for (unsigned i = 0; i < t->n; i++)
		if (cursor_look_back(&t->cursors[i], doc, &t->other, &weights[i], t->err) < 0)
			return -1;
	for (unsigned i = 0; i + 1 < t->n; i++)
		weights[t->sums[i].into] += weights[t->sums[i].from];
	*weight_r = weights[t->n > 1 ? t->sums[t->n - 2].into : 0];
	return 0;
}

/* Of those that have to be there. */
static int has_any(struct topk *t, docid_t doc)
{
	double weight;
	int rc = 0;
	for (unsigned i = 0; i < t->n && rc == 0; i++)
		rc = cursor_look_back(&t->cursors[i], doc, &t->other, &weight, t->err);
	return rc;
}

int topk_found(struct topk *t, docid_t doc, double weight)
{
	int rc;
	t->matches++;
	if (t->arena)
		topk_collect(t, doc);
	if (weight * (1 + TOPK_SLACK) <= topk_worst(t))
		return 0;
	if (t->n_drivers > t->n && (rc = has_any(t, doc)) <= 0)
		return rc;
	if (t->kind != SHAPE_ALL && t->n > 2 && !t->any_order && exact_weight(t, doc, &weight) < 0)
		return -1;
	topk_add_hit(t, doc, weight * topk_factor(t, doc));
	return 0;
}
