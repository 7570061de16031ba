/* The same work found twice is shown once: hits that say the same, or a part of the same, as another one.
 *
 * Told by sketches (index/sketch.h) among the hits of one answer, in time linear in these; nothing is grouped beforehand, so no
 * update makes it wrong.  Works with publication dates that differ are versions, which all stay visible.
 */
#ifndef KAREZ_QUERY_TWINS_H
#define KAREZ_QUERY_TWINS_H

#include <stdbool.h>
#include <stddef.h>

#include "common/arena.h"
#include "text/doc.h"

#define TWINS_MAX 200		/* hits among which twins are looked for; those behind are shown as they are */

struct twins_group {
	size_t shown;		/* hit */
	size_t *others;		/* hits, by rank */
	size_t n_others;
};

/* Do the dates allow that they are the same? */
bool twins_may_be_same(const struct doc *a, const struct doc *b);

/* docs: fields of the hits (sketch and date are used), by rank.  Groups come in the order of their best hits; of a work and its parts
 * the fullest is shown.  In the arena. */
void twins_group(const struct doc *docs, size_t n, struct arena *a, struct twins_group **out_r, size_t *n_r);

#endif
