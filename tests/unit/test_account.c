/* Why a document has its score: the rows of an account sum up to it, whoever found the document, and say what is true. */
#include "config.h"

#include "tests/unit/query_fixture.h"

#include <math.h>

#include "index/aids.h"
#include "query/aliases.h"
#include "query/similar.h"

#define DOC(i, ti, te, ...) { .id = { i, sizeof(i) - 1 }, .title = { ti, sizeof(ti) - 1 }, \
	.text = { te, sizeof(te) - 1 }, __VA_ARGS__ }
#define S(literal) { literal, sizeof(literal) - 1 }

static const struct doc docs[] = {
	DOC("union", "Customs union", "The customs union opened posts on the border. Traders in Ferghana complain of the union, "
	    "and of the border with its long queues of lorries, of which there are more in every year."),
	DOC("border", "Border trade", "Trade over the border grew. The Shanghai Cooperation Organisation met.", .author = S("John Smith"), .date = S("2014-12-26")),
	DOC("imu", "A movement", "The Islamic Movement of Uzbekistan (IMU) stood in Fergana. The IMU moved; border posts closed.",
	    .source = S("Regional Review")),
	DOC("fergana", "The valley", "In Fergana, in the Ferghana valley and in Fergana again: water. Cooperation of Shanghai."),
	DOC("long", "Long", "One border. Customs were here. Smugglers cross, organised in Tashkent and Osh. The Uzbek side; the Kazakh "
	    "side; both sides agreed to meet in Shanghai for cooperation on posts, on water and on a union of all customs posts."),
	DOC("rus", "\u0413\u0440\u0430\u043d\u0438\u0446\u0430", "\u0413\u0440\u0430\u043d\u0438\u0446\u0430 \u0437\u0430\u043a\u0440\u044b\u0442\u0430."),
	DOC("none", "", "Water flows down the mountain, and nobody counts it. Terror-crime and terrorcrime."),
};

struct world {
	struct fixture *f;
	struct alias_table *table;
	struct aliases *aliases;
	struct aids aids;
};

static int open_world(void **state)
{
	struct world *w = xcalloc(1, sizeof(*w));
	w->f = fixture_open(docs, sizeof(docs) / sizeof(*docs));
	w->table = alias_table_new();
	ok(alias_table_parse(w->table, "test", STR("Shanghai Cooperation Organisation = Shanghai Pact = SCO\nposts = stations\n"), &ok_err));
	ok(alias_table_finish(w->table, &ok_err));
	w->aliases = aliases_new(w->table, w->f->analyzer);
	ok(aids_write(w->f->path, &ok_err));
	aids_open(&w->aids, w->f->path, w->f->store, true);
	assert_non_null(w->aids.impacts);
	*state = w;
	return 0;
}

static int close_world(void **state)
{
	struct world *w = *state;
	aids_close(&w->aids);
	aliases_free(&w->aliases);
	alias_table_free(&w->table);
	fixture_close(w->f);
	free(w);
	return 0;
}

static struct search_params asked(struct world *w, const char *query, enum match match)
{
	struct search_params p = fixture_params(query);
	p.match = match;
	p.explain = true;
	p.widen = (struct widening){ .aliases = true, .names = w->aliases, .translit = true, .spelling = match == MATCH_AUTO };
	return p;
}

static const struct doc *doc_of(const struct search_hit *hit)
{
	for (size_t i = 0; i < sizeof(docs) / sizeof(*docs); i++)
		if (str_eq(docs[i].id, hit->doc.id))
			return &docs[i];
	fail();
	return NULL;
}

/* A place is told as it is in the text, or in the title. */
static void check_places(const struct search_hit *hit, const struct account_row *row)
{
	const struct doc *doc = doc_of(hit);
	for (size_t i = 0; i < row->n_places; i++) {
		const struct account_place *p = &row->places[i];
		struct str in = p->in_title ? doc->title : doc->text;
		assert_true(p->end <= in.n && p->offset < p->end);
		assert_true(str_eq(str_sub(in, p->offset, p->end), p->words));
	}
}

static void check_sums(const struct search_result *r, const char *query)
{
	for (size_t i = 0; i < r->n_hits; i++) {
		const struct search_hit *hit = &r->hits[i];
		if (hit->score == 0) {
			assert_null(hit->account);
			continue;
		}
		assert_non_null(hit->account);
		if (fabs(account_sum(hit->account) - hit->score) > 1e-9)
			fail_msg("%s: %.*s has %.12f, explained %.12f", query, STR_ARG(hit->doc.id), hit->score,
				 account_sum(hit->account));
		for (size_t k = 0; k < hit->account->n; k++) {
			assert_true(hit->account->rows[k].weight != 0 && hit->account->rows[k].kind[0]);
			check_places(hit, &hit->account->rows[k]);
		}
	}
}

/* By impacts and by the store; with sorting and facets none but the store answers. */
static void rows_sum_up_to_the_score(void **state)
{
	struct world *w = *state;
	static const char *const queries[] = {
		"border", "border customs", "border customs union water", "border border trade", "\"customs union\"",
		"\"shanghai cooperation\" posts", "+border customs -movement", "border OR water", "(border OR water) union",
		"Fergana", "Ferghana valley", "\"in Fergana\"", "\u0424\u0435\u0440\u0433\u0430\u043d\u0430 border",
		"IMU border", "Islamic Movement of Uzbekistan", "Shanghai Cooperation Organisation", "SCO met", "posts",
		"border NEAR/9 posts", "customs ADJ/3 posts", "posts NEAR border", "cust*", "organi* border", "bordr~ trade", "border~",
		"=organised customs", "title:border", "title:union customs", "author:smith border", "source:regional", "border^3 trade^0.5",
		"\"customs union\"^2 border", "terror-crime", "terrorcrime water", "brder customs", "border customs ordr", "border brder customs water", "the brder", "border NOT trade", "*", "type:x OR border",
		"\u0433\u0440\u0430\u043d\u0438\u0446\u0430", "nothing border", "\"border trade\" OR \"trade over\"",
	};
	static const enum match matches[] = { MATCH_AUTO, MATCH_ALL, MATCH_ANY };
	size_t explained = 0;
	for (size_t i = 0; i < sizeof(queries) / sizeof(*queries); i++)
		for (unsigned way = 0; way < 24; way++) {
			struct search_params p = asked(w, queries[i], matches[way % 3]);
			struct search_result r;
			p.aids = way / 3 % 2 ? &w->aids : NULL;
			p.collapse = way / 6 % 2 ? COLLAPSE_TITLE : COLLAPSE_NEAR;
			p.feedback = way / 12;
			ok(search_run(w->f->store, w->f->analyzer, &p, &w->f->arena, &r, &ok_err));
			check_sums(&r, queries[i]);
			explained += r.n_hits;
		}
	assert_true(explained > 24 * sizeof(queries) / sizeof(*queries));
}

/* What a document loses by its age is a row of its own. */
static void age_is_a_row(void **state)
{
	struct world *w = *state;
	static const char *const queries[] = { "border", "border customs water", "\"customs union\"", "Fergana OR border" };
	size_t rows = 0;
	for (size_t i = 0; i < sizeof(queries) / sizeof(*queries); i++)
		for (unsigned way = 0; way < 4; way++) {
			struct search_params p = asked(w, queries[i], way % 2 ? MATCH_AUTO : MATCH_ANY);
			struct search_result r;
			p.aids = way / 2 ? &w->aids : NULL;
			p.recency = 365;
			ok(search_run(w->f->store, w->f->analyzer, &p, &w->f->arena, &r, &ok_err));
			check_sums(&r, queries[i]);
			for (size_t k = 0; k < r.n_hits; k++) {
				const struct account_row *last = &r.hits[k].account->rows[r.hits[k].account->n - 1];
				assert_string_equal(last->kind, "recency");
				assert_true(last->weight < 0);
				rows++;
			}
		}
	assert_true(rows > 8);
}

static void similar_documents_too(void **state)
{
	struct world *w = *state;
	struct search_params p = asked(w, "", MATCH_ANY);
	struct search_result r;
	ok(similar(w->f->store, w->f->analyzer, STR("union"), &p, &w->f->arena, &r, &ok_err));
	assert_true(r.n_hits > 0);
	check_sums(&r, "similar");
}

/* kind typed[=found]{term documents/times[/in title],..}@places, a row each; then what is missing. */
static const char *told(struct world *w, const struct account *account)
{
	struct buf b = BUF_INIT;
	for (size_t i = 0; i < account->n; i++) {
		const struct account_row *row = &account->rows[i];
		buf_printf(&b, "%s%s %.*s", i ? " | " : "", row->kind, STR_ARG(row->typed));
		if (row->found.n)
			buf_printf(&b, "=%.*s", STR_ARG(row->found));
		buf_putc(&b, '{');
		for (size_t k = 0; k < row->n_terms; k++) {
			const struct account_term *t = &row->terms[k];
			buf_printf(&b, "%s%.*s %u/%u", k ? "," : "", STR_ARG(t->term), t->documents, t->times);
			if (t->in_title)
				buf_printf(&b, "/%u", t->in_title);
		}
		buf_putc(&b, '}');
		for (size_t k = 0; k < row->n_places; k++)
			buf_printf(&b, "@%s%.*s", row->places[k].in_title ? "title:" : "", STR_ARG(row->places[k].words));
	}
	for (size_t i = 0; i < account->n_missing; i++)
		buf_printf(&b, "%s%.*s", i ? "," : " - ", STR_ARG(account->missing[i]));
	const char *z = arena_strz(&w->f->arena, buf_str(&b));
	buf_fini(&b);
	return z;
}

static void rows_say_what_and_by_way_of_what(void **state)
{
	struct world *w = *state;
	static const struct { const char *query, *id, *told; } rows[] = {
		{ "border", "border", "word border{border 4/2/1}@title:Border@border" },
		{ "border seat", "union", "word border{border 4/2}@border@border - seat" },
		{ "\"customs union\"", "union",
		  "phrase customs union{custom 2/2/1,union 2/3/1}@title:Customs union@customs union" },
		{ "Fergana", "union", "name Fergana=ferghana{ferghana 2/1}@Ferghana" },
		{ "Fergana", "fergana", "word Fergana{fergana 2/2}@Fergana@Fergana" },
		{ "Shanghai Pact", "border", "alias Shanghai Pact=Shanghai Cooperation Organisation"
		  "{shanghai 3/1,cooper 3/1,organiz 2/1}@Shanghai Cooperation Organisation" },
		{ "stations", "imu", "alias stations=posts{post 3/1}@posts" },
		{ "border NEAR/9 posts", "imu", "near {border 4/1,post 3/1}@border@posts" },
		{ "border border", "border", "word border{border 4/2/1}@title:Border@border" },
		{ "posts", "union", "word posts{post 3/1}@posts" },
		{ "smugg*", "long", "prefix smugg*{}@Smugglers" },
		{ "bordr~", "border", "fuzzy bordr{border 4/2/1}@title:Border@border" },
		{ "author:smith", "border", "word smith{author:smith 1/1}" },
		{ "title:border", "border", "word border{border 4/2/1}@title:Border@border" },
		{ "border -seat NOT lake", "border", "word border{border 4/2/1}@title:Border@border" },
		{ "terrorcrime", "none", "word terrorcrime{terrorcrim 1/1}@Terror@terrorcrime" },
	};
	int failures = 0;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct search_params p = asked(w, rows[i].query, MATCH_AUTO);
		struct search_result r;
		const char *got = "nothing";
		ok(search_run(w->f->store, w->f->analyzer, &p, &w->f->arena, &r, &ok_err));
		for (size_t k = 0; k < r.n_hits; k++)
			if (str_eqz(r.hits[k].doc.id, rows[i].id))
				got = told(w, r.hits[k].account);
		if (strcmp(got, rows[i].told) != 0) {
			print_error("%s\n  tells %s\n  not   %s\n", rows[i].query, got, rows[i].told);
			failures++;
		}
	}
	assert_int_equal(failures, 0);
}

static const struct account_row *only_row(struct world *w, const char *query, const char *id)
{
	struct search_params p = asked(w, query, MATCH_ALL);
	struct search_result r;
	ok(search_run(w->f->store, w->f->analyzer, &p, &w->f->arena, &r, &ok_err));
	for (size_t k = 0; k < r.n_hits; k++)
		if (str_eqz(r.hits[k].doc.id, id)) {
			assert_int_equal(r.hits[k].account->n, 1);
			assert_true(r.hits[k].account->length > 0 && r.hits[k].account->average_length > 0);
			return &r.hits[k].account->rows[0];
		}
	fail();
	return NULL;
}

/* What a title gives is a part of the share; a short document has more than one of average length, a long one less. */
static void titles_and_lengths(void **state)
{
	struct world *w = *state;
	const struct account_row *in_title = only_row(w, "border", "border"), *elsewhere = only_row(w, "border", "long");
	assert_true(in_title->title > 0 && in_title->title < in_title->weight);
	assert_true(in_title->length > 0);
	assert_true(elsewhere->title == 0 && elsewhere->length < 0);
	const struct account_row *phrase = only_row(w, "\"customs union\"", "union");
	assert_true(phrase->title > 0 && phrase->title < phrase->weight);
}

/* Nothing is explained that was not asked for, nor what was not ranked. */
static void only_when_asked(void **state)
{
	struct world *w = *state;
	struct search_params p = fixture_params("border");
	struct search_result r;
	ok(search_run(w->f->store, w->f->analyzer, &p, &w->f->arena, &r, &ok_err));
	for (size_t i = 0; i < r.n_hits; i++)
		assert_null(r.hits[i].account);
}

/* A document of many blocks: its places lie in several. */
static void places_of_a_long_document(void **state)
{
	(void)state;
	struct buf text = BUF_INIT;
	for (int i = 0; i < 30000; i++)
		buf_printf(&text, i % 9000 == 100 ? "The border here. " : "w%d ", i % 700);
	struct doc doc = { .id = STR("d"), .title = STR("Border"), .text = buf_str(&text) };
	struct fixture *f = fixture_open(&doc, 1);
	struct search_params p = fixture_params("border");
	struct search_result r;
	p.explain = true;
	ok(search_run(f->store, f->analyzer, &p, &f->arena, &r, &ok_err));
	const struct account_row *row = &r.hits[0].account->rows[0];
	assert_int_equal(row->terms[0].times, 5);
	assert_int_equal(row->n_places, ACCOUNT_PLACES);
	assert_true(row->places[0].in_title);
	for (size_t i = 1; i < row->n_places; i++) {
		assert_true(str_eqz(row->places[i].words, "border"));
		assert_true(str_eqz(str_sub(doc.text, row->places[i].offset, row->places[i].end), "border"));
		assert_true(row->places[i].offset > (i == 1 ? 0 : row->places[i - 1].offset));
	}
	fixture_close(f);
	buf_fini(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_sum_up_to_the_score),
		cmocka_unit_test(age_is_a_row),
		cmocka_unit_test(similar_documents_too),
		cmocka_unit_test(rows_say_what_and_by_way_of_what),
		cmocka_unit_test(titles_and_lengths),
		cmocka_unit_test(only_when_asked),
		cmocka_unit_test(places_of_a_long_document),
	};
	return cmocka_run_group_tests(tests, open_world, close_world);
}
