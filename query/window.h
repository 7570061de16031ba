/* Choosing the best places of a document: stretches of words where much of what was asked for
 * stands close together.
 */
#ifndef KAREZ_QUERY_WINDOW_H
#define KAREZ_QUERY_WINDOW_H

#include "query/highlight.h"

#define WINDOW_WORDS 30		/* about what SNIPPET_TARGET holds */

struct window {
	size_t first, last;	/* words (or positions), both included */
};

/* At most max windows that do not overlap, best first.  hits: by rising first. */
size_t window_choose(const struct highlight_hit *hits, size_t n, const struct needles *needles, size_t max,
		     struct arena *a, struct window *out_r);

#endif
