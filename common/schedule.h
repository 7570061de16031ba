/* When a collection is reindexed by the daemon, as people write it.
 */
#ifndef KAREZ_COMMON_SCHEDULE_H
#define KAREZ_COMMON_SCHEDULE_H

#include <stdbool.h>
#include <stdint.h>

#include "common/str.h"

struct schedule {
	enum { SCHEDULE_NEVER, SCHEDULE_EVERY, SCHEDULE_DAILY } kind;
	uint64_t every_s;	/* SCHEDULE_EVERY: seconds between the starts, 1 to SCHEDULE_LONGEST */
	unsigned hour, minute;	/* SCHEDULE_DAILY: local time */
};

#define SCHEDULE_LONGEST ((uint64_t)366 * 86400)

/* "", "never", "every 15m", "daily 03:30" */
bool schedule_parse(struct str s, struct schedule *out_r);

#endif
