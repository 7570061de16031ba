/* Markers of notes in texts. */
#include "config.h"

#include "tests/unit/repair_fixture.h"

#define NOTES "\n\x05" "1\x06 One.\n\x05" "2\x06 Two.\n\x05*\x06 Star."
#define OUT "\n\n\fOne.\n\n\fTwo.\n\n\fStar."

static void markers_go_and_numbers_stay(void **state)
{
	(void)state;
	static const struct repair_row rows[] = {
		/* notes have these labels */
		{ "the bridge¹ fell.²" NOTES, "the bridge fell." OUT },
		{ "the bridge1 fell.2 It rained." NOTES, "the bridge fell. It rained." OUT },
		{ "the bridge[1] fell [2] again" NOTES, "the bridge fell again" OUT },
		{ "the bridge[1, 2] fell" NOTES, "the bridge fell" OUT },
		{ "Vera Lind* wrote" NOTES, "Vera Lind wrote" OUT },
		{ "“the bridge”2 fell" NOTES, "“the bridge” fell" OUT },
		{ "«мост»2 рухнул, пароход1 тоже" NOTES, "«мост» рухнул, пароход тоже" OUT },
		{ "\"the bridge.\"2 It rained on the NATO.1 In 1992 г.2 А также (NRO)1 there, Lind*" NOTES,
		  "\"the bridge.\" It rained on the NATO. In 1992 г. А также (NRO) there, Lind" OUT },
		{ "See no.2 and vol.1, p.2 of т.1 on (1992)1" NOTES, "See no.2 and vol.1, p.2 of т.1 on (1992)1" OUT },
		/* none has, but they count up */
		{ "A bridge.[1] A road.[2] A ferry.[3] A town.[4]", "A bridge. A road. A ferry. A town." },
		{ "A bridge.¹ A road.² A ferry.³", "A bridge. A road. A ferry." },
		{ "They built bridges.1 They built roads.2 They kept ferries.3", "They built bridges. They built roads. They kept ferries." },
		/* the word stands alone elsewhere */
		{ "trade across borders2. The borders closed.", "trade across borders. The borders closed." },
		{ "торговля через границы3. Эти границы закрыты.", "торговля через границы. Эти границы закрыты." },
		/* comments of an editor's program */
		{ "the path of the river.[AB1]  It rained.", "the path of the river.  It rained." },
		/* exponents, names, formulas, years */
		{ "an area of 4 km² and 3 m³ of 10⁶" NOTES, "an area of 4 km² and 3 m³ of 10⁶" OUT },
		{ "H2O, CO2, COVID19, G7, B2B, F16, Covid-19, 2nd, MP3" NOTES, "H2O, CO2, COVID19, G7, B2B, F16, Covid-19, 2nd, MP3" OUT },
		{ "the year 1912 and 2 men" NOTES, "the year 1912 and 2 men" OUT },
		{ "the bridge9 fell" NOTES, "the bridge9 fell" OUT },
		{ "a[1], b[2] and c[3] of the array", NULL },
		{ "f = a[1] + b[2] of the plan[1]" NOTES, "f = a[1] + b[2] of the plan" OUT },
		{ "as in [12] and [7]", NULL },
		{ "x1, x2 and x3; python3 and utf8", NULL },
		{ "the borders2 closed", NULL },
		{ "free_cache2. The cache is free.", NULL },
		{ "see page2.html and file1.txt, v1.2 and log4j" NOTES, "see page2.html and file1.txt, v1.2 and log4j" OUT },
		{ "two stars* and three**", NULL },
		{ "[2014] and [sic] and [AB1]", NULL },
		{ "20 m², 10⁻³ and x²", NULL },
		{ "", NULL },
	};
	struct repair_row full[COUNT(rows)];
	for (size_t i = 0; i < COUNT(rows); i++)
		full[i] = (struct repair_row){ rows[i].in, rows[i].out ? rows[i].out : rows[i].in };
	check_rows(full, COUNT(full), RULE_BIT(RULE_markers), RULE_markers);
}

int main(void)
{
	const struct CMUnitTest tests[] = { T(markers_go_and_numbers_stay) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
