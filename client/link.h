/* Where a hit leads to: its page on the web, else its file, as a URI of plain ASCII.
 */
#ifndef KAREZ_CLIENT_LINK_H
#define KAREZ_CLIENT_LINK_H

#include "common/arena.h"
#include "common/str.h"

/* Longer ones are left out: terminals pass them over. */
#define LINK_MAX 2083

/* url: of a document, taken when it is http or https; path: else of its file, when it is absolute.  host: of the files,
 * NULL when they are not known to be on this machine.  Empty when there is nothing to lead to.  Whatever these hold,
 * nothing but printable ASCII comes out. */
struct str link_of(struct str url, struct str path, const char *host, struct arena *a);

#endif
