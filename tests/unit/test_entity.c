/* Character references. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "text/entity.h"

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

static void resolves(void **state)
{
	(void)state;
	static const struct {
		const char *in, *out;
	} rows[] = {
		{ "", "" },
		{ "no references", "no references" },
		{ "a &amp; b &lt;c&gt; &quot;d&quot; &apos;e&apos;", "a & b <c> \"d\" 'e'" },
		{ "caf&eacute; &mdash; na&iuml;ve", "café — naïve" },
		{ "&Mcy;&icy;&rcy; &Scaron;&scaron; &lstrok;", "Мир Šš ł" },
		{ "&#1078;&#x436;&#X416;", "жжЖ" },
		{ "&#1078 &#x436 end", "ж ж end" },
		{ "don&#146;t &#150; &#151;", "don’t – —" },
		{ "&#129;", "\xc2\x81" },
		{ "&#0;&#xd800;&#x110000;&#99999999999999999999;", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
		{ "&#x10ffff;&#65536;", "\xf4\x8f\xbf\xbf\xf0\x90\x80\x80" },
		{ "AT&T R&D &", "AT&T R&D &" },
		{ "&nosuch; &; &#; &#x; &#xg;", "&nosuch; &; &#; &#x; &#xg;" },
		{ "&thetasym;&thetasymb;", "ϑ&thetasymb;" },
		{ "&amp &copy 2014 &ampere", "& © 2014 &ampere" },
		{ "?a=1&copy=2&lt=3", "?a=1&copy=2&lt=3" },
		{ "&amp;lt;", "&lt;" },
		{ "&AMP;&Tab;&NewLine;", "&\t\n" },
	};
	struct arena a = ARENA_INIT;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str s = entity_decode_all(str_of(rows[i].in), &a);
		if (!str_eq(s, str_of(rows[i].out)))
			fail_msg("%s: %.*s", rows[i].in, STR_ARG(s));
	}
	arena_fini(&a);
}

static void stays_within_its_input(void **state)
{
	(void)state;
	static const char s[] = "&#x1F600;";
	char c[4];
	unsigned n;
	for (size_t len = 1; len < sizeof(s); len++)
		assert_true(entity_decode(str_n(s, len), c, &n) <= len);
}

/* The names are found by bisection, which wants them sorted. */
static void names_are_sorted_and_all_found(void **state)
{
	(void)state;
	static const char *const names[] = {
#define E(name, c) #name,
#include "text/entity.def"
#undef E
	};
	char ref[32], c[4];
	unsigned n;
	for (size_t i = 0; i < COUNT(names); i++) {
		if (i)
			assert_true(strcmp(names[i - 1], names[i]) < 0);
		snprintf(ref, sizeof(ref), "&%s;", names[i]);
		assert_int_equal(entity_decode(str_of(ref), c, &n), strlen(ref));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(resolves),
		cmocka_unit_test(stays_within_its_input),
		cmocka_unit_test(names_are_sorted_and_all_found),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
