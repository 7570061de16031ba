/* The list on disk: what goes in comes out, and nothing is left in the folder. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "indexer/spool.h"

static unsigned names_in(const char *path)
{
	DIR *dir = opendir(path);
	unsigned n = 0;
	while (readdir(dir))
		n++;
	closedir(dir);
	return n - 2;	/* "." and ".." */
}

static void gives_back_what_was_added(void **state)
{
	(void)state;
	char dir[] = "/tmp/karez-test-XXXXXX";
	struct spool s = SPOOL_INIT;
	struct buf record = BUF_INIT;
	struct err err;
	static char big[100000];
	memset(big, 'x', sizeof(big));
	assert_non_null(mkdtemp(dir));
	assert_int_equal(spool_open(&s, dir, &err), 0);
	assert_int_equal(names_in(dir), 0);
	for (size_t i = 0; i < 1000; i++)
		assert_int_equal(spool_add(&s, str_n(big, i * 37 % 500), &err), 0);
	assert_int_equal(spool_add(&s, str_n(big, sizeof(big)), &err), 0);
	assert_int_equal(s.n, 1001);
	assert_int_equal(spool_rewind(&s, &err), 0);
	for (size_t i = 0; i < 1000; i++) {
		assert_int_equal(spool_next(&s, &record, &err), 1);
		assert_int_equal(record.n, i * 37 % 500);
		assert_int_equal(record.p[record.n], 0);
	}
	assert_int_equal(spool_next(&s, &record, &err), 1);
	assert_true(str_eq(buf_str(&record), str_n(big, sizeof(big))));
	assert_int_equal(spool_next(&s, &record, &err), 0);
	spool_close(&s);
	spool_close(&s);
	buf_fini(&record);
	rmdir(dir);
}

static void an_empty_one_is_at_its_end(void **state)
{
	(void)state;
	struct spool s = SPOOL_INIT;
	struct buf record = BUF_INIT;
	struct err err;
	assert_int_equal(spool_open(&s, NULL, &err), 0);
	assert_int_equal(spool_rewind(&s, &err), 0);
	assert_int_equal(spool_next(&s, &record, &err), 0);
	spool_close(&s);
	buf_fini(&record);
}

static void names_the_folder_that_is_missing(void **state)
{
	(void)state;
	struct spool s = SPOOL_INIT;
	struct err err;
	assert_int_equal(spool_open(&s, "/nowhere/at/all", &err), -1);
	assert_int_equal(err.code, ERR_NOT_FOUND);
	assert_non_null(strstr(err.msg, "/nowhere/at/all"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gives_back_what_was_added),
		cmocka_unit_test(an_empty_one_is_at_its_end),
		cmocka_unit_test(names_the_folder_that_is_missing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
