/* Memory for what is read all over: any size is aligned, and all of it can be written. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "common/xalloc.h"

#define LARGE ((size_t)2 << 20)

static void spread_memory_is_aligned(void **state)
{
	static const struct { size_t n, alignment; } rows[] = {
		{ 0, 64 }, { 1, 64 }, { 100, 64 }, { LARGE - 1, 64 }, { LARGE, LARGE }, { LARGE + 1, LARGE }, { 3 * LARGE - 1, LARGE },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		unsigned char *p = xalloc_spread(rows[i].n);
		assert_int_equal((uintptr_t)p % rows[i].alignment, 0);
		memset(p, 0xa5, rows[i].n);
		for (size_t k = 0; k < rows[i].n; k += 4093)
			assert_int_equal(p[k], 0xa5);
		free(p);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(spread_memory_is_aligned),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
