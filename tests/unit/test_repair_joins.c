/* Sentences that something stands in the middle of. */
#include "config.h"

#include "tests/unit/repair_fixture.h"

#define L "The minutes of the river board, which were kept in the archive of the town, tell of a plan to build"
#define R "a bridge over the Lena, of which nothing came."

static void cut_sentences_are_joined(void **state)
{
	(void)state;
	static const struct repair_row rows[] = {
		/* notes, rules, page ends, numbers, heads between the parts */
		{ L ".¹ They say “we shall build\n\n---\n\n1 Cf. p. 4.\n\n" R "”", L ".¹ They say “we shall build " R "”\n\n\fCf. p. 4." },
		{ L "¹\n\n¹ Of 1911.\n\n" R, L "¹ " R "\n\n\fOf 1911." },
		{ L "\n\f\n" R, L " " R },
		{ L "\n\n- 12 -\n\n" R, L " " R },
		{ L "\n\n---\n\n" R, L " " R },
		/* a name cut in two, in capitals on both sides */
		{ L ".¹ It was signed by the chairman, Vera\n\n---\n\n1 Cf. p. 4.\n\nLind. The board met again in spring.",
		  L ".¹ It was signed by the chairman, Vera Lind. The board met again in spring.\n\n\fCf. p. 4." },
		{ L " for the Northern\n\f\nRivers Organization (NRO), which paid for it.", L " for the Northern Rivers Organization (NRO), which paid for it." },
		/* an empty line, a line end */
		{ L "\n\n" R, L " " R },
		{ L " a road to the\n\nLena, of which nothing came for twenty years.", L " a road to the Lena, of which nothing came for twenty years." },
		{ L " a road for the Northern and\nEastern Board (NEB).", L " a road for the Northern and Eastern Board (NEB)." },
		{ L " a road that leads to it from the town of Olekminsk and from the mines, and\n" R,
		  L " a road that leads to it from the town of Olekminsk and from the mines, and " R },
		{ "Протоколы правления, которые хранились в архиве города, говорят о плане построить\n\nмост через Лену, из которого ничего не вышло.",
		  "Протоколы правления, которые хранились в архиве города, говорят о плане построить мост через Лену, из которого ничего не вышло." },
		{ "Протоколы правления, которые хранились в архиве города, были подписаны\n\f\nпредседателем.",
		  "Протоколы правления, которые хранились в архиве города, были подписаны председателем." },
		/* a caption, a table */
		{ L "\n\nFigure 3: The plan\n\n" R, L " " R "\n\n\fFigure 3: The plan" },
		{ L "\n\na\tb\nc\td\n\n" R, L " " R "\n\na\tb\nc\td" },
		/* twice */
		{ L "\n\f\na bridge over the Lena, of which nothing\n\f\ncame in twenty years.", L " a bridge over the Lena, of which nothing came in twenty years." },
		/* an abbreviation at the end of a page */
		{ "They were kept in the archive of the town until they were sent to the U.S.\n\f\ntroops in the year of the war.",
		  "They were kept in the archive of the town until they were sent to the U.S. troops in the year of the war." },
		/* what only looks cut */
		{ L ".\n\n---\n\nThe next chapter is of the ferries and their keepers.", L ".\n\nThe next chapter is of the ferries and their keepers." },
		{ "The minutes of the river board tell of a plan to build it from the town’s money\n\nOn top of this, the board asked for a loan.", NULL },
		{ "The Ferry and its Keepers\n\nthey were two families, as the minutes tell, from Yakutsk.", NULL },
		{ "The ferry was sold. [See the minutes.]\n\nthe bell was kept in the archive of the town", NULL },
		{ "mend the ropes of the ferry before the ice\n\nask the board for a new bell of bronze", NULL },
		{ "yum install -y bells ropes boats oars sails anchors charts lamps oil wicks and more\nyum install -y bells", NULL },
		{ "Cracks\n\nBoth of the towers had them.", NULL },
		{ L " of:\n\nstone, wood and time.", NULL },
		{ L "\n\n# Heading\n\n" R, L "\n\nHeading\n\n" R },
		{ L "\n\n- stone\n\n" R, L "\n\nstone\n\n" R },
		{ "The river runs between two walls\nof stone and snow that no one knows\n\nand no one ever will, they say\nwho live upon the shore", NULL },
		{ "Armenia\nBelarus\n\nand others", NULL },
		{ L "\n\na) a bridge,\n\nb) a road.", L "\n\na) a bridge,\n\nb) a road." },
		{ "Dear Madam,\n\nI thank you for the minutes of the river board that you sent.", NULL },
		{ L " it.¹\n\n---\n\n1 Cf. p. 4.\n\nThe next chapter is of the ferries and their keepers.",
		  L " it.¹\n\nThe next chapter is of the ferries and their keepers.\n\n\fCf. p. 4." },
		{ "", NULL },
	};
	struct repair_row full[COUNT(rows)];
	for (size_t i = 0; i < COUNT(rows); i++)
		full[i] = (struct repair_row){ rows[i].in, rows[i].out ? rows[i].out : rows[i].in };
	check_rows(full, COUNT(full), RULE_BIT(RULE_joins) | RULE_BIT(RULE_notes) | RULE_BIT(RULE_pages) | RULE_BIT(RULE_frames), RULE_joins);
}

int main(void)
{
	const struct CMUnitTest tests[] = { T(cut_sentences_are_joined) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
