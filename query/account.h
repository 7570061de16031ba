/* The account of a score: which words of a query gave a document how much, by way of what, and where they stand in it.
 *
 * The plan that found the document is gone through once more for this one document, and the store asked what each part
 * of it weighs there: the same numbers that the search added up, so the rows sum up to the score, whoever found it.
 * What comes to a score later (ranking by other means than words) adds a row of its own.
 */
#ifndef KAREZ_QUERY_ACCOUNT_H
#define KAREZ_QUERY_ACCOUNT_H

#include "index/stored.h"
#include "query/expansion.h"
#include "query/query.h"
#include "shim/store.h"
#include "text/analyzer.h"

#define ACCOUNT_PLACES 3	/* told of one row */

struct account_term {
	struct str term;		/* as the index has it; of another field "author:kamilov" */
	uint32_t documents;		/* that have it */
	uint32_t times, in_title;	/* in this one, all and those in the title */
};

struct account_place {
	struct str words;		/* as they stand there */
	bool in_title;			/* offsets are into the title, not the text */
	size_t offset, end;
};

struct account_row {
	const char *kind;		/* "word", "phrase", "near", "prefix", "fuzzy", the name of an expansion, or of a
					 * stage of the ranking */
	struct str typed;		/* the part of the query that it is about; may be empty */
	struct str found;		/* what stands for it, when that is another thing */
	double weight;			/* its share of the score */
	double title, length;		/* of that share: what words of the title give, and what it is more (less) than in a
					 * document of average length */
	struct account_term *terms;
	size_t n_terms, terms_cap;
	struct account_place *places;	/* the first ones */
	size_t n_places;
};

struct account {
	struct account_row *rows;	/* in the order of the query */
	size_t n, cap;
	struct str *missing;		/* words of the query that the document does not have */
	size_t n_missing, missing_cap;
	uint32_t length;		/* words, as the ranking counts them */
	double average_length;
};

/* What is the same for all documents of one answer; in the arena.  query: NULL when there is none (SIMILAR). */
struct accountant;
struct accountant *accountant_new(struct store *s, struct analyzer *an, const struct query *q, const struct expansions *l,
				  struct arena *a);

struct account_document {
	docid_t doc;
	const struct doc *fields;
	const struct stored *stored;
};

/* nodes: a plan that may have found it.  1, 0 when it does not match them, -1. */
int account_make(struct accountant *by, const struct store_node *nodes, size_t n, const struct account_document *d,
		 struct account *out_r, struct err *err);

/* One more row, for what another stage adds. */
struct account_row *account_add(struct account *out, struct arena *a, const char *kind, double weight);
double account_sum(const struct account *account);

#endif
