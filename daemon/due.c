/* The calendar of scheduled runs; see due.h. */
#include "config.h"

#include "daemon/due.h"

#include <stdbool.h>

/* hour:minute of the day that is `days` after that of tm, taking summer time to be on or off. */
static time_t moment(const struct schedule *s, const struct tm *tm, int days, int summer)
{
	struct tm t = {
		.tm_year = tm->tm_year, .tm_mon = tm->tm_mon, .tm_mday = tm->tm_mday + days,
		.tm_hour = (int)s->hour, .tm_min = (int)s->minute, .tm_isdst = summer,
	};
	return mktime(&t);
}

static bool shows(const struct schedule *s, time_t t)
{
	struct tm tm;
	return localtime_r(&t, &tm) && tm.tm_hour == (int)s->hour && tm.tm_min == (int)s->minute;
}

/* The run of one day.  In summer time the same clock time comes earlier, so of an hour that
 * happens twice the first is the summer one; in an hour left out neither shows. */
static time_t daily(const struct schedule *s, const struct tm *tm, int days)
{
	time_t summer = moment(s, tm, days, 1);
	return shows(s, summer) ? summer : moment(s, tm, days, 0);
}

time_t due_next(const struct schedule *s, time_t last, time_t now)
{
	struct tm tm;
	if (s->kind == SCHEDULE_EVERY) {
		time_t due = last + (time_t)s->every_s;
		/* The clock may have been put back since. */
		return last == 0 || due <= now || last > now ? now + 1 : due;
	}
	if (s->kind == SCHEDULE_NEVER || !localtime_r(&now, &tm))
		return 0;
	for (int days = 0; days < 3; days++) {
		time_t t = daily(s, &tm, days);
		if (t > now)
			return t;
	}
	return 0;
}
