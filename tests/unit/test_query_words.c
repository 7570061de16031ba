/* SPELL, SUGGEST, SIMILAR and GET on a small index in four languages. */
#include "config.h"

#include "tests/unit/query_fixture.h"

#include "query/fetch.h"
#include "query/forms.h"
#include "query/similar.h"
#include "query/spell.h"
#include "query/suggest.h"

#define DOC(i, ti, te, ...) { .id = { i, sizeof(i) - 1 }, .title = { ti, sizeof(ti) - 1 }, \
	.text = { te, sizeof(te) - 1 }, __VA_ARGS__ }
#define S(literal) { literal, sizeof(literal) - 1 }

static const struct doc docs[] = {
	DOC("en1", "Border trade", "Organisations at the border. Bordering states, borders, cooperation. Kazakhstan.",
	    .author = S("Nursultan Nazarbayev")),
	DOC("en2", "Border guards of Kazakhstan", "Guards and organs. Co-operation on borders and drugs. Kazakhstan."),
	DOC("ru1", "Граница и таможня", "Границы Казахстана и граница Узбекистана. Пограничники и таможня.", .lang = S("ru")),
	DOC("ru2", "Граница и таможня", "Таможенники на границе Казахстана. Пограничники.", .lang = S("ru")),
	DOC("kk1", "Шекара бекеті", "Шекара бекеті мен кеден. Шекарашылар қызметі.", .lang = S("kk")),
	DOC("kk2", "Кеден", "Кеден бекеті. Шекара.", .lang = S("kk")),
	DOC("uz1", "Chegara posti", "O‘zbekiston chegarasi. O'zbek bojxonasi.", .lang = S("uz")),
	DOC("uz2", "Bojxona", "Chegara va bojxona.", .lang = S("uz")),
};

FIXTURE_OF(docs)

static const char *join(const struct form *forms, size_t n)
{
	struct str s = STR_NONE;
	for (size_t i = 0; i < n; i++)
		s = arena_printf(&f->arena, "%.*s%s%.*s", STR_ARG(s), i ? " " : "", STR_ARG(forms[i].text));
	return arena_strz(&f->arena, s);
}

static void spelling(void **state)
{
	(void)state;
	static const struct { const char *typed, *corrected; } rows[] = {
		{ "border", "" },
		{ "boarder", "border" },
		{ "Bordre trade", "border trade" },
		{ "kazakstan", "kazakhstan" },
		{ "Гарница", "граница" },
		{ "таможя  и граница", "таможня  и граница" },
		{ "Шекраа кедн", "шекара кеден" },
		{ "chegra bojhona", "chegara bojxona" },
		{ "o'zbeck", "ozbek" },
		{ "vorder", "border" },		/* a wrong first letter */
		{ "obrder", "border" },		/* swapped first letters */
		{ "order", "border" },		/* the first letter left out */
		{ "xyzzyx", "" },
		{ "qq 2014 x5 2o14", "" },
		{ "\"bordre trade\" AND kazakstan -drugz", "\"border trade\" AND kazakhstan -drugs" },
		{ "title:bordre lang:zz date:2014 =bordre bordre*", "title:border lang:zz date:2014 =bordre bordre*" },
		{ "author:Nazarbaev", "author:nazarbayev" },
		{ "author:Border", "" },
		{ "\"bordre", "\"border" },
		/* Torn apart, run together */
		{ "kaz akhstan", "kazakhstan" },
		{ "the kazakh stan border", "the kazakhstan border" },
		{ "таможня пограничн ики", "таможня пограничники" },
		{ "\"bojxo na\"", "\"bojxona\"" },
		{ "borderguards", "border guards" },
		{ "borderguardsofkazakhstan", "" },	/* four */
		{ "guardsborder", "" },			/* no document has them so */
		{ "границаузбекистана", "граница узбекистана" },
		/* On another layout */
		{ "ифквук trade", "" },			/* neither ифквук nor barder: two slips */
		{ "ищквук trade", "border trade" },
		{ "nfvj;yz", "таможня" },
		{ "Uhfybwf b nfvj;yz", "граница b таможня" },
		{ "rtlty", "кеден" },
		{ "cooperation co-operation", "" },
		{ "", "" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct spelling *words;
		size_t n;
		struct str corrected;
		ok(spell(f->store, f->analyzer, str_of(rows[i].typed), 5, &f->arena, &words, &n, &corrected, &ok_err));
		if (!str_eqz(corrected, rows[i].corrected))
			fail_msg("%s: %.*s", rows[i].typed, STR_ARG(corrected));
	}
}

static void spelling_tells_each_word(void **state)
{
	(void)state;
	struct spelling *words;
	size_t n;
	struct str corrected;
	ok(spell(f->store, f->analyzer, STR("bordr xyzzyx Trade"), 2, &f->arena, &words, &n, &corrected, &ok_err));
	assert_int_equal(n, 2);
	assert_true(str_eqz(words[0].word, "bordr"));
	assert_true(words[0].n >= 1 && words[0].n <= 2);
	assert_true(str_eqz(words[0].better[0].text, "border"));
	assert_true(str_eqz(words[1].word, "xyzzyx"));
	assert_int_equal(words[1].n, 0);
}

/* A slip in one document does not hide what many have; what is as common, or another word, stays. */
static void rare_words_next_to_common_ones(void **state)
{
	(void)state;
	static const struct { const char *typed, *offered; } rows[] = {
		{ "xinjian", "xinjiang" }, { "Xinjian", "xinjiang" }, { "xinjiang", "" },
		{ "karimova", "" },			/* a vowel at its end */
		{ "borders", "" }, { "bordering", "" },	/* of one stem */
		{ "XINJIAN", "" },			/* what is in capitals is what it is */
		{ "chaman", "" },			/* two letters from a common one */
	};
	struct fixture *mine = fixture_open(NULL, 0);
	struct doc slip = { .id = STR("slip"), .text = STR("There is Xinjian, and Karimova, borders and bordering. Chaman.") };
	fixture_put(mine, &slip);
	for (int i = 0; i < 40; i++) {
		struct doc d = { .id = arena_printf(&mine->arena, "c%d", i), .text = STR("Then Xinjiang, Karimov, a border. Charlan.") };
		fixture_put(mine, &d);
	}
	fixture_commit(mine);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct spelling *words;
		size_t n;
		struct str corrected;
		ok(spell(mine->store, mine->analyzer, str_of(rows[i].typed), 5, &mine->arena, &words, &n, &corrected, &ok_err));
		if (!str_eqz(corrected, rows[i].offered))
			fail_msg("%s: %.*s", rows[i].typed, STR_ARG(corrected));
		assert_true(n == 0 || words[0].documents == 1);
	}
	fixture_close(mine);
}

static void near_forms(void **state)
{
	(void)state;
	static const struct { const char *word; unsigned distance; const char *forms; } rows[] = {
		{ "bordrs", 1, "borders" },
		{ "borders", 1, "border" },
		{ "кедне", 0, "кеден" },
		{ "ab", 0, "" },
		{ "", 0, "" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct form *forms;
		size_t n;
		ok(spell_near(f->store, f->analyzer, "", str_of(rows[i].word), rows[i].distance, 10, &f->arena, &forms, &n,
			      &ok_err));
		assert_string_equal(join(forms, n), rows[i].forms);
	}
}

static void only_forms_that_somebody_wrote_stand(void **state)
{
	(void)state;
	static const struct { const char *form; bool stands; } rows[] = {
		{ "border", true }, { "borders", true }, { "organisations", true }, { "organis", false },
		{ "cooperation", true }, { "cooper", false }, { "operation", true }, { "guard", false },
		{ "guards", true }, { "границы", true }, { "границ", false }, { "шекара", true }, { "chegara", true },
		{ "nowhere", false },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		bool stands;
		ok(form_stands(f->store, f->analyzer, str_of(rows[i].form), &f->arena, &stands, &ok_err));
		if (stands != rows[i].stands)
			fail_msg("%s: %d", rows[i].form, stands);
	}
}

/* However many documents hold the compound alone. */
static void one_that_is_written_is_found_among_compounds(void **state)
{
	(void)state;
	static const struct doc cooper = DOC("p", "", "Gary Cooper, actor.");
	struct fixture *mine = fixture_open(NULL, 0);
	bool stands;
	for (int i = 0; i < 30; i++) {
		struct doc d = { .id = arena_printf(&mine->arena, "c%d", i), .text = STR("Co-operation.") };
		fixture_put(mine, &d);
	}
	fixture_commit(mine);
	ok(form_stands(mine->store, mine->analyzer, STR("cooper"), &mine->arena, &stands, &ok_err));
	assert_false(stands);
	fixture_put(mine, &cooper);
	fixture_commit(mine);
	ok(form_stands(mine->store, mine->analyzer, STR("cooper"), &mine->arena, &stands, &ok_err));
	assert_true(stands);
	fixture_close(mine);
}

static const char *suggested(const char *text, uint32_t max)
{
	struct suggestion *list;
	size_t n;
	struct str s = STR_NONE;
	ok(suggest(f->store, f->analyzer, str_of(text), max, &f->arena, &list, &n, &ok_err));
	for (size_t i = 0; i < n; i++)
		s = arena_printf(&f->arena, "%.*s%s%.*s%s", STR_ARG(s), i ? "|" : "", STR_ARG(list[i].text),
				 list[i].is_title ? "!" : "");
	return arena_strz(&f->arena, s);
}

static void completions(void **state)
{
	(void)state;
	static const struct { const char *typed; uint32_t max; const char *suggested; } rows[] = {
		{ "Bord", 10, "border|borders|bordering|Border trade!|Border guards of Kazakhstan!" },
		{ "bord", 3, "border|borders|Border trade!" },
		{ "bord", 1, "border" },
		{ "kazakhstan bo", 10, "kazakhstan border|kazakhstan borders|kazakhstan bojxona|kazakhstan bojxonasi|"
		  "kazakhstan bordering|Border guards of Kazakhstan!" },
		{ "таможн", 10, "таможня|Граница и таможня!" },
		{ "Граница и там", 10, "Граница и таможня|Граница и таможенники|Граница и таможня!" },
		{ "шек", 10, "шекара|шекарашылар|Шекара бекеті!" },
		{ "O‘zbeki", 10, "ozbekiston" },
		{ "cheg", 10, "chegara|chegarasi|Chegara posti!" },
		{ "border ", 10, "Border trade!|Border guards of Kazakhstan!" },
		{ "organis", 10, "organisations" },
		{ "coop", 10, "cooperation" },
		{ "xyz", 10, "" },
		{ "", 10, "" },
		{ "bord", 0, "" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const char *got = suggested(rows[i].typed, rows[i].max);
		if (strcmp(got, rows[i].suggested) != 0) {
			print_error("%s: %s\n", rows[i].typed, got);
			fail();
		}
	}
}

static void what_is_deleted_is_not_suggested(void **state)
{
	(void)state;
	static const struct doc secret = DOC("s", "Zebra crossing", "Zebras crossed.");
	fixture_put(f, &secret);
	fixture_commit(f);
	assert_string_equal(suggested("zeb", 5), "zebra|zebras|Zebra crossing!");
	docid_t doc;
	ok(store_find(store_writer_reader(f->writer), STR("Qs"), &doc, &ok_err));
	ok(store_writer_delete(f->writer, doc, &ok_err));
	fixture_commit(f);
	assert_string_equal(suggested("zeb", 5), "");
}

static void similar_documents(void **state)
{
	(void)state;
	static const struct { const char *id, *first; } rows[] = {
		{ "en1", "en2" }, { "ru1", "ru2" }, { "kk1", "kk2" }, { "uz1", "uz2" },
	};
	struct search_params p = fixture_params("");
	struct search_result r;
	struct err err;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		ok(similar(f->store, f->analyzer, str_of(rows[i].id), &p, &f->arena, &r, &ok_err));
		assert_true(r.n_hits > 0);
		assert_true(str_eqz(r.hits[0].doc.id, rows[i].first));
		for (size_t k = 0; k < r.n_hits; k++)
			assert_false(str_eqz(r.hits[k].doc.id, rows[i].id));
	}
	assert_int_equal(similar(f->store, f->analyzer, STR("nobody"), &p, &f->arena, &r, &err), -1);
	assert_int_equal(err.code, ERR_NOT_FOUND);
}

static void fetching(void **state)
{
	(void)state;
	struct doc doc;
	size_t database;
	struct err err;
	ok(fetch(f->store, STR("uz1"), &f->arena, &doc, &database, &ok_err));
	assert_true(str_eq(doc.text, docs[6].text));
	assert_true(str_eq(doc.title, docs[6].title));
	assert_int_equal(database, 0);
	assert_int_equal(fetch(f->store, STR(""), &f->arena, &doc, &database, &err), -1);
	assert_int_equal(err.code, ERR_NOT_FOUND);
	char *id = arena_zalloc(&f->arena, 1001);
	memset(id, 'x', 1000);
	assert_int_equal(fetch(f->store, str_of(id), &f->arena, &doc, &database, &err), -1);
	assert_true(strlen(err.msg) < 200);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(spelling),
		cmocka_unit_test(spelling_tells_each_word),
		cmocka_unit_test(rare_words_next_to_common_ones),
		cmocka_unit_test(near_forms),
		cmocka_unit_test(only_forms_that_somebody_wrote_stand),
		cmocka_unit_test(one_that_is_written_is_found_among_compounds),
		cmocka_unit_test(completions),
		cmocka_unit_test(what_is_deleted_is_not_suggested),
		cmocka_unit_test(similar_documents),
		cmocka_unit_test(fetching),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
