/* The best few of many: the same as sorting all. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>

#include "query/top.h"

/* Ranks 0..2, documents 0..6, in an order that is no order. */
static const struct top_item *feed(size_t max, unsigned n, struct arena *a, size_t *n_r)
{
	struct top t;
	top_init(&t, max, a);
	for (unsigned i = 0; i < n; i++) {
		char text[16];
		unsigned k = (unsigned)((uint64_t)i * 7919 % n);
		snprintf(text, sizeof(text), "%04u", k);
		top_add(&t, &(struct top_item){ .text = str_of(text), .rank = k % 3, .documents = k % 7 });
	}
	return top_sorted(&t, n_r);
}

static void keeps_the_best(void **state)
{
	(void)state;
	static const unsigned sizes[] = { 1, 2, 10, 333, 1000, 2000 };
	struct arena a = ARENA_INIT;
	size_t n;
	const struct top_item *all = feed(1000, 1000, &a, &n);
	assert_int_equal(n, 1000);
	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		const struct top_item *few = feed(sizes[i], 1000, &a, &n);
		assert_int_equal(n, sizes[i] < 1000 ? sizes[i] : 1000);
		for (size_t k = 0; k < n; k++)
			assert_true(str_eq(few[k].text, all[k].text));
	}
	assert_int_equal(all[0].rank, 0);
	assert_int_equal(all[0].documents, 6);
	arena_fini(&a);
}

static void none_wanted_none_kept(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	size_t n;
	feed(0, 100, &a, &n);
	assert_int_equal(n, 0);
	arena_fini(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keeps_the_best),
		cmocka_unit_test(none_wanted_none_kept),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
