/* Captions, boxes, imprints. */
#include "config.h"

#include "tests/unit/repair_fixture.h"

#define LONG "The bridge over the Lena was planned in 1911 and never built, as the minutes of the river board show, which were kept in " \
	     "the archive of the town until it burned down with all of its maps and letters, and of which only a few copies are known."

static void frames_are_set_apart(void **state)
{
	(void)state;
	static const struct repair_row rows[] = {
		/* captions that say so */
		{ "FILE: The mayor opens the bridge, May 3, 1912.\n" LONG, LONG "\n\n\fFILE: The mayor opens the bridge, May 3, 1912." },
		{ "Photo Credits: river-post.example\n\n" LONG, LONG "\n\n\fPhoto Credits: river-post.example" },
		{ LONG "\n\nFigure 3: Ferries a year\n\n" LONG, LONG "\n\n" LONG "\n\n\fFigure 3: Ferries a year" },
		{ LONG "\n\nTable 2.1. Tolls of the bridge\n\n" LONG, LONG "\n\n" LONG "\n\n\fTable 2.1. Tolls of the bridge" },
		{ "Фото: Речной вестник\n\n" LONG, LONG "\n\n\fФото: Речной вестник" },
		{ LONG "\n\nРис. 4. Паромы в год\n\n" LONG, LONG "\n\n" LONG "\n\n\fРис. 4. Паромы в год" },
		{ "Image: The old ferry\n\n" LONG, LONG "\n\n\fImage: The old ferry" },
		/* that name an agency, point at someone, end in a place */
		{ "The mayor and the ferrymen on the river. REUTERS/Ada Holm\n\n" LONG, LONG "\n\n\fThe mayor and the ferrymen on the river. REUTERS/Ada Holm" },
		{ "Ada Holm, keeper of the archive (second right)\n\n" LONG, LONG "\n\n\fAda Holm, keeper of the archive (second right)" },
		{ "Ада Хольм, хранитель архива (слева)\n\n" LONG, LONG "\n\n\fАда Хольм, хранитель архива (слева)" },
		{ LONG "\n\nFerrymen of the upper river before the race, Olekminsk, Yakutia.\n\n" LONG,
		  LONG "\n\n" LONG "\n\n\fFerrymen of the upper river before the race, Olekminsk, Yakutia." },
		/* boxes in the midst of text */
		{ LONG "\n\nBoard (1911-)\n\nLind\nHolm\nBerg\nObservers:\nDahl\n\n" LONG,
		  LONG "\n\n" LONG "\n\n\fBoard (1911-)\n\n\fLind\n\n\fHolm\n\n\fBerg\n\n\fObservers:\n\n\fDahl" },
		{ LONG "\n\nПравление\n\nЛинд\nХольм\nБерг\nДаль\nЭк\n\n" LONG, LONG "\n\n" LONG "\n\n\fПравление\n\n\fЛинд\n\n\fХольм\n\n\fБерг\n\n\fДаль\n\n\fЭк" },
		/* imprints */
		{ LONG "\n\nRiver Institute\n\n© River Institute 1913. All views are the authors'.",
		  LONG "\n\n\fRiver Institute\n\n\f© River Institute 1913. All views are the authors'." },
		/* what only looks so */
		{ "Photo editors of the river posts met in Yakutsk.", NULL },
		{ "Figure skating was a pastime of the ferrymen.", NULL },
		{ "Table manners differ.\n\n" LONG, NULL },
		{ "It was taken from the archive (the left wing burned down).", NULL },
		{ "He is the second from the left (the right one was Lind).", NULL },
		{ LONG "\n\nHe was born, he said, in Yakutsk.\n\n" LONG, NULL },
		{ LONG "\n\nBy boat, by cart, on foot.\n\n" LONG, NULL },
		{ "Lind\nHolm\nBerg\nDahl\nEk\nFrisk", NULL },
		{ LONG "\n\nThe river runs\nbetween two walls,\nand no one knows\nwhere it will go\nwhen winter comes\nto shut the door.\n\n" LONG, NULL },
		{ LONG "\n\nThe Sources\n\n" LONG, NULL },
		{ "River Institute\n\n" LONG, NULL },
		{ LONG "\n\nCopyright by the River Institute (R)\n\n" LONG, NULL },
		{ "Reuters reported that the bridge fell.", NULL },
		{ "", NULL },
	};
	struct repair_row full[COUNT(rows)];
	for (size_t i = 0; i < COUNT(rows); i++)
		full[i] = (struct repair_row){ rows[i].in, rows[i].out ? rows[i].out : rows[i].in };
	check_rows(full, COUNT(full), RULE_BIT(RULE_frames), RULE_frames);
}

int main(void)
{
	const struct CMUnitTest tests[] = { T(frames_are_set_apart) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
