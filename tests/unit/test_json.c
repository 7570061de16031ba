/* Writing JSON: commas, escapes, bytes that are not text, the maximum of the buf. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <float.h>
#include <jansson.h>
#include <math.h>

#include "common/json.h"
#include "common/utf8.h"

#define N(a) (sizeof(a) / sizeof(*(a)))

static void puts_commas_where_they_belong(void **state)
{
	(void)state;
	struct buf b = BUF_INIT;
	json_open(&b, '{');
	json_key(&b, "empty");
	json_open(&b, '[');
	json_close(&b, ']');
	json_key(&b, "list");
	json_open(&b, '[');
	json_int(&b, 1);
	json_str(&b, STR("[{"));
	json_bool(&b, true);
	json_bool(&b, false);
	json_nil(&b);
	json_open(&b, '{');
	json_close(&b, '}');
	json_open(&b, '[');
	json_close(&b, ']');
	json_raw(&b, STR("{\"a\":1}"));
	json_double(&b, 1.5, 2);
	json_close(&b, ']');
	json_key(&b, "last");
	json_str(&b, STR(":"));
	json_close(&b, '}');
	assert_string_equal(b.p, "{\"empty\":[],\"list\":[1,\"[{\",true,false,null,{},[],{\"a\":1},1.50],\"last\":\":\"}");
	buf_puts(&b, "\n");
	size_t n = b.n;
	json_open(&b, '{');
	json_close(&b, '}');
	assert_string_equal(b.p + n, "{}");
	buf_fini(&b);
}

#define FFFD "\xef\xbf\xbd"

static void escapes_strings(void **state)
{
	(void)state;
	static const struct { struct str in; const char *out; } rows[] = {
		{ { NULL, 0 }, "\"\"" },
		{ { "plain", 5 }, "\"plain\"" },
		{ { "a\"b\\c/", 6 }, "\"a\\\"b\\\\c/\"" },
		{ { "\n\r\t\b\f\x1f", 6 }, "\"\\n\\r\\t\\u0008\\u000c\\u001f\"" },
		{ { "a\0b", 3 }, "\"a\\u0000b\"" },
		{ { "\x7f", 1 }, "\"\x7f\"" },
		{ { "\xe2\x80\xa8\xe2\x80\xa9", 6 }, "\"\xe2\x80\xa8\xe2\x80\xa9\"" },
		{ { "\xd0\xb9\xf0\x9f\x98\x80", 6 }, "\"\xd0\xb9\xf0\x9f\x98\x80\"" },
		{ { "\xff", 1 }, "\"" FFFD "\"" },
		{ { "a\xff\xfe" "b", 4 }, "\"a" FFFD FFFD "b\"" },
		{ { "\xe2\x80", 2 }, "\"" FFFD "\"" },			/* cut short */
		{ { "\xe2\x80\"", 3 }, "\"" FFFD "\\\"\"" },		/* does not swallow the quote */
		{ { "\xed\xa0\x80x", 4 }, "\"" FFFD "x\"" },		/* a surrogate */
		{ { "\xc0\xaf", 2 }, "\"" FFFD "\"" },			/* an overlong slash */
		{ { "\xf4\x90\x80\x80", 4 }, "\"" FFFD "\"" },		/* past U+10FFFF */
	};
	for (size_t i = 0; i < N(rows); i++) {
		struct buf b = BUF_INIT;
		json_str(&b, rows[i].in);
		assert_string_equal(b.p, rows[i].out);
		buf_fini(&b);
	}
}

/* Whatever three bytes a string holds, jansson reads it and it stands on one line. */
static void any_bytes_give_valid_json(void **state)
{
	(void)state;
	static const unsigned char some[] = { 0, '\n', ' ', '"', '\\', 'a', 0x7f, 0x80, 0xbf, 0xc0, 0xc2, 0xe0,
					      0xe2, 0xed, 0xef, 0xf0, 0xf4, 0xff };
	struct buf b = BUF_INIT;
	for (size_t i = 0; i < N(some) * N(some) * N(some); i++) {
		char in[3] = { (char)some[i % N(some)], (char)some[i / N(some) % N(some)],
			       (char)some[i / N(some) / N(some)] };
		buf_reset(&b);
		json_open(&b, '[');
		json_str(&b, str_n(in, 3));
		json_close(&b, ']');
		json_t *json = json_loadb(b.p, b.n, JSON_ALLOW_NUL, NULL);
		if (!json || str_chr(buf_str(&b), '\n') >= 0)
			fail_msg("%s", b.p);
		if (utf8_valid(str_n(in, 3))) {
			const json_t *s = json_array_get(json, 0);
			assert_int_equal(json_string_length(s), 3);
			assert_memory_equal(json_string_value(s), in, 3);
		}
		json_decref(json);
	}
	buf_fini(&b);
}

static void writes_numbers(void **state)
{
	(void)state;
	static const struct { double v; int decimals; const char *out; } rows[] = {
		{ 0, 0, "0" }, { 8.314, 2, "8.31" }, { -1.005, 1, "-1.0" }, { 1e21, 0, "1000000000000000000000" },
		{ NAN, 2, "null" }, { INFINITY, 2, "null" }, { -INFINITY, 0, "null" },
	};
	struct buf b = BUF_INIT;
	for (size_t i = 0; i < N(rows); i++) {
		buf_reset(&b);
		json_double(&b, rows[i].v, rows[i].decimals);
		assert_string_equal(b.p, rows[i].out);
	}
	buf_reset(&b);
	json_double(&b, DBL_MAX, 3);
	assert_int_equal(b.n, 309 + 4);
	buf_reset(&b);
	json_int(&b, INT64_MIN);
	assert_string_equal(b.p, "-9223372036854775808");
	buf_fini(&b);
}

static void stops_at_the_maximum(void **state)
{
	(void)state;
	struct buf b;
	for (size_t max = 1; max <= 9; max++) {
		buf_init(&b, max);
		json_open(&b, '{');
		json_key(&b, "k");
		json_str(&b, STR("\n"));
		json_close(&b, '}');	/* {"k":"\n"}: ten bytes */
		assert_true(b.failed);
		assert_true(b.n <= max);
		buf_fini(&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(puts_commas_where_they_belong),
		cmocka_unit_test(escapes_strings),
		cmocka_unit_test(any_bytes_give_valid_json),
		cmocka_unit_test(writes_numbers),
		cmocka_unit_test(stops_at_the_maximum),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
