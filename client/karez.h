/* A small client of the line protocol: connect, send a request, read its reply.
 *
 * Rests on common and proto alone.  Blocking, one thread per connection, with a timeout.
 */
#ifndef KAREZ_CLIENT_KAREZ_H
#define KAREZ_CLIENT_KAREZ_H

#include <stdint.h>

#include "common/arena.h"
#include "common/err.h"
#include "common/str.h"
#include "proto/limits.h"

/* What a reply may hold: more than a karezd ever sends, so that a broken server cannot fill the
 * memory.  The longest line is a GET whose every byte JSON writes as \u00xx. */
#define KAREZ_MAX_ROWS 100000
#define KAREZ_MAX_LINE ((size_t)6 * LIMIT_TEXT + (1u << 20))

struct karez;

/* addr: "unix:/path", "/path" or "host:port".  The timeout is for connecting and then for each
 * request or reply as a whole.  ERR_NOT_FOUND when nobody listens there, ERR_TIMEOUT. */
int karez_connect(const char *addr, uint64_t timeout_ms, struct karez **out_r, struct err *err);
void karez_close(struct karez **k);

struct karez_reply {
	char kind;		/* '+', '=' or '-' */
	struct str first;	/* the first line as it came */
	struct str tag;		/* without the @; empty: none */
	struct str head;	/* '+': the text; '=': key=value ..., see line_value() */
	struct str code;	/* '-': SYNTAX, BUSY ... */
	struct str message;	/* '-': the rest */
	struct str *rows;	/* JSON objects */
	size_t n_rows;
};

/* Send one request line (with or without its LF) and wait for its reply, which lives in the arena.
 * A '-' reply is not an error of this call.  After an error the connection is of no more use. */
int karez_call(struct karez *k, struct str line, struct arena *a, struct karez_reply *out_r, struct err *err);
/* The two halves, for pipelining: at most LIMIT_PIPELINE requests may wait for their replies. */
int karez_send(struct karez *k, struct str line, struct err *err);
int karez_receive(struct karez *k, struct arena *a, struct karez_reply *out_r, struct err *err);

#endif
