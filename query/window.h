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
/* The next best window that does not overlap those before.  Time is linear in the hits. */
bool window_next(struct windows *w, struct window *out_r);

#endif
