/* How long things took: a histogram with logarithmic buckets.
 *
 * Values are microseconds.  Every power of two is cut into HISTOGRAM_STEPS buckets, so a
 * percentile is at most 1/HISTOGRAM_STEPS too high and never too low, whatever the range.  All
 * calls are safe from any thread and take no lock; a reading while others add is some state
 * between before and after.
 */
#ifndef KAREZ_DAEMON_HISTOGRAM_H
#define KAREZ_DAEMON_HISTOGRAM_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#define HISTOGRAM_STEPS 16
#define HISTOGRAM_MAX_US (((uint64_t)1 << 36) - 1)	/* 19 hours; longer counts as that */
#define HISTOGRAM_BUCKETS (33 * HISTOGRAM_STEPS)

struct histogram {
	_Atomic uint64_t buckets[HISTOGRAM_BUCKETS];
	_Atomic uint64_t max_us, sum_us;
};

void histogram_add(struct histogram *h, uint64_t us);
uint64_t histogram_count(const struct histogram *h);
uint64_t histogram_max(const struct histogram *h);
uint64_t histogram_sum(const struct histogram *h);
/* How many are less than that power of two, from HISTOGRAM_STEPS up. */
uint64_t histogram_below(const struct histogram *h, uint64_t us);
/* The value that `percent` (0 < percent <= 100) of all values do not pass; 0 when empty. */
uint64_t histogram_percentile(const struct histogram *h, double percent);

/* The largest value that falls into the same bucket as us (for tests). */
uint64_t histogram_ceiling(uint64_t us);

#endif
