/* Words of a string by hash: all that are in it, and nothing else. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "common/wordset.h"

static void has_its_words(void **state)
{
	static struct wordset set = WORDSET(" a am  an один am zoo");
	static const struct { const char *word; bool has; } rows[] = {
		{ "a", true }, { "am", true }, { "an", true }, { "один", true }, { "zoo", true },
		{ "", false }, { " ", false }, { "m", false }, { "zo", false }, { "zoos", false }, { "a am", false }, { " a", false },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_int_equal(wordset_has(&set, str_of(rows[i].word)), rows[i].has);
	assert_false(wordset_has(&set, STR_NONE));
	assert_false(wordset_has(&set, str_n("a\0", 2)));
}

static void may_be_empty(void **state)
{
	static struct wordset none = WORDSET(""), blanks = WORDSET("   ");
	(void)state;
	assert_false(wordset_has(&none, STR("a")));
	assert_false(wordset_has(&blanks, STR("a")));
	assert_false(wordset_has(&blanks, STR_NONE));
}

static void holds_many(void **state)
{
	static char list[5 * 5000 + 1];
	static struct wordset set = WORDSET(list);
	char word[8];
	(void)state;
	for (int i = 0; i < 5000; i++)
		snprintf(list + 5 * i, 6, "%04d ", i * 2 % 10000);
	for (int i = 0; i < 10000; i++) {
		snprintf(word, sizeof(word), "%04d", i);
		assert_int_equal(wordset_has(&set, str_of(word)), i % 2 == 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(has_its_words),
		cmocka_unit_test(may_be_empty),
		cmocka_unit_test(holds_many),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
