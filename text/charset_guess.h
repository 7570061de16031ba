/* Which single-byte or East Asian encoding bytes are in, judged by the letters they give.
 *
 * Called for bytes that are no Unicode; see charset.h for the whole order.  Linear in the
 * sample, which the caller bounds.
 */
#ifndef KAREZ_TEXT_CHARSET_GUESS_H
#define KAREZ_TEXT_CHARSET_GUESS_H

#include <stdbool.h>

#include "common/str.h"

/* A static name that ICU knows; "windows-1252" when nothing speaks for another one. */
const char *charset_guess(struct str sample);

/* Whether a declared name (an ICU or IANA one) goes together with the letters: false when it is
 * a Western or Cyrillic single-byte encoding and the sample reads as words under another. */
bool charset_plausible(struct str sample, const char *name);

#endif
