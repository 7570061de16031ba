/* Measures of rankings and their significance, against values worked out by hand. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>

#include "client/metrics.h"
#include "client/significance.h"

#define MOST 256
#define CLOSE 1e-6

/* "3 0x9 1": relevances, 0 nine times among them. */
static size_t numbers(const char *text, int *out)
{
	size_t n = 0;
	while (*text) {
		char *end;
		int value = (int)strtol(text, &end, 10), times = 1;
		if (*end == 'x')
			times = (int)strtol(end + 1, &end, 10);
		while (times--)
			out[n++] = value;
		text = *end ? end + 1 : end;
	}
	assert_true(n <= MOST);
	return n;
}

static void by_hand(void **state)
{
	(void)state;
	static const struct {
		const char *ranked, *judged;
		double ndcg, map, p, recall;
	} rows[] = {
		/* The only relevant document first, second, tenth, eleventh. */
		{ "1", "1", 1, 1, .1, 1 },
		{ "0 1", "1", 0.6309298, .5, .1, 1 },			/* 1 / log2 3 */
		{ "0x9 1", "1", 0.2890648, .1, .1, 1 },			/* 1 / log2 11 */
		{ "0x10 1", "1", 0, 1. / 11, 0, 1 },
		/* The hundredth, and the one past it. */
		{ "0x99 1", "1", 0, .01, 0, 1 },
		{ "0x100 1", "1", 0, 1. / 101, 0, 0 },
		/* dcg 3 + 2/2 + 1/log2 6 = 4.3868528, ideal 3 + 2/log2 3 + 1/2 + 1/log2 5 = 5.1925361;
		 * map (1/1 + 2/3 + 3/5) / 4 */
		{ "3 0 2 0 1", "1 2 1 3 0", 0.8448382, 0.5666667, .3, .75 },
		/* Two found of two, in the other order: (1 + 3/log2 3) / (3 + 1/log2 3) */
		{ "1 3", "3 1", 0.7967075, 1, .2, 1 },
		/* Nothing found, nothing relevant, nothing judged. */
		{ "", "1 1", 0, 0, 0, 0 },
		{ "0 0", "1", 0, 0, 0, 0 },
		{ "0 0", "0 0", 0, 0, 0, 0 },
		{ "0", "", 0, 0, 0, 0 },
		/* Less than 0 is not relevant and takes nothing away. */
		{ "-1 1", "1 -1", 0.6309298, .5, .1, 1 },
		{ "-1", "-1", 0, 0, 0, 0 },
		/* More relevant ones than the first ten hold: the ideal stops there as well. */
		{ "1x10", "1x12", 1, 10. / 12, 1, 10. / 12 },
		/* 2 * 4.5435595 / (5 + 5/log2 3 + 2 * (4.5435595 - 1 - 1/log2 3)) */
		{ "2x10 5x2", "5x2 2x10", 0.6500128, 1, 1, 1 },
		/* 100 of 200 found: recall stops there, map goes on. */
		{ "1x150", "1x200", 1, .75, 1, .5 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		int ranked[MOST], judged[MOST];
		double got[N_METRICS];
		size_t n = numbers(rows[i].ranked, ranked), m = numbers(rows[i].judged, judged);
		metrics_of(ranked, n, judged, m, got);
		const double want[N_METRICS] = { rows[i].ndcg, rows[i].map, rows[i].p, rows[i].recall };
		for (int k = 0; k < N_METRICS; k++)
			if (got[k] < want[k] - CLOSE || got[k] > want[k] + CLOSE)
				fail_msg("%s of %s: %s is %f, not %f", rows[i].ranked, rows[i].judged,
					 metric_names[k].trec, got[k], want[k]);
	}
}

static void significance_by_hand(void **state)
{
	(void)state;
	static const struct {
		double d[8];
		size_t n;
		double p;
	} rows[] = {
		{ { 0 }, 0, 1 },
		{ { 0, 0, 0 }, 3, 1 },
		{ { .5 }, 1, 1 },			/* both ways are as far */
		{ { .1, .1 }, 2, .5 },			/* ++ and -- of 4 */
		{ { .1, .1, .1, .1 }, 4, .125 },	/* 2 of 16 */
		{ { -.1, -.1, -.1, -.1 }, 4, .125 },
		{ { .1, 0, .1, 0, .1, .1, 0 }, 7, .125 },
		{ { .1, -.1 }, 2, 1 },			/* the mean is 0 */
		/* .4: as far are .6, .4 and their opposites, not .2 and 0: 4 of 8 */
		{ { .3, .2, -.1 }, 3, .5 },
		/* 1 2 3 4 5, the 1 lost: sum 13; as far are 15 and 13, each both ways: 4 of 32 */
		{ { -1, 2, 3, 4, 5 }, 5, .125 },
		/* 0.1 + 0.2 - 0.3 is not 0 in binary: it counts as it all the same. */
		{ { .1, .2, -.3 }, 3, 1 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		double p = significance(rows[i].d, rows[i].n);
		if (p < rows[i].p - CLOSE || p > rows[i].p + CLOSE)
			fail_msg("row %zu: p is %f, not %f", i, p, rows[i].p);
	}
}

/* One more than are tried one by one: what is drawn comes near to what can be worked out. */
static void many_are_drawn(void **state)
{
	(void)state;
	double d[SIGNIFICANCE_EXACT + 1], all[40];
	for (size_t i = 0; i < SIGNIFICANCE_EXACT + 1; i++)
		d[i] = i < 4 ? -1 : 1;
	/* At most 4 of 17 on one side, both sides: 2 * (1 + 17 + 136 + 680 + 2380) / 2^17 */
	double exact = 2. * (1 + 17 + 136 + 680 + 2380) / (1 << 17), p = significance(d, SIGNIFICANCE_EXACT + 1);
	assert_true(p > exact - .003 && p < exact + .003);
	assert_true(p == significance(d, SIGNIFICANCE_EXACT + 1));
	for (size_t i = 0; i < 40; i++)
		all[i] = 1;
	p = significance(all, 40);
	assert_true(p > 0 && p < 1e-4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_hand),
		cmocka_unit_test(significance_by_hand),
		cmocka_unit_test(many_are_drawn),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
