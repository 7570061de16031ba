/* From text to terms: stems, flags, compounds, languages, queries, limits. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "common/buf.h"
#include "common/xalloc.h"
#include "text/analyzer.h"

static struct analyzer *new_analyzer(const char *spec)
{
	struct langs langs;
	struct analyzer *a;
	struct err err;
	assert_int_equal(langs_parse(str_of(spec), &langs, &err), 0);
	assert_int_equal(analyzer_new(&langs, &a, &err), 0);
	return a;
}

/* "stem stem(joined) ..." */
static void describe(struct analyzer *a, const char *text, const char *lang, struct buf *out)
{
	struct words w;
	struct word word;
	buf_reset(out);
	words_begin(&w, a, str_of(text), str_of(lang), 1);
	while (words_next(&w, &word)) {
		buf_printf(out, "%s%.*s", out->n ? " " : "", STR_ARG(word.stem));
		if (word.joined.n)
			buf_printf(out, "(%.*s)", STR_ARG(word.joined));
	}
	buf_putc(out, '\0');
}

struct row { const char *text, *terms; };

static void check_rows(const char *spec, const char *lang, const struct row *rows, size_t n)
{
	struct analyzer *a = new_analyzer(spec);
	struct buf out = BUF_INIT;
	for (size_t i = 0; i < n; i++) {
		describe(a, rows[i].text, lang, &out);
		if (strcmp(out.p, rows[i].terms) != 0)
			fail_msg("\"%s\": \"%s\", not \"%s\"", rows[i].text, out.p, rows[i].terms);
	}
	buf_fini(&out);
	analyzer_free(&a);
}
#define CHECK(spec, lang, rows) check_rows(spec, lang, rows, sizeof(rows) / sizeof(*(rows)))

static void stems_by_script(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "", "" },
		{ " .,;!? — … ", "" },
		{ "The borders of Kazakhstan's regions", "the border of kazakhstan region" },
		{ "Границы и безопасность", "границ и безопасн" },
		{ "COVID19 in 2020", "covid19 in 2020" },
		{ "U.S. forces, the U.S., U.S", "u.s forc the u.s u.s" },
		{ "don't dont don’t", "dont dont dont" },
		{ "o‘zbek ozbek oʻzbek o'zbek OʼZBEK", "ozbek ozbek ozbek ozbek ozbek" },
		{ "word¹ next² m²", "word next m" },
		{ "3.14 1,000.5 12.05.2014", "3.14 1,000.5 12.05.2014" },
		{ "end.Start example.com", "end start exampl com" },
		{ "snake_case a:b", "snake case a b" },
		{ "中国人", "中 国 人" },
		{ "Έθνος ΕΘΝΟΣ", "εθνοσ εθνοσ" },
	};
	CHECK("en,ru", "", rows);
}

static void joins_compounds(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "co-operation", "co(cooper) oper" },
		{ "counter-terrorism", "counter(counterterror) terror" },
		{ "counter\xe2\x80\x90terrorism", "counter(counterterror) terror" },
		{ "counter\xe2\x80\x91terrorism", "counter(counterterror) terror" },
		{ "state-of-the-art thing", "state(stateoftheart) of the art thing" },
		{ "a-b-c-d-e f-g", "a b c d e f(fg) g" },
		{ "COVID-19", "covid 19" },
		{ "post-2014-era", "post 2014 era" },
		{ "one - two", "one two" },
		{ "one--two", "one two" },
		{ "one–two", "one two" },
		{ "one-", "one" },
		{ "-one", "one" },
		{ "северо-запад", "север(северозапад) запад" },
	};
	CHECK("en,ru", "", rows);
}

static void follows_the_declared_language(void **state)
{
	(void)state;
	static const struct row english[] = { { "Grenzen borders", "grenzen border" } };
	static const struct row german[] = { { "Grenzen", "grenz" } };
	static const struct row none[] = { { "Borders Границы", "borders границы" } };
	CHECK("en,de,ru", "", english);
	CHECK("en,de,ru", "fr", english);
	CHECK("en,ru", "de", english);
	CHECK("en,de,ru", "de", german);
	CHECK("en,de,ru", "DE-at", german);
	CHECK("none", "en", none);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stems_by_script),
		cmocka_unit_test(joins_compounds),
		cmocka_unit_test(follows_the_declared_language),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
