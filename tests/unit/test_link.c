/* Links: what leads to a page or a file, and that nothing but an URI comes out. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "client/link.h"

static void links(void **state)
{
	(void)state;
	static const struct {
		struct str url, path;
		const char *host, *want;
	} rows[] = {
		{ STR_NONE, STR_NONE, "desk", "" },
		{ STR("https://example.org/a?b=c#d"), STR("/x"), "desk", "https://example.org/a?b=c#d" },
		{ STR("HTTP://example.org/%41"), STR_NONE, NULL, "HTTP://example.org/%41" },
		{ STR("http://"), STR("/x"), "desk", "file://desk/x" },
		{ STR("javascript:alert(1)"), STR("/x"), "desk", "file://desk/x" },
		{ STR("file:///etc/passwd"), STR_NONE, "desk", "" },
		{ STR_NONE, STR("/a b/\xd1\x88#1?.txt"), "desk", "file://desk/a%20b/%D1%88%231%3F.txt" },
		{ STR_NONE, STR("/x"), NULL, "" },
		{ STR_NONE, STR("x"), "desk", "" },
		{ STR_NONE, STR("/100%"), "", "file:///100%25" },
		{ STR("http://a/\033\\\033]0;evil\007\n\0\xc2\x9b"), STR_NONE, NULL, "http://a/%1B%5C%1B]0;evil%07%0A%00%C2%9B" },
		{ STR_NONE, STR("/\x7f\""), "a\033b", "file://a%1Bb/%7F%22" },
	};
	struct arena a = ARENA_INIT;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct str got = link_of(rows[i].url, rows[i].path, rows[i].host, &a);
		assert_string_equal(got.p ? arena_strz(&a, got) : "", rows[i].want);
	}
	arena_fini(&a);
}

static void long_ones_are_left_out(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	char path[LINK_MAX + 2];
	memset(path, '/', sizeof(path));
	size_t most = LINK_MAX - strlen("file://h");
	assert_int_equal(link_of(STR_NONE, str_n(path, most), "h", &a).n, LINK_MAX);
	assert_int_equal(link_of(STR_NONE, str_n(path, most + 1), "h", &a).n, 0);
	assert_int_equal(link_of(STR_NONE, str_n(path, sizeof(path)), "h", &a).n, 0);
	arena_fini(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(links),
		cmocka_unit_test(long_ones_are_left_out),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
