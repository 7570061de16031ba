/* Words of the best documents: which are chosen, with which weights, and what a search does with them. */
#include "config.h"

#include "tests/unit/query_fixture.h"

#include "query/feedback.h"

#define DOC(i, te) { .id = { i, sizeof(i) - 1 }, .text = { te, sizeof(te) - 1 } }

/* 20 documents.  In so many of them: pass 3, valley 2, river 1, snow 2, bridge 5, 1914 2, ab 2. */
static const struct doc docs[] = {
	DOC("d1", "pass valley valley river"), DOC("d2", "pass valley snow"), DOC("d3", "pass bridge"),
	DOC("d4", "snow 1914 ab"), DOC("d5", "bridge 1914 ab"), DOC("d6", "bridge gap"), DOC("d7", "bridge road"),
	DOC("d8", "bridge town"), DOC("d9", "one"), DOC("d10", "two"), DOC("d11", "three"), DOC("d12", "four"),
	DOC("d13", "five"), DOC("d14", "six"), DOC("d15", "seven"), DOC("d16", "eight"), DOC("d17", "nine"),
	DOC("d18", "ten"), DOC("d19", "eleven"), DOC("d20", "houses house"),
};
FIXTURE_OF(docs)

/* "valley 1.0000, pass+ 0.5660": words by falling weight, typed ones with a +. */
static const char *chosen(const struct store_hit *hits, size_t n_hits, const struct plan_term *typed, size_t n_typed)
{
	struct feedback_source from = { f->store, NULL, f->analyzer, hits, n_hits, typed, n_typed };
	struct feedback_word *words;
	struct buf b = BUF_INIT;
	size_t n;
	ok(feedback_words(&from, &f->arena, &words, &n, &ok_err));
	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%s%.*s%s %.4f", i ? ", " : "", STR_ARG(words[i].term), words[i].typed ? "+" : "", words[i].weight);
	const char *z = arena_strz(&f->arena, buf_str(&b));
	buf_fini(&b);
	return z;
}

/* By hand.  The 34 words make an average of 1.7.
 *   pass    ln 2 / 5.7 + ln 2 / 4.7 = 0.269083, in 3 of 20: 2 ln(17.5 / 3.5) = 3.218876; by its root 0.482768
 *   valley  ln 3 / 5.7 + ln 2 / 4.7 = 0.340217, in 2 of 20: 2 ln(18.5 / 2.5) = 4.002960; by its root 0.680686
 *   snow    half of ln 2 / 4.7, for only one of the two has it: 0.073739; by the root 0.147533
 * and river stands in no other document.  The heaviest one gets 1; k1 + 1 in place of the 2 changes all alike.
 * When document 2 has half of the weight of document 1, it counts 0.5^10 = 1/1024:
 *   pass 0.121605 + 0.147478 / 1024 = 0.121749, by the root 0.218432; valley 0.192883, 0.385909; snow tells too little. */
static void weights(void **state)
{
	static const struct store_hit hits[] = { { .doc = 1, .weight = 2 }, { .doc = 2, .weight = 1 } },
		alike[] = { { .doc = 1, .weight = 2 }, { .doc = 2, .weight = 2 } };
	static const struct plan_term typed[] = { { .term = { "pass", 4 } } };
	(void)state;
	assert_string_equal(chosen(alike, 2, typed, 1), "valley 1.0000, pass+ 0.7092, snow 0.2167");
	assert_string_equal(chosen(hits, 2, typed, 1), "valley 1.0000, pass+ 0.5660");
	/* One document: what it has alone is no worse for that. */
	assert_string_equal(chosen(hits + 1, 1, typed, 1), "snow 1.0000, valley 1.0000, pass+ 0.8967");
	assert_string_equal(chosen(hits, 0, typed, 1), "");
}

/* What is not added. */
static void left_out(void **state)
{
	static const struct store_hit bridge[] = { { .doc = 3, .weight = 1 } }, letters[] = { { .doc = 4, .weight = 1 } },
		nothing[] = { { .doc = 1, .weight = 0 } };
	static const struct plan_term phrase[] = { { .term = { "pass", 4 }, .phrase = 1 },
						   { .term = { "road", 4 }, .phrase = 1, .phrase_index = 1 } },
		title[] = { { .term = { "pass", 4 }, .title_only = true } };
	(void)state;
	assert_string_equal(chosen(bridge, 1, NULL, 0), "pass 1.0000");		/* one of five documents has bridge */
	assert_string_equal(chosen(bridge, 1, phrase, 2), "");			/* nor is a word of a phrase, */
	assert_string_equal(chosen(bridge, 1, title, 1), "");			/* or of a title, raised */
	assert_string_equal(chosen(letters, 1, NULL, 0), "snow 1.0000");	/* numbers, and words of two letters */
	assert_string_equal(chosen(nothing, 1, NULL, 0), "");			/* a filter found it */
}

/* A plain one that stands for itself is raised all the same, however common. */
static void typed_often(void **state)
{
	static const struct store_hit hits[] = { { .doc = 3, .weight = 1 } };
	static const struct plan_term typed[] = {
		{ .term = { "pass", 4 }, .phrase = 1 }, { .term = { "road", 4 }, .phrase = 1, .phrase_index = 1 },
		{ .term = { "pass", 4 }, .phrase = 2 }, { .term = { "bridg", 5 }, .phrase = 3 },
	};
	(void)state;
	/* The same share of the document; the roots of 2 ln(17.5 / 3.5) and 2 ln(15.5 / 5.5) = 2.072183. */
	assert_string_equal(chosen(hits, 1, typed, 4), "pass+ 1.0000, bridg+ 0.8023");
}

/* ---- Searches ---- */

struct search_row {
	const char *query;
	enum match match;
	const char *ids;	/* in order */
	const char *added;
};

static const struct search_row searches[] = {
	/* What other words alone find comes too, behind. */
	{ "valley river", MATCH_AUTO, "d1 d2 d3", "+ pass (feedback)" },
	{ "valley river", MATCH_ANY, "d1 d2 d3", "+ pass (feedback)" },
	/* But not where something was asked for. */
	{ "valley river", MATCH_ALL, "d1", "+ pass (feedback)" },
	{ "valley", MATCH_AUTO, "d1 d2", "+ pass (feedback)" },
	{ "\"valley river\"", MATCH_AUTO, "d1", "+ pass (feedback)" },
	{ "\"pass valley\"", MATCH_AUTO, "d2 d1", "+ snow (feedback)" },
	{ "river +valley", MATCH_AUTO, "d1 d2", "+ pass (feedback)" },
	{ "valley -river", MATCH_AUTO, "d2", "+ snow, pass (feedback)" },
	{ "valley AND river", MATCH_AUTO, "d1", "+ pass (feedback)" },
	/* What tells too little is left out. */
	{ "pass valley", MATCH_AUTO, "d1 d2 d3", "" },
	{ "nowhere", MATCH_AUTO, "", "" },
	{ "", MATCH_AUTO, "", "" },
	{ "*", MATCH_AUTO, "d1 d2 d3 d4 d5 d6 d7 d8 d9 d10 d11 d12 d13 d14 d15 d16 d17 d18 d19 d20", "" },
};

static void found(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(searches) / sizeof(*searches); i++) {
		const struct search_row *row = &searches[i];
		struct search_params p = fixture_params(row->query);
		struct search_result r;
		struct buf added = BUF_INIT;
		p.match = row->match;
		p.feedback = true;
		const char *ids = fixture_ids(f, &p, &r);
		expansions_format(&r.expansions, false, &added);
		if (strcmp(ids, row->ids) || !str_eqz(buf_str(&added), row->added))
			fail_msg("%s (%d): \"%s\" %.*s", row->query, (int)row->match, ids, STR_ARG(buf_str(&added)));
		buf_fini(&added);
	}
}

/* Words are shown as a document writes them. */
static void forms(void **state)
{
	static const struct doc more[] = {
		DOC("a", "boundaries of valleys"), DOC("b", "boundary of valley"), DOC("c", "one"), DOC("d", "two"), DOC("e", "three"),
		DOC("f", "four"), DOC("g", "five"), DOC("h", "six"), DOC("i", "seven"), DOC("j", "eight"), DOC("k", "nine"), DOC("l", "ten"),
	};
	struct fixture *g = fixture_open(more, sizeof(more) / sizeof(*more));
	struct search_params p = fixture_params("valley");
	struct search_result r;
	(void)state;
	p.feedback = true;
	fixture_ids(g, &p, &r);
	assert_int_equal(r.expansions.n, 1);
	assert_true(str_eqz(r.expansions.list[0].to, "boundary"));
	assert_int_equal(r.expansions.list[0].kind, EXPANSION_FEEDBACK);
	fixture_close(g);
}

static void explained(void **state)
{
	struct search_params p = fixture_params("valley river");
	struct search_explanation e;
	(void)state;
	p.match = MATCH_AUTO;
	p.feedback = true;
	ok(search_explain(f->store, f->analyzer, &p, &f->arena, &e, &ok_err));
	assert_int_equal(e.plan.expansions.n, 1);
	/* The query, and behind it each word with its weight: those typed, too. */
	assert_true(str_starts(e.planned, STR("(OR (OR valley river) (SCALE 1 valley) (SCALE 0.")));
	assert_true(str_find(e.planned, STR(" pass) (SCALE 0.")) > 0 && str_ends(e.planned, STR(" river))")));
	assert_true(e.plan.expansions.list[0].weight > 0.15 && e.plan.expansions.list[0].weight <= 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(weights), cmocka_unit_test(left_out), cmocka_unit_test(typed_often), cmocka_unit_test(found),
		cmocka_unit_test(forms), cmocka_unit_test(explained),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
