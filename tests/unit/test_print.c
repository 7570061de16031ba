/* Answers for people: hits, facets, summaries, tables, documents, spellings; rows that are nonsense. */
#include "config.h"

#include "tests/unit/arena_fixture.h"

#include <locale.h>

#include "client/print_hits.h"
#include "client/print_rows.h"

typedef int print_fn(struct view *v, const struct karez_reply *r, struct arena *a, struct err *err);

static struct view view;
static struct err err;

static int setup(void **state)
{
	(void)state;
	setlocale(LC_CTYPE, "C.UTF-8");
	view = (struct view){ .out = BUF_INIT, .width = 60 };
	return 0;
}

static int clean(void **state)
{
	view_fini(&view);
	return empty_arena(state);
}

/* Prints a reply of these rows, a line each; NULL: it must fail. */
static void check(print_fn *print, const char *head, const char *lines, const char *want)
{
	struct karez_reply r = { .kind = '=', .head = str_of(head) };
	struct str rest = str_of(lines), row;
	size_t cap = 0;
	while (rest.n && str_cut(&rest, '\n', &row)) {
		r.rows = arena_grow(&arena, r.rows, &cap, r.n_rows + 1, sizeof(*r.rows));
		r.rows[r.n_rows++] = row;
	}
	buf_reset(&view.out);
	int result = print(&view, &r, &arena, &err);
	assert_int_equal(result, want ? 0 : -1);
	if (want)
		assert_string_equal(view.out.p ? view.out.p : "", want);
	else
		assert_int_equal(err.code, ERR_CORRUPT);
}

static void hits(void **state)
{
	(void)state;
	check(print_hits, "total=120 relation=exact took_us=4123",
	      "{\"rank\":1,\"id\":\"memos/000.txt\",\"score\":8.3123,\"title\":\"Border trade\",\"date\":\"2014-12-26\","
	      "\"source\":\"A Desk\",\"snippets\":[{\"text\":\"Trade over the border grew in every year of the plan, the ministry said.\","
	      "\"hl\":[[0,5],[15,21]],\"offset\":10,\"end\":82}]}\n"
	      "{\"rank\":12,\"id\":\"b\",\"score\":1.0,\"collection\":\"news\",\"collapsed\":3}",
	      "  1  Border trade\n"
	      "     memos/000.txt \xc2\xb7 2014-12-26 \xc2\xb7 A Desk \xc2\xb7 8.31\n"
	      "     Trade over the border grew in every year of the plan,\n"
	      "     the ministry said.\n\n"
	      " 12  b\n"
	      "     news \xc2\xb7 1.00 \xc2\xb7 and 3 more like it\n\n"
	      "2 of 120 documents, 4.1 ms\n");
}

static void passages_and_their_notes(void **state)
{
	(void)state;
	view.styled = true;
	check(print_hits, "total=1",
	      "{\"rank\":1,\"id\":\"a\",\"snippets\":[{\"text\":\"It closed.\",\"offset\":9,\"end\":19,"
	      "\"notes\":[{\"label\":\"3\",\"text\":\"On a border.\",\"hl\":[[5,11]],\"offset\":90,\"end\":102}]},"
	      "{\"text\":\"A note.\",\"notes\":[{\"label\":\"4\",\"sentence\":\"That calls.\",\"hl\":[[5,10]]}]}]}",
	      "  1  \033[1ma\033[m\n     - It closed.\n"
	      "     \033[2m[3] On a \033[1;33mborder\033[2m.\033[m\n"
	      "     - A note.\n"
	      "     \033[2m[4] to: That \033[1;33mcalls\033[2m.\033[m\n\n1 of 1 document\n");
}

static void why_a_hit_has_its_score(void **state)
{
	(void)state;
	check(print_hits, "total=1",
	      "{\"rank\":1,\"id\":\"a\",\"score\":3.5,\"explain\":{\"length\":30,\"average\":40.4,\"rows\":["
	      "{\"kind\":\"word\",\"typed\":\"border\",\"weight\":2.5,\"title\":0.5,\"length\":0.25,"
	      "\"terms\":[{\"term\":\"border\",\"documents\":12,\"times\":3,\"in_title\":1}],"
	      "\"places\":[{\"words\":\"Border\",\"in\":\"title\",\"offset\":0,\"end\":6},{\"words\":\"borders\",\"offset\":120,\"end\":127}]},"
	      "{\"kind\":\"alias\",\"typed\":\"SCO\",\"found\":\"Pact\",\"weight\":1.0,\"length\":-0.001},"
	      "{\"kind\":\"near\",\"weight\":0.0}],\"missing\":[\"seat\",\"x\\u001by\"]}}",
	      "  1  a\n     3.50\n"
	      "        2.50  border: border, 12 documents, 3 times here, 1\n"
	      "              in the title; title +0.50; length +0.25; at\n"
	      "              \"Border\" in the title, \"borders\" 120\n"
	      "        1.00  SCO as Pact (alias)\n"
	      "        0.00  near\n"
	      "              without seat, x y\n"
	      "              30 words, 40 on average\n\n1 of 1 document\n");
	check(print_hits, "total=\"1\\x1b[2J\"", "{\"id\":\"a\"}", "     a\n\n1 of 1 [2J documents\n");
	check(print_hits, "total=1", "{\"rank\":1,\"id\":\"a\",\"explain\":[1]}", "  1  a\n\n1 of 1 document\n");
	check(print_hits, "total=1", "{\"rank\":1,\"id\":\"a\",\"explain\":{\"rows\":[7],\"missing\":{}}}",
	      "  1  a\n        0.00  \n              0 words, 0 on average\n\n1 of 1 document\n");
}

static void no_score_where_nothing_was_ranked(void **state)
{
	(void)state;
	check(print_hits, "total=1", "{\"rank\":1,\"id\":\"a\",\"title\":\"T\",\"score\":0.0000}",
	      "  1  T\n     a\n\n1 of 1 document\n");
}

static void hits_on_a_terminal(void **state)
{
	(void)state;
	view.styled = true;
	check(print_hits, "total=1 relation=exact took_us=12",
	      "{\"rank\":1,\"id\":\"x\",\"title\":\"Border\",\"title_hl\":[[0,6]],\"snippets\":[{\"text\":\"\xd0\xa8\xd0\x9e\xd0\xa1 a\","
	      "\"hl\":[[0,6]]}]}",
	      "  1  \033[1;33mBorder\033[m\n"
	      "     \033[2mx\033[m\n"
	      "     \033[1;33m\xd0\xa8\xd0\x9e\xd0\xa1\033[m a\n\n"
	      "1 of 1 document, 0.0 ms\n");
}

/* Marks of a broken server never lead outside the text. */
static void marks_are_checked(void **state)
{
	(void)state;
	static const char *const bad[] = {
		"[[0,99]]", "[[-1,2]]", "[[2,1]]", "[[1,1]]", "[[0]]", "[[0,1,2]]", "[1]", "{}", "null", "\"x\"",
		"[[\"a\",\"b\"]]", "[[9223372036854775807,9223372036854775807]]",
	};
	view.styled = true;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		check(print_hits, "", arena_printf(&arena, "{\"rank\":1,\"title\":\"t\",\"snippets\":[{\"text\":\"abc\",\"hl\":%s}]}", bad[i]).p,
		      "  1  \033[1mt\033[m\n     abc\n\n1 document\n");
	check(print_hits, "", "{\"rank\":1,\"title\":\"t\",\"snippets\":[{\"text\":\"abc\",\"hl\":[[1,2],[0,3]]}]}",
	      "  1  \033[1mt\033[m\n     a\033[1;33mb\033[mc\n\n1 document\n");
}

static void untrusted_text(void **state)
{
	(void)state;
	check(print_hits, "total=1", "{\"rank\":1,\"id\":\"a\\u0000b\\u001b]0;x\\u0007\",\"snippets\":[{\"text\":\"a\\u009b31mb\\u202e\"}]}",
	      "  1  a b ]0;x\n     a 31mb\n\n1 of 1 document\n");
}

static void versions_of_a_document(void **state)
{
	(void)state;
	check(print_hits, "total=0", "{\"versions\":[{\"id\":\"m1\",\"date\":\"2014-03\",\"relation\":\"version\"},{\"id\":\"m2\",\"relation\":\"copy\"}]}",
	      "versions\n  m1 \xc2\xb7 version \xc2\xb7 2014-03\n  m2 \xc2\xb7 copy\n\nno document matches\n");
}

static void summaries(void **state)
{
	(void)state;
	static const struct {
		const char *head, *want;
	} rows[] = {
		{ "total=0 relation=exact took_us=900", "no document matches, 0.9 ms\n" },
		{ "total=0 widened=any", "no document matches\n" },
		{ "total=5 relation=atleast took_us=99999", "0 of at least 5 documents, 100.0 ms\n" },
		{ "total=5 relation=estimate took_us=100000", "0 of about 5 documents, 100 ms\n" },
		{ "total=1 relation=exact took_us=12345678", "0 of 1 document, 12.3 s\n" },
		{ "total=0 expanded=\"IMU = x (alias)\" offered=\"a ~ b (alias)\"",
		  "also searched for: IMU = x (alias)\nnot searched for: a ~ b (alias)\nno document matches\n" },
		{ "total=7 widened=any,spelling:border took_us=x",
		  "widened: too few documents have all the words; those with some of them are shown too\n0 of 7 documents\n" },
		{ "", "0 documents\n" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		check(print_hits, rows[i].head, "", rows[i].want);
}

static void facets(void **state)
{
	(void)state;
	check(print_hits, "total=15 hits=0 facets=2",
	      "{\"facet\":\"lang\",\"values\":[[\"en\",12],[\"ru\",3]]}\n{\"facet\":\"source\",\"values\":[[\"A Desk\",1],[\"\xd0\xa8\",10]]}",
	      "lang\n  en      12\n  ru       3\n\nsource\n  A Desk       1\n  \xd0\xa8           10\n\n0 of 15 documents\n");
	check(print_hits, "total=0", "{\"facet\":\"lang\",\"values\":[]}", "lang\n\nno document matches\n");
	check(print_hits, "total=15 hits=0 facets=1",
	      "{\"facet\":\"names\",\"values\":[[\"Ivan Petrov\",12,90],[\"DRU\",3,3]],\"none\":4,\"more\":2,\"other\":5}",
	      "names\n  Ivan Petrov      12  of 90\n  DRU               3  of 3\n  (2 more)          5\n  (none)            4\n\n0 of 15 documents\n");
}

static void rows_that_are_nonsense(void **state)
{
	(void)state;
	static print_fn *const all[] = { print_hits, print_table, print_blocks, print_document, print_spellings };
	static const char *const bad[] = { "{", "[]", "1", "{}}", "{\"a\":\"\xff\"}", "x" };
	for (size_t f = 0; f < sizeof(all) / sizeof(*all); f++)
		for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
			check(all[f], "total=1", bad[i], NULL);
	for (size_t f = 0; f < sizeof(all) / sizeof(*all); f++)
		check(all[f], "total=0", "", f ? "" : "no document matches\n");
}

static void counts(void **state)
{
	(void)state;
	check(print_count, "total=12 relation=exact", "", "12\n");
	check(print_count, "total=12 relation=atleast", "", "at least 12\n");
	check(print_count, "total=12 relation=estimate", "", "about 12\n");
	check(print_count, "took_us=1", "", NULL);
}

static void tables(void **state)
{
	(void)state;
	check(print_table, "", "{\"name\":\"queries\",\"value\":12}\n{\"name\":\"p99_us\",\"value\":1234}",
	      "name     value\nqueries     12\np99_us    1234\n");
	check(print_table, "", "{\"a\":1,\"b\":\"x\"}\n{\"a\":22,\"c\":[1,{\"k\":true}],\"b\":null}",
	      " a  b  c\n 1  x\n22     [1,{\"k\":true}]\n");
	/* Rows of another kind begin another table. */
	check(print_table, "", "{\"daemon\":\"1.0\"}\n{\"collection\":\"memos\",\"documents\":3}\n{\"collection\":\"n\",\"documents\":40}",
	      "daemon\n1.0\n\ncollection  documents\nmemos               3\nn                  40\n");
	check(print_table, "", "{}", "\n\n");
}

static void wide_tables_become_lists(void **state)
{
	(void)state;
	view.width = 12;
	check(print_table, "", "{\"name\":\"memos\",\"documents\":3}\n{\"name\":\"news\",\"error\":\"no\\u001bindex\"}",
	      "name       memos\ndocuments  3\n\nname   news\nerror  no index\n");
}

static void blocks(void **state)
{
	(void)state;
	check(print_blocks, "", "{\"parsed\":\"AND\\n  a\\n  b\"}\n{\"planned\":\"x\"}", "parsed\n  AND\n    a\n    b\nplanned\n  x\n");
}

static void documents(void **state)
{
	(void)state;
	check(print_document, "",
	      "{\"id\":\"a\",\"title\":\"T\",\"extra\":{\"pages\":12,\"tags\":[\"x\"]},\"text\":\"one\\n\\n  two\\u001b[0m\\n\"}",
	      "id     a\ntitle  T\npages  12\ntags   [\"x\"]\n\none\n\n  two [0m\n");
	check(print_document, "", "{\"id\":\"a\"}", "id  a\n");
}

static void spellings(void **state)
{
	(void)state;
	check(print_spellings, "corrected=\"border trade\"",
	      "{\"word\":\"boarder\",\"better\":[{\"text\":\"border\",\"documents\":4},{\"text\":\"board\",\"documents\":2}]}\n"
	      "{\"word\":\"xyzzy\",\"better\":[]}",
	      "boarder: border (4), board (2)\nxyzzy: nothing is near\ndid you mean: border trade\n");
	check(print_spellings, "corrected=\"\"", "{\"word\":\"xyzzy\",\"better\":[]}", "xyzzy: nothing is near\n");
}

static void lines(void **state)
{
	(void)state;
	check(print_line, "PONG", "", "PONG\n");
	check(print_line, "a\x1b[2J", "", "a [2J\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(hits, setup, clean),
		cmocka_unit_test_setup_teardown(passages_and_their_notes, setup, clean),
		cmocka_unit_test_setup_teardown(why_a_hit_has_its_score, setup, clean),
		cmocka_unit_test_setup_teardown(no_score_where_nothing_was_ranked, setup, clean),
		cmocka_unit_test_setup_teardown(hits_on_a_terminal, setup, clean),
		cmocka_unit_test_setup_teardown(marks_are_checked, setup, clean),
		cmocka_unit_test_setup_teardown(untrusted_text, setup, clean),
		cmocka_unit_test_setup_teardown(summaries, setup, clean),
		cmocka_unit_test_setup_teardown(facets, setup, clean),
		cmocka_unit_test_setup_teardown(versions_of_a_document, setup, clean),
		cmocka_unit_test_setup_teardown(rows_that_are_nonsense, setup, clean),
		cmocka_unit_test_setup_teardown(counts, setup, clean),
		cmocka_unit_test_setup_teardown(tables, setup, clean),
		cmocka_unit_test_setup_teardown(wide_tables_become_lists, setup, clean),
		cmocka_unit_test_setup_teardown(blocks, setup, clean),
		cmocka_unit_test_setup_teardown(documents, setup, clean),
		cmocka_unit_test_setup_teardown(spellings, setup, clean),
		cmocka_unit_test_setup_teardown(lines, setup, clean),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
