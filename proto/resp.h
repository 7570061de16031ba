/* RESP, the framing of the Redis protocol, versions 2 and 3: bytes to the arguments of a command, values to bytes.
 *
 * Pure: no sockets, no threads.  What commands mean is in redis.h.
 */
#ifndef KAREZ_PROTO_RESP_H
#define KAREZ_PROTO_RESP_H

#include <stdint.h>

#include "common/arena.h"
#include "common/buf.h"
#include "common/str.h"

#define RESP_MAX_ARGS 1024

enum resp_take {
	RESP_MORE,	/* the command is not whole yet */
	RESP_DONE,
	RESP_BAD	/* nobody can tell where the next command begins */
};

/* Take one command, an array of bulk strings, off the beginning of `in`.  DONE: *args_r, an array in the arena of views of `in`
 * (none for an empty array, which is to be ignored), and *used_r, its length.  BAD: *why_r is a static sentence; so is a command of
 * more than LIMIT_LINE bytes. */
enum resp_take resp_take(struct str in, struct arena *a, struct str **args_r, size_t *n_r, size_t *used_r, const char **why_r);

/* Appending values.  proto: 2 or 3; a map is twice as many values in an array in version 2, a double a string.  After
 * resp_array() and resp_map() that many values, or keys and values, have to follow. */
void resp_simple(struct buf *out, struct str s);		/* control bytes become blanks, as in errors */
void resp_error(struct buf *out, const char *code, struct str message);
void resp_bulk(struct buf *out, struct str s);
void resp_int(struct buf *out, int64_t v);
void resp_double(struct buf *out, unsigned proto, double v);	/* four decimals, as on the line protocol */
void resp_null(struct buf *out, unsigned proto);
void resp_array(struct buf *out, size_t n);
void resp_map(struct buf *out, unsigned proto, size_t n);

#endif
