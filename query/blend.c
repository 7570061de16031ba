/* Putting lists together, stretch by stretch; see blend.h. */
#include "config.h"

#include "query/blend.h"

#include <math.h>
#include <stdlib.h>

static int damaged(struct err *err)
{
	return err_set(err, ERR_CORRUPT, "damaged impacts: blocks that do not rise");
}

/* ---- Opening ---- */

static void count(struct blend *b, const struct impacts *im)
{
	uint32_t all = impacts_info(im)->documents;
	double share = 0, scale = 1.0 / all;
	uint64_t sum = 0;
	for (unsigned i = 0; i < b->n; i++) {
		uint32_t documents = b->parts[i].list.documents;
		/* As if the words had nothing to do with each other. */
		double part = documents * scale;
		share += part - share * part;
		sum += documents;
		b->least = documents > b->least ? documents : b->least;
	}
	b->most = sum < all ? (uint32_t)sum : all;
	b->likely = (uint32_t)(share * all + 0.5);
}

/* The next stretch; false: there is none. */
static bool next_stretch(struct blend *b, uint32_t number, struct impacts_skip *out_r)
{
	double bound = 0;
	bool any = false;
	*out_r = (struct impacts_skip){ .last = UINT32_MAX, .start = number };
	for (unsigned i = 0; i < b->n; i++) {
		const struct cursor *c = &b->parts[i];
		if (c->skip == c->list.n_blocks)
			continue;
		struct impacts_skip skip = impacts_skip(&c->list, c->skip);
		out_r->last = skip.last < out_r->last ? skip.last : out_r->last;
		bound = c->weight * skip.bound > bound ? c->weight * skip.bound : bound;
		any = true;
	}
	out_r->bound = nextafterf((float)bound, INFINITY);
	for (unsigned i = 0; i < b->n; i++) {
		struct cursor *c = &b->parts[i];
		c->skip += c->skip < c->list.n_blocks && impacts_skip(&c->list, c->skip).last == out_r->last;
	}
	return any;
}

static int find_stretches(struct blend *b, struct arena *a, struct err *err)
{
	size_t most = 0;
	uint32_t n = 0;
	for (unsigned i = 0; i < b->n; i++)
		most += b->parts[i].list.n_blocks;
	struct impacts_skip *skips = arena_alloc(a, most * sizeof(*skips)), skip;
	for (; next_stretch(b, n, &skip); skips[n++] = skip)
		if (n && skip.last <= skips[n - 1].last)
			return damaged(err);
	for (unsigned i = 0; i < b->n; i++)
		cursor_rewind(&b->parts[i]);
	b->list = (struct impacts_list){ .n_blocks = n, .skips = (const char *)skips };
	return 0;
}

int blend_make(const struct impacts *im, const struct blend_term *terms, size_t n, struct arena *a,
	       struct blend *out_r, struct err *err)
{
	*out_r = (struct blend){ .parts = arena_alloc(a, n * sizeof(*out_r->parts)) };
	for (size_t i = 0; i < n; i++) {
		struct cursor *c = &out_r->parts[out_r->n];
		int rc = cursor_open(c, im, terms[i].term, terms[i].factor, err);
		if (rc < 0)
			return -1;
		out_r->n += rc > 0;
	}
	if (out_r->n == 0)
		return 0;
	count(out_r, im);
	size_t room = (size_t)out_r->n * IMPACTS_BLOCK;
	out_r->docs = arena_alloc(a, (room + CURSOR_PAST) * sizeof(*out_r->docs));
	out_r->weights = arena_alloc(a, room * sizeof(*out_r->weights));
	return find_stretches(out_r, a, err) < 0 ? -1 : 1;
}

/* ---- Reading ---- */

/* The next document of the parts that have any in the stretch; UINT64_MAX: none. */
static uint64_t next_document(struct cursor *const *parts, unsigned n, docid_t last)
{
	uint64_t next = UINT64_MAX;
	for (unsigned i = 0; i < n; i++) {
		const struct cursor *c = parts[i];
		if (c->at < c->n && c->docs[c->at] <= last && c->docs[c->at] < next)
			next = c->docs[c->at];
	}
	return next;
}

static uint32_t merge(struct blend *b, struct cursor *const *parts, unsigned n, docid_t last)
{
	uint32_t held = 0;
	for (uint64_t doc; (doc = next_document(parts, n, last)) != UINT64_MAX; held++) {
		double best = -INFINITY;
		for (unsigned i = 0; i < n; i++) {
			struct cursor *c = parts[i];
			if (c->at == c->n || c->docs[c->at] != doc)
				continue;
			double weight = cursor_weights(c)[c->at++];
			best = weight > best ? weight : best;
		}
		b->docs[held] = (docid_t)doc;
		b->weights[held] = best;
	}
	for (uint32_t i = 0; i < CURSOR_PAST; i++)
		b->docs[held + i] = UINT32_MAX;
	return held;
}

/* The parts may have been asked for documents further on: so that they are not past the one after `doc`. */
static void go_back(struct cursor *c, docid_t doc)
{
	if (c->skip > 0 && impacts_skip(&c->list, c->skip - 1).last > doc)
		cursor_rewind(c);
}

int blend_read(struct blend *b, uint32_t stretch, struct err *err)
{
	docid_t before = stretch ? impacts_skip(&b->list, stretch - 1).last : 0, last = impacts_skip(&b->list, stretch).last;
	struct cursor *parts[BLEND_MAX];
	unsigned n = 0;
	for (unsigned i = 0; i < b->n; i++) {
		struct cursor *c = &b->parts[i];
		go_back(c, before);
		if (!cursor_skip_to(c, before + 1))
			continue;
		if (cursor_advance(c, before + 1, err) < 0)
			return -1;
		parts[n++] = c;
	}
	uint32_t held = merge(b, parts, n, last);
	return held ? (int)held : damaged(err);
}
