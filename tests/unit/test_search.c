/* Queries on a small index in four languages: what is found, in which order, how many. */
#include "config.h"

#include "tests/unit/query_fixture.h"

#include "common/unit.h"
#include "query/closeness.h"

#define DOC(i, ti, te, ...) { .id = { i, sizeof(i) - 1 }, .title = { ti, sizeof(ti) - 1 }, \
	.text = { te, sizeof(te) - 1 }, __VA_ARGS__ }
#define S(literal) { literal, sizeof(literal) - 1 }

static const struct doc docs[] = {
	DOC("en1", "Border trade after the customs union",
	    "Traders at the bazaars complain. The Shanghai Cooperation Organisation met in Tashkent.\n\n"
	    "Ferghana is far. The ministry of internal affairs of Kazakhstan closed one border post.",
	    .lang = S("en"), .date = S("2014-12-26"), .author = S("John Smith"), .source = S("Regional Review"),
	    .type = S("text/plain")),
	DOC("en2", "Counter-terrorism",
	    "Counter-terrorism exercises near the border. Cooperation in Shanghai went on. An organ of the state.",
	    .lang = S("en-GB"), .date = S("2013"), .author = S("A. Nazarbayeva"), .source = S("Review"),
	    .type = S("text/html")),
	DOC("en3", "Counterterrorism strategy",
	    "The counterterrorism strategy names al-Qaeda and the Taliban. Several organs of the state were affected. "
	    "The internal affair of a state, internally.",
	    .lang = S("en"), .date = S("2015-03"), .type = S("application/pdf")),
	DOC("ru1", "Граница и таможня",
	    "Границы Казахстана охраняют пограничники. Шанхайская организация сотрудничества собралась в Ташкенте.",
	    .lang = S("ru"), .date = S("2014"), .author = S("Иван Петров"), .type = S("text/html")),
	DOC("ru2", "Наркотики",
	    "Наркотики везут через границу. Организации помогают органам. Орган власти молчит.",
	    .lang = S("ru"), .source = S("Независимая газета")),
	DOC("kk1", "Шекара қауіпсіздігі",
	    "Қазақстан шекарасы ұзын. Шекара бекеті мен кеден бекеті жақын орналасқан. Назарбаев сөйледі.",
	    .lang = S("kk"), .date = S("2016-05-01..")),
	DOC("uz1", "Chegara xavfsizligi",
	    "O‘zbekiston chegarasi va bojxona posti. O'zbek tili. Chegara yaqinida bozor bor.",
	    .lang = S("uz"), .date = S("2016-05-01"), .author = S("Alisher Usmonov")),
};

FIXTURE_OF(docs)

/* Two lists of ids, in any order. */
static bool same_ids(const char *a, const char *b)
{
	struct str rest = str_of(a), id;
	if (strlen(a) != strlen(b))
		return false;
	if (!*a)
		return true;
	while (str_cut(&rest, ' ', &id)) {
		struct str others = str_of(b), other;
		bool found = false;
		while (str_cut(&others, ' ', &other))
			found |= str_eq(id, other);
		if (!found)
			return false;
	}
	return true;
}

struct row {
	const char *query, *ids;
};

static void check(const struct row *rows, size_t n, enum match match)
{
	int failures = 0;
	for (size_t i = 0; i < n; i++) {
		struct search_params p = fixture_params(rows[i].query);
		struct search_result r;
		struct str want = str_of(rows[i].ids);
		p.match = match;
		const char *ids = fixture_ids(f, &p, &r);
		if (str_starts(want, STR("!")) ? str_starts(str_of(ids), want) : same_ids(ids, rows[i].ids))
			continue;
		struct search_explanation e;
		ok(search_explain(f->store, f->analyzer, &p, &f->arena, &e, &ok_err));
		print_error("%s\n  finds %s\n  not   %s\n  as %.*s\n", rows[i].query, ids, rows[i].ids,
			    STR_ARG(e.planned));
		failures++;
	}
	assert_int_equal(failures, 0);
}
#define CHECK(rows, match) check(rows, sizeof(rows) / sizeof(*(rows)), match)

static void words(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "border", "en1 en2" },
		{ "BORDERS", "en1 en2" },
		{ "граница", "ru1 ru2" },
		{ "Границами", "ru1 ru2" },
		{ "шекара", "kk1" },
		{ "ҚАЗАҚСТАН", "kk1" },
		{ "chegara", "uz1" },
		{ "oʻzbek", "uz1" },
		{ "O`zbekiston", "uz1" },
		{ "border trade", "en1" },
		{ "граница таможня", "ru1" },
		{ "border граница", "" },
		{ "nothing", "" },
		{ "", "" },
		{ "- !", "" },
		{ "counterterrorism", "en2 en3" },
		{ "counter-terrorism", "en2 en3" },
		{ "al-Qaeda", "en3" },
		{ "Qaeda-al", "" },
		{ "*", "en1 en2 en3 ru1 ru2 kk1 uz1" },
	};
	CHECK(rows, MATCH_ALL);
}

static void phrases_and_nearness(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "\"shanghai cooperation\"", "en1" },
		{ "\"cooperation shanghai\"", "" },
		{ "«шанхайская организация»", "ru1" },
		{ "\"шекара бекеті\"", "kk1" },
		{ "\"кеден шекара\"", "" },
		{ "\"bojxona posti\"", "uz1" },
		{ "\"o'zbek tili\"", "uz1" },
		{ "\"counterterrorism strategy\"", "en3" },
		{ "\"counter-terrorism strategy\"", "en3" },
		{ "\"counter-terrorism exercises\"", "en2" },
		{ "\"the\"", "en1 en2 en3" },
		{ "\"customs union traders\"", "" },
		{ "union NEAR/99 bazaars", "" },
		{ "shanghai NEAR/1 cooperation", "en1" },
		{ "cooperation NEAR/1 shanghai", "en1" },
		{ "cooperation NEAR/2 shanghai", "en1 en2" },
		{ "shanghai ADJ/1 cooperation", "en1" },
		{ "cooperation ADJ/1 shanghai", "" },
		{ "cooperation ADJ/2 shanghai", "en2" },
		{ "shanghai ADJ/2 met", "" },
		{ "shanghai ADJ/3 met", "en1" },
		{ "shanghai NEAR/3 met NEAR/3 tashkent", "en1" },
		{ "шекара NEAR/4 кеден", "kk1" },
		{ "chegara* NEAR/2 bojxona", "uz1" },
		{ "al-Qaeda NEAR/3 Taliban", "en3" },
		{ "Qaeda-al NEAR/3 Taliban", "" },
		{ "(Qaeda-al OR names) NEAR/5 Taliban", "en3" },
		{ "(Qaeda-al OR nowhere) NEAR/5 Taliban", "" },
		{ "(наркотики OR оружие) NEAR/4 граница", "ru2" },
		{ "=organ NEAR/3 state", "en2" },
		{ "bordr~ NEAR/2 post", "en1" },
		{ "nowhere* NEAR/2 post", "" },
	};
	CHECK(rows, MATCH_ALL);
}

static void booleans_and_signs(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "border AND shanghai", "en1 en2" },
		{ "trade OR exercises", "en1 en2" },
		{ "граница OR шекара OR chegara", "ru1 ru2 kk1 uz1" },
		{ "border NOT trade", "en2" },
		{ "граница -наркотики", "ru1" },
		{ "шекара -кеден", "" },
		{ "-border", "en3 ru1 ru2 kk1 uz1" },
		{ "NOT border", "en3 ru1 ru2 kk1 uz1" },
		{ "-(border OR граница)", "en3 kk1 uz1" },
		{ "(border trade) OR (граница таможня)", "en1 ru1" },
		{ "border NOT \"shanghai cooperation\"", "en2" },
		{ "AND", "!1 AND wants" },
	};
	CHECK(rows, MATCH_ALL);
	static const struct row any[] = {
		{ "trade exercises", "en1 en2" },
		{ "+border trade exercises", "en1 en2" },
		{ "+trade exercises", "en1" },
		{ "trade exercises -customs", "en2" },
		{ "граница chegara шекара", "ru1 ru2 uz1 kk1" },
		{ "trade exercises lang:en", "en1 en2" },
		{ "trade таможня lang:ru", "ru1" },
		{ "trade таможня date:2014-12-26", "en1 ru1" },
		{ "(trade exercises) chegara", "en1 en2 uz1" },
		{ "Taliban-trade chegara", "en1 en3 uz1" },
		{ "+Taliban-trade chegara", "" },
	};
	CHECK(any, MATCH_ANY);
}

static void fields_and_dates(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "title:border", "en1" },
		{ "title:граница", "ru1" },
		{ "title:\"шекара қауіпсіздігі\"", "kk1" },
		{ "title:(chegara xavfsizligi)", "uz1" },
		{ "title:counterterrorism", "en2 en3" },
		{ "title:counter-terrorism", "en2 en3" },
		{ "title:kazakhstan", "" },
		{ "title:cust*", "en1" },
		{ "title:strategi*", "en3" },
		{ "title:taliban", "" },
		{ "author:smith", "en1" },
		{ "author:\"john smith\"", "en1" },
		{ "author:\"smith john\"", "" },
		{ "author:smiths", "" },
		{ "author:Петров", "ru1" },
		{ "author:usmon*", "uz1" },
		{ "author:Nazarbaeva~", "en2" },
		{ "source:review", "en1 en2" },
		{ "source:\"regional review\"", "en1" },
		{ "source:газета", "ru2" },
		{ "lang:en", "en1 en2 en3" },
		{ "lang:EN-us", "en1 en2 en3" },
		{ "lang:(kk OR uz)", "kk1 uz1" },
		{ "type:text/html", "en2 ru1" },
		{ "type:html", "en2 ru1" },
		{ "type:pdf", "en3" },
		{ "type:text", "" },
		{ "border type:html", "en2" },
		{ "date:2014", "en1 ru1" },
		{ "date:2014-12-26", "en1 ru1" },
		{ "date:2014-12-27", "ru1" },
		{ "date:2013-01-01", "en2" },
		{ "date:2015-03", "en3" },
		{ "date:2015-04..", "uz1" },
		{ "date:..2013", "en2" },
		{ "date:2013..2014", "en1 en2 ru1" },
		{ "date:2017", "" },
		{ "date:undated", "ru2 kk1" },
		{ "граница date:undated", "ru2" },
		{ "NOT date:undated", "en1 en2 en3 ru1 uz1" },
	};
	CHECK(rows, MATCH_ALL);
}

static void forms_of_words(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "organ", "en2 en3" },
		{ "=organ", "en2" },
		{ "=organs", "en3" },
		{ "=Organs", "en3" },
		{ "=органам", "ru2" },
		{ "=орган", "ru2" },
		{ "=границу", "ru2" },
		{ "=граница", "ru1" },
		{ "=шекарасы", "kk1" },
		{ "=chegarasi", "uz1" },
		{ "=nowhere", "" },
		{ "internal affairs", "en1 en3" },
		{ "\"internal affairs\"", "en1 en3" },
		{ "\"internal =affairs\"", "en1" },
		{ "\"=internal =affair\"", "en3" },
		{ "=al-Qaeda", "en3" },
		{ "kazakh*", "en1" },
		{ "organisati*", "en1" },
		{ "границ*", "ru1 ru2" },
		{ "казах*", "ru1" },
		{ "қазақ*", "kk1" },
		{ "chegar*", "uz1" },
		{ "O‘zb*", "uz1" },
		{ "al-Qae*", "en3" },
		{ "zz*", "" },
		{ "bordr~", "en1 en2 uz1" },
		{ "bordr~1", "en1 en2" },
		{ "boredr~", "en1 en2" },
		{ "vorder~1", "en1 en2" },
		{ "грaница", "" },
		{ "гарница~", "ru1 ru2" },
		{ "шекраа~", "kk1" },
		{ "chegera~", "uz1" },
		{ "Fergana~", "en1" },
		{ "xyzzy~", "" },
	};
	CHECK(rows, MATCH_ALL);
}

static void all_words_come_first_then_any(void **state)
{
	(void)state;
	static const struct {
		const char *query;
		uint32_t offset, limit;
		const char *ids;
		bool any;
		unsigned total;
	} rows[] = {
		{ "border trade", 0, 10, "en1 en2", true, 2 },
		{ "border shanghai", 0, 2, "en2 en1", false, 2 },
		{ "trade exercises", 0, 10, "en1 en2", true, 2 },
		{ "border trade", 0, 1, "en1", false, 1 },
		{ "border trade", 1, 10, "en2", true, 2 },
		{ "border trade", 2, 10, "", true, 2 },
		{ "граница таможня", 0, 10, "ru1 ru2", true, 2 },
		{ "шекара chegara", 0, 10, "kk1 uz1", true, 2 },
		{ "border", 0, 10, "en2 en1", false, 2 },
		{ "border AND trade", 0, 10, "en1", false, 1 },
		{ "\"border trade\" exercises", 0, 10, "en1", true, 1 },
		{ "+border exercises", 0, 10, "en2 en1", true, 2 },
		{ "title:border exercises", 0, 10, "en1", true, 1 },
		{ "=organs nowhere", 0, 10, "en3", true, 1 },
		{ "border trade date:2013", 0, 10, "en2", true, 1 },
		{ "border trade lang:ru", 0, 10, "", false, 0 },
		{ "border trade -shanghai", 0, 10, "", false, 0 },
		{ "border nowhere", 0, 0, "", false, 0 },
		{ "trade-border Taliban", 0, 10, "en1 en3 en2", true, 3 },
		{ "trade-border", 0, 10, "", false, 0 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct search_params p = fixture_params(rows[i].query);
		struct search_result r;
		p.match = MATCH_AUTO;
		p.offset = rows[i].offset;
		p.limit = rows[i].limit;
		const char *ids = fixture_ids(f, &p, &r);
		if (!same_ids(ids, rows[i].ids) || r.widened.any != rows[i].any || r.total != rows[i].total ||
		    r.relation != TOTAL_EXACT)
			fail_msg("%s: %s any=%d total=%u", rows[i].query, ids, r.widened.any, (unsigned)r.total);
		if (rows[i].any && rows[i].offset == 0)
			assert_string_equal(ids, rows[i].ids);
	}
}

/* Whatever pages a reader turns, he meets each hit once, by falling score, though the first ones were put in order anew. */
static void pages_follow_each_other(void **state)
{
	enum { N = 60 };
	static const uint32_t sizes[] = { 1, 7, 10, 24, 25, 26, 50 };
	(void)state;
	struct doc many[N];
	for (unsigned i = 0; i < N; i++) {
		struct buf b = BUF_INIT;
		buf_printf(&b, "%s alpha", i % 4 ? "alpha" : "delta");
		for (unsigned k = 0; k < i * 7 % 6; k++)
			buf_printf(&b, " other%u", k);
		buf_printf(&b, "%s gamma word%u", i % 3 ? " beta" : "", i);
		many[i] = (struct doc){ .id = arena_printf(&f->arena, "m%02u", i), .text = arena_str(&f->arena, buf_str(&b)) };
		buf_fini(&b);
	}
	struct fixture *mine = fixture_open(many, N);
	static const enum match matches[] = { MATCH_ALL, MATCH_ANY, MATCH_AUTO };
	for (size_t m = 0; m < 3; m++) {
		struct search_params p = fixture_params("alpha beta");
		struct search_result r;
		unsigned moved = 0;
		p.match = matches[m];
		p.limit = 100;
		const char *whole = fixture_ids(mine, &p, &r);
		for (size_t i = 1; i < r.n_hits && p.match != MATCH_AUTO; i++)
			assert_true(r.hits[i].score <= r.hits[i - 1].score);
		for (size_t i = 0; i < r.n_hits; i++)
			moved += r.hits[i].closeness > 0;
		assert_int_equal(moved, CLOSENESS_HITS);
		for (size_t k = 0; k < sizeof(sizes) / sizeof(*sizes) && p.match != MATCH_AUTO; k++) {
			struct buf b = BUF_INIT;
			p.limit = sizes[k];
			for (p.offset = 0; p.offset < N; p.offset += p.limit) {
				const char *page = fixture_ids(mine, &p, &r);
				buf_printf(&b, "%s%s", *page && p.offset ? " " : "", page);
			}
			p.offset = 0;
			if (!str_eqz(buf_str(&b), whole))
				fail_msg("pages of %u: %.*s, not %s", p.limit, STR_ARG(buf_str(&b)), whole);
			buf_fini(&b);
		}
	}
	fixture_close(mine);
}

static void long_questions_need_not_have_all_words(void **state)
{
	(void)state;
	/* The first has all words, once each in a long text. */
	static const struct doc long_ones[] = {
		DOC("all", "", "alpha x1 x2 x3 x4 x5 x6 x7 x8 x9 beta y1 y2 y3 y4 y5 y6 y7 y8 y9 the z1 z2 z3 z4 z5 z6 z7 z8 z9"),
		DOC("most", "", "alpha beta and alpha beta"), DOC("c", "", "the other"), DOC("d", "", "the other"),
		DOC("e", "", "the"), DOC("f", "", "nothing the"),
	};
	struct fixture *mine = fixture_open(long_ones, 6);
	struct search_params p = fixture_params("the alpha beta");
	struct search_result r;
	p.match = MATCH_AUTO;
	assert_true(str_starts(str_of(fixture_ids(mine, &p, &r)), STR("most all ")));
	assert_true(r.widened.any);
	assert_int_equal(r.total, 6);
	p.query = STR("alpha the");		/* a short one */
	assert_true(str_starts(str_of(fixture_ids(mine, &p, &r)), STR("all most ")));
	p.query = STR("the alpha beta");
	p.limit = 1;				/* a page is full of those with all words */
	assert_string_equal(fixture_ids(mine, &p, &r), "all");
	assert_false(r.widened.any);
	fixture_close(mine);
}

static void orders(void **state)
{
	(void)state;
	static const struct { enum sort sort; const char *ids; } rows[] = {
		{ SORT_DATE, "uz1 en3 en1 ru1 en2" },
		{ SORT_DATE_ASC, "en2 ru1 en1 en3 uz1" },
		{ SORT_TITLE, "en1 uz1 en2 en3 ru1" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct search_params p = fixture_params("* NOT date:undated");
		struct search_result r;
		p.sort = rows[i].sort;
		assert_string_equal(fixture_ids(f, &p, &r), rows[i].ids);
	}
	struct search_params p = fixture_params("counterterrorism^5 border");
	struct search_result r;
	p.match = MATCH_ANY;
	assert_string_equal(fixture_ids(f, &p, &r), "en3 en1 en2");
}

static void facets_and_totals(void **state)
{
	(void)state;
	struct search_params p = fixture_params("*");
	struct search_result r;
	p.facets[0] = STR("lang");
	p.facets[1] = STR("year");
	p.n_facets = 2;
	p.limit = 1;
	fixture_ids(f, &p, &r);
	assert_int_equal(r.n_facets, 2);
	assert_true(str_eqz(r.facets[0].values[0].value, "en"));
	assert_int_equal(r.facets[0].values[0].count, 3);
	assert_true(str_eqz(r.facets[1].values[0].value, "2014"));
	assert_int_equal(r.facets[1].values[0].count, 2);
	assert_int_equal(r.total, 7);
	assert_int_equal(r.relation, TOTAL_EXACT);

	p = fixture_params("trade exercises наркотики");	/* facets of both parts */
	p.match = MATCH_AUTO;
	p.facets[0] = STR("lang");
	p.n_facets = 1;
	fixture_ids(f, &p, &r);
	assert_true(r.widened.any);
	assert_int_equal(r.facets[0].n, 2);
	assert_int_equal(r.facets[0].values[0].count, 2);

	p.facets[0] = STR("colour");
	assert_true(str_starts(str_of(fixture_ids(f, &p, &r)), STR("!0 no facet")));

	p = fixture_params("border");
	p.limit = 0;
	p.exact_total = true;
	assert_string_equal(fixture_ids(f, &p, &r), "");
	assert_int_equal(r.total, 2);
	assert_int_equal(r.relation, TOTAL_EXACT);
}

static void collapsing(void **state)
{
	(void)state;
	static const struct doc copies[] = {
		DOC("a", "One", "alpha beta gamma"), DOC("b", "One", "alpha beta gamma"),
		DOC("c", "One", "alpha delta"), DOC("d", "Two", "alpha delta"),
	};
	struct fixture *mine = fixture_open(copies, 4);
	struct search_params p = fixture_params("alpha");
	struct search_result r;
	p.collapse = COLLAPSE_CONTENT;
	fixture_ids(mine, &p, &r);
	assert_int_equal(r.n_hits, 2);
	p.collapse = COLLAPSE_TITLE;
	fixture_ids(mine, &p, &r);
	assert_int_equal(r.n_hits, 2);
	/* What the hits with all words stand for does not come again among those with some. */
	p = fixture_params("beta alpha");
	p.match = MATCH_AUTO;
	p.collapse = COLLAPSE_TITLE;
	assert_string_equal(fixture_ids(mine, &p, &r) + 1, " d");
	assert_int_equal(r.total, 2);
	assert_true(r.widened.any);
	fixture_close(mine);
}

/* A document is stemmed in its language, a query word in all of them. */
static void each_language_is_tried(void **state)
{
	(void)state;
	static const struct doc mixed[] = {
		DOC("de", "Häuser", "Die Häuser an der Grenze. Grenzen.", .lang = S("de")),
		DOC("en", "Houses", "The houses at the border. Borders.", .lang = S("en")),
	};
	static const struct row rows[] = {
		{ "haus", "de" }, { "häusern", "de" }, { "house", "en" }, { "grenze", "de" }, { "=grenzen", "de" },
		{ "=grenze", "de" }, { "\"häuser an\"", "de" }, { "\"=häuser an\"", "de" }, { "\"=hauses an\"", "" },
		{ "an NEAR/1 haus", "de" }, { "häuse*", "de" }, { "borders", "en" },
	};
	struct fixture *mine = fixture_open_in("en,de,ru", mixed, 2);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct search_params p = fixture_params(rows[i].query);
		struct search_result r;
		const char *ids = fixture_ids(mine, &p, &r);
		if (strcmp(ids, rows[i].ids) != 0)
			fail_msg("%s: %s", rows[i].query, ids);
	}
	fixture_close(mine);
}

static void fields_of_a_hit(void **state)
{
	(void)state;
	struct search_params p = fixture_params("border union");
	struct search_result r;
	p.snippets = 1;
	fixture_ids(f, &p, &r);
	assert_int_equal(r.n_hits, 1);
	const struct search_hit *hit = &r.hits[0];
	assert_true(str_eqz(hit->doc.author, "John Smith"));
	assert_true(str_eqz(hit->doc.date, "2014-12-26"));
	assert_true(hit->score > 0);
	assert_int_equal(hit->n_title_marks, 2);
	assert_int_equal(hit->title_marks[0].start, 0);
	assert_int_equal(hit->title_marks[1].end, 36);
	assert_int_equal(hit->n_passages, 1);
	assert_true(str_eqz(hit->passages[0].text,
		"Ferghana is far. The ministry of internal affairs of Kazakhstan closed one border post."));
}

static void a_deadline_is_kept(void **state)
{
	(void)state;
	struct search_params p = fixture_params("*");
	struct search_result r;
	p.deadline_us = 1;
	fixture_ids(f, &p, &r);
	assert_true(r.timed_out);
	assert_int_equal(r.relation, TOTAL_AT_LEAST);
}

static int fail_twice(void *arg, struct err *err)
{
	int *calls = arg;
	return ++*calls < 3 ? err_set(err, ERR_MODIFIED, "gone") : 0;
}

static int fail_always(void *arg, struct err *err)
{
	++*(int *)arg;
	return err_set(err, ERR_MODIFIED, "gone");
}

static void a_lost_revision_is_tried_again(void **state)
{
	(void)state;
	struct err err;
	int calls = 0;
	assert_int_equal(search_retry(f->store, fail_twice, &calls, &err), 0);
	assert_int_equal(calls, 3);
	calls = 0;
	assert_int_equal(search_retry(f->store, fail_always, &calls, &err), -1);
	assert_int_equal(err.code, ERR_MODIFIED);
	assert_int_equal(calls, 11);
}

static void explains(void **state)
{
	(void)state;
	static const struct { const char *query, *planned; } rows[] = {
		{ "kazakhstan \"shanghai cooperation\"", "(AND kazakhstan (PHRASE shanghai cooper))" },
		{ "counter-terrorism", "(SYN (PHRASE counter terror) counterterror)" },
		{ "границами NEAR/3 шекара", "(NEAR window=4 границ шекара)" },
		{ "border lang:en -trade", "(AND_NOT (FILTER border (SCALE 0 Len)) trade)" },
		{ "title:border author:Smith^2", "(AND (AND_MAYBE Sborder border) (SCALE 2 Asmith))" },
		{ "date:2014", "(AND (RANGE date-to 20140101..) (RANGE date-from ..20141231))" },
		{ "chegar*", "chegar*" },
		{ "organisati*", "(FILTER (SYN organisati* organiz) (OR organisati* organisati*=))" },
		{ "", "" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct search_params p = fixture_params(rows[i].query);
		struct search_explanation e;
		ok(search_explain(f->store, f->analyzer, &p, &f->arena, &e, &ok_err));
		if (!str_starts(e.planned, str_of(rows[i].planned)))
			fail_msg("%s: %.*s", rows[i].query, STR_ARG(e.planned));
	}
}

static void limits(void **state)
{
	(void)state;
	struct buf b = BUF_INIT;
	struct search_result r;
	/* One piece of many words, one phrase of many words. */
	for (int i = 0; i < 1025; i++)
		buf_printf(&b, "x%d,", i);
	struct search_params p = fixture_params(b.p);
	assert_true(str_starts(str_of(fixture_ids(f, &p, &r)), STR("!1 more than 1024 words")));
	p.plain = true;
	assert_true(str_starts(str_of(fixture_ids(f, &p, &r)), STR("!1 more than 1024 words")));
	buf_reset(&b);
	buf_putc(&b, '"');
	for (int i = 0; i < 1024; i++)
		buf_printf(&b, "x%d ", i);
	buf_putc(&b, '"');
	p = fixture_params(b.p);
	assert_string_equal(fixture_ids(f, &p, &r), "");
	buf_reset(&b);
	for (int i = 0; i < 65; i++)
		buf_printf(&b, "%sa-%d", i ? " OR " : "(", i);
	buf_puts(&b, ") NEAR/3 b");
	p = fixture_params(b.p);
	assert_true(str_starts(str_of(fixture_ids(f, &p, &r)), STR("!2 more than 64 combinations")));
	buf_reset(&b);
	buf_puts(&b, "type:");
	for (int i = 0; i < 1000; i++)
		buf_putc(&b, 'x');
	p = fixture_params(b.p);
	assert_string_equal(fixture_ids(f, &p, &r), "");
	buf_fini(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words),
		cmocka_unit_test(phrases_and_nearness),
		cmocka_unit_test(booleans_and_signs),
		cmocka_unit_test(fields_and_dates),
		cmocka_unit_test(forms_of_words),
		cmocka_unit_test(all_words_come_first_then_any),
		cmocka_unit_test(pages_follow_each_other),
		cmocka_unit_test(long_questions_need_not_have_all_words),
		cmocka_unit_test(orders),
		cmocka_unit_test(facets_and_totals),
		cmocka_unit_test(collapsing),
		cmocka_unit_test(each_language_is_tried),
		cmocka_unit_test(fields_of_a_hit),
		cmocka_unit_test(a_deadline_is_kept),
		cmocka_unit_test(a_lost_revision_is_tried_again),
		cmocka_unit_test(explains),
		cmocka_unit_test(limits),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
