/* The line of the progress bar: never wider than the terminal, never a wrong number. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "indexer/progress.h"

static void formats(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		uint64_t files, bytes, all_files, all_bytes, elapsed_us;
		unsigned columns;
		const char *expected;
	} rows[] = {
		{ NULL, 0, 0, 100, 1000000, 0, 80,
		  "  0 %  [----------------------------------------]  0 of 100 files  0 B/s" },
		{ NULL, 50, 500000, 100, 1000000, 2000000, 100,
		  " 50 %  [####################--------------------]  50 of 100 files  250 kB/s  2s left" },
		{ "memos", 100, 1000000, 100, 1000000, 4000000, 100,
		  "memos  100 %  [########################################]  100 of 100 files  250 kB/s  0s left" },
		/* the files grew while they were read */
		{ NULL, 100, 9000000, 100, 1000000, 1000, 60, "100 %" },
		/* empty files are work too */
		{ NULL, 1, 0, 4, 0, 500000, 50, " 25 %" },
		/* no room for a bar; hardly any room at all */
		{ "memos", 50, 500000, 100, 1000000, 500000, 40, "memos   50 %  50 of 100 files  1.0 MB/s" },
		{ "memos", 50, 500000, 100, 1000000, 500000, 10, "memos   5" },
		/* standard input: nobody knows how much */
		{ NULL, 0, 3000000, 0, 0, 1000000, 80, "  0 files  3.0 MB/s" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct progress p = { .name = rows[i].name, .files = rows[i].files, .bytes = rows[i].bytes,
				      .all_files = rows[i].all_files, .all_bytes = rows[i].all_bytes };
		struct buf out = BUF_INIT;
		progress_format(&p, rows[i].elapsed_us, rows[i].columns, &out);
		assert_true(out.n < rows[i].columns);
		if (strncmp(out.p, rows[i].expected, strlen(rows[i].expected)) != 0)
			fail_msg("row %zu: \"%s\", expected \"%s\"", i, out.p, rows[i].expected);
		buf_fini(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(formats) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
