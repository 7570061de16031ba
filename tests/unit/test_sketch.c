/* Sketches: same text, parts, versions, and other texts, of every length. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "index/sketch.h"

static struct sketch_writer writer;

static uint32_t next(uint64_t *seed)
{
	*seed = *seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
	return (uint32_t)(*seed >> 33);
}

/* Words from..to of an endless text that the seed gives; every `changed`-th one is another (0: none). */
static void sketch(uint64_t seed, size_t from, size_t to, size_t changed, struct buf *out)
{
	sketch_begin(&writer);
	for (size_t i = 0; i < to; i++) {
		uint32_t word = next(&seed) % 5000;
		if (i >= from)
			sketch_word(&writer, (changed && i % changed == changed - 1 ? word + 7777 : word) * 2654435761u);
	}
	sketch_end(&writer, out);
}

static void the_same(void **state)
{
	(void)state;
	static const size_t lengths[] = { 5, 6, 12, 40, 200, 1000, 20000, 600000 };
	struct buf a = BUF_INIT, b = BUF_INIT;
	for (size_t i = 0; i < sizeof(lengths) / sizeof(*lengths); i++) {
		sketch(i, 0, lengths[i], 0, &a);
		sketch(i, 0, lengths[i], 0, &b);
		assert_true(str_eq(buf_str(&a), buf_str(&b)));
		assert_true(sketch_count(buf_str(&a)) <= SKETCH_MAX);
		if (lengths[i] > SKETCH_SHINGLE)
			assert_int_equal(sketch_compare(buf_str(&a), buf_str(&b)), KIN_SAME);
		sketch(i + 100, 0, lengths[i], 0, &b);
		assert_int_equal(sketch_compare(buf_str(&a), buf_str(&b)), KIN_NONE);
	}
	sketch(1, 0, 4, 0, &a);
	assert_int_equal(a.n, 0);
	assert_int_equal(sketch_compare(buf_str(&a), buf_str(&a)), KIN_NONE);
	assert_int_equal(sketch_compare(STR("abc"), STR("abc")), KIN_NONE);
	buf_fini(&a);
	buf_fini(&b);
}

static void parts_and_versions(void **state)
{
	(void)state;
	static const struct { size_t whole, from, to, changed; enum kinship kin; } rows[] = {
		{ 1000, 0, 990, 0, KIN_SAME },		/* without its last line */
		{ 1000, 20, 1000, 0, KIN_SAME },
		{ 5000, 0, 400, 0, KIN_PART_OF },	/* a teaser */
		{ 5000, 3000, 3500, 0, KIN_PART_OF },
		{ 10000, 0, 3000, 0, KIN_PART_OF },
		{ 2000, 0, 2000, 40, KIN_NONE },	/* a word of 40 is another: eight shingles of ten are left */
		{ 2000, 500, 2500, 0, KIN_NONE },	/* a quarter is its own */
		{ 2000, 0, 2400, 0, KIN_SAME },
		{ 2000, 0, 6000, 0, KIN_HOLDS },
	};
	struct buf whole = BUF_INIT, other = BUF_INIT;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		size_t good = 0;
		for (uint64_t seed = 0; seed < 20; seed++) {
			sketch(seed, 0, rows[i].whole, 0, &whole);
			sketch(seed, rows[i].from, rows[i].to, rows[i].changed, &other);
			good += sketch_compare(buf_str(&other), buf_str(&whole)) == rows[i].kin;
		}
		if (good < 18)
			fail_msg("row %zu: %zu of 20", i, good);
	}
	buf_fini(&whole);
	buf_fini(&other);
}

/* A text that says the same again and again has few different shingles, and all of them are in its sketch. */
static void repeats_itself(void **state)
{
	(void)state;
	struct buf once = BUF_INIT, often = BUF_INIT;
	for (size_t length = 6; length < 60; length += 9) {
		for (size_t times = 1; times <= 300; times += 299) {
			sketch_begin(&writer);
			for (size_t i = 0; i < times * length + SKETCH_SHINGLE - 1; i++)
				sketch_word(&writer, (uint32_t)(i % length + 1) * 2654435761u);
			sketch_end(&writer, times == 1 ? &once : &often);
		}
		size_t n = sketch_count(buf_str(&often));
		assert_true(n >= (length < SKETCH_MIN ? length : SKETCH_MIN) && n <= length);
		assert_true(str_starts(buf_str(&often), buf_str(&once)));
		assert_int_equal(sketch_compare(buf_str(&often), buf_str(&often)), KIN_SAME);
	}
	buf_fini(&once);
	buf_fini(&often);
}

static int end(void **state)
{
	(void)state;
	sketch_fini(&writer);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(the_same), cmocka_unit_test(parts_and_versions),
					     cmocka_unit_test(repeats_itself) };
	return cmocka_run_group_tests(tests, NULL, end);
}
