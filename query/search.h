/* A search, from request to hits: the one door of the query layer for SEARCH and COUNT.
 *
 * Runs the whole request on one revision: when the store reports ERR_MODIFIED it is reopened
 * and everything is done again.  Belongs to the worker's thread.
 */
#ifndef KAREZ_QUERY_SEARCH_H
#define KAREZ_QUERY_SEARCH_H

#include <stdbool.h>
#include <stdint.h>

#include "common/arena.h"
#include "common/err.h"
#include "index/aids.h"
#include "query/account.h"
#include "index/sketch.h"
#include "query/plan.h"
#include "query/facets.h"
#include "query/footnotes.h"
#include "query/snippet.h"
#include "shim/store.h"
#include "text/doc.h"

enum sort { SORT_RELEVANCE, SORT_DATE, SORT_DATE_ASC, SORT_TITLE };	/* date: newest first */
/* NEAR: the same work is shown once (twins.h); the others by value. */
enum collapse { COLLAPSE_NONE, COLLAPSE_NEAR, COLLAPSE_CONTENT, COLLAPSE_SOURCE, COLLAPSE_TITLE };

struct search_params {
	struct str query;		/* valid UTF-8 */
	bool plain;
	bool feedback;			/* search a second time, with words of the best documents (feedback.h); any of the
					 * words typed will do then, unless match is ALL */
	enum match match;
	struct widening widen;		/* what may be added to the words typed */
	uint32_t offset, limit;
	bool bare_titles;		/* what was found is not marked in titles */
	uint32_t snippets;		/* 0..3 passages per hit */
	struct str facets[FACETS_MAX];	/* public names: facets.h */
	uint32_t n_facets, facet_values;	/* how many of each at most */
	struct name_lore *lore;		/* for the facet of names; may be NULL */
	enum sort sort;
	uint32_t recency;		/* days: half-life of weights (recency.h); 0: none.  By relevance only, not by value */
	enum collapse collapse;
	bool exact_total;		/* count all matches, whatever it costs */
	bool explain;			/* each hit with the account of its score */
	uint64_t deadline_us;		/* on clock_us(); 0 = none */
	struct aids *aids;		/* of the store's only database; NULL: none */
	uint64_t most_postings;		/* 0: any number.  ERR_BUSY for what cannot be answered from the aids
					 * alone, with no more postings than that: it would take longer */
};

enum relation { TOTAL_EXACT, TOTAL_AT_LEAST, TOTAL_ESTIMATE };

struct search_hit {
	struct doc doc;			/* fields, no text */
	double score;			/* of BM25 and closeness together */
	double closeness;		/* what of it words add that stand close together (closeness.h) */
	size_t database;		/* which of the store's databases */
	uint32_t collapsed;		/* hits hidden behind this one, at least */
	struct str *also;		/* ids of those that say the same */
	size_t n_also;
	struct span *title_marks;	/* in doc.title; snippet_marks() */
	size_t n_title_marks;
	struct passage *passages;	/* snippet.h */
	size_t n_passages;
	struct footnote *footnotes;	/* that belong to the passages */
	size_t n_footnotes;
	struct account *account;	/* of its score, if asked for; NULL where nothing was ranked */
};

/* The document that others are to be like, and those that say the same. */
struct search_version {
	struct doc doc;			/* fields */
	size_t database;
	enum kinship kin;		/* KIN_NONE: itself */
};

struct search_result {
	struct search_hit *hits;
	size_t n_hits;
	uint64_t total;
	enum relation relation;
	struct widened {		/* steps that were taken because too little was found, and found more */
		bool any;		/* of the words; of a query of two, hits with both come first */
		const struct str *spelling;	/* words taken for those that no document has */
		size_t n_spelling;
	} widened;
	bool timed_out;
	bool has_undated;		/* the query asks for dates: */
	uint64_t undated;		/* documents without one that match all else */
	struct search_version *versions;	/* by date, those without one last */
	size_t n_versions;
	struct expansions expansions;	/* what was added to the words typed, or is offered */
	struct search_facet facets[FACETS_MAX];
	size_t n_facets;
};

/* limit = 0 only counts. ERR_SYNTAX (column set), ERR_LIMIT, store errors. */
int search_run(struct store *s, struct analyzer *an, const struct search_params *p, struct arena *a,
	       struct search_result *out_r, struct err *err);

/* A document for which others are looked for: its copies and versions are told apart. */
struct search_source {
	docid_t number;
	struct doc doc;			/* fields */
	bool versions_only;		/* no hits: the versions among the best TWINS_MAX matches */
};

/* The same for a plan that was made of a document, without match=auto and without retrying. */
int search_plan(struct store *s, struct analyzer *an, struct plan *plan, const struct search_source *source,
		const struct search_params *p, struct arena *a, struct search_result *out_r, struct err *err);

/* EXPLAIN: parsed tree and tree after analysis, for a person. */
struct search_explanation {
	struct str parsed, planned;
	struct plan plan;
};
int search_explain(struct store *s, struct analyzer *an, const struct search_params *p, struct arena *a,
		   struct search_explanation *out_r, struct err *err);

/* Run fn until it does not fail with ERR_MODIFIED, reopening the store before each retry (at
 * most 10): the one place that retries.  fn must be able to start over. */
typedef int search_step(void *arg, struct err *err);
int search_retry(struct store *s, search_step *fn, void *arg, struct err *err);

#endif
