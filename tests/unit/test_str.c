/* Views of bytes: comparing, finding, cutting, numbers. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "common/buf.h"
#include "common/str.h"

#define N(a) (sizeof(a) / sizeof(*(a)))

static void compares(void **state)
{
	(void)state;
	static const struct { const char *a, *b; int cmp; bool eq, nocase; } rows[] = {
		{ "", "", 0, true, true }, { "a", "a", 0, true, true }, { "a", "A", 1, false, true },
		{ "a", "b", -1, false, false }, { "a", "ab", -1, false, false }, { "ab", "a", 1, false, false },
		{ "Z[", "z[", -1, false, true }, { "@", "`", -1, false, false },	/* 32 apart, no letters */
		{ "\xff", "a", 1, false, false },
	};
	for (size_t i = 0; i < N(rows); i++) {
		struct str a = str_of(rows[i].a), b = str_of(rows[i].b);
		int c = str_cmp(a, b);
		assert_int_equal((c > 0) - (c < 0), rows[i].cmp);
		assert_int_equal(str_eq(a, b), rows[i].eq);
		assert_int_equal(str_eqz(a, rows[i].b), rows[i].eq);
		assert_int_equal(str_eq_nocase(a, b), rows[i].nocase);
	}
	assert_true(str_eq(STR_NONE, STR("")));
	assert_int_equal(str_cmp(STR_NONE, STR("")), 0);
	assert_true(str_eq(str_of(NULL), STR_NONE));
	assert_false(str_eq(STR("a\0b"), STR("a\0c")));
}

static void finds(void **state)
{
	(void)state;
	static const struct { const char *s, *needle; int at; } rows[] = {
		{ "abcabc", "bc", 1 }, { "abc", "abc", 0 }, { "abc", "abcd", -1 }, { "abc", "x", -1 },
		{ "abc", "", 0 }, { "", "", 0 }, { "", "a", -1 }, { "a", "a", 0 }, { "ab", "b", 1 }, { "aab", "ab", 1 },
		{ "a--->", "-->", 2 }, { "a----", "-->", -1 }, { "<<a</", "</", 3 }, { "aaab", "aaab", 0 },
		{ "abcdabcde", "abcde", 4 }, { "abcdabcdx", "abcde", -1 },
	};
	for (size_t i = 0; i < N(rows); i++)
		assert_int_equal(str_find(str_of(rows[i].s), str_of(rows[i].needle)), rows[i].at);
	assert_int_equal(str_chr(STR("a,b,c"), ','), 1);
	assert_int_equal(str_chr(STR("abc"), ','), -1);
	assert_int_equal(str_chr(STR_NONE, 'a'), -1);
	assert_int_equal(str_chr(STR("ab\0c"), '\0'), 2);
	assert_int_equal(str_find(STR_NONE, STR("a")), -1);
	/* So many bytes that may begin the needle that another way of searching takes over. */
	for (size_t tries = 62; tries < 68; tries++) {
		char many[256];
		for (size_t i = 0; i < tries; i++)
			memcpy(many + 2 * i, "et", 2);
		memcpy(many + 2 * tries, "eetete", 6);
		assert_int_equal(str_find(str_n(many, 2 * tries + 6), STR("eetete")), 2 * tries);
		assert_int_equal(str_find(str_n(many, 2 * tries + 5), STR("eetete")), -1);
	}
	assert_true(str_starts(STR("abc"), STR("ab")) && str_starts(STR_NONE, STR_NONE));
	assert_true(str_ends(STR("abc"), STR("bc")) && str_ends(STR_NONE, STR_NONE));
	assert_false(str_starts(STR("a"), STR("ab")) || str_ends(STR("b"), STR("ab")));
}

static void cuts_fields(void **state)
{
	(void)state;
	static const struct { const char *in, *fields[5]; } rows[] = {
		{ "a,b", { "a", "b" } }, { "a,,b", { "a", "", "b" } }, { "", { "" } }, { ",", { "", "" } },
		{ "a,", { "a", "" } }, { "abc", { "abc" } },
	};
	for (size_t i = 0; i < N(rows); i++) {
		struct str rest = str_of(rows[i].in), field;
		size_t n = 0;
		for (; str_cut(&rest, ',', &field); n++)
			assert_true(rows[i].fields[n] && str_eqz(field, rows[i].fields[n]));
		assert_null(rows[i].fields[n]);
		assert_false(str_cut(&rest, ',', &field));
	}
	struct str none = STR_NONE, field;
	assert_false(str_cut(&none, ',', &field));
}

static void parts_stay_inside(void **state)
{
	(void)state;
	static const struct { size_t a, b; const char *out; } rows[] = {
		{ 0, 3, "abc" }, { 1, 2, "b" }, { 3, 3, "" }, { 0, 99, "abc" }, { 99, 99, "" }, { 2, 1, "" },
		{ 0, SIZE_MAX, "abc" },
	};
	for (size_t i = 0; i < N(rows); i++)
		assert_true(str_eqz(str_sub(STR("abc"), rows[i].a, rows[i].b), rows[i].out));
	assert_null(str_sub(STR_NONE, 0, 5).p);
	static const char *const trims[][2] = {
		{ "", "" }, { " \t\r\n\v\f", "" }, { " a b ", "a b" }, { "a", "a" }, { "\xc2\xa0" "a", "\xc2\xa0" "a" },
	};
	for (size_t i = 0; i < N(trims); i++)
		assert_true(str_eqz(str_trim(str_of(trims[i][0])), trims[i][1]));
	assert_int_equal(str_trim(STR_NONE).n, 0);
}

static void cuts_words(void **state)
{
	(void)state;
	static const struct {
		struct str text;
		const char *words[3];
	} rows[] = {
		{ { NULL, 0 }, { "" } },
		{ { " \t ", 3 }, { "" } },
		{ { "a", 1 }, { "a", "" } },
		{ { " ab\tc  ", 7 }, { "ab", "c", "" } },
		{ { "a\n b", 4 }, { "a\n", "b", "" } },
	};
	for (size_t i = 0; i < N(rows); i++) {
		size_t at = 0;
		for (size_t j = 0; j < N(rows[i].words) && rows[i].words[j]; j++) {
			struct str word = str_word(rows[i].text, &at);
			assert_true(str_eqz(word, rows[i].words[j]));
			assert_true(at <= rows[i].text.n);
		}
	}
}

static void reads_numbers(void **state)
{
	(void)state;
	static const struct { const char *in; uint64_t min, max, out; bool ok; } rows[] = {
		{ "0", 0, 0, 0, true }, { "7", 7, 7, 7, true }, { "6", 7, 9, 0, false }, { "10", 7, 9, 0, false },
		{ "007", 0, 9, 7, true }, { "18446744073709551615", 0, UINT64_MAX, UINT64_MAX, true },
		{ "18446744073709551616", 0, UINT64_MAX, 0, false }, { "99999999999999999999", 0, UINT64_MAX, 0, false },
		{ "", 0, 9, 0, false }, { "-1", 0, 9, 0, false }, { "+1", 0, 9, 0, false }, { " 1", 0, 9, 0, false },
		{ "1 ", 0, 9, 0, false }, { "1a", 0, 9, 0, false }, { "0x1", 0, 9, 0, false },
	};
	for (size_t i = 0; i < N(rows); i++) {
		uint64_t v = 42;
		if (str_to_u64(str_of(rows[i].in), rows[i].min, rows[i].max, &v) != rows[i].ok)
			fail_msg("\"%s\"", rows[i].in);
		assert_true(v == (rows[i].ok ? rows[i].out : 42));
	}
	uint64_t v;
	assert_false(str_to_u64(STR("1\0"), 0, 9, &v));
	assert_false(str_to_u64(STR_NONE, 0, 9, &v));
}

static void reads_doubles(void **state)
{
	(void)state;
	static const struct { const char *in; double out; } good[] = {
		{ "0", 0 }, { "1.5", 1.5 }, { "-2", -2 }, { "1e3", 1000 }, { ".5", .5 },
	};
	static const char *const bad[] = { "", " 1", "1 ", "\t1", "x", "1,5", "nan", "inf", "-inf", "1e999", "1.5.5",
		"1000000000000000000000000000000000000000000000000000000000000000" };
	double v;
	for (size_t i = 0; i < N(good); i++) {
		assert_true(str_to_double(str_of(good[i].in), &v));
		assert_true(v == good[i].out);
	}
	for (size_t i = 0; i < N(bad); i++)
		if (str_to_double(str_of(bad[i]), &v))
			fail_msg("\"%s\"", bad[i]);
	assert_false(str_to_double(STR("1\0" "2"), &v));
}

static void cuts_at_any_of_several(void **state)
{
	(void)state;
	static const char *const signs[] = { ", ", " and ", ",", " >> ", " > " };
	static const struct { const char *s, *fields; } rows[] = {
		{ "", "" }, { "a", "[a]" }, { "a, b and c", "[a][b][c]" }, { "a,b", "[a][b]" }, { ", a", "[][a]" },
		{ "a, ", "[a]" }, { "a >> b > c", "[a][b][c]" }, { " and and ", "[][and ]" }, { "sand", "[sand]" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct str rest = str_of(rows[i].s), field;
		struct buf got = BUF_INIT;
		while (str_cut_any(&rest, signs, sizeof(signs) / sizeof(*signs), &field))
			buf_printf(&got, "[%.*s]", STR_ARG(field));
		assert_true(str_eqz(buf_str(&got), rows[i].fields));
		buf_fini(&got);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(compares),
		cmocka_unit_test(finds),
		cmocka_unit_test(cuts_fields),
		cmocka_unit_test(parts_stay_inside),
		cmocka_unit_test(cuts_words),
		cmocka_unit_test(reads_numbers),
		cmocka_unit_test(reads_doubles),
		cmocka_unit_test(cuts_at_any_of_several),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
