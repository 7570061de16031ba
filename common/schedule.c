/* Schedules as people write them; see schedule.h. */
#include "config.h"

#include "common/schedule.h"

#include "common/unit.h"

static bool parse_every(struct str s, struct schedule *out)
{
	uint64_t ms;
	if (!unit_parse_duration(s, &ms) || ms < 1000 || ms > SCHEDULE_LONGEST * 1000)
		return false;
	out->kind = SCHEDULE_EVERY;
	out->every_s = ms / 1000;
	return true;
}

static bool parse_daily(struct str s, struct schedule *out)
{
	struct str hour = STR_NONE;
	uint64_t h, m;
	if (!str_cut(&s, ':', &hour) || hour.n > 2 || s.n != 2 || !str_to_u64(hour, 0, 23, &h) ||
	    !str_to_u64(s, 0, 59, &m))
		return false;
	out->kind = SCHEDULE_DAILY;
	out->hour = (unsigned)h;
	out->minute = (unsigned)m;
	return true;
}

bool schedule_parse(struct str s, struct schedule *out_r)
{
	struct schedule out = { .kind = SCHEDULE_NEVER };
	struct str word = STR_NONE, rest = str_trim(s);
	bool ok = true;
	str_cut(&rest, ' ', &word);
	if (str_eqz(word, "every"))
		ok = parse_every(str_trim(rest), &out);
	else if (str_eqz(word, "daily"))
		ok = parse_daily(str_trim(rest), &out);
	else
		ok = rest.n == 0 && (word.n == 0 || str_eqz(word, "never"));
	if (ok)
		*out_r = out;
	return ok;
}
