/* What an office document says about itself: docProps/core.xml, meta.xml.
 */
#ifndef KAREZ_TEXT_OFFICE_META_H
#define KAREZ_TEXT_OFFICE_META_H

#include "common/arena.h"
#include "common/err.h"
#include "text/doc.h"

/* title and author of *doc.  Dates in it are those of the file (made, changed, printed), never that of a
 * publication, and the language is the writer program's own: they are not looked at. */
int office_meta_read(struct str xml, const char *name, struct arena *a, struct doc *doc, struct err *err);

#endif
