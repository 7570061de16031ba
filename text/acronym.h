/* Acronyms that a text defines: "Islamic Movement of Uzbekistan (IMU)", "SCO (Shanghai
 * Cooperation Organisation)", "foreign terrorist fighters (FTFs)".
 *
 * After Schwartz and Hearst (2003): what stands in a bracket and looks like an acronym is held
 * against the words in front of it, letter by letter; acronym_match.h has the rules.  Beyond their
 * method: the reversed order, plurals, square brackets, a long form and its acronym in one bracket
 * after a translation, letters in another order, names with particles, any alphabet with capitals.
 */
#ifndef KAREZ_TEXT_ACRONYM_H
#define KAREZ_TEXT_ACRONYM_H

#include "common/arena.h"
#include "common/str.h"

#define ACRONYM_MAX_LETTERS 10
#define ACRONYM_MAX_LONG 120		/* bytes of a long form */

struct acronym {
	struct str acronym;		/* as written, but in the singular: "FTF", "IS-K", "JaK" */
	struct str long_form;		/* as written, words one blank apart, without marks of emphasis */
};

/* Each definition once, in the order of the text, which is valid UTF-8; the list and its strings are
 * in the arena.  Linear in the text, and quick: only brackets are looked at. */
void acronyms_find(struct str text, struct arena *a, struct acronym **out_r, size_t *n_r);

/* Letters and digits only, small: what an acronym is found by.  "IS-K" and "isk" are one. */
struct str acronym_key(struct str acronym, struct arena *a);

/* Is it written like an acronym: two capitals at least, and capitals for half of its letters?
 * *n_r: bytes of it without the s of a plural. */
bool acronym_like(struct str word, size_t *n_r);

#endif
