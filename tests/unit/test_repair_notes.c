/* Footnotes: taken out of texts, kept as passages, tied to their words. */
#include "config.h"

#include "tests/unit/repair_fixture.h"

#define BODY "The bridge over the Lena was planned in 1911 and never built, as the minutes of the board show"

static void notes_are_told_from_text(void **state)
{
	(void)state;
	static const struct repair_row rows[] = {
		/* under a rule, with labels of all forms */
		{ BODY ".¹\n\n---\n\n1 Cf. Board of Rivers, Minutes, p. 4.\n\nMore text follows here.",
		  BODY ".¹\n\nMore text follows here.\n\n\fCf. Board of Rivers, Minutes, p. 4." },
		{ BODY ".¹ It rained.²\n\n____\n- 1 Cf. Minutes, p. 4.\n- 2 Ibid., p. 5.\n\nMore text.",
		  BODY ".¹ It rained.²\n\nMore text.\n\n\fCf. Minutes, p. 4.\n\n\fIbid., p. 5." },
		{ BODY ".[1]\n\n---\n\n[1] Minutes, p. 4.\n\nMore text.", BODY ".[1]\n\nMore text.\n\n\fMinutes, p. 4." },
		{ BODY "1.\n\n---\n\n1. See the minutes, p. 4.\n\nMore text.", BODY "1.\n\nMore text.\n\n\fSee the minutes, p. 4." },
		{ "Смета была утверждена.¹\n\n---\n\n1 См. протокол правления, с. 4.\n\nДалее.",
		  "Смета была утверждена.¹\n\nДалее.\n\n\fСм. протокол правления, с. 4." },
		{ "Note taken.¹\n\n---\n\nNote: First printed in the River Post, vol. 3.\n\n1 Cf. Minutes, p. 4.",
		  "Note taken.¹\n\n\fFirst printed in the River Post, vol. 3.\n\n\fCf. Minutes, p. 4." },
		/* without a rule: the text called for it */
		{ "Vera Lind¹\n\n" BODY " and the letters of its\n\n¹ [Vera Lind] keeps the archive of the river board.\n\nchairman.",
		  "Vera Lind¹\n\n" BODY " and the letters of its\n\nchairman.\n\n\f[Vera Lind] keeps the archive of the river board." },
		{ "By Vera Lind*\n\n" BODY ".\n\n* Vera Lind keeps the archive of the river board.",
		  "By Vera Lind*\n\n" BODY ".\n\n\fVera Lind keeps the archive of the river board." },
		{ "By Vera Lind† and Ada Holm\n\n† The first author keeps the archive.\n\n" BODY ".",
		  "By Vera Lind† and Ada Holm\n\n" BODY ".\n\n\fThe first author keeps the archive." },
		{ BODY ".[^1]\n\n[^1]: Minutes, p. 4.", BODY ".[^1]\n\n\fMinutes, p. 4." },
		/* under the text of a page, where a first call cannot be told from a number */
		{ "Founded in 1874,1 the guild kept its charts.2 It was\n\n1 Cf. Holm, The Guilds, pp. 14-19; see also the minutes\nof 1875.\n"
		  "2 The charts are kept.\n\nnever rich.",
		  "Founded in 1874,1 the guild kept its charts.2 It was\n\nnever rich.\n\n\fCf. Holm, The Guilds, pp. 14-19; see also the minutes\n\n"
		  "of 1875.\n\n\fThe charts are kept." },
		/* two kinds of labels */
		{ "Анна Линд¹\n\nМост рухнул[1], и паром[2] тоже.\n\n---\n\n¹ Анна Линд — хранитель архива.\n\n[1] См.: Хольм. С. 14.\n\n[2] Там же.",
		  "Анна Линд¹\n\nМост рухнул[1], и паром[2] тоже.\n\n\fАнна Линд — хранитель архива.\n\n\fСм.: Хольм. С. 14.\n\n\fТам же." },
		/* the labels go on counting, and begin anew */
		{ BODY ".⁵ It rained.⁶\n\n---\n\n5 Minutes, p. 4.\n\n6 Ibid.\n\nMore text.⁷\n\n---\n\n7 Ibid.",
		  BODY ".⁵ It rained.⁶\n\nMore text.⁷\n\n\fMinutes, p. 4.\n\n\fIbid.\n\n\fIbid." },
		{ BODY ".¹\n\n---\n\n1 Minutes, p. 4.\n\nMore text.¹\n\n---\n\n1 Ibid.", BODY ".¹\n\nMore text.¹\n\n\fMinutes, p. 4.\n\n\fIbid." },
		/* at the end, under a heading */
		{ BODY "1 and the maps2.\n\nNotes\n\n1. Minutes, p. 4.\n2. Kept in Yakutsk.",
		  BODY "1 and the maps2.\n\nNotes\n\n\fMinutes, p. 4.\n\n\fKept in Yakutsk." },
		/* broken lines, several paragraphs, lists in them */
		{ BODY ".¹\n\n---\n1 Cf. Board of Rivers, Minutes,\nthird volume, p. 4.\n2 Ibid.\n\nMore text.",
		  BODY ".¹\n\nMore text.\n\n\fCf. Board of Rivers, Minutes,\n\nthird volume, p. 4.\n\n\fIbid." },
		{ BODY ".¹\n\n---\n\n1 The act defines a bridge as “1) a bridge:\n\na. of stone;\n\nb. of wood.”\n\nMore text.",
		  BODY ".¹\n\nMore text.\n\n\fThe act defines a bridge as “1) a bridge:\n\na. of stone;\n\nb. of wood.”" },
		/* a note does not swallow what follows it */
		{ BODY " and\n\n---\n\n1 See http://example.org/minutes\n\nthe letters tell.",
		  BODY " and\n\nthe letters tell.\n\n\fSee http://example.org/minutes" },
		{ BODY ".¹\n\n---\n\n1 He said “never.\n\nMore text, with no more marks.", BODY ".¹\n\nMore text, with no more marks.\n\n\fHe said “never." },
		/* lists, headings, figures */
		{ "We need:\n\n1. Stone\n2. Wood\n3. Time", NULL },
		{ "1. Introduction\n\n" BODY ".\n\n2. Sources\n\n" BODY ".", NULL },
		{ BODY ":\n\n* Stone of the river\n* Wood of the hills", BODY ":\n\nStone of the river\nWood of the hills" },
		{ "The tools* and:\n\n* A rope that is long enough\n  for the whole river.\n* A boat.", "The tools* and:\n\nA rope that is long enough\nfor the whole river.\nA boat." },
		{ "/* A comment */\n\n* Noteworthy changes\n\n** Bug fixes\n\nNone.", "/* A comment */\n\nNoteworthy changes\n\n** Bug fixes\n\nNone." },
		{ "Sources\n-------\n\nNote: none are left.", "Sources\n\nNote: none are left." },
		{ "The rope* is old.\n\n*But* the boat is new.", NULL },
		{ "12 men were hired.\n\n" BODY ".\n\n13 men were dismissed.", NULL },
		{ BODY ".\n\n---\n\n2 men were hired in the same year and dismissed in the next one.", BODY ".\n\n2 men were hired in the same year and dismissed in the next one." },
		{ BODY ".\n\nNote: it was built later.", NULL },
		{ "[1] " BODY ".\n\nIt rained.", NULL },
		{ "5 апреля началась стройка.\n\n6 апреля пошёл дождь.", NULL },
		{ "", NULL },
	};
	struct repair_row full[COUNT(rows)];
	for (size_t i = 0; i < COUNT(rows); i++)
		full[i] = (struct repair_row){ rows[i].in, rows[i].out ? rows[i].out : rows[i].in };
	check_rows(full, COUNT(full), RULE_BIT(RULE_notes), RULE_notes);
}

static void notes_are_tied_to_words(void **state)
{
	(void)state;
	static const struct {
		const char *in, *label, *before;	/* of the last note */
	} rows[] = {
		{ "The bridge¹ fell.² It rained.\n\n---\n\n1 Of wood.\n\n2 In May.", "2", "The bridge fell." },
		{ "The bridge fell.[1] It rained[2] again.\n\n---\n\n[1] In May.\n[2] In June.", "2", "The bridge fell. It rained" },
		{ "By Vera Lind*\n\nIt rained.\n\n* Vera Lind keeps the archive.", "*", "By Vera Lind" },
		{ "One.¹\n\n---\n\n1 Cf. p. 1.\n\nTwo again.¹\n\n---\n\n1 Cf. p. 2.", "1", "One.\n\nTwo again." },
		{ "Дождь.¹ Снег.²\n\n---\n\n1 См. с. 4.\n\n2 Там же.", "2", "Дождь. Снег." },
		{ "No call at all.\n\n---\n\n1 Cf. Minutes, p. 3.", "1", NULL },
	};
	struct arena a = ARENA_INIT;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct repair_counts counts = { { 0 } };
		struct repaired r;
		struct doc d = { .id = STR("x"), .text = str_of(rows[i].in) };
		repair(&d, RULE_BIT(RULE_notes) | RULE_BIT(RULE_markers), &a, &counts, &r);
		assert_true(r.docs[0].n_passages > 0);
		const struct doc_passage *p = &r.docs[0].passages[r.docs[0].n_passages - 1];
		assert_int_equal(p->kind, PASSAGE_NOTE);
		assert_true(str_eqz(p->label, rows[i].label));
		if (!rows[i].before)
			assert_int_equal(p->anchor, NO_ANCHOR);
		else if (!str_eqz(str_sub(r.docs[0].text, 0, p->anchor), rows[i].before))
			fail_msg("%s: tied behind %.*s", rows[i].in, STR_ARG(str_sub(r.docs[0].text, 0, p->anchor)));
	}
	arena_fini(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = { T(notes_are_told_from_text), T(notes_are_tied_to_words) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
