/* The folded form of a word: what is left when case, diacritics, compatibility forms and the
 * choice of apostrophe are taken away.  Words that a reader takes for the same fold alike.
 *
 *   - apostrophes go: don’t = dont, o‘zbek = o'zbek = oʻzbek = ozbek.  A possessive 's at the end
 *     goes whole (Kazakhstan's = Kazakhstan), for no stemmer would know it afterwards; the price is
 *     that "it's" is "it".  Hebrew quotation marks within a word go as well.
 *   - NFKC_Casefold: case, ligatures, full width, ß = ss; what is invisible goes (soft hyphen,
 *     joiners).  Arabic tatweel goes.
 *   - combining marks on Latin, Greek, Cyrillic, Arabic and Hebrew letters and on digits go: é = e,
 *     ё = е, أ = ا.  й and ў keep theirs, being letters of their own, as the Russian stemmer expects.
 *     In other scripts marks are letters (Devanagari, Thai) and stay.
 *   - Latin letters that do not decompose become ASCII: ø = o, ł = l, đ = d, ı = i, æ = ae, þ = th
 *     (ICU's Latin-ASCII).  Cyrillic letters stay (қ ғ ң ҳ ә).
 *   - digits of every script become ASCII digits.
 *
 * Canonically equivalent words (NFC, NFD) fold alike, and folding again changes nothing.
 * Any thread.
 */
#ifndef KAREZ_TEXT_FOLD_H
#define KAREZ_TEXT_FOLD_H

#include "common/buf.h"
#include "common/err.h"
#include "common/str.h"

/* Longer words are folded as if they ended after so many UTF-16 units: no stored word needs more
 * (analyzer.h). */
#define FOLD_UNITS 512

/* Must have succeeded once in the process before the others are called: ICU's data is there. */
int fold_setup(struct err *err);

/* Fold one raw word of valid UTF-8 (tokenize.h), replacing the content of out.  May come out empty:
 * then nothing of the word is searchable. */
void fold_word(struct str raw, struct buf *out);

#endif
