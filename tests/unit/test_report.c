/* The summary of a run, for people and as JSON. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "indexer/report.h"

static struct report sample(const char *collection)
{
	struct report r;
	report_init(&r, collection, "/var/lib/memos");
	r.n = (struct counts){ .added = 120, .updated = 3, .deleted = 1, .unchanged = 4000, .skipped = 2 };
	r.bytes = 12400000;
	r.documents = 4120;
	r.generation = 3;
	return r;
}

static void summary_for_people(void **state)
{
	(void)state;
	struct buf out = BUF_INIT;
	struct report r = sample(NULL);
	report_summary(&r, 3100000, &out);
	assert_string_equal(out.p, "added 120, updated 3, deleted 1, unchanged 4000, skipped 2, failed 0; "
				   "12 MB in 3.1 s (4.0 MB/s); 4120 documents, generation 3");
	report_fini(&r);

	buf_reset(&out);
	r = sample("memos");
	r.n.duplicates = 7;
	r.dry_run = true;
	report_summary(&r, 3100000, &out);
	assert_string_equal(out.p, "memos: would be: added 120, updated 3, deleted 1, unchanged 4000, skipped 2, "
				   "failed 0, duplicates 7; 12 MB to read");
	report_fini(&r);
	buf_fini(&out);
}

static void summary_as_json(void **state)
{
	(void)state;
	struct buf out = BUF_INIT;
	struct report r = sample("memos");
	int old = dup(STDERR_FILENO);
	assert_non_null(freopen("/dev/null", "w", stderr));	/* where failures are printed */
	for (unsigned i = 0; i < REPORT_FAILURES + 5; i++)
		report_failure(&r, STR("/srv/a\xff\"b"), i, i ? STR("broken") : STR("/srv/a\xff\"b: broken"));
	fflush(stderr);
	dup2(old, STDERR_FILENO);
	close(old);
	assert_int_equal(r.n.failed, REPORT_FAILURES + 5);
	assert_int_equal(r.n_failures, REPORT_FAILURES);
	r.words = (struct analyzer_stats){ .words = 1000, .misses = 25 };
	r.repaired.n[RULE_pages] = 7;
	report_json(&r, RESULT_PARTIAL, NULL, 3100000, true, &out);
	static const char begin[] =
		"{\"collection\":\"memos\",\"index\":\"/var/lib/memos\",\"result\":\"partial\",\"added\":120,\"updated\":3,"
		"\"deleted\":1,\"unchanged\":4000,\"skipped\":2,\"failed\":105,\"duplicates\":0,\"truncated\":0,"
		"\"bytes\":12400000,\"words\":1000,\"word_cache_hits\":0.9750,\"repaired\":{\"markup\":0,\"pages\":7,"
		"";
	static const char end[] = "},\"seconds\":3.100,\"documents\":4120,\"generation\":3,\"finished\":\"";
	assert_true(str_starts(buf_str(&out), str_of(begin)));
	assert_non_null(strstr(out.p, end));
	assert_non_null(strstr(out.p, "\"failures\":[{\"file\":\"/srv/a\\\\xFF\\\"b\",\"reason\":\"broken\"},"
				      "{\"file\":\"/srv/a\\\\xFF\\\"b\",\"line\":1,\"reason\":\"broken\"},"));

	/* As it is kept in the index: no place, no failures, no counts that come after it. */
	buf_reset(&out);
	report_json(&r, RESULT_STOPPED + 15, "why", 1, false, &out);
	assert_true(str_starts(buf_str(&out), STR("{\"result\":\"stopped\",\"why\":\"why\",\"added\":120,")));
	assert_null(strstr(out.p, "failures"));
	assert_null(strstr(out.p, "generation"));
	buf_fini(&out);
	report_fini(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(summary_for_people),
		cmocka_unit_test(summary_as_json),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
