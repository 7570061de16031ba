/* The values of a hit that are JSON of their own.
 */
#ifndef KAREZ_DAEMON_NESTED_H
#define KAREZ_DAEMON_NESTED_H

#include "common/arena.h"
#include "query/search.h"

/* [{"text":"..","hl":[[0,6]],"offset":120,"end":411,"notes":[{"label":"3","text":"..","hl":[[4,9]],"offset":9120,"end":9301}]}]:
 * the passages, each with its notes; "sentence" for "text" where the passage lies in a note. */
struct str nested_snippets(const struct search_hit *hit, struct arena *a);

#endif
