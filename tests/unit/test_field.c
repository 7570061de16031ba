/* Values of fields, and plain text. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "text/field.h"
#include "text/plain.h"

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

struct row {
	const char *in, *out;
};

static void check(const struct row *rows, size_t n, struct str (*f)(struct str, struct arena *))
{
	struct arena a = ARENA_INIT;
	for (size_t i = 0; i < n; i++) {
		struct str s = f(str_of(rows[i].in), &a);
		if (!str_eq(s, str_of(rows[i].out)))
			fail_msg("\"%s\": \"%.*s\"", rows[i].in, STR_ARG(s));
	}
	arena_fini(&a);
}

static void one_line(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "", "" },
		{ " \n\t", "" },
		{ " a  b\r\n\tc ", "a b c" },
		{ "a\xc2\xa0\xe2\x80\xa8 b\xef\xbb\xbf", "a b" },
		{ "a\x01\x7f" "b", "a b" },
		{ "a\xc2\x85" "b", "a b" },
		{ "\xe2\x80\x94\xc2\xab\xef\xbc\xa1", "\xe2\x80\x94\xc2\xab\xef\xbc\xa1" },
	};
	check(rows, COUNT(rows), field_line);
}

static void language_tags(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "en", "en" }, { " EN ", "en" }, { "en_gb", "en-GB" }, { "RU-ru", "ru-RU" },
		{ "uz-cyrl-uz", "uz-Cyrl-UZ" }, { "uz-LATN", "uz-Latn" }, { "en-US.UTF-8", "en" },
		{ "en-US-posix", "en-US" }, { "kaz", "kaz" }, { "es-419", "es" }, { "", "" },
		{ "x", "" }, { "English", "" }, { "русский", "" }, { "en, ru", "" }, { "-", "" }, { "e1", "" },
	};
	check(rows, COUNT(rows), field_lang);
}

static void dates(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "Dec 26, 2014", "2014-12-26" }, { "2014", "2014" }, { "", "" }, { "soon", "" },
	};
	check(rows, COUNT(rows), field_date);
}

static void authors_once_each(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	struct doc d = { 0 };
	static const char *const names[] = { " Anna  Orlova", "", "B. Toktogulov", "Anna Orlova", "Anna" };
	for (size_t i = 0; i < COUNT(names); i++)
		field_add_author(&d, str_of(names[i]), &a);
	assert_true(str_eq(d.author, STR("Anna Orlova; B. Toktogulov; Anna")));
	arena_fini(&a);
}

static void plain(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "", "" },
		{ "a", "a" },
		{ "a\n", "a\n" },
		{ "a\r\nb\r\n", "a\nb\n" },
		{ "a\rb\r\rc", "a\nb\n\nc" },
		{ "\r\n\n\r", "\n\n\n" },
		{ "a  \nb\t\n  c", "a\nb\n  c" },
		{ "page one \fpage two", "page one\n\f\npage two" },
		{ "\f\f\f", "\f\n\f\n\f\n" },
		{ "col1\tcol2\t\n", "col1\tcol2\n" },
		{ "a long line, bell\x07 rings, escape\x1b[0m", "a long line, bell  rings, escape [0m" },
		{ "*not* _markdown_ [here](x)\n===", "*not* _markdown_ [here](x)\n===" },
		{ "граница \r\nрека", "граница\nрека" },
	};
	check(rows, COUNT(rows), plain_text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_line),
		cmocka_unit_test(language_tags),
		cmocka_unit_test(dates),
		cmocka_unit_test(authors_once_each),
		cmocka_unit_test(plain),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
