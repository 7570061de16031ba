/* Running text: collapsed blanks, one separator between what the markup separates, marks. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "text/flow.h"

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

/* A row is a little program: "|" paragraph, "/" line, "~" tab, "_" blank, "{" preformatted from
 * here on, "}" no more; everything else is text, given in one piece. */
static void run(struct flow *f, const char *program)
{
	bool pre = false;
	while (*program) {
		size_t n = strcspn(program, "|/~_{}");
		if (n && pre)
			flow_preformatted(f, str_n(program, n));
		else if (n)
			flow_text(f, str_n(program, n));
		program += n;
		if (!*program)
			break;
		char c = *program++;
		if (c == '{' || c == '}')
			pre = c == '{';
		else
			flow_gap(f, c == '|' ? GAP_PARAGRAPH : c == '/' ? GAP_LINE : c == '~' ? GAP_TAB : GAP_BLANK);
	}
}

static void separates(void **state)
{
	(void)state;
	static const struct {
		const char *program, *text;
	} rows[] = {
		{ "", "" },
		{ " \n ", "" },
		{ "||a||", "a" },
		{ "  a  b\n\tc  ", "a b c" },
		{ "a|b", "a\n\nb" },
		{ "a |/_ b", "a\n\nb" },
		{ "a/ b/c", "a\nb\nc" },
		{ "a~b~~c", "a\tb\tc" },
		{ "a_b_ c", "a b c" },
		{ "un}friggin}believable", "unfrigginbelievable" },
		{ "a\xc2\xa0\xc2\xa0" "b\xe2\x80\xa8" "c\xe2\x80\xa9", "a b c" },
		{ "\xe2\x80\x94\xc2\xab" "a\xc2\xbb", "\xe2\x80\x94\xc2\xab" "a\xc2\xbb" },
		{ "a\x01" "b\x7f" "c", "a b c" },
		{ "x{a  b \n  c\n\n\n d }y", "xa  b\n  c\n\n d y" },
		{ "x{\r\na\r\nb}", "x\na\nb" },
		{ "x|{   a}", "x\n\n   a" },
		{ "{  \n}|a", "a" },
		{ "{a  }|b", "a\n\nb" },
	};
	struct flow f = FLOW_INIT;
	for (size_t i = 0; i < COUNT(rows); i++) {
		flow_reset(&f);
		run(&f, rows[i].program);
		if (!str_eq(buf_str(&f.out), str_of(rows[i].text)))
			fail_msg("%s: \"%.*s\"", rows[i].program, STR_ARG(buf_str(&f.out)));
	}
	flow_fini(&f);
}

static void marks(void **state)
{
	(void)state;
	struct flow f = FLOW_INIT;
	run(&f, "a|");
	struct flow_mark m = flow_mark(&f);
	run(&f, "b_c ");
	assert_true(str_eq(flow_since(&f, m), STR("b c")));
	flow_rewind(&f, m);
	assert_true(str_eq(flow_since(&f, m), STR("")));
	run(&f, "d");
	assert_string_equal(f.out.p, "a\n\nd");
	m = flow_mark(&f);
	run(&f, "ee");
	flow_split(&f, m);
	assert_string_equal(f.out.p, "a\n\nd ee");
	m = flow_mark(&f);
	flow_split(&f, m);		/* nothing follows */
	run(&f, "_g");
	assert_string_equal(f.out.p, "a\n\nd ee g");
	m = flow_mark(&f);
	run(&f, " h");
	m.gap = GAP_BLANK;
	flow_split(&f, m);		/* apart already */
	assert_string_equal(f.out.p, "a\n\nd ee g h");
	flow_fini(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(separates),
		cmocka_unit_test(marks),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
