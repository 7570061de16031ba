/* Searches for names in other scripts and spellings, and what must not be drawn to them. */
#include "config.h"

#include "tests/unit/query_fixture.h"

#define DOC(i, te, ...) { .id = { i, sizeof(i) - 1 }, .text = { te, sizeof(te) - 1 }, __VA_ARGS__ }
#define S(literal) { literal, sizeof(literal) - 1 }

static const struct doc docs[] = {
	DOC("karimov", "It was President Karimov who spoke. Steel was sold by the Steel Board, and Steel again.",
	    .author = S("Galym Kirbassov")),
	DOC("kamilov", "It was Foreign Minister Kamilov who spoke in Namangan."),
	DOC("namangani", "It was the fighter Namangani of the IMU who hid; the water was still."),
	DOC("bukhara", "They came from Bukhara and prayed; then Katibat Imam al-Bukhari was founded."),
	DOC("bukhari", "There Katibat Imam al Bukhari and Al Qaida were named, and the IJU."),
	DOC("qaeda", "There al-Qaeda and the Uighurs of Hayat Tahrir al-Sham were named."),
	DOC("uyghur", "There the Uyghur people, and in the Ferghana Valley others."),
	DOC("ru", "Там выступил Ислам Каримов. О Назарбаеве не говорили, и о городе Бухаре тоже.", .lang = S("ru")),
	DOC("peoples", "Там живут таджики и кыргызы, уйгуров же мало.", .lang = S("ru")),
	DOC("stan", "Это было в Казахстане, а не в Туркменистане.", .lang = S("ru")),
	DOC("kz", "Then Nursultan Nazarbayev came to the Fergana Valley, to the FSB as well."),
};

FIXTURE_OF(docs)

/* expansion: NULL for any. */
static void expect(const char *query, bool translit, const char *ids, const char *expansion)
{
	struct search_params p = { .query = str_of(query), .limit = 20, .widen = { .translit = translit } };
	const char *got = fixture_widened(f, &p);
	struct str found, added = str_of(got);
	assert_true(str_cut(&added, '|', &found));
	if (!str_eqz(found, ids) || (expansion && !str_eqz(added, expansion)))
		fail_msg("%s: \"%s\", not \"%s|%s\"", query, got, ids, expansion ? expansion : "");
}

static void finds(void **state)
{
	static const struct { const char *query, *ids, *expansion; } rows[] = {
		{ "Каримов", "karimov ru", "Каримов = karimov (name)" },
		{ "каримов", "karimov ru", NULL },
		{ "Karimov", "karimov ru", "Karimov = каримов (name)" },
		{ "karimov", "karimov ru", NULL },
		{ "Karimoff", "karimov ru", NULL },
		{ "Каримовым", "karimov ru", NULL },
		{ "Камилов", "kamilov", "Камилов = kamilov (name)" },
		{ "Kamilov", "kamilov", "" },
		{ "Намангани", "namangani", NULL },
		{ "Наманган", "kamilov", NULL },
		{ "Намангане", "kamilov", NULL },
		{ "Namangan", "kamilov", "" },
		{ "Бухара", "bukhara ru", NULL },
		{ "Бухары", "bukhara ru", NULL },
		{ "Bukhara", "bukhara ru", NULL },
		{ "Bukhari", "bukhara bukhari", "" },
		{ "IMU", "namangani", "" },
		{ "IJU", "bukhari", "" },
		{ "ФСБ", "kz", "ФСБ = fsb (name)" },
		{ "Назарбаева", "kz ru", NULL },
		{ "nazarbaev", "kz ru", NULL },
		{ "Нурсултана", "kz", NULL },
		{ "уйгуров", "peoples qaeda uyghur", NULL },
		{ "Uigur", "peoples qaeda uyghur", NULL },
		{ "Uyghurs", "peoples qaeda uyghur", NULL },
		{ "Tajik", "peoples", "Tajik = таджик (name)" },
		{ "Kirgiz", "peoples", NULL },
		{ "Казахстан", "stan", NULL },
		{ "казахстан", "stan", NULL },
		{ "Kazakhstan", "stan", NULL },
		{ "Туркменистаном", "stan", NULL },
		{ "Фергана", "kz uyghur", NULL },
		{ "Fergana", "kz uyghur", "Fergana = ferghana (name)" },
		/* in phrases and under NEAR */
		{ "\"президент Каримов\"", "", NULL },
		{ "\"President Каримов\"", "karimov", NULL },
		{ "\"Katibat Имам аль-Бухари\"", "bukhara bukhari", NULL },
		{ "\"Аль-Каида\"", "bukhari qaeda", NULL },
		{ "Аль-Каиды", "bukhari qaeda", NULL },
		{ "\"Тахрир аш-Шам\"", "qaeda", NULL },
		{ "President NEAR/2 Каримов", "karimov", NULL },
		{ "(President NEAR/2 Камилов)", "", NULL },
		{ "Foreign AND Камилов", "kamilov", NULL },
		/* in a field */
		{ "author:Кирбасов", "karimov", "Кирбасов = kirbassov (name)" },
		{ "author:Kirbasov", "karimov", NULL },
		/* an ordinary word is not drawn to a name, a word in quotes with = to nothing */
		{ "still", "namangani", "" },
		{ "water", "namangani", "" },
		{ "=Karimov", "karimov", "" },
		{ "\"=Karimov\"", "karimov", "" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		expect(rows[i].query, true, rows[i].ids, rows[i].expansion);
}

static void turned_off(void **state)
{
	(void)state;
	expect("Каримов", false, "ru", "");
	expect("Karimov", false, "karimov", "");
	expect("Аль-Каида", false, "", "");
}

/* What was typed comes before other spellings of it. */
static void typed_first(void **state)
{
	struct search_params p = { .query = STR("Fergana"), .limit = 20, .widen = { .translit = true } };
	struct search_result r;
	(void)state;
	ok(search_run(f->store, f->analyzer, &p, &f->arena, &r, &ok_err));
	assert_int_equal(r.n_hits, 2);
	assert_true(str_eqz(r.hits[0].doc.id, "kz"));
	assert_true(r.hits[1].score < r.hits[0].score);
}

/* Another spelling is marked in the passage like the one typed. */
static void is_marked(void **state)
{
	struct search_params p = { .query = STR("Каримов"), .limit = 20, .snippets = 1, .widen = { .translit = true } };
	struct search_result r;
	(void)state;
	ok(search_run(f->store, f->analyzer, &p, &f->arena, &r, &ok_err));
	assert_int_equal(r.n_hits, 2);
	for (size_t i = 0; i < r.n_hits; i++) {
		assert_int_equal(r.hits[i].n_passages, 1);
		assert_int_equal(r.hits[i].passages[0].n_marks, 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds), cmocka_unit_test(turned_off), cmocka_unit_test(typed_first),
		cmocka_unit_test(is_marked),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
