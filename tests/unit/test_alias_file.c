/* Alias files: what a line means, sets over lines and files, every mistake with its line. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "common/fs.h"
#include "query/alias_file.h"

/* Sets in the order of the names: "a b|c" */
static void write_sets(const struct alias_table *t, struct buf *out)
{
	for (uint32_t set = 0; set < t->n_names; set++) {
		bool first = true;
		for (uint32_t i = 0; i < t->n_names; i++) {
			if (t->names[i].set != set)
				continue;
			buf_printf(out, "%s%.*s", first ? (out->n ? "|" : "") : "=", STR_ARG(t->names[i].text));
			first = false;
		}
	}
}

static void write_lines(const struct alias_table *t, struct buf *out)
{
	for (uint32_t i = 0; i < t->n_lines; i++) {
		const struct alias_line *l = &t->lines[i];
		if (l->kind == ALIAS_EQUAL)
			continue;
		buf_printf(out, " %u:", l->number);
		for (uint32_t k = 0; k < l->n_names; k++)
			buf_printf(out, "%s%.*s", k ? alias_sign(l->kind) : "", STR_ARG(t->names[l->names[k]].text));
		if (l->note.n)
			buf_printf(out, "(%.*s)", STR_ARG(l->note));
	}
}

static void what_lines_mean(void **state)
{
	(void)state;
	static const struct { const char *text, *expected; } rows[] = {
		{ "", "" },
		{ "# a note alone\n\n  \t\n", "" },
		{ "a = b", "a=b" },
		{ "a = b\r\nc = d\r\n", "a=b|c=d" },
		{ "\xef\xbb\xbf" "a = b", "a=b" },
		{ "a b = c d e\t=  f  # note", "a b=c d e=f" },
		{ "a = b\nc = d\nb = c", "a=b=c=d" },
		{ "a = b\na ~ c # 2019", "a=b|c 2:a~c(2019)" },
		{ "a -> b\nc ~> d\ne != f", "a|b|c|d|e|f 1:a->b 2:c~>d 3:e!=f" },
		{ "a -> b -> c", "a|b|c 1:a->b->c" },
		/* Signs and # within a word are letters. */
		{ "C#1 = a=b = x~y", "C#1=a=b=x~y" },
		{ "IS-K = C5+1", "IS-K=C5+1" },
		{ "a = A", "a=A" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct alias_table *t = alias_table_new();
		struct buf out = BUF_INIT;
		struct err err;
		if (alias_table_parse(t, "f", str_of(rows[i].text), &err) < 0 || alias_table_finish(t, &err) < 0)
			fail_msg("%s: %s", rows[i].text, err.msg);
		buf_puts(&out, "");
		write_sets(t, &out);
		write_lines(t, &out);
		assert_string_equal(out.n ? out.p : "", rows[i].expected);
		buf_fini(&out);
		alias_table_free(&t);
	}
}

static void mistakes(void **state)
{
	(void)state;
	static const struct { const char *text, *says; } rows[] = {
		{ "a = b\nalone", "f:2: no sign between blanks: one of = ~ -> ~> != is wanted" },
		{ "a=b", "f:1: no sign between blanks: one of = ~ -> ~> != is wanted" },
		{ "a = b ~ c", "f:1: = and ~ in one line: each line has one kind of sign" },
		{ "\n\n= b", "f:3: a name is missing beside a sign" },
		{ "a =", "f:1: a name is missing beside a sign" },
		{ "a = = b", "f:1: a name is missing beside a sign" },
		{ "a = # b", "f:1: a name is missing beside a sign" },
		{ "a = ...", "f:1: \"...\" is no name: it has neither letter nor figure" },
		{ "a = b = a", "f:1: \"a\" stands in this line twice" },
		{ "a = \xff", "f:1: not UTF-8" },
		{ "a = b\nb = c\na != c", "f:3: \"a\" and \"c\" are told apart here, but made equal, perhaps by way of other "
					   "names (see f:1, f:2)" },
		{ "a != b\na = b", "f:1: \"a\" and \"b\" are told apart here, but made equal, perhaps by way of other "
				    "names (see f:1, f:1)" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct alias_table *t = alias_table_new();
		struct err err = { .code = ERR_NONE };
		assert_true(alias_table_parse(t, "f", str_of(rows[i].text), &err) < 0 || alias_table_finish(t, &err) < 0);
		assert_int_equal(err.code, ERR_INVALID);
		assert_string_equal(err.msg, rows[i].says);
		alias_table_free(&t);
	}
}

static void limits(void **state)
{
	(void)state;
	for (int more = 0; more < 2; more++) {
		struct buf name = BUF_INIT, many = BUF_INIT;
		for (int i = 0; i < ALIAS_NAME_MAX + more; i++)
			buf_putc(&name, 'x');
		buf_puts(&name, " = y");
		for (int i = 0; i < ALIAS_NAMES_MAX + more; i++)
			buf_printf(&many, "%sn%d", i ? " = " : "", i);
		struct alias_table *t = alias_table_new();
		assert_int_equal(alias_table_parse(t, "f", buf_str(&name), NULL), more ? -1 : 0);
		assert_int_equal(alias_table_parse(t, "f", buf_str(&many), NULL), more ? -1 : 0);
		alias_table_free(&t);
		buf_fini(&name);
		buf_fini(&many);
	}
}

static void several_files(void **state)
{
	(void)state;
	struct alias_table *t = alias_table_new();
	struct err err;
	uint64_t before = t->fingerprint;
	assert_int_equal(alias_table_parse(t, "one", STR("a = b"), &err), 0);
	assert_int_equal(alias_table_parse(t, "two", STR("\nb = c\nd != a"), &err), 0);
	assert_int_equal(alias_table_finish(t, &err), 0);
	assert_int_equal(t->n_files, 2);
	assert_int_equal(t->names[0].set, t->names[2].set);
	assert_int_not_equal(t->fingerprint, before);
	assert_int_equal(alias_table_parse(t, "three", STR("d = c"), &err), 0);
	assert_int_equal(alias_table_finish(t, &err), -1);
	assert_non_null(strstr(err.msg, "two:3:"));
	alias_table_free(&t);
	t = alias_table_new();
	assert_int_equal(alias_table_read(t, "/nonexistent/x.aliases", &err), -1);
	assert_int_equal(err.code, ERR_NOT_FOUND);
	alias_table_free(&t);
	alias_table_free(&t);
}

/* What karez comes with. */
static void shipped_files(void **state)
{
	(void)state;
	static const char *const files[] = { "etc/aliases/central-asia.aliases", "etc/aliases/english-spelling.aliases" };
	const char *srcdir = getenv("srcdir");
	struct alias_table *t = alias_table_new();
	struct err err;
	uint32_t sets = 0;
	for (size_t i = 0; i < 2; i++) {
		char *path = fs_join(srcdir ? srcdir : ".", files[i]);
		if (alias_table_read(t, path, &err) < 0)
			fail_msg("%s", err.msg);
		free(path);
	}
	if (alias_table_finish(t, &err) < 0)
		fail_msg("%s", err.msg);
	for (uint32_t i = 0; i < t->n_names; i++)
		sets += t->names[i].set == i;
	assert_true(sets > 300);
	alias_table_free(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_lines_mean),
		cmocka_unit_test(mistakes),
		cmocka_unit_test(limits),
		cmocka_unit_test(several_files),
		cmocka_unit_test(shipped_files),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
