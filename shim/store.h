/* Reading an index: the only door to Xapian for searching.  Plain C; no exception and no live
 * Xapian object crosses (guard.hh maps every exception to an err_code).
 *
 * A struct store reads one or several databases as one (one ranking, one set of statistics).
 * It belongs to one thread at a time; threads that search at once each open their own.
 * Everything returned is copied into the caller's arena.
 *
 * A store reads a fixed revision until store_reopen().  When a writer has committed so often
 * that the revision is gone, calls fail with ERR_MODIFIED: reopen and run the *whole* request
 * again, so that no answer mixes revisions.  (query/search.c does this in one place.)
 */
#ifndef KAREZ_SHIM_STORE_H
#define KAREZ_SHIM_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "common/arena.h"
#include "common/err.h"
#include "common/str.h"

struct store;

typedef uint32_t docid_t;	/* 1.., unique in one store (databases are interleaved) */
typedef uint32_t termpos_t;	/* word position in a document, 1.. */

int store_open(const char *const *paths, size_t n, struct store **out_r, struct err *err);
void store_close(struct store **s);

/* Move to the newest revision. *changed_r (may be NULL) tells whether it moved. */
int store_reopen(struct store *s, bool *changed_r, struct err *err);

struct store_info {
	uint64_t documents;
	uint64_t last_docid;
	double average_length;	/* words */
	uint64_t total_length;	/* words */
};
int store_info(struct store *s, struct store_info *out_r, struct err *err);
/* The revision of database number i of those given to store_open(). */
int store_revision(struct store *s, size_t i, uint64_t *revision_r, struct err *err);
size_t store_databases(const struct store *s);
/* The identity of database number i, 36 characters; copies and later revisions share it. */
int store_uuid(struct store *s, size_t i, struct arena *a, struct str *uuid_r, struct err *err);
/* Which of the databases a document is in (0..n-1). */
size_t store_database_of(const struct store *s, docid_t doc);

/* Where database number i was opened; lives as long as the store. */
const char *store_path(const struct store *s, size_t i);

/* A place where a user can keep what belongs to database number i, NULL at first; freed by this function with
 * the store.  Each function has a place of its own. */
void **store_attached(struct store *s, size_t i, void (*free)(void *));

/* ---- Kinds of terms ----
 * Those that begin with an ASCII capital have a prefix, as everywhere in Xapian.  Others are plain, words that documents
 * are ranked by, or marked by their last byte: such a term says more of a document that has the plain ones beside which
 * it sorts. */
#define TERM_MARK '='

static inline bool term_has_prefix(struct str term)
{
	return term.n > 0 && term.p[0] >= 'A' && term.p[0] <= 'Z';
}

static inline bool term_is_marked(struct str term)
{
	return term.n > 0 && !term_has_prefix(term) && term.p[term.n - 1] == TERM_MARK;
}

static inline bool term_is_plain(struct str term)
{
	return term.n > 0 && !term_has_prefix(term) && term.p[term.n - 1] != TERM_MARK;
}

/* ---- A query: a tree in postfix order. ----
 * Leaves push one subquery; the others take their `n` latest subqueries off and push one.
 * The array must leave exactly one.  STORE_NEAR and STORE_PHRASE take only terms below them, and
 * STORE_OR, STORE_SYNONYM, STORE_MAX and STORE_SCALE of terms; the last two say what each weighs. */
enum store_op {
	STORE_TERM,		/* term, wqf */
	STORE_PREFIX,		/* every term of a kind that starts with `term`, at most `limit` of them
				 * (the most frequent), weighted as one (synonym) */
	STORE_RANGE,		/* value slot between low and high, both included; either may be
				 * empty (open).  Documents without the value never match */
	STORE_ALL,		/* every document */
	STORE_NOTHING,
	STORE_AND,
	STORE_OR,
	STORE_AND_NOT,		/* n = 2 */
	STORE_AND_MAYBE,	/* n = 2: the second adds weight only */
	STORE_FILTER,		/* n = 2: the second restricts, adds no weight */
	STORE_NEAR,		/* window = n - 1 + words allowed between, any order */
	STORE_PHRASE,		/* the same in order; window = n for an exact phrase */
	STORE_SYNONYM,		/* weighted as if one term */
	STORE_MAX,		/* the best weight of the subqueries */
	STORE_SCALE		/* n = 1: weight * factor; 0 makes it boolean */
};

struct store_node {
	enum store_op op;
	uint32_t n;		/* subqueries taken (operators) */
	struct str term;	/* STORE_TERM, STORE_PREFIX */
	uint32_t wqf;		/* within-query frequency; 0 counts as 1 */
	uint32_t window;	/* NEAR, PHRASE */
	uint32_t limit;		/* PREFIX */
	bool marked;		/* PREFIX, without a capital: marked terms instead of plain ones */
	uint32_t slot;		/* RANGE */
	struct str low, high;	/* RANGE */
	double factor;		/* SCALE */
};

#define STORE_MAX_NODES 10000
#define STORE_MAX_DEPTH 200		/* Xapian follows a query by recursion */
#define STORE_NO_SLOT UINT32_MAX

struct store_search {
	const struct store_node *nodes;
	size_t n_nodes;
	uint32_t offset, limit;		/* hits wanted: offset.. offset+limit-1 */
	bool any_order;			/* of adding up weights: their last bits do not matter */
	const struct store_hit *likely;	/* matches that are likely to be among the hits: with any_order a help, */
	size_t n_likely;		/* no more; none comes twice */
	uint32_t check_at_least;	/* look at that many matches for the totals; the number of
					 * documents makes them exact */
	uint32_t sort_slot;		/* STORE_NO_SLOT: by relevance; else by value, relevance
					 * decides ties; documents without the value come last */
	bool sort_descending;
	uint32_t collapse_slot;		/* STORE_NO_SLOT: none; else one hit per value (documents
					 * without the value are never collapsed) */
	/* What the weight of a document is multiplied by, 0 to 1; NULL: 1.  By relevance, and not with collapse_slot. */
	double (*factor)(void *arg, docid_t doc);
	void *factor_arg;
	bool collect;			/* every match looked at is wanted, in store_result.matches */
	uint64_t deadline_us;		/* on clock_us(); 0: none.  Hits found until then are
					 * returned with timed_out set.  Searches that last some
					 * milliseconds are not stopped on the way */
};

struct store_hit {
	docid_t doc;
	double weight;
	uint32_t collapsed;		/* lower bound of hits hidden behind this one */
	double closeness;		/* of the weight: what query/closeness.h added; nothing here */
};

struct store_result {
	struct store_hit *hits;
	size_t n_hits;
	uint32_t matches_lower, matches_estimated, matches_upper;	/* equal when exact */
	docid_t *matches;		/* rising, those that collapsed too */
	size_t n_matches;
	bool timed_out;
};

/* ERR_SYNTAX for a query that is no tree, ERR_LIMIT when a prefix or the query is too large. */
int store_search(struct store *s, const struct store_search *q, struct arena *a,
		 struct store_result *out_r, struct err *err);

/* ---- One document ---- */
int store_data(struct store *s, docid_t doc, struct arena *a, struct str *data_r, struct err *err);
/* The same, sooner, for a document that is there as a search has just told. */
int store_hit_data(struct store *s, docid_t doc, struct arena *a, struct str *data_r, struct err *err);
/* How long it is in words, as weights take it. */
int store_length(struct store *s, docid_t doc, uint32_t *length_r, struct err *err);
int store_value(struct store *s, docid_t doc, uint32_t slot, struct arena *a, struct str *value_r,
		struct err *err);
/* The values of a slot: of these documents, which rise, those that have one; docs NULL: of all documents.  at: the place in docs;
 * without docs the docid.  The value is valid during the call only; stops when fn returns nonzero. */
typedef int store_value_fn(void *arg, size_t at, struct str value);
int store_values(struct store *s, uint32_t slot, const docid_t *docs, size_t n, store_value_fn *fn, void *arg, struct err *err);
/* How many documents have a value in the slot. */
int store_value_count(struct store *s, uint32_t slot, uint32_t *n_r, struct err *err);
/* Positions of a term in a document, rising; none (*n_r = 0) when it is not there. */
int store_positions(struct store *s, docid_t doc, struct str term, struct arena *a,
		    termpos_t **positions_r, size_t *n_r, struct err *err);
/* How often it counts there, and the length of the document: 1, 0 when it is not there (nothing is filled), -1. */
int store_posting(struct store *s, docid_t doc, struct str term, uint32_t *wdf_r, uint32_t *length_r, struct err *err);
/* The first document that has the term; ERR_NOT_FOUND when none has. */
int store_find(struct store *s, struct str term, docid_t *doc_r, struct err *err);

/* ---- Vocabulary and metadata ---- */
int store_term_frequency(struct store *s, struct str term, uint32_t *freq_r, struct err *err);

/* From then on words and metadata are looked up in the tables in place, if those are of the revision that the store
 * reads: several times as fast, and at the cost that what was found is only known to be of that revision at
 * the end.  False: it is not; let go of it and look once more, for then the store does it as always. */
void store_in_place(struct store *s);
bool store_in_place_ends(struct store *s);

/* From then on store_each_term() ends with ERR_TIMEOUT once clock_us() is there; 0 = never. */
void store_deadline(struct store *s, uint64_t deadline_us);

/* Calls fn for each term that starts with prefix, in byte order; stops when fn returns
 * nonzero.  The term is valid during the call only.  fn must not call back into the store. */
typedef int store_term_fn(void *arg, struct str term, uint32_t freq);
int store_each_term(struct store *s, struct str prefix, store_term_fn *fn, void *arg, struct err *err);
/* Documents that have the term, rising; the same rules. */
typedef int store_document_fn(void *arg, docid_t doc);
int store_each_document(struct store *s, struct str term, store_document_fn *fn, void *arg, struct err *err);
/* Terms of one document, with their wdf in place of freq. */
int store_each_doc_term(struct store *s, docid_t doc, store_term_fn *fn, void *arg, struct err *err);

/* All plain terms with their postings: first the length of each document, rising;
 * then each term, in byte order, followed by its postings, rising.  A call that returns nonzero has
 * filled err and ends the walk. */
struct store_walk {
	void *arg;
	int (*document)(void *arg, docid_t doc, uint32_t length, struct err *err);
	int (*term)(void *arg, struct str term, uint32_t documents, uint64_t occurrences, struct err *err);
	int (*posting)(void *arg, docid_t doc, uint32_t wdf, struct err *err);
};
int store_walk(struct store *s, const struct store_walk *walk, struct err *err);

/* Metadata of database 0.  An absent key gives an empty value. */
int store_metadata(struct store *s, struct str key, struct arena *a, struct str *value_r, struct err *err);
/* The same of database number i. */
int store_metadata_of(struct store *s, size_t i, struct str key, struct arena *a, struct str *value_r, struct err *err);
/* Has any of the databases the key? */
int store_has_metadata(struct store *s, struct str key, bool *has_r, struct err *err);
/* Of all databases, one after the other, as far as fn gives 0. */
typedef int store_metadata_fn(void *arg, struct str key, struct str value);
int store_each_metadata(struct store *s, struct str prefix, store_metadata_fn *fn, void *arg,
			struct err *err);

/* The terms that set these documents apart (Xapian's ESet), best first: only unprefixed terms
 * (those that do not start with an ASCII capital), at most max. */
struct store_weighted_term {
	struct str term;
	double weight;
};
int store_expand(struct store *s, const docid_t *docs, size_t n_docs, uint32_t max, struct arena *a,
		 struct store_weighted_term **terms_r, size_t *n_r, struct err *err);

/* Version of the libxapian in use, "1.4.22". */
const char *store_library_version(void);

#endif
