/* Writing JSON into a buf.  (Reading JSON is jansson's work.)
 *
 * Calls are in the order of the text; commas are the writer's business:
 *     json_open(&b, '{'); json_key(&b, "id"); json_str(&b, id); json_close(&b, '}');
 * After a newline or a space (other text, the end of a line of JSON Lines) none is due.
 * Strings must be bytes of UTF-8; invalid sequences come out as U+FFFD, so the output is
 * always valid JSON, on one line.  Errors are the buf's (sticky).
 */
#ifndef KAREZ_COMMON_JSON_H
#define KAREZ_COMMON_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "common/buf.h"

void json_open(struct buf *b, char bracket);	/* '{' or '[' ; adds a comma where one is due */
void json_close(struct buf *b, char bracket);	/* '}' or ']' */
void json_key(struct buf *b, const char *key);	/* key is plain ASCII without quotes */
void json_str(struct buf *b, struct str s);
void json_int(struct buf *b, int64_t v);
void json_double(struct buf *b, double v, int decimals);	/* fixed point; not finite gives null */
void json_bool(struct buf *b, bool v);
void json_nil(struct buf *b);			/* null; jansson owns the name json_null */
void json_raw(struct buf *b, struct str json);	/* a finished JSON value */

#endif
