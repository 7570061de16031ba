/* Schedules: what people write, and what is refused. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "common/schedule.h"

#define N(a) (sizeof(a) / sizeof(*(a)))

static void reads_schedules(void **state)
{
	(void)state;
	static const struct { const char *in; struct schedule out; } rows[] = {
		{ "", { SCHEDULE_NEVER, 0, 0, 0 } },
		{ "never", { SCHEDULE_NEVER, 0, 0, 0 } },
		{ " never ", { SCHEDULE_NEVER, 0, 0, 0 } },
		{ "every 15m", { SCHEDULE_EVERY, 900, 0, 0 } },
		{ "every  1h30m", { SCHEDULE_EVERY, 5400, 0, 0 } },
		{ "every 1s", { SCHEDULE_EVERY, 1, 0, 0 } },
		{ "every 366d", { SCHEDULE_EVERY, SCHEDULE_LONGEST, 0, 0 } },
		{ "daily 03:30", { SCHEDULE_DAILY, 0, 3, 30 } },
		{ "daily 0:00", { SCHEDULE_DAILY, 0, 0, 0 } },
		{ "daily 23:59", { SCHEDULE_DAILY, 0, 23, 59 } },
	};
	for (size_t i = 0; i < N(rows); i++) {
		struct schedule s;
		if (!schedule_parse(str_of(rows[i].in), &s))
			fail_msg("\"%s\"", rows[i].in);
		assert_int_equal(s.kind, rows[i].out.kind);
		assert_int_equal(s.every_s, rows[i].out.every_s);
		assert_int_equal(s.hour, rows[i].out.hour);
		assert_int_equal(s.minute, rows[i].out.minute);
	}
}

static void refuses_others(void **state)
{
	(void)state;
	static const char *const bad[] = {
		"every", "every ", "every 0s", "every 999ms", "every 367d", "every -1m", "every day", "every15m",
		"every 15 m", "Every 15m", "never again", "daily", "daily 24:00", "daily 12:60", "daily 1230",
		"daily 12:3", "daily 012:30", "daily 12:30:00", "daily :30", "daily 12:", "daily +1:30", "hourly", "15m",
		"daily 12:30 x",
	};
	for (size_t i = 0; i < N(bad); i++) {
		struct schedule s = { SCHEDULE_EVERY, 7, 0, 0 };
		if (schedule_parse(str_of(bad[i]), &s))
			fail_msg("\"%s\"", bad[i]);
		assert_int_equal(s.every_s, 7);	/* left alone */
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_schedules),
		cmocka_unit_test(refuses_others),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
