/* Edit distance, against the plain definition. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "query/distance.h"

static unsigned of(const char *a, const char *b, unsigned max)
{
	struct distance_word x, y;
	distance_word(str_of(a), &x);
	distance_word(str_of(b), &y);
	unsigned d = distance(&x, &y, max);
	assert_int_equal(d, distance(&y, &x, max));
	return d;
}

static void rows(void **state)
{
	(void)state;
	static const struct { const char *a, *b; unsigned max, expected; } rows[] = {
		{ "", "", 2, 0 },
		{ "", "ab", 2, 2 },
		{ "", "abc", 2, 3 },
		{ "border", "border", 2, 0 },
		{ "border", "boredr", 2, 1 },
		{ "border", "brder", 2, 1 },
		{ "border", "borders", 2, 1 },
		{ "border", "bolder", 2, 1 },
		{ "border", "older", 2, 2 },
		{ "border", "harder", 2, 2 },
		{ "border", "order", 1, 1 },
		{ "border", "murder", 1, 2 },
		{ "граница", "гарница", 2, 1 },
		{ "граница", "границы", 2, 1 },
		{ "шекара", "шекраа", 1, 1 },
		{ "ozbek", "uzbek", 1, 1 },
		{ "ca", "abc", 3, 3 },
		{ "aaaa", "bbbb", 2, 3 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (of(rows[i].a, rows[i].b, rows[i].max) != rows[i].expected)
			fail_msg("%s %s: %u", rows[i].a, rows[i].b, of(rows[i].a, rows[i].b, rows[i].max));
}

/* The definition, without band or early end. */
static unsigned plain(const char *a, const char *b)
{
	unsigned d[12][12];
	size_t n = strlen(a), m = strlen(b);
	for (size_t i = 0; i <= n; i++)
		for (size_t k = 0; k <= m; k++) {
			unsigned best = (unsigned)(i + k);
			if (i && k) {
				best = d[i - 1][k - 1] + (a[i - 1] != b[k - 1]);
				if (d[i - 1][k] + 1 < best)
					best = d[i - 1][k] + 1;
				if (d[i][k - 1] + 1 < best)
					best = d[i][k - 1] + 1;
				if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1] && d[i - 2][k - 2] + 1 < best)
					best = d[i - 2][k - 2] + 1;
			}
			d[i][k] = best;
		}
	return d[n][m];
}

static void agrees_with_the_definition(void **state)
{
	(void)state;
	uint32_t seed = 1;
	for (int round = 0; round < 20000; round++) {
		char words[2][12] = { "", "" };
		for (int w = 0; w < 2; w++) {
			seed = seed * 1664525 + 1013904223;
			size_t n = (seed >> 16) % 9;
			for (size_t i = 0; i < n; i++) {
				seed = seed * 1664525 + 1013904223;
				words[w][i] = (char)('a' + (seed >> 24) % 3);
			}
		}
		unsigned expected = plain(words[0], words[1]);
		for (unsigned max = 1; max <= 3; max++)
			assert_int_equal(of(words[0], words[1], max), expected > max ? max + 1 : expected);
	}
}

static void long_words_are_cut(void **state)
{
	(void)state;
	char a[200], b[200];
	memset(a, 'x', sizeof(a));
	memset(b, 'x', sizeof(b));
	a[199] = b[199] = '\0';
	b[DISTANCE_MAX_CHARS - 1] = 'y';
	assert_int_equal(of(a, b, 2), 1);
	b[DISTANCE_MAX_CHARS - 1] = 'x';
	b[DISTANCE_MAX_CHARS] = 'y';
	assert_int_equal(of(a, b, 2), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows),
		cmocka_unit_test(agrees_with_the_definition),
		cmocka_unit_test(long_words_are_cut),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
