/* Block-max MaxScore over impacts, in windows of documents; see topk.h.
 *
 * Of every word the largest weight that it can add is known for each block of its list.  The
 * documents are gone through in windows, about as long as the blocks there.  A window in which all
 * words together cannot reach the worst of the best hits so far is passed over without unpacking
 * anything.  Else the words that cannot reach it together are set aside: only documents with one of
 * the others (the drivers) are collected, and the words set aside are looked up where a document
 * may still get there.  When all words must be there, the rarest one drives.
 *
 * The score of a hit has to have the same bits as the store's, and adding doubles depends on the
 * order.  Sums in any order serve to tell what may be a hit; the sum of what is one is made in the
 * order of the store (order_of_sums(); of two numbers there is one order only).
 */
#include "config.h"

#include "query/topk.h"

#include <stdlib.h>

#include "common/unit.h"
#include "query/cursor.h"

#define WINDOW 2048		/* documents at most */
#define WINDOW_LEAST 256	/* and at least, when short blocks would make more windows than work */
#define SLACK 1e-9		/* by which bounds, and sums in another order, may be off */

/* ---- The search ---- */

enum kind { ALL, ANY, ANY_NOT_ALL };

struct sum {			/* of the weights at two places of the array, put in the first */
	unsigned char into, from;
};

struct topk {
	const struct impacts *im;
	const struct impacts_info *info;
	struct err *err;
	enum kind kind;
	struct cursor *cursors;		/* rarest first */
	unsigned n;
	struct sum sums[TOPK_MAX_TERMS];	/* n - 1 of them */
	uint64_t deadline_us;
	unsigned windows;

	struct store_hit *heap;		/* the worst one on top */
	size_t held, room;
	uint64_t matches, least_matches;	/* seen; to be seen before anything is passed over */
	bool passed;			/* something was: there may be more matches than were seen */
	bool timed_out;

	double weights[WINDOW];		/* of the documents of a window that have a driver */
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

/* What a document has to be better than; documents come rising, so one that is as good comes too
 * late.  Below any weight while matches have to be counted or there is room. */
static double threshold(const struct topk *t)
{
	if (t->matches < t->least_matches || t->held < t->room)
		return -1;
	return t->room ? t->heap[0].weight : INFINITY;
}

/* ---- Weights ---- */

/* The weight of a document with more than two words, added up as the store does. */
static int exact_weight(struct topk *t, docid_t doc, double *weight_r)
{
	double weights[TOPK_MAX_TERMS] = { 0 };
	for (unsigned i = 0; i < t->n; i++)
		if (cursor_look_back(&t->cursors[i], doc, &t->other, &weights[i], t->err) < 0)
			return -1;
	for (unsigned i = 0; i + 1 < t->n; i++)
		weights[t->sums[i].into] += weights[t->sums[i].from];
	*weight_r = weights[t->n > 1 ? t->sums[t->n - 2].into : 0];
	return 0;
}

static int found(struct topk *t, docid_t doc, double weight)
{
	t->matches++;
	if (weight * (1 + SLACK) <= threshold(t))
		return 0;
	if (t->n > 2 && exact_weight(t, doc, &weight) < 0)
		return -1;
	add_hit(t, doc, weight);
	return 0;
}

/* ---- Windows ---- */

/* Up to the end of the shortest block, so that the bounds are those of single blocks. */
static uint64_t window_end(struct topk *t, docid_t low)
{
	uint64_t end = UINT64_MAX;
	for (unsigned i = 0; i < t->n; i++) {
		struct cursor *c = &t->cursors[i];
		if (!cursor_skip_to(c, low))
			continue;
		uint64_t block_end = (uint64_t)impacts_skip(&c->list, c->skip).last + 1;
		end = block_end < end ? block_end : end;
	}
	return end - low < WINDOW_LEAST ? (uint64_t)low + WINDOW_LEAST : end;
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
			t->matches += t->kind == ANY;
			return 0;
		}
		int rc = cursor_find(order[i], doc, t->err);
		if (rc < 0)
			return -1;
		if (rc)
			weight += cursor_weight(order[i], order[i]->at);
	}
	if (t->kind == ANY_NOT_ALL) {
		int rc = has_all(t, doc);
		if (rc != 0)
			return rc < 0 ? -1 : 0;
	}
	return found(t, doc, weight);
}

static void sort_by_bound(struct topk *t, struct cursor **order)
{
	for (unsigned i = 0; i < t->n; i++) {
		unsigned k = i;
		for (; k > 0 && order[k - 1]->bound > t->cursors[i].bound; k--)
			order[k] = order[k - 1];
		order[k] = &t->cursors[i];
	}
}

static int window_any(struct topk *t, docid_t low, uint64_t high)
{
	struct cursor *order[TOPK_MAX_TERMS];
	double below[TOPK_MAX_TERMS + 1] = { 0 }, least = threshold(t);
	unsigned aside = 0;
	sort_by_bound(t, order);
	for (; aside < t->n; aside++) {
		below[aside + 1] = below[aside] + order[aside]->bound;
		if (below[aside + 1] * (1 + SLACK) > least)
			break;
	}
	t->passed |= aside > 0;
	for (unsigned i = aside; i < t->n; i++)
		if (collect(t, order[i], low, high) < 0)
			return -1;
	for (unsigned i = 0; i < WINDOW / 64; i++) {
		for (uint64_t bits = t->seen[i]; bits; bits &= bits - 1) {
			unsigned at = i * 64 + (unsigned)__builtin_ctzll(bits);
			double weight = t->weights[at];
			t->weights[at] = 0;
			/* The threshold of before the window: what is not above it is most. */
			if (t->kind == ANY && (weight + below[aside]) * (1 + SLACK) <= least)
				t->matches++;
			else if (judge(t, low + at, weight, order, aside, below) < 0)
				return -1;
		}
		t->seen[i] = 0;
	}
	return 0;
}

/* ---- All of the words ---- */

/* A document that the driver has: with all others, or not. */
static int judge_all(struct topk *t, docid_t doc)
{
	struct cursor *driver = &t->cursors[0];
	for (unsigned i = 1; i < t->n; i++) {
		int rc = cursor_find(&t->cursors[i], doc, t->err);
		if (rc <= 0)
			return rc;
	}
	double weight = cursor_weight(driver, driver->at);
	for (unsigned i = 1; i < t->n; i++)
		weight += cursor_weight(&t->cursors[i], t->cursors[i].at);
	return found(t, doc, weight);
}

static int window_all(struct topk *t, docid_t low, uint64_t high)
{
	struct cursor *driver = &t->cursors[0];
	while (cursor_skip_to(driver, low)) {
		if (cursor_unpack(driver, driver->skip, t->err) < 0)
			return -1;
		while (driver->docs[driver->at] < low)	/* the block reaches up to low */
			driver->at++;
		for (; driver->at < driver->n; driver->at++) {
			docid_t doc = driver->docs[driver->at];
			if (doc >= high)
				return 0;
			if (judge_all(t, doc) < 0)
				return -1;
		}
		if (driver->docs[driver->n - 1] == UINT32_MAX)
			return 0;
		low = driver->docs[driver->n - 1] + 1;
	}
	return 0;
}

/* ---- The whole ---- */

static bool is_late(struct topk *t)
{
	if (t->deadline_us && t->windows++ % 64 == 0 && clock_us() >= t->deadline_us)
		t->timed_out = true;
	return t->timed_out;
}

/* Set the bounds of the words for documents from `low` to before `high`; gives what they can add
 * together, or -1 when a word that must be there has come to its end. */
static double set_bounds(struct topk *t, docid_t low, uint64_t high)
{
	double sum = 0;
	for (unsigned i = 0; i < t->n; i++) {
		struct cursor *c = &t->cursors[i];
		c->bound = cursor_bound(c, low, high);
		sum += c->bound;
		if (c->skip == c->list.n_blocks && t->kind == ALL)
			return -1;
	}
	return sum;
}

/* Where the next document may be.  Long blocks tell that there are few. */
static int next_start(struct topk *t, uint64_t low, uint64_t high, uint64_t *start_r)
{
	unsigned n = t->kind == ALL ? 1 : t->n;		/* the rarest word says */
	*start_r = low;
	if (t->kind != ALL && high - low <= WINDOW)
		return 0;
	*start_r = UINT64_MAX;
	for (unsigned i = 0; i < n; i++) {
		uint64_t doc;
		if (cursor_first(&t->cursors[i], (docid_t)low, &doc, t->err) < 0)
			return -1;
		*start_r = doc < *start_r ? doc : *start_r;
	}
	return 0;
}

static int run(struct topk *t)
{
	uint64_t low = 1, past = (uint64_t)t->info->last_doc + 1;
	while (low < past && !is_late(t)) {
		uint64_t high = window_end(t, (docid_t)low);
		double bound = set_bounds(t, (docid_t)low, high);
		if (bound < 0)
			break;
		if (bound * (1 + SLACK) <= threshold(t)) {
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
		if ((t->kind == ALL ? window_all : window_any)(t, (docid_t)low, high) < 0)
			return -1;
		low = high;
	}
	return 0;
}

/* ---- Totals ---- */

/* As likely as if the words had nothing to do with each other. */
static void set_totals(const struct topk *t, struct store_result *out)
{
	double all = t->info->documents, share = 1, none = 1;
	uint64_t sum = 0, most = 0;
	for (unsigned i = 0; i < t->n; i++) {
		uint32_t documents = t->cursors[i].list.documents;
		share *= documents / all;
		none *= 1 - documents / all;
		sum += documents;
		most = documents > most ? documents : most;
	}
	uint64_t upper = t->kind == ALL ? t->cursors[0].list.documents : sum, lower = t->matches;
	if (upper > t->info->documents)
		upper = t->info->documents;
	if (t->kind == ANY && most > lower)
		lower = most;
	double likely = all * (t->kind == ALL ? share : t->kind == ANY ? 1 - none : 1 - none - share) + 0.5;
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

/* ---- What kind of query is it? ---- */

static size_t leading_terms(const struct store_node *nodes, size_t n)
{
	size_t i = 0;
	while (i < n && nodes[i].op == STORE_TERM)
		i++;
	return i;
}

/* term; terms AND; terms OR; (terms OR) (the same terms AND) AND_NOT. */
static bool recognise(const struct store_search *q, enum kind *kind_r, size_t *n_terms_r)
{
	const struct store_node *nodes = q->nodes;
	size_t n = leading_terms(nodes, q->n_nodes);
	*n_terms_r = n;
	*kind_r = ANY;
	if (n == 0 || n > TOPK_MAX_TERMS)
		return false;
	if (q->n_nodes == 1)
		return true;
	if (nodes[n].n != n || (nodes[n].op != STORE_AND && nodes[n].op != STORE_OR))
		return false;
	*kind_r = nodes[n].op == STORE_AND ? ALL : ANY;
	if (q->n_nodes == n + 1)
		return true;
	*kind_r = ANY_NOT_ALL;
	if (nodes[n].op != STORE_OR || q->n_nodes != 2 * n + 3 || nodes[2 * n + 1].op != STORE_AND ||
	    nodes[2 * n + 1].n != n || nodes[2 * n + 2].op != STORE_AND_NOT)
		return false;
	for (size_t i = 0; i < n; i++)
		if (nodes[n + 1 + i].op != STORE_TERM || !str_eq(nodes[n + 1 + i].term, nodes[i].term))
			return false;
	return true;
}

static bool is_for_us(const struct store_search *q, size_t n_terms)
{
	if (q->sort_slot != STORE_NO_SLOT || q->collapse_slot != STORE_NO_SLOT || q->n_facets)
		return false;
	for (size_t i = 0; i < n_terms; i++) {
		struct str term = q->nodes[i].term;
		if (term.n == 0 || (term.p[0] >= 'A' && term.p[0] <= 'Z') || q->nodes[i].wqf > 1)
			return false;
		for (size_t k = 0; k < i; k++)
			if (str_eq(q->nodes[k].term, term))
				return false;
	}
	return true;
}

static int by_documents(const void *a, const void *b)
{
	uint32_t x = ((const struct cursor *)a)->list.documents, y = ((const struct cursor *)b)->list.documents;
	return x < y ? -1 : x > y;
}

/* In which order the store adds: for all of the words from the rarest on; for any of them the two
 * with fewest documents become one that has as many as is likely, and so on.  False: there are
 * several as rare, and which comes first is the store's secret. */
static bool order_of_sums(struct topk *t)
{
	uint32_t documents[TOPK_MAX_TERMS];
	unsigned char at[TOPK_MAX_TERMS];
	for (unsigned i = 0; i < t->n; i++) {
		documents[i] = t->cursors[i].list.documents;
		at[i] = (unsigned char)i;
	}
	for (unsigned n = t->n, done = 0; n > 1; n--, done++) {
		if (n > 2 && documents[1] == documents[2])
			return false;
		t->sums[done] = (struct sum){ at[0], at[1] };
		double x = documents[0], y = documents[1];
		uint32_t both = t->kind == ALL ? 0 : (uint32_t)(x + y - x * y / t->info->documents + 0.5);
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

/* Its lists, rarest first.  1, 0 when that is not possible, -1. */
static int open_lists(struct topk *t, const struct store_search *q, size_t n_terms, bool *missing_r)
{
	*missing_r = false;
	for (size_t i = 0; i < n_terms; i++) {
		struct cursor *c = &t->cursors[t->n];
		int rc = cursor_open(c, t->im, q->nodes[i].term, t->err);
		if (rc < 0)
			return -1;
		*missing_r |= rc == 0;
		t->n += rc > 0;
	}
	qsort(t->cursors, t->n, sizeof(*t->cursors), by_documents);
	return order_of_sums(t);
}

static uint64_t postings_of(const struct topk *t)
{
	uint64_t sum = 0;
	for (unsigned i = 0; i < t->n; i++)
		sum += t->cursors[i].list.documents;
	return sum;
}

int topk_search(const struct impacts *im, const struct store_search *q, uint64_t most_postings, struct arena *a,
		struct store_result *out_r, struct err *err)
{
	enum kind kind;
	size_t n_terms;
	bool missing;
	if (!recognise(q, &kind, &n_terms) || !is_for_us(q, n_terms))
		return 0;
	struct topk *t = arena_zalloc(a, sizeof(*t));
	t->im = im;
	t->info = impacts_info(im);
	t->err = err;
	t->kind = kind;
	t->deadline_us = q->deadline_us;
	t->cursors = arena_array(a, n_terms, sizeof(*t->cursors));
	*out_r = (struct store_result){ .n_hits = 0 };
	int rc = open_lists(t, q, n_terms, &missing);
	if (rc <= 0)
		return rc;
	if (most_postings && postings_of(t) > most_postings)
		return 0;
	if (missing && kind == ALL)
		return 1;
	if (missing)	/* so no document has all of them */
		t->kind = ANY;
	uint64_t room = q->limit ? (uint64_t)q->offset + q->limit : 0;
	t->room = room < t->info->documents ? (size_t)room : t->info->documents;
	t->heap = arena_array(a, t->room, sizeof(*t->heap));
	t->least_matches = q->check_at_least;
	if (run(t) < 0)
		return -1;
	if (t->held)
		qsort(t->heap, t->held, sizeof(*t->heap), by_rank);
	if (q->offset < t->held) {
		out_r->hits = t->heap + q->offset;
		out_r->n_hits = t->held - q->offset;
	}
	set_totals(t, out_r);
	return 1;
}
