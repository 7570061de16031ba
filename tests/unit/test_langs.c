/* The languages setting: what it may say, and that every language has its stemmer. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "shim/stem.h"
#include "text/langs.h"
#include "text/turkic.h"

static void reads_settings(void **state)
{
	static const struct { const char *spec, *normal; unsigned n; } rows[] = {
		{ "en,ru", "en,ru", 2 }, { LANGS_DEFAULT, "en,ru,kk", 3 }, { "uz", "uz", 2 }, { " EN , de,Ru ", "en,de,ru", 3 },
		{ "de", "de", 1 }, { "none", "none", 0 }, { " None ", "none", 0 },
		{ "ca,da,de,en,es,eu,fi,fr,ga,hu,id,it,lt,nl,no,pt", "ca,da,de,en,es,eu,fi,fr,ga,hu,id,it,lt,nl,no,pt", 16 },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct langs langs;
		struct err err;
		assert_int_equal(langs_parse(str_of(rows[i].spec), &langs, &err), 0);
		assert_int_equal(langs.n, rows[i].n);
		assert_string_equal(langs.spec, rows[i].normal);
		for (unsigned k = 0; k < langs.n; k++)
			if (strcmp(langs.list[k].code, "uz") != 0)
				assert_int_equal(langs.list[k].script, strstr("ru kk", langs.list[k].code) ?
						 SCRIPT_CYRILLIC : SCRIPT_LATIN);
	}
}

static void refuses_settings(void **state)
{
	static const struct { const char *spec, *message; } rows[] = {
		{ "", "\"none\"" }, { "  ", "\"none\"" }, { ",", "''" }, { "en,", "''" }, { "en,,ru", "''" },
		{ "tlh", "'tlh'" }, { "english", "known: ca" }, { "en,none", "'none'" }, { "en,ru,EN", "twice" },
		{ "ca,da,de,en,es,eu,fi,fr,ga,hu,id,it,lt,nl,no,pt,ro", "more than 16" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct langs langs;
		struct err err;
		assert_int_equal(langs_parse(str_of(rows[i].spec), &langs, &err), -1);
		assert_int_equal(err.code, ERR_INVALID);
		if (!strstr(err.msg, rows[i].message))
			fail_msg("\"%s\": %s", rows[i].spec, err.msg);
	}
}

static void has_a_stemmer_for_each(void **state)
{
	(void)state;
	struct langs langs;
	struct err err;
	assert_int_equal(langs_parse(STR("?"), &langs, &err), -1);
	struct str known = str_of(strstr(err.msg, "known: ") + 7), code;
	size_t n = 0;
	known.n--;	/* the closing parenthesis */
	for (; str_cut(&known, ' ', &code); n++) {
		struct stem *s;
		assert_int_equal(langs_parse(code, &langs, &err), 0);
		if (turkic_has(langs.list[0].code))
			continue;
		assert_int_equal(stem_new(langs.list[0].code, &s, &err), 0);
		stem_free(&s);
	}
	assert_int_equal(n, 22);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_settings),
		cmocka_unit_test(refuses_settings),
		cmocka_unit_test(has_a_stemmer_for_each),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
