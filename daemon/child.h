/* A program run beside the daemon at low priority, its output taken line by line.
 *
 * Belongs to the loop thread.  The child has a process group of its own, /dev/null as input,
 * and one pipe for both outputs.
 */
#ifndef KAREZ_DAEMON_CHILD_H
#define KAREZ_DAEMON_CHILD_H

#include <sys/types.h>

#include "common/err.h"
#include "common/str.h"
#include "daemon/loop.h"

#define CHILD_LINE 4096		/* longer lines come in pieces */

struct child;

struct child_ops {
	void (*line)(void *arg, struct str line);
	/* status as of waitpid(2).  The child may be freed in it; no call follows. */
	void (*end)(void *arg, int status);
};

/* argv[0] is the path of the program. */
int child_start(struct loop *l, char *const argv[], const struct child_ops *ops, void *arg, struct child **out_r,
		struct err *err);
pid_t child_pid(const struct child *c);
void child_terminate(const struct child *c);	/* SIGTERM to its group */
/* Lets go of it; one that still runs is left to itself. */
void child_free(struct child **c);

#endif
