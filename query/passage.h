/* A passage: the words of a window, and what of the sentences around them is shown with them.
 */
#ifndef KAREZ_QUERY_PASSAGE_H
#define KAREZ_QUERY_PASSAGE_H

#include "query/highlight.h"
#include "query/sentence.h"
#include "query/snippet.h"
#include "query/window.h"

/* A stretch of a document's text, with the hits in it. */
struct piece {
	struct highlight h;
	size_t offset;			/* in the document's text */
	size_t n_heading;		/* words at its beginning that only repeat the title */
	bool at_start, at_end;		/* of the document */
	unsigned char *known;		/* for each word and the end: 0, or 1 and what passage_boundary() says */
};

/* What ends before a word; at the ends of the document a paragraph does. */
enum boundary passage_boundary(const struct piece *p, size_t word);

struct passage_words {
	size_t first, last;		/* both included */
	size_t chars;
};

/* Whole sentences around the window, as far as there is room; of a sentence that is too long a part. */
struct passage_words passage_words(const struct piece *p, const struct window *window);

struct cut {
	size_t start, end;		/* bytes in the piece */
	bool before, after;		/* an ellipsis */
};
struct cut passage_cut(const struct piece *p, const struct passage_words *w);

/* How much of what is asked for the words show: each needle once by its weight (a little more when it comes again), less
 * where it stands in a heading only, where the window runs over the end of a sentence, and where it is cut.
 * counts: room for a number per needle. */
double passage_value(const struct piece *p, const struct window *window, const struct passage_words *w,
		     const struct cut *c, const double *weights, double *counts, size_t n_needles);

/* The bytes with blanks folded; marks are moved to where their bytes come to stand. */
void passage_write(const struct piece *p, const struct cut *c, const struct span *marks, size_t n_marks,
		   struct arena *a, struct passage *out);

bool passage_is_blank(uint32_t c);

#endif
