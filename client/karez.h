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

struct karez;

/* addr: "unix:/path", "/path" or "host:port".  ERR_NOT_FOUND when nobody listens there. */
int karez_connect(const char *addr, uint64_t timeout_ms, struct karez **out_r, struct err *err);
void karez_close(struct karez **k);

struct karez_reply {
	char kind;		/* '+', '=' or '-' */
	struct str head;	/* first line after the kind (for '=': after the count) */
	struct str code;	/* '-': SYNTAX, BUSY ... */
	struct str message;	/* '-': the rest */
	struct str *rows;	/* JSON objects */
	size_t n_rows;
};

/* Send one request line and wait for its reply, which lives in the arena.  A '-' reply is not
 * an error of this call. */
int karez_call(struct karez *k, struct str line, struct arena *a, struct karez_reply *out_r, struct err *err);
/* The two halves, for pipelining. */
int karez_send(struct karez *k, struct str line, struct err *err);
int karez_receive(struct karez *k, struct arena *a, struct karez_reply *out_r, struct err *err);

#endif
