/* Query text to tree: the language of karez-query(7), its errors and its limits. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>

#include "common/unit.h"
#include "query/qparse.h"

struct row {
	const char *in, *out;	/* out: the tree; "" = no word in it; "!7 text" = error at column 7 */
};

static void run(struct str text, bool plain, struct buf *out)
{
	struct arena a = ARENA_INIT;
	struct query *q;
	struct err err;
	buf_reset(out);
	if (qparse(text, plain, &a, &q, &err) < 0)
		buf_printf(out, "!%d %s", err.column, err.msg);
	else if (q)
		query_format(q, out);
	arena_fini(&a);
}

static void check(const struct row *rows, size_t n, bool plain)
{
	struct buf out = BUF_INIT;
	int failures = 0;
	for (size_t i = 0; i < n; i++) {
		run(str_of(rows[i].in), plain, &out);
		struct str got = buf_str(&out), want = str_of(rows[i].out);
		bool error = str_starts(want, STR("!"));
		if (!(error ? str_starts(got, want) : str_eq(got, want))) {
			print_error("%s\n  gives %.*s\n  not   %s\n", rows[i].in, STR_ARG(got), rows[i].out);
			failures++;
		}
	}
	buf_fini(&out);
	assert_int_equal(failures, 0);
}
#define CHECK(rows, plain) check(rows, sizeof(rows) / sizeof(*(rows)), plain)

static void words_and_phrases(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "", "" },
		{ "  \t\n ", "" },
		{ "border", "border" },
		{ "border security", "(WORDS border security)" },
		{ "граница  безопасность", "(WORDS граница безопасность)" },
		{ "шекара қауіпсіздігі", "(WORDS шекара қауіпсіздігі)" },
		{ "oʻzbek o‘zbek o'zbek", "(WORDS oʻzbek o‘zbek o'zbek)" },
		{ "al-Qaeda 10-20", "(WORDS al-Qaeda 10-20)" },
		{ "\"shanghai cooperation\"", "(PHRASE \"shanghai cooperation\")" },
		{ "“shanghai cooperation”", "(PHRASE \"shanghai cooperation\")" },
		{ "„shanghai cooperation“", "(PHRASE \"shanghai cooperation\")" },
		{ "«Шанхайское сотрудничество»", "(PHRASE \"Шанхайское сотрудничество\")" },
		{ "»Shanghai« ”nordisk”", "(WORDS (PHRASE \"Shanghai\") (PHRASE \"nordisk\"))" },
		{ "“typed half\"", "(PHRASE \"typed half\")" },
		{ "\"he said “no” twice\"", "(PHRASE \"he said “no” twice\")" },
		{ "a\"b c\"d", "(WORDS a (PHRASE \"b c\") d)" },
		{ "\"a (b\" c)", "!9 this ) closes nothing; as text, put it in quotes or ask with plain=1" },
		{ "\"\" \"...\" ()", "" },
		{ "*", "*" },
		{ "a *", "(WORDS a *)" },
		{ "a\u00a0b\u3000c", "(WORDS a b c)" },
	};
	CHECK(rows, false);
}

static void marks_on_words(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "kaz*", "kaz*" },
		{ "ка*", "ка*" },
		{ "қа* o‘zb*", "(WORDS қа* o‘zb*)" },
		{ "kaz**", "kaz*" },
		{ "b* x", "!1 b* wants at least 2 characters before the *" },
		{ "граница ж*", "!9 ж* wants" },
		{ "k*z *az", "(WORDS k*z *az)" },
		{ "=border =граница =шекара =chegara", "(WORDS =border =граница =шекара =chegara)" },
		{ "border~ border~1 border~2 border~3", "(WORDS border~ border~1 border~2 border~3)" },
		{ "border^2 (a b)^0.5 \"c d\"^3 kaz*^2 word~1^2 =x^.5",
		  "(WORDS border^2 (WORDS a b)^0.5 (PHRASE \"c d\")^3 kaz*^2 word~1^2 =x^0.5)" },
		{ "((a)^2)^3", "a^6" },
		{ "a^0", "a^0" },
		{ "a^1000 a^1001 a^x a^ ^2 a^2b", "(WORDS a^1000 a^1001 a^x a^ ^2 a^2b)" },
		{ "- + ^ ~ = : ! ? * . -- ++ ^2", "(WORDS * ^2)" },
		{ "c++ c# .net 50% a&b Re: http://x.org/a?b=c", "(WORDS c++ c# .net 50% a&b Re: http://x.org/a?b=c)" },
	};
	CHECK(rows, false);
}

static void signs(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "+border -drug trade", "(WORDS +border -drug trade)" },
		{ "+граница -\"наркотики и оружие\"", "(WORDS +граница -(PHRASE \"наркотики и оружие\"))" },
		{ "-drug", "(WORDS -drug)" },
		{ "+drug", "drug" },
		{ "-a -b", "(WORDS -a -b)" },
		{ "a -(b c)", "(WORDS a -(WORDS b c))" },
		{ "(-a b)", "(WORDS -a b)" },
		{ "a - b", "(WORDS a b)" },
		{ "a-b a -b- --c +-d -+e", "(WORDS a-b a -b- --c +-d -+e)" },
		{ "-title:border x", "(WORDS -title:border x)" },
		{ "-kaz* x", "(WORDS -kaz* x)" },
		{ "-AND x", "(WORDS -AND x)" },
		{ "a AND -b", "(NOT a b)" },
		{ "a OR -b", "(OR a (WORDS -b))" },
		{ "+a OR b", "(OR a b)" },
	};
	CHECK(rows, false);
}

static void fields(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "title:border", "title:border" },
		{ "title:граница author:Ахметов source:Egemen", "(WORDS title:граница author:Ахметов source:Egemen)" },
		{ "title:\"border post\" x", "(WORDS title:(PHRASE \"border post\") x)" },
		{ "title:(a =b cc* d~) e", "(WORDS (WORDS title:a title:=b title:cc* title:d~) e)" },
		{ "title:(a author:b)", "(WORDS title:a author:b)" },
		{ "title:(a) b", "(WORDS title:a b)" },
		{ "title:a NEAR/3 title:b", "(NEAR/3 title:a title:b)" },
		{ "title:(a NEAR/3 b)", "(NEAR/3 title:a title:b)" },
		{ "title: a", "(WORDS title: a)" },
		{ "title:", "title:" },
		{ "(title:)", "title:" },
		{ "Title:a foo:bar title::a", "(WORDS Title:a foo:bar title::a)" },
		{ "lang:ru type:text/html", "(WORDS lang:ru type:text/html)" },
		{ "lang:(ru OR \"en\")", "(OR lang:ru lang:en)" },
		{ "lang:ru*", "!1 lang: wants a whole value" },
		{ "date:2014", "date:20140101..20141231" },
		{ "x date:2014-01..2017-06", "(WORDS x date:20140101..20170630)" },
		{ "date:2014..", "date:20140101.." },
		{ "date:..2014", "date:..20141231" },
		{ "date:(2014 OR 2016-02)", "(OR date:20140101..20141231 date:20160201..20160229)" },
		{ "date:undated", "date:undated" },
		{ "a date:foo", "!3 date: wants" },
		{ "date:2014*", "!1 date: wants" },
		{ "date:2014-13", "!1 date: wants" },
		{ "title:*", "!1 * wants at least" },
	};
	CHECK(rows, false);
}

static void operators(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "a AND b", "(AND a b)" },
		{ "a AND b AND c", "(AND a b c)" },
		{ "a OR b AND c", "(OR a (AND b c))" },
		{ "(a OR b) AND c", "(AND (OR a b) c)" },
		{ "a b OR c d", "(WORDS a (OR b c) d)" },
		{ "граница AND таможня OR пост", "(OR (AND граница таможня) пост)" },
		{ "a NOT b", "(NOT a b)" },
		{ "a AND NOT b", "(NOT a b)" },
		{ "a NOT b NOT c", "(NOT a (OR b c))" },
		{ "a NOT b AND c", "(NOT (AND a c) b)" },
		{ "a b NOT c", "(WORDS a b -c)" },
		{ "a (b NOT c)", "(WORDS a (NOT b c))" },
		{ "a OR b NOT c", "(OR a (NOT b c))" },
		{ "NOT a", "(WORDS -a)" },
		{ "NOT a AND NOT b", "(WORDS -(OR a b))" },
		{ "a OR NOT b", "(OR a (WORDS -b))" },
		{ "a AND(b OR c)", "(AND a (OR b c))" },
		{ "and or not near adj", "(WORDS and or not near adj)" },
		{ "ANDy NOTE ORe", "(WORDS ANDy NOTE ORe)" },
		{ "a AND - b", "(AND a b)" },
		{ "AND", "!1 AND wants something on its left; as a word, write it in small letters" },
		{ "OR a", "!1 OR wants something on its left; as a word, write it in small letters" },
		{ "NOT", "!1 NOT wants something on its right; as a word, write it in small letters" },
		{ "граница AND", "!9 AND wants something on its right; as a word, write it in small letters" },
		{ "a AND AND b", "!3 AND wants something on its right; as a word, write it in small letters" },
		{ "a AND OR b", "!3 AND wants something on its right; as a word, write it in small letters" },
		{ "a OR", "!3 OR wants something on its right; as a word, write it in small letters" },
		{ "a NOT NOT b", "!3 NOT wants something on its right; as a word, write it in small letters" },
		{ "a AND ()", "!3 AND wants something on its right; as a word, write it in small letters" },
		{ "(AND a)", "!2 AND wants something on its left; as a word, write it in small letters" },
		{ "a (b OR) c", "!6 OR wants something on its right; as a word, write it in small letters" },
	};
	CHECK(rows, false);
}

static void nearness(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "a NEAR/5 b", "(NEAR/5 a b)" },
		{ "a NEAR b", "(NEAR/10 a b)" },
		{ "a ADJ b", "(ADJ/10 a b)" },
		{ "шекара ADJ/3 бекет", "(ADJ/3 шекара бекет)" },
		{ "a NEAR/5 b NEAR/5 c", "(NEAR/5 a b c)" },
		{ "a NEAR/5 b NEAR/6 c", "!12 NEAR/6 cannot go on from NEAR/5" },
		{ "a NEAR/5 b ADJ/5 c", "!12 ADJ/5 cannot go on from NEAR/5" },
		{ "(a OR b) NEAR/5 (c OR dd*)", "(NEAR/5 (OR a b) (OR c dd*))" },
		{ "a NEAR/5 b AND c", "(AND (NEAR/5 a b) c)" },
		{ "x a NEAR/5 b y", "(WORDS x (NEAR/5 a b) y)" },
		{ "a NOT b NEAR c", "(NOT a (NEAR/10 b c))" },
		{ "=a NEAR/5 b~", "(NEAR/5 =a b~)" },
		{ "a NEAR/1 b NEAR/1 c", "(NEAR/1 a b c)" },
		{ "a NEAR/99 b", "(NEAR/99 a b)" },
		{ "a NEAR/100 b", "!3 NEAR/n wants a number from 1 to 99" },
		{ "a ADJ/0 b", "!3 ADJ/n wants a number from 1 to 99" },
		{ "a NEAR/99999999999999999999 b", "!3 NEAR/n wants" },
		{ "NEAR/5 b", "!1 NEAR/5 wants something on its left; as a word, write it in small letters" },
		{ "a NEAR/5", "!3 NEAR/5 wants something on its right; as a word, write it in small letters" },
		{ "NEAR", "NEAR" },
		{ "NEAR EAST", "(WORDS NEAR EAST)" },
		{ "a NEAR", "(WORDS a NEAR)" },
		{ "a NEAR OR b", "(WORDS a (OR NEAR b))" },
		{ "a NEAR NEAR b", "(WORDS (NEAR/10 a NEAR) b)" },
		{ "NEAR/FAR NEAR/ NEARBY a NEARER b", "(WORDS NEAR/FAR NEAR/ NEARBY a NEARER b)" },
		{ "\"a b\" NEAR/5 c", "!1 NEAR takes words, not phrases" },
		{ "a ADJ/5 \"b c\"", "!9 ADJ takes words, not phrases" },
		{ "(a b) NEAR c", "!2 NEAR takes words, not groups" },
		{ "(a OR \"b c\") NEAR d", "!2 NEAR takes words" },
		{ "-a NEAR/2 b", "!1 NEAR takes words" },
		{ "date:2014 NEAR/2 b", "!1 NEAR takes words" },
	};
	CHECK(rows, false);
}

static void mistakes_show_their_column(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "\"abc", "!1 this quote is not closed; close it, leave it out, or ask with plain=1" },
		{ "граница \"пост", "!9 this quote is not closed; close it, leave it out, or ask with plain=1" },
		{ "a «b c", "!3 this quote is not closed; close it, leave it out, or ask with plain=1" },
		{ "a “b c", "!3 this quote is not closed; close it, leave it out, or ask with plain=1" },
		{ "a » b ” c", "(WORDS a b c)" },
		{ "title:\"abc", "!7 this quote is not closed; close it, leave it out, or ask with plain=1" },
		{ "(a b", "!1 this ( is not closed; as text, put it in quotes or ask with plain=1" },
		{ "a (b (c)", "!3 this ( is not closed; as text, put it in quotes or ask with plain=1" },
		{ "a b)", "!4 this ) closes nothing; as text, put it in quotes or ask with plain=1" },
		{ "жж :)", "!5 this ) closes nothing; as text, put it in quotes or ask with plain=1" },
		{ "\U0001F600 (", "!3 this ( is not closed; as text, put it in quotes or ask with plain=1" },
	};
	CHECK(rows, false);
}

static void plain_text_has_no_operators(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "", "" },
		{ ":) -- \"", "" },
		{ "AND \"a OR (b -c title:d e* =f g~ h^2 date:x NEAR/0",
		  "(WORDS AND \"a OR (b -c title:d e* =f g~ h^2 date:x NEAR/0)" },
		{ "- граница", "граница" },
		{ "*", "" },
	};
	CHECK(rows, true);
}

static char *repeat(const char *s, size_t times)
{
	struct buf b = BUF_INIT;
	while (times--)
		buf_puts(&b, s);
	return buf_take(&b, NULL);
}

static void limits_hold(void **state)
{
	(void)state;
	static const struct { const char *piece; size_t times; bool plain; const char *error; } rows[] = {
		{ "a ", QPARSE_MAX_CLAUSES, false, NULL },
		{ "a ", QPARSE_MAX_CLAUSES + 1, false, "!2049 more than 1024" },
		{ "a ", QPARSE_MAX_CLAUSES, true, NULL },
		{ "a ", QPARSE_MAX_CLAUSES + 1, true, "!2049 more than 1024" },
		{ "(", 65536, false, "!4097 more than 1024" },
		{ "()", 1000, false, NULL },
		{ ") ", 32768, false, "!8193 more than" },
		{ "NOT ", 16384, false, "!" },
		{ "a NOT ", 10000, false, "!" },
		{ "\u00bb ", 21845, false, NULL },
		{ "\"", 65536, false, NULL },
		{ "\u201c", 21845, false, "!" },
		{ "-", 65536, false, NULL },
		{ "-", 65536, true, NULL },
	};
	struct buf out = BUF_INIT;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char *text = repeat(rows[i].piece, rows[i].times);
		uint64_t start = clock_us();
		run(str_of(text), rows[i].plain, &out);
		if (rows[i].error)
			assert_true(str_starts(buf_str(&out), str_of(rows[i].error)));
		else
			assert_false(str_starts(buf_str(&out), STR("!")));
		assert_true(clock_us() - start < 2000000);	/* linear: far below, even with sanitizers */
		free(text);
	}
	buf_fini(&out);
}

static void depth_is_bounded(void **state)
{
	(void)state;
	struct buf out = BUF_INIT;
	for (size_t depth = QPARSE_MAX_DEPTH; depth <= QPARSE_MAX_DEPTH + 1; depth++) {
		char *open = repeat("(a OR b NOT ", depth), *close = repeat(")", depth);
		struct buf text = BUF_INIT;
		buf_printf(&text, "%sx%s", open, close);
		run(buf_str(&text), false, &out);
		assert_true(str_starts(buf_str(&out), STR("!")) == (depth > QPARSE_MAX_DEPTH));
		buf_fini(&text);
		free(open);
		free(close);
	}
	buf_fini(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_and_phrases),
		cmocka_unit_test(marks_on_words),
		cmocka_unit_test(signs),
		cmocka_unit_test(fields),
		cmocka_unit_test(operators),
		cmocka_unit_test(nearness),
		cmocka_unit_test(mistakes_show_their_column),
		cmocka_unit_test(plain_text_has_no_operators),
		cmocka_unit_test(limits_hold),
		cmocka_unit_test(depth_is_bounded),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
