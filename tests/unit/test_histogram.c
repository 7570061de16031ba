/* Durations: buckets at their edges, percentiles, the largest value. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "daemon/histogram.h"

static void buckets_hold_their_values(void **state)
{
	(void)state;
	static const struct { uint64_t us, ceiling; } rows[] = {
		{ 0, 0 }, { 1, 1 }, { 15, 15 }, { 16, 16 }, { 31, 31 },
		{ 32, 33 }, { 33, 33 }, { 34, 35 }, { 63, 63 }, { 64, 67 },
		{ 1000, 1023 }, { 1024, 1087 }, { 1000000, 1015807 },
		{ HISTOGRAM_MAX_US, HISTOGRAM_MAX_US },
		{ HISTOGRAM_MAX_US + 1, HISTOGRAM_MAX_US },
		{ UINT64_MAX, HISTOGRAM_MAX_US },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_int_equal(histogram_ceiling(rows[i].us), rows[i].ceiling);
}

static void error_stays_within_one_step(void **state)
{
	(void)state;
	for (uint64_t us = 1; us < (uint64_t)1 << 34; us += us / 7 + 1) {
		uint64_t c = histogram_ceiling(us);
		assert_true(c >= us);
		assert_true((double)(c - us) <= (double)us / HISTOGRAM_STEPS);
	}
}

static void percentiles(void **state)
{
	(void)state;
	static struct histogram h;
	memset(&h, 0, sizeof(h));
	assert_int_equal(histogram_count(&h), 0);
	assert_int_equal(histogram_percentile(&h, 50), 0);
	assert_int_equal(histogram_max(&h), 0);
	for (uint64_t i = 1; i <= 100; i++)
		histogram_add(&h, i <= 90 ? 10 : 5000);
	assert_int_equal(histogram_count(&h), 100);
	assert_int_equal(histogram_percentile(&h, 50), 10);
	assert_int_equal(histogram_percentile(&h, 90), 10);
	/* The bucket reaches to 5119, the largest value seen does not. */
	assert_int_equal(histogram_percentile(&h, 91), 5000);
	assert_int_equal(histogram_percentile(&h, 100), 5000);
	assert_int_equal(histogram_sum(&h), 90 * 10 + 10 * 5000);
	assert_int_equal(histogram_below(&h, 16), 90);
	assert_int_equal(histogram_below(&h, 4096), 90);
	assert_int_equal(histogram_below(&h, 8192), 100);
	histogram_add(&h, 7);
	assert_int_equal(histogram_percentile(&h, 0.001), 7);
	assert_int_equal(histogram_max(&h), 5000);
}

static void one_value(void **state)
{
	(void)state;
	static struct histogram h;
	memset(&h, 0, sizeof(h));
	histogram_add(&h, 0);
	assert_int_equal(histogram_percentile(&h, 99), 0);
	histogram_add(&h, UINT64_MAX);
	assert_true(histogram_max(&h) == UINT64_MAX);
	assert_int_equal(histogram_percentile(&h, 100), HISTOGRAM_MAX_US);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(buckets_hold_their_values),
		cmocka_unit_test(error_stays_within_one_step),
		cmocka_unit_test(percentiles),
		cmocka_unit_test(one_value),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
