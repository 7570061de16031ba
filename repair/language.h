/* The language of a text by its letters and its commonest words.
 */
#ifndef KAREZ_REPAIR_LANGUAGE_H
#define KAREZ_REPAIR_LANGUAGE_H

#include "common/str.h"

/* "en", "ru", "kk" ...; NULL when the text does not tell: too short, mixed, or of no language that is known here. */
const char *language_of(struct str text);

#endif
