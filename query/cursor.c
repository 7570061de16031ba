/* Skipping, unpacking and finding in the list of one word; see cursor.h. */
#include "config.h"

#include "query/cursor.h"

#include "query/blend.h"

#define NO_BLOCK UINT32_MAX

int cursor_open(struct cursor *c, const struct impacts *im, struct str term, double factor, struct err *err)
{
	const struct impacts_info *info = impacts_info(im);
	int rc = impacts_find(im, term, &c->list, err);
	c->impacts = im;
	c->blend = NULL;
	c->likely = rc > 0 ? c->list.documents : 0;
	c->lengths = info->lengths;
	c->length_factor = info->length_factor;
	c->weight = rc > 0 ? bm25_weight(info->documents, c->list.documents, factor) : 0;
	c->skip = 0;
	c->block = NO_BLOCK;
	return rc;
}

void cursor_open_blend(struct cursor *c, const struct impacts *im, const struct blend *b)
{
	const struct impacts_info *info = impacts_info(im);
	c->impacts = im;
	c->blend = b;
	c->list = b->list;
	c->lengths = info->lengths;
	c->length_factor = info->length_factor;
	c->weight = 1;
	c->likely = b->likely;
	c->skip = 0;
	c->block = NO_BLOCK;
}

static int unpack_blend(struct cursor *c, uint32_t block)
{
	uint32_t start = block * IMPACTS_BLOCK, rest = c->list.documents - start;
	uint32_t n = rest < IMPACTS_BLOCK ? rest : IMPACTS_BLOCK;
	memcpy(c->docs, c->blend->docs + start, n * sizeof(*c->docs));
	c->weights = c->blend->weights + start;
	return (int)n;
}

int cursor_unpack(struct cursor *c, uint32_t block, struct err *err)
{
	if (c->block == block)
		return 0;
	int n = c->blend ? unpack_blend(c, block) : impacts_read(c->impacts, &c->list, block, c->docs, &c->wdfs, err);
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

/* To the first posting from doc on, which is in block c->skip. */
static int advance(struct cursor *c, docid_t doc, struct err *err)
{
	if (cursor_unpack(c, c->skip, err) < 0)
		return -1;
	while (c->docs[c->at] < doc)	/* the block reaches up to doc */
		c->at++;
	return 0;
}

int cursor_find(struct cursor *c, docid_t doc, struct err *err)
{
	if (!cursor_skip_to(c, doc))
		return 0;
	return advance(c, doc, err) < 0 ? -1 : c->docs[c->at] == doc;
}

int cursor_first(struct cursor *c, docid_t low, uint64_t *doc_r, struct err *err)
{
	*doc_r = UINT64_MAX;
	if (!cursor_skip_to(c, low))
		return 0;
	if (advance(c, low, err) < 0)
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
	room->impacts = c->impacts;
	room->blend = c->blend;
	room->list = c->list;
	room->lengths = c->lengths;
	room->length_factor = c->length_factor;
	room->weight = c->weight;
	room->skip = 0;
	room->block = NO_BLOCK;
	int rc = cursor_find(room, doc, err);
	if (rc > 0)
		*weight_r = cursor_weight(room, room->at);
	return rc;
}

int cursor_look_back(const struct cursor *c, docid_t doc, struct cursor *room, double *weight_r, struct err *err)
{
	if (!is_within(c, doc))
		return look_elsewhere(c, doc, room, weight_r, err);
	uint32_t low = 0, high = c->n - 1;	/* it is not beyond the last */
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (c->docs[middle] < doc)
			low = middle + 1;
		else
			high = middle;
	}
	if (c->docs[low] != doc)
		return 0;
	*weight_r = cursor_weight(c, low);
	return 1;
}

double cursor_bound(struct cursor *c, docid_t low, uint64_t high)
{
	float bound = 0;
	if (!cursor_skip_to(c, low))
		return 0;
	uint64_t start = low;		/* of the block */
	for (uint32_t i = c->skip; i < c->list.n_blocks && start < high; i++) {
		struct impacts_skip skip = impacts_skip(&c->list, i);
		bound = skip.bound > bound ? skip.bound : bound;
		start = (uint64_t)skip.last + 1;
	}
	return c->weight * bound;
}
