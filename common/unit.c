/* Times and sizes as clocks give them and as people write them; see unit.h. */
#include "config.h"

#include "common/unit.h"

#include <stdio.h>

struct scale {
	const char *name;
	uint64_t factor;
};

uint64_t clock_us(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000 + (uint64_t)ts.tv_nsec / 1000;
}

void clock_iso(time_t t, char out[32])
{
	struct tm tm;
	if (!gmtime_r(&t, &tm) || strftime(out, 32, "%Y-%m-%dT%H:%M:%SZ", &tm) == 0)
		snprintf(out, 32, "-");
}

/* Take the digits off the front of *s; false when there are none or too many. */
static bool take_number(struct str *s, uint64_t *v_r)
{
	size_t n = 0;
	while (n < s->n && s->p[n] >= '0' && s->p[n] <= '9')
		n++;
	if (!str_to_u64(str_sub(*s, 0, n), 0, UINT64_MAX, v_r))
		return false;
	*s = str_sub(*s, n, s->n);
	return true;
}

bool unit_parse_size(struct str s, uint64_t *bytes_r)
{
	static const struct scale scales[] = {
		{ "", 0 }, { "k", 10 }, { "m", 20 }, { "g", 30 }, { "t", 40 },	/* powers of two */
	};
	uint64_t v;
	if (!take_number(&s, &v))
		return false;
	if (s.n && (s.p[s.n - 1] | 0x20) == 'b')
		s = str_sub(s, 0, s.n - 1);
	for (size_t i = 0; i < sizeof(scales) / sizeof(*scales); i++) {
		if (!str_eq_nocase(s, str_of(scales[i].name)))
			continue;
		if (v > UINT64_MAX >> scales[i].factor)
			return false;
		*bytes_r = v << scales[i].factor;
		return true;
	}
	return false;
}

bool unit_parse_duration(struct str s, uint64_t *ms_r)
{
	/* Longest first, and each is looked for behind the one before: "1h30m", never "30m1h". */
	static const struct scale scales[] = {
		{ "d", 86400000 }, { "h", 3600000 }, { "m", 60000 }, { "s", 1000 }, { "ms", 1 },
	};
	uint64_t total = 0, v;
	size_t next = 0;
	if (str_to_u64(s, 0, UINT64_MAX, ms_r))
		return true;
	do {
		if (!take_number(&s, &v))
			return false;
		size_t n = 0;
		while (n < s.n && (s.p[n] < '0' || s.p[n] > '9'))
			n++;
		while (next < sizeof(scales) / sizeof(*scales) && !str_eqz(str_sub(s, 0, n), scales[next].name))
			next++;
		if (next == sizeof(scales) / sizeof(*scales) || v > (UINT64_MAX - total) / scales[next].factor)
			return false;
		total += v * scales[next++].factor;
		s = str_sub(s, n, s.n);
	} while (s.n);
	*ms_r = total;
	return true;
}

void unit_format_size(uint64_t bytes, char *out, unsigned size)
{
	static const char *const names[] = { "kB", "MB", "GB", "TB", "PB", "EB" };
	if (bytes < 1000) {
		snprintf(out, size, "%u B", (unsigned)bytes);
		return;
	}
	double v = (double)bytes / 1000;
	size_t i = 0;
	/* Compared as it will be rounded, so that "1000 kB" is never shown. */
	for (; v >= 999.5 && i + 1 < sizeof(names) / sizeof(*names); i++)
		v /= 1000;
	snprintf(out, size, "%.*f %s", v < 9.95, v, names[i]);
}

void unit_format_duration(uint64_t seconds, char *out, unsigned size)
{
	uint64_t m = seconds / 60, h = m / 60;
	unsigned s = (unsigned)(seconds % 60);
	if (m == 0)
		snprintf(out, size, "%us", s);
	else if (h == 0)
		snprintf(out, size, "%um%02us", (unsigned)m, s);
	else if (h < 24)
		snprintf(out, size, "%uh%02um", (unsigned)h, (unsigned)(m % 60));
	else
		snprintf(out, size, "%llud%02uh", (unsigned long long)(h / 24), (unsigned)(h % 24));
}
