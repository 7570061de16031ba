/* Markdown files to reading text and fields.
 */
#ifndef KAREZ_TEXT_MARKDOWN_H
#define KAREZ_TEXT_MARKDOWN_H

#include "common/arena.h"
#include "common/err.h"
#include "text/doc.h"

/* s is valid UTF-8.  Fills text; title from the front matter, else the first heading of the first
 * level; author, date, lang, url, source from the front matter.  ERR_NO_MEMORY only. */
int markdown_document(struct str s, struct arena *a, struct doc *doc, struct err *err);

#endif
