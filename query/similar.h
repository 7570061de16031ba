/* SIMILAR: documents like a given one, by the words that set it apart, names before others.  VERSIONS: those that say the same.
 *
 * What says the same is no answer to the question what is similar: copies and versions of the document, told by their sketches
 * (index/sketch.h) among the best TWINS_MAX matches, are listed by themselves.
 *
 * Runs once: after ERR_MODIFIED the caller starts over with search_retry() (search.h).
 */
#ifndef KAREZ_QUERY_SIMILAR_H
#define KAREZ_QUERY_SIMILAR_H

#include "common/arena.h"
#include "common/err.h"
#include "query/search.h"
#include "shim/store.h"
#include "text/analyzer.h"

/* Documents like the one with this id, without it and its versions, which are in out_r->versions as far as they were met;
 * p->query and p->match are not looked at.  ERR_NOT_FOUND when there is no such document. */
int similar(struct store *s, struct analyzer *an, struct str id, const struct search_params *p,
	    struct arena *a, struct search_result *out_r, struct err *err);

/* No hits, but all versions: itself, copies, parts, wholes, other dates, by date. */
int versions(struct store *s, struct analyzer *an, struct str id, const struct search_params *p,
	     struct arena *a, struct search_result *out_r, struct err *err);

#endif
