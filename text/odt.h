/* ODT (OpenDocument text, ISO/IEC 26300), in a package or flat (.fodt), to a document.
 *
 * Deletions, comments, hidden text, headers, footers and tables of contents are left out.  Notes follow the
 * paragraph that calls for them.
 */
#ifndef KAREZ_TEXT_ODT_H
#define KAREZ_TEXT_ODT_H

#include "text/parts.h"

/* ERR_DENIED: it is encrypted.  ERR_CORRUPT: it is no ODT, or damaged. */
int odt_read(struct str bytes, struct arena *a, struct parts *out, struct err *err);

#endif
