/* Block-max MaxScore over impacts, in windows of documents; see topk.h.
 *
 * Of every word the largest weight that it can add is known for each block of its list, and of blocks
 * that cannot reach the worst of the best hits so far nothing is unpacked.  Before there are any hits, the
 * bounds themselves tell how much so many documents weigh at least.
 *
 * Any of the words: the documents are gone through in windows, about as long as the blocks there.  Words
 * that cannot reach the worst hit together are set aside: only documents with one of
 * the others (the drivers) are collected, and the words set aside are looked up where a document
 * may still get there.  All of the words: the rarest one drives, and where the blocks of all others that reach up to
 * its document cannot weigh enough together it goes on behind the shortest of them; phrases are looked for
 * last, in documents that weigh enough.
 *
 * The score of a hit has to have the same bits as the store's, and adding doubles depends on the
 * order.  Sums in any order serve to tell what may be a hit; the sum of what is one is made in the
 * order of the store (order_of_sums(); of two numbers there is one order only).
 */
#include "config.h"

#include "query/topk.h"

#include <stdlib.h>

#include "common/unit.h"
#include "query/blend.h"
#include "query/cursor.h"
#include "query/shape.h"

#define WINDOW 2048		/* documents at most */
#define WINDOW_LEAST 256	/* and at least, when short blocks would make more windows than work, */
#define WINDOW_SHARE 48		/* or so many for each word */
#define COUNTED 1024		/* documents of the rarest word, up to which all are looked at: so few are better counted */
/* Postings that could be read while one document is looked at for a phrase: more than it takes when the
 * table of positions is in memory, for it is large and may not be. */
#define PHRASE_WORK 256
#define COMMON_WORK 32		/* postings that can be gone through while a document is looked at for words that only add weight */
#define SLACK 1e-9		/* by which bounds, and sums in another order, may be off */

/* ---- The search ---- */

struct sum {			/* of the weights at two places of the array, put in the first */
	unsigned char into, from;
};

struct topk {
	const struct impacts *im;
	const struct impacts_info *info;
	struct err *err;
	enum shape_kind kind;
	bool any_order;			/* of sums */
	struct cursor *cursors;		/* rarest first; behind them those that only add weight, the weightiest first */
	unsigned n, n_more;
	unsigned n_drivers;		/* of them, by which documents are found: n, or all */
	struct sum sums[SHAPE_WORDS];	/* n - 1 of them; when all must be there, from the rarest on */
	const struct phrase *phrases;
	unsigned n_phrases;
	struct phrase_words words;	/* in the order of the query */
	uint64_t deadline_us;
	unsigned windows;

	struct store_hit *heap;		/* the worst one on top */
	size_t held, room;
	uint64_t matches, least_matches;	/* seen; to be seen before anything is passed over */
	const struct store_search *query;
	struct arena *arena;		/* of all matches, when they are collected; else NULL */
	docid_t *docs;
	size_t n_docs, docs_cap;
	uint64_t candidates;		/* looked at for phrases */
	bool is_counted;		/* no document is passed over for its weight alone */
	bool passed;			/* something was: there may be more matches than were seen */
	bool timed_out;
	double sure;			/* so many documents as there is room for weigh at least that much */

	double *weights;		/* of the documents of a window that have a driver */
	uint64_t seen[WINDOW / 64];
	struct cursor other;		/* for cursor_look_back() */
};

/* ---- Hits ---- */

static bool is_worse(const struct store_hit *a, const struct store_hit *b)
{
	return a->weight < b->weight || (a->weight == b->weight && a->doc > b->doc);
}

static void sift_down(struct store_hit *heap, size_t n, size_t i)
{
	for (size_t child; (child = 2 * i + 1) < n; i = child) {
		if (child + 1 < n && is_worse(&heap[child + 1], &heap[child]))
			child++;
		if (!is_worse(&heap[child], &heap[i]))
			return;
		struct store_hit swap = heap[i];
		heap[i] = heap[child];
		heap[child] = swap;
	}
}

static void add_hit(struct topk *t, docid_t doc, double weight)
{
	struct store_hit hit = { .doc = doc, .weight = weight };
	if (t->held < t->room) {
		t->heap[t->held++] = hit;
		for (size_t i = t->held == t->room ? t->room / 2 : 0; i-- > 0;)
			sift_down(t->heap, t->held, i);
	} else if (t->room && is_worse(&t->heap[0], &hit)) {
		t->heap[0] = hit;
		sift_down(t->heap, t->held, 0);
	}
}

static int by_rank(const void *a, const void *b)
{
	return is_worse(a, b) ? 1 : -1;
}

/* What a hit has to be better than; documents come rising, so one that is as good comes too late. */
static double worst(const struct topk *t)
{
	if (t->held < t->room)
		return t->sure;
	return t->room ? t->heap[0].weight : INFINITY;
}

/* What a document has to be better than not to be passed over: below any weight while matches have to be counted. */
static double threshold(const struct topk *t)
{
	return t->matches < t->least_matches ? -1 : worst(t);
}

/* It is not larger than 1, so bounds of weights stay bounds. */
static double factor_of(const struct topk *t, docid_t doc)
{
	return t->query->factor ? t->query->factor(t->query->factor_arg, doc) : 1;
}

static void collect_match(struct topk *t, docid_t doc)
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

static int found(struct topk *t, docid_t doc, double weight)
{
	int rc;
	t->matches++;
	if (t->arena)
		collect_match(t, doc);
	if (weight * (1 + SLACK) <= worst(t))
		return 0;
	if (t->n_drivers > t->n && (rc = has_any(t, doc)) <= 0)
		return rc;
	if (t->kind != SHAPE_ALL && t->n > 2 && !t->any_order && exact_weight(t, doc, &weight) < 0)
		return -1;
	add_hit(t, doc, weight * factor_of(t, doc));
	return 0;
}

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

/* ---- Any of the words ---- */

/* Add what a driver weighs in the window. */
static int collect(struct topk *t, struct cursor *c, docid_t low, uint64_t high)
{
	while (cursor_skip_to(c, low)) {
		if (cursor_unpack(c, c->skip, t->err) < 0)
			return -1;
		uint32_t at = c->at, n = c->n;
		while (at < n && c->docs[at] < low)
			at++;
		for (; at < n && c->docs[at] < high; at++) {
			uint32_t i = c->docs[at] - low;
			t->weights[i] += cursor_weight(c, at);
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
	double least = threshold(t);
	for (unsigned i = aside; i-- > 0;) {
		if ((weight + below[i + 1]) * (1 + SLACK) <= least) {
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
	return found(t, doc, weight);
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

static int window_any(struct topk *t, docid_t low, uint64_t high)
{
	struct cursor *order[SHAPE_WORDS];
	double below[SHAPE_WORDS + 1] = { 0 }, least = threshold(t);
	unsigned aside = 0, all = t->n + t->n_more;
	unsigned never = all - t->n_drivers;
	sort_by_bound(t->cursors + t->n_drivers, never, order);
	sort_by_bound(t->cursors, t->n_drivers, order + never);
	for (; aside < all; aside++) {
		below[aside + 1] = below[aside] + order[aside]->bound;
		if (aside >= never && below[aside + 1] * (1 + SLACK) > least)
			break;
	}
	t->passed |= aside > never;
	for (unsigned i = aside; i < all; i++)
		if (collect(t, order[i], low, high) < 0)
			return -1;
	for (unsigned i = 0; i < WINDOW / 64; i++) {
		for (uint64_t bits = t->seen[i]; bits; bits &= bits - 1) {
			unsigned at = i * 64 + (unsigned)__builtin_ctzll(bits);
			double weight = t->weights[at];
			t->weights[at] = 0;
			/* The threshold of before the window: what is not above it is most. */
			if (t->kind == SHAPE_ANY && (weight + below[aside]) * (1 + SLACK) <= least)
				t->matches++;
			else if (judge(t, low + at, weight, order, aside, below) < 0)
				return -1;
		}
		t->seen[i] = 0;
	}
	return 0;
}

/* ---- One word ---- */

static bool is_late(struct topk *t)
{
	if (t->deadline_us && t->windows++ % 64 == 0 && clock_us() >= t->deadline_us)
		t->timed_out = true;
	return t->timed_out;
}

/* So often a document that weighs more than `least` has the word, if it can be told by that. */
static double least_wdf(const struct cursor *c, double least)
{
	return c->blend || !(least > 0) ? 0 : bm25_least_wdf(least / c->weight) * (1 - SLACK);
}

static void judge_block(struct topk *t, const struct cursor *c)
{
	double least = worst(t), wdf = least_wdf(c, least);
	for (uint32_t at = 0; at < c->n; at++) {
		if (t->arena)
			collect_match(t, c->docs[at]);
		if (!c->blend && impacts_wdf(&c->wdfs, at) < wdf)
			continue;
		double weight = cursor_weight(c, at);
		if (weight * (1 + SLACK) <= least)
			continue;
		add_hit(t, c->docs[at], weight * factor_of(t, c->docs[at]));
		least = worst(t);
		wdf = least_wdf(c, least);
	}
	t->matches += c->n;
}

static int run_one(struct topk *t)
{
	struct cursor *c = &t->cursors[0];
	for (uint32_t block = 0; block < c->list.n_blocks && !is_late(t); block++) {
		if (c->weight * impacts_skip(&c->list, block).bound * (1 + SLACK) <= threshold(t)) {
			t->passed = true;
			continue;
		}
		if (cursor_unpack(c, block, t->err) < 0)
			return -1;
		judge_block(t, c);
	}
	return 0;
}

/* ---- All of the words ---- */

static int has_phrases(struct topk *t, docid_t doc)
{
	uint64_t ranks[SHAPE_WORDS];
	int rc = 1;
	t->candidates++;
	for (unsigned i = 0; i < t->n; i++)
		ranks[t->cursors[i].number] = cursor_rank(&t->cursors[i]);
	for (unsigned i = 0; i < t->n_phrases && rc > 0; i++)
		rc = phrase_check(&t->phrases[i], &t->words, doc, ranks, t->err);
	return rc;
}

/* What words that only add weight add to a document that weighs `sum`, until it cannot be a hit any more.  bound: of all of them. */
static int add_more(struct topk *t, docid_t doc, double bound, double *sum)
{
	double least = worst(t);
	for (unsigned i = t->n; i < t->n + t->n_more && (*sum + bound) * (1 + SLACK) > least; i++) {
		double more;
		int rc = cursor_meet(&t->cursors[i], doc, &more, t->err);
		if (rc < 0)
			return -1;
		*sum += rc ? more : 0;
		bound -= t->cursors[i].bound;
	}
	return 0;
}

/* Each word's weight in a document that the driver is at: 1; 0: it has not all of them, or weighs too little; -1.
 * rest[i]: what the words from i on can add.  The driver's own weight is looked at first where that may be enough to pass
 * over the document, and else last, for it has to be fetched from memory. */
static int weigh_words(struct topk *t, docid_t doc, const double *rest, double *weights)
{
	struct cursor *driver = &t->cursors[0];
	double least = t->is_counted ? -1 : threshold(t), sum = 0;
	weights[0] = least < 0 ? 0 : cursor_weight(driver, driver->at);
	for (unsigned i = 0; i < t->n; i++) {
		int rc = i ? cursor_meet(&t->cursors[i], doc, &weights[i], t->err) : 1;
		if (rc <= 0)
			return rc;
		sum += t->cursors[i].times * weights[i];
		if ((sum + rest[i + 1]) * (1 + SLACK) <= least) {
			t->passed = true;
			return 0;
		}
	}
	if (least < 0)
		weights[0] = cursor_weight(driver, driver->at);
	return 1;
}

static int judge_all(struct topk *t, docid_t doc, const double *rest)
{
	double weights[SHAPE_WORDS], sum = 0;
	int rc = weigh_words(t, doc, rest, weights);
	if (rc <= 0)
		return rc;
	for (unsigned i = 0; i < t->n; i++)	/* as the store adds, from the rarest word on */
		for (unsigned k = 0; k < t->cursors[i].times; k++)
			sum += weights[i];
	if (t->n_more && add_more(t, doc, rest[t->n], &sum) < 0)
		return -1;
	if (t->n_phrases) {
		if (sum <= threshold(t)) {
			t->passed = true;
			return 0;
		}
		rc = has_phrases(t, doc);
		if (rc <= 0)
			return rc;
	}
	return found(t, doc, sum);
}

/* The blocks that reach up to `low` go on together to *last_r; false: a word has none.  rest[i]: what they weigh from
 * word i on, and what words add that need not be there. */
static bool find_stretch(struct topk *t, docid_t low, docid_t *last_r, double *rest)
{
	*last_r = UINT32_MAX;
	rest[t->n] = 0;
	for (unsigned i = t->n; i-- > 0;) {
		struct cursor *c = &t->cursors[i];
		if (!cursor_skip_to(c, low))
			return false;
		struct impacts_skip skip = impacts_skip(&c->list, c->skip);
		*last_r = skip.last < *last_r ? skip.last : *last_r;
		rest[i] = rest[i + 1] + c->times * c->weight * skip.bound;
	}
	double more = 0;
	for (unsigned i = t->n; i < t->n + t->n_more; i++)
		more += t->cursors[i].bound = cursor_bound(&t->cursors[i], low, (uint64_t)*last_r + 1);
	for (unsigned i = 0; i <= t->n && t->n_more; i++)
		rest[i] += more;
	return true;
}

/* The documents of the driver from `low` to `last`, which its block reaches up to. */
static int stretch_all(struct topk *t, docid_t low, docid_t last, const double *rest)
{
	struct cursor *driver = &t->cursors[0];
	if (cursor_advance(driver, low, t->err) < 0)
		return -1;
	for (; driver->at < driver->n && driver->docs[driver->at] <= last; driver->at++)
		if (judge_all(t, driver->docs[driver->at], rest) < 0)
			return -1;
	return 0;
}

static int run_all(struct topk *t)
{
	double rest[SHAPE_WORDS + 1];
	docid_t last;
	t->is_counted = t->cursors[0].most <= COUNTED;
	for (uint64_t low = 1; low <= t->info->last_doc && !is_late(t); low = (uint64_t)last + 1) {
		if (cursor_first(&t->cursors[0], (docid_t)low, &low, t->err) < 0)
			return -1;
		if (low > t->info->last_doc || !find_stretch(t, (docid_t)low, &last, rest))
			break;
		if (rest[0] * (1 + SLACK) <= threshold(t))
			t->passed = true;
		else if (stretch_all(t, (docid_t)low, last, rest) < 0)
			return -1;
	}
	return 0;
}

/* ---- The whole ---- */

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
	if (high - low <= WINDOW)
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

static int run_any(struct topk *t)
{
	uint64_t low = 1, past = (uint64_t)t->info->last_doc + 1;
	while (low < past && !is_late(t)) {
		uint64_t high = window_end(t, (docid_t)low);
		if (set_bounds(t, (docid_t)low, high) * (1 + SLACK) <= threshold(t)) {
			t->passed = true;
			low = high;
			continue;
		}
		if (next_start(t, low, high, &low) < 0)
			return -1;
		if (low >= high)
			continue;
		if (high > low + WINDOW)
			high = low + WINDOW;
		if (window_any(t, (docid_t)low, high) < 0)
			return -1;
		low = high;
	}
	return 0;
}

/* What the best documents weigh at least, before any is looked at. */
static double weigh_blocks(const struct topk *t)
{
	double sure = -1;
	for (unsigned i = 0; i < t->n && t->kind == SHAPE_ANY; i++)
		sure = fmax(sure, cursor_nth_best(&t->cursors[i], t->room));
	return sure;
}

/* The same by documents that are known. */
static int weigh_likely(struct topk *t, const struct store_search *q, double *sure_r)
{
	*sure_r = -1;
	if (!t->any_order || t->kind == SHAPE_ANY_NOT_ALL || t->room == 0 || q->n_likely < t->room)
		return 0;
	for (size_t i = 0; i < q->n_likely; i++) {
		double weight = 0, part;
		for (unsigned k = 0; k < t->n + t->n_more; k++) {
			int rc = cursor_look_back(&t->cursors[k], q->likely[i].doc, &t->other, &part, t->err);
			if (rc < 0)
				return -1;
			weight += rc ? t->cursors[k].times * part : 0;
		}
		add_hit(t, q->likely[i].doc, weight);
	}
	if (t->heap[0].weight > 0)	/* documents that weigh nothing are hits as well */
		*sure_r = t->heap[0].weight * (1 - 2 * SLACK);
	t->held = 0;
	return 0;
}

static int run(struct topk *t, const struct store_search *q, struct arena *a)
{
	t->sure = -1;
	if (!q->factor && weigh_likely(t, q, &t->sure) < 0)
		return -1;
	if (!q->factor)
		t->sure = fmax(t->sure, weigh_blocks(t));
	if (t->kind == SHAPE_ALL)
		return run_all(t);
	if (t->n == 1 && t->kind == SHAPE_ANY && !t->n_more)
		return run_one(t);
	t->weights = arena_array(a, WINDOW, sizeof(*t->weights));
	return run_any(t);
}

/* ---- Totals ---- */

/* As likely as if the words had nothing to do with each other. */
static void set_totals(const struct topk *t, struct store_result *out)
{
	double all = t->info->documents, share = 1, none = 1;
	uint64_t sum = 0, most = 0, fewest = UINT32_MAX;
	for (unsigned i = 0; i < t->n; i++) {
		const struct cursor *c = &t->cursors[i];
		share *= c->likely / all;
		none *= 1 - c->likely / all;
		sum += c->most;
		most = c->least > most ? c->least : most;
		fewest = c->most < fewest ? c->most : fewest;
	}
	uint64_t upper = t->kind == SHAPE_ALL ? fewest : sum, lower = t->matches;
	if (upper > t->info->documents)
		upper = t->info->documents;
	if (t->kind == SHAPE_ANY && most > lower)
		lower = most;
	if (t->candidates)	/* and the phrases as often as until now */
		share *= (double)t->matches / (double)t->candidates;
	double likely = all * (t->kind == SHAPE_ALL ? share : t->kind == SHAPE_ANY ? 1 - none : 1 - none - share) + 0.5;
	if (!t->passed && !t->timed_out)
		lower = upper = t->matches;
	if (t->timed_out)	/* as the store says it */
		upper = t->info->documents;
	out->matches_lower = (uint32_t)lower;
	out->matches_upper = (uint32_t)upper;
	out->matches_estimated = likely < (double)lower ? (uint32_t)lower :
				 likely > (double)upper ? (uint32_t)upper : (uint32_t)likely;
	out->timed_out = t->timed_out;
}

/* ---- The words ---- */

static int by_documents(const void *a, const void *b)
{
	uint32_t x = ((const struct cursor *)a)->likely, y = ((const struct cursor *)b)->likely;
	return x < y ? -1 : x > y;
}

/* In which order the store adds.  False: there are several as rare, and which comes first is the
 * store's secret.  For all of the words, from the rarest on; the first two may change places. */
static bool is_order_sure(const struct topk *t)
{
	const struct cursor *c = t->cursors;
	if (t->n == 2 && c[0].times + c[1].times == 2)
		return true;
	for (unsigned i = 0; i + 1 < t->n; i++)
		if (c[i].likely == c[i + 1].likely && (i > 0 || c[0].times + c[1].times > 2))
			return false;
	return true;
}

/* For any of them the two with fewest documents become one that has as many as is likely, and so on. */
static bool order_of_sums(struct topk *t)
{
	uint32_t documents[SHAPE_WORDS];
	unsigned char at[SHAPE_WORDS];
	for (unsigned i = 0; i < t->n; i++) {
		documents[i] = t->cursors[i].likely;
		at[i] = (unsigned char)i;
	}
	for (unsigned n = t->n, done = 0; n > 1; n--, done++) {
		if (n > 2 && documents[1] == documents[2])
			return false;
		t->sums[done] = (struct sum){ at[0], at[1] };
		double x = documents[0], y = documents[1];
		uint32_t both = (uint32_t)(x + y - x * y / t->info->documents + 0.5);
		unsigned char place = at[0];
		unsigned k = 0;
		for (; k + 2 < n && documents[k + 2] < both; k++) {
			documents[k] = documents[k + 2];
			at[k] = at[k + 2];
		}
		documents[k] = both;
		at[k] = place;
		for (k++; k + 1 < n; k++) {
			documents[k] = documents[k + 1];
			at[k] = at[k + 1];
		}
	}
	return true;
}

/* Of one word: 1, 0 when no document has it, -1. */
static int open_word(struct topk *t, struct cursor *c, const struct blend_term *terms, unsigned n, struct arena *a)
{
	if (n == 1)
		return cursor_open(c, t->im, terms->term, terms->factor, t->err);
	struct blend *b = arena_alloc(a, sizeof(*b));
	int rc = blend_make(t->im, terms, n, a, b, t->err);
	if (rc > 0 && b->n == 1)
		*c = b->parts[0];
	else if (rc > 0)
		cursor_open_blend(c, t->im, b);
	return rc;
}

static int by_weight(const void *a, const void *b)
{
	double x = ((const struct cursor *)a)->weight, y = ((const struct cursor *)b)->weight;
	return x > y ? -1 : x < y;
}

/* Words that only add weight; one that no document has adds nothing. */
static int open_more(struct topk *t, const struct shape *s)
{
	for (unsigned i = 0; i < s->n_more; i++) {
		struct cursor *c = &t->cursors[t->n + t->n_more];
		const struct blend_term *term = &s->terms[s->words[s->n + i].first];
		int rc = cursor_open(c, t->im, term->term, term->factor, t->err);
		if (rc < 0)
			return -1;
		c->times = 1;
		t->n_more += rc > 0;
	}
	if (t->n_more)
		qsort(t->cursors + t->n, t->n_more, sizeof(*t->cursors), by_weight);
	return 0;
}

/* Where words are common, it is sooner seen where those stand that add weight.  Matches are not counted then: there are enough. */
static void choose_drivers(struct topk *t, const struct store_search *q)
{
	uint64_t base = 0, more = 0;
	uint32_t least = 0;
	for (unsigned i = 0; i < t->n; i++) {
		base += t->cursors[i].most;
		least = t->cursors[i].least > least ? t->cursors[i].least : least;
	}
	for (unsigned i = t->n; i < t->n + t->n_more; i++)
		more += t->cursors[i].most;
	t->n_drivers = t->n;
	if (t->kind != SHAPE_ANY || more == 0 || base * COMMON_WORK < more || q->collect || t->room == 0 || least < t->least_matches)
		return;
	t->n_drivers += t->n_more;
	t->least_matches = 0;
	t->passed = true;
}

/* Its lists, rarest first.  1, 0 when that is not possible, -1. */
static int open_lists(struct topk *t, const struct shape *s, struct arena *a, bool *missing_r)
{
	*missing_r = false;
	for (unsigned i = 0; i < s->n; i++) {
		struct cursor *c = &t->cursors[t->n];
		int rc = open_word(t, c, s->terms + s->words[i].first, s->words[i].n, a);
		if (rc < 0)
			return -1;
		c->number = i;
		c->times = s->times[i];
		*missing_r |= rc == 0;
		t->n += rc > 0;
	}
	qsort(t->cursors, t->n, sizeof(*t->cursors), by_documents);
	if (open_more(t, s) < 0)
		return -1;
	return t->any_order || (t->kind == SHAPE_ALL ? is_order_sure(t) : order_of_sums(t));
}

static void open_phrases(struct topk *t, struct shape *s, const struct positions *positions, struct arena *a)
{
	t->phrases = s->phrases;
	t->n_phrases = s->n_phrases;
	if (s->n_phrases == 0)
		return;
	phrase_words_init(&t->words, s->n, a);
	for (unsigned i = 0; i < s->n; i++) {
		phrase_add_word(&t->words, s->words[i].n);
		for (unsigned k = 0; k < s->words[i].n; k++)
			phrase_add_term(&t->words, positions, s->terms[s->words[i].first + k].term);
	}
	for (unsigned i = 0; i < t->n; i++)
		t->words.list[t->cursors[i].number].documents = t->cursors[i].likely;
	for (unsigned i = 0; i < s->n_phrases; i++)
		phrase_prepare(&s->phrases[i], &t->words);
}

/* What bounds the time. */
static uint64_t postings_of(const struct topk *t)
{
	uint64_t sum = 0;
	for (unsigned i = 0; i < t->n; i++)
		sum += t->cursors[i].most;
	return sum + (t->n_phrases && t->n ? (uint64_t)PHRASE_WORK * t->cursors[0].most : 0);
}

static int search(struct topk *t, const struct store_search *q, struct arena *a, struct store_result *out_r)
{
	uint64_t room = q->limit ? (uint64_t)q->offset + q->limit : 0;
	t->deadline_us = q->deadline_us;
	t->room = room < t->info->documents ? (size_t)room : t->info->documents;
	t->heap = arena_array(a, t->room, sizeof(*t->heap));
	t->least_matches = q->collect ? UINT64_MAX : q->check_at_least;
	t->arena = q->collect ? a : NULL;
	choose_drivers(t, q);
	if (t->n && run(t, q, a) < 0)
		return -1;
	if (t->held)
		qsort(t->heap, t->held, sizeof(*t->heap), by_rank);
	if (t->n_drivers > t->n)
		t->matches = 0;		/* others were seen among them */
	if (q->offset < t->held) {
		out_r->hits = t->heap + q->offset;
		out_r->n_hits = t->held - q->offset;
	}
	out_r->matches = t->docs;
	out_r->n_matches = t->n_docs;
	set_totals(t, out_r);
	return 1;
}

int topk_search(const struct impacts *im, const struct positions *positions, const struct store_search *q,
		uint64_t most_postings, struct arena *a, struct store_result *out_r, struct err *err)
{
	struct shape shape;
	bool missing;
	*out_r = (struct store_result){ .n_hits = 0 };
	if (!shape_of(q, &shape) || (shape.n_phrases && !positions))
		return 0;
	struct topk *t = arena_zalloc(a, sizeof(*t));
	t->im = im;
	t->info = impacts_info(im);
	t->err = err;
	t->kind = shape.kind;
	t->any_order = q->any_order;
	t->query = q;
	t->cursors = arena_alloc(a, (shape.n + shape.n_more) * sizeof(*t->cursors));
	int rc = open_lists(t, &shape, a, &missing);
	if (rc <= 0)
		return rc;
	open_phrases(t, &shape, positions, a);
	if (most_postings && postings_of(t) > most_postings)
		return 0;
	if (missing && t->kind == SHAPE_ALL)
		return 1;
	if (missing)	/* so no document has all of them */
		t->kind = SHAPE_ANY;
	rc = search(t, q, a, out_r);
	/* What was read of a later revision is worth nothing, nor is an error in it. */
	return t->n_phrases && !positions_hold(positions) ? 0 : rc;
}
