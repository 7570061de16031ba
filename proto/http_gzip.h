/* Bodies packed for the way (gzip, RFC 1952).  Pure.
 */
#ifndef KAREZ_PROTO_HTTP_GZIP_H
#define KAREZ_PROTO_HTTP_GZIP_H

#include "common/buf.h"
#include "common/str.h"

/* Smaller ones fit into one or two packets as they are. */
#define HTTP_GZIP_MIN 2048

/* Does the value of Accept-Encoding allow it? */
bool http_gzip_accepted(struct str accept);
/* Append the packed form; false, with nothing appended: it is not worth it. */
bool http_gzip(struct str body, struct buf *out);
/* Is a body packed already?  No JSON and no HTML begins as a packed one does. */
bool http_is_gzip(struct str body);

#endif
