/* Files of an evaluation: what is read, what is refused and where, what is measured and written. */
#include "config.h"

#include "tests/unit/arena_fixture.h"

#include "client/eval.h"

static struct err err;

static void files(void **state)
{
	(void)state;
	struct topics t;
	struct qrels q;
	struct run_list r;
	size_t from, to;
	assert_int_equal(topics_parse("Q", STR("\xEF\xBB\xBF# c\n2\tborder trade\r\n\n10\twho: \"a\" \t b"), &arena, &t, &err), 0);
	assert_int_equal(t.n, 2);
	assert_str(t.list[0].id, "2");
	assert_str(t.list[0].text, "border trade");
	assert_str(t.list[1].text, "who: \"a\" \t b");
	assert_int_equal(topics_parse("Q", STR(""), &arena, &t, &err), 0);
	assert_int_equal(t.n, 0);
	/* A comment is one behind blanks too: no id may begin with what makes a comment of it when it is written again. */
	assert_int_equal(run_parse("X", STR("\v#1 Q0 a 1 1 t\n \t# 2\n3 Q0 b 1 1 t\n"), &arena, &r, &err), 0);
	assert_int_equal(r.n, 1);
	assert_str(r.list[0].topic, "3");

	/* Four columns or three, blanks or tabs, names of columns, the same twice. */
	assert_int_equal(qrels_parse("R", STR("query-id\tcorpus-id\tscore\n2\tb c.txt\t1\n10 0 x -1\n2 0 a 3\n2\t0\ta\t3\r\n"), &arena, &q, &err), 0);
	assert_int_equal(q.n, 3);
	qrels_find(&q, STR("2"), &from, &to);
	assert_int_equal(to - from, 2);
	assert_str(q.list[from].document, "a");
	assert_int_equal(q.list[from].relevance, 3);
	assert_str(q.list[from + 1].document, "b c.txt");
	qrels_find(&q, STR("10"), &from, &to);
	assert_int_equal(q.list[from].relevance, -1);
	qrels_find(&q, STR("1"), &from, &to);
	assert_int_equal(from, to);

	/* By rank; where ranks say nothing, by score. */
	assert_int_equal(run_parse("X", STR("1 Q0 a 2 9.5 t\n1 Q0 b 1 1 t\n2 Q0 c 0 1 t\n2 Q0 d 0 2e1 t\n2 Q0 e 0 1 t\n"), &arena, &r, &err), 0);
	assert_int_equal(r.n, 5);
	const char *order[] = { "b", "a", "d", "c", "e" };
	for (size_t i = 0; i < 5; i++)
		assert_str(r.list[i].document, order[i]);
}

static void refusals(void **state)
{
	(void)state;
	enum { QUERIES, QRELS, RUN };
	static const struct {
		int kind;
		const char *bytes, *message;
	} rows[] = {
		{ QUERIES, "1\ta\n2 b", "F:2: id, tab and query are wanted: \"2 b\"" },
		{ QUERIES, "\ta", "F:1: no id: \"\ta\"" },
		{ QUERIES, "1\t \n", "F:1: no query: \"1\t \"" },
		{ QUERIES, "1\ta\n\n1\tb", "F:3: the id stands before already: \"1\"" },
		{ QUERIES, "1\t\xff", "F:1: not UTF-8 text" },
		{ QRELS, "1 0 a 1\n1 0 b\tx", "F:2: topic, iteration, document and relevance are wanted: \"1 0 b\tx\"" },
		{ QRELS, "1 0 a 1\n1 0 b yes", "F:2: relevance is a whole number, not: \"yes\"" },
		{ QRELS, "1 0 a 1\n1 0 b 1.5", "F:2: relevance is a whole number, not: \"1.5\"" },
		{ QRELS, "1 0 a 1\n1 0 b 1000001", "F:2: relevance is a whole number, not: \"1000001\"" },
		{ QRELS, "1 0 a 1 1", "F:1: topic, iteration, document and relevance are wanted: \"1 0 a 1 1\"" },
		{ QRELS, "1 0 a 1\n2 0 a 1\n1 1 a 2", "F:3: the document was judged otherwise before: \"a\"" },
		{ RUN, "1 Q0 a 1 2", "F:1: topic, Q0, document, rank, score and tag are wanted: \"1 Q0 a 1 2\"" },
		{ RUN, "1 Q0 a 1 2 t t", "F:1: topic, Q0, document, rank, score and tag are wanted: \"1 Q0 a 1 2 t t\"" },
		{ RUN, "1 Q0 a one 2 t", "F:1: a rank is a whole number, not: \"one\"" },
		{ RUN, "1 Q0 a 1 nan t", "F:1: a score is a number, not: \"nan\"" },
		{ RUN, "1 Q0 a 1 2 t\n2 Q0 a 1 2 t\n1 Q0 a 2 1 t", "F:3: the document stands before already: \"a\"" },
		{ RUN, "1\tQ0\t\t1\t2\tt", "F:1: topic, Q0, document, rank, score and tag are wanted: \"1\tQ0\t\t1\t2\tt\"" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct topics t;
		struct qrels q;
		struct run_list r;
		struct str bytes = str_of(rows[i].bytes);
		int rc = rows[i].kind == QUERIES ? topics_parse("F", bytes, &arena, &t, &err) :
			 rows[i].kind == QRELS ? qrels_parse("F", bytes, &arena, &q, &err) :
			 run_parse("F", bytes, &arena, &r, &err);
		assert_int_equal(rc, -1);
		assert_string_equal(err.msg, rows[i].message);
		assert_int_equal(err.code, ERR_SYNTAX);
	}
}

/* trec_eval goes by scores: they fall, whatever they were. */
static void written_runs(void **state)
{
	(void)state;
	struct run_list r, again;
	struct buf b = BUF_INIT;
	assert_int_equal(run_parse("X", STR("1 Q0 a 1 2.5 t\n1 Q0 b 2 2.5 t\n1 Q0 c 3 7 t\n1 Q0 d 4 1 t\n2 Q0 a 1 9 t"), &arena, &r, &err), 0);
	run_write(&r, "karez", &b);
	assert_string_equal(b.p, "1\tQ0\ta\t1\t2.500000\tkarez\n1\tQ0\tb\t2\t2.499999\tkarez\n1\tQ0\tc\t3\t2.499998\tkarez\n"
				 "1\tQ0\td\t4\t1.000000\tkarez\n2\tQ0\ta\t1\t9.000000\tkarez\n");
	assert_int_equal(run_parse("X", buf_str(&b), &arena, &again, &err), 0);
	assert_int_equal(again.n, r.n);
	buf_fini(&b);
}

static void measured(void **state)
{
	(void)state;
	struct topics t;
	struct qrels q;
	struct run_list r, before = { 0 };
	struct eval e, old;
	struct eval_difference d[N_METRICS];
	assert_int_equal(topics_parse("Q", STR("1\ta\n2\tb\n3\tc\n4\td\n"), &arena, &t, &err), 0);
	/* 3 has nothing relevant, 4 no judgement, 5 no query, 6 neither. */
	assert_int_equal(qrels_parse("R", STR("1 0 x 1\n2 0 y 1\n3 0 z 0\n5 0 x 1\n6 0 x 0\n"), &arena, &q, &err), 0);
	assert_int_equal(run_parse("X", STR("1 Q0 x 1 3 t\n2 Q0 n 1 3 t\n2 Q0 y 2 2 t\n5 Q0 x 1 1 t"), &arena, &r, &err), 0);
	eval_measure(&r, &t, &q, &arena, &e);
	assert_int_equal(e.n, 2);
	assert_int_equal(e.n_unjudged, 2);
	assert_int_equal(e.n_unasked, 1);
	assert_true(e.means[METRIC_MAP] == .75);
	eval_measure(&before, &t, &q, &arena, &old);
	eval_compare(&e, &old, &arena, d);
	assert_true(d[METRIC_MAP].mean == .75 && d[METRIC_MAP].p == .5 && d[METRIC_MAP].better == 2 && d[METRIC_MAP].worse == 0);
	/* Without queries: the topics of the judgements. */
	eval_measure(&r, NULL, &q, &arena, &e);
	assert_int_equal(e.n, 3);
	assert_int_equal(e.n_unjudged, 2);
	assert_int_equal(e.n_unasked, 0);
	assert_true(e.means[METRIC_MAP] > .8333 && e.means[METRIC_MAP] < .8334);
}

static void found_twice_counts_once(void **state)
{
	(void)state;
	struct qrels q;
	struct eval e;
	struct ranked list[] = { { .topic = STR("1"), .document = STR("x"), .rank = 1 },
				 { .topic = STR("1"), .document = STR("x"), .rank = 2 } };
	struct run_list r = { .list = list, .n = 2 };
	assert_int_equal(qrels_parse("R", STR("1 0 x 1\n1 0 y 1\n"), &arena, &q, &err), 0);
	eval_measure(&r, NULL, &q, &arena, &e);
	assert_true(e.means[METRIC_MAP] == .5);
	assert_true(e.means[METRIC_RECALL] == .5);
}

static void options(void **state)
{
	(void)state;
	static const struct {
		const char *given, *want;
	} rows[] = {
		{ "", "fields=id,score snippets=0 plain=1 limit=1000 cache=off" },
		{ "match=any plain=0", "match=any plain=0 fields=id,score snippets=0 limit=1000 cache=off" },
		{ "limit=50", "limit=50 fields=id,score snippets=0 plain=1 cache=off" },
		{ "match=any offset=10", NULL },
		{ "fields=id", NULL },
		{ "facets=lang", NULL },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct str got;
		int rc = eval_options(str_of(rows[i].given), &arena, &got, &err);
		assert_int_equal(rc, rows[i].want ? 0 : -1);
		if (rows[i].want)
			assert_str(got, rows[i].want);
	}
	assert_string_equal(err.msg, "an evaluation takes no facets=");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(files, empty_arena),
		cmocka_unit_test_teardown(refusals, empty_arena),
		cmocka_unit_test_teardown(written_runs, empty_arena),
		cmocka_unit_test_teardown(measured, empty_arena),
		cmocka_unit_test_teardown(found_twice_counts_once, empty_arena),
		cmocka_unit_test_teardown(options, empty_arena),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
