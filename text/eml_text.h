/* The text of one part of a message.
 */
#ifndef KAREZ_TEXT_EML_TEXT_H
#define KAREZ_TEXT_EML_TEXT_H

#include "common/arena.h"
#include "common/str.h"

/* body: as it was sent; type: its content type as it stands in the header, parameters included;
 * transfer: its transfer encoding.  Marked text, in the arena; empty when there is none. */
struct str eml_plain(struct str body, struct str type, struct str transfer, struct arena *a);
struct str eml_html(struct str body, struct str type, struct str transfer, struct arena *a);

#endif
