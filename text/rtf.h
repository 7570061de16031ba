/* RTF (the specification to 1.9.1, and what is written in its name) to a document.
 *
 * Linear in the length.  Hidden and deleted text, comments, headers, footers and tables of contents are left
 * out.  Notes follow the paragraph that calls for them.
 */
#ifndef KAREZ_TEXT_RTF_H
#define KAREZ_TEXT_RTF_H

#include "text/parts.h"

/* ERR_CORRUPT: it does not begin as RTF does.  One that ends too early is read as far as it goes. */
int rtf_read(struct str bytes, struct arena *a, struct parts *out, struct err *err);

#endif
