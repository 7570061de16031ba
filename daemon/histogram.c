/* Logarithmic buckets of durations; see histogram.h. */
#include "config.h"

#include "daemon/histogram.h"

#include <math.h>

#define STEP_BITS 4
_Static_assert(1 << STEP_BITS == HISTOGRAM_STEPS, "steps are a power of two");

/* Values below HISTOGRAM_STEPS have a bucket each.  Above, a value with its highest bit at
 * place b is told apart by that bit and the STEP_BITS bits after it. */
static size_t bucket_of(uint64_t us)
{
	if (us > HISTOGRAM_MAX_US)
		us = HISTOGRAM_MAX_US;
	if (us < HISTOGRAM_STEPS)
		return (size_t)us;
	unsigned shift = 63 - (unsigned)__builtin_clzll(us) - STEP_BITS;
	return (size_t)(shift + 1) * HISTOGRAM_STEPS + ((us >> shift) & (HISTOGRAM_STEPS - 1));
}

static uint64_t ceiling_of(size_t bucket)
{
	if (bucket < HISTOGRAM_STEPS)
		return bucket;
	unsigned shift = (unsigned)(bucket / HISTOGRAM_STEPS) - 1;
	uint64_t head = HISTOGRAM_STEPS + bucket % HISTOGRAM_STEPS;
	return ((head + 1) << shift) - 1;
}

uint64_t histogram_ceiling(uint64_t us)
{
	return ceiling_of(bucket_of(us));
}

void histogram_add(struct histogram *h, uint64_t us)
{
	atomic_fetch_add_explicit(&h->buckets[bucket_of(us)], 1, memory_order_relaxed);
	atomic_fetch_add_explicit(&h->sum_us, us, memory_order_relaxed);
	uint64_t max = atomic_load_explicit(&h->max_us, memory_order_relaxed);
	while (us > max && !atomic_compare_exchange_weak_explicit(&h->max_us, &max, us, memory_order_relaxed,
								   memory_order_relaxed))
		;
}

static uint64_t bucket(const struct histogram *h, size_t i)
{
	return atomic_load_explicit(&h->buckets[i], memory_order_relaxed);
}

uint64_t histogram_count(const struct histogram *h)
{
	uint64_t n = 0;
	for (size_t i = 0; i < HISTOGRAM_BUCKETS; i++)
		n += bucket(h, i);
	return n;
}

uint64_t histogram_below(const struct histogram *h, uint64_t us)
{
	uint64_t n = 0;
	for (size_t i = 0, end = bucket_of(us); i < end; i++)
		n += bucket(h, i);
	return n;
}

uint64_t histogram_sum(const struct histogram *h)
{
	return atomic_load_explicit(&h->sum_us, memory_order_relaxed);
}

uint64_t histogram_max(const struct histogram *h)
{
	return atomic_load_explicit(&h->max_us, memory_order_relaxed);
}

uint64_t histogram_percentile(const struct histogram *h, double percent)
{
	uint64_t count = histogram_count(h);
	if (count == 0)
		return 0;
	uint64_t rank = (uint64_t)ceil((double)count * percent / 100), seen = 0, max = histogram_max(h);
	for (size_t i = 0; i < HISTOGRAM_BUCKETS; i++) {
		seen += bucket(h, i);
		if (seen >= rank && seen > 0)
			return ceiling_of(i) < max ? ceiling_of(i) : max;
	}
	return max;
}
