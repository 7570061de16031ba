/* From tree to store query: analysis, exact forms, prefixes, spelling tolerance, fields.
 *
 * The plan also keeps what highlighting needs: the terms asked for, and the phrases.
 */
#ifndef KAREZ_QUERY_PLAN_H
#define KAREZ_QUERY_PLAN_H

#include "common/arena.h"
#include "common/err.h"
#include "query/query.h"
#include "shim/store.h"
#include "text/analyzer.h"

#define PLAN_MAX_PREFIX_TERMS 200	/* terms that pre* stands for: the most frequent ones */
#define PLAN_MAX_FUZZY_TERMS 20

enum match { MATCH_AUTO, MATCH_ALL, MATCH_ANY };

struct plan_term {		/* one thing to highlight */
	struct str term;	/* stem; or folded prefix when is_prefix; or exact form when is_exact */
	bool is_prefix, is_exact;
	unsigned phrase;	/* 0: alone; else number of the phrase it is part of */
	unsigned phrase_index;	/* place in that phrase */
};

struct plan {
	struct store_node *nodes;	/* with the top words joined by `match` */
	size_t n_nodes;
	bool can_relax;			/* the top is a group of two or more words whose match=all
					 * could be loosened to any */
	bool nothing;			/* no word in it: matches nothing */
	struct plan_term *terms;
	size_t n_terms;
	struct str explain;		/* the tree after analysis and expansion, one line */
};

/* match: MATCH_ALL or MATCH_ANY. */
int plan_make(const struct query *q, enum match match, struct store *s, struct analyzer *an,
	      struct arena *a, struct plan *out_r, struct err *err);

#endif
