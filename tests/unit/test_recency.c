/* Recency: days, factors, the day from which ages count, and the order that follows, against sorting all matches. */
#include "config.h"

#include "tests/unit/query_fixture.h"

#include <math.h>
#include <time.h>

#include "query/qparse.h"
#include "query/recency.h"
#include "query/similar.h"

static void days(void **state)
{
	(void)state;
	static const struct { const char *value; int32_t day; } rows[] = {
		{ "19700101", 0 }, { "19700102", 1 }, { "19691231", -1 }, { "20000229", 11016 }, { "20000301", 11017 },
		{ "20240101", 19723 }, { "", INT32_MIN }, { "2024", INT32_MIN }, { "2024010x", INT32_MIN },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_int_equal(recency_day(str_of(rows[i].value)), rows[i].day);
}

static void factors(void **state)
{
	(void)state;
	assert_true(recency_factor(STR("20240101"), 19723, 730) == 1);
	assert_true(recency_factor(STR("20300101"), 19723, 730) == 1);	/* of the future */
	assert_true(fabs(recency_factor(STR("20220101"), 19723, 730) - 0.75) < 1e-12);
	assert_true(recency_factor(STR(""), 19723, 730) == RECENCY_UNDATED);
	assert_true(recency_factor(STR("00010101"), 19723, 1) == 0.5);
}

static void the_last_day(void **state)
{
	(void)state;
	static const struct { const char *query; int32_t day; } rows[] = {
		{ "border", 19723 }, { "border date:2014..", 19723 }, { "border date:..1970-01-02", 1 },
		{ "border date:1970", 364 }, { "border -date:..1970-01-02", 19723 }, { "border AND date:1970-01", 30 },
		{ "date:1970 OR border", 19723 }, { "date:..3000", 19723 }, { "", 19723 },
	};
	struct arena a = ARENA_INIT;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct query *q;
		ok(qparse(str_of(rows[i].query), false, &a, &q, &ok_err));
		if (recency_until(q, 19723) != rows[i].day)
			fail_msg("%s: %d", rows[i].query, recency_until(q, 19723));
	}
	arena_fini(&a);
}

#define DOCUMENTS 300

static uint32_t seed = 7;

static uint32_t below(uint32_t n)
{
	seed = seed * 1664525 + 1013904223;
	return (seed >> 8) % n;
}

static struct fixture *random_documents(void)
{
	struct fixture *f = fixture_open_in("en", NULL, 0);
	for (unsigned i = 0; i < DOCUMENTS; i++) {
		struct arena a = ARENA_INIT;
		struct buf b = BUF_INIT;
		for (uint32_t k = 3 + below(40); k > 0; k--)
			buf_puts(&b, (const char *[]){ "river ", "bridge ", "road ", "market ", "far ", "near " }[below(6)]);
		struct doc doc = { .id = arena_printf(&a, "d%u", i), .text = arena_str(&a, buf_str(&b)) };
		if (below(4))
			doc.date = arena_printf(&a, "%u-%02u-%02u", 2000 + below(20), 1 + below(12), 1 + below(28));
		fixture_put(f, &doc);
		buf_fini(&b);
		arena_fini(&a);
	}
	fixture_commit(f);
	return f;
}

static int by_score(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return x > y ? -1 : x < y;
}

/* The scores of all pages are those of all matches, each times its factor, sorted; closeness of words is not looked at then. */
static void the_order_is_that_of_all_matches(void **state)
{
	(void)state;
	static const char *const queries[] = {
		"river", "river bridge", "river bridge road date:..2015-06-30", "\"river bridge\"", "market -road",
	};
	struct fixture *f = random_documents();
	for (size_t i = 0; i < sizeof(queries) / sizeof(*queries); i++) {
		struct search_params p = fixture_params(queries[i]);
		struct search_result all, page;
		double scores[DOCUMENTS];
		p.match = MATCH_ANY;
		p.limit = DOCUMENTS;
		fixture_ids(f, &p, &all);
		struct query *q;
		ok(qparse(p.query, false, &f->arena, &q, &ok_err));
		int32_t until = recency_until(q, (int32_t)(time(NULL) / 86400));
		for (size_t k = 0; k < all.n_hits; k++) {
			struct date_range date;
			struct str from = date_parse(all.hits[k].doc.date, &date) ? str_of(date.from) : STR_NONE;
			scores[k] = (all.hits[k].score - all.hits[k].closeness) * recency_factor(from, until, 730);
		}
		qsort(scores, all.n_hits, sizeof(*scores), by_score);
		assert_true(all.n_hits > 10);
		p.recency = 730;
		p.limit = 7;
		for (; p.offset < all.n_hits; p.offset += 7) {
			fixture_ids(f, &p, &page);
			for (size_t k = 0; k < page.n_hits; k++)
				assert_true(fabs(page.hits[k].score - scores[p.offset + k]) < 1e-9);
			assert_int_equal(page.n_hits, all.n_hits - p.offset < 7 ? all.n_hits - p.offset : 7);
		}
	}
	struct search_params p = fixture_params("river");
	struct search_result r;
	p.recency = 30;
	p.sort = SORT_DATE;
	assert_true(str_starts(str_of(fixture_ids(f, &p, &r)), STR("!0 recency=")));
	p.sort = SORT_RELEVANCE;
	p.collapse = COLLAPSE_SOURCE;
	assert_true(str_starts(str_of(fixture_ids(f, &p, &r)), STR("!0 recency=")));
	fixture_close(f);
}

/* ---- Dates that are asked for ---- */

static void undated_documents_are_counted(void **state)
{
	(void)state;
	static const struct doc docs[] = {
		{ .id = STR("a"), .text = STR("the river road"), .date = STR("2014-03") },
		{ .id = STR("b"), .text = STR("the river bridge"), .date = STR("2015") },
		{ .id = STR("c"), .text = STR("the river market") },
		{ .id = STR("d"), .text = STR("the bridge market") },
	};
	static const struct { const char *query, *ids; bool has; unsigned undated; } rows[] = {
		{ "river", "a b c", false, 0 },
		{ "river date:2014", "a", true, 1 },
		{ "river date:..2014-06-30", "a", true, 1 },	/* as of a day */
		{ "river date:..2014-02-28", "", true, 1 },
		{ "date:2015", "b", true, 2 },
		{ "road date:2014", "a", true, 0 },
		{ "river AND date:2014..", "a b", true, 1 },
		{ "river date:undated", "c", false, 0 },
		{ "river -date:2014", "b c", false, 0 },
	};
	struct fixture *f = fixture_open_in("en", docs, 4);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct search_params p = fixture_params(rows[i].query);
		struct search_result r;
		p.sort = SORT_TITLE;
		const char *ids = fixture_ids(f, &p, &r);
		if (strcmp(ids, rows[i].ids) != 0 || r.has_undated != rows[i].has || r.undated != rows[i].undated)
			fail_msg("%s: %s, %u undated", rows[i].query, ids, (unsigned)r.undated);
	}
	fixture_close(f);
}

/* Equal dates by score, then undated ones, each way. */
static void dates_that_tie(void **state)
{
	(void)state;
	static const struct doc docs[] = {
		{ .id = STR("none"), .text = STR("river river river") },
		{ .id = STR("much"), .text = STR("river river road"), .date = STR("2014-06-17") },
		{ .id = STR("some"), .text = STR("river road road"), .date = STR("2014-06-17") },
		{ .id = STR("late"), .text = STR("river road road"), .date = STR("2016") },
	};
	struct fixture *f = fixture_open_in("en", docs, 4);
	struct search_params p = fixture_params("river");
	struct search_result r;
	p.sort = SORT_DATE;
	assert_string_equal(fixture_ids(f, &p, &r), "late much some none");
	p.sort = SORT_DATE_ASC;
	assert_string_equal(fixture_ids(f, &p, &r), "much some late none");
	fixture_close(f);
}

/* ---- Versions ---- */

static struct str page(struct arena *a, const char *beginning, unsigned first, unsigned last)
{
	struct buf b = BUF_INIT;
	buf_puts(&b, beginning);
	for (unsigned i = first; i < last; i++)
		buf_printf(&b, " word%c%c follows word%c%c", 'a' + i % 26, 'a' + i / 26, 'a' + i * 7 % 26, 'b' + i / 26);
	struct str s = arena_str(a, buf_str(&b));
	buf_fini(&b);
	return s;
}

static const char *relations(struct fixture *f, const char *id, bool all, struct search_result *r)
{
	struct search_params p = fixture_params("");
	struct str s = STR_NONE;
	p.collapse = COLLAPSE_NEAR;
	p.limit = 10;
	ok((all ? versions : similar)(f->store, f->analyzer, str_of(id), &p, &f->arena, r, &ok_err));
	for (size_t i = 0; i < r->n_versions; i++)
		s = arena_printf(&f->arena, "%.*s%s%.*s", STR_ARG(s), i ? " " : "", STR_ARG(r->versions[i].doc.id));
	return arena_strz(&f->arena, s);
}

static void versions_by_date(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	const struct doc docs[] = {
		{ .id = STR("may"), .text = page(&a, "The page of May.", 0, 150), .date = STR("2014-05-02") },
		{ .id = STR("march"), .text = page(&a, "The page of March.", 0, 150), .date = STR("2014-03") },
		{ .id = STR("undated"), .text = page(&a, "The page.", 0, 150) },
		{ .id = STR("old"), .text = page(&a, "An old page.", 0, 150), .date = STR("2013") },
		{ .id = STR("other"), .text = page(&a, "Another page.", 200, 300) },
		{ .id = STR("twin"), .text = page(&a, "Another page.", 200, 300) },
		{ .id = STR("like"), .text = STR("wordaa wordba wordca follows worddb of its own") },
		{ .id = STR("short"), .text = STR("nothing in common") },
	};
	struct fixture *f = fixture_open_in("en", docs, 8);
	struct search_result r;
	assert_string_equal(relations(f, "may", true, &r), "old march may undated");
	assert_int_equal(r.n_hits, 0);
	assert_string_equal(relations(f, "may", false, &r), "old march may undated");
	for (size_t i = 0; i < r.n_hits; i++) {
		assert_false(str_eqz(r.hits[i].doc.id, "may") || str_eqz(r.hits[i].doc.id, "old"));
		if (str_eqz(r.hits[i].doc.id, "other"))
			assert_true(r.hits[i].n_also == 1 && str_eqz(r.hits[i].also[0], "twin"));
		assert_false(str_eqz(r.hits[i].doc.id, "twin"));
	}
	assert_true(r.n_hits > 0);
	assert_string_equal(relations(f, "short", true, &r), "short");
	assert_string_equal(relations(f, "other", true, &r), "other twin");
	fixture_close(f);
	arena_fini(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days), cmocka_unit_test(factors), cmocka_unit_test(the_last_day),
		cmocka_unit_test(the_order_is_that_of_all_matches), cmocka_unit_test(undated_documents_are_counted),
		cmocka_unit_test(dates_that_tie), cmocka_unit_test(versions_by_date),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
