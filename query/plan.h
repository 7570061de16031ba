/* From tree to store query: analysis, exact forms, prefixes, spelling tolerance, fields.
 *
 * The plan also keeps what highlighting needs: the terms asked for, and the phrases.
 */
#ifndef KAREZ_QUERY_PLAN_H
#define KAREZ_QUERY_PLAN_H

#include "common/arena.h"
#include "common/err.h"
#include "query/expansion.h"
#include "query/query.h"
#include "shim/store.h"
#include "text/analyzer.h"

#define PLAN_MAX_PREFIX_TERMS 200	/* terms that pre* stands for: the most frequent ones */
#define PLAN_MAX_FUZZY_TERMS 20

enum match { MATCH_AUTO, MATCH_ALL, MATCH_ANY };

struct plan_term {		/* one thing to highlight */
	struct str term;	/* stem; or folded prefix when is_prefix; or exact form when is_exact */
	bool is_prefix, is_exact;
	bool title_only;	/* asked for with title: */
	unsigned phrase;	/* 0: alone; else number of the phrase, or of the word with its alternatives, that it is
				 * part of */
	unsigned phrase_index;	/* place in that phrase */
	double weight;		/* how much finding it tells: rare words more */
};

struct plan {
	struct store_node *nodes;	/* with the top words joined by `match` */
	size_t n_nodes;
	bool can_relax;			/* the top is a group with words that need not all be there:
					 * MATCH_AUTO finds more than MATCH_ALL */
	bool is_long;			/* more than two plain words, so that one missing says little */
	bool nothing;			/* no word in it: matches nothing */
	struct plan_term *terms;
	size_t n_terms;
	struct expansions expansions;	/* what was added to the words typed, or is offered */
	struct str *respelled;		/* words taken for those that no document has (widening.respell) */
	size_t n_respelled;
	struct str explain;		/* the tree after analysis and expansion, one line */
};

/* Fills in the weights of the terms, for choosing passages. */
int plan_weigh(struct plan *plan, struct store *s, struct err *err);

/* How words that stand together are joined.  MATCH_ALL: all of them.  MATCH_ANY: any; those with +
 * must be there.  MATCH_AUTO: the loosened form of MATCH_ALL: of the top group any of the plain
 * words will do, but what carries an operator (a sign, quotes, =, a field, parentheses) must be
 * there still.  Dates, lang: and type: are never loosened.
 * widen: what may be added to the words typed; NULL: nothing.
 * ERR_SYNTAX and ERR_LIMIT with err->column, store errors. */
int plan_make(const struct query *q, enum match match, const struct widening *widen, struct store *s,
	      struct analyzer *an, struct arena *a, struct plan *out_r, struct err *err);

#endif
