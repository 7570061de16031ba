/* Searches under way, by key: who asks for the same meanwhile waits for that answer.
 *
 * Loop thread.
 */
#ifndef KAREZ_DAEMON_FLIGHTS_H
#define KAREZ_DAEMON_FLIGHTS_H

#include "daemon/job.h"

struct flights;

struct flights *flights_new(void);
/* None may be under way.  */
void flights_free(struct flights **f);

/* Wait for the same search: true, the job is taken over.  Not when it would have to end sooner. */
bool flights_join(struct flights *f, struct str key, struct job *j);
/* The job is the first that asks for this. */
void flights_begin(struct flights *f, struct str key, struct job *j);
/* The key of a job that was begun. */
struct str flights_key(const struct job *j);
/* It has come back, or will not: those that waited for it.  Leaves j->flight as NULL. */
struct job_list flights_end(struct flights *f, struct job *j);

#endif
