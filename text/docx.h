/* DOCX (Office Open XML, ECMA-376) to a document.
 *
 * What a reader reads of the final version: insertions are in, deletions, comments, hidden text, headers,
 * footers and tables of contents are not.  Notes follow the paragraph that calls for them.
 */
#ifndef KAREZ_TEXT_DOCX_H
#define KAREZ_TEXT_DOCX_H

#include "text/parts.h"

/* ERR_DENIED: it is encrypted.  ERR_CORRUPT: it is no DOCX, or damaged. */
int docx_read(struct str bytes, struct arena *a, struct parts *out, struct err *err);

#endif
