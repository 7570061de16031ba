/* Values of a document's fields: from the way metadata write them to the way a document
 * keeps them.
 *
 * Input is valid UTF-8; results are in the arena (or empty).
 */
#ifndef KAREZ_TEXT_FIELD_H
#define KAREZ_TEXT_FIELD_H

#include "common/arena.h"
#include "common/str.h"
#include "text/doc.h"

/* One line: runs of white space and control characters become one blank, none at the ends. */
struct str field_line(struct str s, struct arena *a);

/* A language tag: "EN_us" gives "en-US", "uz-cyrl-UZ" gives "uz-Cyrl-UZ"; empty when it is none. */
struct str field_lang(struct str s, struct arena *a);

/* "2014", "2014-12" or "2014-12-26"; empty when date_normalise() knows no better. */
struct str field_date(struct str s, struct arena *a);

/* One more author, unless he is named already or the list has grown past AUTHORS_MAX bytes. */
#define AUTHORS_MAX 4096
void field_add_author(struct doc *doc, struct str name, struct arena *a);

#endif
