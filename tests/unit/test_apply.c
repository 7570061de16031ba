/* The rule of the guard: more than a fifth. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "indexer/apply.h"

static void more_than_a_fifth(void **state)
{
	(void)state;
	static const struct { uint64_t gone, known; bool shrinks; } rows[] = {
		{ 0, 0, false }, { 0, 1, false }, { 1, 1, true }, { 1, 4, true }, { 1, 5, false }, { 2, 5, true },
		{ 1, 9, false }, { 2, 9, true }, { 20, 100, false }, { 21, 100, true }, { 199, 999, false },
		{ 200, 999, true }, { 20000, 100000, false }, { 20001, 100000, true },
		{ UINT64_MAX / 5, UINT64_MAX, false }, { UINT64_MAX / 5 + 1, UINT64_MAX, true },
		{ UINT64_MAX, UINT64_MAX, true },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (apply_shrinks(rows[i].gone, rows[i].known) != rows[i].shrinks)
			fail_msg("row %zu: %llu of %llu", i, (unsigned long long)rows[i].gone,
				 (unsigned long long)rows[i].known);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(more_than_a_fifth) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
