/* common/command.h: rows of the table of commands. */
#include "config.h"

#include "common/command.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static void rows_that_are_right(void **state)
{
	struct command c;
	struct err err;
	(void)state;
	assert_int_equal(command_parse(STR(".doc application/msword time=30s memory=64M output=1M as=html allow=network,files = antiword -m UTF-8.txt 'a b' ''"),
				       &c, &err), 0);
	assert_string_equal(c.names, ".doc\napplication/msword\n");
	assert_int_equal(c.argc, 5);
	assert_string_equal(c.argv[0], "antiword");
	assert_string_equal(c.argv[3], "a b");
	assert_string_equal(c.argv[4], "");
	assert_null(c.argv[5]);
	assert_int_equal(c.form, COMMAND_HTML);
	assert_int_equal(c.time_ms, 30000);
	assert_int_equal(c.memory, 64 << 20);
	assert_int_equal(c.output, 1 << 20);
	assert_true(c.network && c.anywhere && !c.wants_file);
	assert_true(command_is_for(&c, STR(".DOC"), STR_NONE));
	assert_true(command_is_for(&c, STR_NONE, STR("application/msword")));
	assert_false(command_is_for(&c, STR(".docx"), STR("text/plain")));
	assert_false(command_is_for(&c, STR_NONE, STR_NONE));
	command_fini(&c);

	assert_int_equal(command_parse(STR(".x = a/b=c %f '%f' x%f ="), &c, &err), 0);
	assert_true(c.wants_file);
	assert_int_equal(c.argc, 5);
	assert_string_equal(c.argv[0], "a/b=c");
	assert_string_equal(c.argv[4], "=");
	command_fini(&c);
	assert_int_equal(command_parse(STR(".x = a '%f'"), &c, &err), 0);
	assert_false(c.wants_file);
	command_fini(&c);
}

static void rows_that_are_wrong(void **state)
{
	static const struct { const char *row, *want; } rows[] = {
		{ "", "needs a .suffix" }, { "= a", "needs a .suffix" }, { ".x", "\" = \"" }, { ".x =", "\" = \"" },
		{ ".x 'a = b", "not closed" }, { ".x = 'b", "not closed" }, { "doc = a", "\"doc\" is neither" },
		{ ".x time=0 = a", "time=0" }, { ".x time=999ms = a", "time=999ms" }, { ".x memory=1k = a", "memory=1k" },
		{ ".x output=0 = a", "output=0" }, { ".x as=pdf = a", "as=pdf" }, { ".x allow=all = a", "allow=all" },
		{ ".x color=a/b = a", "color=a/b" }, { ".x=a", "\" = \"" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct command c;
		struct err err;
		assert_int_equal(command_parse(str_of(rows[i].row), &c, &err), -1);
		if (!strstr(err.msg, rows[i].want))
			print_error("%s: %s\n", rows[i].row, err.msg);
		assert_non_null(strstr(err.msg, rows[i].want));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_that_are_right), cmocka_unit_test(rows_that_are_wrong),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
