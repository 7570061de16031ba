/* Words that no document has: what is searched for instead, and what never is. */
#include "config.h"

#include "query/recall.h"
#include "tests/unit/query_fixture.h"

#include "query/respell.h"

#define DOC(i, te, ...) { .id = { i, sizeof(i) - 1 }, .text = { te, sizeof(te) - 1 }, __VA_ARGS__ }
#define S(literal) { literal, sizeof(literal) - 1 }

static const struct doc docs[] = {
	DOC("kg", "There are porous borders of Kyrgyzstan, and remittances.", .author = S("Mariya Omelicheva")),
	DOC("cn", "There is Xinjiang, and then Xinjian by a slip. Cooperation goes on in Samarkand."),
	DOC("uz", "There came Kamilov to Bukhara, with the IJU and the EEU."),
	DOC("na", "There hid Namangani, and there was al-Bukhari. Counterterrorism came."),
	DOC("ru", "Там выступил Ислам Каримов о сотрудничестве.", .lang = S("ru")),
};

FIXTURE_OF(docs)

static void expect(const char *query, struct widening widen, const char *ids, const char *expansion)
{
	struct search_params p = { .query = str_of(query), .limit = 20, .widen = widen };
	const char *got = fixture_widened(f, &p);
	struct str wanted = arena_printf(&f->arena, "%s|%s", ids, expansion);
	if (!str_eqz(wanted, got))
		fail_msg("%s: \"%s\", not \"%.*s\"", query, got, STR_ARG(wanted));
}

static const struct widening both = { .translit = true, .spelling = true }, neither = { .spelling = false };

static void finds_what_was_meant(void **state)
{
	static const struct { const char *query, *ids, *expansion; } rows[] = {
		{ "Kyrgystan", "kg", "Kyrgystan = kyrgyzstan (spelling)" },
		{ "kyrgystan", "kg", "kyrgystan = kyrgyzstan (spelling)" },
		{ "Kirgizstan", "kg", "Kirgizstan = kyrgyzstan (name)" },
		{ "Kirgistan", "kg", "Kirgistan = kyrgyzstan (spelling)" },	/* by its name key */
		{ "Киргистан", "kg", "Киргистан = kyrgyzstan (spelling)" },
		{ "Xinjang", "cn", "Xinjang = xinjiang (name)" },
		{ "Xinjiagn", "cn", "Xinjiagn = xinjian, xinjiang (spelling)" },
		{ "Cooparation", "cn", "Cooparation = cooperation (spelling)" },
		{ "coperatoin", "cn", "coperatoin = cooperation (spelling)" },	/* two in a long word */
		{ "remitances", "kg", "remitances = remittances (spelling)" },
		{ "author:Omelichova", "kg", "Omelichova = omelicheva (spelling)" },
		{ "\"porous bordres\"", "kg", "bordres = borders (spelling)" },
		{ "Kyrgystan porous", "kg", "Kyrgystan = kyrgyzstan (spelling)" },
		{ "сатрудничество", "ru", "сатрудничество = сотрудничестве (spelling)" },
		{ "Namanganni", "na", "Namanganni = namangani (name)" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		expect(rows[i].query, both, rows[i].ids, rows[i].expansion);
}

static void leaves_alone(void **state)
{
	static const struct { const char *query, *ids; } rows[] = {
		/* what a document has */
		{ "Kamilov", "uz" }, { "Bukhara", "uz" }, { "Bukhari", "na" }, { "IJU", "uz" }, { "EEU", "uz" }, { "Xinjian", "cn" },
		/* another name that no document has */
		{ "Karimovich", "" }, { "Namangan", "" }, { "Samarkandi", "" }, { "Kamilova", "" }, { "Rahimov", "" },
		{ "Наманган", "" }, { "Халилов", "" },
		/* acronyms, numbers, short words */
		{ "IMU", "" }, { "EAEU", "" }, { "CSTO", "" }, { "2014", "" }, { "ther", "" }, { "KYRGYS", "" },
		/* an operator says what is wanted */
		{ "=Kyrgystan", "" }, { "Kyrgyst*", "" }, { "\"=Kyrgystan\"", "" },
		{ "counter-terrorism", "na" },
		{ "nothing-of-that-kind", "" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		expect(rows[i].query, both, rows[i].ids, "");
}

static void turned_off(void **state)
{
	(void)state;
	expect("Kyrgystan", neither, "", "");
	expect("Kirgizstan", neither, "", "");
	expect("Kyrgystan", (struct widening){ .translit = true }, "", "");
}

/* Whoever is in haste gives it to somebody else, unless it was looked for before. */
static void in_haste(void **state)
{
	struct search_params p = { .query = STR("Kyrgystan"), .limit = 20, .widen = { .spelling = true, .in_haste = true } };
	struct search_result r;
	struct err err;
	(void)state;
	recall_forget(recall_of(f->store));
	assert_int_equal(search_run(f->store, f->analyzer, &p, &f->arena, &r, &err), -1);
	assert_int_equal(err.code, ERR_BUSY);
	p.widen.in_haste = false;
	ok(search_run(f->store, f->analyzer, &p, &f->arena, &r, &ok_err));
	p.widen.in_haste = true;
	ok(search_run(f->store, f->analyzer, &p, &f->arena, &r, &ok_err));
	assert_int_equal(r.widened.n_spelling, 1);
	p.query = STR("Kyrgyzstan");
	ok(search_run(f->store, f->analyzer, &p, &f->arena, &r, &ok_err));
}

/* So many words and no more are looked for. */
static void at_most(void **state)
{
	struct search_params p = { .query = STR("Kyrgystan Xinjang Cooparation remitances Buhkara"), .limit = 20,
				   .widen = { .spelling = true } };
	struct search_result r;
	(void)state;
	ok(search_run(f->store, f->analyzer, &p, &f->arena, &r, &ok_err));
	assert_int_equal(RESPELL_MAX, 4);
	for (size_t i = 0; i < r.expansions.n; i++)
		assert_false(str_eqz(r.expansions.list[i].to, "bukhara"));
	assert_true(r.expansions.n >= 4);
}

/* A rare word beside a much commoner one is searched for as it is; the other is named, when too little is found. */
static void rare_words_are_not_replaced(void **state)
{
	static const struct { const char *query; uint32_t limit; const char *offered; size_t hits; } rows[] = {
		{ "boarderz", 10, "boarderz ~ boarders (spelling)", 1 }, { "boarderz", 1, "", 1 }, { "boarders", 10, "", 10 },
		{ "=boarderz", 10, "", 1 }, { "slip", 10, "", 1 },
	};
	struct fixture *mine = fixture_open(NULL, 0);
	struct doc slip = { .id = STR("slip"), .text = STR("Two boarderz came, by a slip.") };
	(void)state;
	fixture_put(mine, &slip);
	for (int i = 0; i < 40; i++) {
		struct doc d = { .id = arena_printf(&mine->arena, "c%d", i), .text = STR("Then boarders came.") };
		fixture_put(mine, &d);
	}
	fixture_commit(mine);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct search_params p = { .query = str_of(rows[i].query), .limit = rows[i].limit, .widen = both };
		struct search_result r;
		struct buf b = BUF_INIT;
		ok(search_run(mine->store, mine->analyzer, &p, &mine->arena, &r, &ok_err));
		expansions_format(&r.expansions, true, &b);
		if (strcmp(b.p ? b.p : "", rows[i].offered) || r.n_hits != rows[i].hits)
			fail_msg("%s: \"%s\", %zu hits", rows[i].query, b.p ? b.p : "", r.n_hits);
		assert_int_equal(r.widened.n_spelling, 0);
		buf_fini(&b);
	}
	fixture_close(mine);
}

/* A guess at one word does not decide a question whose other words are found. */
static void questions_of_many_words(void **state)
{
	static const struct widening on = { .spelling = true };
	struct doc many[40] = {
		DOC("kg", "Customs officers patrol porous mountain borders near Kyrgyzstan; smugglers bribe guards."),
	};
	struct fixture *before = f;
	char ids[40][3];
	(void)state;
	for (size_t i = 1; i < 40; i++) {
		snprintf(ids[i], sizeof(ids[i]), "%02u", (unsigned)i);
		many[i] = (struct doc){ .id = str_of(ids[i]), .text = STR("Nothing is the matter.") };
	}
	f = fixture_open(many, 40);
	expect("Kyrgystan", on, "kg", "Kyrgystan = kyrgyzstan (spelling)");
	expect("customs officers patrol borders Kyrgystan", on, "kg", "Kyrgystan = kyrgyzstan (spelling)");
	expect("customs officers patrol porous mountain borders near Kyrgystan", on, "kg", "");
	fixture_close(f);
	f = before;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(questions_of_many_words),
		cmocka_unit_test(finds_what_was_meant), cmocka_unit_test(leaves_alone), cmocka_unit_test(turned_off),
		cmocka_unit_test(rare_words_are_not_replaced),
		cmocka_unit_test(in_haste), cmocka_unit_test(at_most),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
