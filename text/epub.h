/* EPUB 2 and 3 to one document: a book is one work, its chapters are parts of its text.
 *
 * Chapters in the order of reading, a page end between them; the table of contents is left out.  Title, authors, date,
 * publisher and language are those that the book states.
 */
#ifndef KAREZ_TEXT_EPUB_H
#define KAREZ_TEXT_EPUB_H

#include "text/parts.h"

/* ERR_DENIED: it is encrypted (fonts alone may be).  ERR_CORRUPT: it is no EPUB, or damaged. */
int epub_read(struct str bytes, struct arena *a, struct parts *out, struct err *err);

#endif
