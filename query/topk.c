/* Block-max MaxScore over impacts, in windows of documents; see topk.h.
 *
 * Of every word the largest weight that it can add is known for each block of its list, and of blocks
 * that cannot reach the worst of the best hits so far nothing is unpacked.  Before there are any hits, the
 * bounds themselves tell how much so many documents weigh at least.
 *
 * Here the lists are opened, in the order in which the store adds up, and what was found is counted; how documents are gone
 * through is in topk_any.c, topk_all.c and topk_one.c.
 */
#include "config.h"

#include "query/topk.h"

#include <stdlib.h>

#include "common/unit.h"
#include "query/blend.h"
#include "query/topk_state.h"

/* Postings that could be read while one document is looked at for a phrase: more than it takes when the
 * table of positions is in memory, for it is large and may not be. */
#define PHRASE_WORK 256
#define COMMON_WORK 32		/* postings that can be gone through while a document is looked at for words that only add weight */

/* ---- The search ---- */

bool topk_is_late(struct topk *t)
{
	if (t->deadline_us && t->windows++ % 64 == 0 && clock_us() >= t->deadline_us)
		t->timed_out = true;
	return t->timed_out;
}

uint32_t topk_choose(struct cursor *c, uint64_t high, double rest, double least, uint32_t chosen[IMPACTS_BLOCK])
{
	const double *weights = least < 0 ? NULL : cursor_weights(c);
	uint32_t at = c->at, end = c->n - at < IMPACTS_BLOCK ? c->n : at + IMPACTS_BLOCK, n = 0;
	for (; at < end && c->docs[at] < high; at++) {
		chosen[n] = at;		/* which of them are is for nobody to foretell */
		n += !weights || !((c->times * weights[at] + rest) * (1 + TOPK_SLACK) <= least);
	}
	c->at = at;
	return n;
}

/* What the best documents weigh at least, before any is looked at. */
static double weigh_blocks(const struct topk *t)
{
	double sure = -1;
	for (unsigned i = 0; i < t->n && t->kind == SHAPE_ANY; i++)
		sure = fmax(sure, cursor_nth_best(&t->cursors[i], t->room));
	return sure;
}

/* The same by documents that are known; they need not be those of one shape of several. */
static int weigh_likely(struct topk *t, const struct store_search *q, double *sure_r)
{
	*sure_r = -1;
	if (t->is_part || !t->any_order || t->kind == SHAPE_ANY_NOT_ALL || t->room == 0 || q->n_likely < t->room)
		return 0;
	for (size_t i = 0; i < q->n_likely; i++) {
		double weight = 0, part;
		for (unsigned k = 0; k < t->n + t->n_more; k++) {
			int rc = cursor_look_back(&t->cursors[k], q->likely[i].doc, &t->other, &part, t->err);
			if (rc < 0)
				return -1;
			weight += rc ? t->cursors[k].times * part : 0;
		}
		topk_add_hit(t, q->likely[i].doc, weight);
	}
	if (t->heap[0].weight > 0)	/* documents that weigh nothing are hits as well */
		*sure_r = t->heap[0].weight * (1 - 2 * TOPK_SLACK);
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
		return topk_run_all(t);
	if (t->n == 1 && t->kind == SHAPE_ANY && !t->n_more)
		return topk_run_one(t);
	t->weights = arena_array(a, TOPK_WINDOW, sizeof(*t->weights));
	return topk_run_any(t);
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
	if (t->looked_at)	/* and the phrases as often as until now */
		share *= (double)t->matches / (double)t->looked_at;
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

/* The lists of a shape.  1, 0 when that is not possible, -1. */
static int open_shape(struct topk *t, struct shape *s, const struct positions *positions, struct arena *a)
{
	bool missing;
	t->kind = s->kind;
	t->cursors = arena_alloc(a, (s->n + s->n_more) * sizeof(*t->cursors));
	int rc = open_lists(t, s, a, &missing);
	if (rc <= 0)
		return rc;
	if (missing && t->kind == SHAPE_ALL)
		t->n = t->n_more = 0;
	else if (missing)	/* so no document has all of them */
		t->kind = SHAPE_ANY;
	if (t->n)
		open_phrases(t, s, positions, a);
	return 1;
}

/* All hits of the shape, and, when they are asked for or there are other shapes, all matches. */
static int search(struct topk *t, struct arena *a, struct store_result *out_r)
{
	const struct store_search *q = t->query;
	uint64_t room = q->limit ? (uint64_t)q->offset + q->limit : 0;
	t->deadline_us = q->deadline_us;
	t->room = room < t->info->documents ? (size_t)room : t->info->documents;
	t->heap = arena_array(a, t->room, sizeof(*t->heap));
	t->least_matches = q->collect ? UINT64_MAX : q->check_at_least;
	choose_drivers(t, q);
	t->arena = (q->collect || t->is_part) && t->n_drivers == t->n ? a : NULL;
	if (t->n && run(t, q, a) < 0)
		return -1;
	topk_sort_hits(t->heap, t->held);
	if (t->n_drivers > t->n)
		t->matches = 0;		/* others were seen among them */
	*out_r = (struct store_result){ .hits = t->heap, .n_hits = t->held, .matches = t->docs, .n_matches = t->n_docs };
	set_totals(t, out_r);
	return 0;
}

/* The best of all shapes, and how many they are. */
static int search_all(struct topk *list, unsigned n, const struct store_search *q, struct arena *a, struct store_result *out_r)
{
	struct store_result *parts = arena_array(a, n, sizeof(*parts));
	for (unsigned i = 0; i < n; i++)
		if (search(&list[i], a, &parts[i]) < 0)
			return -1;
	topk_merge(parts, n, list->info->documents, a, out_r);
	size_t past = out_r->n_hits < list->room ? out_r->n_hits : list->room;
	size_t first = q->offset < past ? q->offset : past;
	if (first)
		out_r->hits += first;
	out_r->n_hits = past - first;
	if (!q->collect)
		out_r->n_matches = 0;
	return 1;
}

int topk_search(const struct impacts *im, const struct positions *positions, const struct store_search *q,
		uint64_t most_postings, struct arena *a, struct store_result *out_r, struct err *err)
{
	struct shape *shapes;
	uint64_t postings = 0;
	bool phrases = false;
	unsigned n = shapes_of(q, a, &shapes);
	*out_r = (struct store_result){ .n_hits = 0 };
	struct topk *list = arena_zalloc(a, n * sizeof(*list));
	for (unsigned i = 0; i < n; i++) {
		struct topk *t = &list[i];
		*t = (struct topk){ .im = im, .info = impacts_info(im), .err = err, .any_order = q->any_order, .is_part = n > 1, .query = q };
		if (shapes[i].n_phrases && !positions)
			return 0;
		int rc = open_shape(t, &shapes[i], positions, a);
		if (rc <= 0)
			return rc;
		postings += postings_of(t);
		phrases |= t->n_phrases > 0;
	}
	if (n == 0 || (most_postings && postings > most_postings))
		return 0;
	int rc = search_all(list, n, q, a, out_r);
	/* What was read of a later revision is worth nothing, nor is an error in it. */
	return phrases && !positions_hold(positions) ? 0 : rc;
}
