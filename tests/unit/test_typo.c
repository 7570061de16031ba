/* Edit distance, against the plain definition; weighed, by rows; over words in order, against each by itself. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>

#include "common/xalloc.h"
#include "query/typo.h"

/* In whole edits. */
static unsigned of(const char *a, const char *b, unsigned max)
{
	unsigned budget = max * TYPO_EDIT, d = typo_cost(str_of(a), str_of(b), budget, false);
	assert_int_equal(d, typo_cost(str_of(b), str_of(a), budget, false));
	return d > budget ? max + 1 : d / TYPO_EDIT;
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

/* One letter wrong at the end of the longest, and one letter more. */
static void long_words_are_near_to_nothing(void **state)
{
	(void)state;
	char a[TYPO_LETTERS + 2], b[TYPO_LETTERS + 2];
	memset(a, 'x', sizeof(a));
	memset(b, 'x', sizeof(b));
	b[TYPO_LETTERS - 1] = 'y';
	a[TYPO_LETTERS] = b[TYPO_LETTERS] = '\0';
	assert_int_equal(of(a, b, 2), 1);
	a[TYPO_LETTERS] = b[TYPO_LETTERS] = 'x';
	a[TYPO_LETTERS + 1] = b[TYPO_LETTERS + 1] = '\0';
	assert_int_equal(of(a, b, 2), 3);
	/* A candidate may be longer by as much as is missing. */
	b[TYPO_LETTERS - 1] = 'x';
	a[TYPO_LETTERS] = '\0';
	assert_int_equal(typo_cost(str_of(a), str_of(b), 20, false), 10);
}

static void weighed(void **state)
{
	(void)state;
	static const struct { const char *typed, *meant; unsigned cost; } rows[] = {
		{ "border", "border", 0 },
		{ "bolder", "border", 10 },
		{ "bprder", "border", 7 },			/* the key beside it */
		{ "boredr", "border", 7 }, { "brder", "border", 10 },
		{ "boorder", "border", 4 }, { "remitances", "remittances", 4 },
		{ "vorder", "border", 11 }, { "order", "border", 14 },	/* the first letter */
		{ "kirgizstan", "kyrgyzstan", 8 },		/* i for y, twice */
		{ "fosforus", "phosphorus", 8 }, { "phield", "field", 4 },
		{ "recieve", "receive", 4 }, { "seperate", "separate", 6 },
		{ "kasakhstan", "kazakhstan", 4 }, { "kazakstan", "kazakhstan", 4 },
		{ "logvinoff", "logvinov", 4 },
		{ "малоко", "молоко", 4 }, { "ищё", "еще", 14 }, { "сонце", "солнце", 10 },
		{ "учавствовать", "участвовать", 10 }, { "обьект", "объект", 3 }, { "болшой", "большой", 4 },
		{ "здраствуйте", "здравствуйте", 10 }, { "счастье", "щастье", 4 }, { "серце", "сердце", 10 },
		{ "агенство", "агентство", 10 }, { "грустно", "грусно", 4 },
		{ "казак", "қазақ", 6 }, { "узбекистон", "узбекистан", 4 },
		{ "cовет", "совет", 3 },			/* a Latin c */
		{ "ab", "", 24 }, { "", "ab", 24 }, { "", "", 0 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		unsigned cost = typo_cost(str_of(rows[i].typed), str_of(rows[i].meant), 40, true);
		if (cost != rows[i].cost)
			fail_msg("%s for %s costs %u, not %u", rows[i].typed, rows[i].meant, cost, rows[i].cost);
		/* At the budget, and one below. */
		assert_int_equal(typo_cost(str_of(rows[i].typed), str_of(rows[i].meant), cost, true), cost);
		if (cost)
			assert_int_equal(typo_cost(str_of(rows[i].typed), str_of(rows[i].meant), cost - 1, true), cost);
	}
}

static int by_bytes(const void *x, const void *y)
{
	return strcmp(x, y);
}

/* What is worked out once for words with the same beginning is what each of them costs; nothing within the budget begins with what
 * is said to be dead. */
static void in_order_as_by_themselves(void **state)
{
	(void)state;
	enum { WORDS = 3000, LENGTH = 12 };
	char (*words)[LENGTH] = xcalloc(WORDS, sizeof(*words));
	static const char *const typed[] = { "kachiph", "phxkaie", "aa", "k", "ieieieieie" };
	uint32_t seed = 7;
	size_t all = 0;
	for (size_t w = 0; w < WORDS; w++) {
		seed = seed * 1664525 + 1013904223;
		for (size_t i = 0, n = 1 + (seed >> 16) % (LENGTH - 1); i < n; i++) {
			seed = seed * 1664525 + 1013904223;
			words[w][i] = "akchipexf"[(seed >> 24) % 9];
		}
	}
	qsort(words, WORDS, sizeof(*words), by_bytes);
	for (size_t k = 0; k < 2 * sizeof(typed) / sizeof(*typed); k++) {
		struct typo t;
		size_t dead = 0, found = 0, passed = 0;
		const char *before = "";
		assert_true(typo_begin(&t, str_of(typed[k / 2]), 20, k % 2));
		for (size_t w = 0; w < WORDS; w++) {
			size_t shared = 0;
			while (before[shared] && before[shared] == words[w][shared])
				shared++;
			unsigned cost = typo_cost(str_of(typed[k / 2]), str_of(words[w]), 20, k % 2);
			found += cost <= 20;
			if (dead && shared >= dead) {
				assert_int_equal(cost, 21);
				passed++;
				continue;
			}
			assert_int_equal(typo_next(&t, str_of(words[w]), shared, &dead), cost);
			before = words[w];
		}
		assert_true(passed > WORDS / 10);
		all += found;
	}
	assert_true(all > 50);
	free(words);
}

static void endings(void **state)
{
	(void)state;
	static const struct { const char *a, *b; bool ending; } rows[] = {
		{ "bukhara", "bukhari", true }, { "karimov", "karimova", true }, { "namangan", "namangani", true },
		{ "бухара", "бухари", true }, { "karimov", "karimov", true }, { "", "", true },
		{ "kamilov", "karimov", false }, { "border", "borders", false }, { "omelicheva", "omelichiva", false },
		{ "каримов", "каримом", false },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (typo_in_ending(str_of(rows[i].a), str_of(rows[i].b)) != rows[i].ending)
			fail_msg("%s and %s", rows[i].a, rows[i].b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows),
		cmocka_unit_test(agrees_with_the_definition),
		cmocka_unit_test(long_words_are_near_to_nothing),
		cmocka_unit_test(weighed),
		cmocka_unit_test(endings),
		cmocka_unit_test(in_order_as_by_themselves),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
