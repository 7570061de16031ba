/* The configuration as one request sees it: immutable, counted, freed with its last user.
 *
 * A reload makes a new one; jobs under way keep the one they came with.
 */
#ifndef KAREZ_DAEMON_SNAPSHOT_H
#define KAREZ_DAEMON_SNAPSHOT_H

#include <stdatomic.h>
#include <stdint.h>

#include "common/conf.h"
#include "daemon/names.h"

struct snapshot {
	struct conf *conf;		/* owned */
	struct names *names;		/* alias files as they were then; NULL when one could not be read; owned */
	uint64_t number;		/* 1 at the start, one more with each reload */
	atomic_uint users;
};

struct snapshot *snapshot_new(struct conf *conf, uint64_t number);	/* takes conf over; one user */
struct snapshot *snapshot_hold(struct snapshot *s);			/* one user more; any thread */
void snapshot_drop(struct snapshot **s);				/* one less; any thread */

#endif
