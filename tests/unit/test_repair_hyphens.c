/* Words cut at line ends. */
#include "config.h"

#include "tests/unit/repair_fixture.h"

static void cut_words_are_joined(void **state)
{
	(void)state;
	static const struct repair_row rows[] = {
		/* the text tells */
		{ "The coun- ter was open. A counter stood there.", "The counter was open. A counter stood there." },
		{ "Of inter- agency talks. The inter-agency talks failed.", "Of inter-agency talks. The inter-agency talks failed." },
		{ "The border- lands burned; these borderlands did.", "The borderlands burned; these borderlands did." },
		{ "Раз- лив реки. Позже разлив повторился.", "Разлив реки. Позже разлив повторился." },
		{ "A counter- terrorism plan. Another counter-terrorism plan.", "A counter-terrorism plan. Another counter-terrorism plan." },
		/* the word tells */
		{ "A briefing of the Counter- Terrorism Committee", "A briefing of the Counter-Terrorism Committee" },
		{ "The archive of al- Turkistani", "The archive of al-Turkistani" },
		{ "small and medium- sized firms", "small and medium-sized firms" },
		{ "a multi- level system", "a multi-level system" },
		{ "mem- bers of the board", "members of the board" },
		{ "предсе- датель правления", "председатель правления" },
		{ "генерал- губернатор", "генерал-губернатор" },
		{ "a state-of- the-art ferry", "a state-of-the-art ferry" },
		{ "the river- keeper; the keeper of the river", "the river-keeper; the keeper of the river" },
		{ "the pilots them- selves, of them", "the pilots themselves, of them" },
		{ "with- out it, with and out", "without it, with and out" },
		/* soft and other hyphens */
		{ "the mem\xc2\xad bers met", "the members met" },
		{ "the mem\xe2\x80\x90 bers met", "the members met" },
		{ "the Counter\xe2\x80\x91 Terrorism Committee", "the Counter\xe2\x80\x91Terrorism Committee" },
		{ "mem- bers and mem\xc2\xad bers and so- called mem- bers", "members and members and so-called members" },
		/* what stays */
		{ "small- and medium-sized firms", NULL },
		{ "hinter- and borderlands", NULL },
		{ "pre- or post-war years", NULL },
		{ "до- и послевоенные годы", NULL },
		{ "ein- bis zweimal", NULL },
		{ "the years 1979- 1989", NULL },
		{ "the river - as they say - rose", NULL },
		{ "it rose -- they say", NULL },
		{ "- a dash begins it", "a dash begins it" },
		{ "an x- axis", NULL },
		{ "lind -at- example.org", NULL },
		{ "well-known and cross-border", NULL },
		{ "", NULL },
	};
	struct repair_row full[COUNT(rows)];
	for (size_t i = 0; i < COUNT(rows); i++)
		full[i] = (struct repair_row){ rows[i].in, rows[i].out ? rows[i].out : rows[i].in };
	check_rows(full, COUNT(full), RULE_BIT(RULE_hyphens), RULE_hyphens);
}

static void lines_are_joined_first(void **state)
{
	(void)state;
	static const struct repair_row rows[] = {
		{ "The commission met in the old town hall to talk about the bor-\nder and the trade of both.",
		  "The commission met in the old town hall to talk about the border and the trade of both." },
		{ "The commission met in the old town hall to talk about the bor-\n\f\nder and the trade of both.",
		  "The commission met in the old town hall to talk about the border and the trade of both." },
		{ "The commission met in the old town hall to talk about\nthe border and the trade of both countries, the tra-\n"
		  "ders of which had lost a third of it within one year,\nas the minutes tell.",
		  "The commission met in the old town hall to talk about the border and the trade of both countries, the traders of which had "
		  "lost a third of it within one year, as the minutes tell." },
	};
	check_rows(rows, COUNT(rows), RULE_BIT(RULE_hyphens) | RULE_BIT(RULE_wraps) | RULE_BIT(RULE_joins), RULE_hyphens);
}

static void calls_move_along(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	struct repair_counts counts = { { 0 } };
	struct repaired r;
	struct doc d = { .id = STR("x"), .marked = true, .text = STR("The mem- bers\x07" "1\x06 met mem- bers\x07" "2\x06.\n\x05" "1\x06 A.\n\x05" "2\x06 B.") };
	repair(&d, RULE_BIT(RULE_hyphens), &a, &counts, &r);
	assert_true(str_eqz(str_sub(r.docs[0].text, 0, r.docs[0].passages[0].anchor), "The members"));
	assert_true(str_eqz(str_sub(r.docs[0].text, 0, r.docs[0].passages[1].anchor), "The members met members"));
	arena_fini(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = { T(cut_words_are_joined), T(lines_are_joined_first), T(calls_move_along) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
