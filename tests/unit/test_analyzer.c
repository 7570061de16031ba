/* From text to terms: stems, flags, compounds, languages, queries, limits. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "common/buf.h"
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
		{ "U.S. forces, the U.S., U.S", "us^ forc the us^ us^" },
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

static void flags_words(void **state)
{
	static const struct { const char *text; unsigned flags; } rows[] = {
		{ "word", 0 }, { "Word", WORD_CAPITAL }, { "wORD", 0 }, { "WORD", WORD_CAPITAL | WORD_ALL_CAPS },
		{ "A", WORD_CAPITAL }, { "IMU's", WORD_CAPITAL | WORD_ALL_CAPS | WORD_ACRONYM }, { "IMU’S", WORD_CAPITAL | WORD_ALL_CAPS },
		{ "U.S", WORD_CAPITAL | WORD_ALL_CAPS }, { "iPhone", 0 }, { "ǅ", WORD_CAPITAL },
		{ "ШОС", WORD_CAPITAL | WORD_ALL_CAPS }, { "Шос", WORD_CAPITAL }, { "E\xcc\x81U", WORD_CAPITAL | WORD_ALL_CAPS },
		{ "COVID19", WORD_CAPITAL | WORD_ALL_CAPS }, { "2014", WORD_NUMBER }, { "3.14", WORD_NUMBER },
		{ "3rd", 0 }, { "٣", WORD_NUMBER }, { "中", WORD_NO_SPACE }, { "عربي", 0 },
	};
	(void)state;
	struct analyzer *a = new_analyzer("en,ru");
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct words w;
		struct word word;
		words_begin(&w, a, str_of(rows[i].text), STR_NONE, 0);
		assert_true(words_next(&w, &word));
		if (word.flags != rows[i].flags)
			fail_msg("\"%s\": flags %u, not %u", rows[i].text, word.flags, rows[i].flags);
	}
	analyzer_free(&a);
}

static void places_words(void **state)
{
	(void)state;
	static const struct { const char *word; size_t start, end; uint32_t position; unsigned flags; } rows[] = {
		{ "co", 2, 4, 7, 0 }, { "oper", 5, 12, 8, WORD_PART }, { "us^", 13, 16, 9, WORD_CAPITAL | WORD_ALL_CAPS | WORD_ACRONYM },
		{ "елка", 18, 26, 10, 0 },
	};
	struct analyzer *a = new_analyzer("en");
	struct words w;
	struct word word;
	words_begin(&w, a, STR("  co-operate U.S. ёлка!"), STR_NONE, 7);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		assert_true(words_next(&w, &word));
		assert_true(str_eqz(word.stem, rows[i].word));
		assert_int_equal(word.start, rows[i].start);
		assert_int_equal(word.end, rows[i].end);
		assert_int_equal(word.position, rows[i].position);
		assert_int_equal(word.flags, rows[i].flags);
	}
	assert_false(words_next(&w, &word));
	assert_false(words_next(&w, &word));
	words_begin(&w, a, STR_NONE, STR_NONE, 0);
	assert_false(words_next(&w, &word));
	analyzer_free(&a);
}

/* The first word of `unit` repeated n times. */
static struct word first_word(struct analyzer *a, const char *unit, size_t n, struct buf *text)
{
	struct words w;
	struct word word = { 0 };
	buf_reset(text);
	for (size_t i = 0; i < n; i++)
		buf_puts(text, unit);
	words_begin(&w, a, buf_str(text), STR_NONE, 0);
	assert_true(words_next(&w, &word));
	return word;
}

static void cuts_long_words(void **state)
{
	static const struct { const char *unit; size_t chars, bytes; } rows[] = {
		{ "a", 64, 64 }, { "ж", 64, 128 }, { "e\xcc\x81", 64, 64 }, { "ក", 1, 3 }, { "ह", 64, 192 },
		{ "𐐨", 58, 232 },
	};
	(void)state;
	struct analyzer *a = new_analyzer("none");
	struct buf text = BUF_INIT;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const char *unit = rows[i].unit;
		if (rows[i].chars > 1) {
			struct word fits = first_word(a, unit, rows[i].chars, &text);
			assert_int_equal(fits.exact.n, rows[i].bytes);
			assert_int_equal(fits.flags & WORD_CUT, 0);
			struct word over = first_word(a, unit, rows[i].chars + 1, &text);
			assert_int_equal(over.exact.n, rows[i].bytes);
			assert_int_equal(over.flags & WORD_CUT, WORD_CUT);
		}
		struct word huge = first_word(a, unit, 300000, &text);
		assert_int_equal(huge.exact.n, rows[i].bytes);
		assert_int_equal(huge.end, rows[i].chars == 1 ? rows[i].bytes : text.n);
	}
	buf_fini(&text);
	analyzer_free(&a);
}

static void survives_a_full_cache(void **state)
{
	(void)state;
	struct analyzer *a = new_analyzer("en");
	struct buf text = BUF_INIT;
	for (int i = 0; i < 300000; i++)
		buf_printf(&text, "borders-word%c%d some-things%d ", 'a' + i % 26, i, i);
	for (int round = 0; round < 2; round++) {
		struct words w;
		struct word word, last = { 0 };
		words_begin(&w, a, buf_str(&text), STR_NONE, 0);
		while (words_next(&w, &word)) {
			assert_true(word.exact.n > 0 && str_starts(word.exact, str_n(&"bwst"[word.position % 4], 1)));
			last = word;
		}
		assert_int_equal(last.position, 4 * 300000 - 1);
	}
	struct analyzer_stats stats = analyzer_stats(a);
	assert_int_equal(stats.words, 2 * 4 * 300000);
	assert_in_range(stats.misses, 600002, 2 * 4 * 300000);
	buf_fini(&text);
	analyzer_free(&a);
}

static void remembers_words(void **state)
{
	(void)state;
	struct analyzer *a = new_analyzer("en,de");
	struct buf out = BUF_INIT;
	for (int i = 0; i < 3; i++)
		describe(a, "borders of borders", "", &out);
	assert_int_equal(analyzer_stats(a).words, 9);
	assert_int_equal(analyzer_stats(a).misses, 2);
	describe(a, "borders", "de", &out);
	assert_int_equal(analyzer_stats(a).misses, 3);
	buf_fini(&out);
	analyzer_free(&a);
}

static void list(const struct str *stems, size_t n, struct buf *out)
{
	for (size_t i = 0; i < n; i++)
		buf_printf(out, "%s%.*s", i ? "," : "", STR_ARG(stems[i]));
}

static void tries_query_words_in_each_language(void **state)
{
	static const struct row rows[] = {
		{ "", "" },
		{ "...", "" },
		{ "Grenzen", "0-7 grenzen = grenzen,grenz;" },
		{ "borders", "0-7 borders = border,bord;" },
		{ "house", "0-5 house = hous;" },
		{ "границы 2014", "0-14 границы = границ;15-19 2014 = 2014;" },
		{ "x co-operation", "0-1 x = x;2-4 co = co + cooper,cooperation of 2;5-14 operation = oper,operation;" },
		{ "U.S.", "0-3 us = us;" },
	};
	(void)state;
	struct analyzer *a = new_analyzer("en,de,ru");
	struct buf out = BUF_INIT;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct arena arena = ARENA_INIT;
		struct query_token *t;
		size_t n;
		buf_reset(&out);
		analyzer_query(a, str_of(rows[i].text), &arena, &t, &n);
		for (; n > 0; n--, t++) {
			buf_printf(&out, "%zu-%zu %.*s = ", t->start, t->end, STR_ARG(t->exact));
			list(t->stems, t->n_stems, &out);
			if (t->n_joined) {
				buf_puts(&out, " + ");
				list(t->joined, t->n_joined, &out);
				buf_printf(&out, " of %zu", t->n_joined_tokens);
			}
			buf_putc(&out, ';');
		}
		buf_putc(&out, '\0');
		if (strcmp(out.p, rows[i].terms) != 0)
			fail_msg("\"%s\": \"%s\", not \"%s\"", rows[i].text, out.p, rows[i].terms);
		arena_fini(&arena);
	}
	buf_fini(&out);
	analyzer_free(&a);
}

static void stems_folded_words(void **state)
{
	static const struct row rows[] = {
		{ "borders", "border,bord" }, { "границы", "границ" }, { "covid19", "covid19" }, { "u.s", "u.s" },
		{ "中", "中" }, { "", "" },
	};
	(void)state;
	struct analyzer *a = new_analyzer("en,de,ru");
	struct buf out = BUF_INIT;
	struct arena arena = ARENA_INIT;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct str *stems;
		size_t n;
		buf_reset(&out);
		analyzer_stems(a, str_of(rows[i].text), &arena, &stems, &n);
		assert_true(n >= 1);
		list(stems, n, &out);
		assert_true(str_eqz(buf_str(&out), rows[i].terms));
	}
	arena_fini(&arena);
	buf_fini(&out);
	analyzer_free(&a);
}

static void folds_short_texts(void **state)
{
	static const struct row rows[] = {
		{ "", "" }, { " — ", "" }, { "The “Great Game”: Ёлка", "the great game елка" },
		{ "Co-operation  in\n2014", "co operation in 2014" }, { "O'Brien, J.K.", "obrien jk" },
	};
	(void)state;
	struct analyzer *a = new_analyzer("en,ru");
	struct arena arena = ARENA_INIT;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_true(str_eqz(analyzer_fold(a, str_of(rows[i].text), &arena), rows[i].terms));
	arena_fini(&arena);
	analyzer_free(&a);
}

/* What langs_parse would not let through. */
static void refuses_a_language_without_a_stemmer(void **state)
{
	(void)state;
	struct langs langs = { .n = 2, .list = { { "en", SCRIPT_LATIN }, { "tlh", SCRIPT_LATIN } } };
	struct analyzer *a = (struct analyzer *)&langs;
	struct err err;
	assert_int_equal(analyzer_new(&langs, &a, &err), -1);
	assert_int_equal(err.code, ERR_INVALID);
	assert_null(a);
	analyzer_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stems_by_script),
		cmocka_unit_test(joins_compounds),
		cmocka_unit_test(follows_the_declared_language),
		cmocka_unit_test(flags_words),
		cmocka_unit_test(places_words),
		cmocka_unit_test(cuts_long_words),
		cmocka_unit_test(survives_a_full_cache),
		cmocka_unit_test(remembers_words),
		cmocka_unit_test(tries_query_words_in_each_language),
		cmocka_unit_test(stems_folded_words),
		cmocka_unit_test(folds_short_texts),
		cmocka_unit_test(refuses_a_language_without_a_stemmer),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
