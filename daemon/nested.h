/* The values of a hit that have values of their own.
 */
#ifndef KAREZ_DAEMON_NESTED_H
#define KAREZ_DAEMON_NESTED_H

#include "common/arena.h"
#include "proto/reply.h"
#include "query/search.h"

/* What matched, as offsets; nothing for none. */
void nested_marks(struct reply *r, struct reply_fields *f, const char *key, const struct span *marks, size_t n);

/* Adds "snippets", [{"text":"..","hl":[[0,6]],"offset":120,"end":411,"notes":[{"label":"3","text":"..","hl":[[4,9]],"offset":9120,"end":9301}]}]:
 * the passages, each with its notes; "sentence" for "text" where the passage lies in a note. */
void nested_snippets(struct reply *r, struct reply_fields *f, const struct search_hit *hit);

/* {"length":532,"average":410.2,"rows":[{"kind":"word","typed":"border","weight":2.100000,"title":0.400000,"length":-0.100000,
 * "terms":[{"term":"border","documents":120,"times":4,"in_title":1}],"places":[{"words":"borders","offset":120,"end":127}]}],
 * "missing":["seat"]} */
struct str nested_account(const struct account *account, struct arena *a);

#endif
