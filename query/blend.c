/* Reading lists and putting them together; see blend.h. */
#include "config.h"

#include "query/blend.h"

#include <math.h>

#include "query/cursor.h"

int blend_postings(const struct impacts *im, const struct blend_term *terms, size_t n, uint64_t *postings_r,
		   struct err *err)
{
	*postings_r = 0;
	for (size_t i = 0; i < n; i++) {
		struct impacts_list list;
		int rc = impacts_find(im, terms[i].term, &list, err);
		if (rc < 0)
			return -1;
		*postings_r += rc ? list.documents : 0;
	}
	return 0;
}

struct postings {
	docid_t *docs;
	double *weights;
	uint32_t n;
};

static struct postings new_postings(struct arena *a, uint32_t n)
{
	return (struct postings){ .docs = arena_array(a, n, sizeof(docid_t)), .weights = arena_array(a, n, sizeof(double)) };
}

static int read_list(struct cursor *c, struct arena *a, struct postings *out_r, struct err *err)
{
	*out_r = new_postings(a, c->list.documents);
	for (uint32_t block = 0; block < c->list.n_blocks; block++) {
		if (cursor_unpack(c, block, err) < 0)
			return -1;
		if (c->n > c->list.documents - out_r->n)
			return err_set(err, ERR_CORRUPT, "damaged impacts: more postings than a list has");
		for (uint32_t i = 0; i < c->n; i++, out_r->n++) {
			out_r->docs[out_r->n] = c->docs[i];
			out_r->weights[out_r->n] = cursor_weight(c, i);
		}
	}
	return 0;
}

static struct postings merge(const struct postings *x, const struct postings *y, struct arena *a)
{
	struct postings out = new_postings(a, x->n + y->n);
	for (uint32_t i = 0, k = 0; i < x->n || k < y->n; out.n++) {
		bool of_x = k == y->n || (i < x->n && x->docs[i] <= y->docs[k]);
		bool of_y = i == x->n || (k < y->n && y->docs[k] <= x->docs[i]);
		double weight = of_x ? x->weights[i] : y->weights[k];
		if (of_x && of_y && y->weights[k] > weight)
			weight = y->weights[k];
		out.docs[out.n] = of_x ? x->docs[i] : y->docs[k];
		out.weights[out.n] = weight;
		i += of_x;
		k += of_y;
	}
	return out;
}

static void add_skips(struct blend *b, uint32_t n, struct arena *a)
{
	uint32_t n_blocks = (n + IMPACTS_BLOCK - 1) / IMPACTS_BLOCK;
	struct impacts_skip *skips = arena_array(a, n_blocks, sizeof(*skips));
	for (uint32_t block = 0; block < n_blocks; block++) {
		uint32_t start = block * IMPACTS_BLOCK, end = n - start < IMPACTS_BLOCK ? n : start + IMPACTS_BLOCK;
		double bound = 0;
		for (uint32_t i = start; i < end; i++)
			bound = b->weights[i] > bound ? b->weights[i] : bound;
		skips[block] = (struct impacts_skip){ .last = b->docs[end - 1], .start = start,
						      .bound = nextafterf((float)bound, INFINITY) };
	}
	b->list = (struct impacts_list){ .documents = n, .n_blocks = n_blocks, .skips = (const char *)skips };
}

int blend_make(const struct impacts *im, const struct blend_term *terms, size_t n, struct arena *a,
	       struct blend *out_r, struct err *err)
{
	struct postings all = { 0 };
	struct cursor *c = arena_array(a, 1, sizeof(*c));
	double share = 0, scale = 1.0 / impacts_info(im)->documents;
	for (size_t i = 0; i < n; i++) {
		struct postings one;
		int rc = cursor_open(c, im, terms[i].term, terms[i].factor, err);
		if (rc < 0 || (rc > 0 && read_list(c, a, &one, err) < 0))
			return -1;
		if (rc == 0)
			continue;
		/* As if the words had nothing to do with each other. */
		double part = c->list.documents * scale;
		share += part - share * part;
		all = all.n ? merge(&all, &one, a) : one;
	}
	if (all.n == 0)
		return 0;
	*out_r = (struct blend){ .docs = all.docs, .weights = all.weights,
				 .likely = (uint32_t)(share * impacts_info(im)->documents + 0.5) };
	add_skips(out_r, all.n, a);
	return 1;
}
