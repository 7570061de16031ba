/* Proper names of documents: what is one, which spellings are one, and how many are kept. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "common/buf.h"
#include "index/propers.h"
#include "index/schema.h"
#include "tests/unit/preparer_fixture.h"

static struct proper *names_of(const char *text, struct arena *a, size_t *n_r)
{
	struct doc doc = { .id = STR("d"), .text = str_of(text) };
	struct proper *list;
	preparer_propers(preparer, &doc, a, &list, n_r);
	return list;
}

static struct str listed(const char *text, struct arena *a)
{
	size_t n;
	struct proper *list = names_of(text, a, &n);
	struct str s = STR_NONE;
	for (size_t i = 0; i < n; i++)
		s = arena_printf(a, "%.*s%s%.*s", STR_ARG(s), i ? "|" : "", STR_ARG(list[i].written));
	return s;
}

static void test_what_is_a_name(void **state)
{
	(void)state;
	static const struct { const char *text, *names; } rows[] = {
		{ "", "" },
		{ "no capitals at all", "" },
		{ "Rain fell. Snow fell.", "" },				/* beginnings of sentences alone */
		{ "We met Ivan Petrov there.", "Ivan Petrov" },
		{ "Ivan Petrov spoke.", "Ivan Petrov" },			/* two words say enough */
		{ "In Samarkand it rained.", "Samarkand" },
		{ "Rivers rose and rivers fell. Rivers Petrov knew.", "Petrov" },	/* elsewhere without a capital */
		{ "they asked Mr. Petrov and Dr. Ivan Petrov.", "Ivan Petrov" },
		{ "said Prime Minister Ivan Petrov.", "Ivan Petrov" },
		{ "said Secretary General Ivan Petrov.", "Ivan Petrov" },
		{ "of the Department of Justice in", "Department of Justice" },
		{ "the Ministry of Foreign Affairs said", "Ministry of Foreign Affairs" },
		{ "the Ministry of the Interior, and Ivan Petrov of the Rivers Union left.", "Ivan Petrov|Ministry of the Interior|Rivers Union" },
		{ "the house of the president of Freedonia", "Freedonia" },
		{ "came on Friday and in March to Bukhara", "Bukhara" },
		{ "asked Ivan Petrov Friday.", "Ivan Petrov" },
		{ "Petrov's house, Ivan Petrov\xe2\x80\x99s Garden.", "Garden|Ivan Petrov" },
		{ "then A. B. Petrov left.", "A. B. Petrov" },
		{ "the party Hizb ut-Tahrir grew", "Hizb ut-Tahrir" },
		{ "fighters of al-Qaeda left", "al-Qaeda" },
		{ "part II of the book", "" },
		{ "the NKO and the FBR", "FBR|NKO" },
		{ "Great Rivers of Our Time\n\nit rained", "" },		/* a heading */
		{ "see http://example.org/Path/Name now", "" },
		{ "\xd0\xbe\xd0\xbd \xd0\xb2\xd0\xb8\xd0\xb4\xd0\xb5\xd0\xbb \xd0\x98\xd0\xb2\xd0\xb0\xd0\xbd\xd0\xb0 "
		  "\xd0\x9f\xd0\xb5\xd1\x82\xd1\x80\xd0\xbe\xd0\xb2\xd0\xb0.",	/* он видел Ивана Петрова */
		  "\xd0\x98\xd0\xb2\xd0\xb0\xd0\xbd\xd0\xb0 \xd0\x9f\xd0\xb5\xd1\x82\xd1\x80\xd0\xbe\xd0\xb2\xd0\xb0" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct arena a = ARENA_INIT;
		struct str s = listed(rows[i].text, &a);
		/* Names that are worth the same come by number, which is of no meaning here. */
		if (s.n != strlen(rows[i].names))
			fail_msg("\"%s\" gives \"%.*s\", not \"%s\"", rows[i].text, STR_ARG(s), rows[i].names);
		const char *rest = rows[i].names;
		while (*rest) {
			size_t n = strcspn(rest, "|");
			if (str_find(s, str_n(rest, n)) < 0)
				fail_msg("\"%s\" gives \"%.*s\", not \"%s\"", rows[i].text, STR_ARG(s), rows[i].names);
			rest += n + (rest[n] == '|');
		}
		arena_fini(&a);
	}
}

static uint32_t only_number(const char *text)
{
	struct arena a = ARENA_INIT;
	size_t n;
	struct proper *list = names_of(text, &a, &n);
	if (n != 1)
		fail_msg("\"%s\" has %zu names", text, n);
	uint32_t number = list[0].number;
	arena_fini(&a);
	return number;
}

static void test_what_is_one_name(void **state)
{
	(void)state;
	static const struct { const char *a, *b; bool same; } rows[] = {
		{ "saw Nursultan Nazarbayev there.", "saw Nursultan Nazarbaev there.", true },
		{ "saw Islam Karimov there.",
		  "\xd1\x83 \xd0\x98\xd1\x81\xd0\xbb\xd0\xb0\xd0\xbc\xd0\xb0 \xd0\x9a\xd0\xb0\xd1\x80\xd0\xb8\xd0\xbc\xd0\xbe\xd0\xb2\xd0\xb0.", true },	/* у Ислама Каримова */
		{ "saw Osama bin Laden there.", "saw Usama ben Laden there.", false },	/* Osama is another reading */
		{ "saw Osama bin Laden there.", "saw Osama ben Laden there.", true },
		{ "saw Islam Karimov there.", "saw Islom Kamilov there.", false },
		{ "saw Karimov Islam there.", "saw Islam Karimov there.", false },
		/* the acronym, and the surname, are what the document says */
		{ "the Desert Rivers Union (DRU), and the DRU met.", "the Desert Rivers Union met.", true },
		{ "then Islam Karimov came; but Karimov left", "saw Islam Karimov there.", true },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if ((only_number(rows[i].a) == only_number(rows[i].b)) != rows[i].same)
			fail_msg("\"%s\" and \"%s\"", rows[i].a, rows[i].b);
}

static void test_name_by_itself(void **state)
{
	(void)state;
	struct langs langs;
	struct analyzer *an;
	struct propers p;
	bool capital;
	struct err err;
	assert_int_equal(langs_parse(STR("en,ru"), &langs, &err), 0);
	assert_int_equal(analyzer_new(&langs, &an, &err), 0);
	propers_init(&p);
	assert_int_equal(propers_number_of(&p, an, STR("Desert Rivers Union"), &capital), only_number("the Desert Rivers Union met."));
	assert_int_equal(propers_number_of(&p, an, STR("Union of Desert Rivers"), NULL), only_number("the Union of the Desert Rivers met."));
	assert_int_equal(propers_number_of(&p, an, STR("FBR"), NULL), only_number("the FBR met."));
	assert_true(capital);
	assert_int_equal(propers_number_of(&p, an, STR("desert rivers"), &capital), only_number("the Desert Rivers met."));
	assert_false(capital);
	assert_int_equal(propers_number_of(&p, an, STR(" . "), NULL), 0);
	propers_fini(&p);
	analyzer_free(&an);
}

/* A short text has PROPERS_LEAST of them and more as it grows; the commonest stay. */
static void test_limits(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	struct buf b = BUF_INIT;
	size_t n;
	for (int i = 0; i < 200; i++)
		buf_printf(&b, "he met Kol%c%cmer Lan%c%cdon. ", 'a' + i % 26, 'a' + i / 26, 'a' + i / 26, 'a' + i % 26);
	buf_puts(&b, "he met Pavel Belov, then Pavel Belov, then Pavel Belov, then Pavel Belov.");
	names_of(arena_strz(&a, buf_str(&b)), &a, &n);
	assert_int_equal(n, PROPERS_LEAST + b.n / PROPERS_RATE);
	if (!str_starts(listed(arena_strz(&a, buf_str(&b)), &a), STR("Pavel Belov|")))
		fail_msg("%.*s", STR_ARG(listed(arena_strz(&a, buf_str(&b)), &a)));
	while (b.n <= PROPERS_TEXT_MAX)
		buf_puts(&b, "it rained all day and it rained all night ");
	buf_puts(&b, "and Boris Orlov, Boris Orlov, Boris Orlov came");
	names_of(arena_strz(&a, buf_str(&b)), &a, &n);
	assert_int_equal(n, PROPERS_MAX);
	assert_true(str_find(listed(arena_strz(&a, buf_str(&b)), &a), STR("Orlov")) < 0);
	buf_fini(&b);
	arena_fini(&a);
}

static void test_packed(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	const struct proper list[] = { { .number = UINT32_MAX }, { .number = 1 }, { .number = 0x80000000 } };
	struct str packed = propers_pack(list, 3, &a);
	assert_int_equal(propers_count(packed), 3);
	assert_int_equal(propers_number(packed, 0), 1);
	assert_int_equal(propers_number(packed, 1), 0x80000000);
	assert_int_equal(propers_number(packed, 2), UINT32_MAX);
	assert_int_equal(propers_pack(NULL, 0, &a).n, 0);
	arena_fini(&a);
}

/* What prepare() stores is what is read again later. */
static void test_stored(void **state)
{
	(void)state;
	static const struct prepare_limits no_limit = { 0 };
	struct doc doc = { .id = STR("d"), .title = STR("Title of Boris Orlov"),
			   .text = STR("We met Ivan Petrov of the Desert Rivers Union (DRU). The DRU said that Petrov left.") };
	struct arena a = ARENA_INIT;
	struct prepared p;
	struct proper *list;
	struct err err;
	struct str stored = STR_NONE;
	size_t n;
	prepared_init(&p);
	assert_int_equal(prepare(preparer, &doc, STR_NONE, &no_limit, &p, &err), 0);
	for (size_t i = 0; i < p.document.n_values; i++)
		if (p.document.values[i].slot == SLOT_NAMES)
			stored = p.document.values[i].value;
	preparer_propers(preparer, &doc, &a, &list, &n);
	assert_int_equal(n, 2);
	assert_true(str_eq(stored, propers_pack(list, n, &a)));
	prepared_fini(&p);
	arena_fini(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_a_name), cmocka_unit_test(test_what_is_one_name), cmocka_unit_test(test_name_by_itself),
		cmocka_unit_test(test_limits), cmocka_unit_test(test_packed), cmocka_unit_test(test_stored),
	};
	return cmocka_run_group_tests(tests, make_preparer, free_preparer);
}
