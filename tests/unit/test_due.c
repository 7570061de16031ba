/* When scheduled runs are due: intervals, days, and the days on which the clock is changed. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <time.h>

#include "daemon/due.h"

/* The rules themselves, so that no zone files are needed. */
#define BERLIN "CET-1CEST,M3.5.0,M10.5.0/3"
#define NEW_YORK "EST5EDT,M3.2.0,M11.1.0"
#define LORD_HOWE "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0"
#define TASHKENT "<+05>-5"

static struct schedule parse(const char *text)
{
	struct schedule s;
	assert_true(schedule_parse(str_of(text), &s));
	return s;
}

/* "2026-03-28T12:00:00Z" */
static time_t utc(const char *iso)
{
	struct tm tm = { 0 };
	assert_non_null(strptime(iso, "%Y-%m-%dT%H:%M:%SZ", &tm));
	return timegm(&tm);
}

static void daily(void **state)
{
	(void)state;
	static const struct { const char *zone, *schedule, *now, *due; } rows[] = {
		{ "UTC", "daily 03:30", "2026-01-10T03:29:59Z", "2026-01-10T03:30:00Z" },
		{ "UTC", "daily 03:30", "2026-01-10T03:30:00Z", "2026-01-11T03:30:00Z" },
		{ "UTC", "daily 00:00", "2026-01-10T00:00:01Z", "2026-01-11T00:00:00Z" },
		{ "UTC", "daily 23:59", "2026-12-31T23:59:00Z", "2027-01-01T23:59:00Z" },
		{ "UTC", "daily 12:00", "2028-02-28T13:00:00Z", "2028-02-29T12:00:00Z" },
		{ TASHKENT, "daily 03:30", "2026-01-10T20:00:00Z", "2026-01-10T22:30:00Z" },
		/* Berlin: 29 March 02:00 -> 03:00, 25 October 03:00 -> 02:00 */
		{ BERLIN, "daily 02:30", "2026-03-28T12:00:00Z", "2026-03-29T01:30:00Z" },
		{ BERLIN, "daily 02:30", "2026-03-29T01:30:00Z", "2026-03-30T00:30:00Z" },
		{ BERLIN, "daily 03:30", "2026-03-28T12:00:00Z", "2026-03-29T01:30:00Z" },
		{ BERLIN, "daily 03:30", "2026-03-29T01:30:00Z", "2026-03-30T01:30:00Z" },
		{ BERLIN, "daily 02:30", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z" },
		/* between the two 02:30 of that day, and at the second one */
		{ BERLIN, "daily 02:30", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z" },
		{ BERLIN, "daily 02:30", "2026-10-25T01:30:00Z", "2026-10-26T01:30:00Z" },
		{ BERLIN, "daily 03:30", "2026-10-25T00:30:00Z", "2026-10-25T02:30:00Z" },
		/* New York: 8 March 02:00 -> 03:00 */
		{ NEW_YORK, "daily 02:00", "2026-03-08T00:00:00Z", "2026-03-08T07:00:00Z" },
		/* Lord Howe: half an hour; 5 April 02:00 -> 01:30 */
		{ LORD_HOWE, "daily 01:45", "2026-04-04T12:00:00Z", "2026-04-04T14:45:00Z" },
		{ LORD_HOWE, "daily 01:45", "2026-04-04T14:45:00Z", "2026-04-05T15:15:00Z" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		setenv("TZ", rows[i].zone, 1);
		tzset();
		struct schedule s = parse(rows[i].schedule);
		time_t got = due_next(&s, 0, utc(rows[i].now));
		if (got != utc(rows[i].due))
			print_error("row %zu: %s %s after %s: got %+ld s\n", i, rows[i].zone, rows[i].schedule,
				    rows[i].now, (long)(got - utc(rows[i].due)));
		assert_int_equal(got, utc(rows[i].due));
	}
	unsetenv("TZ");
	tzset();
}

/* Two years, hour by hour: every local day has exactly one run. */
static void once_a_day(void **state)
{
	(void)state;
	static const char *const zones[] = { "UTC", BERLIN, NEW_YORK, LORD_HOWE,
					     TASHKENT };
	static const char *const schedules[] = { "daily 00:00", "daily 01:45", "daily 02:30", "daily 03:00",
						 "daily 23:59" };
	for (size_t z = 0; z < sizeof(zones) / sizeof(*zones); z++) {
		setenv("TZ", zones[z], 1);
		tzset();
		for (size_t k = 0; k < sizeof(schedules) / sizeof(*schedules); k++) {
			struct schedule s = parse(schedules[k]);
			time_t now = utc("2026-01-01T12:00:00Z"), end = utc("2028-01-01T12:00:00Z");
			int runs = 0;
			for (struct tm before = { 0 }, day; now < end; runs++, before = day) {
				now = due_next(&s, 0, now);
				localtime_r(&now, &day);
				assert_true(runs == 0 || day.tm_yday == before.tm_yday + 1 || day.tm_yday == 0);
			}
			assert_int_equal(runs, 730 + (now > end ? 1 : 0));
		}
	}
	unsetenv("TZ");
	tzset();
}

static void every(void **state)
{
	(void)state;
	struct schedule s = parse("every 15m");
	time_t now = utc("2026-01-10T12:00:00Z");
	assert_int_equal(due_next(&s, 0, now), now + 1);			/* never ran */
	assert_int_equal(due_next(&s, now, now), now + 900);
	assert_int_equal(due_next(&s, now - 899, now), now + 1);
	assert_int_equal(due_next(&s, now - 900, now), now + 1);		/* due now */
	assert_int_equal(due_next(&s, now - 5000, now), now + 1);		/* took longer than that */
	assert_int_equal(due_next(&s, now + 86400, now), now + 1);		/* the clock was put back */
}

static void never(void **state)
{
	(void)state;
	struct schedule s = parse("never");
	assert_int_equal(due_next(&s, 0, 1000000), 0);
	assert_int_equal(due_next(&s, 5, 1000000), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(daily),
		cmocka_unit_test(once_a_day),
		cmocka_unit_test(every),
		cmocka_unit_test(never),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
