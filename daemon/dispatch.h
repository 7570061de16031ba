/* Who answers a request that needs an index: a kept answer, the same search under way, the loop
 * thread itself, or a worker.
 *
 * Loop thread.  To hand a request to another thread and back costs more than to answer most, so
 * what is kept is answered at once, and so are searches that are over in some ten microseconds, as
 * long as no idle worker could take them while other events wait.
 */
#ifndef KAREZ_DAEMON_DISPATCH_H
#define KAREZ_DAEMON_DISPATCH_H

#include "daemon/job.h"

struct server;

/* Takes the job; it goes to conns_answer(), now or later. */
void dispatch_request(struct server *s, struct job *j);
/* Workers have answered these. */
void dispatch_done(struct server *s, struct job_list jobs);
/* Nobody wants the answers to these any more; others may have waited for them. */
void dispatch_drop(struct server *s, struct job_list jobs);

#endif
