/* The cursor of the prompt: what may stand there, what is put in, how it is shown. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <locale.h>

#include "client/args.h"
#include "client/complete.h"

static struct arena arena;

static int clean(void **state)
{
	(void)state;
	arena_fini(&arena);
	return 0;
}

static void what_tables_know(void **state)
{
	(void)state;
	static const struct {
		const char *line;
		enum completion_of of;
		size_t from;
		const char *first;	/* NULL: nothing is listed */
		size_t n;		/* 0: any number */
	} rows[] = {
		{ "", COMPLETE_WORD, 0, NULL, 0 },
		{ "border tra", COMPLETE_WORD, 0, NULL, 0 },
		{ ":", COMPLETE_LISTED, 0, ":search", 0 },
		{ ":sim", COMPLETE_LISTED, 0, ":similar", 1 },
		{ ":mo", COMPLETE_LISTED, 0, ":more", 1 },
		{ ":raw", COMPLETE_LISTED, 0, NULL, 0 }, { ":eval", COMPLETE_LISTED, 0, NULL, 0 }, { ":x", COMPLETE_LISTED, 0, NULL, 0 },
		{ ":set lim", COMPLETE_LISTED, 5, "limit=", 1 },
		{ ":set sort=dat", COMPLETE_LISTED, 10, "date", 2 },
		{ ":set sort=x", COMPLETE_LISTED, 10, NULL, 0 },
		{ ":set facets=lang,y", COMPLETE_LISTED, 17, "year", 1 },
		{ ":set limit=", COMPLETE_LISTED, 11, NULL, 0 }, { ":set recency=", COMPLETE_LISTED, 13, NULL, 0 }, { ":set foo=", COMPLETE_LISTED, 9, NULL, 0 },
		{ ":set collection=", COMPLETE_COLLECTION, 16, NULL, 0 }, { ":set collection=a,b", COMPLETE_COLLECTION, 18, NULL, 0 },
		{ ":reindex me", COMPLETE_COLLECTION, 9, NULL, 0 },
		{ ":count border tr", COMPLETE_WORD, 7, NULL, 0 }, { ":suggest x", COMPLETE_WORD, 9, NULL, 0 },
		{ ":get x", COMPLETE_LISTED, 5, NULL, 0 }, { ":nonsense x", COMPLETE_LISTED, 10, NULL, 0 }, { ": x", COMPLETE_LISTED, 2, NULL, 0 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct completion c;
		complete_line(str_of(rows[i].line), &arena, &c);
		if (c.of != rows[i].of || c.from != rows[i].from || (c.n > 0) != (rows[i].first != NULL) || (rows[i].n && c.n != rows[i].n))
			fail_msg("%s: of %d, from %zu, %zu listed", rows[i].line, c.of, c.from, c.n);
		if (rows[i].first)
			assert_string_equal(arena_strz(&arena, c.list[0]), rows[i].first);
	}
}

/* Every command of karez that is a verb, and every option of a search. */
static void tables_are_whole(void **state)
{
	(void)state;
	struct completion c;
	size_t n, n_own, n_options, taken = 0;
	const struct request_option *options = request_options(&n_options);
	args_commands(&n);
	prompt_commands(&n_own);
	complete_line(STR(":"), &arena, &c);
	assert_int_equal(c.n, n + n_own);
	for (size_t i = 0; i < n_options; i++)
		taken += options[i].verbs >> VERB_SEARCH & 1;
	complete_line(STR(":set "), &arena, &c);
	assert_int_equal(c.n, taken + 1);
}

static void what_is_put_in(void **state)
{
	(void)state;
	static const struct {
		const char *line, *candidates[3];
		bool open;
		const char *insertion;	/* NULL: none */
	} rows[] = {
		{ "bor", { NULL }, false, NULL },
		{ "bor", { "border" }, false, "border " },
		{ "bor", { "border" }, true, "border" },
		{ "border", { "border" }, false, "border " },
		{ "border", { "border" }, true, NULL },
		{ "b", { "border", "borders", "bored" }, false, "bor" },
		{ "bor", { "border", "borders", "bored" }, false, NULL },
		{ "Ta", { "tax", "taxes" }, false, "tax" },		/* SUGGEST folds */
		{ "Tax", { "tax", "taxes" }, false, NULL },
		{ "\xd1\x88", { "\xd1\x88\xd0\xbe", "\xd1\x88\xd0\xb0" }, false, NULL },	/* no half of a character */
		{ "", { "\xd1\x88\xd0\xbe", "\xd1\x88\xd0\xb0" }, false, "\xd1\x88" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct completion c = { .of = COMPLETE_WORD, .open = rows[i].open };
		struct str line = str_of(rows[i].line), insertion;
		for (size_t k = 0; k < 3 && rows[i].candidates[k]; k++)
			complete_add(&c, line, str_of(rows[i].candidates[k]), &arena);
		bool some = complete_insertion(&c, line, &arena, &insertion);
		assert_int_equal(some, rows[i].insertion != NULL);
		if (some)
			assert_string_equal(arena_strz(&arena, insertion), rows[i].insertion);
	}
}

static void shown_in_columns(void **state)
{
	(void)state;
	struct completion c = { .of = COMPLETE_WORD };
	struct view v = { .out = BUF_INIT, .width = 14 };
	setlocale(LC_CTYPE, "C.UTF-8");
	complete_add(&c, STR("x"), STR("one"), &arena);
	complete_add(&c, STR("x"), STR("\xe4\xb8\xad\xe5\x9b\xbd"), &arena);
	complete_add(&c, STR("x"), STR("e\033[2"), &arena);
	complete_add(&c, STR("x"), STR("t"), &arena);
	complete_print(&c, &v);
	assert_string_equal(v.out.p, "one   \xe4\xb8\xad\xe5\x9b\xbd\ne [2  t\n");
	buf_reset(&v.out);
	v.width = 1;
	complete_print(&c, &v);
	assert_string_equal(v.out.p, "one\n\xe4\xb8\xad\xe5\x9b\xbd\ne [2\nt\n");
	view_fini(&v);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(what_tables_know, clean),
		cmocka_unit_test_teardown(tables_are_whole, clean),
		cmocka_unit_test_teardown(what_is_put_in, clean),
		cmocka_unit_test_teardown(shown_in_columns, clean),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
