/* GET: one document by its id.
 *
 * Runs once: after ERR_MODIFIED the caller starts over with search_retry() (search.h).
 */
#ifndef KAREZ_QUERY_FETCH_H
#define KAREZ_QUERY_FETCH_H

#include "common/arena.h"
#include "common/err.h"
#include "shim/store.h"
#include "text/doc.h"

/* Its fields and its whole text.  ERR_NOT_FOUND. */
int fetch(struct store *s, struct str id, struct arena *a, struct doc *doc, size_t *database_r, struct err *err);

/* The error for an id that no document has; returns -1. */
int fetch_not_found(struct str id, struct err *err);

#endif
