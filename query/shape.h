/* What a query is made of, if it is one of the common kinds: all of some words, phrases among them,
 * any of some words, any but not all of them; by relevance.  Several terms may stand for a word: MAX of them, each
 * perhaps with a factor (SCALE).  Of a search whose weights may be added up in any order, further words may only add weight
 * (AND_MAYBE), as feedback has them (feedback.h).  Or the best of several such queries (MAX), as of a phrase two words of
 * which some document has as one: several shapes, and a document has the best of the weights that they give it. */
#ifndef KAREZ_QUERY_SHAPE_H
#define KAREZ_QUERY_SHAPE_H

#include "query/blend.h"
#include "query/phrase.h"
#include "shim/store.h"

#define SHAPE_WORDS 48
#define SHAPE_TERMS 128		/* that stand for them */

enum shape_kind { SHAPE_ALL, SHAPE_ANY, SHAPE_ANY_NOT_ALL };

struct shape {
	enum shape_kind kind;
	unsigned n;			/* different words, */
	struct shape_word { unsigned char first, n; } words[SHAPE_WORDS];	/* among the terms; behind these */
	unsigned n_more;		/* that only add weight, of one term each */
	struct blend_term terms[SHAPE_TERMS];
	unsigned n_terms;
	unsigned times[SHAPE_WORDS];	/* and how often each comes: more than once with SHAPE_ALL only (of a search
					 * whose weights may be added up in any order, a word of one term that comes
					 * again adds its factor to that of the first) */
	unsigned n_phrases;		/* with SHAPE_ALL only */
	struct phrase phrases[SHAPE_WORDS / 2];
};

#define SHAPES_MAX 8

/* How many, one mostly, in the arena; 0: another kind. */
unsigned shapes_of(const struct store_search *q, struct arena *a, struct shape **out_r);

#endif
