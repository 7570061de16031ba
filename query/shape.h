/* What a query is made of, if it is one of the common kinds: all of some words, phrases among them,
 * any of some words, any but not all of them; by relevance. */
#ifndef KAREZ_QUERY_SHAPE_H
#define KAREZ_QUERY_SHAPE_H

#include "query/phrase.h"
#include "shim/store.h"

#define SHAPE_WORDS 16

enum shape_kind { SHAPE_ALL, SHAPE_ANY, SHAPE_ANY_NOT_ALL };

struct shape {
	enum shape_kind kind;
	unsigned n;			/* different words, */
	struct str words[SHAPE_WORDS];
	unsigned times[SHAPE_WORDS];	/* and how often each comes: more than once with SHAPE_ALL only */
	unsigned n_phrases;		/* with SHAPE_ALL only */
	struct phrase phrases[SHAPE_WORDS / 2];
};

/* False: another kind. */
bool shape_of(const struct store_search *q, struct shape *out_r);

#endif
