/* Threads that answer jobs, with the bounded queue before them; see worker.h. */
#include "config.h"

#include "daemon/worker.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/unit.h"
#include "common/xalloc.h"

struct thread {
	struct workers *workers;
	unsigned index;
	pthread_t id;
	bool started;		/* and not joined yet; loop thread only */
	/* Under the lock: */
	bool ended;		/* left its loop, can be joined at once */
	pthread_cond_t work;
	struct thread *next;	/* idle */
	uint64_t worked;	/* number of its last job; 0: none */
};

struct workers {
	const struct worker_ops *ops;
	void *arg;
	struct loop_event *done_event;
	struct thread *threads;		/* WORKER_MAX; loop thread only */

	pthread_mutex_t lock;		/* of all that follows */
	struct thread *idle;		/* the one that worked last first: what it knows and has in the processor's caches serves again */
	uint64_t jobs;			/* taken up so far */
	struct job_list queue, done;
	unsigned wanted;		/* threads with an index from here on end */
	unsigned limit;			/* of the queue */
	unsigned running, peak;
	uint64_t nudges;
};

static struct timespec idle_end(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	t.tv_sec += WORKER_IDLE_MS / 1000;
	t.tv_nsec += WORKER_IDLE_MS % 1000 * 1000000L;
	if (t.tv_nsec >= 1000000000L) {
		t.tv_sec++;
		t.tv_nsec -= 1000000000L;
	}
	return t;
}

/* ---- Idle threads; all under the lock ---- */

static void lie_down(struct thread *t)
{
	struct thread **at = &t->workers->idle;
	while (*at && (*at)->worked > t->worked)
		at = &(*at)->next;
	t->next = *at;
	*at = t;
}

/* Unless it was woken: then it is off the list already. */
static void get_up(struct thread *t)
{
	struct thread **at = &t->workers->idle;
	while (*at && *at != t)
		at = &(*at)->next;
	if (*at)
		*at = t->next;
}

static void wake_one(struct workers *w)
{
	struct thread *t = w->idle;
	if (!t)
		return;
	w->idle = t->next;
	pthread_cond_signal(&t->work);
}

static void wake_all(struct workers *w)
{
	while (w->idle)
		wake_one(w);
}

/* ---- Threads ---- */

enum wake { WAKE_JOB, WAKE_IDLE, WAKE_END };

/* Wait for something to do.  Under the lock. */
static enum wake await(struct thread *t, uint64_t *nudges)
{
	struct workers *w = t->workers;
	struct timespec end = idle_end();
	bool over = false;
	for (;;) {
		if (t->index >= w->wanted)
			return WAKE_END;
		if (w->queue.n)
			return WAKE_JOB;
		if (over || *nudges != w->nudges) {
			*nudges = w->nudges;
			return WAKE_IDLE;
		}
		lie_down(t);
		over = pthread_cond_timedwait(&t->work, &w->lock, &end) != 0;
		get_up(t);
	}
}

static void run_one(struct thread *t, void *own)
{
	struct workers *w = t->workers;
	struct job *j = job_list_pop(&w->queue);
	t->worked = ++w->jobs;
	w->running++;
	pthread_mutex_unlock(&w->lock);
	j->started_us = clock_us();
	w->ops->run(own, j);
	pthread_mutex_lock(&w->lock);
	w->running--;
	/* The loop empties the whole list at a wake-up, so one is enough. */
	bool wake = w->done.n == 0;
	job_list_push(&w->done, j);
	if (wake)
		loop_wake(w->done_event);
}

static void *thread_main(void *arg)
{
	struct thread *t = arg;
	struct workers *w = t->workers;
	void *own = w->ops->begin(w->arg, t->index);
	pthread_mutex_lock(&w->lock);
	uint64_t nudges = w->nudges;
	enum wake wake;
	while ((wake = await(t, &nudges)) != WAKE_END) {
		if (wake == WAKE_JOB) {
			run_one(t, own);
			continue;
		}
		pthread_mutex_unlock(&w->lock);
		w->ops->idle(own);
		pthread_mutex_lock(&w->lock);
	}
	t->ended = true;
	pthread_mutex_unlock(&w->lock);
	w->ops->end(own);
	return NULL;
}

static void join(struct thread *t)
{
	pthread_join(t->id, NULL);
	pthread_cond_destroy(&t->work);
	*t = (struct thread){ 0 };
}

static void init_cond(pthread_cond_t *c)
{
	pthread_condattr_t attr;
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(c, &attr);
	pthread_condattr_destroy(&attr);
}

/* Signals are the loop's business: threads are started with all of them blocked. */
static int start_thread(struct workers *w, unsigned index, struct err *err)
{
	struct thread *t = &w->threads[index];
	*t = (struct thread){ .workers = w, .index = index };
	init_cond(&t->work);
	sigset_t all, old;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	int rc = pthread_create(&t->id, NULL, thread_main, t);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	t->started = rc == 0;
	if (rc == 0)
		return 0;
	pthread_cond_destroy(&t->work);
	return err_set(err, ERR_IO, "starting worker thread %u: %s", index, strerror(rc));
}

int workers_resize(struct workers *w, unsigned threads, unsigned queue, struct err *err)
{
	if (threads == 0 || threads > WORKER_MAX)
		return err_set(err, ERR_INVALID, "workers: %u is not within 1..%d", threads, WORKER_MAX);
	pthread_mutex_lock(&w->lock);
	w->wanted = threads;
	w->limit = queue;
	wake_all(w);
	pthread_mutex_unlock(&w->lock);
	for (unsigned i = 0; i < threads; i++) {
		struct thread *t = &w->threads[i];
		/* One that a smaller size sent home, and that is still at its last job, stays. */
		pthread_mutex_lock(&w->lock);
		bool ended = t->ended;
		pthread_mutex_unlock(&w->lock);
		if (ended)
			join(t);
		if (!t->started && start_thread(w, i, err) < 0)
			return -1;
	}
	return 0;
}

int workers_new(const struct worker_ops *ops, void *arg, unsigned threads, unsigned queue,
		struct loop_event *done, struct workers **out_r, struct err *err)
{
	struct workers *w = xcalloc(1, sizeof(*w));
	w->ops = ops;
	w->arg = arg;
	w->done_event = done;
	w->threads = xcalloc(WORKER_MAX, sizeof(*w->threads));
	pthread_mutex_init(&w->lock, NULL);
	*out_r = w;
	if (workers_resize(w, threads, queue, err) == 0)
		return 0;
	workers_stop(out_r);
	return -1;
}

struct job_list workers_stop(struct workers **workers)
{
	struct workers *w = *workers;
	struct job_list left = { NULL, NULL, 0 };
	*workers = NULL;
	if (!w)
		return left;
	pthread_mutex_lock(&w->lock);
	w->wanted = 0;
	wake_all(w);
	pthread_mutex_unlock(&w->lock);
	for (unsigned i = 0; i < WORKER_MAX; i++)
		if (w->threads[i].started)
			join(&w->threads[i]);
	for (struct job *j; (j = job_list_pop(&w->queue)) || (j = job_list_pop(&w->done));)
		job_list_push(&left, j);
	pthread_mutex_destroy(&w->lock);
	free(w->threads);
	free(w);
	return left;
}

bool workers_submit(struct workers *w, struct job *j)
{
	pthread_mutex_lock(&w->lock);
	bool room = w->queue.n < w->limit;
	if (room) {
		job_list_push(&w->queue, j);
		if (w->queue.n > w->peak)
			w->peak = w->queue.n;
		wake_one(w);
	}
	pthread_mutex_unlock(&w->lock);
	return room;
}

struct job_list workers_collect(struct workers *w)
{
	pthread_mutex_lock(&w->lock);
	struct job_list done = w->done;
	w->done = (struct job_list){ NULL, NULL, 0 };
	pthread_mutex_unlock(&w->lock);
	return done;
}

struct job_list workers_cancel(struct workers *w, uint64_t conn)
{
	struct job_list gone = { NULL, NULL, 0 }, kept = { NULL, NULL, 0 };
	pthread_mutex_lock(&w->lock);
	for (struct job *j; (j = job_list_pop(&w->queue));)
		job_list_push(conn == 0 || j->conn == conn ? &gone : &kept, j);
	w->queue = kept;
	pthread_mutex_unlock(&w->lock);
	return gone;
}

void workers_nudge(struct workers *w)
{
	pthread_mutex_lock(&w->lock);
	w->nudges++;
	wake_all(w);
	pthread_mutex_unlock(&w->lock);
}

struct workers_info workers_info(struct workers *w)
{
	pthread_mutex_lock(&w->lock);
	struct workers_info info = {
		.threads = w->wanted, .queued = w->queue.n, .running = w->running, .queue_peak = w->peak,
	};
	pthread_mutex_unlock(&w->lock);
	return info;
}
