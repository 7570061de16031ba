/* Widening step by step: what is searched for when too little was found, and what the result says of it. */
#include "config.h"

#include "tests/unit/query_fixture.h"

#define DOC(i, te) { .id = { i, sizeof(i) - 1 }, .text = { te, sizeof(te) - 1 } }

static const struct doc docs[] = {
	DOC("a", "border trade in Kyrgyzstan"), DOC("b", "border posts of Kyrgyzstan"), DOC("c", "border trade"),
	DOC("d", "trade with Kyrgyzstan"), DOC("e", "a border of Kirgystan"),	/* as a document writes it */
};
FIXTURE_OF(docs)

static struct search_params params(const char *query, uint32_t limit)
{
	return (struct search_params){ .query = str_of(query), .limit = limit, .widen = { .spelling = true } };
}

static const char *steps_of(const struct search_result *r)
{
	struct str s = r->widened.any ? STR("any") : STR("");
	for (size_t i = 0; i < r->widened.n_spelling; i++)
		s = arena_printf(&f->arena, "%.*s%s%.*s", STR_ARG(s), s.n ? "," : "", STR_ARG(r->widened.spelling[i]));
	return arena_strz(&f->arena, s);
}

static void steps(void **state)
{
	static const struct {
		const char *query;
		uint32_t limit;
		const char *ids, *steps;
	} rows[] = {
		/* Enough is a page. */
		{ "border trade", 2, "c a", "" },
		{ "border trade", 3, "c a d", "any" },
		{ "border", 4, "c a b e", "" },
		{ "border", 20, "c a b e", "" },		/* there are no other words */
		/* A word that no document has: any of the words only when that was not enough. */
		{ "Kyrgyzstn", 20, "d a b", "kyrgyzstan" },
		{ "border Kyrgyzstn", 2, "a b", "kyrgyzstan" },
		{ "border Kyrgyzstn", 3, "a b d", "any,kyrgyzstan" },
		{ "\"border trade\" Kyrgyzstn", 20, "a c", "any,kyrgyzstan" },
		{ "trdae Kyrgyzstn", 1, "d", "trade,kyrgyzstan" },
		{ "border trade Kyrgyzstn", 4, "a c d b", "any,kyrgyzstan" },	/* with what was meant before without */
		/* Where enough is found without it, nobody looks for it. */
		{ "trade OR Kyrgyzstn", 3, "c d a", "" },
		{ "trade OR Kyrgyzstn", 4, "c d a b", "kyrgyzstan" },
		{ "border -Kyrgyzstn", 20, "c a b e", "" },
		/* A step that finds nothing more is not named. */
		{ "border nowhere", 20, "c a b e", "any" },
		{ "+Kyrgyzstn +posts +trade", 20, "", "" },
		{ "nowhere nothing", 20, "", "" },
		/* No page: a guess when nothing is found, and no other step. */
		{ "Kyrgyzstn", 0, "", "kyrgyzstan" },
		{ "trade OR Kyrgyzstn", 0, "", "" },
		{ "border trade posts", 0, "", "" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct search_params p = params(rows[i].query, rows[i].limit);
		struct search_result r;
		const char *ids = fixture_ids(f, &p, &r);
		if (strcmp(ids, rows[i].ids) || strcmp(steps_of(&r), rows[i].steps))
			fail_msg("%s (%u): \"%s\" by \"%s\"", rows[i].query, rows[i].limit, ids, steps_of(&r));
	}
}

/* What is searched for is told, whether or not it finds more; what is not searched for is not. */
static void told(void **state)
{
	struct search_params p = params("+Kyrgyzstn +posts +trade", 20);
	struct search_result r;
	(void)state;
	fixture_ids(f, &p, &r);
	assert_int_equal(r.expansions.n, 1);
	assert_true(str_eqz(r.expansions.list[0].to, "kyrgyzstan"));
	p = params("trade OR Kyrgyzstn", 3);
	fixture_ids(f, &p, &r);
	assert_int_equal(r.expansions.n, 0);
}

/* Only match=auto takes steps. */
static void asked_for(void **state)
{
	static const enum match matches[] = { MATCH_ALL, MATCH_ANY };
	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct search_params p = params("border Kyrgyzstn", 20);
		struct search_result r;
		p.match = matches[i];
		assert_string_equal(fixture_ids(f, &p, &r), i == 0 ? "" : "c a b e");
		assert_string_equal(steps_of(&r), "");
	}
	struct search_params p = params("Kyrgyzstn", 20);
	struct search_result r;
	p.widen.spelling = false;
	assert_string_equal(fixture_ids(f, &p, &r), "");
	assert_string_equal(steps_of(&r), "");
}

/* Page by page comes what comes on one page, each hit once. */
static void pages(void **state)
{
	static const char *const queries[] = { "border Kyrgyzstn trade", "border trade posts", "\"border trade\" Kyrgyzstn" };
	(void)state;
	for (size_t i = 0; i < sizeof(queries) / sizeof(*queries); i++) {
		struct search_params p = params(queries[i], 20);
		struct search_result r;
		struct str whole = str_of(fixture_ids(f, &p, &r)), pages = STR("");
		uint64_t total = r.total;
		for (p.offset = 0; p.offset < total; p.offset++) {
			p.limit = 20;
			const char *rest = fixture_ids(f, &p, &r);
			assert_int_equal(r.total, total);
			assert_true(str_ends(whole, str_of(rest)));
			pages = arena_printf(&f->arena, "%.*s%s%.*s", STR_ARG(pages), pages.n ? " " : "", STR_ARG(r.hits[0].doc.id));
		}
		assert_true(str_eq(pages, whole));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(steps), cmocka_unit_test(told), cmocka_unit_test(asked_for), cmocka_unit_test(pages),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
