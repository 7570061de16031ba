/* Where in a long document the needles stand, by the positions in the index, so that only the
 * blocks that will be shown have to be unpacked.
 *
 * Positions are of stems; whether an exact form stands there, only the text tells.
 */
#ifndef KAREZ_QUERY_PLACES_H
#define KAREZ_QUERY_PLACES_H

#include "query/highlight.h"
#include "shim/store.h"

/* Hits by rising position, those from `from` on (before it is the title). */
int places_find(struct store *s, docid_t doc, termpos_t from, const struct needles *needles,
		struct analyzer *an, struct arena *a, struct highlight_hit **hits_r, size_t *n_r, struct err *err);

#endif
