/* The same work once: matches are grouped by what they say; for SIMILAR, versions of the source are set apart. */
#ifndef KAREZ_QUERY_WORKS_H
#define KAREZ_QUERY_WORKS_H

#include "query/search_state.h"

/* Matches from the first one on, until a page is full of works. */
int works_find(struct search *s, struct plan *plan, struct err *err);

/* Takes the source, its copies and its versions out of the matches, into result->versions. */
void works_set_versions_apart(struct search *s);

#endif
