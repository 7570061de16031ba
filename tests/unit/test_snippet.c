/* Passages and marks: which place is shown, where it is cut, what is marked. */
#include "config.h"

#include "tests/unit/query_fixture.h"

#include "common/unit.h"
#include "common/utf8.h"

/* One document is indexed and searched for; the answer is its passages, marks in brackets. */
static const char *shown(struct fixture *f, const char *query, uint32_t max, struct search_result *r)
{
	struct search_params p = fixture_params(query);
	struct buf b = BUF_INIT;
	p.snippets = max;
	ok(search_run(f->store, f->analyzer, &p, &f->arena, r, &ok_err));
	for (size_t i = 0; i < (r->n_hits ? r->hits[0].n_passages : 0); i++) {
		const struct passage *passage = &r->hits[0].passages[i];
		size_t at = 0;
		if (i)
			buf_puts(&b, " || ");
		assert_true(utf8_valid(passage->text));
		for (size_t m = 0; m < passage->n_marks; m++) {
			assert_true(passage->marks[m].start >= at && passage->marks[m].end > passage->marks[m].start);
			assert_true(passage->marks[m].end <= passage->text.n);
			buf_addstr(&b, str_sub(passage->text, at, passage->marks[m].start));
			struct str marked = str_sub(passage->text, passage->marks[m].start, passage->marks[m].end);
			buf_printf(&b, "[%.*s]", STR_ARG(marked));
			at = passage->marks[m].end;
		}
		buf_addstr(&b, str_sub(passage->text, at, passage->text.n));
	}
	const char *z = arena_strz(&f->arena, buf_str(&b));
	buf_fini(&b);
	return z;
}

static struct fixture *with_text(const char *title, const char *text)
{
	struct doc doc = { .id = STR("d"), .title = str_of(title), .text = str_of(text) };
	return fixture_open(&doc, 1);
}

struct row {
	const char *text, *query, *shown;
};

static void check(const struct row *rows, size_t n)
{
	int failures = 0;
	for (size_t i = 0; i < n; i++) {
		struct fixture *f = with_text("zebra", rows[i].text);
		struct search_result r;
		const char *got = shown(f, rows[i].query, 1, &r);
		if (strcmp(got, rows[i].shown) != 0) {
			print_error("%s\n  shows %s\n  not   %s\n", rows[i].query, got, rows[i].shown);
			failures++;
		}
		fixture_close(f);
	}
	assert_int_equal(failures, 0);
}
#define CHECK(rows) check(rows, sizeof(rows) / sizeof(*(rows)))

static void whatever_matched_is_marked(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "The borders of Kazakhstan.", "border kazakhstan", "The [borders] of [Kazakhstan]." },
		{ "Границы Казахстана.", "граница казахстан", "[Границы] [Казахстана]." },
		{ "Шекара бекеті жақын.", "ШЕКАРА бекеті", "[Шекара] [бекеті] жақын." },
		{ "O‘zbekiston chegarasi.", "oʻzbekiston", "[O‘zbekiston] chegarasi." },
		{ "Советской проблемой", "советская", "[Советской] проблемой" },
		{ "Nazarba\u0301yev spoke.", "nazarbáyev", "[Nazarba\u0301yev] spoke." },
		{ "The mi\u00adnis\u00adtry said.", "ministry", "The [mi\u00adnis\u00adtry] said." },
		{ "Kazakhstan's border.", "kazakhstan", "[Kazakhstan's] border." },
		{ "Shanghai met. The Shanghai Cooperation Organisation; cooperation.", "\"shanghai cooperation\"",
		  "Shanghai met. The [Shanghai Cooperation] Organisation; cooperation." },
		{ "Shanghai\nCooperation met. Shanghai cooperation.", "\"shanghai cooperation\" met",
		  "Shanghai Cooperation [met]. [Shanghai cooperation]." },
		{ "The Shanghai  Cooperation, met.", "\"shanghai cooperation\" met", "The [Shanghai Cooperation], [met]." },
		{ "Counter-terrorism and counterterrorism.", "counterterrorism", "[Counter-terrorism] and [counterterrorism]." },
		{ "Counter-terrorism and counterterrorism.", "counter-terrorism", "[Counter-terrorism] and [counterterrorism]." },
		{ "Organ and organs.", "=organs", "Organ and [organs]." },
		{ "Organisations organise.", "organisat*", "[Organisations] organise." },
		{ "The border.", "bordr~", "The [border]." },
		{ "Trade near the border.", "border NEAR/3 trade", "[Trade] near the [border]." },
		{ "Trade and drugs.", "trade OR nothing", "[Trade] and drugs." },
		{ "Trade and more.", "trade -drugs", "[Trade] and more." },
		{ "Trade and zebra.", "trade title:zebra", "[Trade] and zebra." },
		{ "China and Japan: 日本語の文。", "本語", "China and Japan: 日[本語]の文。" },
	};
	CHECK(rows);
}

static void passages_are_sentences(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "Первое предложение стоит здесь, и оно достаточно длинное, чтобы занять место в тексте само по себе, "
		  "а также чтобы не дать показать всё. Второе говорит о границе. Третье предложение стоит здесь, и оно "
		  "достаточно длинное, чтобы занять место в тексте само по себе, а также чтобы не дать показать всё.",
		  "граница",
		  "Второе говорит о [границе]. Третье предложение стоит здесь, и оно "
		  "достаточно длинное, чтобы занять место в тексте само по себе, а также чтобы не дать показать всё." },
		{ "Heading\n\nThe border.", "border", "The [border]." },
		{ "The border\n\nA first sentence of the text. Another one follows it, and goes on for a while.", "border",
		  "The [border] A first sentence of the text. Another one follows it, and goes on for a while." },
		{ "He said: “The border is closed.” Then he left.", "border", "He said: “The [border] is closed.” Then he left." },
		{ "  \n\n  (border)  \n ", "border", "([border])" },
		{ "One\t two\u00a0 \n three border.", "border", "One two three [border]." },
	};
	CHECK(rows);
}

static void a_title_is_not_shown_again(void **state)
{
	(void)state;
	static const struct {
		const char *title, *text, *query, *shown;
	} rows[] = {
		{ "Border trade", "Border trade\n\nThe border is open.", "border", "The [border] is open." },
		{ "Border trade", "Border trade\n\nWater flows.", "border", "Water flows." },
		{ "Border trade", "\n Border\n trade\n\nWater flows.", "trade", "Water flows." },
		{ "Border trade", "Border trade\n\nWater flows. Trade grows.", "\"border trade\"", "Water flows. Trade grows." },
		{ "Where? Here.", "Where? Here. Some words more.", "here", "Some words more." },
		{ "Торговля", "Торговля\n\n«Граница» закрыта.", "торговля граница", "«[Граница]» закрыта." },
		{ "Counter-terrorism", "Counter-terrorism\n\nOne counter more.", "counter", "One [counter] more." },
		/* There is nothing else, or it is another thing. */
		{ "Border trade", "Border trade", "border", "[Border] trade" },
		{ "Border trade", "Border trade\n\n...\n", "border", "[Border] trade" },
		{ "Border trade", "Border trade grew.", "border", "[Border] trade grew." },
		{ "Border trade", "Border trades\n\nWater.", "border", "[Border] trades Water." },
		{ "Border trade", "Border\n\nWater.", "border", "[Border] Water." },
		{ "Border trade", "The Border trade\n\nWater.", "border", "The [Border] trade Water." },
		{ "", "Border\n\nWater.", "border", "[Border] Water." },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct fixture *f = with_text(rows[i].title, rows[i].text);
		struct search_result r;
		assert_string_equal(shown(f, rows[i].query, 1, &r), rows[i].shown);
		const struct passage *passage = &r.hits[0].passages[0];
		assert_true(r.hits[0].doc.title.n == strlen(rows[i].title));
		assert_memory_equal(rows[i].text + passage->offset, passage->text.p, 4);
		fixture_close(f);
	}
}

/* A long document, where the places come from positions. */
static void a_long_text_has_its_title_once(void **state)
{
	(void)state;
	struct buf text = BUF_INIT;
	buf_puts(&text, "Border trade\n\nFirst words.\n\n");
	for (int i = 0; i < 20000; i++)
		buf_puts(&text, i == 19000 ? "\n\nThe border there.\n\n" : "filling ");
	struct fixture *f = with_text("Border trade", text.p);
	struct search_result r;
	assert_string_equal(shown(f, "border", 3, &r), "The [border] there.");
	assert_string_equal(shown(f, "trade", 3, &r), "First words.");
	fixture_close(f);
	buf_fini(&text);
}

static void long_sentences_are_cut_at_words(void **state)
{
	(void)state;
	struct buf text = BUF_INIT;
	for (int i = 0; i < 200; i++)
		buf_puts(&text, i == 100 ? "border " : "қауіпсіздік ");
	struct fixture *f = with_text("zebra", text.p);
	struct search_result r;
	const char *got = shown(f, "border", 1, &r);
	size_t chars = utf8_count(r.hits[0].passages[0].text);
	assert_true(chars > SNIPPET_TARGET / 2 && chars < SNIPPET_TARGET + 20);
	assert_true(str_starts(str_of(got), STR("…қауіпсіздік")));
	assert_true(str_ends(str_of(got), STR("қауіпсіздік…")));
	assert_true(strstr(got, "[border]") != NULL);
	assert_true(r.hits[0].passages[0].offset > 1000);
	fixture_close(f);
	buf_fini(&text);
}

/* Letters without end, marks without end: the passage stays small and no grapheme is cut. */
static void no_character_is_cut(void **state)
{
	(void)state;
	static const char *const units[] = { "x", "ж", "e\u0301", "👩‍👩‍👧", "\u1112\u1161\u11ab", "日" };
	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++) {
		struct buf text = BUF_INIT;
		buf_puts(&text, "border ");
		for (int k = 0; k < 5000; k++)
			buf_puts(&text, units[i]);
		struct fixture *f = with_text("zebra", text.p);
		struct search_result r;
		const char *got = shown(f, "border", 1, &r);
		assert_true(r.hits[0].passages[0].text.n < 3000);
		assert_true(str_starts(str_of(got), STR("[border]")));
		struct str body = str_sub(str_of(got), strlen("[border]"), strlen(got));
		if (str_starts(body, STR(" ")))
			body = str_sub(body, 1, body.n);
		if (str_ends(body, STR("…")))
			body.n -= strlen("…");
		assert_int_equal(body.n % strlen(units[i]), 0);
		fixture_close(f);
		buf_fini(&text);
	}
}

static void the_best_places_are_shown(void **state)
{
	(void)state;
	static const char filler[] =
		"Nothing of any interest is said in this sentence, which only takes up room on the page. "
		"Neither is there anything in the one that follows it, though it goes on for quite a while as well. ";
	struct buf text = BUF_INIT;
	buf_printf(&text, "Trade was discussed. %s%s%sBorder trade with Uzbekistan grew. %s%s%s"
		   "A border was closed. %s%s%s", filler, filler, filler, filler, filler, filler, filler, filler, filler);
	struct fixture *f = with_text("zebra", text.p);
	struct search_result r;
	const char *got = shown(f, "border trade uzbekistan", 1, &r);
	assert_true(strstr(got, "[Border] [trade] with [Uzbekistan] grew.") != NULL);
	got = shown(f, "border trade uzbekistan", 3, &r);
	assert_int_equal(r.hits[0].n_passages, 3);
	assert_true(strstr(got, "[Border] [trade]") < strstr(got, "[border] was"));
	assert_non_null(strstr(got, "[Trade] was discussed."));
	for (size_t i = 0; i < 3; i++) {	/* the offset is where the passage starts in the text */
		struct str p = r.hits[0].passages[i].text;
		struct str at = str_sub(buf_str(&text), r.hits[0].passages[i].offset, text.n);
		if (str_starts(p, STR("…")))
			p = str_sub(p, strlen("…"), p.n);
		assert_true(str_starts(at, str_sub(p, 0, 20)));
	}
	fixture_close(f);
	buf_fini(&text);
}

static void without_a_match_the_beginning_is_shown(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "First words of it. Second.", "zebra", "First words of it. Second." },
		{ "First words of it. Second.", "*", "First words of it. Second." },
		{ "", "zebra", "" },
		{ "... --- ...", "zebra", "" },
	};
	CHECK(rows);
}

/* Far into a long document: by positions, and only the blocks that hold them. */
static void long_documents(void **state)
{
	(void)state;
	struct buf text = BUF_INIT;
	for (int i = 0; i < 300000; i++) {
		buf_printf(&text, "w%d%s", i % 5000, i % 17 == 16 ? ". The " : " ");
		if (i == 200000)
			buf_puts(&text, "xx. The Shanghai Cooperation Organisation met at the Kazakh border. Zz ");
		if (i == 100000)
			buf_puts(&text, "xx. Shanghai is far from the border, and cooperation from organs is not. Zz ");
	}
	struct fixture *f = with_text("zebra", text.p);
	struct search_result r;
	static const struct { const char *query, *part; } rows[] = {
		{ "\"shanghai cooperation\" border", "The [Shanghai Cooperation] Organisation met at the Kazakh [border]." },
		{ "kazakh* border", "Organisation met at the [Kazakh] [border]." },
		{ "=organs", "from [organs] is not" },
		{ "bord* far", "Shanghai is [far] from the [border], and" },
		{ "border~1 cooperations", "[Cooperation] Organisation met at the Kazakh [border]." },
		{ "organisatio* shanghai", "The [Shanghai] Cooperation [Organisation] met" },
		{ "title:zebra", "w0 w1 w2" },
		{ "w4999 w17", "" },
	};
	uint64_t start = clock_us();
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (!strstr(shown(f, rows[i].query, 2, &r), rows[i].part))
			fail_msg("%s: %s", rows[i].query, shown(f, rows[i].query, 2, &r));
	assert_true(clock_us() - start < 3000000);
	fixture_close(f);
	buf_fini(&text);
}

/* A document of several paragraphs, and the sentence of it that a person would choose for the query. */
static void the_sentence_that_a_person_would_choose(void **state)
{
	(void)state;
	static const char report[] =
		"Border trade and customs on the northern road\n\n"
		"The region trades with its neighbours, and has done so for long, by road and by rail and over the passes, whatever the "
		"offices of either side had to say about it in their time.\n\n"
		"Customs, borders, trade\n\n"
		"Dr. Aliev counted the lorries at the customs post of Osh. In 2014 customs officers closed the border to trade in cotton, "
		"for the harvest had to stay. Nobody there had been asked, and the market fell silent within a week of that day.\n\n"
		"Water comes from far mountains. A channel brings it to the fields below the town, where apricots grow, and what is left goes "
		"to the mills. The mills of the valley were built when cotton came, and stand now. Their wheels are of wood.\n\n"
		"Cotton and silk\n\n"
		"Silk was made in every house of Margilan before there were mills. The water of the channel turned the wheels of the mills of "
		"Margilan. Read more: silk was made in every house of Margilan before there were mills.\n\n"
		"The price of apricots fell. Bread cost twice as much as in spring, the post of Osh reported to the ministry, whose answer is "
		"not known. The ministry has a post office. Much later, in another year, a minister came from the capital, spoke of bread to "
		"those who had waited, and left before anybody could ask him what Osh was to do with its apricots when the border is shut.\n";
	static const struct { const char *query, *best; } rows[] = {
		/* all words in one sentence, not in a heading that has them too */
		{ "customs border trade", "In 2014 [customs] officers closed the [border] to [trade] in cotton" },
		{ "customs", "[customs] post of Osh. In 2014 [customs] officers" },
		/* an abbreviation does not cut the sentence */
		{ "Aliev lorries", "Dr. [Aliev] counted the [lorries] at the customs post of Osh." },
		/* close together in one sentence, not spread over two */
		{ "water wheels mills", "The [water] of the channel turned the [wheels] of the [mills] of Margilan." },
		/* a rare word before two occurrences of a frequent one */
		{ "bread ministry", "[Bread] cost twice as much as in spring, the post of Osh reported to the [ministry]" },
		{ "minister capital", "a [minister] came from the [capital], spoke of bread" },
		/* phrases whole */
		{ "\"post office\" ministry", "The [ministry] has a [post office]." },
		{ "\"far mountains\"", "Water comes from [far mountains]." },
		/* nothing but a heading has it */
		{ "neighbours northern", "The region trades with its [neighbours]" },
		{ "cotton silk", "[Silk] was made in every house" },
	};
	int failures = 0;
	struct doc doc = { .id = STR("d"), .title = STR("A report"), .text = str_of(report) };
	struct fixture *f = fixture_open(&doc, 1);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct search_result r;
		const char *got = shown(f, rows[i].query, 1, &r);
		if (!strstr(got, rows[i].best)) {
			print_error("%s\n  shows %s\n  not   %s\n", rows[i].query, got, rows[i].best);
			failures++;
		}
	}
	assert_int_equal(failures, 0);
	fixture_close(f);
}

/* What stands twice in a document is shown once, and no passage overlaps another. */
static void nothing_is_shown_twice(void **state)
{
	(void)state;
	static const char filler[] =
		"Nothing of any interest is said in this sentence, which only takes up room on the page. "
		"Neither is there anything in the one that follows it, though it goes on for quite a while as well.\n\n";
	static const char teaser[] = "Traders wait at the border for days, and for weeks in the cold of winter, says the report of the union.\n\n";
	struct buf text = BUF_INIT;
	for (int i = 0; i < 4; i++)
		buf_printf(&text, "%s%s%s", teaser, filler, filler);
	buf_printf(&text, "The border was opened. %s%s", filler, teaser);
	struct fixture *f = with_text("zebra", text.p);
	struct search_result r;
	shown(f, "border", 3, &r);
	assert_int_equal(r.hits[0].n_passages, 2);
	for (size_t i = 0; i < 2; i++) {
		const struct passage *p = &r.hits[0].passages[i];
		struct str at = str_sub(buf_str(&text), p->offset, p->end);
		assert_true(p->end > p->offset && str_starts(at, str_sub(p->text, 0, 12)));
	}
	assert_true(r.hits[0].passages[0].end <= r.hits[0].passages[1].offset ||
		    r.hits[0].passages[1].end <= r.hits[0].passages[0].offset);
	fixture_close(f);
	buf_fini(&text);
}

/* Other names of what is asked for are marked as well, and count once. */
static void other_forms_count_once(void **state)
{
	(void)state;
	static const char filler[] =
		"Nothing of any interest is said in this sentence, which only takes up room on the page. "
		"Neither is there anything in the one that follows it, though it goes on for quite a while as well.\n\n";
	struct buf text = BUF_INIT;
	buf_printf(&text, "In Fergana and in Ferghana it rained.\n\n%s%s%sIn Fergana the market of Ferghana opened.\n\n%s", filler, filler,
		   filler, filler);
	struct doc doc = { .id = STR("d"), .title = STR("zebra"), .text = buf_str(&text) };
	struct fixture *f = fixture_open(&doc, 1);
	struct search_params p = fixture_params("Fergana market");
	struct search_result r;
	p.snippets = 1;
	p.widen.translit = true;
	ok(search_run(f->store, f->analyzer, &p, &f->arena, &r, &ok_err));
	assert_int_equal(r.hits[0].passages[0].n_marks, 3);
	assert_true(str_starts(r.hits[0].passages[0].text, STR("In Fergana the market of Ferghana")));
	fixture_close(f);
	buf_fini(&text);
}

static void titles_are_marked(void **state)
{
	(void)state;
	static const struct { const char *title, *query; size_t n; uint32_t start, end; } rows[] = {
		{ "Border trade", "border", 1, 0, 6 },
		{ "Border trade", "title:trade", 1, 7, 12 },
		{ "Border trade", "\"border trade\"", 1, 0, 12 },
		{ "Border trade", "\"border drugs\" OR trade", 1, 7, 12 },
		{ "Граница", "границы", 1, 0, 14 },
		{ "Border", "nothing OR text", 0, 0, 0 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct fixture *f = with_text(rows[i].title, "text");
		struct search_result r;
		shown(f, rows[i].query, 0, &r);
		assert_int_equal(r.n_hits, 1);
		assert_int_equal(r.hits[0].n_passages, 0);
		assert_int_equal(r.hits[0].n_title_marks, rows[i].n);
		if (rows[i].n) {
			assert_int_equal(r.hits[0].title_marks[0].start, rows[i].start);
			assert_int_equal(r.hits[0].title_marks[0].end, rows[i].end);
		}
		fixture_close(f);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whatever_matched_is_marked),
		cmocka_unit_test(passages_are_sentences),
		cmocka_unit_test(a_title_is_not_shown_again),
		cmocka_unit_test(a_long_text_has_its_title_once),
		cmocka_unit_test(long_sentences_are_cut_at_words),
		cmocka_unit_test(no_character_is_cut),
		cmocka_unit_test(the_best_places_are_shown),
		cmocka_unit_test(without_a_match_the_beginning_is_shown),
		cmocka_unit_test(long_documents),
		cmocka_unit_test(the_sentence_that_a_person_would_choose),
		cmocka_unit_test(nothing_is_shown_twice),
		cmocka_unit_test(other_forms_count_once),
		cmocka_unit_test(titles_are_marked),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
