/* Numbers of a search: facets, documents without a date, the total. */
#ifndef KAREZ_QUERY_COUNTS_H
#define KAREZ_QUERY_COUNTS_H

#include "query/search_state.h"

/* Values of the facets that are asked for, over all matches. */
int counts_facets(struct search *s, const struct plan *plan);

/* How many documents match all but the dates that the query demands, and have none. */
int counts_undated(struct search *s, enum match match);

void counts_total(struct search *s);

#endif
