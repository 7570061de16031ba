/* What stops a run, and what makes it one of another kind.
 */
#ifndef KAREZ_INDEXER_GUARD_H
#define KAREZ_INDEXER_GUARD_H

#include "indexer/run_state.h"

/* What would be lost is said before it is: an unmounted share, a forgotten SOURCE.  ERR_DENIED, and r->refused. */
int guard_plan(struct run *r, struct err *err);
/* The same of a rebuild that comes out much smaller than what is served, for files that could not be read. */
int guard_outcome(struct run *r, struct err *err);
/* Warns of a build that may not fit: it leaves all as it was, but may take hours before it does. */
void guard_disk(struct run *r);

/* Nothing that the index holds would be missing in a new generation: all comes from files of these
 * SOURCEs that can be read.  And there is room for it. */
bool guard_may_rebuild(const struct run *r);
/* So many files have changed that a new generation is made sooner than the changes are. */
bool guard_wants_rebuild(const struct run *r);
/* The same of records: how many of them have changed is seen while they are written. */
bool guard_becomes_rebuild(struct run *r);

#endif
