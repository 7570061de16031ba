/* Marks of Markdown and HTML left in plain texts. */
#include "config.h"

#include "tests/unit/repair_fixture.h"

static void marks_go_and_texts_stay(void **state)
{
	(void)state;
	static const struct repair_row rows[] = {
		/* emphasis, also inside of words and with a possessive */
		{ "The *Volga Post* and the *Lena Post* merged.", "The Volga Post and the Lena Post merged." },
		{ "**Minutes** of the harbour board, *first* session.", "Minutes of the harbour board, first session." },
		{ "The editor’s *Northern Ledger*, and *Mail*.", "The editor’s Northern Ledger, and Mail." },
		{ "**Faculty of\nRiver Engineering**\nOmsk", "Faculty of River Engineering\nOmsk" },
		{ "Газета *Северный курьер* и журнал *Лоция* вышли.", "Газета Северный курьер и журнал Лоция вышли." },
		/* links: empty, relative, whole addresses; escapes inside of them */
		{ "According to [reports](#) of the pilots, it rose.", "According to reports of the pilots, it rose." },
		{ "See [the chart](/charts/12) and [its key](../key.html).", "See the chart and its key." },
		{ "[http://example.org/river\\\\_data/a\\\\_b](http://example.org/river_data/a_b)", "http://example.org/river_data/a_b" },
		{ "At <http://example.org/x_y.html> and [here](http://example.org/).", "At http://example.org/x_y.html and here." },
		{ "The [Institute \\(IRE\\)](http://example.org) closed.", "The Institute (IRE) closed." },
		{ "По [данным](#) порта, уровень вырос.", "По данным порта, уровень вырос." },
		/* tags and characters of HTML */
		{ "First line<br>second <b>bold</b> line", "First line\nsecond bold line" },
		{ "The level rose by 3 m<sup>3</sup> a second.", "The level rose by 3 m³ a second." },
		{ "Salt &amp; iron&nbsp;ore, &quot;as is&quot;", "Salt & iron ore, \"as is\"" },
		/* all of a line emphasized is a heading */
		{ "*The Ferry and its Keepers*\n\nThe ferry was kept by two families, *as a rule*.",
		  "The Ferry and its Keepers\n\nThe ferry was kept by two families, as a rule." },
		/* what is no markup */
		{ "The rate* was fixed, and the price*.", NULL },
		{ "If a < b and b < c, then 2 * 3 * 4 is 24.", NULL },
		{ "Set max_line_length and min_word_size to 5.", NULL },
		{ "void f(char *p, char *q) { *p = *q; }", NULL },
		{ "He gave it **two stars", NULL },
		{ "The tag <canvas> and the tag <video> are newer.", NULL },
		{ "Smith & Sons; AT&T; R&D", NULL },
		{ "C:\\data\\new and a[0](b)", NULL },
		{ "See [3] and [sic] and (ibid).", NULL },
		{ "Звёзды: * одна, ** две, *** три", NULL },
		{ "Files: src/*/doc/*, lib/*.c lib/*.h", NULL },
		{ "/* -*- c -*- */ and /* more */", NULL },
		{ "5*4*3 and x*y*z", NULL },
		{ "", NULL },
	};
	struct repair_row full[COUNT(rows)];
	for (size_t i = 0; i < COUNT(rows); i++)
		full[i] = (struct repair_row){ rows[i].in, rows[i].out ? rows[i].out : rows[i].in };
	check_rows(full, COUNT(full), RULE_BIT(RULE_markup), RULE_markup);
}

static void texts_of_formats_are_left_alone(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	struct repair_counts counts = { { 0 } };
	struct repaired r;
	struct doc d = { .id = STR("x"), .marked = true, .text = STR("A *b* and **c** [d](#) stay") };
	repair(&d, RULE_BIT(RULE_markup), &a, &counts, &r);
	assert_true(str_eq(r.docs[0].text, d.text));
	arena_fini(&a);
}

static void raised_labels_are_calls(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	struct repair_counts counts = { { 0 } };
	struct repaired r;
	struct doc d = { .id = STR("x"), .text = STR("The dam<sup>*</sup> broke.<sup>a</sup> So did[^2] the dike.\n\n\x05*\x06 Of 1911.\n"
						    "\x05" "a\x06 In May.\n\x05" "2\x06 The eastern one.") };
	repair(&d, RULE_BIT(RULE_markup), &a, &counts, &r);
	static const char *const before[] = { "The dam", "The dam broke.", "The dam broke. So did" };
	assert_int_equal(r.docs[0].n_passages, COUNT(before));
	for (size_t i = 0; i < COUNT(before); i++)
		assert_true(str_eqz(str_sub(r.docs[0].text, 0, r.docs[0].passages[i].anchor), before[i]));
	arena_fini(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(marks_go_and_texts_stay), T(texts_of_formats_are_left_alone), T(raised_labels_are_calls),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
