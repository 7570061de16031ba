/* RESP as bytes: commands taken whole, cut anywhere, and broken; values in both versions. */
#include "config.h"

#include "tests/unit/arena_fixture.h"

#include "proto/limits.h"
#include "proto/resp.h"


static void whole_and_cut(void **state)
{
	(void)state;
	static const struct str in = STR("*3\r\n$4\r\nPING\r\n$0\r\n\r\n$3\r\na\r\n\r\n*1\r\n");
	struct str *args;
	size_t n, used;
	const char *why;
	assert_int_equal(resp_take(in, &arena, &args, &n, &used, &why), RESP_DONE);
	assert_int_equal(used, in.n - 4);
	assert_int_equal(n, 3);
	assert_true(str_eqz(args[0], "PING") && str_eqz(args[1], "") && str_eqz(args[2], "a\r\n"));
	for (size_t i = 0; i < in.n - 4; i++)
		assert_int_equal(resp_take(str_sub(in, 0, i), &arena, &args, &n, &used, &why), RESP_MORE);
	assert_int_equal(resp_take(STR("*0\r\n"), &arena, &args, &n, &used, &why), RESP_DONE);
	assert_true(n == 0 && used == 4);
	assert_int_equal(resp_take(STR("*-1\r\n"), &arena, &args, &n, &used, &why), RESP_DONE);
	assert_true(n == 0 && used == 5);
}

static void broken(void **state)
{
	(void)state;
	static const struct { const char *in, *why; } rows[] = {
		{ "PING\r\n", "expected '*'" }, { "*x\r\n", "expected '*'" }, { "*1x\r\n", "expected '*'" }, { "*1\rx", "expected '*'" },
		{ "*-2\r\n", "expected '*'" }, { "*99999999999999", "expected '*'" }, { "*1025\r\n", "invalid multibulk" },
		{ "*1\r\n:5\r\n", "expected '$'" }, { "*1\r\n$-1\r\n", "invalid bulk" }, { "*1\r\n$65537\r\n", "invalid bulk" },
		{ "*1\r\n$2\r\nabc\r\n", "does not end" }, { "*1\r\n$2\r\nab\n\n", "does not end" }, { "*2\r\n$1\r\na\r\nb", "expected '$'" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct str *args;
		size_t n, used;
		const char *why;
		if (resp_take(str_of(rows[i].in), &arena, &args, &n, &used, &why) != RESP_BAD || !strstr(why, rows[i].why))
			fail_msg("%s: %s", rows[i].in, why);
	}
}

static enum resp_take take_sized(size_t n_args, size_t size)
{
	struct buf b = BUF_INIT;
	struct str *args;
	size_t n, used;
	const char *why;
	buf_printf(&b, "*%zu\r\n", n_args);
	for (size_t i = 0; i + 1 < n_args; i++)
		buf_puts(&b, "$1\r\na\r\n");
	size_t last = size - b.n;	/* "$NNNNN\r\n" .. "\r\n" around it */
	buf_printf(&b, "$%05zu\r\n", last - 10);
	while (b.n + 2 < size)
		buf_putc(&b, 'x');
	buf_puts(&b, "\r\n");
	assert_int_equal(b.n, size);
	enum resp_take t = resp_take(buf_str(&b), &arena, &args, &n, &used, &why);
	buf_fini(&b);
	return t;
}

static void limits(void **state)
{
	(void)state;
	assert_int_equal(take_sized(1, LIMIT_LINE), RESP_DONE);
	assert_int_equal(take_sized(1, LIMIT_LINE + 1), RESP_BAD);
	assert_int_equal(take_sized(RESP_MAX_ARGS, 20000), RESP_DONE);
	assert_int_equal(take_sized(RESP_MAX_ARGS + 1, 20000), RESP_BAD);
}

static void values(void **state)
{
	(void)state;
	struct buf b = BUF_INIT;
	for (unsigned proto = 2; proto <= 3; proto++) {
		resp_map(&b, proto, 1);
		resp_bulk(&b, STR("k\r\n"));
		resp_double(&b, proto, 1.5);
		resp_null(&b, proto);
		resp_array(&b, 2);
		resp_int(&b, -7);
		resp_simple(&b, STR("a\r\nb"));
		resp_error(&b, "ERR", STR("x\ny"));
		resp_error(&b, "NOPE", STR_NONE);
		assert_true(str_eqz(buf_str(&b), proto == 2 ? "*2\r\n$3\r\nk\r\n\r\n$6\r\n1.5000\r\n$-1\r\n*2\r\n:-7\r\n+a  b\r\n-ERR x y\r\n-NOPE\r\n"
							      : "%1\r\n$3\r\nk\r\n\r\n,1.5000\r\n_\r\n*2\r\n:-7\r\n+a  b\r\n-ERR x y\r\n-NOPE\r\n"));
		buf_reset(&b);
	}
	buf_fini(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(whole_and_cut, empty_arena), cmocka_unit_test_teardown(broken, empty_arena),
		cmocka_unit_test_teardown(limits, empty_arena), cmocka_unit_test_teardown(values, empty_arena),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
