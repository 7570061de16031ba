/* When a scheduled run is due next. */
#ifndef KAREZ_DAEMON_DUE_H
#define KAREZ_DAEMON_DUE_H

#include <time.h>

#include "common/schedule.h"

/* The first moment after `now` at which the schedule wants a run; 0: never.  last: start of the
 * last run, 0 when there was none: then SCHEDULE_EVERY is due at once.
 *
 * SCHEDULE_DAILY is local time (TZ) and once a day, whatever the clock does: when the hour
 * happens twice it is the first one; when it is left out, the run is as much later as the clock
 * was put forward. */
time_t due_next(const struct schedule *s, time_t last, time_t now);

#endif
