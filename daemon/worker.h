/* The worker threads and their queue: jobs in, answered jobs out.
 *
 * The loop thread submits, collects and cancels; the threads run ops->run on one job at a
 * time, each with things of its own that ops->begin made on that thread; a job goes to the idle
 * thread that worked last.  The queue is
 * bounded: when it is full the caller answers "busy" at once instead of letting requests age.
 */
#ifndef KAREZ_DAEMON_WORKER_H
#define KAREZ_DAEMON_WORKER_H

#include <stdbool.h>
#include <stdint.h>

#include "common/err.h"
#include "daemon/job.h"
#include "daemon/loop.h"

struct workers;

/* All but the first are called on the worker's thread with what begin returned. */
struct worker_ops {
	void *(*begin)(void *arg, unsigned index);
	void (*run)(void *worker, struct job *j);	/* fills and encodes j->reply */
	void (*idle)(void *worker);	/* about every WORKER_IDLE_MS while nothing is queued */
	void (*end)(void *worker);
};

#define WORKER_IDLE_MS 1000
#define WORKER_MAX 1024		/* threads */

/* done is woken when there is something to collect. */
int workers_new(const struct worker_ops *ops, void *arg, unsigned threads, unsigned queue,
		struct loop_event *done, struct workers **out_r, struct err *err);
/* Ends the threads, each after the job it runs; gives back every job that is left. */
struct job_list workers_stop(struct workers **w);

/* False: the queue is full, the job stays the caller's. */
bool workers_submit(struct workers *w, struct job *j);
/* All answered jobs. */
struct job_list workers_collect(struct workers *w);
/* Take the jobs of a connection that is gone (0: of all) out of the queue. */
struct job_list workers_cancel(struct workers *w, uint64_t conn);

/* Other sizes from now on.  Surplus threads end after their job.  On failure some of those that were wanted are there: call it
 * again with the sizes from before. */
int workers_resize(struct workers *w, unsigned threads, unsigned queue, struct err *err);
/* Have every idle worker call ops->idle soon. */
void workers_nudge(struct workers *w);

struct workers_info {
	unsigned threads;
	unsigned queued;	/* waiting */
	unsigned running;
	unsigned queue_peak;	/* most that ever waited */
};
struct workers_info workers_info(struct workers *w);

#endif
