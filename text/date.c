/* Dates in the forms that documents, metadata and queries have; see date.h. */
#include "config.h"

#include "text/date.h"

#include <stdio.h>

#include "common/ascii.h"

/* A date as far as it is known: month or day may be 0. */
struct ymd {
	unsigned year, month, day;
};

static unsigned days_in(unsigned year, unsigned month)
{
	static const unsigned char days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
	return days[month - 1] + (month == 2 && leap);
}

static bool exists(struct ymd d)
{
	if (d.year < 1 || d.year > 9999 || d.month > 12)
		return false;
	return d.month ? d.day <= days_in(d.year, d.month) : d.day == 0;
}

/* Exactly n digits at offset at. */
static bool number_at(struct str s, size_t at, size_t n, unsigned *v_r)
{
	uint64_t v;
	if (at + n > s.n || !str_to_u64(str_sub(s, at, at + n), 0, 9999, &v))
		return false;
	*v_r = (unsigned)v;
	return true;
}

/* Nothing, or a time of day: "T10:00...", " 10:00...". */
static bool ends_or_time(struct str s, size_t at)
{
	return at == s.n || (at + 1 < s.n && (s.p[at] == 'T' || s.p[at] == ' ') && ascii_is_digit(s.p[at + 1]));
}

static bool parse_iso(struct str s, struct ymd *d_r)
{
	struct ymd d = { 0, 0, 0 };
	if (!number_at(s, 0, 4, &d.year))
		return false;
	bool compact = number_at(s, 4, 4, &d.day);
	size_t end = 4;
	if (compact) {
		d.month = d.day / 100;
		d.day %= 100;
		end = 8;
	} else if (s.n > 4 && s.p[4] == '-') {
		if (!number_at(s, 5, 2, &d.month))
			return false;
		end = 7;
		if (s.n > 7 && s.p[7] == '-') {
			if (!number_at(s, 8, 2, &d.day))
				return false;
			end = 10;
		}
	}
	/* Written down, a part must be a real one: "2014-00" is no month. */
	if ((end > 4 && d.month == 0) || (end > 7 && d.day == 0))
		return false;
	if (d.day ? !ends_or_time(s, end) : end != s.n)
		return false;
	*d_r = d;
	return exists(d);
}

static void put_day(char out[9], unsigned year, unsigned month, unsigned day)
{
	snprintf(out, 9, "%04u%02u%02u", year % 10000, month % 100, day % 100);
}

bool date_parse(struct str s, struct date_range *out_r)
{
	struct ymd d;
	if (!parse_iso(str_trim(s), &d))
		return false;
	unsigned last = d.month ? d.month : 12;
	put_day(out_r->from, d.year, d.month ? d.month : 1, d.day ? d.day : 1);
	put_day(out_r->to, d.year, last, d.day ? d.day : days_in(d.year, last));
	return true;
}

bool date_parse_range(struct str s, struct date_range *out_r)
{
	ptrdiff_t dots = str_find(s, STR(".."));
	if (dots < 0)
		return date_parse(s, out_r);
	struct str a = str_trim(str_sub(s, 0, (size_t)dots));
	struct str b = str_trim(str_sub(s, (size_t)dots + 2, s.n));
	struct date_range first = { "", "" }, last = { "", "" };
	if ((a.n && !date_parse(a, &first)) || (b.n && !date_parse(b, &last)) || (!a.n && !b.n))
		return false;
	if (a.n && b.n && strcmp(first.from, last.to) > 0)
		return false;
	memcpy(out_r->from, first.from, sizeof(first.from));
	memcpy(out_r->to, last.to, sizeof(last.to));
	return true;
}

/* --- what metadata hold besides --- */

/* Small letters of ASCII and of the Russian alphabet, byte by byte; the rest as it is. */
static size_t lower_word(struct str s, char *out, size_t size)
{
	size_t n = 0;
	for (size_t i = 0; i < s.n && n + 2 < size; i++) {
		unsigned char c = (unsigned char)s.p[i];
		unsigned char next = i + 1 < s.n ? (unsigned char)s.p[i + 1] : 0;
		if (c == 0xd0 && next >= 0x90 && next <= 0xaf) {	/* А..Я */
			out[n++] = (char)(next < 0xa0 ? 0xd0 : 0xd1);
			out[n++] = (char)(next < 0xa0 ? next + 0x20 : next - 0x20);
			i++;
		} else {
			out[n++] = ascii_lower((char)c);
		}
	}
	out[n] = '\0';
	return n;
}

/* Whether word is name or an abbreviation of it by at least `least` bytes, which are two. */
static bool abbreviates(const char *word, size_t n, const char *name, size_t least)
{
	return n >= least && word[0] == name[0] && word[1] == name[1] && n <= strlen(name) && memcmp(word, name, n) == 0;
}

/* 1..12, or 0.  Both cases of the Russian names: "декабрь 2014", "26 декабря 2014". */
static unsigned month_of(const char *word, size_t n)
{
	static const char *const names[12][3] = {
		{ "january", "январь", "января" }, { "february", "февраль", "февраля" },
		{ "march", "март", "марта" }, { "april", "апрель", "апреля" },
		{ "may", "май", "мая" }, { "june", "июнь", "июня" },
		{ "july", "июль", "июля" }, { "august", "август", "августа" },
		{ "september", "сентябрь", "сентября" }, { "october", "октябрь", "октября" },
		{ "november", "ноябрь", "ноября" }, { "december", "декабрь", "декабря" },
	};
	for (unsigned m = 0; m < 12; m++)
		for (unsigned i = 0; i < 3; i++)
			if (abbreviates(word, n, names[m][i], i ? 6 : 3))
				return m + 1;
	return 0;
}

unsigned date_month(struct str word)
{
	char small[32];
	size_t n = lower_word(word, small, sizeof(small));
	return month_of(small, n);
}

static bool is_weekday(const char *word, size_t n)
{
	static const char *const names[] = { "monday", "tuesday", "wednesday", "thursday", "friday",
					     "saturday", "sunday" };
	static const char *const russian[] = { "понедельник", "вторник", "среда", "четверг", "пятница",
					       "суббота", "воскресенье", "пн", "вт", "ср", "чт", "пт",
					       "сб", "вс" };
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (abbreviates(word, n, names[i], 3))
			return true;
	for (size_t i = 0; i < sizeof(russian) / sizeof(*russian); i++)
		if (abbreviates(word, n, russian[i], strlen(russian[i])))
			return true;
	return false;
}

/* The parts of a date as they are written; a time of day is left out on the way. */
struct part {
	enum { PART_END, PART_NUMBER, PART_MONTH, PART_OTHER } kind;
	unsigned value;
	size_t digits;
	char before;	/* the character in front of it that separates it from the last part */
};

static struct part next_number(struct str *s)
{
	size_t n = 0;
	while (n < s->n && ascii_is_digit(s->p[n]))
		n++;
	struct part p = { PART_NUMBER, 0, n, 0 };
	if (n > 4 || !number_at(*s, 0, n, &p.value))
		p.kind = PART_OTHER;
	*s = str_sub(*s, n, s->n);
	/* 26th of December */
	static const char ordinals[4][3] = { "st", "nd", "rd", "th" };
	for (unsigned i = 0; i < 4; i++)
		if (s->n >= 2 && str_eq_nocase(str_sub(*s, 0, 2), str_of(ordinals[i])) &&
		    (s->n == 2 || s->p[2] == ' ' || s->p[2] == ',')) {
			*s = str_sub(*s, 2, s->n);
			break;
		}
	return p;
}

static bool word_byte(char c)
{
	return ascii_is_letter(c) || (c & 0x80);
}

static struct part next_word(struct str *s, bool *skip_r)
{
	char word[32];
	size_t n = 0;
	while (n < s->n && word_byte(s->p[n]))
		n++;
	size_t len = lower_word(str_sub(*s, 0, n), word, sizeof(word));
	*s = str_sub(*s, n, s->n);
	struct part p = { PART_OTHER, 0, 0, 0 };
	p.value = month_of(word, len);
	if (p.value)
		p.kind = PART_MONTH;
	*skip_r = is_weekday(word, len) || (len == 2 && memcmp(word, "of", 2) == 0);
	return p;
}

/* "10:00:05" is no part of a date. */
static bool skip_clock(struct str *s)
{
	size_t n = 0;
	bool colon = false;
	while (n < s->n && (ascii_is_digit(s->p[n]) || s->p[n] == ':'))
		colon |= s->p[n++] == ':';
	if (colon)
		*s = str_sub(*s, n, s->n);
	return colon;
}

static struct part next_part(struct str *s)
{
	char before = 0;
	while (s->n) {
		char c = s->p[0];
		bool skip = false;
		if (ascii_is_digit(c)) {
			if (skip_clock(s))
				continue;
			struct part p = next_number(s);
			p.before = before;
			return p;
		}
		if (word_byte(c)) {
			struct part p = next_word(s, &skip);
			p.before = before;
			if (!skip)
				return p;
		} else {
			/* The strongest separator counts: a blank says nothing. */
			if (c != ' ' && c != '\t' && c != '\n')
				before = c;
			*s = str_sub(*s, 1, s->n);
		}
	}
	return (struct part){ PART_END, 0, 0, before };
}

/* Three numbers: year first, or the day first with points; with slashes and hyphens the order
 * differs between countries, and only a number above 12 says which is the day. */
static bool from_numbers(const struct part p[3], struct ymd *d_r)
{
	unsigned a = p[0].value, b = p[1].value, c = p[2].value;
	if (p[1].before != p[2].before || !p[1].before || !strchr("./-", p[1].before))
		return false;
	if (p[0].digits == 4 && p[1].digits <= 2 && p[2].digits <= 2) {
		*d_r = (struct ymd){ a, b, c };
		return b && c;
	}
	if (p[0].digits > 2 || p[1].digits > 2 || p[2].digits != 4 || !a || !b)
		return false;
	if (p[1].before == '.' || a > 12 || a == b)
		*d_r = (struct ymd){ c, b, a };
	else if (b > 12)
		*d_r = (struct ymd){ c, a, b };
	else
		return false;
	return true;
}

static bool from_parts(const struct part p[3], struct ymd *d_r)
{
	static const int number = PART_NUMBER, month = PART_MONTH;
	int k0 = p[0].kind, k1 = p[1].kind, k2 = p[2].kind;
	if (k0 == number && k1 == number && k2 == number)
		return from_numbers(p, d_r);
	/* The year has four digits, the day one or two. */
	if (k0 == number && k1 == month && k2 == number && p[0].digits <= 2 && p[2].digits == 4)
		*d_r = (struct ymd){ p[2].value, p[1].value, p[0].value };
	else if (k0 == number && k1 == month && k2 == number && p[0].digits == 4 && p[2].digits <= 2)
		*d_r = (struct ymd){ p[0].value, p[1].value, p[2].value };
	else if (k0 == month && k1 == number && k2 == number && p[1].digits <= 2 && p[2].digits == 4)
		*d_r = (struct ymd){ p[2].value, p[0].value, p[1].value };
	else if (k0 == month && k1 == number && p[1].digits == 4) {
		*d_r = (struct ymd){ p[1].value, p[0].value, 0 };
		return true;
	} else
		return false;
	return d_r->day != 0;
}

bool date_normalise(struct str s, char iso_r[11])
{
	struct ymd d;
	struct part p[3];
	s = str_trim(s);
	if (!parse_iso(s, &d)) {
		struct str rest = s;
		for (int i = 0; i < 3; i++)
			p[i] = next_part(&rest);
		if (!from_parts(p, &d) || !exists(d))
			return false;
	}
	if (d.day)
		snprintf(iso_r, 11, "%04u-%02u-%02u", d.year % 10000, d.month % 100, d.day % 100);
	else if (d.month)
		snprintf(iso_r, 11, "%04u-%02u", d.year % 10000, d.month % 100);
	else
		snprintf(iso_r, 11, "%04u", d.year % 10000);
	return true;
}
