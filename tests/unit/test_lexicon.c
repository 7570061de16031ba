/* Terms keep their numbers while the lexicon grows, and lose them when it is reset. */
#include "config.h"

#include "glass/lexicon.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>

static void test_numbers(void **state)
{
	(void)state;
	struct lexicon *l = lexicon_new();
	assert_int_equal(lexicon_count(l), 0);
	assert_int_equal(lexicon_number(l, STR("cat")), 0);
	assert_int_equal(lexicon_number(l, STR("car")), 1);
	assert_int_equal(lexicon_number(l, STR("cat")), 0);
	assert_int_equal(lexicon_number(l, str_n("cat\0", 4)), 2);
	assert_int_equal(lexicon_count(l), 3);
	assert_true(str_eq(lexicon_term(l, 2), str_n("cat\0", 4)));
	lexicon_free(&l);
	assert_null(l);
	lexicon_free(&l);
}

static void test_many(void **state)
{
	(void)state;
	enum { N = 200000 };
	struct lexicon *l = lexicon_new();
	char text[256];
	for (unsigned round = 0; round < 2; round++) {
		for (uint32_t i = 0; i < N; i++) {
			int n = snprintf(text, sizeof(text), "%0*u", 6 + (int)(i % 7 ? 0 : i % 239), i);
			assert_int_equal(lexicon_number(l, str_n(text, (size_t)n)), i);
		}
		assert_int_equal(lexicon_count(l), N);
	}
	assert_true(str_eqz(lexicon_term(l, 1), "000001"));
	size_t full = lexicon_bytes(l);
	lexicon_reset(l);
	assert_in_range(lexicon_bytes(l), 1, full / 2);
	assert_int_equal(lexicon_count(l), 0);
	assert_int_equal(lexicon_number(l, STR("new")), 0);
	for (int i = 0; i < 20; i++)
		lexicon_reset(l);
	assert_in_range(lexicon_bytes(l), 1, 100000);
	assert_int_equal(lexicon_number(l, STR("other")), 0);
	assert_int_equal(lexicon_number(l, STR("new")), 1);
	lexicon_free(&l);
}

static void test_takes(void **state)
{
	(void)state;
	static const struct {
		size_t letters, zeros;
		bool takes;
	} rows[] = {
		{ 0, 0, false }, { 1, 0, true }, { 0, 1, true }, { 245, 0, true }, { 246, 0, false },
		{ 243, 1, true }, { 244, 1, false }, { 1, 122, true }, { 0, 122, true }, { 0, 123, false },
		{ 100000, 0, false },
	};
	static char text[100001];
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		memset(text, 'x', rows[i].letters);
		memset(text + rows[i].letters, 0, rows[i].zeros);
		assert_int_equal(lexicon_takes(str_n(text, rows[i].letters + rows[i].zeros)), rows[i].takes);
	}
}

static void test_token(void **state)
{
	(void)state;
	for (uint32_t wdf = 0; wdf < 1U << TOKEN_WDF_BITS; wdf++) {
		struct token t = { .term = TOKEN(LEXICON_MAX - 1, wdf) };
		assert_int_equal(TOKEN_NUMBER(t), LEXICON_MAX - 1);
		assert_int_equal(TOKEN_WDF(t), wdf);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers), cmocka_unit_test(test_many),
		cmocka_unit_test(test_takes), cmocka_unit_test(test_token),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
