/* Worker threads: jobs done and collected, the bounded queue, cancelling, other sizes, idling. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#include "daemon/worker.h"

static struct loop *loop;
static struct loop_event *done_event, *timer;
static struct workers *workers;
static struct job_cache cache;
static atomic_uint begun, ended, idled;
static unsigned collected;
static struct job_list answers;

/* Jobs wait here as long as the gate is shut. */
static pthread_mutex_t gate_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t gate = PTHREAD_COND_INITIALIZER;
static bool shut;
static unsigned inside;

static void gate_set(bool is_shut)
{
	pthread_mutex_lock(&gate_lock);
	shut = is_shut;
	pthread_cond_broadcast(&gate);
	pthread_mutex_unlock(&gate_lock);
}

static void *begin(void *arg, unsigned index)
{
	(void)index;
	atomic_fetch_add(&begun, 1);
	return arg;
}

static pthread_t worked;	/* ran the last job; under gate_lock */

static void run(void *worker, struct job *j)
{
	(void)worker;
	pthread_mutex_lock(&gate_lock);
	worked = pthread_self();
	inside++;
	while (shut)
		pthread_cond_wait(&gate, &gate_lock);
	inside--;
	pthread_mutex_unlock(&gate_lock);
	j->sequence *= 2;
}

static void idle(void *worker)
{
	(void)worker;
	atomic_fetch_add(&idled, 1);
}

static void end(void *worker)
{
	(void)worker;
	atomic_fetch_add(&ended, 1);
}

static const struct worker_ops ops = { .begin = begin, .run = run, .idle = idle, .end = end };

static void on_done(void *arg)
{
	(void)arg;
	struct job_list l = workers_collect(workers);
	for (struct job *j; (j = job_list_pop(&l)); collected++)
		job_list_push(&answers, j);
}

static void stop(void *arg)
{
	(void)arg;
	loop_stop(loop);
}

static void pump(unsigned ms)
{
	loop_timer_start(timer, ms);
	assert_int_equal(loop_run(loop, NULL), 0);
}

/* At most ten seconds. */
#define WAIT_FOR(condition) do { \
		for (int i_ = 0; i_ < 2000 && !(condition); i_++) \
			pump(5); \
		assert_true(condition); \
	} while (0)

static unsigned running(void)
{
	pthread_mutex_lock(&gate_lock);
	unsigned n = inside;
	pthread_mutex_unlock(&gate_lock);
	return n;
}

static void drop(struct job_list l)
{
	for (struct job *j; (j = job_list_pop(&l));)
		job_give(&cache, &j);
}

static void start(unsigned threads, unsigned queue)
{
	struct err err;
	begun = ended = idled = 0;
	collected = 0;
	shut = false;
	assert_int_equal(loop_new(&loop, &err), 0);
	done_event = loop_wakeup_new(loop, on_done, NULL, &err);
	timer = loop_timer_new(loop, stop, NULL);
	assert_int_equal(workers_new(&ops, NULL, threads, queue, done_event, &workers, &err), 0);
}

static void finish(void)
{
	gate_set(false);
	drop(workers_stop(&workers));
	drop(answers);
	answers = (struct job_list){ NULL, NULL, 0 };
	assert_int_equal(begun, ended);
	job_cache_fini(&cache);
	loop_event_free(&done_event);
	loop_event_free(&timer);
	loop_free(&loop);
}

static bool submit(uint64_t conn, uint64_t number)
{
	struct job *j = job_take(&cache);
	j->conn = conn;
	j->sequence = number;
	bool taken = workers_submit(workers, j);
	if (!taken)
		job_give(&cache, &j);
	return taken;
}

static void all_jobs_come_back(void **state)
{
	(void)state;
	start(4, 100000);
	uint64_t sum = 0;
	for (uint64_t i = 1; i <= 20000; i++)
		assert_true(submit(1, i));
	WAIT_FOR(collected == 20000);
	for (struct job *j = answers.head; j; j = j->next) {
		assert_true(j->started_us > 0);
		sum += j->sequence;
	}
	assert_true(sum == (uint64_t)20000 * 20001);
	assert_int_equal(workers_info(workers).queued, 0);
	assert_int_equal(workers_info(workers).running, 0);
	finish();
}

static void the_queue_is_bounded(void **state)
{
	(void)state;
	start(1, 3);
	gate_set(true);
	assert_true(submit(1, 0));
	WAIT_FOR(running() == 1);
	for (int i = 0; i < 3; i++)
		assert_true(submit(1, 1));
	assert_false(submit(1, 1));
	struct workers_info info = workers_info(workers);
	assert_int_equal(info.queued, 3);
	assert_int_equal(info.running, 1);
	assert_int_equal(info.queue_peak, 3);
	gate_set(false);
	WAIT_FOR(collected == 4);
	assert_true(submit(1, 1));
	WAIT_FOR(collected == 5);
	finish();
}

static void queued_jobs_of_a_connection_are_cancelled(void **state)
{
	(void)state;
	start(1, 100);
	gate_set(true);
	submit(9, 0);
	WAIT_FOR(running() == 1);
	for (uint64_t i = 1; i <= 6; i++)
		submit(i % 2 ? 7 : 8, i);
	struct job_list gone = workers_cancel(workers, 7);
	assert_int_equal(gone.n, 3);
	drop(gone);
	assert_int_equal(workers_info(workers).queued, 3);
	gate_set(false);
	WAIT_FOR(collected == 4);
	/* the others kept their order */
	uint64_t last = 0;
	for (struct job *j = answers.head; j; last = j->sequence, j = j->next)
		assert_true(j->sequence >= last && j->conn != 7);
	finish();
}

static void stopping_gives_back_what_is_left(void **state)
{
	(void)state;
	start(2, 100);
	gate_set(true);
	for (uint64_t i = 0; i < 10; i++)
		submit(1, i);
	WAIT_FOR(running() == 2);
	drop(workers_cancel(workers, 0));
	assert_int_equal(workers_info(workers).queued, 0);
	gate_set(false);
	struct job_list left = workers_stop(&workers);
	assert_int_equal(left.n + collected, 2);
	drop(left);
	assert_null(workers);
	finish();
}

/* Jobs that come one by one go to a thread that knows what the last one was about. */
static void one_by_one_they_go_to_one_thread(void **state)
{
	(void)state;
	enum { JOBS = 20 };
	pthread_t first;
	unsigned same = 0;
	start(8, 100);
	for (unsigned i = 0; i < JOBS; i++) {
		submit(1, i);
		WAIT_FOR(collected == i + 1);
		pthread_mutex_lock(&gate_lock);
		first = i == 0 ? worked : first;
		same += pthread_equal(first, worked) != 0;
		pthread_mutex_unlock(&gate_lock);
	}
	assert_true(same >= JOBS - 2);	/* it keeps house now and then */
	finish();
}

static void other_sizes(void **state)
{
	(void)state;
	struct err err;
	start(2, 100);
	gate_set(true);
	for (uint64_t i = 0; i < 8; i++)
		submit(1, i);
	WAIT_FOR(running() == 2);
	assert_int_equal(workers_resize(workers, 5, 100, &err), 0);
	WAIT_FOR(running() == 5);
	/* Fewer: those beyond go home after their job; one still at it stays when called back. */
	assert_int_equal(workers_resize(workers, 1, 100, &err), 0);
	assert_int_equal(workers_resize(workers, 3, 100, &err), 0);
	gate_set(false);
	WAIT_FOR(collected == 8);
	WAIT_FOR(ended == 2);
	assert_int_equal(begun, 5);
	assert_int_equal(workers_resize(workers, 1, 100, &err), 0);
	WAIT_FOR(ended == 4);
	assert_int_equal(workers_resize(workers, 4, 100, &err), 0);
	WAIT_FOR(begun == 8);
	gate_set(true);
	for (uint64_t i = 0; i < 4; i++)
		submit(1, i);
	WAIT_FOR(running() == 4);
	assert_int_equal(workers_info(workers).threads, 4);
	assert_int_equal(workers_resize(workers, 0, 1, &err), -1);
	assert_int_equal(workers_resize(workers, WORKER_MAX + 1, 1, &err), -1);
	finish();
}

static void idle_workers_keep_house(void **state)
{
	(void)state;
	start(3, 10);
	pump(20);
	assert_int_equal(idled, 0);
	workers_nudge(workers);
	WAIT_FOR(idled == 3);
	WAIT_FOR(idled >= 6);	/* by the clock */
	finish();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_jobs_come_back),
		cmocka_unit_test(the_queue_is_bounded),
		cmocka_unit_test(queued_jobs_of_a_connection_are_cancelled),
		cmocka_unit_test(stopping_gives_back_what_is_left),
		cmocka_unit_test(one_by_one_they_go_to_one_thread),
		cmocka_unit_test(other_sizes),
		cmocka_unit_test(idle_workers_keep_house),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
