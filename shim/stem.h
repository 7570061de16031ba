/* Snowball stemmers, by way of Xapian, so that stock Xapian tools stem alike.
 *
 * A stemmer belongs to one thread.
 */
#ifndef KAREZ_SHIM_STEM_H
#define KAREZ_SHIM_STEM_H

#include "common/buf.h"
#include "common/err.h"
#include "common/str.h"

struct stem;

/* lang: an ISO 639-1 code or a Snowball name ("en", "russian"); "none" leaves words alone.
 * ERR_INVALID lists the known ones. */
int stem_new(const char *lang, struct stem **out_r, struct err *err);
void stem_free(struct stem **s);

/* The stem of a folded word (UTF-8), replacing the content of out. */
int stem_word(struct stem *s, struct str word, struct buf *out, struct err *err);

/* Names of the stemmers this libxapian has, separated by blanks; static storage. */
const char *stem_languages(void);

#endif
