/* The daemon: its parts put together, and its life from start to end.
 *
 * All on the loop thread.  The struct is open to the verbs that run there (verb_control.c,
 * verb_status.c), which only read it or call its parts.
 */
#ifndef KAREZ_DAEMON_SERVER_H
#define KAREZ_DAEMON_SERVER_H

#include <stdint.h>
#include <time.h>

#include "common/conf.h"
#include "daemon/board.h"
#include "daemon/cache.h"
#include "daemon/collections.h"
#include "daemon/conn.h"
#include "daemon/flights.h"
#include "daemon/job.h"
#include "daemon/listen.h"
#include "daemon/loop.h"
#include "daemon/reindex.h"
#include "daemon/stats.h"
#include "daemon/worker.h"

/* What the command line decides, whatever the configuration says. */
struct server_fixed {
	int log_level;			/* -1: not given */
	unsigned workers;		/* 0: not given */
};

struct server {
	struct loop *loop;
	struct board *board;		/* holds the configuration in force */
	struct snapshot *conf;		/* the same, a reference of the loop's own */
	struct stats stats;
	struct job_cache jobs;
	struct collections *own;	/* for what the loop thread answers itself */
	struct loop_event *refresh;	/* of them */
	struct cache *answers;
	struct flights *flights;
	struct workers *workers;
	struct conns *conns;
	struct listeners *listeners;
	struct reindex *reindex;
	struct loop_event *done;	/* workers have answers */
	struct loop_event *lull, *end_timer;	/* of stopping: no more is read, nobody is waited for */
	struct loop_event *signals[3];	/* TERM, INT, HUP */
	uint64_t started_us;		/* on clock_us(), and */
	time_t started;			/* by the clock on the wall, which may be set since */
	uint64_t asked_last;		/* the connection that the last search came from */
	struct server_fixed fixed;
	bool stopping, drained;
};

/* Takes conf over.  Listens when it returns 0. */
int server_new(struct conf *conf, struct server_fixed fixed, struct server **out_r, struct err *err);
/* Until a signal ends it. */
int server_run(struct server *s, struct err *err);
void server_free(struct server **s);

/* Read the configuration file again.  On error nothing is changed; ERR_DENIED: there is none. */
int server_reload(struct server *s, struct err *err);

/* What conf_load() cannot check: the languages of the collections. */
int server_check_conf(const struct conf *conf, struct err *err);

#endif
