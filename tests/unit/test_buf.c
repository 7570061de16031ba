/* Growable bytes: growth, the maximum, the sticky error, varints. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>

#include "common/buf.h"

static void appends_and_stays_terminated(void **state)
{
	(void)state;
	struct buf b = BUF_INIT;
	for (int i = 0; i < 1000; i++)
		buf_printf(&b, "%d,", i);
	assert_false(b.failed);
	assert_int_equal(b.p[b.n], 0);
	assert_true(str_ends(buf_str(&b), STR("998,999,")));
	buf_fini(&b);
}

static void stops_at_its_maximum(void **state)
{
	(void)state;
	struct buf b;
	buf_init(&b, 4);
	buf_add(&b, "abcd", 4);
	assert_false(b.failed);
	buf_putc(&b, 'e');
	assert_true(b.failed);
	buf_reset(&b);
	buf_add(&b, "abcde", 5);
	assert_true(b.failed);
	assert_int_equal(b.n, 0);
	assert_null(buf_take(&b, NULL));
	buf_fini(&b);
}

static void varints_round_trip(void **state)
{
	(void)state;
	static const uint64_t values[] = { 0, 1, 127, 128, 16383, 16384, UINT32_MAX, UINT64_MAX };
	struct buf b = BUF_INIT;
	for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++)
		buf_add_varint(&b, values[i]);
	struct str s = buf_str(&b);
	uint64_t v;
	for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++) {
		assert_true(str_take_varint(&s, &v));
		assert_true(v == values[i]);
	}
	assert_int_equal(s.n, 0);
	assert_false(str_take_varint(&s, &v));
	s = STR("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01");
	assert_false(str_take_varint(&s, &v));
	buf_fini(&b);
}

static void counted_strings_are_told_apart(void **state)
{
	(void)state;
	struct buf one = BUF_INIT, two = BUF_INIT;
	buf_add_counted(&one, STR("ab"));
	buf_add_counted(&one, STR_NONE);
	buf_add_counted(&two, STR("a"));
	buf_add_counted(&two, STR("b"));
	assert_true(str_eq(buf_str(&one), STR("\2ab\0")));
	assert_true(str_eq(buf_str(&two), STR("\1a\1b")));
	buf_fini(&one);
	buf_fini(&two);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(appends_and_stays_terminated),
		cmocka_unit_test(stops_at_its_maximum),
		cmocka_unit_test(varints_round_trip),
		cmocka_unit_test(counted_strings_are_told_apart),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
