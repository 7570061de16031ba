/* One search under way, as its parts share it: matches (matches.h), works (works.h), counts (counts.h), hits (hits.h).
 *
 * Made by search.c for one request, on the worker's thread; all of it lives in the arena.  When the store turns out to be of
 * an older revision, state_start_over() begins anew.
 */
#ifndef KAREZ_QUERY_SEARCH_STATE_H
#define KAREZ_QUERY_SEARCH_STATE_H

#include "index/stored.h"
#include "query/search.h"
#include "query/twins.h"

#define MOST_PARTS 3		/* all of the words; with others for those that are unknown; any of them */

struct search {
	struct store *store;
	struct analyzer *analyzer;
	const struct search_params *params;
	const struct query *query;
	struct arena *arena;
	struct err *err;
	struct aids aids;		/* that hold for what the store reads */
	struct widening widen;		/* of the params, with what is looked for now */
	struct plan *plan;		/* the widest that was searched for */
	struct search_result *result;
	uint32_t offset, limit;		/* of the matches that are looked for */
	struct store_hit *hits;		/* of all parts, in order */
	size_t n_hits;
	const struct store_hit *likely;	/* the best documents without feedback */
	size_t n_likely;
	struct doc *docs;		/* COLLAPSE_NEAR: fields of the first hits, as far as they were grouped */
	struct twins_group *groups;
	size_t n_docs, n_groups;
	docid_t *matches;		/* all of them, rising, if there are facets */
	size_t n_matches;
	uint64_t lower, estimated, upper;	/* matches */
	struct scored {			/* by what the hits were found, step by step */
		const struct store_node *nodes;
		size_t n;
	} scored[MOST_PARTS];
	size_t n_scored;
	struct accountant *accountant;	/* NULL: nothing is explained */
	const struct search_source *source;	/* NULL: of a query */
	int32_t until;			/* day from which ages count */
	bool failed;			/* a date could not be read: err says why */
};

void state_start_over(struct search *s, struct err *err);

/* How the words are joined in the first step. */
enum match state_first_match(const struct search_params *p);

/* STORE_NO_SLOT: hits are not collapsed by a value. */
uint32_t state_collapse_slot(enum collapse collapse);

/* The side files cannot be read: do without them from now on. */
void state_give_up(struct search *s, const struct err *why);

/* Fields of a document from its card; false: it has none that can be read. */
bool state_read_card(struct search *s, docid_t doc, struct doc *out);
/* The same and its text from the store. */
int state_read_stored(struct search *s, docid_t doc, struct arena *scratch, struct stored *stored);

/* By how much the age of a document changes its weight; a store_search.factor, of a struct search. */
double state_age_factor(void *search, docid_t doc);

#endif
