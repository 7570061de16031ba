/* Whether a database has a term or a key of metadata, told by its POSTLIST table in place.
 *
 * 1 and 0, or -1: the table has to be asked in another way (it contradicts itself, or the answer takes more than
 * one look).
 */
#ifndef KAREZ_GLASS_LOOKUP_H
#define KAREZ_GLASS_LOOKUP_H

#include "glass/table_map.h"

/* 0: no document has the term. */
int lookup_term(const struct table_map *t, struct str term, uint32_t *documents_r);
int lookup_metadata(const struct table_map *t, struct str key);
/* 0: no term begins so; if any does, -1. */
int lookup_terms_starting(const struct table_map *t, struct str prefix);
/* The keys that begin so, in their order, as far as fn gives 0.  fn NULL: only sees whether that can be done.  1; 0: fn
 * ended it; -1. */
typedef int lookup_fn(void *arg, struct str key, struct str value);
int lookup_metadata_starting(const struct table_map *t, struct str prefix, lookup_fn *fn, void *arg);

#endif
