/* Where sentences end. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "query/sentence.h"

static enum boundary judge(const char *first, const char *gap, const char *next)
{
	char text[200];
	size_t start = strlen(first), end = start + strlen(gap), word = start;
	strcat(strcat(strcpy(text, first), gap), next);
	while (word > 0 && text[word - 1] != ' ')
		word--;
	return sentence_boundary(str_of(text), word, start, end);
}

static void gaps(void **state)
{
	(void)state;
	static const struct { const char *first, *gap, *next; enum boundary expected; } rows[] = {
		{ "border", " ", "trade", BOUNDARY_NONE },
		{ "border", ", ", "trade", BOUNDARY_NONE },
		{ "border", ". ", "Trade", BOUNDARY_SENTENCE },
		{ "граница", ". ", "Таможня", BOUNDARY_SENTENCE },
		{ "шекара", "! ", "Бекет", BOUNDARY_SENTENCE },
		{ "chegara", "? ", "O‘zbek", BOUNDARY_SENTENCE },
		{ "border", ".” “", "Trade", BOUNDARY_SENTENCE },
		{ "граница", "…\n«", "Таможня", BOUNDARY_SENTENCE },
		{ "border", ". ", "2014", BOUNDARY_SENTENCE },
		{ "border", ". ", "trade", BOUNDARY_NONE },
		{ "border", ".", "Trade", BOUNDARY_NONE },
		{ "met A", ". ", "Smith", BOUNDARY_NONE },
		{ "в г", ". ", "Алматы", BOUNDARY_NONE },
		{ "the U.S", ". ", "Congress", BOUNDARY_NONE },
		{ "by Dr", ". ", "Smith", BOUNDARY_NONE },
		{ "the Gen", ". ", "Secretary", BOUNDARY_NONE },
		{ "et al", ". (", "2010", BOUNDARY_NONE },
		{ "Memo No", ". ", "455", BOUNDARY_NONE },
		{ "said no", ". ", "Then", BOUNDARY_SENTENCE },
		{ "т. е", ". ", "В", BOUNDARY_NONE },
		{ "ул", ". ", "Ленина", BOUNDARY_NONE },
		{ "ПРОФ", ". ", "Иванов", BOUNDARY_NONE },
		{ "в ст", ". ", "5", BOUNDARY_NONE },
		{ "mister", ". ", "Smith", BOUNDARY_SENTENCE },
		{ "Dr", "! ", "Smith", BOUNDARY_SENTENCE },
		{ "plan B", "! ", "Now", BOUNDARY_SENTENCE },
		{ "border", "\n", "Trade", BOUNDARY_NONE },
		{ "border", "\n\n", "trade", BOUNDARY_PARAGRAPH },
		{ "border", ".\n \n", "Trade", BOUNDARY_PARAGRAPH },
		{ "border", "\n- \n", "trade", BOUNDARY_NONE },
		{ "境", "。", "貿", BOUNDARY_SENTENCE },
		{ "سرحد", "؟ ", "تجارت", BOUNDARY_SENTENCE },
		{ "border", ". ", "", BOUNDARY_NONE },
		{ "border", "", "trade", BOUNDARY_NONE },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (judge(rows[i].first, rows[i].gap, rows[i].next) != rows[i].expected)
			fail_msg("row %zu: %s|%s|%s", i, rows[i].first, rows[i].gap, rows[i].next);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gaps),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
