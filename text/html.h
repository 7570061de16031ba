/* HTML pages to reading text and fields.
 */
#ifndef KAREZ_TEXT_HTML_H
#define KAREZ_TEXT_HTML_H

#include "common/arena.h"
#include "common/err.h"
#include "text/doc.h"

/* The encoding that the page declares within its first 1024 bytes: XML declaration or meta;
 * empty if none.  For bytes of any encoding that extends ASCII; a view of them. */
struct str html_charset(struct str bytes);

/* html is valid UTF-8.  Fills text, title, author, date, lang, url, source.  Scripts and styles
 * are never text; furniture (html_furniture.h) is left out, unless hardly anything would
 * remain.  ERR_NO_MEMORY only. */
int html_document(struct str html, struct arena *a, struct doc *doc, struct err *err);
/* The same of a page that is no web page, as a chapter of a book: only what is hidden is left out. */
int html_chapter(struct str html, struct arena *a, struct doc *doc, struct err *err);

#endif
