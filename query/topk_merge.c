/* One result of several: of the best of several shapes; see topk_state.h. */
#include "config.h"

#include "query/topk_state.h"

#include <stdlib.h>

/* A document that comes again is behind the best of its hits. */
static int by_document(const void *a, const void *b)
{
	const struct store_hit *x = a, *y = b;
	if (x->doc != y->doc)
		return x->doc < y->doc ? -1 : 1;
	return topk_is_worse(x, y) - topk_is_worse(y, x);
}

static void merge_hits(const struct store_result *parts, unsigned n, struct arena *a, struct store_result *out)
{
	size_t all = 0, kept = 0;
	for (unsigned i = 0; i < n; i++)
		all += parts[i].n_hits;
	struct store_hit *hits = arena_array(a, all, sizeof(*hits));
	all = 0;
	for (unsigned i = 0; i < n; i++)
		for (size_t k = 0; k < parts[i].n_hits; k++)
			hits[all++] = parts[i].hits[k];
	if (all)
		qsort(hits, all, sizeof(*hits), by_document);
	for (size_t i = 0; i < all; i++)
		if (kept == 0 || hits[i].doc != hits[kept - 1].doc)
			hits[kept++] = hits[i];
	topk_sort_hits(hits, kept);
	out->hits = hits;
	out->n_hits = kept;
}

/* Those of one part more. */
static void merge_matches(const struct store_result *part, struct arena *a, struct store_result *out)
{
	docid_t *both = arena_array(a, out->n_matches + part->n_matches, sizeof(*both));
	size_t n = 0;
	for (size_t i = 0, k = 0; i < out->n_matches || k < part->n_matches; n++) {
		bool here = i < out->n_matches && (k == part->n_matches || out->matches[i] <= part->matches[k]);
		bool there = k < part->n_matches && (i == out->n_matches || part->matches[k] <= out->matches[i]);
		both[n] = here ? out->matches[i] : part->matches[k];
		i += here;
		k += there;
	}
	out->matches = both;
	out->n_matches = n;
}

/* As likely as if the parts had nothing to do with each other. */
static void merge_totals(const struct store_result *parts, unsigned n, uint32_t documents, struct store_result *out)
{
	uint64_t lower = out->n_matches, upper = 0;
	double none = 1;
	bool exact = true;
	if (documents == 0)	/* and so no matches: there are no shares of nothing */
		return;
	for (unsigned i = 0; i < n; i++) {
		lower = parts[i].matches_lower > lower ? parts[i].matches_lower : lower;
		upper += parts[i].matches_upper;
		none *= 1 - (double)parts[i].matches_estimated / documents;
		exact &= parts[i].matches_lower == parts[i].matches_upper && parts[i].n_matches == parts[i].matches_lower;
		out->timed_out |= parts[i].timed_out;
	}
	if (exact)
		upper = lower;
	upper = upper < documents ? upper : documents;
	double likely = documents * (1 - none) + 0.5;
	out->matches_lower = (uint32_t)lower;
	out->matches_upper = (uint32_t)upper;
	out->matches_estimated = likely < (double)lower ? (uint32_t)lower :
				 likely > (double)upper ? (uint32_t)upper : (uint32_t)likely;
}

void topk_merge(const struct store_result *parts, unsigned n, uint32_t documents, struct arena *a, struct store_result *out_r)
{
	*out_r = parts[0];
	if (n == 1)
		return;
	merge_hits(parts, n, a, out_r);
	for (unsigned i = 1; i < n; i++)
		merge_matches(&parts[i], a, out_r);
	merge_totals(parts, n, documents, out_r);
}
