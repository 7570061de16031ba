/* An HTTP response as a web archive holds it: status, type, and the body as it was meant.
 */
#ifndef KAREZ_EXTRACT_HTTP_H
#define KAREZ_EXTRACT_HTTP_H

#include "common/buf.h"
#include "common/err.h"
#include "common/str.h"

struct http_response {
	unsigned status;
	struct str type;	/* Content-Type with its parameters, a view of the message; may be empty */
	struct str body;	/* a view of the message, or of the scratch */
};

/* Chunks are joined, gzip and deflate unpacked; a body that is not what its headers say is taken
 * as it stands, for many crawlers store it decoded under its old headers.  scratch is replaced,
 * its max is the limit of what is unpacked: ERR_LIMIT.  ERR_CORRUPT: no HTTP response;
 * ERR_ENCODING: a Content-Encoding that nobody here knows. */
int http_response(struct str message, struct buf *scratch, struct http_response *out_r, struct err *err);

#endif
