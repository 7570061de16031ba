/* Do these words stand for these letters?  A part of acronym.c.
 *
 * A letter is the initial of a word, or stands further on in a word whose initial counts; in order.
 * What is left over costs: a word of content without a letter, a letter that is no initial.  The
 * words with the least cost win, the fewest among equals; a cost beyond what the number of letters
 * allows means that they do not.  Little words (of, and, al, по) cost nothing.
 */
#ifndef KAREZ_TEXT_ACRONYM_MATCH_H
#define KAREZ_TEXT_ACRONYM_MATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/str.h"

#define ACRONYM_WORDS 18		/* looked at in front of a bracket */

struct acronym_word {
	size_t start, end;		/* bytes in the text */
	bool part;			/* joined to the word before by a hyphen */
};

/* The run of words that ends with the last one (whole: all of them) for which the letters stand.
 * *start_r: byte in the text where it begins, which may lie within a word ("asKatibat").  Letters are those of
 * an acronym_like() word. */
bool acronym_match(struct str text, struct str acronym, const struct acronym_word *words, size_t n, bool whole,
		   size_t *start_r);

#endif
