/* The hits that are shown, of the matches that were found. */
#ifndef KAREZ_QUERY_HITS_H
#define KAREZ_QUERY_HITS_H

#include "query/search_state.h"

/* Fills result->hits from s->hits and the groups.  ERR_BUSY in haste, when it would take long; store errors. */
int hits_fill(struct search *s, struct plan *plan);

#endif
