/* What there is before anything is changed.  Called in this order.
 */
#ifndef KAREZ_INDEXER_BEFORE_H
#define KAREZ_INDEXER_BEFORE_H

#include "indexer/run_state.h"

/* The index that is served.  One that cannot be read is in the way of an update only. */
int before_open(struct run *r, struct err *err);
/* Languages and rules of repair: as asked for, else as the index was made with, so that nobody has to repeat them. */
int before_languages(struct run *r, struct err *err);
int before_repair(struct run *r, struct err *err);
/* Is there anything to read?  Asked before an index is made for a name that was mistyped. */
int before_any_source(const struct run *r, struct err *err);
/* Takes the lock, and says whether a new generation is due; a dry run has no writer for that. */
int before_open_writer(struct run *r, struct err *err);
bool before_would_be_fresh(struct run *r);
/* What has changed: into r->scan. */
int before_scan(struct run *r, struct err *err);

/* Where the catalogue of the index that is served can be read; NULL: there is none, or it is of an older format. */
struct store *before_catalogue(struct run *r);

#endif
