/* Fingerprints: the values are part of the index format, so they are pinned here. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "common/hash.h"

static void values_never_change(void **state)
{
	(void)state;
	static const struct { const char *in; uint64_t h64; const char *hex; } rows[] = {
		{ "", 0x2d06800538d394c2u, "99aa06d3014798d86001c324468d497f" },
		{ "karez", 0x8a895b0347a3675eu, "03f3113dc9e3651c188e6f87c1f9721c" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct hash128 h = hash128(str_of(rows[i].in));
		char hex[33];
		hash128_hex(&h, hex);
		assert_string_equal(hex, rows[i].hex);
		assert_true(hash64(str_of(rows[i].in)) == rows[i].h64);
	}
}

static void equal_bytes_and_only_they_are_equal(void **state)
{
	(void)state;
	char text[] = "one two";
	struct hash128 a = hash128(STR("one two")), b = hash128(str_of(text));
	assert_true(hash128_eq(&a, &b));
	text[6] ^= 1;
	b = hash128(str_of(text));
	assert_false(hash128_eq(&a, &b));
	a = hash128(STR_NONE);
	b = hash128(STR(""));
	assert_true(hash128_eq(&a, &b));
	assert_true(hash64(STR_NONE) == hash64(STR("")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_never_change),
		cmocka_unit_test(equal_bytes_and_only_they_are_equal),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
