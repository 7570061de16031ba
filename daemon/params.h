/* A request of the wire as the engine wants it. */
#ifndef KAREZ_DAEMON_PARAMS_H
#define KAREZ_DAEMON_PARAMS_H

#include "daemon/job.h"
#include "query/search.h"

/* Everything but limit is as requested; COUNT has limit 0.  Borrows from the job. */
void params_fill(struct search_params *p, const struct job *j);

#endif
