/* How a piece of text begins and ends, as several rules need to know: sentences, prose, labels of notes.
 *
 * All of them look at a few characters at one end, whatever the length of the text.
 */
#ifndef KAREZ_REPAIR_LOOK_H
#define KAREZ_REPAIR_LOOK_H

#include "common/str.h"

/* Without quotation marks, brackets and markers of notes ("¹", "[3]", "*") at its end, which may stand behind
 * a full stop. */
struct str look_core(struct str s);

bool look_ends_sentence(struct str s);		/* "." "?" "!" "…" ":" in front of what look_core() takes off */
/* Its last word is one that nothing ends with: "of", "the", "и"; or it ends in a comma, a hyphen, an open bracket. */
bool look_is_open(struct str s);
bool look_ends_short(struct str s);		/* in an abbreviation: "U.S.", "Mr.", "т.е." */

bool look_starts_lower(struct str s);		/* in a small letter, opening signs before it not counted */
bool look_starts_upper(struct str s);
bool look_is_prose(struct str s);		/* long enough for a paragraph, or at least its larger part */
bool look_is_capitals(struct str s);		/* no small letter, and at least two capitals */

bool look_is_letter(struct str s, size_t i);	/* does a letter begin there? */
bool look_is_lower(struct str s, size_t i);
bool look_letter_before(struct str s, size_t i);	/* does one end there? */
bool look_lower_before(struct str s, size_t i);
bool look_has_digit(struct str s);
bool look_has_gap(struct str s);		/* three blanks in a row */
size_t look_digits(struct str s, size_t i);	/* length of the run of ASCII digits there */
/* Length of the run of raised digits there, at most three; their value. */
size_t look_raised(struct str s, size_t i, unsigned *number_r);
bool look_is_indexed(struct str s, size_t i);	/* the bracket there stands behind a single small letter: "a[1]" */
size_t look_last_word(struct str s);		/* where it begins */

/* Is the word one that a sentence does not end in?  Small and great letters alike; English and Russian. */
bool look_is_function_word(struct str word);

#endif
