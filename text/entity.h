/* Character references of HTML ("&amp;", "&#1078;", "&#x436;"), as Markdown has them too.
 */
#ifndef KAREZ_TEXT_ENTITY_H
#define KAREZ_TEXT_ENTITY_H

#include "common/arena.h"
#include "common/str.h"

/* If s (which starts with "&") starts with a reference: its length in bytes and the character
 * it stands for as UTF-8 (1 to 4 bytes); else 0.  The semicolon may be missing where no letter or digit
 * follows, as in old pages.  Numbers that are no character give U+FFFD; numbers 128 to 159 mean
 * windows-1252, as in browsers. */
size_t entity_decode(struct str s, char utf8_r[4], unsigned *n_r);

/* All references in s resolved; s itself when it has none. */
struct str entity_decode_all(struct str s, struct arena *a);

#endif
