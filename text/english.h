/* English words where Snowball's English stemmer goes wrong, and which capitals tell words apart.
 *
 * The stemmer cuts endings by rules.  It cannot know irregular forms (withdrew), one word in two spellings (centre, organise),
 * or different words that happen to begin alike (organ, organization).  The tables in english.def do: they hold kinds of words
 * as a grammar lists them, from general knowledge of English.
 */
#ifndef KAREZ_TEXT_ENGLISH_H
#define KAREZ_TEXT_ENGLISH_H

#include <stdbool.h>

#include "common/buf.h"
#include "common/str.h"

enum english { ENGLISH_AS_IT_IS, ENGLISH_STEM_THIS, ENGLISH_IS_STEM };

/* folded: a word in small letters.  STEM_THIS: *out holds a word that is to be stemmed in its place; IS_STEM: *out holds the
 * stem itself; else *out is not touched. */
enum english english_adjust(struct str folded, struct buf *out);

/* Mark the first letters of words whose stems start with one of those marked already: most keep their own. */
void english_add_starts(bool starts[256]);

/* Is it also an ordinary word ("who", "us", "tip"), so that only capitals tell an acronym from it?  Also for regular plurals. */
bool english_is_ordinary(struct str folded);

#endif
