/* The second stage of ranking: words of a query, how near their places are, and the weight that this adds. */
#include "config.h"

#include "tests/unit/impacts_fixture.h"

#include <math.h>

#include "common/buf.h"
#include "query/closeness.h"

#define TERM(t) { .op = STORE_TERM, .term = { t, sizeof(t) - 1 } }
#define JOIN(o, k) { .op = o, .n = k }
#define FACTOR(x) { .op = STORE_SCALE, .n = 1, .factor = x }

static void words_and_pairs(void **state)
{
	(void)state;
	static const struct {
		struct store_node nodes[12];
		size_t n;
		const char *words;	/* place:term|other*factor, ...; then the pairs */
	} rows[] = {
		{ { TERM("a") }, 1, "0:a;" },
		{ { TERM("a"), TERM("b"), JOIN(STORE_AND, 2) }, 3, "0:a 1:b; ab" },
		{ { TERM("a"), TERM("a"), JOIN(STORE_OR, 2) }, 3, "0:a 1:a;" },
		{ { TERM("a"), TERM("b"), TERM("a"), JOIN(STORE_OR, 3) }, 4, "0:a 1:b 2:a; ab" },
		/* Three places apart at most. */
		{ { TERM("a"), TERM("b"), TERM("c"), TERM("d"), TERM("e"), JOIN(STORE_OR, 5) }, 6,
		  "0:a 1:b 2:c 3:d 4:e; ab ac ad bc bd be cd ce de" },
		/* Alternatives are one word; of longer ones the first is taken. */
		{ { TERM("a"), TERM("b"), FACTOR(0.5), JOIN(STORE_MAX, 2), TERM("c"), JOIN(STORE_AND, 2) }, 6, "0:a|b*0.5 1:c; ac" },
		{ { TERM("a"), TERM("b"), JOIN(STORE_AND, 2), TERM("ab"), JOIN(STORE_SYNONYM, 2), TERM("c"), JOIN(STORE_OR, 2) }, 7,
		  "0:a 1:b 2:c; ab ac bc" },
		/* Phrases are left out, and what is not in the text; they keep their places. */
		{ { TERM("a"), TERM("b"), JOIN(STORE_PHRASE, 2) }, 3, ";" },
		{ { TERM("a"), TERM("b"), JOIN(STORE_PHRASE, 2), TERM("c"), TERM("d"), JOIN(STORE_AND, 3) }, 6, "2:c 3:d; cd" },
		{ { TERM("Sa"), TERM("b"), TERM("c"), JOIN(STORE_AND, 3) }, 4, "1:b 2:c; bc" },
		{ { TERM("a"), { .op = STORE_PREFIX, .term = { "b", 1 } }, TERM("c"), JOIN(STORE_AND, 3) }, 4, "0:a 2:c; ac" },
		/* What is not wanted, only filters or weighs nothing. */
		{ { TERM("a"), TERM("b"), JOIN(STORE_OR, 2), TERM("c"), JOIN(STORE_AND_NOT, 2) }, 5, "0:a 1:b; ab" },
		{ { TERM("a"), TERM("b"), JOIN(STORE_FILTER, 2) }, 3, "0:a;" },
		{ { TERM("a"), TERM("b"), FACTOR(0), TERM("c"), JOIN(STORE_AND, 3) }, 5, "0:a 2:c; ac" },
		/* No tree. */
		{ { JOIN(STORE_AND, 2) }, 1, ";" },
		{ { TERM("a"), JOIN(STORE_OR, 0) }, 2, "0:a;" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct arena a = ARENA_INIT;
		struct buf b = BUF_INIT;
		struct closeness c;
		bool some = closeness_of(rows[i].nodes, rows[i].n, &a, &c);
		for (unsigned k = 0; k < c.n; k++) {
			buf_printf(&b, "%s%u:", k ? " " : "", c.words[k].place);
			for (unsigned t = 0; t < c.words[k].n; t++) {
				const struct closeness_term *term = &c.terms[c.words[k].first + t];
				buf_printf(&b, "%s%.*s", t ? "|" : "", STR_ARG(term->term));
				if (term->factor != 1)
					buf_printf(&b, "*%g", term->factor);
			}
		}
		buf_printf(&b, ";");
		for (unsigned k = 0; k < c.n_pairs; k++)
			buf_printf(&b, " %.*s%.*s", STR_ARG(c.terms[c.words[c.pairs[k].x].first].term),
				   STR_ARG(c.terms[c.words[c.pairs[k].y].first].term));
		if (!str_eqz(buf_str(&b), rows[i].words) || some != (c.n_pairs > 0))
			fail_msg("row %zu: %.*s", i, STR_ARG(buf_str(&b)));
		buf_fini(&b);
		arena_fini(&a);
	}
}

/* More words than are looked at are no harm. */
static void many_words(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	struct store_node nodes[100];
	struct closeness c;
	for (unsigned i = 0; i < 99; i++)
		nodes[i] = (struct store_node){ .op = STORE_TERM, .term = arena_printf(&a, "w%u", i) };
	nodes[99] = (struct store_node){ .op = STORE_OR, .n = 99 };
	assert_true(closeness_of(nodes, 100, &a, &c));
	assert_int_equal(c.n, CLOSENESS_WORDS);
	assert_int_equal(c.n_pairs, CLOSENESS_WORDS * CLOSENESS_SPAN - 6);	/* the last three have fewer behind them */
	nodes[99].op = STORE_MAX;
	assert_false(closeness_of(nodes, 100, &a, &c));
	assert_int_equal(c.n, 1);
	arena_fini(&a);
}

static void nearness(void **state)
{
	(void)state;
	static const struct {
		termpos_t x[3], y[3];
		size_t n_x, n_y;
		double near;
	} rows[] = {
		{ { 1 }, { 2 }, 1, 1, 1 },
		{ { 5 }, { 3 }, 1, 1, 1 / 4.0 },
		{ { 1 }, { 6 }, 1, 1, 1 / 25.0 },
		{ { 1 }, { 7 }, 1, 1, 0 },
		{ { 7 }, { 1 }, 1, 1, 0 },
		{ { 3 }, { 3 }, 1, 1, 0 },
		{ { 1, 10 }, { 2, 12 }, 2, 2, 1 + 1 / 4.0 },
		{ { 1, 2 }, { 3 }, 2, 1, 1 / 4.0 + 1 },
		{ { 4, 5, 6 }, { 1, 5, 9 }, 3, 3, 1 / 9.0 + 1 + 1 / 25.0 + 1 / 16.0 + 0 + 1 / 16.0 + 1 / 25.0 + 1 + 1 / 9.0 },
		{ { UINT32_MAX }, { UINT32_MAX - 1 }, 1, 1, 1 },
		{ { 1 }, { UINT32_MAX }, 1, 1, 0 },
		{ { 1 }, { 0 }, 1, 0, 0 },
		{ { 0 }, { 1 }, 0, 1, 0 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_true(fabs(closeness_near(rows[i].x, rows[i].n_x, rows[i].y, rows[i].n_y) - rows[i].near) < 1e-12);
}

/* ---- Weights ---- */

static struct store *open_documents(const char *path, const char *const *documents, size_t n)
{
	struct store_writer *w;
	struct store *s;
	ok(store_writer_open(path, true, &w, &ok_err));
	for (size_t i = 0; i < n; i++) {
		char id[24];
		snprintf(id, sizeof(id), "%zu", i);
		put_words(w, id, documents[i], 0, NULL);
	}
	ok(store_writer_commit(w, &ok_err));
	store_writer_close(&w);
	write_impacts(path);
	ok(store_open(&path, 1, &s, &ok_err));
	return s;
}

/* All documents are 8 words long: what wdf is saturated by is k1. */
static void weights(void **state)
{
	static const char *const documents[] = {
		"red x x x x x x fox", "x x x red fox x x x", "x x fox x x red x x", "y y y y y y y y"
	};
	static const struct store_node nodes[] = { TERM("red"), TERM("fox"), JOIN(STORE_AND, 2) };
	struct arena a = ARENA_INIT;
	struct store *s = open_documents(*state, documents, 4);
	struct aids none = { .given_up = true };
	struct closeness c;
	/* Three of four have both: odds of 1.5 / 3.5, of which half and 1 are taken. */
	double word = log(0.5 * 1.5 / 3.5 + 1) * 2.5;
	struct store_hit hits[] = { { .doc = 1, .weight = 2 }, { .doc = 2, .weight = 2 }, { .doc = 3, .weight = 2 } };
	assert_true(closeness_of(nodes, 3, &a, &c));
	assert_int_equal(closeness_sort(&c, s, &none, &a, hits, 3, NULL), 1);
	assert_int_equal(hits[0].doc, 2);	/* side by side */
	assert_true(fabs(hits[0].closeness - 0.6 * word * 1 / (1.5 + 1)) < 1e-12);
	assert_int_equal(hits[1].doc, 3);	/* three apart, the other way round */
	assert_true(fabs(hits[1].closeness - 0.6 * word * (1 / 9.0) / (1.5 + 1 / 9.0)) < 1e-12);
	assert_int_equal(hits[2].doc, 1);	/* seven */
	assert_true(hits[2].closeness == 0 && hits[2].weight == 2);
	assert_true(fabs(hits[1].weight - 2 - hits[1].closeness) < 1e-12);
	store_close(&s);
	arena_fini(&a);
}

static uint64_t seed = 7;

static unsigned below(unsigned n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (unsigned)(seed >> 33) % n;
}

static size_t random_query(struct arena *a, struct store_node *nodes)
{
	unsigned words = 2 + below(5);
	size_t n = 0;
	for (unsigned i = 0; i < words; i++) {
		unsigned terms = below(4) ? 1 : 2 + below(2);
		for (unsigned k = 0; k < terms; k++) {
			nodes[n++] = (struct store_node){ .op = STORE_TERM, .term = arena_printf(a, "w%u", below(below(2) ? 45 : 6)) };
			if (below(3) == 0)
				nodes[n++] = (struct store_node)FACTOR(0.9);
		}
		if (terms > 1)
			nodes[n++] = (struct store_node){ .op = STORE_MAX, .n = terms };
	}
	nodes[n++] = (struct store_node){ .op = below(2) ? STORE_OR : STORE_AND, .n = words };
	return n;
}

/* Whether aids or the store say where words stand: the same bits, in the same order. */
static void same_with_and_without_aids(void **state)
{
	enum { N = 300 };
	struct arena a = ARENA_INIT;
	const char *documents[N];
	unsigned added = 0, moved = 0;
	for (size_t i = 0; i < N; i++) {
		struct buf b = BUF_INIT;
		for (unsigned k = 0, n = 1 + below(below(120) + 1); k < n; k++)
			buf_printf(&b, "%sw%u", k ? " " : "", below(below(2) ? 40 : 6));
		documents[i] = arena_strz(&a, buf_str(&b));
		buf_fini(&b);
	}
	struct store *s = open_documents(*state, documents, N);
	struct aids aids = { 0 }, none = { .given_up = true };
	char *impacts = fs_join(*state, IMPACTS_FILE);
	ok(impacts_open(impacts, &aids.impacts, &ok_err));
	ok(positions_map(*state, &aids.positions, &ok_err));
	free(impacts);
	for (unsigned round = 0; round < 2000; round++) {
		struct store_node nodes[40];
		struct store_hit x[CLOSENESS_HITS], y[CLOSENESS_HITS];
		struct closeness c;
		size_t n = 1 + below(CLOSENESS_HITS);
		if (!closeness_of(nodes, random_query(&a, nodes), &a, &c))
			continue;
		for (size_t i = 0; i < n; i++)	/* different documents, by falling weight */
			x[i] = y[i] = (struct store_hit){ .doc = (docid_t)(1 + (i * 37 + round * 11) % N), .weight = 3 - 0.1 * (double)i };
		assert_int_equal(closeness_sort(&c, s, &aids, &a, x, n, NULL), 1);
		assert_int_equal(closeness_sort(&c, s, &none, &a, y, n, NULL), 1);
		for (size_t i = 0; i < n; i++) {
			assert_int_equal(x[i].doc, y[i].doc);
			assert_memory_equal(&x[i].weight, &y[i].weight, sizeof(double));
			assert_memory_equal(&x[i].closeness, &y[i].closeness, sizeof(double));
			assert_true(i == 0 || x[i].weight <= x[i - 1].weight);
			added += x[i].closeness > 0;
			moved += x[i].doc != (docid_t)(1 + (i * 37 + round * 11) % N);
		}
	}
	assert_true(added > 2000 && moved > 2000);
	impacts_close(&aids.impacts);
	positions_unmap(&aids.positions);
	store_close(&s);
	arena_fini(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_and_pairs),
		cmocka_unit_test(many_words),
		cmocka_unit_test(nearness),
		cmocka_unit_test_setup_teardown(weights, scratch_make, scratch_remove),
		cmocka_unit_test_setup_teardown(same_with_and_without_aids, scratch_make, scratch_remove),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
