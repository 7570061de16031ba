/* Runs of karez-index for the collections: by their schedule and on request, never two at once
 * for a collection.
 *
 * Belongs to the loop thread.  Needs a configuration file, for the child reads its collection
 * from it.  Daily runs that were missed while the daemon was down are not made up.
 */
#ifndef KAREZ_DAEMON_REINDEX_H
#define KAREZ_DAEMON_REINDEX_H

#include <stdbool.h>
#include <sys/types.h>
#include <time.h>

#include "common/err.h"
#include "common/str.h"
#include "daemon/loop.h"
#include "daemon/snapshot.h"
#include "daemon/stats.h"

struct reindex;

#define REINDEX_RESULT 1024	/* bytes of the last line of output that are kept */

struct reindex_state {
	time_t next;		/* start of the next scheduled run; 0: none */
	bool running;
	pid_t pid;		/* when running */
	/* The run before; started == 0: none since the daemon was started. */
	time_t started;
	unsigned seconds;
	int exit;		/* code; 128 + number when a signal ended it */
	char result[REINDEX_RESULT];	/* last line of its output */
};

/* changed is called when a run has ended: the index may be a new one. */
struct reindex *reindex_new(struct loop *l, struct stats *stats, loop_fn *changed, void *arg);
void reindex_free(struct reindex **r);

/* The schedules of this configuration from now on; runs under way go on. */
void reindex_conf_set(struct reindex *r, const struct snapshot *s);

/* Start now.  ERR_BUSY: it runs already; ERR_DENIED: no configuration file. */
int reindex_start(struct reindex *r, const char *name, pid_t *pid_r, struct err *err);

struct reindex_state reindex_state(const struct reindex *r, const char *name);

/* End the children and start no more; idle() becomes true when all have ended. */
void reindex_stop(struct reindex *r);
bool reindex_idle(const struct reindex *r);

#endif
