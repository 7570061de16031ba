/* Searches under way: who may wait for whom, and that all come out again. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "daemon/flights.h"

static void the_same_search_waits(void **state)
{
	(void)state;
	struct flights *f = flights_new();
	struct job first = { .deadline_us = 100 }, second = { .deadline_us = 100 }, third = { .deadline_us = 200 };
	struct job other = { .deadline_us = 100 }, hasty = { .deadline_us = 99 };
	assert_false(flights_join(f, STR("a"), &first));
	flights_begin(f, STR("a"), &first);
	assert_true(str_eqz(flights_key(&first), "a"));
	assert_true(flights_join(f, STR("a"), &second));
	assert_true(flights_join(f, STR("a"), &third));
	assert_false(flights_join(f, STR("b"), &other));
	assert_false(flights_join(f, STR("a"), &hasty));	/* it would have to end sooner */
	flights_begin(f, STR("a"), &hasty);
	struct job_list waiting = flights_end(f, &first);
	assert_null(first.flight);
	assert_int_equal(waiting.n, 2);
	assert_ptr_equal(job_list_pop(&waiting), &second);
	assert_ptr_equal(job_list_pop(&waiting), &third);
	assert_int_equal(flights_end(f, &hasty).n, 0);
	assert_int_equal(flights_end(f, &other).n, 0);	/* that was none */
	flights_free(&f);
	assert_null(f);
}

static void many_at_once(void **state)
{
	(void)state;
	enum { N = 1000 };
	static struct job jobs[N], more[N];
	struct flights *f = flights_new();
	for (uint32_t i = 0; i < N; i++)
		flights_begin(f, str_n((const char *)&i, sizeof(i)), &jobs[i]);
	for (uint32_t i = 0; i < N; i++)
		assert_true(flights_join(f, str_n((const char *)&i, sizeof(i)), &more[i]));
	for (uint32_t i = N; i-- > 0;) {
		struct job_list waiting = flights_end(f, &jobs[i]);
		assert_int_equal(waiting.n, 1);
		assert_ptr_equal(waiting.head, &more[i]);
	}
	flights_free(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_search_waits),
		cmocka_unit_test(many_at_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
