/* The libxapian at hand takes what the bulk builder writes; the check leaves nothing behind. */
#include "config.h"

#include "index/bulk_check.h"

#include "tests/unit/store_fixture.h"

static void test_known(void **state)
{
	ok(bulk_check(*state, &ok_err));
	ok(bulk_check(*state, &ok_err));
	assert_int_equal(entries_in(*state), 0);
}

static void test_no_folder(void **state)
{
	char path[300];
	struct err err;
	snprintf(path, sizeof(path), "%s/absent", (const char *)*state);
	assert_int_equal(bulk_check(path, &err), -1);
	assert_int_equal(err.code, ERR_NOT_FOUND);
	assert_non_null(strstr(err.msg, path));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_known, scratch_make, scratch_remove),
		cmocka_unit_test_setup_teardown(test_no_folder, scratch_make, scratch_remove),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
