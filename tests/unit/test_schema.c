/* Names of terms and slots, and the check of an index's stamps. */
#include "config.h"

#include "common/utf8.h"
#include "index/schema.h"
#include "text/analyzer.h"
#include "tests/unit/store_fixture.h"

static void cuts_terms_at_characters(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	char text[300];
	memset(text, 'w', sizeof(text));
	assert_true(str_eqz(schema_term(&a, "XP", STR("word")), "XPword"));
	assert_true(str_eqz(schema_term(&a, EXACT, STR("word")), "word="));
	assert_true(str_eqz(schema_term(&a, EXACT, STR_NONE), "="));
	assert_int_equal(schema_term(&a, EXACT, str_n(text, 244)).n, 245);
	assert_true(str_ends(schema_term(&a, EXACT, str_n(text, 300)), STR("w=")));
	assert_int_equal(schema_term(&a, EXACT, str_n(text, 300)).n, 245);
	assert_true(str_eqz(schema_term(&a, "S", STR_NONE), "S"));
	assert_int_equal(schema_term(&a, "XP", str_n(text, 243)).n, 245);
	assert_int_equal(schema_term(&a, "XP", str_n(text, 244)).n, 245);
	memcpy(text + 242, "\xd0\xaf", 2);	/* Я over the limit */
	assert_int_equal(schema_term(&a, "XP", str_n(text, 300)).n, 244);
	/* A NUL takes two bytes. */
	text[0] = '\0';
	struct str term = schema_term(&a, "T", str_n(text, 300));
	assert_int_equal(term.n, 1 + 242);
	assert_int_equal(term.p[1], '\0');
	arena_fini(&a);
}

static void makes_long_ids_fit(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	char id[400];
	memset(id, 'i', sizeof(id));
	assert_true(str_eqz(schema_id_term(&a, STR("memos/000.txt")), "Qmemos/000.txt"));
	struct str fits = schema_id_term(&a, str_n(id, 244));
	assert_int_equal(fits.n, 245);
	assert_true(str_ends(fits, STR("iii")));
	struct str cut = schema_id_term(&a, str_n(id, 245));
	assert_int_equal(cut.n, 245);
	assert_int_equal(cut.p[245 - 33], '#');
	struct str other = schema_id_term(&a, str_n(id, 246));
	assert_int_equal(other.n, 245);
	assert_false(str_eq(cut, other));
	id[210] = '\xd0';
	id[211] = '\xaf';
	id[212] = '\0';
	cut = schema_id_term(&a, str_n(id, 300));
	assert_int_equal(cut.n, 1 + 210 + 33);
	arena_fini(&a);
}

static void knows_slots(void **state)
{
	(void)state;
	static const struct { const char *name; uint32_t slot; } rows[] = {
		{ "date", SLOT_DATE_FROM }, { "title", SLOT_TITLE_KEY }, { "lang", SLOT_LANG },
		{ "type", SLOT_TYPE }, { "source", SLOT_SOURCE }, { "author", SLOT_AUTHOR },
		{ "year", SLOT_YEAR }, { "content", SLOT_CONTENT },
	};
	uint32_t slot;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		assert_true(schema_slot(str_of(rows[i].name), &slot));
		assert_int_equal(slot, rows[i].slot);
	}
	assert_false(schema_slot(STR(""), &slot));
	assert_false(schema_slot(STR("Date"), &slot));
	assert_false(schema_slot(STR("dates"), &slot));
}

static void checks_stamps(void **state)
{
	struct arena a = ARENA_INIT;
	struct langs langs, found;
	ok(langs_parse(STR("en, ru"), &langs, &ok_err));
	struct str stamp = schema_analyzer_stamp(&a, &langs);
	assert_true(str_ends(stamp, STR(" en,ru")));
	struct str old = arena_printf(&a, "%d en", ANALYZER_VERSION + 1);
	const struct { const char *format; struct str analyzer; const char *says; } rows[] = {
		{ "3", stamp, NULL },
		{ "", stamp, "not made by karez" },
		{ "4", stamp, "format '4'" },
		{ "3", old, "karez-index --full --index /x" },
		{ "3", STR("rubbish"), "analyzer 'rubbish'" },
		{ "3", STR(""), "analyzer ''" },
		{ "3", arena_printf(&a, "%d en,xx", ANALYZER_VERSION), "xx" },
		{ "3", arena_printf(&a, "%d", ANALYZER_VERSION), "languages" },
	};
	char path[300];
	snprintf(path, sizeof(path), "%s/db", (const char *)*state);
	struct store_writer *w = NULL;
	ok(store_writer_open(path, true, &w, &ok_err));
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct err err = { 0 };
		ok(store_writer_set_metadata(w, STR(META_FORMAT), str_of(rows[i].format), &ok_err));
		ok(store_writer_set_metadata(w, STR(META_ANALYZER), rows[i].analyzer, &ok_err));
		int rc = schema_check(store_writer_reader(w), "/x", &found, &err);
		if (!rows[i].says) {
			assert_int_equal(rc, 0);
			assert_string_equal(found.spec, langs.spec);
			continue;
		}
		assert_int_equal(rc, -1);
		assert_int_equal(err.code, ERR_MISMATCH);
		assert_non_null(strstr(err.msg, "/x"));
		if (!strstr(err.msg, rows[i].says))
			fail_msg("'%s' not in '%s'", rows[i].says, err.msg);
	}
	store_writer_close(&w);
	arena_fini(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cuts_terms_at_characters),
		cmocka_unit_test(makes_long_ids_fit),
		cmocka_unit_test(knows_slots),
		cmocka_unit_test_setup_teardown(checks_stamps, scratch_make, scratch_remove),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
