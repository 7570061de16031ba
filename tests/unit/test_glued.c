/* Phrases over words that some document has without the blank between them. */
#include "config.h"

#include "tests/unit/query_fixture.h"

#define DOC(i, te) { .id = { i, sizeof(i) - 1 }, .text = { te, sizeof(te) - 1 } }

static const struct doc docs[] = {
	DOC("of", "Only a new form ofnavigation can help the river towns."),
	DOC("two", "A new form of navigation, and a new form ofnavigation."),
	DOC("said", "The River Councilstated that the ferry,isa common good."),
	DOC("apart", "Navigation of the Lena: a new form. The council stated nothing."),
	DOC("maybe1", "It may be. So maybe not. It may be."), DOC("maybe2", "They may be here, maybe."),
	DOC("maybe3", "Maybe they may or can be."), DOC("maybe4", "Maybe."), DOC("asK", "Such as\xe2\x80\x8bLena and Ob, they say."),
};

static void phrase(struct fixture *f, const char *query, bool spelling, const char *ids, const char *expansion)
{
	struct search_params p = { .query = str_of(query), .limit = 20, .widen = { .spelling = spelling } };
	struct search_result r;
	struct err err;
	struct buf out = BUF_INIT, expanded = BUF_INIT;
	if (search_run(f->store, f->analyzer, &p, &f->arena, &r, &err) != 0)
		fail_msg("%s: %s", query, err.msg);
	for (size_t d = 0; d < sizeof(docs) / sizeof(*docs); d++)
		for (size_t i = 0; i < r.n_hits; i++)
			if (str_eq(r.hits[i].doc.id, docs[d].id))
				buf_printf(&out, "%s%.*s", out.n ? " " : "", STR_ARG(docs[d].id));
	expansions_format(&r.expansions, false, &expanded);
	if (!str_eqz(buf_str(&out), ids))
		fail_msg("%s finds \"%.*s\", not \"%s\"", query, STR_ARG(buf_str(&out)), ids);
	if (expansion && !str_eqz(buf_str(&expanded), expansion))
		fail_msg("%s: \"%.*s\"", query, STR_ARG(buf_str(&expanded)));
	buf_fini(&out);
	buf_fini(&expanded);
}

static void finds(void **state)
{
	static const struct { const char *query; bool spelling; const char *ids, *expansion; } rows[] = {
		{ "\"new form of navigation\"", true, "of two", "of navigation = ofnavigation [2] (spelling)" },
		{ "\"new form of navigation\"", false, "two", "" },
		{ "\"River Council stated that\"", true, "said", "Council stated = councilstated [1] (spelling)" },
		{ "\"river council stated\"", true, "said", NULL },
		{ "\"River Council stated\"", false, "", "" },
		{ "\"River Council =stated\"", true, "", NULL },
		{ "\"ferry is a common good\"", true, "said", NULL },
		{ "\"council stated nothing\"", true, "apart", NULL },
		{ "\"they may be here\"", true, "maybe2", "" },
		{ "\"so maybe not\"", true, "maybe1", "" },
		{ "\"so may be not\"", true, "", "" },	/* too common for a slip */
		{ "\"such as lena and\"", true, "asK", NULL },
		{ "\"asLena\"", true, "asK", NULL },
		{ "aslena", true, "asK", NULL },
		{ "\"Lena and Ob\"", true, "asK", NULL },
	};
	struct fixture *f = fixture_open(docs, sizeof(docs) / sizeof(*docs));
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		phrase(f, rows[i].query, rows[i].spelling, rows[i].ids, rows[i].expansion);
	fixture_close(f);
}

/* Documents with the phrase weigh what they do without the glued word, which weighs no more than its words. */
static void weighs(void **state)
{
	struct doc many[] = {
		DOC("1", "The web site of the town."), DOC("2", "A web site."), DOC("3", "His web site is here."), DOC("4", "Web site."),
		DOC("5", "Their web site is old."), DOC("slip", "A website."),
	};
	struct fixture *f = fixture_open(many, sizeof(many) / sizeof(*many));
	struct search_params p = fixture_params("\"web site\"");
	struct search_explanation e;
	struct search_result apart, both;
	(void)state;
	p.widen.spelling = false;
	ok(search_run(f->store, f->analyzer, &p, &f->arena, &apart, &ok_err));
	p.widen.spelling = true;
	ok(search_explain(f->store, f->analyzer, &p, &f->arena, &e, &ok_err));
	ok(search_run(f->store, f->analyzer, &p, &f->arena, &both, &ok_err));
	if (!str_starts(e.planned, STR("(MAX (PHRASE web site) (SCALE 0.")) || !str_ends(e.planned, STR(" websit))")))
		fail_msg("%.*s", STR_ARG(e.planned));
	assert_int_equal(apart.n_hits, 5);
	assert_int_equal(both.n_hits, 6);
	for (size_t i = 0, k = 0; i < both.n_hits; i++) {
		if (str_eqz(both.hits[i].doc.id, "slip"))
			continue;
		assert_true(str_eq(both.hits[i].doc.id, apart.hits[k].doc.id));
		assert_true(both.hits[i].score == apart.hits[k++].score);
	}
	fixture_close(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(finds), cmocka_unit_test(weighs) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
