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

static void pieces_give_the_hash_of_the_whole(void **state)
{
	(void)state;
	static const size_t sizes[] = { 0, 1, 240, 241, 70000 };	/* around the algorithm's steps */
	static char text[70000];
	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = (char)(i * 7 + i / 251);
	for (size_t k = 0; k < sizeof(sizes) / sizeof(*sizes); k++) {
		struct hash_stream *h = hash_stream_new();
		for (size_t at = 0, n = 1; at < sizes[k]; at += n, n = n * 3 + 1)
			hash_stream_add(h, str_sub(str_n(text, sizes[k]), at, at + n));
		hash_stream_add(h, STR_NONE);
		struct hash128 got = hash_stream_end(&h), whole = hash128(str_n(text, sizes[k]));
		assert_true(hash128_eq(&got, &whole));
		assert_null(h);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_never_change),
		cmocka_unit_test(equal_bytes_and_only_they_are_equal),
		cmocka_unit_test(pieces_give_the_hash_of_the_whole),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
