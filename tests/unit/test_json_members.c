/* Members of JSON objects: against jansson, on rows and on random texts right and wrong. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>

#include "common/buf.h"
#include "tests/fuzz/check_members.h"

static void takes_and_leaves(void **state)
{
	(void)state;
	static const struct { const char *json; int n; } rows[] = {	/* n = -1: left to jansson */
		{ "{}", 0 }, { " { } ", 0 }, { "{\"a\":\"b\"}", 1 }, { "\t{ \"a\" : \"b\" , \"c\":1 }\r\n", 2 },
		{ "{\"a\":\"\"}", 1 }, { "{\"\":\"\"}", 1 }, { "{\"a\":null,\"b\":true,\"c\":false,\"d\":-1.5e3}", 4 },
		{ "{\"a\":[],\"b\":{},\"c\":[{\"x\":\"]\"},\"}\\\"\"]}", 3 },
		{ "{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\uDE00\"}", 1 },
		{ "{\"\\u0061\":1,\"a\":2}", -1 }, { "{\"a\":1,\"b\":2,\"a\":3}", -1 }, { "{\"a\":\"Жж中😀\"}", 1 }, { "{\"a\":\"\x7f\"}", 1 },
		{ "", -1 }, { " ", -1 }, { "[]", -1 }, { "\"a\"", -1 }, { "{", -1 }, { "{\"a\"}", -1 }, { "{\"a\":}", -1 },
		{ "{\"a\":1,}", -1 }, { "{,}", -1 }, { "{\"a\":1}x", -1 }, { "{\"a\":1}{}", -1 }, { "{a:1}", -1 },
		{ "{\"a\":\"b}", -1 }, { "{\"a\":\"b\\", -1 }, { "{\"a\":\"\\", -1 }, { "{\"a\":\"\\\"", -1 },
		{ "{\"a\":\"\\x\"}", -1 }, { "{\"a\":\"\\u12\"}", -1 }, { "{\"a\":\"\\u123g\"}", -1 },
		{ "{\"a\":\"\\u0000\"}", -1 }, { "{\"a\":\"\\ud800\"}", -1 }, { "{\"a\":\"\\udc00\"}", -1 },
		{ "{\"a\":\"\\ud800\\u0041\"}", -1 }, { "{\"a\":\"\\ud800x\"}", -1 }, { "{\"a\":\"\\ud83d\\ude0\"}", -1 },
		{ "{\"a\":\"\n\"}", -1 }, { "{\"a\":\"\x1f\"}", -1 }, { "{\"a\":\"\xff\"}", -1 }, { "{\"a\":\"\xc3\"}", -1 },
		{ "{\"a\":\"\xc3\\u00a9\"}", -1 }, { "{\"a\":\"\xed\xa0\x80\"}", -1 }, { "{\"a\":[", -1 },
		{ "{\"a\":[\"", -1 }, { "{\"a\" \"b\"}", -1 }, { "{\"a\":\"b\" \"c\":1}", -1 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct arena a = ARENA_INIT;
		struct json_member members[JSON_MEMBERS_MAX];
		size_t n;
		bool ok = json_members(str_of(rows[i].json), &a, members, &n);
		if (ok != (rows[i].n >= 0) || (ok && n != (size_t)rows[i].n))
			fail_msg("%s: %d, %zu", rows[i].json, ok, n);
		check_members(str_of(rows[i].json));
		arena_fini(&a);
	}
}

/* At the limit of members, and one past it; nested as long as allowed, and one byte longer. */
static void keeps_its_limits(void **state)
{
	(void)state;
	struct json_member members[JSON_MEMBERS_MAX];
	struct arena a = ARENA_INIT;
	struct buf b = BUF_INIT;
	size_t n;
	for (int more = 0; more <= 1; more++) {
		buf_reset(&b);
		for (int i = 0; i < JSON_MEMBERS_MAX + more; i++)
			buf_printf(&b, "%s\"k%d\":%d", i ? "," : "{", i, i);
		buf_putc(&b, '}');
		assert_int_equal(json_members(buf_str(&b), &a, members, &n), !more);
		assert_true(more || n == JSON_MEMBERS_MAX);
	}
	for (int length = 999; length <= 1003; length++) {
		buf_reset(&b);
		buf_printf(&b, "{\"a\":[%*s]}", length - 2, "");
		assert_int_equal(json_members(buf_str(&b), &a, members, &n), length <= 1001);
	}
	buf_fini(&b);
	arena_fini(&a);
}

static void add_random(struct buf *b, int depth)
{
	static const char *const pieces[] = {
		"a", "word ", "\\n", "\\\"", "\\u0416", "\\ud83d\\ude00", "Ж", "中", "\xf0\x9f\x98\x80", "\\\\", "longer than eight", "]",
		"{", ",", ":", "\\/", "\x7f", "\\u001f",
	};
	static const char *const scalars[] = { "1", "-2.5", "true", "null", "1e5", "\"x\"", "9007199254740993" };
	int kind = rand() % (depth < 4 ? 6 : 4);
	if (kind < 2) {
		buf_puts(b, scalars[(size_t)rand() % (sizeof(scalars) / sizeof(*scalars))]);
	} else if (kind < 4) {
		buf_putc(b, '"');
		for (int i = rand() % 8; i > 0; i--)
			buf_puts(b, pieces[(size_t)rand() % (sizeof(pieces) / sizeof(*pieces))]);
		buf_putc(b, '"');
	} else {
		buf_putc(b, kind == 4 ? '[' : '{');
		for (int i = rand() % 4; i > 0; i--) {
			if (kind == 5)
				buf_printf(b, "\"k%d\"%s:", rand() % 5, rand() % 3 ? "" : " ");
			add_random(b, depth + 1);
			buf_puts(b, i > 1 ? ", " : "");
		}
		buf_putc(b, kind == 4 ? ']' : '}');
	}
}

static void agrees_with_jansson(void **state)
{
	(void)state;
	struct buf b = BUF_INIT;
	int taken = 0, rounds = 20000;
	srand(4);
	for (int round = 0; round < rounds; round++) {
		buf_reset(&b);
		buf_putc(&b, '{');
		for (int i = rand() % 6; i > 0; i--) {
			buf_printf(&b, "\"%s%d\":", rand() % 9 ? "k" : "\\u006b", i + rand() % 2);
			add_random(&b, 0);
			buf_puts(&b, i > 1 ? "," : "");
		}
		buf_putc(&b, '}');
		taken += check_members(buf_str(&b));
		for (int damage = rand() % 3; damage > 0; damage--)
			b.p[(size_t)rand() % b.n] = rand() % 2 ? (char)rand() : "\"\\{}[],: u"[rand() % 10];
		check_members(buf_str(&b));
		check_members(str_sub(buf_str(&b), 0, (size_t)rand() % b.n));
	}
	assert_true(taken > rounds / 2);	/* the others have a name twice */
	buf_fini(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_and_leaves),
		cmocka_unit_test(keeps_its_limits),
		cmocka_unit_test(agrees_with_jansson),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
