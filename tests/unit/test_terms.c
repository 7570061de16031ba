/* Tokens of a document and what the store gets of them: against plain arrays, over many documents. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "index/terms.h"

enum { TERMS = 3000 };

struct expected {
	termpos_t positions[200];
	unsigned n;
};

/* Random terms at rising positions, each twice; some terms much more often. */
static void fill(struct terms *t, struct expected *expected, termpos_t words)
{
	for (termpos_t at = 1; at <= words; at++) {
		unsigned i = (unsigned)rand() % TERMS;
		i = i % 4 ? i / 10 : i;
		if (expected[i].n == 200)
			continue;
		char text[16];
		int n = snprintf(text, sizeof(text), "%u", i);
		terms_add(t, i % 3 ? "t" : "", str_n(text, (size_t)n), at, 1);
		terms_add(t, i % 3 ? "t" : "", str_n(text, (size_t)n), at, 2);
		expected[i].positions[expected[i].n++] = at;
	}
}

static void groups_what_was_added(void **state)
{
	(void)state;
	static const termpos_t words[] = { 0, 1, 60000, 100, 2000, 3 };
	struct terms t;
	terms_init(&t);
	srand(1);
	for (size_t round = 0; round < sizeof(words) / sizeof(*words); round++) {
		struct arena a = ARENA_INIT;
		struct expected *expected = calloc(TERMS, sizeof(*expected));
		size_t n, distinct = 0;
		terms_begin(&t);
		terms_add(&t, "", STR("label"), 0, 0);
		fill(&t, expected, words[round]);
		terms_add(&t, "la", STR("bel"), 0, 0);
		const struct store_term *terms = terms_group(&t, &a, &n);
		assert_true(str_eqz(terms[0].term, "label"));
		assert_int_equal(terms[0].n_positions, 0);
		assert_int_equal(terms[0].wdf, 0);
		for (size_t i = 1; i < n; i++) {
			unsigned k = (unsigned)strtoul(terms[i].term.p + (terms[i].term.p[0] == 't'), NULL, 10);
			assert_int_equal(terms[i].wdf, 3 * expected[k].n);
			assert_int_equal(terms[i].n_positions, expected[k].n);
			assert_memory_equal(terms[i].positions, expected[k].positions,
					    expected[k].n * sizeof(termpos_t));
			expected[k].n |= 1u << 31;
		}
		for (unsigned k = 0; k < TERMS; k++)
			distinct += expected[k].n >> 31;
		assert_int_equal(n, distinct + 1);
		for (unsigned k = 0; k < TERMS; k++)
			assert_true(expected[k].n == 0 || expected[k].n >> 31);
		free(expected);
		arena_fini(&a);
	}
	assert_true(terms_bytes(&t) > TERMS * 12);
	terms_fini(&t);
}

/* The words of one document, and its terms in order, each with its positions. */
static void check_words(struct terms *t, const struct word *words, size_t n, const char *expected)
{
	struct arena a = ARENA_INIT;
	char line[1000] = "";
	size_t used = 0, n_terms;
	terms_begin(t);
	for (size_t i = 0; i < n; i++)
		terms_add_word(t, &words[i], words[i].flags);
	const struct store_term *terms = terms_group(t, &a, &n_terms);
	for (size_t i = 0; i < n_terms; i++) {
		used += (size_t)snprintf(line + used, sizeof(line) - used, "%s%.*s/%u", i ? " " : "",
					 STR_ARG(terms[i].term), terms[i].wdf);
		for (uint32_t k = 0; k < terms[i].n_positions; k++)
			used += (size_t)snprintf(line + used, sizeof(line) - used, ":%u", terms[i].positions[k]);
	}
	assert_string_equal(line, expected);
	arena_fini(&a);
}

/* flags says here whether the word is of the title. */
static void keeps_exact_forms_that_say_more(void **state)
{
	(void)state;
	struct word_numbers border = { 0 }, borders = { 0 }, op = { 0 }, coop = { 0 };
	struct terms t;
#define BORDER(at, title) { .position = at, .stem = STR("border"), .exact = STR("border"), .numbers = &border, .flags = title }
#define BORDERS(at, title) { .position = at, .stem = STR("border"), .exact = STR("borders"), .numbers = &borders, .flags = title }
	const struct word both[] = { BORDERS(1, true), BORDER(103, false), BORDERS(104, false), BORDER(105, false) };
	const struct word compound[] = {
		{ .position = 1, .stem = STR("op"), .exact = STR("op"), .numbers = &op, .flags = true,
		  .joined = STR("cooper"), .joined_exact = STR("cooperate"), .joined_numbers = &coop },
		{ .position = 2, .stem = STR("cooper"), .exact = STR("cooperate"), .numbers = &coop },
	};
	terms_init(&t);
	for (int round = 0; round < 3; round++) {
		check_words(&t, both, 1, "border/2:1 borders=/0 Sborder/0:1");
		check_words(&t, both, 4, "border/5:1:103:104:105 borders=/0 Sborder/0:1 border=/0");
		check_words(&t, both + 1, 1, "border/1:103");
		check_words(&t, both + 1, 2, "border/2:103:104 borders=/0 border=/0");
		check_words(&t, compound, 2, "op/2:1 Sop/0:1 cooper/1:1:2 Scooper/0:1 cooperate=/0");
		check_words(&t, NULL, 0, "");
		if (round == 1) {
			terms_forget(&t);
			border = borders = op = coop = (struct word_numbers){ 0 };
			assert_int_equal(lexicon_count(t.lexicon), 0);
		}
	}
	/* Stamps that are used up. */
	t.document = UINT32_MAX - 3 - 4;
	for (int round = 0; round < 4; round++)
		check_words(&t, both, 4, "border/5:1:103:104:105 borders=/0 Sborder/0:1 border=/0");
	terms_fini(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(groups_what_was_added),
		cmocka_unit_test(keeps_exact_forms_that_say_more),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
