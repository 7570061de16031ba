/* Tables by number: what was added is found, however often the table grew, and nothing else is. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "query/numbered.h"

struct element {
	uint32_t number, times;
	char rest[5];
};

static void counts_like_an_array(void **state)
{
	(void)state;
	enum { NUMBERS = 5000 };
	static uint32_t times[NUMBERS];
	struct numbered t;
	size_t n = 0;
	numbered_init(&t, sizeof(struct element), 1);
	for (uint32_t i = 0; i < 4 * NUMBERS; i++) {
		uint32_t which = (uint32_t)((uint64_t)i * i % NUMBERS);
		struct element *e = numbered_add(&t, sizeof(*e), UINT32_MAX - which * 65536);
		n += times[which] == 0;
		assert_int_equal(e->number, UINT32_MAX - which * 65536);
		assert_int_equal(e->times, times[which]);
		assert_int_equal(e->rest[4], times[which] ? 'x' : 0);
		e->rest[4] = 'x';
		e->times = ++times[which];
		assert_int_equal(t.n, n);
		assert_true(t.n <= t.mask);	/* a place is free: whoever looks for what is not there ends */
	}
	for (uint32_t which = 0; which < NUMBERS; which++) {
		const struct element *e = numbered_find(&t, sizeof(*e), UINT32_MAX - which * 65536);
		assert_int_equal(e->times, times[which]);
		e = numbered_find(&t, sizeof(*e), which + 1);
		assert_int_equal(e->number, 0);
	}
	numbered_fini(&t);
	numbered_fini(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(counts_like_an_array) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
