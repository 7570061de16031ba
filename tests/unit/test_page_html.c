/* Escaping and templates. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "proto/html.h"

static void text_is_escaped(void **state)
{
	static const struct { struct str in; const char *out; } rows[] = {
		{ { "", 0 }, "" },
		{ { "plain text", 10 }, "plain text" },
		{ { "<script>alert(1)</script>", 25 }, "&lt;script&gt;alert(1)&lt;/script&gt;" },
		{ { "\" onload='x' &amp;", 18 }, "&quot; onload=&#39;x&#39; &amp;amp;" },
		{ { "граница 边界", 21 }, "граница 边界" },
		{ { "a\0b", 3 }, "a\xef\xbf\xbd""b" },
		{ { "a\tb\nc\rd\x1b\x7f", 9 }, "a\tb\nc\xef\xbf\xbd""d\xef\xbf\xbd\xef\xbf\xbd" },
		{ { "\xc2\x85x", 3 }, "\xef\xbf\xbdx" },
		{ { "\xc2\xa0x", 3 }, "\xc2\xa0x" },
		{ { "\xff<\xc3", 3 }, "\xef\xbf\xbd&lt;\xef\xbf\xbd" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct buf out = BUF_INIT;
		html_text(&out, rows[i].in);
		buf_putc(&out, '|');
		assert_int_equal(out.n, strlen(rows[i].out) + 1);
		assert_memory_equal(out.p, rows[i].out, out.n - 1);
		buf_fini(&out);
	}
}

static void templates_are_filled(void **state)
{
	struct buf out = BUF_INIT;
	(void)state;
	HTML(&out, "<a href=\"$\">$</a>", STR("\"x\""), STR("a<$>b"));
	assert_string_equal(out.p, "<a href=\"&quot;x&quot;\">a&lt;$&gt;b</a>");
	buf_fini(&out);
}

static void spans_are_marked(void **state)
{
	static const struct { const char *text; struct reply_span spans[3]; size_t n; const char *out; } rows[] = {
		{ "abc", { { 0, 0 } }, 0, "abc" },
		{ "abc", { { 0, 3 } }, 1, "<mark>abc</mark>" },
		{ "a<b c", { { 0, 1 }, { 2, 3 } }, 2, "<mark>a</mark>&lt;<mark>b</mark> c" },
		{ "abc", { { 2, 9 }, { 2, 1 } }, 2, "abc" },			/* past the end, backwards */
		{ "abcd", { { 0, 2 }, { 1, 3 }, { 3, 4 } }, 3, "<mark>ab</mark>c<mark>d</mark>" },	/* overlapping */
		{ "яб", { { 1, 4 } }, 1, "<mark>яб</mark>" },			/* inside of a character */
		{ "abc", { { UINT32_MAX, UINT32_MAX } }, 1, "abc" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct buf out = BUF_INIT;
		html_marked(&out, str_of(rows[i].text), rows[i].spans, rows[i].n);
		assert_string_equal(out.p, rows[i].out);
		buf_fini(&out);
	}
}

static void urls_are_encoded(void **state)
{
	struct buf out = BUF_INIT;
	(void)state;
	html_url(&out, (struct str){ "a-Z_0.~ &=?/#\"ш\0", 17 });
	assert_string_equal(out.p, "a-Z_0.~%20%26%3D%3F%2F%23%22%D1%88%00");
	buf_fini(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_is_escaped), cmocka_unit_test(templates_are_filled), cmocka_unit_test(spans_are_marked),
		cmocka_unit_test(urls_are_encoded),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
