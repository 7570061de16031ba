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
static void feed(struct top *t, unsigned n)
{
	for (unsigned i = 0; i < n; i++) {
		char text[16];
		unsigned k = (unsigned)((uint64_t)i * 7919 % n);
		snprintf(text, sizeof(text), "%04u", k);
		top_add(t, &(struct top_item){ .text = str_of(text), .rank = k % 3, .documents = k % 7 });
	}
	top_sort(t);
}

static void keeps_the_best(void **state)
{
	(void)state;
	static const unsigned sizes[] = { 1, 2, 10, 333, 1000, 2000 };
	struct arena a = ARENA_INIT;
	struct top all;
	top_init(&all, 1000, &a);
	feed(&all, 1000);
	assert_int_equal(all.n, 1000);
	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		struct top few;
		top_init(&few, sizes[i], &a);
		feed(&few, 1000);
		assert_int_equal(few.n, sizes[i] < 1000 ? sizes[i] : 1000);
		for (size_t k = 0; k < few.n; k++)
			assert_true(str_eq(few.items[k].text, all.items[k].text));
	}
	assert_int_equal(all.items[0].rank, 0);
	assert_int_equal(all.items[0].documents, 6);
	arena_fini(&a);
}

static void none_wanted_none_kept(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	struct top t;
	top_init(&t, 0, &a);
	feed(&t, 100);
	assert_int_equal(t.n, 0);
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
