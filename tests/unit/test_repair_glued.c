/* Words that have lost the blank between them. */
#include "config.h"

#include "tests/unit/repair_fixture.h"

#define Z "\xe2\x80\x8b"

static void glued_words_are_parted(void **state)
{
	(void)state;
	static const struct repair_row rows[] = {
		{ "such asLena and Ob", "such as" Z "Lena and Ob" },
		{ "a town ofYakutia", "a town of" Z "Yakutia" },
		{ "(theNorthern fleet)", "(the" Z "Northern fleet)" },
		{ "said thatRivers, andTowns rose", "said that" Z "Rivers, and" Z "Towns rose" },
		{ "in 1912became known", "in 1912" Z "became known" },
		{ "in 2016became known. Since 2018nothing was heard", "in 2016" Z "became known. Since 2018" Z "nothing was heard" },
		{ "byVera", "by" Z "Vera" },
		/* names and other words with a capital inside */
		{ "McDonald, YouTube, JavaScript, iPhone and eBay", NULL },
		{ "PowerPoint in the LinkedIn office", NULL },
		{ "theUN and ofA", NULL },
		{ "DeKalb, MacArthur and vanGogh", NULL },
		{ "x.toList and path/isEmpty", NULL },
		{ "readThe file", NULL },
		/* numbers with units and endings */
		{ "the 1990ies, 1990s, 2000er", NULL },
		{ "1500mm, 2000km, 1000base", NULL },
		{ "12345became and 912became", NULL },
		{ "3016became", NULL },
		{ "в 1912году вРоссии", "в 1912" Z "году вРоссии" },
		{ "в 1990ых и 1941ого", NULL },
		{ "as Katibat of the Lena", NULL },
		{ "", NULL },
	};
	struct repair_row full[COUNT(rows)];
	for (size_t i = 0; i < COUNT(rows); i++)
		full[i] = (struct repair_row){ rows[i].in, rows[i].out ? rows[i].out : rows[i].in };
	check_rows(full, COUNT(full), RULE_BIT(RULE_glued), RULE_glued);
}

int main(void)
{
	const struct CMUnitTest tests[] = { T(glued_words_are_parted) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
