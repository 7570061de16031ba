/* Kept answers: found by the whole key, bounded by bytes, the least recently used go first. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "daemon/cache.h"

static struct str keyed(char *tmp, size_t n, int i)
{
	snprintf(tmp, n, "key %d", i);
	return str_of(tmp);
}

static bool has(struct cache *c, int i)
{
	char tmp[32];
	struct str value;
	bool found = cache_find(c, keyed(tmp, sizeof(tmp), i), &value);
	if (found)
		assert_memory_equal(value.p + value.n - strlen(tmp), tmp, strlen(tmp));
	return found;
}

static void put(struct cache *c, int i)
{
	char tmp[32], value[200];
	struct str k = keyed(tmp, sizeof(tmp), i);
	memset(value, '.', 100);
	memcpy(value + 100, k.p, k.n);
	cache_put(c, k, str_n(value, 100 + k.n));
}

static void gives_back_what_was_put(void **state)
{
	(void)state;
	struct cache *c = cache_new(1 << 20);
	assert_false(has(c, 1));
	put(c, 1);
	put(c, 2);
	put(c, 1);
	assert_true(has(c, 1));
	assert_true(has(c, 2));
	assert_false(has(c, 3));
	struct cache_stats s = cache_stats(c);
	assert_int_equal(s.entries, 2);
	assert_int_equal(s.hits, 2);
	assert_int_equal(s.misses, 2);
	cache_free(&c);
	assert_null(c);
}

static void stays_within_its_bytes(void **state)
{
	(void)state;
	struct cache *c = cache_new(2000);
	for (int i = 0; i < 100; i++) {
		put(c, i);
		put(c, i);
		assert_true(has(c, 0));	/* used each time, so never the oldest */
		assert_true(cache_stats(c).bytes <= 2000);
	}
	assert_true(has(c, 99));
	assert_false(has(c, 50));
	cache_free(&c);
}

static void refuses_the_huge_and_keeps_nothing_at_zero(void **state)
{
	(void)state;
	char big[600] = { 0 };
	struct cache *c = cache_new(4000);
	cache_put(c, STR("big"), str_n(big, sizeof(big)));
	assert_int_equal(cache_stats(c).entries, 0);
	cache_free(&c);
	c = cache_new(0);
	put(c, 1);
	assert_false(has(c, 1));
	cache_free(&c);
}

static void a_row_of_different_ones_drives_out_nothing(void **state)
{
	(void)state;
	struct cache *c = cache_new(4000);
	for (int i = 0; i < 5; i++)
		put(c, i);
	for (int i = 100; i < 1000; i++)
		put(c, i);
	for (int i = 0; i < 5; i++)
		assert_true(has(c, i));
	assert_false(has(c, 999));
	put(c, 999);
	assert_true(has(c, 999));
	cache_free(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gives_back_what_was_put),
		cmocka_unit_test(stays_within_its_bytes),
		cmocka_unit_test(a_row_of_different_ones_drives_out_nothing),
		cmocka_unit_test(refuses_the_huge_and_keeps_nothing_at_zero),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
