/* What matches a plan, in order: by impacts or by the store, the first page in the order of closeness, and with match=auto
 * step by step wider when that is too little.
 */
#ifndef KAREZ_QUERY_MATCHES_H
#define KAREZ_QUERY_MATCHES_H

#include "query/search_state.h"

/* Fills s->hits and all that is counted, from s->offset on, s->limit of them; what was widened goes to the result.
 * ERR_BUSY where params.most_postings forbids what would be needed; store errors. */
int matches_find(struct search *s, struct plan *plan);

/* Add to the plan what its best documents say. */
int matches_add_feedback(struct search *s, struct plan *plan);

#endif
