/* Choosing the best places of a document: stretches of words where much of what was asked for
 * stands close together.
 */
#ifndef KAREZ_QUERY_WINDOW_H
#define KAREZ_QUERY_WINDOW_H

#include "query/highlight.h"

#define WINDOW_WORDS 30		/* about what SNIPPET_TARGET holds */
#define WINDOW_MAX 9		/* taken from one document */

struct window {
	size_t first, last;	/* words (or positions), both included */
};

struct windows {
	const struct highlight_hit *hits;
	size_t n_hits;
	double *weights;	/* per needle: less when it was shown already */
	size_t *counts;		/* per needle: how often it is in the window under way */
	size_t n_needles;
	struct window taken[WINDOW_MAX];
	size_t n_taken;
};

/* hits: by rising first. */
void window_init(struct windows *w, const struct highlight_hit *hits, size_t n, const struct needles *needles,
		 struct arena *a);
/* Up to max windows that overlap neither each other nor those taken: the best, and those that are nearly as good; none
 * when WINDOW_MAX were taken.  Time is linear in the hits. */
size_t window_best(struct windows *w, struct window *out, size_t max);
/* It is not to be found again; shown: and what it holds is worth less from now on. */
void window_take(struct windows *w, const struct window *window, bool shown);

#endif
