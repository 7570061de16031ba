/* RediSearch's query language in karez's. */
#include "config.h"

#include "tests/unit/arena_fixture.h"

#include <stdio.h>

#include "common/buf.h"
#include "proto/limits.h"
#include "proto/redis_query.h"


struct row {
	const char *query, *karez;	/* karez: "!column message" for an error */
};

static void check(const struct row *rows, size_t n, struct redis_query q)
{
	for (size_t i = 0; i < n; i++) {
		struct str text;
		struct err err;
		char got[1000];
		q.text = str_of(rows[i].query);
		if (redis_query_translate(&q, &arena, &text, &err) < 0)
			snprintf(got, sizeof(got), "!%d %s", err.column, err.msg);
		else
			snprintf(got, sizeof(got), "%.*s", STR_ARG(text));
		if (strcmp(got, rows[i].karez) != 0)
			fail_msg("%s: %s, not %s", rows[i].query, got, rows[i].karez);
	}
}
#define CHECK(rows, ...) check(rows, sizeof(rows) / sizeof(*(rows)), (struct redis_query){ __VA_ARGS__ })

static void words(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "", "" }, { "  ", "" }, { "border", "border" }, { " border  trade ", "border trade" }, { "граница таможня", "граница таможня" },
		{ "al-Qaeda", "al-Qaeda" }, { "o'zbek U.S.", "o'zbek \"U.S.\"" }, { "*", "*" }, { "bord*", "bord*" }, { "a_b", "a_b" },
		{ "%boarder%", "boarder~1" }, { "%%boarder%%", "boarder~2" },
		{ "\"border trade\"", "\"border trade\"" }, { "\"a \\\"b\\\" c\"", "\"a  b  c\"" }, { "\"\"", "" }, { ", ; !", "" },
		/* What is an operator in karez only is text. */
		{ "cats AND dogs", "cats \"AND\" dogs" }, { "NEAR", "\"NEAR\"" }, { "ANDIJAN", "ANDIJAN" }, { "+a", "\"+a\"" },
		{ "title:x", "\"title:x\"" }, { "=organ", "\" organ\"" }, { "a^2", "\"a^2\"" }, { "«a b»", "\"«a\" \"b»\"" },
		{ "\\-a", "\"-a\"" }, { "a\\ b", "\"a b\"" }, { "\\@title\\:x", "\"@title:x\"" }, { "http://a.b/c", "\"http://a.b/c\"" },
	};
	CHECK(rows, .verbatim = false);
	static const struct row exact[] = { { "border \"a b\" tra*", "=border \"a b\" tra*" } };
	CHECK(exact, .verbatim = true);
}

static void operators(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "a|b", "((a) OR (b))" }, { "a b|c d", "((a b) OR (c d))" }, { "(a b)|c", "(((a b)) OR (c))" }, { "a (b|c)", "a (((b) OR (c)))" },
		{ "a -b", "a -b" }, { "-a", "-a" }, { "--a", "a" }, { "a -(b c)", "a -(b c)" }, { "a - b", "a -b" }, { "a | -b", "((a) OR (-b))" },
		{ "a ~b", "+a b" }, { "a -c ~b", "+a -c b" }, { "~a", "a" }, { "()", "!1 unexpected ')'" }, { "(,)", "" }, { "a (,) b", "a b" },
		{ "a | ,", "a" }, { "(a|b) => { $weight: 2.5; }", "((((a) OR (b))))^2.5000" }, { "(a)=>{$weight:2}", "((a))^2.0000" },
	};
	CHECK(rows, .verbatim = false);
	static const struct row tight[] = { { "a b|c d", "a ((b) OR (c)) d" }, { "a|b", "((a) OR (b))" } };
	CHECK(tight, .or_binds_tighter = true);
}

static void fields(void **state)
{
	(void)state;
	static const struct redis_param params[] = { { STR("w"), STR("border") }, { STR("from"), STR("20140101") }, { STR("x"), STR("a b") } };
	static const struct row rows[] = {
		{ "@title:border", "title:border" }, { "@Title:(a b)", "title:(a b)" }, { "@title:\"a b\"", "title:\"a b\"" }, { "@text:a", "a" },
		{ "@title|author:a", "(title:a OR author:a)" }, { "@title|text:(a b)", "(title:(a b) OR (a b))" }, { "@title:-a", "-title:a" },
		{ "b -@title:a", "b -title:a" }, { "@lang:{en}", "(lang:en)" }, { "@lang:{ en | ru }", "(lang:en OR lang:ru)" },
		{ "@source:{Regional Review}", "(source:\"Regional Review\")" }, { "@source:{a\\-b | c\\ d}", "(source:a-b OR source:\"c d\")" },
		{ "@date:[20140101 20141231]", "date:2014-01-01..2014-12-31" }, { "@year:[2014 2015]", "date:2014..2015" },
		{ "@date:[-inf 2014-06]", "date:..2014-06" }, { "@date:[2014,+inf] a", "date:2014.. a" }, { "@date:[-inf inf]", "*" },
		{ "$w trade", "border trade" }, { "@title:$w", "title:border" }, { "@date:[$from inf]", "date:2014-01-01.." }, { "@lang:{$x}", "(lang:\"a b\")" },
	};
	CHECK(rows, .params = params, .n_params = 3);
}

static void mistakes(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "a (b", "!2 this '(' is not closed" }, { "a)", "!1 this ')' closes nothing" }, { "\"a", "!0 this quote is not closed" },
		{ "a |", "!3 the query ends where a word is expected" }, { "| a", "!0 unexpected '|'" }, { "a -", "!3 the query ends where a word is expected" },
		{ "@nope:a", "!1 unknown field 'nope' (there are title, author, source, lang, type, date, year, text)" },
		{ "@title a", "!7 ':' is missing after the field" }, { "@title:[1 2]", "!8 only date and year have ranges" },
		{ "@date:[(2014 2015]", "!7 an end of a range is part of it; '(' is not supported" },
		{ "@date:[yesterday inf]", "!7 an end of a range is a day: 2014, 20140630, 2014-06-30, -inf or +inf" },
		{ "@lang:{}", "!7 an empty tag" }, { "@lang:{en", "!9 '}' is missing after the tags" }, { "$nope", "!0 no such parameter 'nope'" },
		{ "%a", "!0 a fuzzy word stands between as many % before as after it" }, { "%%%a%%%", "!0 a fuzzy word has at most two % on each side" },
		{ "*end", "!0 words by their ends (*word) are not supported" }, { "(a) => {$slop: 1}", "!8 of the attributes only '$weight: number' is supported" },
		{ "(a) => {$weight: x}", "!8 a weight is a number from 0 to 1000" }, { "a{b", "!1 unexpected '{'" },
	};
	CHECK(rows, .verbatim = false);
}

static void bounds(void **state)
{
	(void)state;
	struct str text;
	struct err err;
	for (int over = 0; over < 2; over++)
		for (const char *sign = "(-"; *sign; sign++) {
			struct buf b = BUF_INIT;
			for (int i = 0; i < REDIS_QUERY_DEPTH + over; i++)
				buf_putc(&b, *sign);
			buf_putc(&b, 'a');
			for (int i = 0; i < REDIS_QUERY_DEPTH + over && *sign == '('; i++)
				buf_putc(&b, ')');
			struct redis_query q = { .text = buf_str(&b) };
			assert_int_equal(redis_query_translate(&q, &arena, &text, &err), -over);
			buf_fini(&b);
		}
	/* Each pair of fields doubles what follows. */
	struct buf b = BUF_INIT;
	for (int i = 0; i < 40; i++)
		buf_puts(&b, "@title|author:(");
	buf_putc(&b, 'a');
	for (int i = 0; i < 40; i++)
		buf_putc(&b, ')');
	struct redis_query q = { .text = buf_str(&b) };
	assert_int_equal(redis_query_translate(&q, &arena, &text, &err), -1);
	assert_non_null(strstr(err.msg, "longer than"));
	assert_true(arena.total < 64 * LIMIT_LINE);
	buf_fini(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(words, empty_arena), cmocka_unit_test_teardown(operators, empty_arena), cmocka_unit_test_teardown(fields, empty_arena),
		cmocka_unit_test_teardown(mistakes, empty_arena), cmocka_unit_test_teardown(bounds, empty_arena),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
