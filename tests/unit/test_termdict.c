/* The terms of a document under way: against plain arrays, and what a position costs. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "index/termdict.h"

static struct str number_term(char *out, size_t size, unsigned i)
{
	int n = snprintf(out, size, i % 3 ? "t%u" : "%u", i);
	return str_n(out, (size_t)n);
}

static void keeps_all_positions(void **state)
{
	(void)state;
	enum { TERMS = 3000, WORDS = 60000 };
	static termpos_t expected[TERMS][200];
	static unsigned n[TERMS];
	struct arena a = ARENA_INIT;
	struct termdict d;
	char term[32];
	termdict_init(&d, &a);
	srand(1);
	for (termpos_t at = 1; at <= WORDS; at++) {
		unsigned i = (unsigned)rand() % TERMS;
		i = i % 4 ? i / 10 : i;		/* some terms much more often */
		if (n[i] == 200)
			continue;
		expected[i][n[i]++] = at;
		struct termdict_entry *e = termdict_get(&d, number_term(term, sizeof(term), i));
		e->wdf++;
		termdict_position(&d, e, at);
		termdict_position(&d, e, at);
	}
	termdict_get(&d, STR("label"));
	termdict_get(&d, STR("label"));
	termdict_get(&d, STR(""));
	const struct store_term *terms = termdict_terms(&d);
	size_t seen = 0, total = d.n;
	for (size_t i = 0; i < total; i++) {
		if (terms[i].term.n == 0 || str_eqz(terms[i].term, "label")) {
			assert_int_equal(terms[i].n_positions, 0);
			continue;
		}
		char *digits = strdup(terms[i].term.p);
		unsigned k = (unsigned)strtoul(digits + (digits[0] == 't'), NULL, 10);
		free(digits);
		assert_int_equal(terms[i].wdf, n[k]);
		assert_int_equal(terms[i].n_positions, n[k]);
		assert_memory_equal(terms[i].positions, expected[k], n[k] * sizeof(termpos_t));
		seen++;
	}
	unsigned distinct = 0;
	for (unsigned i = 0; i < TERMS; i++)
		distinct += n[i] > 0;
	assert_int_equal(seen, distinct);
	assert_int_equal(total, distinct + 2);
	termdict_fini(&d);
	arena_fini(&a);
}

/* Two million words whose frequency falls with their rank, as in language. */
static void takes_little_memory(void **state)
{
	(void)state;
	enum { WORDS = 2000000 };
	struct arena a = ARENA_INIT;
	struct termdict d;
	char term[32];
	termdict_init(&d, &a);
	srand(1);
	for (termpos_t at = 1; at <= WORDS; at++) {
		unsigned magnitude = 1u << rand() % 17;
		unsigned i = magnitude + (unsigned)rand() % magnitude;
		termdict_position(&d, termdict_get(&d, number_term(term, sizeof(term), i)), at);
	}
	termdict_terms(&d);
	size_t terms = d.n * (sizeof(struct store_term) + 32);
	double per_position = (double)(a.total - terms) / WORDS;
	assert_true(per_position < 5.5);
	termdict_fini(&d);
	arena_fini(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keeps_all_positions),
		cmocka_unit_test(takes_little_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
