/* Which words of a text answer a plan: the same comparison for titles and for passages.
 *
 * What is looked for are needles: single words, and phrases as a whole, so that lone words of a
 * phrase are not marked.
 */
#ifndef KAREZ_QUERY_HIGHLIGHT_H
#define KAREZ_QUERY_HIGHLIGHT_H

#include "common/arena.h"
#include "query/plan.h"
#include "query/snippet.h"
#include "text/analyzer.h"

struct needle {
	const struct plan_term *terms;	/* alternatives, by rising phrase_index */
	size_t n_terms;
	unsigned n_places;		/* words in the phrase; 1 for a word */
	double weight;
};

struct needles {
	struct needle *list;
	size_t n;
};

/* title: for a title; what is asked of titles only is left out otherwise. */
void highlight_needles(const struct plan *plan, bool title, struct arena *a, struct needles *out_r);

struct highlight_hit {
	size_t first, last;		/* words (or positions), both included */
	size_t needle;
};

struct highlight_word {
	size_t start, end;		/* bytes */
	termpos_t position;		/* counted from 1 in this text */
	size_t first_match;		/* private */
	bool is_part;			/* of a hyphenated compound that started before */
};

struct highlight {
	struct str text;
	struct highlight_word *words;	/* all words of the text */
	size_t n_words;
	struct highlight_hit *hits;	/* by rising first word */
	size_t n_hits;
};

/* resumed: the text is taken up in the middle of another. */
void highlight_text(struct str text, bool resumed, struct str lang, const struct needles *needles, struct analyzer *an,
		    struct arena *a, struct highlight *out_r);

/* The word with this position (or the next one), counted from 1 in this text; n_words when there is none. */
size_t highlight_word_at(const struct highlight *h, termpos_t position);

/* The bytes of the hits that lie within words first..last (both included): rising, merged. */
void highlight_spans(const struct highlight *h, size_t first, size_t last, struct arena *a,
		     struct span **spans_r, size_t *n_r);

#endif
