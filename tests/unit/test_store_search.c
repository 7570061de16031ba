/* Searching: operators, ranges, order, totals, facets, and the deadline. */
#include "config.h"

#include "common/unit.h"
#include "tests/unit/store_fixture.h"

static struct store_writer *writer;
static struct store *store;	/* the writer's view, which sees what is not committed */

static int make_index(void **state)
{
	if (scratch_make(state) != 0)
		return -1;
	char path[300];
	snprintf(path, sizeof(path), "%s/db", (const char *)*state);
	struct err err;
	if (store_writer_open(path, true, &writer, &err) != 0)
		return -1;
	store = store_writer_reader(writer);
	return 0;
}

static int remove_index(void **state)
{
	store_writer_close(&writer);
	return scratch_remove(state);
}

/* ---- Queries in one line, in postfix order ----
 * word  pre*  3:low..high  ALL  NOTHING  and operators with the number of their subqueries after a
 * slash: AND/2 PHRASE/2 PHRASE/2,5 (window) SCALE/1,0.5 */

static const struct { const char *name; enum store_op op; } OPERATORS[] = {
	{ "ALL", STORE_ALL }, { "NOTHING", STORE_NOTHING }, { "AND", STORE_AND }, { "OR", STORE_OR },
	{ "ANDNOT", STORE_AND_NOT }, { "MAYBE", STORE_AND_MAYBE }, { "FILTER", STORE_FILTER },
	{ "NEAR", STORE_NEAR }, { "PHRASE", STORE_PHRASE }, { "SYNONYM", STORE_SYNONYM },
	{ "MAX", STORE_MAX }, { "SCALE", STORE_SCALE },
};

static struct store_node node_of(struct str s)
{
	struct store_node node = { .op = STORE_TERM, .term = s };
	struct str rest = s, name;
	str_cut(&rest, '/', &name);
	for (size_t i = 0; i < sizeof(OPERATORS) / sizeof(*OPERATORS); i++) {
		if (!str_eqz(name, OPERATORS[i].name))
			continue;
		node = (struct store_node){ .op = OPERATORS[i].op };
		struct str number = STR_NONE;
		if (str_cut(&rest, ',', &number))
			node.n = (uint32_t)strtoul(number.p, NULL, 10);
		node.factor = rest.p ? strtod(rest.p, NULL) : 0;
		node.window = rest.p ? (uint32_t)strtoul(rest.p, NULL, 10) : 0;
		return node;
	}
	ptrdiff_t dots = str_find(s, STR(".."));
	if (dots >= 0) {
		node.op = STORE_RANGE;
		node.slot = (uint32_t)strtoul(s.p, NULL, 10);
		node.low = str_sub(s, (size_t)str_chr(s, ':') + 1, (size_t)dots);
		node.high = str_sub(s, (size_t)dots + 2, s.n);
	} else if (str_ends(s, STR("*"))) {
		node.op = STORE_PREFIX;
		node.term.n--;
		node.limit = 100;
	}
	return node;
}

static struct store_search search_of(struct arena *a, const char *query)
{
	struct store_node *nodes = arena_array(a, strlen(query) + 1, sizeof(*nodes));
	size_t n = 0;
	struct str rest = arena_str(a, str_of(query)), word;
	while (rest.n && str_cut(&rest, ' ', &word))
		nodes[n++] = node_of(word);
	return (struct store_search){
		.nodes = nodes, .n_nodes = n, .limit = 1000, .check_at_least = UINT32_MAX,
		.sort_slot = STORE_NO_SLOT, .collapse_slot = STORE_NO_SLOT
	};
}

/* The data of the hits, in their order, separated by " | ". */
static const char *hits_text(const struct store_result *r, struct arena *a)
{
	struct str out = STR(""), data;
	for (size_t i = 0; i < r->n_hits; i++) {
		ok(store_data(store, r->hits[i].doc, a, &data, &ok_err));
		out = arena_printf(a, "%.*s%s%.*s", STR_ARG(out), i ? " | " : "", STR_ARG(data));
	}
	return out.p;
}

static struct store_result run(const struct store_search *q, struct arena *a)
{
	struct store_result r;
	ok(store_search(store, q, a, &r, &ok_err));
	assert_false(r.timed_out);
	return r;
}

/* Of the terms that start alike, plain ones or marked ones, the most frequent first. */
static void tells_plain_from_marked(void **state)
{
	(void)state;
	static const struct { const char *start; bool marked; uint32_t limit; const char *found; } rows[] = {
		{ "org", false, 9, "1 2 3" }, { "org", true, 9, "2 4" }, { "organ", false, 9, "1 2 3" }, { "orgy", true, 9, "" },
		{ "orc", false, 9, "" }, { "orc", true, 9, "4" }, { "org", false, 1, "1 2" }, { "org", true, 1, "2 4" },
		{ "Xorg", false, 9, "5" }, { "Xorg", true, 9, "5" },	/* a prefix: as it stands */
	};
	put_words(writer, "1", "organ", 0, NULL);
	put_words(writer, "2", "organ organs=", 0, NULL);
	put_words(writer, "3", "organis", 0, NULL);
	put_words(writer, "4", "organs= orc= organize=", 0, NULL);
	put_words(writer, "5", "Xorg=", 0, NULL);
	ok(store_writer_commit(writer, &ok_err));
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct arena a = ARENA_INIT;
		const struct store_node nodes[] = {
			{ .op = STORE_PREFIX, .term = str_of(rows[i].start), .limit = rows[i].limit, .marked = rows[i].marked },
			{ .op = STORE_SCALE, .n = 1 },
		};
		const struct store_search q = { .nodes = nodes, .n_nodes = 2, .limit = 10, .check_at_least = UINT32_MAX,
						.sort_slot = STORE_NO_SLOT, .collapse_slot = STORE_NO_SLOT };
		struct store_result r = run(&q, &a);
		struct buf found = BUF_INIT;
		for (size_t k = 0; k < r.n_hits; k++)
			buf_printf(&found, "%s%u", k ? " " : "", (unsigned)r.hits[k].doc);
		if (!str_eqz(buf_str(&found), rows[i].found))
			fail_msg("%s%s: %.*s", rows[i].start, rows[i].marked ? " marked" : "", STR_ARG(buf_str(&found)));
		buf_fini(&found);
		arena_fini(&a);
	}
}

static void finds(void **state)
{
	(void)state;
	put_words(writer, "1", "north border trade", 0, NULL);
	put_words(writer, "2", "border guards of the north", 3, "2014");
	put_words(writer, "3", "trade borders", 3, "2016");
	put_words(writer, "4", "drug trade", 3, "2018");
	docid_t gone = put_words(writer, "gone", "drug border", 3, "2015");
	ok(store_writer_delete(writer, gone, &ok_err));
	static const struct { const char *query; unsigned n; const char *first; } rows[] = {
		{ "border", 2, NULL },
		{ "absent", 0, NULL },
		{ "NOTHING", 0, NULL },
		{ "ALL", 4, NULL },
		{ "border trade AND/2", 1, "north border trade" },
		{ "border trade OR/2", 4, "north border trade" },
		{ "border trade drug OR/3", 4, NULL },
		{ "border AND/1", 2, NULL },
		{ "trade border ANDNOT/2", 2, NULL },
		{ "trade drug MAYBE/2", 3, "drug trade" },
		{ "trade drug FILTER/2", 1, "drug trade" },
		{ "ALL drug ANDNOT/2", 3, NULL },
		{ "border trade OR/2 trade north MAYBE/2 border drug MAYBE/2 AND/2 ANDNOT/2", 3, NULL },
		{ "ALL ALL trade drug MAYBE/2 ANDNOT/2 ANDNOT/2", 3, NULL },
		{ "drug trade north MAYBE/2 MAYBE/2 border drug MAYBE/2 ANDNOT/2", 1, "drug trade" },
		{ "bord*", 3, NULL },
		{ "zebra*", 0, NULL },
		{ "bord* drug OR/2", 4, NULL },
		{ "border drug SYNONYM/2", 3, NULL },
		{ "border drug MAX/2", 3, NULL },
		{ "drug SCALE/1,0", 1, "drug trade" },
		{ "north border PHRASE/2", 1, "north border trade" },
		{ "border north PHRASE/2", 0, NULL },
		{ "border north PHRASE/2,5", 1, "border guards of the north" },
		{ "border north PHRASE/2,4", 0, NULL },
		{ "north border NEAR/2,5", 2, NULL },
		{ "north border NEAR/2,2", 1, NULL },
		{ "trade PHRASE/1", 3, NULL },
		{ "drug north OR/2 trade border OR/2 PHRASE/2", 2, NULL },
		{ "drug north SYNONYM/2 trade border SYNONYM/2 PHRASE/2", 2, NULL },
		{ "drug north MAX/2 trade border SCALE/1,0.5 MAX/2 PHRASE/2", 2, NULL },
		{ "drug NOTHING PHRASE/2", 0, NULL },
		{ "3:2014..2016", 2, NULL },
		{ "3:2015..", 2, NULL },
		{ "3:..2016", 2, NULL },
		{ "3:..", 3, NULL },
		{ "3:2016..2014", 0, NULL },
		{ "9:2014..", 0, NULL },
		{ "trade 3:2017.. FILTER/2", 1, "drug trade" },
	};
	/* With and without a deadline the answers are the same. */
	for (size_t i = 0; i < 2 * sizeof(rows) / sizeof(*rows); i++) {
		struct arena a = ARENA_INIT;
		struct store_search q = search_of(&a, rows[i / 2].query);
		q.deadline_us = i % 2 ? clock_us() + 60000000 : 0;
		struct store_result r = run(&q, &a);
		if (r.n_hits != rows[i / 2].n)
			fail_msg("%s: %s", rows[i / 2].query, hits_text(&r, &a));
		assert_int_equal(r.matches_lower, r.n_hits);
		assert_int_equal(r.matches_estimated, r.n_hits);
		assert_int_equal(r.matches_upper, r.n_hits);
		if (rows[i / 2].first) {
			r.n_hits = 1;
			assert_string_equal(hits_text(&r, &a), rows[i / 2].first);
		}
		arena_fini(&a);
	}
}

static void refuses_what_is_no_query(void **state)
{
	(void)state;
	put_words(writer, "1", "one two", 0, NULL);
	static const struct { const char *query; enum err_code code; } rows[] = {
		{ "", ERR_SYNTAX },
		{ "one two", ERR_SYNTAX },
		{ "one AND/2", ERR_SYNTAX },
		{ "AND/2", ERR_SYNTAX },
		{ "one two AND/0", ERR_SYNTAX },
		{ "one two AND/2 OR/2", ERR_SYNTAX },
		{ "one two one ANDNOT/3", ERR_SYNTAX },
		{ "one FILTER/1", ERR_SYNTAX },
		{ "one two SCALE/2,1", ERR_SYNTAX },
		{ "one SCALE/1,-1", ERR_SYNTAX },
		{ "one SCALE/1,nan", ERR_SYNTAX },
		{ "one SCALE/1,inf", ERR_SYNTAX },
		{ "one two AND/4294967295", ERR_SYNTAX },
		{ "*", ERR_LIMIT },
		{ "one t* PHRASE/2", ERR_SYNTAX },
		{ "one two AND/2 one NEAR/2", ERR_SYNTAX },
		{ "one ALL PHRASE/2", ERR_SYNTAX },
		{ "one 1:a..b NEAR/2", ERR_SYNTAX },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct arena a = ARENA_INIT;
		struct store_search q = search_of(&a, rows[i].query);
		struct store_result r;
		struct err err = { 0 };
		if (store_search(store, &q, &a, &r, &err) != -1 || err.code != rows[i].code)
			fail_msg("%s: %d %s", rows[i].query, (int)err.code, err.msg);
		arena_fini(&a);
	}
	struct arena a = ARENA_INIT;
	struct store_search q = search_of(&a, "one");
	struct store_node odd[] = {
		{ .op = STORE_TERM }, { .op = STORE_PREFIX, .term = STR("o") },
	};
	struct store_result r;
	struct err err;
	q.n_nodes = 1;
	for (size_t i = 0; i < sizeof(odd) / sizeof(*odd); i++) {
		q.nodes = &odd[i];
		assert_int_equal(store_search(store, &q, &a, &r, &err), -1);
	}
	arena_fini(&a);
}

static int run_chain(struct arena *a, size_t operators, enum store_op op)
{
	size_t n = operators * 2 + 1;
	struct store_node *nodes = arena_array(a, n, sizeof(*nodes));
	nodes[0] = (struct store_node){ .op = STORE_TERM, .term = STR("one") };
	for (size_t i = 1; i < n; i += 2) {
		nodes[i] = (struct store_node){ .op = STORE_TERM, .term = STR("two") };
		nodes[i + 1] = (struct store_node){ .op = op, .n = 2 };
	}
	struct store_search q = search_of(a, "one");
	q.nodes = nodes;
	q.n_nodes = n;
	struct store_result r;
	struct err err;
	return store_search(store, &q, a, &r, &err) == 0 ? 0 : (int)err.code;
}

static void limits_depth_and_size(void **state)
{
	(void)state;
	put_words(writer, "1", "one two", 0, NULL);
	struct arena a = ARENA_INIT;
	assert_int_equal(run_chain(&a, STORE_MAX_DEPTH - 1, STORE_AND_MAYBE), 0);
	assert_int_equal(run_chain(&a, STORE_MAX_DEPTH, STORE_AND_MAYBE), ERR_LIMIT);

	struct store_node *wide = arena_array(&a, STORE_MAX_NODES + 1, sizeof(*wide));
	for (size_t i = 0; i < STORE_MAX_NODES; i++)
		wide[i] = (struct store_node){ .op = STORE_TERM, .term = arena_printf(&a, "w%zu", i) };
	struct store_search q = search_of(&a, "one");
	q.nodes = wide;
	q.n_nodes = STORE_MAX_NODES;
	wide[STORE_MAX_NODES - 1] = (struct store_node){ .op = STORE_OR, .n = STORE_MAX_NODES - 1 };
	run(&q, &a);
	q.n_nodes = STORE_MAX_NODES + 1;
	struct store_result r;
	struct err err;
	assert_int_equal(store_search(store, &q, &a, &r, &err), -1);
	assert_int_equal(err.code, ERR_LIMIT);
	arena_fini(&a);
}

static void expands_prefixes_to_the_most_frequent(void **state)
{
	(void)state;
	put_words(writer, "1", "taaa", 0, NULL);
	put_words(writer, "2", "tbbb", 0, NULL);
	put_words(writer, "3", "tbbb", 0, NULL);
	struct arena a = ARENA_INIT;
	struct store_search q = search_of(&a, "t*");
	struct store_node node = q.nodes[0];
	node.limit = 1;
	q.nodes = &node;
	struct store_result r = run(&q, &a);
	assert_string_equal(hits_text(&r, &a), "tbbb | tbbb");
	arena_fini(&a);
}

static int add_value(void *arg, size_t at, struct str value)
{
	(void)at;
	buf_addstr(arg, value);
	return 0;
}

static void sorts_collapses_and_counts(void **state)
{
	(void)state;
	static const struct { const char *words, *value; } docs[] = {
		{ "x b2", "b" }, { "x none1", NULL }, { "x a1", "a" }, { "x c1", "c" },
		{ "x x b1", "b" }, { "y other", "a" }, { "x none2 z", NULL },
	};
	char id[8];
	for (size_t i = 0; i < sizeof(docs) / sizeof(*docs); i++) {
		snprintf(id, sizeof(id), "%zu", i);
		put_words(writer, id, docs[i].words, 2, docs[i].value);
	}
	struct arena a = ARENA_INIT;
	struct store_search q = search_of(&a, "x");
	q.sort_slot = 2;
	struct store_result r = run(&q, &a);
	assert_string_equal(hits_text(&r, &a), "x a1 | x x b1 | x b2 | x c1 | x none1 | x none2 z");
	q.sort_descending = true;
	r = run(&q, &a);
	assert_string_equal(hits_text(&r, &a), "x c1 | x x b1 | x b2 | x a1 | x none1 | x none2 z");
	q.offset = 1;
	q.limit = 2;
	r = run(&q, &a);
	assert_string_equal(hits_text(&r, &a), "x x b1 | x b2");
	assert_int_equal(r.matches_lower, 6);

	q = search_of(&a, "x");
	q.collapse_slot = 2;
	r = run(&q, &a);
	assert_int_equal(r.n_hits, 5);
	uint32_t collapsed = 0;
	for (size_t i = 0; i < r.n_hits; i++)
		collapsed += r.hits[i].collapsed;
	assert_int_equal(collapsed, 1);

	q = search_of(&a, "ALL");
	q.limit = 0;
	q.collect = true;
	r = run(&q, &a);
	assert_int_equal(r.n_hits, 0);
	assert_int_equal(r.matches_lower, 7);
	assert_int_equal(r.n_matches, 7);
	for (size_t i = 1; i < r.n_matches; i++)
		assert_true(r.matches[i - 1] < r.matches[i]);
	uint32_t n;
	ok(store_value_count(store, 2, &n, &ok_err));
	assert_int_equal(n, 5);
	struct buf values = BUF_INIT, all = BUF_INIT;
	ok(store_values(store, 2, r.matches, r.n_matches, add_value, &values, &ok_err));
	ok(store_values(store, 2, NULL, 0, add_value, &all, &ok_err));
	assert_int_equal(values.n, 5);
	assert_true(str_eq(buf_str(&values), buf_str(&all)));
	buf_reset(&values);
	ok(store_values(store, 2, r.matches + 1, 2, add_value, &values, &ok_err));
	assert_true(str_starts(str_sub(buf_str(&all), 1, all.n), buf_str(&values)));
	buf_reset(&values);
	ok(store_values(store, 7, r.matches, r.n_matches, add_value, &values, &ok_err));
	assert_int_equal(values.n, 0);
	buf_fini(&values);
	buf_fini(&all);
	arena_fini(&a);
}

static void sorts_rising_when_all_have_the_value(void **state)
{
	(void)state;
	put_words(writer, "1", "x two", 2, "b");
	put_words(writer, "2", "x one", 2, "a");
	struct arena a = ARENA_INIT;
	struct store_search q = search_of(&a, "x");
	q.sort_slot = 2;
	struct store_result r = run(&q, &a);
	assert_string_equal(hits_text(&r, &a), "x one | x two");
	arena_fini(&a);
}

/* A deadline in the past gives nothing; one that passes on the way gives what was found, and a
 * phrase of frequent words, whose positions are looked at last, is stopped too. */
static void stops_at_the_deadline(void **state)
{
	char words[3000], id[16], path[300];
	size_t n = 0;
	for (int i = 0; n + 20 < sizeof(words); i++)
		n += (size_t)sprintf(words + n, "%s%s", i ? " " : "", i % 2 ? "alpha x" : "x beta beta");
	for (int i = 0; i < 6000; i++) {
		snprintf(id, sizeof(id), "%d", i);
		put_words(writer, id, i % 1000 ? words : "alpha beta", 0, NULL);
	}
	ok(store_writer_commit(writer, &ok_err));
	snprintf(path, sizeof(path), "%s/db", (const char *)*state);
	const char *paths[] = { path, path };
	for (size_t databases = 1; databases <= 2; databases++) {
		struct store *s = NULL;
		ok(store_open(paths, databases, &s, &ok_err));
		struct arena a = ARENA_INIT;
		struct store_search q = search_of(&a, "alpha beta PHRASE/2");
		struct store_result r;
		ok(store_search(s, &q, &a, &r, &ok_err));
		assert_false(r.timed_out);
		assert_int_equal(r.n_hits, 6 * databases);

		uint64_t start = clock_us();
		q.deadline_us = start + 1000;
		ok(store_search(s, &q, &a, &r, &ok_err));
		uint64_t took = clock_us() - start;
		assert_true(r.timed_out);
		assert_true(r.n_hits < 6 * databases);
		assert_true(r.matches_upper >= 6 * databases);
		assert_true(r.matches_lower <= r.matches_upper);
#ifndef KAREZ_SANITIZED
		assert_true(took < 50000);
#else
		(void)took;
#endif
		q.deadline_us = start;
		ok(store_search(s, &q, &a, &r, &ok_err));
		assert_true(r.timed_out);
		assert_int_equal(r.n_hits, 0);
		arena_fini(&a);
		store_close(&s);
	}
}

static double half_of_odd(void *arg, docid_t doc)
{
	(void)arg;
	return doc % 2 ? 0.5 : 1;
}

/* Of several databases too, matches and factors are of the store's numbers and not of those within each. */
static void collects_of_several_databases(void **state)
{
	char path[300];
	put_words(writer, "1", "x two", 2, "b");
	put_words(writer, "2", "x one", 2, "a");
	put_words(writer, "3", "z one", 2, "a");
	ok(store_writer_commit(writer, &ok_err));
	snprintf(path, sizeof(path), "%s/db", (const char *)*state);
	const char *paths[] = { path, path };
	struct store *s = NULL;
	ok(store_open(paths, 2, &s, &ok_err));
	struct arena a = ARENA_INIT;
	struct store_search q = search_of(&a, "x");
	struct store_result r;
	q.collect = true;
	q.factor = half_of_odd;
	ok(store_search(s, &q, &a, &r, &ok_err));
	assert_int_equal(r.n_matches, 4);
	for (docid_t i = 0; i < 4; i++)
		assert_int_equal(r.matches[i], i + 1);
	assert_int_equal(r.n_hits, 4);
	assert_int_equal(r.hits[0].doc, 2);
	assert_int_equal(r.hits[1].doc, 4);
	assert_true(r.hits[2].weight * 2 == r.hits[0].weight);
	arena_fini(&a);
	store_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, make_index, remove_index)
		T(tells_plain_from_marked), T(finds),
		T(refuses_what_is_no_query),
		T(limits_depth_and_size),
		T(expands_prefixes_to_the_most_frequent),
		T(sorts_collapses_and_counts),
		T(sorts_rising_when_all_have_the_value),
		T(collects_of_several_databases),
		T(stops_at_the_deadline),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
