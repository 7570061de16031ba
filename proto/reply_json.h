/* Values of replies as JSON, the same bytes on every wire that writes JSON.
 *
 * Whatever the values hold, the output is valid JSON on one line.  Appends; errors are the buf's.
 */
#ifndef KAREZ_PROTO_REPLY_JSON_H
#define KAREZ_PROTO_REPLY_JSON_H

#include "proto/reply.h"

void reply_json_value(const struct reply_field *f, struct buf *out);
void reply_json_object(const struct reply_fields *object, struct buf *out);	/* {"key":value,...} */

#endif
