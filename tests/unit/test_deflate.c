/* Deflate streams by one code: zlib reads all of them, whatever the code was made for. */
#include "config.h"

#include "glass/deflate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#define ZLIB_CONST
#include <zlib.h>

#define LONGEST 200000

static char text[LONGEST], noise[LONGEST], back[LONGEST];

static int setup(void **state)
{
	(void)state;
	uint32_t random = 7;
	for (size_t i = 0; i < LONGEST; i++) {
		random = random * 1664525 + 1013904223;
		noise[i] = (char)(random >> 24);
		text[i] = "etaoin shrdlu"[(random >> 24) % (i % 7 + 2)];
	}
	return 0;
}

/* Packed bytes; 0: it was not packed. */
static size_t check(struct deflate *d, struct str s)
{
	struct str packed = deflate_pack(d, s);
	if (packed.n == 0)
		return 0;
	assert_true(packed.n < s.n);
	z_stream z = { .next_in = (const Bytef *)packed.p, .avail_in = (uInt)packed.n, .next_out = (Bytef *)back,
		       .avail_out = sizeof(back) };
	assert_int_equal(inflateInit2(&z, -15), Z_OK);
	assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
	assert_int_equal(z.total_out, s.n);
	assert_int_equal(z.avail_in, 0);
	assert_memory_equal(back, s.p, s.n);
	inflateEnd(&z);
	return packed.n;
}

/* Before and after a code was made for a kind of string: of each length, of the same kind and of the other. */
static void test_round_trip(void **state)
{
	(void)state;
	static const size_t lengths[] = { 0, 1, 2, 3, 4, 18, 100, 255, 256, 1000, 8192, 32768, 32769, 65535, 65536, LONGEST };
	for (int fitted = 0; fitted < 3; fitted++) {
		struct deflate *d = deflate_new();
		const char *kind = fitted == 1 ? text : noise;
		for (size_t i = 0; fitted && i < 20; i++)
			deflate_sample(d, str_n(kind + i * 500, 500));
		if (fitted)
			deflate_fit(d);
		for (size_t i = 0; i < sizeof(lengths) / sizeof(*lengths); i++) {
			size_t n = check(d, str_n(text, lengths[i]));
			assert_true(lengths[i] < 1000 || fitted != 1 || (n > 0 && n < lengths[i] * 3 / 4));
			check(d, str_n(noise, lengths[i]));
		}
		deflate_free(&d);
		assert_null(d);
		deflate_free(&d);
	}
}

/* A code that was made for such strings makes less of a short one than one that was not; what was
 * looked at before is forgotten. */
static void test_fit(void **state)
{
	(void)state;
	struct deflate *d = deflate_new();
	struct str s = str_n(text + 90000, 1000);
	size_t before = check(d, s);
	for (int round = 0; round < 2; round++) {
		for (size_t i = 0; i < 100; i++)
			deflate_sample(d, str_n(text + i * 500, 500));
		deflate_fit(d);
		size_t fitted = check(d, s);
		assert_true(fitted > 0 && (before == 0 || fitted < before));
		for (size_t i = 0; i < 100; i++)
			deflate_sample(d, str_n(noise + i * 500, 500));
		deflate_fit(d);
		size_t other = check(d, s);
		assert_true(other == 0 || other > fitted);
	}
	deflate_free(&d);
}

static void test_no_gain(void **state)
{
	(void)state;
	struct deflate *d = deflate_new();
	assert_int_equal(deflate_pack(d, STR_NONE).n, 0);
	assert_int_equal(deflate_pack(d, STR("a")).n, 0);
	assert_int_equal(deflate_pack(d, str_n(noise, 3)).n, 0);
	assert_int_equal(deflate_pack(d, str_n(noise, 5000)).n, 0);
	deflate_free(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_fit),
		cmocka_unit_test(test_no_gain),
	};
	return cmocka_run_group_tests(tests, setup, NULL);
}
