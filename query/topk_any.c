/* Any of the words: block-max MaxScore in windows of documents; see topk_state.h.
 *
 * The documents are gone through in windows, about as long as the blocks there.  Words
 * that cannot reach the worst hit together are set aside: only documents with one of
 * the others (the drivers) are collected, and the words set aside are looked up where a document
 * may still get there.
 */
#include "config.h"

#include "query/topk_state.h"

#define WINDOW_LEAST 256	/* documents at least, for short blocks would make more windows than work, */
#define WINDOW_SHARE 48		/* or so many for each word */

/* ---- Windows ---- */

/* Up to the end of the shortest block, so that the bounds are those of single blocks. */
static uint64_t window_end(struct topk *t, docid_t low)
{
	uint64_t end = UINT64_MAX;
	for (unsigned i = 0; i < t->n_drivers; i++) {
		struct cursor *c = &t->cursors[i];
		if (!cursor_skip_to(c, low))
			continue;
		uint64_t block_end = (uint64_t)impacts_skip(&c->list, c->skip).last + 1;
		end = block_end < end ? block_end : end;
	}
	uint64_t least = t->n * WINDOW_SHARE > WINDOW_LEAST ? t->n * WINDOW_SHARE : WINDOW_LEAST;
	return end - low < least ? low + least : end;
}

/* Set the bounds of the words for documents from `low` to before `high`; gives what they can add
 * together. */
static double set_bounds(struct topk *t, docid_t low, uint64_t high)
{
	double sum = 0;
	for (unsigned i = 0; i < t->n + t->n_more; i++) {
		struct cursor *c = &t->cursors[i];
		c->bound = cursor_bound(c, low, high);
		sum += c->bound;
	}
	return sum;
}

/* Where the next document may be.  Long blocks tell that there are few. */
static int next_start(struct topk *t, uint64_t low, uint64_t high, uint64_t *start_r)
{
	*start_r = low;
	if (high - low <= TOPK_WINDOW)
		return 0;
	*start_r = UINT64_MAX;
	for (unsigned i = 0; i < t->n_drivers; i++) {
		uint64_t doc;
		if (cursor_first(&t->cursors[i], (docid_t)low, &doc, t->err) < 0)
			return -1;
		*start_r = doc < *start_r ? doc : *start_r;
	}
	return 0;
}

/* ---- The documents of a window ---- */

/* Add what a driver weighs in the window. */
static int collect(struct topk *t, struct cursor *c, docid_t low, uint64_t high)
{
	while (cursor_skip_to(c, low)) {
		if (cursor_unpack(c, c->skip, t->err) < 0)
			return -1;
		const double *weights = cursor_weights(c);
		uint32_t at = c->at, n = c->n;
		while (at < n && c->docs[at] < low)
			at++;
		for (; at < n && c->docs[at] < high; at++) {
			uint32_t i = c->docs[at] - low;
			t->weights[i] += weights[at];
			t->seen[i / 64] |= UINT64_C(1) << i % 64;
		}
		c->at = at;
		if (at < n)
			break;
		c->skip++;
	}
	return 0;
}

static int has_all(struct topk *t, docid_t doc)
{
	double weight;
	int rc = 1;
	for (unsigned i = 0; i < t->n && rc > 0; i++)
		rc = cursor_look_back(&t->cursors[i], doc, &t->other, &weight, t->err);
	return rc;
}

/* A document with a driver, whose drivers weigh so much.  aside: words in `order` that were set
 * aside, the weightiest last; below[i]: what those before i can add together. */
static int judge(struct topk *t, docid_t doc, double weight, struct cursor *const *order, unsigned aside,
		 const double *below)
{
	double least = topk_threshold(t);
	for (unsigned i = aside; i-- > 0;) {
		if ((weight + below[i + 1]) * (1 + TOPK_SLACK) <= least) {
			t->matches += t->kind == SHAPE_ANY;
			return 0;
		}
		double more;
		int rc = cursor_meet(order[i], doc, &more, t->err);
		if (rc < 0)
			return -1;
		if (rc)
			weight += more;
	}
	if (t->kind == SHAPE_ANY_NOT_ALL) {
		int rc = has_all(t, doc);
		if (rc != 0)
			return rc < 0 ? -1 : 0;
	}
	return topk_found(t, doc, weight);
}

static void sort_by_bound(struct cursor *cursors, unsigned n, struct cursor **order)
{
	for (unsigned i = 0; i < n; i++) {
		unsigned k = i;
		for (; k > 0 && order[k - 1]->bound > cursors[i].bound; k--)
			order[k] = order[k - 1];
		order[k] = &cursors[i];
	}
}

/* The documents of a window with the only driver. */
static int judge_one(struct topk *t, struct cursor *c, docid_t low, uint64_t high, struct cursor *const *order, unsigned aside,
		     const double *below)
{
	while (cursor_skip_to(c, low)) {
		if (cursor_unpack(c, c->skip, t->err) < 0)
			return -1;
		while (c->at < c->n && c->docs[c->at] < low)
			c->at++;
		while (c->at < c->n && c->docs[c->at] < high) {
			uint32_t chosen[IMPACTS_BLOCK], from = c->at;
			double least = t->kind == SHAPE_ANY ? topk_threshold(t) : -1;
			uint32_t n = topk_choose(c, high, below[aside], least, chosen);
			const double *weights = cursor_weights(c);
			t->matches += c->at - from - n;
			for (uint32_t i = 0; i < n; i++)
				if (judge(t, c->docs[chosen[i]], weights[chosen[i]], order, aside, below) < 0)
					return -1;
		}
		if (c->at < c->n)
			break;
		c->skip++;
	}
	return 0;
}

/* The same with those of several. */
static int judge_collected(struct topk *t, docid_t low, uint64_t high, struct cursor *const *order, unsigned aside, const double *below)
{
	double least = topk_threshold(t);	/* of before the window: what is not above it is most */
	for (unsigned i = 0; i * UINT64_C(64) < high - low; i++) {
		for (uint64_t bits = t->seen[i]; bits; bits &= bits - 1) {
			unsigned at = i * 64 + (unsigned)__builtin_ctzll(bits);
			double weight = t->weights[at];
			t->weights[at] = 0;
			if (t->kind == SHAPE_ANY && (weight + below[aside]) * (1 + TOPK_SLACK) <= least)
				t->matches++;
			else if (judge(t, low + at, weight, order, aside, below) < 0)
				return -1;
		}
		t->seen[i] = 0;
	}
	return 0;
}

static int window_any(struct topk *t, docid_t low, uint64_t high)
{
	struct cursor *order[SHAPE_WORDS];
	double below[SHAPE_WORDS + 1], least = topk_threshold(t);
	unsigned aside = 0, all = t->n + t->n_more;
	unsigned never = all - t->n_drivers;
	sort_by_bound(t->cursors + t->n_drivers, never, order);
	sort_by_bound(t->cursors, t->n_drivers, order + never);
	below[0] = 0;
	for (; aside < all; aside++) {
		below[aside + 1] = below[aside] + order[aside]->bound;
		if (aside >= never && below[aside + 1] * (1 + TOPK_SLACK) > least)
			break;
	}
	t->passed |= aside > never;
	if (aside + 1 == all)
		return judge_one(t, order[aside], low, high, order, aside, below);
	for (unsigned i = aside; i < all; i++)
		if (collect(t, order[i], low, high) < 0)
			return -1;
	return judge_collected(t, low, high, order, aside, below);
}

int topk_run_any(struct topk *t)
{
	uint64_t low = 1, past = (uint64_t)t->info->last_doc + 1;
	while (low < past && !topk_is_late(t)) {
		uint64_t high = window_end(t, (docid_t)low);
		if (set_bounds(t, (docid_t)low, high) * (1 + TOPK_SLACK) <= topk_threshold(t)) {
			t->passed = true;
			low = high;
			continue;
		}
		if (next_start(t, low, high, &low) < 0)
			return -1;
		if (low >= high)
			continue;
		if (high > low + TOPK_WINDOW)
			high = low + TOPK_WINDOW;
		if (window_any(t, (docid_t)low, high) < 0)
			return -1;
		low = high;
	}
	return 0;
}
