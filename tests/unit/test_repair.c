/* The frame of repair: blocks to documents, switches; and line ends inside of paragraphs. */
#include "config.h"

#include "tests/unit/repair_fixture.h"
#include "text/marks.h"

static void marks_leave_no_trace(void **state)
{
	(void)state;
	static const struct repair_row rows[] = {
		{ "", "" },
		{ "One line", "One line" },
		{ "A paragraph.\n\n\n\nAnother.", "A paragraph.\n\nAnother." },
		{ "One\nunder another", "One\nunder another" },
		{ "# Heading\nText", "Heading\n\nText" },
		{ "\x01" "2Heading\nText", "Heading\n\nText" },
		{ "Text\n\f\nmore", "Text\nmore" },
		{ "Text\n---\nmore\n* * *\nend", "Text\nmore\nend" },
		{ "- one\n- two\n3) three", "one\ntwo\n3) three" },
		{ "a\tb\nc\td", "a\tb\nc\td" },
		{ "\x04" "A caption\nText", "Text\n\n\fA caption" },
		{ "See\x07" "1\x06 it.\n\x05" "1\x06 The note.", "See it.\n\n\fThe note." },
		{ "\x05" "1\x06 One.\n\x05\x06 Its second paragraph.\n\x05" "2\x06 Two.", "\fOne.\n\nIts second paragraph.\n\n\fTwo." },
	};
	struct arena a = ARENA_INIT;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct repair_counts counts = { { 0 } };
		struct str text = repair_text(rows[i].in, 0, &a, &counts);
		if (!str_eqz(text, rows[i].out))
			fail_msg("%s\n-- gives --\n%.*s", rows[i].in, STR_ARG(text));
	}
	arena_fini(&a);
}

static void notes_know_their_place(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	struct repair_counts counts = { { 0 } };
	struct repaired r;
	struct doc source = { .id = STR("x"), .marked = true, .text = STR(
		"First\x07" "1\x06 and second\x07" "2\x06 word.\n\x05" "1\x06 Note one.\n\x05" "2\x06 Note two.\n"
		"Third\x07" "1\x06 word.\n\x05" "1\x06 Again one.\n\x05" "9\x06 Of nothing.") };
	repair(&source, 0, &a, &counts, &r);
	assert_int_equal(r.n_docs, 1);
	static const struct { const char *label, *note, *before; } expected[] = {
		{ "1", "Note one.", "First" }, { "2", "Note two.", "second" }, { "1", "Again one.", "Third" },
		{ "9", "Of nothing.", NULL },
	};
	const struct doc *d = &r.docs[0];
	assert_int_equal(d->n_passages, COUNT(expected));
	for (size_t i = 0; i < COUNT(expected); i++) {
		const struct doc_passage *p = &d->passages[i];
		assert_int_equal(p->kind, PASSAGE_NOTE);
		assert_true(str_eqz(p->label, expected[i].label));
		assert_true(str_eqz(str_sub(d->text, p->start, p->end), expected[i].note));
		if (expected[i].before)
			assert_true(str_ends(str_sub(d->text, 0, p->anchor), str_of(expected[i].before)));
		else
			assert_int_equal(p->anchor, NO_ANCHOR);
	}
	arena_fini(&a);
}

static void wrapped_lines_are_joined(void **state)
{
	(void)state;
	static const struct repair_row rows[] = {
		/* a paragraph, broken where the next word did not fit */
		{ "The commission met in the old town hall to talk\n"
		  "about the border and the trade between the two\n"
		  "countries, which had fallen by a third within a\n"
		  "year.\n"
		  "\n"
		  "It will meet again.",
		  "The commission met in the old town hall to talk about the border and the trade between the two "
		  "countries, which had fallen by a third within a year.\n\nIt will meet again." },
		/* paragraphs without a blank line between them, one line each */
		{ "The commission met in the old town hall to talk about the border and the trade between the two countries, which had "
		  "fallen by a third within a year, and about much more than that, as the minutes of its sessions show at length, which "
		  "were printed in the same year and are kept in the library of the town.\n"
		  "It will meet again in the next year, as it has done in each of the last ten years, and talk about the same things as "
		  "before, because none of them was settled, nor is any of them likely to be settled, in the opinion of those who know "
		  "the men and women that sit on it and have heard them speak.",
		  NULL },
		/* lines of unlike width, as of a printed page */
		{ "When the ferry was sold to the town, most of those who lived along the river expected\n"
		  "that the price would rise. It did not, at least in the first cold\n"
		  "winter. In the office of the harbour only nine complaints were filed in a year, and\n"
		  "nearly every one of them was about dogs.",
		  "When the ferry was sold to the town, most of those who lived along the river expected that the price would rise. It "
		  "did not, at least in the first cold winter. In the office of the harbour only nine complaints were filed in a year, and "
		  "nearly every one of them was about dogs." },
		{ "The keepers of the ferry, whom the town had asked in the spring of the year,\ngave another reason.",
		  "The keepers of the ferry, whom the town had asked in the spring of the year, gave another reason." },
		/* a title */
		{ "Water, pasture and the state: the\ncustoms of the valley", "Water, pasture and the state: the customs of the valley" },
		{ "The keepers of the ferry, the bridge and\nThe Road\n\nAnna Lee", "The keepers of the ferry, the bridge and The Road\n\nAnna Lee" },
		{ "The customs of a valley in the mountains\nAnna Lee and Thomas Meyer", NULL },
		/* rows of a table, commands */
		{ "Ferry            Price in the year before   Price\nof the town      12                         14\n"
		  "of the board     10                         11\nof the keepers   8                          12", NULL },
		{ "install bells ropes boats oars sails anchors charts lamps oil\ninstall wicks ferries bridges boards keepers charts bells lamps oars and sails\n"
		  "install towns rivers winters springs summers autumns years", NULL },
		/* a list, an address, a poem */
		{ "Armenia\nBelarus\nKazakhstan\nKyrgyzstan\nRussia\nTajikistan", NULL },
		{ "The river runs\nbetween two walls of stone and snow\nand no one knows\nwhere it will go\n"
		  "when winter comes and shuts the door\nand sings no more", NULL },
		/* two lines that tell no width */
		{ "Minutes of the Commission on the Border\nOsh, in the spring", NULL },
		/* items go on in the lines under them */
		{ "- the commission met in the old town hall to talk\n  about the border and the trade between the two\n"
		  "  countries, which had fallen by a third within\n  a year\n- it will meet again",
		  "the commission met in the old town hall to talk about the border and the trade between the two countries, "
		  "which had fallen by a third within a year\nit will meet again" },
		{ "1. more boats\n2. a register of\n   ropes and bells\n3. an end", "1. more boats\n2. a register of ropes and bells\n3. an end" },
		{ "1. more boats\nropes and bells", NULL },
		{ "Комиссия собралась в старой ратуше, чтобы\nобсудить границу и торговлю между двумя\nстранами, которая упала "
		  "за год на целую\nтреть.", "Комиссия собралась в старой ратуше, чтобы обсудить границу и торговлю между двумя "
		  "странами, которая упала за год на целую треть." },
	};
	struct repair_row full[COUNT(rows)];
	for (size_t i = 0; i < COUNT(rows); i++)
		full[i] = (struct repair_row){ rows[i].in, rows[i].out ? rows[i].out : rows[i].in };
	check_rows(full, COUNT(full), RULE_BIT(RULE_wraps), RULE_wraps);
}

static void rules_have_switches(void **state)
{
	(void)state;
	unsigned usual = repair_default_rules();
	const struct { const char *s; unsigned rules; const char *stamp; } rows[] = {
		{ "all", usual, "" }, { "none", 0, " none" }, { "-works", usual & ~RULE_BIT(RULE_works), " -works" },
		{ " -works  -wraps ", usual & ~RULE_BIT(RULE_works) & ~RULE_BIT(RULE_wraps), " -works -wraps" },
		{ "none +notes", RULE_BIT(RULE_notes), NULL }, { "-works +works", usual, "" },
	};
	struct arena a = ARENA_INIT;
	struct err err;
	for (size_t i = 0; i < COUNT(rows); i++) {
		unsigned rules, back;
		assert_int_equal(repair_parse_rules(str_of(rows[i].s), &rules, &err), 0);
		assert_int_equal(rules, rows[i].rules);
		struct str stamp = repair_stamp(rules, &a);
		assert_true(repair_parse_stamp(stamp, &back));
		assert_int_equal(back, rules);
		if (rows[i].stamp)
			assert_true(str_ends(stamp, str_of(rows[i].stamp)));
	}
	static const char *const wrong[] = { "", "  ", "works", "-work", "-works,-wraps", "+" };
	for (size_t i = 0; i < COUNT(wrong); i++) {
		unsigned rules;
		assert_int_equal(repair_parse_rules(str_of(wrong[i]), &rules, &err), -1);
		assert_int_equal(err.code, ERR_INVALID);
	}
	for (unsigned i = 0; i < N_RULES; i++)	/* the message names what there is */
		assert_non_null(strstr(err.msg, repair_rule_name((enum rule)i)));
	unsigned back;
	assert_false(repair_parse_stamp(STR("999"), &back));
	assert_false(repair_parse_stamp(STR("rubbish"), &back));
	arena_fini(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(marks_leave_no_trace), T(notes_know_their_place), T(wrapped_lines_are_joined), T(rules_have_switches),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
