/* A set of fingerprints, against a plain list; growth; the fingerprint 0. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "common/idset.h"
#include "tests/unit/effort.h"

static void holds_what_was_added(void **state)
{
	(void)state;
	const uint64_t end = EFFORT(20000);
	struct idset s = IDSET_INIT;
	assert_false(idset_has(&s, 5));
	/* Neighbours, and numbers whose low bits are alike: both make long runs of used slots. */
	for (uint64_t i = 2; i < end; i++) {
		assert_true(idset_add(&s, i));
		assert_true(idset_add(&s, i << 40));
		assert_false(idset_add(&s, i));
	}
	assert_int_equal(s.n, 2 * (end - 2));
	for (uint64_t i = 2; i < end; i++) {
		assert_true(idset_has(&s, i));
		assert_true(idset_has(&s, i << 40));
		assert_false(idset_has(&s, i << 20));
	}
	assert_true(s.cap * sizeof(*s.slots) <= s.n * 22);
	idset_fini(&s);
	assert_false(idset_has(&s, 2));
}

static void zero_is_a_fingerprint_too(void **state)
{
	(void)state;
	struct idset s = IDSET_INIT;
	assert_true(idset_add(&s, 0));
	assert_true(idset_has(&s, 0));
	assert_false(idset_add(&s, 0));
	assert_int_equal(s.n, 1);
	idset_fini(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(holds_what_was_added),
		cmocka_unit_test(zero_is_a_fingerprint_too),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
