/* Start, reload and end of the daemon; see server.h. */
#include "config.h"

#include "daemon/server.h"

#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sysexits.h>
#include <unistd.h>

#include "common/log.h"
#include "common/unit.h"
#include "common/xalloc.h"
#include "daemon/collections.h"
#include "daemon/dispatch.h"
#include "daemon/names.h"
#include "daemon/notify.h"
#include "daemon/verbs.h"
#include "daemon/wire.h"
#include "text/langs.h"

#define LULL_MS 200		/* from the last client to the last request */
#define GRACE_MS 1000		/* after the longest query, for what is to be flushed */
#define WORKERS_PER_CPU 4	/* so that some slow searches leave threads to fast ones */
#define SPARE_FILES 256		/* descriptors besides those of clients */
#define FIRST_LOOK_US 1000000	/* at the collections, before the first client is let in */

/* ---- jobs ---- */

static bool is_admitted(struct server *s, struct job *j)
{
	j->conf = snapshot_hold(s->conf);
	return !j->wire->admit || j->wire->admit(j);
}

/* Who may not ask is not told what was wrong with it. */
static void on_reply(void *arg, struct job *j)
{
	struct server *s = arg;
	is_admitted(s, j);
	job_encode(j);
	conns_answer(s->conns, j);
}

static void on_request(void *arg, struct job *j)
{
	struct server *s = arg;
	const struct conf *conf = s->conf->conf;
	uint64_t timeout = j->request.timeout_ms;
	if (timeout == 0 || timeout > conf->query_timeout_ms)
		timeout = conf->query_timeout_ms;
	j->deadline_us = j->arrived_us + timeout * 1000;
	if (!is_admitted(s, j)) {
		job_encode(j);
		conns_answer(s->conns, j);
	} else if (verbs_on_loop(j->request.verb)) {
		verbs_answer(s, j);
		conns_answer(s->conns, j);
	} else {
		dispatch_request(s, j);
	}
}

static void on_gone(void *arg, uint64_t conn, unsigned waiting)
{
	struct server *s = arg;
	(void)waiting;
	if (s->workers)
		dispatch_drop(s, workers_cancel(s->workers, conn));
}

static void on_done(void *arg)
{
	struct server *s = arg;
	dispatch_done(s, workers_collect(s->workers));
	conns_settle(s->conns);
}

static void on_accepted(void *arg, int fd, const char *peer, const struct wire *wire)
{
	struct server *s = arg;
	conns_add(s->conns, fd, peer, wire);
}

static const struct conns_ops conns_ops = { .request = on_request, .reply = on_reply, .gone = on_gone };

/* Brings the loop thread's own view of the collections up to date, where nobody waits for it. */
static void on_refresh(void *arg)
{
	struct server *s = arg;
	collections_refresh(s->own, true);
	loop_timer_start(s->refresh, COLLECTIONS_REFRESH_MS);
}

/* ---- workers ---- */

static void *worker_begin(void *arg, unsigned index)
{
	struct server *s = arg;
	return collections_new(s->board, &s->stats, index == 0);
}

static void worker_run(void *worker, struct job *j)
{
	verbs_work(worker, j);
	collections_refresh(worker, false);
}

static void worker_idle(void *worker)
{
	collections_refresh(worker, true);
}

static void worker_end(void *worker)
{
	struct collections *c = worker;
	collections_free(&c);
}

static const struct worker_ops worker_ops = {
	.begin = worker_begin, .run = worker_run, .idle = worker_idle, .end = worker_end,
};

/* ---- configuration ---- */

int server_check_conf(const struct conf *conf, struct err *err)
{
	for (unsigned i = 0; i < conf->n_collections; i++) {
		struct langs langs;
		const struct conf_collection *c = &conf->collections[i];
		if (langs_parse(str_of(c->languages), &langs, err) < 0)
			return err_prefix(err, "%s: collection %s", conf->path, c->name);
	}
	struct names *names;
	if (names_load(conf, &names, err) < 0)
		return -1;
	names_free(&names);
	return 0;
}

static unsigned threads_of(const struct server *s, const struct conf *conf)
{
	cpu_set_t cpus;
	if (s->fixed.workers || conf->workers)
		return s->fixed.workers ? s->fixed.workers : conf->workers;
	int n = sched_getaffinity(0, sizeof(cpus), &cpus) == 0 ? CPU_COUNT(&cpus) : 1;
	n = n < 1 ? 1 : n > WORKER_MAX / WORKERS_PER_CPU ? WORKER_MAX / WORKERS_PER_CPU : n;
	return (unsigned)n * WORKERS_PER_CPU;
}

/* As many descriptors as the clients may need; as many clients as there are descriptors for,
 * some kept for indexes, so that those can always be opened. */
static struct conns_limits limits_of(const struct conf *conf)
{
	struct conns_limits limits = { .max = conf->max_connections, .idle_ms = conf->idle_timeout_ms };
	struct rlimit files;
	rlim_t want = (rlim_t)conf->max_connections + SPARE_FILES;
	if (getrlimit(RLIMIT_NOFILE, &files) < 0 || files.rlim_cur >= want)
		return limits;
	files.rlim_cur = files.rlim_max >= want ? want : files.rlim_max;	/* RLIM_INFINITY is the largest */
	if (setrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur >= want)
		return limits;
	limits.max = (unsigned)(files.rlim_cur > 2 * SPARE_FILES ? files.rlim_cur - SPARE_FILES : files.rlim_cur / 2);
	log_warn("files", "the system allows %llu descriptors: max_connections is %u, not %u",
		 (unsigned long long)files.rlim_cur, limits.max, conf->max_connections);
	return limits;
}

/* The parts that cannot fail take over a configuration. */
static void apply(struct server *s, struct conf *conf)
{
	enum log_level level;
	if (s->fixed.log_level < 0 && log_level_parse(str_of(conf->log_level), &level))
		log_set_level(level);
	struct snapshot *new = snapshot_new(conf, s->conf ? s->conf->number + 1 : 1);
	board_conf_set(s->board, snapshot_hold(new));
	snapshot_drop(&s->conf);
	s->conf = new;
	conns_limits_set(s->conns, limits_of(conf));
	reindex_conf_set(s->reindex, new);
}

static int resize(struct server *s, const struct conf *conf, struct err *err)
{
	return workers_resize(s->workers, threads_of(s, conf), conf->queue, err);
}

static int reload(struct server *s, struct err *err)
{
	struct conf *conf = NULL;
	if (!s->conf->conf->path)
		return err_set(err, ERR_DENIED, "karezd was started without a configuration file");
	if (s->stopping)
		return err_set(err, ERR_BUSY, "karezd is ending");
	if (conf_load(s->conf->conf->path, &conf, err) < 0)
		return -1;
	if (server_check_conf(conf, err) < 0) {
		conf_free(&conf);
		return -1;
	}
	if (resize(s, conf, err) < 0 || listeners_set(s->listeners, conf, err) < 0) {
		(void)resize(s, s->conf->conf, NULL);	/* back; only fewer threads, if anything */
		conf_free(&conf);
		return -1;
	}
	apply(s, conf);
	workers_nudge(s->workers);
	return 0;
}

int server_reload(struct server *s, struct err *err)
{
	notify("RELOADING=1");
	int rc = reload(s, err);
	notify("READY=1");
	if (rc < 0) {
		stats_add(&s->stats, STAT_reload_failures, 1);
		log_error("reload", "refused, the configuration from before stays: %s", err->msg);
		return -1;
	}
	stats_add(&s->stats, STAT_reloads, 1);
	log_info("reload", "collections=%u", s->conf->conf->n_collections);
	return 0;
}

/* ---- the end ---- */

static void check_end(struct server *s)
{
	if (s->stopping && s->drained && reindex_idle(s->reindex))
		loop_stop(s->loop);
}

static void on_drained(void *arg)
{
	struct server *s = arg;
	s->drained = true;
	check_end(s);
}

/* What those have asked who came in just before is read by now. */
static void on_lull(void *arg)
{
	struct server *s = arg;
	conns_drain(s->conns, on_drained, s);
}

static void on_end_timer(void *arg)
{
	struct server *s = arg;
	if (conns_count(s->conns))
		log_warn("stop", "connections=%u are cut off, their time is over", conns_count(s->conns));
	if (!reindex_idle(s->reindex))
		log_warn("stop", "a run of karez-index is left to end by itself");
	loop_stop(s->loop);
}

static void on_stop(void *arg)
{
	struct server *s = arg;
	if (s->stopping) {
		/* Asked twice: at once, and by the default action.  The sockets are removed already. */
		signal(SIGTERM, SIG_DFL);
		raise(SIGTERM);
		return;
	}
	s->stopping = true;
	log_info("stop", "connections=%u", conns_count(s->conns));
	notify("STOPPING=1");
	loop_timer_start(s->end_timer, s->conf->conf->query_timeout_ms + GRACE_MS);
	listeners_close(s->listeners);
	reindex_stop(s->reindex);
	loop_timer_start(s->lull, conns_count(s->conns) ? LULL_MS : 0);
}

static void on_hup(void *arg)
{
	struct err err;
	(void)server_reload(arg, &err);	/* has logged what is wrong */
}

static void on_reindexed(void *arg)
{
	struct server *s = arg;
	workers_nudge(s->workers);
	check_end(s);
}

static void end_now(int signal)
{
	(void)signal;
	_exit(EX_OK);
}

/* ---- the whole ---- */

/* Whoever is answered shall hear what there is, not that it is not known yet; but a disk that does not
 * answer keeps nobody from the other collections. */
static void wait_for_first_look(struct server *s)
{
	const struct conf *conf = s->conf->conf;
	uint64_t until = clock_us() + FIRST_LOOK_US;
	for (unsigned i = 0; i < conf->n_collections && clock_us() < until; i++) {
		const struct conf_collection *c = &conf->collections[i];
		while (!board_get(s->board, c->name, c->index).known && clock_us() < until)
			usleep(500);
	}
}

int server_new(struct conf *conf, struct server_fixed fixed, struct server **out_r, struct err *err)
{
	struct server *s = xcalloc(1, sizeof(*s));
	struct inherited inherited;
	*out_r = s;
	s->fixed = fixed;
	s->started_us = clock_us();
	s->started = time(NULL);
	signal(SIGPIPE, SIG_IGN);
	if (inherited_take(&inherited, err) < 0 || loop_new(&s->loop, err) < 0) {
		conf_free(&conf);
		server_free(out_r);
		return -1;
	}
	s->board = board_new();
	s->answers = cache_new(conf->cache);
	s->flights = flights_new();
	s->own = collections_new(s->board, &s->stats, false);
	s->refresh = loop_timer_new(s->loop, on_refresh, s);
	s->conns = conns_new(s->loop, &conns_ops, s, &s->stats, &s->jobs, (struct conns_limits){ .max = 0 });
	s->listeners = listeners_new(s->loop, &s->stats, on_accepted, s);
	listeners_inherit(s->listeners, &inherited);
	s->reindex = reindex_new(s->loop, &s->stats, on_reindexed, s);
	s->lull = loop_timer_new(s->loop, on_lull, s);
	s->end_timer = loop_timer_new(s->loop, on_end_timer, s);
	s->signals[0] = loop_signal_new(s->loop, SIGTERM, on_stop, s);
	s->signals[1] = loop_signal_new(s->loop, SIGINT, on_stop, s);
	s->signals[2] = loop_signal_new(s->loop, SIGHUP, on_hup, s);
	apply(s, conf);
	s->done = loop_wakeup_new(s->loop, on_done, s, err);
	if (!s->done || workers_new(&worker_ops, s, threads_of(s, conf), conf->queue, s->done, &s->workers, err) < 0) {
		server_free(out_r);
		return -1;
	}
	workers_nudge(s->workers);
	wait_for_first_look(s);
	if (listeners_set(s->listeners, conf, err) < 0) {
		server_free(out_r);
		return -1;
	}
	return 0;
}

int server_run(struct server *s, struct err *err)
{
	log_info("start", "version=%s pid=%ld workers=%u collections=%u", PACKAGE_VERSION, (long)getpid(),
		 workers_info(s->workers).threads, s->conf->conf->n_collections);
	notify("READY=1");
	if (loop_run(s->loop, err) < 0)
		return -1;
	/* A search that does not end is not waited for. */
	signal(SIGALRM, end_now);
	alarm((unsigned)((s->conf->conf->query_timeout_ms + GRACE_MS) / 1000 + 1));
	log_info("end", "requests=%llu", (unsigned long long)stats_get(&s->stats, STAT_requests));
	return 0;
}

/* The end of all jobs: nobody is answered any more. */
static void give_all(struct server *s, struct job_list jobs)
{
	for (struct job *j; (j = job_list_pop(&jobs));) {
		give_all(s, flights_end(s->flights, j));
		stats_add(&s->stats, STAT_dropped, 1);
		job_give(&s->jobs, &j);
	}
}

void server_free(struct server **server)
{
	struct server *s = *server;
	if (!s)
		return;
	*server = NULL;
	struct job_list left = workers_stop(&s->workers);
	s->stopping = true;
	give_all(s, left);
	conns_free(&s->conns);
	listeners_free(&s->listeners);
	reindex_free(&s->reindex);
	job_cache_fini(&s->jobs);
	loop_event_free(&s->done);
	loop_event_free(&s->refresh);
	loop_event_free(&s->lull);
	loop_event_free(&s->end_timer);
	for (size_t i = 0; i < sizeof(s->signals) / sizeof(*s->signals); i++)
		loop_event_free(&s->signals[i]);
	loop_free(&s->loop);
	cache_free(&s->answers);
	flights_free(&s->flights);
	collections_free(&s->own);
	snapshot_drop(&s->conf);
	board_free(&s->board);
	free(s);
}
