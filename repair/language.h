/* The language of a text by its letters and its commonest words, from a sample.
 */
#ifndef KAREZ_REPAIR_LANGUAGE_H
#define KAREZ_REPAIR_LANGUAGE_H

#include <stdbool.h>

#include "common/str.h"

#define LANGUAGE_WORDS 100	/* of a sample */

enum { LANGUAGES_BY_WORDS = 8 };
struct language_sample {
	unsigned words, cyrillic;
	unsigned hits[LANGUAGES_BY_WORDS];
	unsigned kazakh, turkic, tajik, uzbek, ukrainian, shared;	/* words with letters that only some alphabets have */
};

/* Up to `most` words of the text more. */
void language_look(struct language_sample *s, struct str text, unsigned most);

/* "en", "ru", "kk" ...; NULL when the sample does not tell: too short, mixed, or of no language that is known here. */
const char *language_tell(const struct language_sample *s);

#endif
