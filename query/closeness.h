/* The second stage of ranking: among the first hits, those in which words of the query stand close together come first.
 *
 * BM25 counts words and does not see where they stand.  For two words that are near each other in the query, each place
 * where they are near in the document counts, less the farther they are apart; the sum is saturated as the frequency of a word
 * is, and weighs a share of what the lesser of the two does (formula and figures: doc/RANKING.md).  Only ever added to a
 * weight, so what comes behind these hits stays behind them.
 */
#ifndef KAREZ_QUERY_CLOSENESS_H
#define KAREZ_QUERY_CLOSENESS_H

#include "common/arena.h"
#include "index/aids.h"
#include "shim/store.h"

#define CLOSENESS_HITS 15	/* are looked at: the first ones, whichever page is asked for */
#define CLOSENESS_SPAN 3	/* places that two words of a query are apart at most, */
#define CLOSENESS_WINDOW 5	/* and in a document */
#define CLOSENESS_SHARE 0.6	/* of the weight of the lesser word, at most */
#define CLOSENESS_WORDS 32	/* of a query; those behind are not looked at, */
#define CLOSENESS_TERMS 64	/* nor more terms that stand for them */

struct closeness_word {
	unsigned place;			/* in the query */
	unsigned first, n;		/* terms that stand for it */
};

struct closeness_term {
	struct str term;
	double factor;			/* of its weight */
};

struct closeness_pair {
	unsigned char x, y;		/* words */
};

/* The words of a query in their order, and those of them that belong together. */
struct closeness {
	unsigned n, n_terms, n_pairs;
	struct closeness_word words[CLOSENESS_WORDS];
	struct closeness_term terms[CLOSENESS_TERMS];
	struct closeness_pair pairs[CLOSENESS_WORDS * CLOSENESS_SPAN];
};

/* Words of the plain text alone, and none of a phrase, for whatever is found has that.  False: no two of them. */
bool closeness_of(const struct store_node *nodes, size_t n_nodes, struct arena *a, struct closeness *out_r);

/* How near each other the places of two words are; both rise. */
double closeness_near(const termpos_t *x, size_t n_x, const termpos_t *y, size_t n_y);

/* Adds to the weights of the hits, says in each how much, and puts them in order.  Without impacts and positions in the aids
 * the store is asked, for the same weights.
 * 1; 0: what the aids said was of a later revision, and the hits are as they were; -1. */
int closeness_sort(const struct closeness *c, struct store *s, const struct aids *aids, struct arena *a,
		   struct store_hit *hits, size_t n_hits, struct err *err);

#endif
