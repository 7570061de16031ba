/* Stemmers: words per language, unknown languages, the list. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "shim/stem.h"

static void stems_by_language(void **state)
{
	static const struct { const char *lang, *word, *stem; } rows[] = {
		{ "en", "cooperation", "cooper" },
		{ "english", "borders", "border" },
		{ "en", "", "" },
		{ "en", "s", "s" },
		{ "ru", "границы", "границ" },
		{ "russian", "безопасности", "безопасн" },
		{ "de", "grenzen", "grenz" },
		{ "none", "borders", "borders" },
	};
	(void)state;
	struct buf out = BUF_INIT;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct err err;
		struct stem *s;
		assert_int_equal(stem_new(rows[i].lang, &s, &err), 0);
		assert_int_equal(stem_word(s, str_of(rows[i].word), &out, &err), 0);
		assert_true(str_eqz(buf_str(&out), rows[i].stem));
		stem_free(&s);
		assert_null(s);
		stem_free(&s);
	}
	buf_fini(&out);
}

static void replaces_what_out_held(void **state)
{
	(void)state;
	struct err err;
	struct stem *s;
	struct buf out;
	buf_init(&out, 4);
	assert_int_equal(stem_new("en", &s, &err), 0);
	buf_puts(&out, "old");
	assert_int_equal(stem_word(s, STR("runs"), &out, &err), 0);
	assert_string_equal(out.p, "run");
	assert_int_equal(stem_word(s, STR("xylophone"), &out, &err), -1);
	assert_int_equal(err.code, ERR_LIMIT);
	assert_int_equal(stem_word(s, STR_NONE, &out, &err), 0);
	assert_int_equal(out.n, 0);
	stem_free(&s);
	buf_fini(&out);
}

static void names_the_known_languages(void **state)
{
	(void)state;
	struct err err;
	struct stem *s = (struct stem *)&err;
	assert_int_equal(stem_new("tlh", &s, &err), -1);
	assert_null(s);
	assert_int_equal(err.code, ERR_INVALID);
	assert_non_null(strstr(err.msg, "'tlh'"));
	assert_non_null(strstr(err.msg, "russian"));
	assert_non_null(strstr(stem_languages(), "english"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stems_by_language),
		cmocka_unit_test(replaces_what_out_held),
		cmocka_unit_test(names_the_known_languages),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
