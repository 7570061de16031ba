/* How far apart two words are: Damerau-Levenshtein on characters (restricted: no letter is
 * changed twice), cut off early.
 */
#ifndef KAREZ_QUERY_DISTANCE_H
#define KAREZ_QUERY_DISTANCE_H

#include <stddef.h>
#include <stdint.h>

#include "common/str.h"

#define DISTANCE_MAX_CHARS 64	/* of a word; the rest is not looked at */

struct distance_word {
	uint32_t chars[DISTANCE_MAX_CHARS];
	size_t n;
	uint64_t letters;	/* a bit for each letter that occurs, several sharing one */
};

void distance_word(struct str word, struct distance_word *out_r);	/* valid UTF-8 */

/* max + 1 when it is more than max. */
unsigned distance(const struct distance_word *a, const struct distance_word *b, unsigned max);

#endif
