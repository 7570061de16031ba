/* The answer to SEARCH and SIMILAR, for people: hits, facets, how many there are.
 */
#ifndef KAREZ_CLIENT_PRINT_HITS_H
#define KAREZ_CLIENT_PRINT_HITS_H

#include "client/reply.h"
#include "client/view.h"

/* Appends to v->out.  -1 when a row is not what the protocol says. */
int print_hits(struct view *v, const struct karez_reply *r, struct arena *a, struct err *err);

#endif
