/* Facets: how many of the matches have which value of a field, counted over all of them.
 *
 * The search collects its matches (store_search.collect), and the values of a slot are walked beside them.  A document of
 * several authors counts for each of them.  Names are name_facet.h's.
 */
#ifndef KAREZ_QUERY_FACETS_H
#define KAREZ_QUERY_FACETS_H

#include "query/name_facet.h"

#define FACETS_MAX 8

/* Counts one (lang, type, source, author, year, names) over the matches, which rise; at most `limit` values, most frequent first,
 * then by value.  ERR_INVALID for another name. */
int facet_count(struct store *s, struct str name, const docid_t *docs, size_t n, size_t limit, const struct name_asker *asker,
		struct arena *a, struct search_facet *out_r, struct err *err);

#endif
