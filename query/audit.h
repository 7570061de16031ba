/* An account in the making: one document, and a plan that is gone through for it.
 *
 * What the parts of account.h share: account.c makes rows, audit_sources.c tells what of the query they are about, audit_places.c where
 * their words stand.  Nodes are known by their number in the plan; a subtree by the node that ends it.
 */
#ifndef KAREZ_QUERY_AUDIT_H
#define KAREZ_QUERY_AUDIT_H

#include "query/account.h"
#include "query/highlight.h"

/* A piece of the query, or another name for one, with the words in it. */
struct source {
	const char *kind;
	struct str typed, text;
	bool added;
	struct query_token *tokens;
	size_t n;
};

struct accountant {
	struct store *store;
	struct analyzer *analyzer;
	struct arena *arena;
	struct source *sources;		/* those typed first */
	size_t n, cap;
};

struct audit {
	struct accountant *by;
	const struct account_document *document;
	const struct store_node *nodes;
	size_t *starts;			/* of the subtree that each node ends */
	double *weights;		/* of each subtree, once it is known */
	signed char *matches;		/* -1: not known */
	struct highlight **blocks;	/* of the text, as far as they were read */
	struct highlight *title;
	struct account *out;
	struct arena scratch;
	struct err *err;
};

/* 0 or -1; the arena `scratch` is the caller's to free. */
int audit_open(struct audit *d, size_t n_nodes);

/* The subtree that is a node's child of this number. */
size_t audit_child(const struct audit *d, size_t node, uint32_t number);
/* What the store gives the document for the subtree.  1, 0 when it does not match, -1. */
int audit_weigh(struct audit *d, size_t node, double *weight_r);

/* A term without its mark or prefix; *field_r: "title:" and the like, or "". */
struct str audit_bare_term(struct str term, const char **field_r);

static inline bool audit_is_window(const struct store_node *n)
{
	return n->op == STORE_PHRASE || n->op == STORE_NEAR;
}

/* ---- audit_sources.c ---- */

/* Sets kind, typed and found of a row: by way of what the subtree matched. */
void audit_attribute(struct audit *d, struct account_row *row, size_t node);
/* Adds what was typed and no row is about; after all rows. */
void audit_missing(struct audit *d);

/* ---- audit_places.c ---- */

/* The first places of a row; of words that are to be near each other, those that are nearest. */
int audit_places(struct audit *d, struct account_row *row, size_t node);

#endif
