/* Text for people: cleaning, widths, wrapping, marks. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <locale.h>
#include <stdlib.h>
#include <unistd.h>

#include "client/syntax.h"
#include "client/view.h"

static struct view view;

static int setup(void **state)
{
	(void)state;
	setlocale(LC_CTYPE, "C.UTF-8");
	view = (struct view){ .out = BUF_INIT, .width = 20 };
	return 0;
}

static int clean(void **state)
{
	(void)state;
	view_fini(&view);
	return 0;
}

static void assert_out(const char *want)
{
	assert_false(view.out.failed);
	assert_string_equal(view.out.p ? view.out.p : "", want);
	buf_reset(&view.out);
}

static void widths(void **state)
{
	(void)state;
	static const struct {
		struct str s;
		unsigned width;
	} rows[] = {
		{ STR(""), 0 }, { STR_NONE, 0 }, { STR("abc"), 3 }, { STR("\xd0\xa8\xd0\x9e\xd0\xa1"), 3 },
		{ STR("e\xcc\x81"), 1 },		/* a combining accent */
		{ STR("\xe4\xb8\xad\xe5\x9b\xbd"), 4 },	/* wide */
		{ STR("a\x1b[2J"), 5 }, { STR("ab\xff" "cd"), 2 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_int_equal(view_width(rows[i].s), rows[i].width);
}

static void beginnings(void **state)
{
	(void)state;
	static const struct {
		struct str s;
		unsigned width;
		size_t n;
	} rows[] = {
		{ STR("abc"), 0, 0 }, { STR("abc"), 2, 2 }, { STR("abc"), 3, 3 }, { STR("abc"), 99, 3 }, { STR_NONE, 5, 0 },
		{ STR("e\xcc\x81x"), 1, 3 },			/* its accent stays with a letter */
		{ STR("\xe4\xb8\xad\xe5\x9b\xbd"), 3, 3 },	/* no half of a wide character */
		{ STR("\xd0\xa8\xd0\x9e\xd0\xa1"), 2, 4 }, { STR("ab\xff" "cd"), 9, 2 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_int_equal(view_beginning(rows[i].s, rows[i].width).n, rows[i].n);
}

static void rows_of_the_screen(void **state)
{
	(void)state;
	static const struct {
		struct str out;
		size_t rows;
	} rows[] = {
		{ STR_NONE, 0 }, { STR("a"), 1 }, { STR("a\n"), 1 }, { STR("\n\n"), 2 }, { STR("1234"), 1 }, { STR("12345\n"), 2 },
		{ STR("123456789\n"), 3 }, { STR("\033[1;33m1234\033[m\n"), 1 }, { STR("\033]8;;http://long.example/\033\\ab\033]8;;\033\\\n"), 1 },
		{ STR("\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad"), 2 }, { STR("123\xe4\xb8\xad"), 2 }, { STR("a\033["), 1 }, { STR("a\xff"), 1 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_int_equal(view_rows(rows[i].out, 4), rows[i].rows);
}

static void links(void **state)
{
	(void)state;
	view_link(&view, STR("http://a/"));
	view_text(&view, STYLE_PLAIN, STR("x"));
	assert_out("x");
	view.linked = true;
	view_link(&view, STR("http://a/"));
	view_text(&view, STYLE_PLAIN, STR("x"));
	view_link(&view, STR_NONE);
	view_text(&view, STYLE_PLAIN, STR("y"));
	assert_out("\033]8;;http://a/\033\\x\033]8;;\033\\y");
	/* Not over the blanks at the beginning of a line. */
	view.width = 5;
	view_link(&view, STR("f:/b"));
	view_wrapped(&view, STYLE_PLAIN, 2, STR("one two"), NULL, 0);
	assert_out("\033]8;;f:/b\033\\one\033]8;;\033\\\n  \033]8;;f:/b\033\\two\033]8;;\033\\\n");
}

static void what_the_environment_says_of_styles(void **state)
{
	(void)state;
	static const struct {
		const char *term, *no_color, *force, *clicolor;		/* NULL: not set */
		bool terminal;
		enum view_when when;
		bool styled, linked;
	} rows[] = {
		{ "xterm", NULL, NULL, NULL, true, VIEW_AUTO, true, true },
		{ "xterm", NULL, NULL, NULL, true, VIEW_NEVER, false, false },
		{ "xterm", NULL, NULL, NULL, false, VIEW_AUTO, false, false },
		{ "xterm", NULL, NULL, NULL, false, VIEW_ALWAYS, true, true },
		{ "xterm", "", NULL, NULL, true, VIEW_AUTO, true, true },
		{ "xterm", "1", NULL, NULL, true, VIEW_AUTO, false, true },
		{ "xterm", "1", "1", NULL, true, VIEW_AUTO, false, true },
		{ "xterm", "1", NULL, NULL, true, VIEW_ALWAYS, true, true },
		{ "xterm", NULL, "1", NULL, false, VIEW_AUTO, true, false },
		{ "xterm", NULL, "0", NULL, false, VIEW_AUTO, false, false },
		{ "xterm", NULL, "", NULL, false, VIEW_AUTO, false, false },
		{ "xterm", NULL, NULL, "0", true, VIEW_AUTO, false, true },
		{ "dumb", NULL, NULL, NULL, true, VIEW_AUTO, false, false },
		{ "dumb", NULL, "1", NULL, true, VIEW_AUTO, true, false },
		{ "dumb", NULL, NULL, NULL, true, VIEW_ALWAYS, true, true },
		{ "", NULL, NULL, NULL, true, VIEW_AUTO, false, false },
		{ NULL, NULL, NULL, NULL, true, VIEW_AUTO, false, false },
	};
	static const char *const names[] = { "TERM", "NO_COLOR", "CLICOLOR_FORCE", "CLICOLOR" };
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const char *const values[] = { rows[i].term, rows[i].no_color, rows[i].force, rows[i].clicolor };
		for (size_t k = 0; k < sizeof(names) / sizeof(*names); k++)
			if (values[k])
				setenv(names[k], values[k], 1);
			else
				unsetenv(names[k]);
		view.terminal = rows[i].terminal;
		view_choose(&view, rows[i].when, rows[i].when);
		assert_int_equal(view.styled, rows[i].styled);
		assert_int_equal(view.linked, rows[i].linked);
	}
}

static void nothing_but_text_gets_out(void **state)
{
	(void)state;
	struct str evil = STR("a\x1b[2J\n\r\x07\x7f\xc2\x9b" "31m\xe2\x80\xae\xe2\x80\xa8z\0.");
	view_text(&view, STYLE_PLAIN, evil);
	assert_out("a [2J     31m  z .");
	view.width = 80;
	view_wrapped(&view, STYLE_BOLD, 0, evil, NULL, 0);
	assert_out("a [2J 31m z .\n");
	view_lines(&view, 0, evil);
	assert_out("a [2J\n    31m  z .\n");
}

static void styles_only_where_they_show(void **state)
{
	(void)state;
	view_text(&view, STYLE_BOLD, STR("b"));
	assert_out("b");
	view.styled = true;
	view_text(&view, STYLE_BOLD, STR("b"));
	view_text(&view, STYLE_PLAIN, STR("p"));
	view_text(&view, STYLE_DIM, STR("d"));
	assert_out("\033[1mb\033[mp\033[2md\033[m");
}

static void wraps(void **state)
{
	(void)state;
	static const struct {
		unsigned indent;
		struct str in;
		const char *want;
	} rows[] = {
		{ 0, STR(""), "\n" },
		{ 0, STR(" \t\n "), "\n" },
		{ 0, STR("one  two\nthree"), "one two three\n" },
		{ 0, STR("exactly twenty chars"), "exactly twenty chars\n" },
		{ 0, STR("exactly twenty1 chars"), "exactly twenty1\nchars\n" },
		{ 4, STR("exactly twenty chars"), "exactly twenty\n    chars\n" },
		{ 0, STR("abcdefghijklmnopqrstuvwxyz"), "abcdefghijklmnopqrst\nuvwxyz\n" },
		{ 2, STR("a abcdefghijklmnopqrstuvwxyz"), "a\n  abcdefghijklmnopqr\n  stuvwxyz\n" },
		{ 0, STR("\xd1\x82\xd0\xb0\xd0\xbc\xd0\xbe\xd0\xb6\xd0\xb5\xd0\xbd\xd0\xbd\xd1\x8b\xd0\xb9 "
			 "\xd1\x82\xd0\xb0\xd0\xbc\xd0\xbe\xd0\xb6\xd0\xb5\xd0\xbd\xd0\xbd\xd1\x8b\xd0\xb9"),
		  "\xd1\x82\xd0\xb0\xd0\xbc\xd0\xbe\xd0\xb6\xd0\xb5\xd0\xbd\xd0\xbd\xd1\x8b\xd0\xb9\n"
		  "\xd1\x82\xd0\xb0\xd0\xbc\xd0\xbe\xd0\xb6\xd0\xb5\xd0\xbd\xd0\xbd\xd1\x8b\xd0\xb9\n" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		view_wrapped(&view, STYLE_PLAIN, rows[i].indent, rows[i].in, NULL, 0);
		assert_out(rows[i].want);
	}
	view.width = 1;
	view_wrapped(&view, STYLE_PLAIN, 5, STR("ab c"), NULL, 0);
	assert_out("a\n     b\n     c\n");
}

static void marks_stand_out_across_lines(void **state)
{
	(void)state;
	static const struct view_mark two[] = { { 0, 8 }, { 12, 13 } };
	static const struct view_mark odd[] = { { 2, 3 }, { 1, 3 }, { 9, 99 } };
	view.styled = true;
	view.width = 6;
	view_wrapped(&view, STYLE_PLAIN, 0, STR("some long word"), two, 2);
	assert_out("\033[1;33msome\033[m\n\033[1;33mlon\033[mg\nwo\033[1;33mr\033[md\n");
	view.width = 20;
	view_wrapped(&view, STYLE_BOLD, 0, STR("some longer word"), two, 2);
	assert_out("\033[1;33msome lon\033[1mger \033[1;33mw\033[1mord\033[m\n");
	view_wrapped(&view, STYLE_PLAIN, 0, STR("some long"), odd, 3);
	assert_out("so\033[1;33mm\033[me long\n");
}

static void lines_keep_their_shape(void **state)
{
	(void)state;
	view_lines(&view, 2, STR("a\n\n\tb\n"));
	assert_out("  a\n\n  \tb\n");
	view_lines(&view, 0, STR("a\xff" "b"));
	assert_out("a\n");
	view.width = 8;
	view_lines(&view, 2, STR("one two three\n1\t2\n"));
	assert_out("  one two three\n  1\t2\n");
	view.terminal = true;
	view_lines(&view, 2, STR("one two three\n1\t2\n"));
	assert_out("  one\n  two\n  three\n  1\t2\n");
}

static void syntax_errors_point(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	static const struct {
		struct str query, message;
		const char *want;	/* NULL: not shown */
	} rows[] = {
		{ STR("drug \"shang"), STR("col=6 unclosed quote"),
		  "karez: the query: unclosed quote\n    drug \"shang\n         ^\n" },
		{ STR("a"), STR("col=1 what"), "karez: the query: what\n    a\n    ^\n" },
		{ STR("a"), STR("col=2 what"), "karez: the query: what\n    a\n     ^\n" },
		{ STR("a"), STR("col=99 what"), "karez: the query: what\n    a\n     ^\n" },
		{ STR("\xe4\xb8\xad\xd0\xa8 ("), STR("col=4 open"),
		  "karez: the query: open\n    \xe4\xb8\xad\xd0\xa8 (\n        ^\n" },
		{ STR("a"), STR("col=0 what"), NULL },
		{ STR("a"), STR("what"), NULL },
		{ STR("\xff"), STR("col=1 what"), NULL },
		{ STR("0123456789012345 ( 7890123456789"), STR("col=18 open"),
		  "karez: the query: open\n    9012345 ( 789012\n            ^\n" },
	};
	view.width = 20;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		assert_int_equal(syntax_show(&view, rows[i].query, rows[i].message, &a), rows[i].want != NULL);
		assert_out(rows[i].want ? rows[i].want : "");
	}
	arena_fini(&a);
}

/* A query as long as a request may be is cut down without going over it again and again. */
static void long_queries_are_cut(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	size_t n = 60000;
	char *query = malloc(n);
	memset(query, 'x', n);
	assert_true(syntax_show(&view, str_n(query, n), STR("col=30000 here"), &a));
	assert_true(view.out.n < 100);
	free(query);
	arena_fini(&a);
}

static void what_a_pipe_gets(void **state)
{
	(void)state;
	int fds[2];
	struct view v;
	assert_int_equal(pipe(fds), 0);
	setenv("COLUMNS", "33", 1);
	view_init(&v, fds[1]);
	assert_false(v.styled || v.terminal);
	assert_int_equal(v.width, 33);
	setenv("COLUMNS", "0", 1);
	view_init(&v, fds[1]);
	assert_int_equal(v.width, 80);
	unsetenv("COLUMNS");
	view_init(&v, fds[1]);
	assert_int_equal(v.width, 80);
	view_fini(&v);
	close(fds[0]);
	close(fds[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(widths, setup, clean),
		cmocka_unit_test_setup_teardown(beginnings, setup, clean),
		cmocka_unit_test_setup_teardown(rows_of_the_screen, setup, clean),
		cmocka_unit_test_setup_teardown(links, setup, clean),
		cmocka_unit_test_setup_teardown(what_the_environment_says_of_styles, setup, clean),
		cmocka_unit_test_setup_teardown(nothing_but_text_gets_out, setup, clean),
		cmocka_unit_test_setup_teardown(styles_only_where_they_show, setup, clean),
		cmocka_unit_test_setup_teardown(wraps, setup, clean),
		cmocka_unit_test_setup_teardown(marks_stand_out_across_lines, setup, clean),
		cmocka_unit_test_setup_teardown(lines_keep_their_shape, setup, clean),
		cmocka_unit_test_setup_teardown(syntax_errors_point, setup, clean),
		cmocka_unit_test_setup_teardown(long_queries_are_cut, setup, clean),
		cmocka_unit_test_setup_teardown(what_a_pipe_gets, setup, clean),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
