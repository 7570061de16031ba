/* Forms of single lines, and the words of sites. */
#include "config.h"

#include "repair/forms.h"
#include "repair/language.h"
#include "repair/site_words.h"
#include "tests/unit/repair_fixture.h"

static void words_of_sites(void **state)
{
	(void)state;
	assert_true(site_words_sorted());
	static const struct { const char *line; enum site_kind kind; } rows[] = {
		{ "Continue Reading", SITE_PHRASE }, { "CONTINUE READING »", SITE_PHRASE }, { "→ Read more…", SITE_PHRASE },
		{ "Читать далее →", SITE_PHRASE }, { "ПОДЕЛИТЬСЯ", SITE_PHRASE }, { "Показать ещё", SITE_PHRASE },
		{ "Home", SITE_LABEL }, { "Comments (12)", SITE_LABEL }, { "Комментарии (3)", SITE_LABEL }, { "Telegram", SITE_NETWORK },
		{ "Politics", SITE_SECTION }, { "Published", SITE_STUB }, { "on", SITE_STUB }, { "Опубликовано:", SITE_STUB },
		{ "Read also:", SITE_LIST }, { "Читайте также", SITE_LIST }, { "Don’t miss", SITE_LIST }, { "Latest", SITE_LIST_WEAK },
		{ "", SITE_NONE }, { "...", SITE_NONE }, { "(3)", SITE_NONE }, { "3 Home", SITE_NONE },
		{ "Continue reading the treaty", SITE_NONE }, { "Homes", SITE_NONE }, { "Политика соседей", SITE_NONE },
	};
	for (size_t i = 0; i < COUNT(rows); i++)
		if (site_words(str_of(rows[i].line)) != rows[i].kind)
			fail_msg("%s: %d", rows[i].line, (int)site_words(str_of(rows[i].line)));
	static const char *const bars[] = {
		"Home | News | About us | Contact", "Share Tweet Email Print", "Facebook Twitter Telegram", "Главная | Новости | Контакты",
		"Home / About / Search", "Facebook · Twitter · Instagram",
	};
	static const char *const none[] = {
		"Home", "Home | Water", "Politics Economy Culture", "Facebook, Twitter, Telegram", "Share of print media", "News and politics",
		"Politics | Economy | Culture", "Print Facebook.", "People want peace",
	};
	for (size_t i = 0; i < COUNT(bars); i++)
		if (!site_bar(str_of(bars[i])))
			fail_msg("%s", bars[i]);
	for (size_t i = 0; i < COUNT(none); i++)
		if (site_bar(str_of(none[i])))
			fail_msg("%s", none[i]);
	assert_true(site_list_item(STR("Read also: Water and borders")));
	assert_true(site_list_item(STR("Читайте также: Вода и границы")));
	assert_false(site_list_item(STR("Read also:")));
	assert_false(site_list_item(STR("Note: Water and borders")));
}

static void counters_and_ages(void **state)
{
	(void)state;
	static const struct { const char *line; bool counter; ptrdiff_t age; } rows[] = {
		{ "156 views 7 min 0 Comment", true, -1 }, { "1,204 views", true, -1 }, { "5 min read", true, -1 }, { "0 Comments", true, -1 },
		{ "Просмотров: 1204", true, -1 }, { "12 комментариев", true, -1 }, { "3 мин чтения", true, -1 }, { "2.1K shares 14 likes", true, -1 },
		{ "156", false, -1 }, { "7 min", false, -1 }, { "12 shares of the mine", false, -1 }, { "156 views of the lake", false, -1 },
		{ "100 shares", false, -1 }, { "2014", false, -1 },
		{ "4 mins ago", false, 0 }, { "Economy1 hour ago", false, 7 }, { "South Asia12 hours ago", false, 10 }, { "Water 3 days ago", false, 5 },
		{ "2 дня назад", false, 0 }, { "Экономика5 часов назад", false, 18 },
		{ "ago", false, -1 }, { "years ago", false, -1 }, { "100 years ago", false, -1 }, { "many days ago", false, -1 },
		{ "The commission met for the first time 3 days ago", false, -1 }, { "It met, 3 days ago", false, -1 },
		{ "Комиссия собралась в первый раз в городе 3 дня назад", false, -1 }, { "", false, -1 },
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str s = str_of(rows[i].line);
		if (form_counter(s) != rows[i].counter || form_age(s) != rows[i].age)
			fail_msg("%s: %d %td", rows[i].line, form_counter(s), form_age(s));
	}
}

static void dates(void **state)
{
	(void)state;
	static const struct { const char *line, *iso; } rows[] = {
		{ "- December 26, 2014", "2014-12-26" }, { "December 26, 2014", "2014-12-26" }, { "January 2017", "2017-01" },
		{ "26 декабря 2014 г.", "2014-12-26" }, { "26 декабря 2014 года", "2014-12-26" }, { "2014-12-26", "2014-12-26" },
		{ "Published on May 3, 2014", "2014-05-03" }, { "Published: 3 May 2014, 10:15", "2014-05-03" }, { "Posted on 3 May 2014", "2014-05-03" },
		{ "Дата публикации: 03.05.2014", "2014-05-03" }, { "Опубликовано 3 мая 2014", "2014-05-03" }, { "Saturday, 3 May 2014", "2014-05-03" },
		{ "Bishkek, 3 May 2014", "2014-05-03" }, { "Osh, May 3, 2014", "2014-05-03" }, { "(May 2014)", "2014-05" },
		{ "03.05.2014 10:15", "2014-05-03" },
		{ "2014", NULL }, { "May", NULL }, { "Updated on May 3, 2014", NULL }, { "The treaty of May 3, 2014", NULL },
		{ "May 3, 2014 was a cold day", NULL }, { "12-14 March 2014", NULL }, { "Photo: May 3, 2014", NULL },
		{ "In Osh on 3 May 2014", NULL }, { "04/05/2014", NULL }, { "", NULL }, { "Page 3, 2014", NULL },
		{ "Reuters/Anna Lee, Osh, May 3, 2014", NULL },
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		char iso[11];
		bool is = form_date(str_of(rows[i].line), iso);
		if (is != (rows[i].iso != NULL) || (is && strcmp(iso, rows[i].iso) != 0))
			fail_msg("%s: %s", rows[i].line, is ? iso : "none");
	}
}

static void names(void **state)
{
	(void)state;
	static const struct { const char *line, *names, *byline; } rows[] = {
		{ "Anna Lee", "Anna Lee", NULL }, { "Anna Lee/Thomas Meyer", "Anna Lee; Thomas Meyer", NULL },
		{ "Anna Lee and Thomas Meyer", "Anna Lee; Thomas Meyer", NULL }, { "Anna Lee, Thomas Meyer & Olga Kim", "Anna Lee; Thomas Meyer; Olga Kim", NULL },
		{ "Anna K. Lee¹", "Anna K. Lee", NULL }, { "Anna Lee1", "Anna Lee", NULL }, { "A. K. Lee*", "A. K. Lee", NULL },
		{ "Dr. Anna Lee", "Anna Lee", NULL }, { "Иван Петров", "Иван Петров", NULL }, { "И. И. Петров и А.К. Ли", "И. И. Петров; А.К. Ли", NULL },
		{ "Петров И.И.", "Петров И.И.", NULL }, { "Ludwig van der Berg", "Ludwig van der Berg", NULL }, { "Salim al-Rashid", "Salim al-Rashid", NULL },
		{ "Anna", NULL, NULL }, { "Central Asia", NULL, NULL }, { "University of Osh", NULL, NULL }, { "Anna Lee was here", NULL, NULL },
		{ "The River Police", NULL, NULL }, { "January 2017", NULL, NULL }, { "Water and Borders", NULL, NULL }, { "", NULL, NULL },
		{ "United Nations", NULL, NULL }, { "anna lee", NULL, NULL }, { "Первый Новый Год", NULL, NULL }, { "Steppe MAX1234", NULL, NULL }, { "Anna LEE", NULL, NULL },
		{ "ANNA LEE", "ANNA LEE", NULL }, { "默认 值", NULL, NULL },
		{ "By Anna Lee", NULL, "Anna Lee" }, { "BY ANNA LEE", NULL, "ANNA LEE" }, { "by Anna Lee and Thomas Meyer*", NULL, "Anna Lee; Thomas Meyer" },
		{ "By Anna Lee, Staff Writer", NULL, "Anna Lee" }, { "Author: Anna Lee", NULL, "Anna Lee" }, { "Authors: Anna Lee and Olga Kim*", NULL, "Anna Lee; Olga Kim" },
		{ "Автор: Иван Петров", NULL, "Иван Петров" }, { "Авторы: Иван Петров, Анна Ли", NULL, "Иван Петров; Анна Ли" },
		{ "Written by Anna Lee", NULL, "Anna Lee" }, { "By Anna Lee in Osh", NULL, "Anna Lee" }, { "Interview by Anna Lee", NULL, "Anna Lee" },
		{ "By Water and Rail", NULL, NULL }, { "Bystanders Watch", "Bystanders Watch", NULL }, { "By the river", NULL, NULL },
	};
	struct arena a = ARENA_INIT;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct names n;
		bool is = form_names(str_of(rows[i].line), &a, &n);
		if (is != (rows[i].names != NULL) || (is && !str_eqz(n.list, rows[i].names)))
			fail_msg("%s: %.*s", rows[i].line, STR_ARG(n.list));
		is = form_byline(str_of(rows[i].line), &a, &n);
		if (is != (rows[i].byline != NULL) || (is && !str_eqz(n.list, rows[i].byline)))
			fail_msg("byline %s: %.*s", rows[i].line, STR_ARG(n.list));
	}
	static const struct { const char *line, *names, *iso; } both[] = {
		{ "By Anna Lee | May 3, 2014", "Anna Lee", "2014-05-03" }, { "By Anna Lee on May 3, 2014", "Anna Lee", "2014-05-03" },
		{ "Anna Lee, 3 May 2014", "Anna Lee", "2014-05-03" }, { "3 мая 2014 | Иван Петров", "Иван Петров", "2014-05-03" },
		{ "May 3, 2014 - By Anna Lee", "Anna Lee", "2014-05-03" },
		{ "By Anna Lee | May 3, 2014 | 5 min read", "Anna Lee", "2014-05-03" }, { "Anna Lee · 3 May 2014 · 3 min read", "Anna Lee", "2014-05-03" },
		{ "Anna Lee", NULL, NULL }, { "May 3, 2014", NULL, NULL }, { "Anna Lee met him on May 3, 2014", NULL, NULL },
	};
	for (size_t i = 0; i < COUNT(both); i++) {
		struct names n;
		char iso[11];
		bool is = form_byline_date(str_of(both[i].line), &a, &n, iso);
		if (is != (both[i].names != NULL) || (is && (!str_eqz(n.list, both[i].names) || strcmp(iso, both[i].iso) != 0)))
			fail_msg("%s: %.*s", both[i].line, STR_ARG(n.list));
	}
	struct names n;
	assert_true(form_guest(STR("The following is a guest post from Anna Lee, a student of rivers."), &a, &n));
	assert_true(str_eqz(n.list, "Anna Lee"));
	assert_true(form_guest(STR("This is a guest post by Anna Lee and Thomas Meyer of the river school."), &a, &n));
	assert_true(str_eqz(n.list, "Anna Lee; Thomas Meyer"));
	assert_false(form_guest(STR("We publish a guest post from time to time."), &a, &n));
	arena_fini(&a);
}

static void parts_and_issues(void **state)
{
	(void)state;
	static const char *const parts[] = { "CONTENTS", "Abstract:", "Введение" };
	static const char *const issues[] = { "River Review 14 (2018) 201-219", "РЕЧНОЙ ВЕСТНИК. 2019. № 3", "River Review, Vol. 4, No. 2, 2017", "УДК 327.5",
					      "River Review 2018, 14(2), 201–219" };
	static const char *const none[] = { "Contents of a river", "Annual report 2015", "Rivers in 1914-1918", "War and rivers, 1992-2001", "Resolution No. 12",
					    "The road to 2030", "Channel No. 5", "" };
	for (size_t i = 0; i < COUNT(parts); i++)
		assert_true(form_part(str_of(parts[i])));
	for (size_t i = 0; i < COUNT(issues); i++)
		if (!form_issue(str_of(issues[i])))
			fail_msg("%s", issues[i]);
	for (size_t i = 0; i < COUNT(none); i++)
		if (form_issue(str_of(none[i])) || form_part(str_of(none[i])))
			fail_msg("%s", none[i]);
}

static void publishers(void **state)
{
	(void)state;
	static const struct { const char *line, *name; bool imprint; } rows[] = {
		{ "© Steppe Institute 2017. The views are those of the author.", "Steppe Institute", true },
		{ "© 2014 Steppe Institute", "Steppe Institute", true }, { "Copyright © 2010-2014 Steppe Review. All rights reserved.", "Steppe Review", true },
		{ "Copyright 2014 by Steppe Review", "Steppe Review", true }, { "© 2014 Степной институт, Бишкек", "Степной институт", true },
		{ "© Anna Lee", NULL, true }, { "© 2014 All rights reserved", NULL, true }, { "Steppe Institute 2014", NULL, false }, { "", NULL, false },
	};
	struct str name;
	for (size_t i = 0; i < COUNT(rows); i++) {
		bool is = form_imprint(str_of(rows[i].line), &name);
		if (is != rows[i].imprint || !str_eqz(name, rows[i].name ? rows[i].name : ""))
			fail_msg("%s: %.*s", rows[i].line, STR_ARG(name));
	}
	assert_true(form_series(STR("Steppe Institute Policy Memo No. 12"), &name));
	assert_true(str_eqz(name, "Steppe Institute"));
	assert_false(form_series(STR("The Policy Memo was late"), &name));
	assert_false(form_series(STR("Policy Memo No. 12"), &name));
}

static void titles_and_ends(void **state)
{
	(void)state;
	static const struct { const char *line; bool title, sentence, broken; } rows[] = {
		{ "Water and borders", true, false, false }, { "Why do rivers freeze?", true, true, false }, { "It rained.", false, true, false },
		{ "He said: “It rained.”", false, true, false }, { "and so it went", false, false, false }, { "The river was so wide that...", false, true, true },
		{ "Река была так широка…", false, true, true }, { "2014 in review", true, false, false }, { "Вода и границы", true, false, false },
		{ "***", false, false, false }, { "1234", false, false, false }, { "", false, false, false },
		{ "The river was wide [...] Read more", false, false, true },
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str s = str_of(rows[i].line);
		bool title = form_title(s), sentence = form_sentence(s), broken = form_breaks_off(s);
		if ((title != rows[i].title && !rows[i].broken) || sentence != rows[i].sentence || broken != rows[i].broken)
			fail_msg("%s: %d %d %d", rows[i].line, title, sentence, broken);
	}
	struct str last = STR_NONE;
	assert_true(form_breadcrumb(STR("Home > News > Water and borders"), &last));
	assert_true(str_eqz(last, "Water and borders"));
	assert_true(form_breadcrumb(STR("Главная » Новости » Вода и границы"), &last));
	assert_true(form_breadcrumb(STR("Regions › Asia › Water"), &last));
	assert_false(form_breadcrumb(STR("If a > b then it rains."), &last));
	assert_false(form_breadcrumb(STR("Water > borders"), &last));
	assert_false(form_breadcrumb(STR("Water"), &last));
	assert_true(form_cookies(STR("We use cookies to improve your experience. By continuing you accept our policy.")));
	assert_true(form_cookies(STR("Мы используем файлы cookie. Продолжая, вы соглашаетесь с этим.")));
	assert_false(form_cookies(STR("The baker sold cookies, and everyone agreed that they were good.")));
	assert_false(form_cookies(STR("We use cookies in the laboratory to feed mice.")));
}

static void languages(void **state)
{
	(void)state;
	static const struct { const char *text, *lang; } rows[] = {
		{ "The commission met in the old town hall to talk about the border and the trade between the two countries, which had fallen by a "
		  "third within a year.", "en" },
		{ "Комиссия собралась в старой ратуше, чтобы обсудить границу и торговлю между двумя странами, которая упала за год на треть, и "
		  "решила, что не будет спешить, как это было в прошлом году.", "ru" },
		{ "Die Kommission traf sich im alten Rathaus, um über die Grenze und den Handel zu sprechen, der in einem Jahr um ein Drittel "
		  "gefallen ist, und sie wird sich nicht mit einem Bericht begnügen.", "de" },
		{ "La commission s'est réunie dans la vieille mairie pour parler de la frontière et du commerce entre les deux pays, qui est tombé "
		  "d'un tiers dans une année, et elle ne se contente pas.", "fr" },
		{ "Комиссия ескі қала әкімдігінде жиналып, екі ел арасындағы шекара мен сауда туралы сөйлесті, ол бір жылда үштен бірге төмендеді "
		  "және бұл туралы ұзақ айтылды, өйткені ол маңызды", "kk" },
		{ "Комиссия эски шаардын мэриясында чогулуп, эки өлкөнүн ортосундагы чек ара жана соода жөнүндө сүйлөштү, ал бир жылда үчтөн бирге "
		  "төмөндөдү жана бул жөнүндө көп айтылды", "ky" },
		{ "Комиссия дар толори кӯҳнаи шаҳр ҷамъ омад, то дар бораи сарҳад ва савдо байни ду кишвар сӯҳбат кунад, ки дар як сол ҳиссаи сеяк "
		  "кам шуд ва ин муҳим буд", "tg" },
		{ "Комиссия эски шаҳар биносида йиғилиб, икки давлат ўртасидаги чегара ва савдо ҳақида гаплашди, у бир йилда учдан бирга камайди ва "
		  "бу ҳақда кўп айтилди", "uz" },
		{ "Komissiya eski shahar binosida yigʻilib, ikki davlat oʻrtasidagi chegara va savdo haqida gaplashdi, u bir yilda uchdan birga "
		  "kamaydi va bu haqda ham bir kun edi, lekin bu uchun kerak emas", "uz" },
		{ "Armenia Belarus Kazakhstan Kyrgyzstan Russia Tajikistan Afghanistan Serbia China India Pakistan Iran Mongolia Nepal Turkey Sri "
		  "Lanka Cambodia Azerbaijan Maldives", NULL },
		{ "The border.", NULL }, { "", NULL }, { "12 14 15", NULL },
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct language_sample sample = { 0 };
		language_look(&sample, str_of(rows[i].text), LANGUAGE_WORDS);
		const char *lang = language_tell(&sample);
		if ((lang == NULL) != (rows[i].lang == NULL) || (lang && strcmp(lang, rows[i].lang) != 0))
			fail_msg("%s: %s", rows[i].text, lang ? lang : "none");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(words_of_sites), T(counters_and_ages), T(dates), T(names), T(parts_and_issues), T(publishers), T(titles_and_ends), T(languages),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
