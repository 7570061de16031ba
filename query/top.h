/* The best few of many words, while the vocabulary goes by: memory and copies stay small however
 * many there are.
 */
#ifndef KAREZ_QUERY_TOP_H
#define KAREZ_QUERY_TOP_H

#include <stdbool.h>

#include "query/best.h"

struct top_item {
	struct str text;
	uint32_t documents;
	uint32_t rank;		/* smaller is better; then more documents, then the order of bytes */
	bool is_stem;		/* a term without prefix: perhaps no written form */
};

struct top {
	struct arena *arena;	/* gets the texts */
	struct best best;
};

void top_init(struct top *t, size_t max, struct arena *a);
void top_add(struct top *t, const struct top_item *item);
/* Best first. */
const struct top_item *top_sorted(struct top *t, size_t *n_r);

#endif
