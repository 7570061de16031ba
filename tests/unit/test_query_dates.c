/* Days in queries. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "query/dates.h"

static void days(void **state)
{
	(void)state;
	static const struct { const char *words[4]; size_t length; const char *second, *third, *fourth; } rows[] = {
		{ { "29", "february", "2020" }, 3, "February 29, 2020", "29 февраля 2020", "29.02.2020" },
		{ { "february", "29", "2020", "letter" }, 3, "February 29, 2020", "29 февраля 2020", "29.02.2020" },
		{ { "3", "мая", "2014" }, 3, "May 3, 2014", "3 мая 2014", "03.05.2014" },
		{ { "03.05.2014", "letter" }, 1, "May 3, 2014", "3 мая 2014", "03.05.2014" },
		{ { "february", "2020" }, 0, NULL, NULL, NULL }, { { "30", "february", "2020" }, 0, NULL, NULL, NULL },
		{ { "2020" }, 0, NULL, NULL, NULL }, { { "3", "letters", "2014" }, 0, NULL, NULL, NULL }, { { NULL }, 0, NULL, NULL, NULL },
	};
	struct arena a = ARENA_INIT;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct query_token tokens[4];
		struct alias_word words[4];
		struct str forms[DATE_FORMS];
		size_t n = 0;
		for (; n < 4 && rows[i].words[n]; n++) {
			tokens[n] = (struct query_token){ .exact = str_of(rows[i].words[n]) };
			words[n] = (struct alias_word){ .token = &tokens[n] };
		}
		assert_int_equal(date_forms(words, n, false, &a, forms), rows[i].length);
		assert_int_equal(date_forms(words, n, true, &a, forms), rows[i].length == n ? n : 0);
		if (!rows[i].length)
			continue;
		date_forms(words, n, false, &a, forms);
		assert_true(str_eqz(forms[1], rows[i].second));
		assert_true(str_eqz(forms[2], rows[i].third));
		assert_true(str_eqz(forms[3], rows[i].fourth));
	}
	arena_fini(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(days) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
