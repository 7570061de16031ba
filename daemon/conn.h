/* Connections of clients: bytes in, jobs out, replies back in the order of the requests.
 *
 * All on the loop thread.  What a request means is the server's business (struct conns_ops), what it looks like the wire's
 * (wire.h); here are the order, the limits, the time-outs and the end of a connection.  After
 * any call that may have produced output or a change of state the touched connections are
 * settled (flushed, parked, closed) in one place, conns_settle().
 */
#ifndef KAREZ_DAEMON_CONN_H
#define KAREZ_DAEMON_CONN_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/job.h"
#include "daemon/loop.h"
#include "daemon/stats.h"

struct conns;
struct wire;

struct conns_ops {
	/* A request was parsed: take the job over and give it to conns_answer(), now or later,
	 * with job->out encoded. */
	void (*request)(void *arg, struct job *j);
	/* The same of a job that has its answer, but for what a wire admits: it goes to conns_answer(). */
	void (*reply)(void *arg, struct job *j);
	/* A connection broke while `waiting` of its requests were not answered: they need not be. */
	void (*gone)(void *arg, uint64_t conn, unsigned waiting);
};

struct conns_limits {
	unsigned max;			/* connections at a time */
	uint64_t idle_ms;		/* silent, or not taking output, for that long: closed */
};

/* stats and cache stay the caller's. */
struct conns *conns_new(struct loop *l, const struct conns_ops *ops, void *arg, struct stats *stats,
			struct job_cache *cache, struct conns_limits limits);
void conns_free(struct conns **c);		/* closes them all */
void conns_limits_set(struct conns *c, struct conns_limits limits);
unsigned conns_count(const struct conns *c);
unsigned conns_speaking(const struct conns *c, const struct wire *wire);	/* of these; looks at each */
unsigned conns_max(const struct conns *c);

/* Take over a connected, non-blocking socket, on which this wire is spoken.  peer is for the log.  Above the limit it is told
 * BUSY and closed. */
void conns_add(struct conns *c, int fd, const char *peer, const struct wire *wire);

/* An answered job comes back.  Dropped when its connection is gone. */
void conns_answer(struct conns *c, struct job *j);
/* To be called after a round of conns_answer() from outside. */
void conns_settle(struct conns *c);

/* Read no more requests, close each connection once its replies are out; when the last one is
 * gone call fn. */
void conns_drain(struct conns *c, loop_fn *fn, void *arg);

#endif
