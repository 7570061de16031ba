/* Light stemming of Kazakh and Uzbek nouns, for which Snowball has nothing.
 *
 * Both languages put endings behind a noun in a fixed order: number, possessor, case (Kazakh: Johanson and Csato, eds., The Turkic
 * Languages, 1998, chapter 19; Uzbek: chapter 20, and Sjoberg, Uzbek Structural Grammar, 1963).  One ending of each kind is
 * taken off, from the last on, as long as what is left can be a word; Kazakh endings have to agree with its vowels.  Verbs and
 * derivation are left alone: a light stemmer errs on the side of keeping words apart.
 */
#ifndef KAREZ_TEXT_TURKIC_H
#define KAREZ_TEXT_TURKIC_H

#include <stdbool.h>

#include "common/buf.h"
#include "common/str.h"

/* Is there a stemmer here for the language ("kk", "uz")? */
bool turkic_has(const char *code);

/* folded: small letters, Cyrillic or Latin.  *out gets the stem. */
void turkic_stem(const char *code, struct str folded, struct buf *out);

#endif
