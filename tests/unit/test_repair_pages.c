/* Numbers, running heads and banners of pages. */
#include "config.h"

#include "tests/unit/repair_fixture.h"

/* A page's worth of text that ends a sentence, or does not. */
#define TEXT_1 "The commission met in the town hall to talk about the bridge and the road that leads to it."
#define TEXT_2 "Nobody had asked the ferrymen, who would lose their trade, what they thought about the plan."
#define TEXT_3 "The bridge was built all the same, and the ferry was sold to a town further down the river."
#define CUT_1 "The commission met in the town hall to talk about the bridge and the road that"
#define CUT_2 "leads to it, but nobody had asked the ferrymen, who would lose their trade, what they"
#define CUT_3 "thought about the plan, and so the bridge was built all the same."

static void what_belongs_to_pages_goes(void **state)
{
	(void)state;
	static const struct repair_row rows[] = {
		/* numbers that say what they are */
		{ TEXT_1 "\n\n- 12 -\n\n" TEXT_2, TEXT_1 "\n\n" TEXT_2 },
		{ TEXT_1 "\n\nPage 3 of 9\n\n" TEXT_2, TEXT_1 "\n\n" TEXT_2 },
		{ TEXT_1 "\n\nстр. 4\n\n" TEXT_2, TEXT_1 "\n\n" TEXT_2 },
		{ TEXT_1 "\n\nСтраница 4 из 10\n\n" TEXT_2, TEXT_1 "\n\n" TEXT_2 },
		{ TEXT_1 "\n\n— 7 —\n\n" TEXT_2, TEXT_1 "\n\n" TEXT_2 },
		{ TEXT_1 "\n\n3 of 9\n\n" TEXT_2, TEXT_1 "\n\n" TEXT_2 },
		/* numbers beside the end of a page, or one after another */
		{ CUT_1 "\n\n12\n\n" CUT_2, CUT_1 "\n\n" CUT_2 },
		{ TEXT_1 "\n12\n\f\n" TEXT_2, TEXT_1 "\n" TEXT_2 },
		{ TEXT_1 "\n\n12\n\n" TEXT_2 "\n\n13\n\n" TEXT_3, TEXT_1 "\n\n" TEXT_2 "\n\n" TEXT_3 },
		/* heads beside numbers and page ends, three times and more */
		{ "Border Studies\n1\n" TEXT_1 "\n\f\nBorder Studies\n2\n" TEXT_2 "\n\f\nBorder Studies\n3\n" TEXT_3,
		  TEXT_1 "\n" TEXT_2 "\n" TEXT_3 },
		{ TEXT_1 "\nРечной вестник\n\f\n" TEXT_2 "\nРечной вестник\n\f\n" TEXT_3 "\nРечной вестник\n\f\n" TEXT_1,
		  TEXT_1 "\n" TEXT_2 "\n" TEXT_3 "\n" TEXT_1 },
		{ "Border Studies\nThe Bridge\n" TEXT_1 "\n- 1 -\nBorder Studies\n" TEXT_2 "\n- 2 -\nBorder Studies\n" TEXT_3,
		  "The Bridge\n" TEXT_1 "\n" TEXT_2 "\n" TEXT_3 "\n\n\fBorder Studies" },
		/* heads with a number in them, in the midst of sentences */
		{ CUT_1 "\n\n12 The River Trade\n\n" CUT_2 "\n\n13 The River Trade\n\n" CUT_3 "\n\n14 The River Trade\n\n" TEXT_3,
		  CUT_1 "\n\n" CUT_2 "\n\n" CUT_3 "\n\n" TEXT_3 },
		/* heads with their numbers far off, once each */
		{ CUT_1 "\n\f\n202          A. Lee\n\n" CUT_2 "\n\f\nThe Bridge       203\n\n" CUT_3, CUT_1 "\n\n" CUT_2 "\n\n" CUT_3 },
		{ CUT_1 "\n\n12        Речной вестник\n\f\n" CUT_2, CUT_1 "\n\n" CUT_2 },
		{ CUT_1 "\n\n© 2018 The River Society\n\f\n" CUT_2, CUT_1 "\n\n" CUT_2 "\n\n\f© 2018 The River Society" },
		{ TEXT_1 "\n\f\nOsh       1200\n" "Naryn     3100\n\n" TEXT_2, TEXT_1 "\nOsh       1200\n" "Naryn     3100\n\n" TEXT_2 },
		{ TEXT_1 "\n\f\nOsh       1200      16\n\n" TEXT_2, TEXT_1 "\nOsh       1200      16\n\n" TEXT_2 },
		/* letters set apart, columns of an imprint */
		{ "N O R T H E R N rivers and lakes", "NORTHERN rivers and lakes" },
		{ TEXT_1 "\n\nP O L I C Y  M E M O", TEXT_1 "\n\nPOLICY  MEMO" },
		{ "Р Е Ч Н О Й вестник", "РЕЧНОЙ вестник" },
		{ TEXT_1 "\n\nRIVER BOARD ● NEW VIEWS\nO F  T R A D E ● ON RIVERS AND\n● THEIR TRADE", TEXT_1 },
		/* what only looks so */
		{ TEXT_1 "\n\n12\n\n" TEXT_2, NULL },
		{ "1\n2\n3\n4", NULL },
		{ TEXT_1 "\n\n1914\n\n" TEXT_2 "\n\n1918\n\n" TEXT_3, NULL },
		{ "Refrain\n" TEXT_1 "\nRefrain\n" TEXT_2 "\nRefrain\n" TEXT_3, NULL },
		{ "1 Introduction\n\n" TEXT_1 "\n\n2 Sources\n\n" TEXT_2 "\n\n3 Results\n\n" TEXT_3, NULL },
		{ "Part 1\n\n" TEXT_1 "\n\nPart 2\n\n" TEXT_2 "\n\nPart 3\n\n" TEXT_3, NULL },
		{ "Vitamins A B C D and E", NULL },
		{ "U S A and U K", NULL },
		{ "THE BRIDGE ● A REPORT", NULL },
		{ "I A M H E R E", "IAMHERE" },
		{ "a b d c of the graph", "abdc of the graph" },
		{ "", NULL },
	};
	struct repair_row full[COUNT(rows)];
	for (size_t i = 0; i < COUNT(rows); i++)
		full[i] = (struct repair_row){ rows[i].in, rows[i].out ? rows[i].out : rows[i].in };
	check_rows(full, COUNT(full), RULE_BIT(RULE_pages), RULE_pages);
}

int main(void)
{
	const struct CMUnitTest tests[] = { T(what_belongs_to_pages_goes) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
