/* How far the word typed is from a word that somebody may have meant.
 *
 * In tenths of an edit.  An ordinary edit (a letter wrong, missing, too many, two swapped) is 10.  Weighed, less counts what
 * happens more often: letters that sound alike in a language or a romanisation (c/k, i/y, ph/f, е/и, т/д), letters
 * doubled or not, a missing ь, keys side by side, neighbours swapped; and more what is wrong at the first letter.
 * No letter is changed twice.  The candidates are met in byte order, so that what they share is worked out once, and
 * where no word with these first letters can be near enough, that is said.
 */
#ifndef KAREZ_QUERY_TYPO_H
#define KAREZ_QUERY_TYPO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/str.h"

#define TYPO_EDIT 10
#define TYPO_LETTERS 40		/* of a word; longer ones are near to nothing */
#define TYPO_CLASSES 80
#define TYPO_RULES 8		/* that can apply at one place of the word typed */

struct typo {
	uint32_t typed[TYPO_LETTERS];
	size_t n;
	unsigned budget;		/* more is too far */
	bool weighed;
	uint8_t change[TYPO_CLASSES][TYPO_LETTERS];	/* a letter of that class meant for typed[k] */
	uint8_t drop[TYPO_LETTERS];			/* typed[k] is too many */
	uint8_t rules[TYPO_LETTERS + 1][TYPO_RULES];	/* those whose typed side ends before k; 0: no more */

	/* The candidate: row d has the costs after d of its letters, from column low[d] up to high[d]. */
	uint32_t letters[TYPO_LETTERS + 2];
	size_t ends[TYPO_LETTERS + 3];			/* bytes of the first d letters */
	uint16_t rows[TYPO_LETTERS + 3][TYPO_LETTERS + 1];
	uint16_t least[TYPO_LETTERS + 3];		/* in the row */
	uint8_t low[TYPO_LETTERS + 3], high[TYPO_LETTERS + 3];
	size_t depth;					/* rows that hold */
};

/* word: folded.  False when it is too long to be near to anything. */
bool typo_begin(struct typo *t, struct str word, unsigned budget, bool weighed);

/* The cost of the next candidate (valid UTF-8), whose first `shared` bytes are those of the one before; budget + 1 when that is
 * more.  *dead_r: no word that begins with so many bytes of it is near enough; 0: one may be. */
unsigned typo_next(struct typo *t, struct str candidate, size_t shared, size_t *dead_r);

/* Do two words differ in vowels at their ends alone?  Bukhara and Bukhari, Karimov and Karimova are not misspellings of one another. */
bool typo_in_ending(struct str a, struct str b);

/* Of two words. */
unsigned typo_cost(struct str typed, struct str meant, unsigned budget, bool weighed);

#endif
