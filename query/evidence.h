/* ALIASES: what a name is called besides, and who says so.
 *
 * Unlike a search (widen.h) it tells everything: what is only offered, what is never merged, and what no document has.
 *
 * Runs once: after ERR_MODIFIED the caller starts over with search_retry() (search.h).
 */
#ifndef KAREZ_QUERY_EVIDENCE_H
#define KAREZ_QUERY_EVIDENCE_H

#include "query/aliases.h"
#include "shim/store.h"

struct evidence {
	struct str name;
	struct str relation;		/* a sign of alias files: "=", "~", "->", "~>", "!=" */
	struct str file;		/* of an alias file, with its line; empty: documents define it */
	uint32_t line;
	struct str note;		/* of that line */
	uint32_t documents;		/* that define it */
	struct str example;		/* id of one of them */
};

/* names: NULL for none.  Alias files first, in their order; then documents, the most frequent first. */
int evidence_find(struct store *s, struct analyzer *an, const struct aliases *names, struct str text, struct arena *a,
		  struct evidence **out_r, size_t *n_r, struct err *err);

#endif
