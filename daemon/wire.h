/* A wire: how requests come over a connection, and how the answers to them are written.
 *
 * The line protocol, Redis' and HTTP are one of these each; connections (conn.h), kept answers and searches under way
 * (dispatch.h) know no more of them.  Nothing behind them knows which it was.
 *
 * What answers look like is proto/'s affair; a wire_*.c here takes requests off the input and fits proto/ to jobs.
 */
#ifndef KAREZ_DAEMON_WIRE_H
#define KAREZ_DAEMON_WIRE_H

#include "daemon/job.h"
#include "proto/http.h"
#include "proto/redis.h"

struct conn;

struct wire {
	const char *name;
	bool end_is_gone;	/* who sends no more is gone, and what he still waits for need not be answered */
	uint64_t request_ms;	/* a request that has begun is to be whole by then; 0: silence is all that is measured */
	/* Loop thread.  Takes one request, or what is none, off the input, which is not empty; false: more has to
	 * come first. */
	bool (*next)(struct conn *c, struct str in);
	/* Loop thread.  May this be asked, now that the job knows the configuration?  False: the reply says why not.  NULL: yes.  Also of
	 * what has its answer already. */
	bool (*admit)(struct job *j);
	/* Loop thread.  The key of the answer is known: does the client have it already?  encode() says so then.  NULL: no. */
	bool (*is_unchanged)(struct job *j, struct str key);
	/* Any thread: append the answer to this job.  j->shape may be NULL where nothing was asked. */
	void (*encode)(const struct job *j, struct buf *out);
	/* The same, of rows, for whoever asks the same: what each of them has of his own is added by again().  NULL: encode() does. */
	void (*encode_kept)(const struct job *j, struct buf *out);
	/* Loop thread: append to `out` a kept answer as this job's client wants it, took_us after it has asked.  NULL: as it is kept. */
	void (*again)(const struct job *j, struct str kept, uint64_t took_us, struct buf *out);
	/* Does this client want it otherwise than it is kept?  NULL: none does. */
	bool (*has_own)(const struct job *j);
	/* Append what decides over the bytes of a kept answer besides the request.  NULL: nothing does. */
	void (*add_key)(const struct job *j, struct buf *key);
};

extern const struct wire wire_line, wire_redis, wire_http;

/* ---- What a wire may do with its connection (conn.c) ---- */

/* What the wires remember of a connection. */
struct wire_session {
	bool skipping;			/* line: inside of one that is too long, up to its end */
	struct redis_session redis;
	struct http_progress http;	/* of the request that the input begins with */
};
struct wire_session *conn_session(struct conn *c);
bool conn_is_new(const struct conn *c);		/* nothing of the input was taken yet */
bool conn_at_end(const struct conn *c);		/* the client sends no more than there is in the input */
struct arena *conn_scratch(struct conn *c);	/* empty; for what may have to be taken again */
void conn_consume(struct conn *c, size_t n);
void conn_change_wire(struct conn *c, const struct wire *w);
void conn_say(struct conn *c, struct str bytes);	/* static ones, behind the answers to all requests so far; not behind more */

/* A job for the next request.  It goes on with one of the two calls after it, or back with conn_job_drop(). */
struct job *conn_job(struct conn *c);
void conn_request(struct conn *c, struct job *j);	/* j->request is to be carried out */
void conn_reply(struct conn *c, struct job *j);	/* j->reply, or the shape, has the answer already */
void conn_job_drop(struct conn *c, struct job *j);

#endif
