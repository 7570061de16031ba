/* Keyboards: which keys lie side by side, and what a word would be on another layout.
 *
 * QWERTY, and on the same keys the Russian and Kazakh letters.  Pure functions; any thread.
 */
#ifndef KAREZ_QUERY_KEYBOARD_H
#define KAREZ_QUERY_KEYBOARD_H

#include <stdbool.h>
#include <stdint.h>

#include "common/buf.h"

/* The key of a letter (lower case): row and column; false when it is on none of the layouts. */
struct keyboard_key {
	int row, column;
};
bool keyboard_key(uint32_t letter, struct keyboard_key *out_r);
/* Do the keys touch? */
bool keyboard_near(struct keyboard_key a, struct keyboard_key b);

#define KEYBOARD_READINGS 2	/* as Cyrillic letters, as Latin ones */

/* What the keys that were hit for `typed` (valid UTF-8, any case) give on the other layout: hfrtnf is ракета, 'rcgjhn is экспорт,
 * 2ktv is әлем, гяиулшыефт is uzbekistan.  way: 0 .. KEYBOARD_READINGS - 1.  Appends lower case letters; false (what was
 * appended is of no use) when a character is on no key, or what comes out is not all letters. */
bool keyboard_read(struct str typed, unsigned way, struct buf *out);

#endif
