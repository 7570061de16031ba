/* Skipping, unpacking and finding in the list of one word; see cursor.h. */
#include "config.h"

#include "query/cursor.h"

#include "query/blend.h"

#define NO_BLOCK UINT32_MAX
#define GROUP 16		/* postings that are looked at together */
#define BOUND_SLACK 1e-6	/* bounds are rounded up to floats */

static void start(struct cursor *c, const struct impacts *im)
{
	const struct impacts_info *info = impacts_info(im);
	c->impacts = im;
	c->lengths = info->lengths;
	c->length_factor = info->length_factor;
	cursor_rewind(c);
}

int cursor_open(struct cursor *c, const struct impacts *im, struct str term, double factor, struct err *err)
{
	int rc = impacts_find(im, term, &c->list, err);
	c->blend = NULL;
	c->least = c->most = c->likely = rc > 0 ? c->list.documents : 0;
	c->weight = rc > 0 ? bm25_weight(impacts_info(im)->documents, c->list.documents, factor) : 0;
	start(c, im);
	return rc;
}

void cursor_open_blend(struct cursor *c, const struct impacts *im, struct blend *b)
{
	c->blend = b;
	c->list = b->list;
	c->weight = 1;
	c->least = b->least;
	c->most = b->most;
	c->likely = b->likely;
	start(c, im);
}

void cursor_rewind(struct cursor *c)
{
	c->skip = 0;
	c->block = NO_BLOCK;
	c->weights = NULL;
}

static int unpack_plain(struct cursor *c, uint32_t block, struct err *err)
{
	int n = impacts_read(c->impacts, &c->list, block, c->unpacked, &c->wdfs, err);
	c->docs = c->unpacked;
	c->weights = NULL;
	for (int i = n; i >= 0 && i < IMPACTS_BLOCK; i++)
		c->unpacked[i] = UINT32_MAX;
	return n;
}

static int unpack_blend(struct cursor *c, uint32_t block, struct err *err)
{
	c->docs = c->blend->docs;
	c->weights = c->blend->weights;
	return blend_read(c->blend, block, err);
}

int cursor_unpack(struct cursor *c, uint32_t block, struct err *err)
{
	if (c->block == block)
		return 0;
	int n = c->blend ? unpack_blend(c, block, err) : unpack_plain(c, block, err);
	if (n < 0)
		return -1;
	c->block = block;
	c->n = (uint32_t)n;
	c->at = 0;
	return 0;
}

bool cursor_skip_to(struct cursor *c, docid_t doc)
{
	uint32_t n = c->list.n_blocks, low = c->skip, step = 1;
	if (low == n || impacts_skip(&c->list, low).last >= doc)
		return low < n;
	while (low + step < n && impacts_skip(&c->list, low + step).last < doc) {
		low += step;
		step *= 2;
	}
	/* Between low and low + step. */
	uint32_t high = low + step < n ? low + step : n;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (impacts_skip(&c->list, middle).last < doc)
			low = middle + 1;
		else
			high = middle;
	}
	c->skip = low;
	return low < n;
}

/* The first of rising documents that is not before doc, as one of them is not.  No branch that could not be foretold, but for
 * blends, which can be longer than a block. */
static uint32_t find_from(const docid_t *docs, docid_t doc)
{
	const docid_t *at = docs;
	uint32_t groups = 0, n = 0;
	while (at[IMPACTS_BLOCK - 1] < doc)
		at += IMPACTS_BLOCK;
#pragma GCC unroll 8
	for (int i = 1; i < IMPACTS_BLOCK / GROUP; i++)
		groups += at[i * GROUP - 1] < doc;
	at += groups * GROUP;
	for (int i = 0; i < GROUP; i++)
		n += at[i] < doc;
	return (uint32_t)(at - docs) + n;
}

int cursor_advance(struct cursor *c, docid_t doc, struct err *err)
{
	if (cursor_unpack(c, c->skip, err) < 0)
		return -1;
	c->at = find_from(c->docs, doc);
	return 0;
}

int cursor_find(struct cursor *c, docid_t doc, struct err *err)
{
	if (!cursor_skip_to(c, doc))
		return 0;
	return cursor_advance(c, doc, err) < 0 ? -1 : c->docs[c->at] == doc;
}

/* The best of the lists that are blended. */
static int meet_parts(const struct blend *b, docid_t doc, double *weight_r, struct err *err)
{
	int has = 0;
	for (unsigned i = 0; i < b->n; i++) {
		struct cursor *c = &b->parts[i];
		int rc = cursor_find(c, doc, err);
		if (rc < 0)
			return -1;
		if (rc == 0)
			continue;
		double weight = cursor_weight(c, c->at);
		*weight_r = has && *weight_r > weight ? *weight_r : weight;
		has = 1;
	}
	return has;
}

int cursor_meet(struct cursor *c, docid_t doc, double *weight_r, struct err *err)
{
	if (c->blend)
		return meet_parts(c->blend, doc, weight_r, err);
	int rc = cursor_find(c, doc, err);
	if (rc > 0)
		*weight_r = cursor_weight(c, c->at);
	return rc;
}

int cursor_first(struct cursor *c, docid_t low, uint64_t *doc_r, struct err *err)
{
	*doc_r = UINT64_MAX;
	if (!cursor_skip_to(c, low))
		return 0;
	if (cursor_advance(c, low, err) < 0)
		return -1;
	*doc_r = c->docs[c->at];
	return 0;
}

/* Is the document, if it has the word at all, in the block that is unpacked? */
static bool is_within(const struct cursor *c, docid_t doc)
{
	return c->block != NO_BLOCK && doc <= c->docs[c->n - 1] &&
	       (c->block == 0 || doc > impacts_skip(&c->list, c->block - 1).last);
}

static int look_elsewhere(const struct cursor *c, docid_t doc, struct cursor *room, double *weight_r, struct err *err)
{
	room->blend = NULL;
	room->list = c->list;
	room->weight = c->weight;
	start(room, c->impacts);
	int rc = cursor_find(room, doc, err);
	if (rc > 0)
		*weight_r = cursor_weight(room, room->at);
	return rc;
}

/* In the lists that are blended. */
static int look_in_parts(const struct blend *b, docid_t doc, struct cursor *room, double *weight_r, struct err *err)
{
	int has = 0;
	for (unsigned i = 0; i < b->n; i++) {
		double weight;
		int rc = look_elsewhere(&b->parts[i], doc, room, &weight, err);
		if (rc < 0)
			return -1;
		if (rc && (!has || weight > *weight_r))
			*weight_r = weight;
		has |= rc;
	}
	return has;
}

int cursor_look_back(const struct cursor *c, docid_t doc, struct cursor *room, double *weight_r, struct err *err)
{
	if (!is_within(c, doc))
		return c->blend ? look_in_parts(c->blend, doc, room, weight_r, err)
				: look_elsewhere(c, doc, room, weight_r, err);
	uint32_t at = find_from(c->docs, doc);
	if (c->docs[at] != doc)
		return 0;
	*weight_r = cursor_weight(c, at);
	return 1;
}

/* In groups, each step for all of one: what takes long then goes on side by side. */
static void weigh(struct cursor *c)
{
	double wdfs[GROUP] = { 0 }, lengths[GROUP] = { 0 };
	for (uint32_t from = 0; from < c->n; from += GROUP) {
		uint32_t n = c->n - from < GROUP ? c->n - from : GROUP;
		for (uint32_t i = 0; i < n; i++) {
			wdfs[i] = impacts_wdf(&c->wdfs, from + i);
			lengths[i] = c->lengths[c->docs[from + i]];
		}
		double *weights = c->own + from, factor = c->length_factor, weight = c->weight;
		for (int i = 0; i < GROUP; i++)
			weights[i] = weight * bm25_part(factor, wdfs[i], lengths[i]);
	}
}

const double *cursor_weights(struct cursor *c)
{
	if (!c->weights) {
		weigh(c);
		c->weights = c->own;
	}
	return c->weights;
}

double cursor_bound(struct cursor *c, docid_t low, uint64_t high)
{
	float bound = 0;
	if (!cursor_skip_to(c, low))
		return 0;
	uint64_t start_of = low;
	for (uint32_t i = c->skip; i < c->list.n_blocks && start_of < high; i++) {
		struct impacts_skip skip = impacts_skip(&c->list, i);
		bound = skip.bound > bound ? skip.bound : bound;
		start_of = (uint64_t)skip.last + 1;
	}
	return c->weight * bound;
}

/* The bound of each block is the weight of one of its postings, but for rounding.  What weighs nothing tells nothing. */
static double nth_bound(const struct cursor *c, uint32_t n)
{
	float best[CURSOR_NTH_MAX];	/* falling */
	uint32_t held = 0;
	for (uint32_t block = 0; block < c->list.n_blocks; block++) {
		float bound = impacts_skip(&c->list, block).bound;
		if (held == n && bound <= best[n - 1])
			continue;
		uint32_t at = held < n ? held++ : n - 1;
		for (; at > 0 && best[at - 1] < bound; at--)
			best[at] = best[at - 1];
		best[at] = bound;
	}
	return best[n - 1] > 0 ? c->weight * best[n - 1] * (1 - BOUND_SLACK) : -INFINITY;
}

double cursor_nth_best(const struct cursor *c, size_t n)
{
	double best = -INFINITY;
	if (c->blend) {
		for (unsigned i = 0; i < c->blend->n; i++)
			best = fmax(best, cursor_nth_best(&c->blend->parts[i], n));
		return best;
	}
	bool can = n > 0 && n <= CURSOR_NTH_MAX && n <= c->list.n_blocks;
	return can ? nth_bound(c, (uint32_t)n) : best;
}
