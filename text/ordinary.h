/* Is this what a short ordinary word looks like?  WHO, US, IS, TIP, RATS, ИДУ are acronyms only when
 * they stand in capitals.
 *
 * English words are those of english.h, which the index keeps apart by their capitals; Russian ones, two to six
 * letters long, a table of its own.  A word that is missing there costs a search for it some alternatives that are not
 * meant, and the answer names them.
 */
#ifndef KAREZ_TEXT_ORDINARY_H
#define KAREZ_TEXT_ORDINARY_H

#include <stdbool.h>

#include "common/str.h"

bool ordinary_word(struct str folded);

#endif
