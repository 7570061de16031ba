/* Pages of sites: furniture, teasers, several works on a page, fields. */
#include "config.h"

#include "repair/repeated.h"
#include "tests/unit/repair_fixture.h"
#include "text/marks.h"

#define PROSE "The commission met in the old town hall to talk about the border and the trade between the two countries, which had " \
	"fallen by a third within a year, and about the water of the river, which both of them need.  It will meet again in spring, " \
	"when the snow of the mountains has melted and the roads are open, as it has done in each of the last ten years."
#define PROSA "Комиссия собралась в старой ратуше, чтобы обсудить границу и торговлю между двумя странами, которая упала за год на целую треть, " \
	"и воду реки, которая нужна обеим.  Она соберётся снова весной, когда растает снег в горах и откроются дороги, как делала " \
	"это каждый год из последних десяти лет."
#define LONG PROSE "\n\n" PROSE "\n\n" PROSE

#define SAME NULL

static void check(const struct repair_row *rows, size_t n, enum rule rule)
{
	for (size_t i = 0; i < n; i++) {
		struct repair_row row = { rows[i].in, rows[i].out ? rows[i].out : rows[i].in };
		check_rows(&row, 1, RULE_BIT(rule), rule);
	}
}

static void furniture_is_left_out(void **state)
{
	(void)state;
	static const struct repair_row rows[] = {
		{ "Home > News > Water\n156 views 7 min 0 Comment\n\n" PROSE, PROSE },
		{ "Главная » Новости » Вода\nПросмотров: 12\n\n" PROSA, PROSA },
		{ "Connect with us\n\n" PROSE "\n\nContinue Reading", PROSE },
		{ "Share\nTweet\nEmail\n\n" PROSE "\n\nShare this:\nFacebook\nTelegram\nPrint", PROSE },
		{ PROSE "\n\nHome | News | About us | Contact", PROSE },
		{ "Title of the thing\n\nPublished\n\non\n\n" PROSE, "Title of the thing\n\n" PROSE },
		{ "Title of the thing\n\nBy\n\nAnna Lee\n\n" PROSE, "Title of the thing\n\nAnna Lee\n\n" PROSE },
		{ PROSA "\n\nЧитать далее\n\nПоделиться\nВКонтакте\nОдноклассники\nОставить комментарий", PROSA },
		{ PROSE "\n\nWe use cookies to improve your experience. By continuing you accept our policy.", PROSE },
		{ PROSE "\n\n© Steppe Review 2014. All rights reserved.", PROSE },
		{ PROSA "\n\n© 2014 Степное обозрение. Все права защищены.", PROSA },
		{ PROSE "\n\n© Steppe Institute 2017. " PROSE, PROSE "\n\n\f© Steppe Institute 2017. " PROSE },
		{ PROSE "\n\nSTEPPE ● VIEWS OF\nI N S T I T U T E ● RIVERS AND\n● ROADS\n\nRiver School\n\n© Steppe Institute 2017.",
		  PROSE "\n\n\fRiver School" },
		{ PROSE "\n\nAdvertisement\n\n" PROSE, PROSE "\n\n" PROSE },
		/* names of sections above titles */
		{ "Connect with us\n\nWater\n\nThe commission meets in the spring\n\nPublished\n\non\n\n" PROSE,
		  "The commission meets in the spring\n\n" PROSE },
		{ "Inner Steppe\n\nThe commission meets in the spring\n\nMay 3, 2014\n\n" PROSE "\n\nInner Steppe\n\nThe commission has met in the "
		  "town\n\nMay 8, 2014\n\n" PROSE,
		  "The commission meets in the spring\n\nMay 3, 2014\n\n" PROSE "\n\nThe commission has met in the town\n\nMay 8, 2014\n\n" PROSE },
		{ "Skip to content\nSteppe Blog\nMenu\nHome\nAbout\n\n" PROSE, "Steppe Blog\n\n" PROSE },
		{ PROSE "\n\nShare this:\nClick to share on Telegram (Opens in new window)\nLike\nLoading...", PROSE },
		/* look-alikes: headings, lists, sentences, poems */
		{ "Politics\n\n" PROSE "\n\nEconomy\n\n" PROSE "\n\nCulture\n\n" PROSE, SAME },
		{ "The most used networks:\n\n- Facebook\n- Telegram\n- Instagram\n\n" PROSE, "The most used networks:\n\nFacebook\nTelegram\nInstagram\n\n" PROSE },
		{ PROSE "\n\nContact\n\n" PROSE, SAME },
		{ PROSE "\n\nShe said that she had nothing to do in the evenings but\nread more\nand more books than ever before in her whole life\n\n" PROSE, SAME },
		{ PROSE "\n\nThe share of the\nprint and the email in the whole is small.\n\n" PROSE, SAME },
		{ PROSE "\n\nComments\n\n" PROSE, SAME },
		{ PROSE "\n\nРеклама банков в печати выросла вдвое.\n\n" PROSA, SAME },
		{ PROSE "\n\nIf a > b and b > c, then a > c.\n\n" PROSE, SAME },
		{ "Copyright of maps is a matter of law in each of the two countries.\n\n" PROSE, SAME },
		{ "Armenia\nBelarus\nRussia\n\n" PROSE, SAME },
		{ "HAMLET\n\nWords, words, words.\n\nHAMLET\n\nThe rest is silence.", SAME },
		/* nothing but furniture: it stays */
		{ "Home\nNews\nContact\nSearch", SAME },
		{ "", SAME },
	};
	check(rows, COUNT(rows), RULE_chrome);
}

static void teasers_are_left_out(void **state)
{
	(void)state;
	static const struct repair_row rows[] = {
		{ PROSE "\n\nLatest\n\nWater4 mins ago\n\nThe river has frozen\n\nNobody has seen such a winter since the year of...\n\n"
		  "Roads1 hour ago\n\nThe pass is closed\n\nSnow has closed the pass between the two valleys for the...\n\nTrending", PROSE },
		{ PROSA "\n\nЭкономика2 часа назад\n\nРека замёрзла\n\nТакой зимы не видел никто с того самого года, когда...\n\n"
		  "Общество3 дня назад\n\nПеревал закрыт\n\nСнег закрыл перевал между двумя долинами…", PROSA },
		{ PROSE "\n\nRead also: The river has frozen\n\n" PROSE, PROSE "\n\n" PROSE },
		{ PROSA "\n\nЧитайте также: Река замёрзла\n\n" PROSA, PROSA "\n\n" PROSA },
		{ PROSE "\n\nRelated posts\n\nThe river has frozen\n\nThe pass is closed\n\nWho pays for the road?", PROSE },
		{ PROSA "\n\nМатериалы по теме\n\nРека замёрзла\n\nПеревал закрыт", PROSA },
		{ PROSE "\n\n## Related Posts\n\n- The river has frozen\n- The pass is closed", PROSE },
		{ PROSE "\n\nThe river has frozen\n\nNobody has seen such a winter since...\n\nThe pass is closed\n\nSnow has closed the pass between...\n\n"
		  "Who pays?\n\nThe road costs more than...", PROSE },
		{ PROSE "\n\nRead also\n\nThe river has frozen\n\n" PROSE, PROSE "\n\n" PROSE },
		/* look-alikes */
		{ PROSE "\n\nThe river has frozen\n\nNobody knew what to say...\n\n" PROSE, SAME },
		{ PROSE "\n\nLatest\n\n" PROSE, SAME },
		{ PROSE "\n\nPopular\n\nSongs of the valley\n\nDances of the valley", SAME },
		{ PROSE "\n\n100 years ago\n\n" PROSE, SAME },
		{ PROSE "\n\nNews\n\n3 days ago\n\n" PROSE, SAME },
		{ PROSE "\n\nIt all began 3 days ago, when the snow came.", SAME },
		{ PROSE "\n\nSee also\n\nRiver\n\nPass", SAME },
		/* a page of nothing else */
		{ "Water4 mins ago\n\nThe river has frozen\n\nNobody has seen such a winter since...\n\nRoads1 hour ago\n\nThe pass is closed\n\n"
		  "Snow has closed the pass...", SAME },
		{ "", SAME },
	};
	struct repair_row full[COUNT(rows)];
	for (size_t i = 0; i < COUNT(rows); i++) {
		full[i] = rows[i];
		check(&full[i], 1, RULE_teasers);
	}
}

static void works_are_taken_apart(void **state)
{
	(void)state;
	const unsigned rules = RULE_BIT(RULE_chrome) | RULE_BIT(RULE_teasers) | RULE_BIT(RULE_works) | RULE_BIT(RULE_fields);
	static const struct { const char *in; size_t n; const char *titles, *authors, *dates; } rows[] = {
		/* a site's page: name of the section, title, author, what is left of the date */
		{ "Connect with us\n\nInner Steppe\n\nThe river has frozen over\n\nPublished\n\non\n\n" LONG "\n\nInner Steppe\n\nThe pass is closed for the winter\n\n"
		  "Anna Lee\n\nPublished\n\non\n\n" LONG "\n\nContinue Reading", 2, "The river has frozen over|The pass is closed for the winter", "|Anna Lee", "|" },
		/* rules between texts with authors */
		{ "The river has frozen over\nBy Anna Lee\n\n" LONG "\n\n---\n\nThe pass is closed\n\nBy Thomas Meyer\n\n3 May 2014\n\n" LONG "\n\n* * *\n\nWho pays for the "
		  "road?\n\nBy Olga Kim\n\n" LONG, 3, "The river has frozen over|The pass is closed|Who pays for the road?", "Anna Lee|Thomas Meyer|Olga Kim", "|2014-05-03|" },
		{ "# Река замёрзла\n\nАвтор: Иван Петров\n\n" PROSA "\n\n" PROSA "\n\n# Перевал закрыт\n\nАвтор: Анна Ли\n\n" PROSA "\n\n" PROSA, 2,
		  "Река замёрзла|Перевал закрыт", "Иван Петров|Анна Ли", "|" },
		/* one work with sections */
		{ "# The river\n\nBy Anna Lee\n\n" LONG "\n\n## The winter\n\n" LONG "\n\n## The summer\n\n" LONG, 1, "The river", "Anna Lee", "" },
		{ "The river has frozen over\n\nAnna Lee\n\n3 May 2014\n\n" LONG "\n\n---\n\nThe winter\n\n" LONG "\n\n---\n\nThe summer\n\n" LONG, 1,
		  "The river has frozen over", "Anna Lee", "2014-05-03" },
		{ "# Changes\n\n# Version 2\n\n2014-05-03\n\n" LONG "\n\n# Version 1\n\n2013-05-03\n\n" LONG, 1, "Changes", "", "" },
		/* a list of articles with a line about each */
		{ "The river has frozen over\nBy Anna Lee\n\nIt was cold.\n\n---\n\nThe pass is closed\n\nBy Thomas Meyer\n\nIt snowed.", 1, "The river has frozen over",
		  "*", "" },
		/* a letter in the middle of a text */
		{ LONG "\n\n---\n\nTo the commission\n\nBy Anna Lee\n\n" LONG "\n\n---\n\n" LONG, 2, "*", "*", "|" },
		{ "Talk\n\nAnna Lee\n\n" PROSE "\n\nThomas Meyer\n\n" PROSE "\n\nAnna Lee\n\n" PROSE, 1, "*", "*", "" },
		{ "", 1, "", "", "" },
	};
	struct arena a = ARENA_INIT;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct doc source = { .id = STR("x"), .text = str_of(rows[i].in), .type = STR("text/plain") };
		struct repair_counts counts = { { 0 } };
		struct repaired r;
		struct buf titles = BUF_INIT, authors = BUF_INIT, dates = BUF_INIT;
		repair(&source, rules, &a, &counts, &r);
		if (r.n_docs != rows[i].n)
			fail_msg("%s\n-- gives %zu works", rows[i].in, r.n_docs);
		for (size_t k = 0; k < r.n_docs; k++) {
			buf_puts(&titles, k ? "|" : "");
			buf_puts(&authors, k ? "|" : "");
			buf_puts(&dates, k ? "|" : "");
			buf_addstr(&titles, r.docs[k].title);
			buf_addstr(&authors, r.docs[k].author);
			buf_addstr(&dates, r.docs[k].date);
			struct str id = r.n_docs == 1 ? STR("x") : arena_printf(&a, "x#%zu", k + 1);
			assert_true(str_eq(r.docs[k].id, id));
		}
		const struct { const char *expected; struct str is; } all[] = {
			{ rows[i].titles, buf_str(&titles) }, { rows[i].authors, buf_str(&authors) }, { rows[i].dates, buf_str(&dates) } };
		for (size_t k = 0; k < COUNT(all); k++)
			if (strcmp(all[k].expected, "*") != 0 && !str_eqz(all[k].is, all[k].expected))
				fail_msg("%s\n-- gives %.*s", rows[i].in, STR_ARG(all[k].is));
		assert_int_equal(counts.n[RULE_works], r.n_docs > 1 ? r.n_docs : 0);
		buf_fini(&titles);
		buf_fini(&authors);
		buf_fini(&dates);
	}
	arena_fini(&a);
}

static void fields_are_found(void **state)
{
	(void)state;
	static const struct { const char *in, *title, *author, *date, *source, *lang; } rows[] = {
		{ "Home > News > Water and borders\n156 views\n\nWater and borders\n\n- May 3, 2014\n\nThe following is a guest post from Anna Lee, a student.\n" PROSE,
		  "Water and borders", "Anna Lee", "2014-05-03", "", "en" },
		{ "Water and Borders\n\nWHO SHARES THE RIVER OF THE STEPPE\n\nSteppe Institute Policy Memo No. 12\n\nMay 2014\n\nAnna K. Lee¹\n\nUniversity of Osh\n\n" LONG,
		  "Water and Borders: WHO SHARES THE RIVER OF THE STEPPE", "Anna K. Lee", "2014-05", "Steppe Institute", "en" },
		{ "Anna Lee/Thomas Meyer\n\n## Water and borders\n\n### The river\n\n" LONG, "Water and borders", "Anna Lee; Thomas Meyer", "", "", "en" },
		{ "Вода и границы\n\nАвтор: Иван Петров\n\n3 мая 2014 г.\n\n" PROSA "\n\n© 2014 Степной институт", "Вода и границы", "Иван Петров", "2014-05-03",
		  "Степной институт", "ru" },
		{ "Water and borders\n\nBy Anna Lee and Thomas Meyer\n\nPublished on 3 May 2014\n\n" PROSE, "Water and borders", "Anna Lee; Thomas Meyer", "2014-05-03", "", "en" },
		{ "Water and borders\n\nAnna Lee | May 3, 2014\n\n" PROSE, "Water and borders", "Anna Lee", "2014-05-03", "", "en" },
		{ "Water and borders\nBy Anna Lee\nMay 3, 2014\n\n" PROSE, "Water and borders", "Anna Lee", "2014-05-03", "", "en" },
		{ "Water and borders\n\nMay 3, 2014\n\nAnna Lee\n\n" PROSE, "Water and borders", "Anna Lee", "2014-05-03", "", "en" },
		{ "World | Politics | Business\n\nBy Anna Lee\nPublished: May 3, 2014 | Updated: May 4, 2014\n\nWater and borders\n\n" PROSE, "Water and borders",
		  "Anna Lee", "2014-05-03", "", "en" },
		{ "Steppe Blog\n\nWater and borders\n\nPosted on May 3, 2014 by Anna Lee\n\n" PROSE, "Water and borders", "Anna Lee", "2014-05-03", "", "en" },
		{ "STEPPE INSTITUTE\nPOLICY BRIEF No. 14 | MARCH 2015\n\nWater and borders\n\n" PROSE, "Water and borders", "", "2015-03", "", "en" },
		{ "River Review 14 (2018) 201-219\n\nWater and borders\n\nReceived 4 March 2017; accepted 8 May 2017; published online 3 May 2018\n\n" PROSE,
		  "Water and borders", "", "2018-05-03", "", "en" },
		{ "Water and borders\n\nAnna Lee, 3 May 2014\n\n" PROSE, "Water and borders", "Anna Lee", "2014-05-03", "", "en" },
		{ "# Water and borders\n\nBy Anna Lee\n\n## 3 May 2014\n\n" PROSE "\n\n## 4 May 2014\n\n" PROSE, "Water and borders", "Anna Lee", "", "", "en" },
		{ "Water and borders\n\nOSH, 3 May 2014 – " PROSE, "Water and borders", "", "2014-05-03", "", "en" },
		{ "Вода и границы\n\nОШ, 3 мая 2014 г. — " PROSA, "Вода и границы", "", "2014-05-03", "", "ru" },
		{ "Water and borders\n\nIn Osh, 3 May 2014 – " PROSE, "Water and borders", "", "", "", "en" },
		/* unknown stays unknown */
		{ "Water and borders\n\nMay 3, 2014\n\nRiver Water\n\n" PROSE, "Water and borders", "", "2014-05-03", "", "en" },
		{ "Water and borders\n\nRiver Trade\n\n" PROSE, "Water and borders", "", "", "", "en" },
		{ PROSE "\n\n" PROSE, "", "", "", "", "en" },
		{ "Water and borders\n\nIn May 2014 the commission met for the first time, and on May 3, 2014 it closed the border between the two of them.", "Water and borders",
		  "", "", "", "en" },
		{ "Water and borders\n\n\x04" "May 3, 2014\n\n" PROSE, "Water and borders", "", "", "", "en" },
		{ "Water and borders\n\nInner Steppe\n\n" PROSE "  The Inner Steppe is dry.  The Inner Steppe is wide.", "Water and borders", "", "", "", "en" },
		{ "Water and borders\n\n" PROSE "\n\nMay 3, 2014\n\n" PROSE, "Water and borders", "", "", "", "en" },
		{ "Water and borders\n\nUpdated on May 3, 2014\n\n" PROSE, "Water and borders", "", "", "", "en" },
		{ "", "", "", "", "", "" },
		{ "Armenia", "", "", "", "", "" },
	};
	struct arena a = ARENA_INIT;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct doc source = { .id = STR("x"), .text = str_of(rows[i].in), .type = STR("text/plain") };
		struct repair_counts counts = { { 0 } };
		struct repaired r;
		repair(&source, RULE_BIT(RULE_fields), &a, &counts, &r);
		const struct doc *d = &r.docs[0];
		const struct { const char *expected; struct str is; } all[] = {
			{ rows[i].title, d->title }, { rows[i].author, d->author }, { rows[i].date, d->date }, { rows[i].source, d->source },
			{ rows[i].lang, d->lang } };
		size_t found = 0;
		for (size_t k = 0; k < COUNT(all); k++) {
			if (!str_eqz(all[k].is, all[k].expected))
				fail_msg("%s\n-- gives %.*s, not %s", rows[i].in, STR_ARG(all[k].is), all[k].expected);
			found += all[k].is.n > 0;
		}
		assert_int_equal(counts.n[RULE_fields], found);
		assert_int_equal(d->evidence.n > 0, found > 0);
	}
	/* What is declared is not looked for. */
	struct doc source = { .id = STR("x"), .text = STR("Water and borders\n\nBy Anna Lee\n\nMay 3, 2014\n\n" PROSE), .title = STR("T"), .author = STR("A"),
			      .date = STR("2001"), .source = STR("S"), .lang = STR("de") };
	struct repair_counts counts = { { 0 } };
	struct repaired r;
	repair(&source, RULE_BIT(RULE_fields), &a, &counts, &r);
	assert_true(str_eqz(r.docs[0].title, "T") && str_eqz(r.docs[0].author, "A") && str_eqz(r.docs[0].date, "2001"));
	assert_true(str_eqz(r.docs[0].source, "S") && str_eqz(r.docs[0].lang, "de") && r.docs[0].evidence.n == 0);
	arena_fini(&a);
}

static void lines_of_a_folder_are_learned(void **state)
{
	(void)state;
	static const char head[] = "Steppe Monitor\nAll about the river\n\n", foot[] = "\n\nWrite to the house by the river\n";
	struct arena a = ARENA_INIT;
	struct repeated *r = repeated_new();
	for (unsigned i = 0; i < 10; i++) {
		struct doc d = { .text = arena_printf(&a, "%sReport number %u\n\n%s3 May 2014\n\nBy Olga Kim\n\nAnna Lee\n\n3 May\n\nOur weekly word\n\n" PROSE "%s", head, i,
						      i < 4 ? "In a few of them\n\n" : "", i < 6 ? foot : "") };
		repeated_look(r, &d, i == 9);
	}
	assert_true(repeated_finish(r));
	static const struct { const char *line; bool has; } lines[] = {
		{ "Steppe Monitor", true }, { "All about the river", true }, { "Write to the house by the river", true }, { "Our weekly word", true },
		{ "Report number 3", false }, { "In a few of them", false }, { "3 May 2014", false }, { "By Olga Kim", false }, { "", false },
	};
	for (size_t i = 0; i < COUNT(lines); i++)
		if (repeated_has(r, str_of(lines[i].line)) != lines[i].has)
			fail_msg("%s", lines[i].line);
	const struct repair_row rows[] = {
		{ "Steppe Monitor\nAll about the river\n\nWater\n\n" PROSE, "Water\n\n" PROSE },
		{ "Our weekly word\n\n" PROSE, PROSE "\n\n\fOur weekly word" },
		{ "Our weekly word\n\n3 May 2014\n\n" PROSE, SAME },
		{ "Steppe Monitor\nAll about the river", SAME },
		/* a version of the same text */
		{ "Steppe Monitor\nAll about the river\nSteppe Monitor\nAll about the river\nSteppe Monitor\nAll about the river\nOur weekly word\n\n" PROSE, SAME },
		{ "Water\n\nAnna Lee\n\n" PROSE, SAME },
		{ "# Steppe Monitor\n\n" PROSE, "Steppe Monitor\n\n" PROSE },
		{ "Water\n\n" PROSE, SAME },
		{ "", SAME },
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct doc source = { .id = STR("x"), .text = str_of(rows[i].in), .repeated = r };
		struct repair_counts counts = { { 0 } };
		struct repaired out;
		repair(&source, RULE_BIT(RULE_repeated), &a, &counts, &out);
		if (!str_eqz(out.docs[0].text, rows[i].out ? rows[i].out : rows[i].in))
			fail_msg("%s\n-- gives %.*s", rows[i].in, STR_ARG(out.docs[0].text));
	}
	repeated_free(&r);
	/* Too few files, or too different ones. */
	r = repeated_new();
	for (unsigned i = 0; i < REPEATED_FILES_LEAST - 1; i++)
		repeated_look(r, &(struct doc){ .text = STR("Steppe Monitor\n\n" PROSE) }, false);
	assert_false(repeated_finish(r));
	assert_false(repeated_has(r, STR("Steppe Monitor")));
	repeated_free(&r);
	arena_fini(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(furniture_is_left_out), T(teasers_are_left_out), T(works_are_taken_apart), T(fields_are_found),
		T(lines_of_a_folder_are_learned),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
