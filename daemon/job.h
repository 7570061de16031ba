/* One request on its way: from the connection to a worker and back.
 *
 * A job has one owner at a time.  The loop thread makes it and fills it from the request line;
 * it gives it away with workers_submit(), gets it back from workers_collect(), and the
 * connection writes job->out and recycles it.  Loop verbs never leave the loop thread.  All
 * memory of a request is in the job's arena.
 *
 *     conn.c --request--> server.c --workers_submit--> queue --> verb_*.c on a worker
 *     conn.c <--conns_answer-- server.c <--workers_collect-- done list, eventfd
 *
 * A job names its connection by place and serial number, never by pointer: when it comes back
 * the connection may be gone, and its place may be taken by another.
 *
 * Locks: the queue's (worker.c) and the board's (board.c); neither is held while taking the
 * other.
 */
#ifndef KAREZ_DAEMON_JOB_H
#define KAREZ_DAEMON_JOB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/arena.h"
#include "common/buf.h"
#include "proto/reply.h"
#include "proto/request.h"

#define JOB_MAX_REPLY (96u << 20)	/* bytes of one reply: LIMIT_TEXT with escapes, and some */

struct snapshot;
struct flight;
struct wire;

struct job {
	struct job *next;		/* in the list that holds it */
	uint32_t conn_place;		/* index in the table of connections */
	uint64_t conn;			/* serial number of the connection */
	uint64_t sequence;		/* which request of the connection: replies go out in order */
	struct snapshot *conf;		/* what was configured when it came; a reference */
	struct arena arena;
	struct request request;		/* in the arena */
	struct reply reply;		/* in the arena */
	const struct wire *wire;	/* over which it came; the line protocol unless set */
	void *shape;			/* what the wire wants to know when it writes the reply, in the arena; may be NULL */
	struct buf out;			/* the reply as it goes over the wire */
	bool more;			/* the client has sent more requests already */
	struct flight *flight;		/* others may wait for the answer (flights.h); loop thread only */
	uint64_t state;			/* of the collections when it was looked at (view_state); 0: unknown */
	bool keep;			/* out is the answer to whoever asks the same in that state as long as it
					 * lasts, but for what wire->again() adds */
	uint64_t arrived_us;		/* on clock_us() */
	uint64_t deadline_us;
	uint64_t started_us;		/* when a worker took it up; 0: not (yet) */
};

/* Empty jobs kept for the next requests.  Loop thread. */
struct job_cache {
	struct job *head;
	unsigned n;
};

struct job *job_take(struct job_cache *cache);			/* clean, reply initialised */
void job_give(struct job_cache *cache, struct job **j);		/* drops all it holds */
void job_cache_fini(struct job_cache *cache);

/* How many requests of the pipeline a request counts for: those with long answers weigh more,
 * so that the answers of one client stay within a few times LIMIT_TEXT. */
unsigned job_weight(const struct job *j);

/* Write the reply into out, as it is kept if it is to be (j->keep; given up when it is none to keep). */
void job_encode(struct job *j);
/* Make the client's own answer of a kept one, of its own or another job's. */
void job_answer_with(struct job *j, struct str kept);
void job_make_own(struct job *j);				/* of that in out, if j->keep */

struct job_list {
	struct job *head, *tail;
	unsigned n;
};
void job_list_push(struct job_list *l, struct job *j);
struct job *job_list_pop(struct job_list *l);			/* NULL when empty */

#endif
