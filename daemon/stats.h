/* Counters and latencies of the daemon.
 *
 * Atomic and without order among each other: any thread adds, STATS reads.
 */
#ifndef KAREZ_DAEMON_STATS_H
#define KAREZ_DAEMON_STATS_H

#include <stdatomic.h>
#include <stdint.h>

#include "daemon/histogram.h"
#include "proto/reply.h"
#include "proto/request.h"

enum counter {
#define STAT(name, help) STAT_##name,
#include "daemon/stats.def"
#undef STAT
	STAT_COUNT_
};

struct stats {
	_Atomic uint64_t counters[STAT_COUNT_];
	_Atomic uint64_t errors[WIRE_ERROR_COUNT_];
	struct histogram latency[VERB_COUNT_];	/* arrival to reply; used by verbs of workers */
};

static inline void stats_add(struct stats *s, enum counter which, uint64_t n)
{
	atomic_fetch_add_explicit(&s->counters[which], n, memory_order_relaxed);
}

static inline void stats_error(struct stats *s, enum wire_error e)
{
	atomic_fetch_add_explicit(&s->errors[e], 1, memory_order_relaxed);
}

const char *stats_name(enum counter which);
const char *stats_help(enum counter which);
uint64_t stats_get(const struct stats *s, enum counter which);

/* Append every figure as rows {"name":..., "value":...}; verbs that nobody used are left out of
 * the latencies. */
void stats_reply(const struct stats *s, struct reply *r);

#endif
