/* UTF-8: what is well-formed and what is not, at every edge of table 3-7. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "common/utf8.h"

static void finds_the_first_bad_byte(void **state)
{
	(void)state;
	static const struct {
		struct str in;
		size_t valid;
	} rows[] = {
		{ { NULL, 0 }, 0 },
		{ { "plain ascii of more than eight", 30 }, 30 },
		{ { "a\0b", 3 }, 3 },
		{ { "\x7f", 1 }, 1 },
		{ { "\x80", 1 }, 0 },
		{ { "\xc1\xbf", 2 }, 0 },		/* overlong */
		{ { "\xc2\x80", 2 }, 2 },
		{ { "\xdf\xbf", 2 }, 2 },
		{ { "\xdf", 1 }, 0 },
		{ { "\xe0\x9f\xbf", 3 }, 0 },		/* overlong */
		{ { "\xe0\xa0\x80", 3 }, 3 },
		{ { "\xed\x9f\xbf", 3 }, 3 },
		{ { "\xed\xa0\x80", 3 }, 0 },		/* surrogate */
		{ { "\xee\x80\x80", 3 }, 3 },
		{ { "\xef\xbf\xbf", 3 }, 3 },
		{ { "\xf0\x8f\xbf\xbf", 4 }, 0 },	/* overlong */
		{ { "\xf0\x90\x80\x80", 4 }, 4 },
		{ { "\xf4\x8f\xbf\xbf", 4 }, 4 },
		{ { "\xf4\x90\x80\x80", 4 }, 0 },	/* past U+10FFFF */
		{ { "\xf5\x80\x80\x80", 4 }, 0 },
		{ { "ok \xd0\xb9 then \xff", 12 }, 11 },
		{ { "abcdefgh\xd0", 9 }, 8 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_int_equal(utf8_valid_prefix(rows[i].in), rows[i].valid);
}

static void every_character_round_trips(void **state)
{
	(void)state;
	for (uint32_t c = 0; c <= 0x10ffff; c++) {
		if (c >= 0xd800 && c <= 0xdfff)
			continue;
		char out[4];
		struct str s = { out, utf8_encode(c, out) };
		size_t i = 0;
		if (!utf8_valid(s) || utf8_count(s) != 1 || utf8_next(s, &i) != c || i != s.n)
			fail_msg("U+%04X", (unsigned)c);
	}
}

static void floors_to_the_start_of_a_character(void **state)
{
	(void)state;
	struct str s = STR("a\xd0\xb9\xf0\x9f\x98\x80");
	static const size_t want[] = { 0, 1, 1, 3, 3, 3, 3, 7 };
	for (size_t i = 0; i < sizeof(want) / sizeof(*want); i++)
		assert_int_equal(utf8_floor(s, i), want[i]);
}

static void tells_text_from_controls(void **state)
{
	(void)state;
	static const uint32_t text[] = { ' ', '~', 0xa0, 0x2027, 0x202f, 0x2065, 0x206a, 0xfeff, 0x10ffff };
	static const uint32_t not[] = { 0, '\n', 0x1b, 0x1f, 0x7f, 0x80, 0x9b, 0x9f, 0x2028, 0x202e, 0x2066, 0x2069 };
	for (size_t i = 0; i < sizeof(text) / sizeof(*text); i++)
		assert_true(utf8_is_text(text[i]));
	for (size_t i = 0; i < sizeof(not) / sizeof(*not); i++)
		assert_false(utf8_is_text(not[i]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_the_first_bad_byte),
		cmocka_unit_test(every_character_round_trips),
		cmocka_unit_test(tells_text_from_controls),
		cmocka_unit_test(floors_to_the_start_of_a_character),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
