/* Dates: ISO forms, ranges of queries, forms of metadata, days that do not exist. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "text/date.h"

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

struct range_row {
	const char *in, *from, *to;	/* from NULL: refused */
};

static void check_ranges(const struct range_row *rows, size_t n, bool (*parse)(struct str, struct date_range *))
{
	for (size_t i = 0; i < n; i++) {
		struct date_range r;
		bool ok = parse(str_of(rows[i].in), &r);
		if (ok != (rows[i].from != NULL))
			fail_msg("%s: %s", rows[i].in, ok ? "accepted" : "refused");
		if (!ok)
			continue;
		assert_string_equal(r.from, rows[i].from);
		assert_string_equal(r.to, rows[i].to);
	}
}

static void parses_days_months_and_years(void **state)
{
	(void)state;
	static const struct range_row rows[] = {
		{ "2014", "20140101", "20141231" },
		{ "2014-06", "20140601", "20140630" },
		{ "2014-06-17", "20140617", "20140617" },
		{ "20140617", "20140617", "20140617" },
		{ " 2014-06-17 ", "20140617", "20140617" },
		{ "2014-12-26T10:00:00+05:00", "20141226", "20141226" },
		{ "2014-12-26 10:00", "20141226", "20141226" },
		{ "20141226T100000Z", "20141226", "20141226" },
		{ "2016-02", "20160201", "20160229" },
		{ "1900-02", "19000201", "19000228" },
		{ "2000-02-29", "20000229", "20000229" },
		{ "0001", "00010101", "00011231" },
		{ "9999-12-31", "99991231", "99991231" },
		{ "", NULL, NULL },
		{ "0000", NULL, NULL },
		{ "201", NULL, NULL },
		{ "20145", NULL, NULL },
		{ "201406", NULL, NULL },
		{ "2014-", NULL, NULL },
		{ "2014-6", NULL, NULL },
		{ "2014-00", NULL, NULL },
		{ "2014-13", NULL, NULL },
		{ "2014-06-00", NULL, NULL },
		{ "20140600", NULL, NULL },
		{ "2014-06-31", NULL, NULL },
		{ "2015-02-29", NULL, NULL },
		{ "1900-02-29", NULL, NULL },
		{ "2014-06-17x", NULL, NULL },
		{ "2014-06-17T", NULL, NULL },
		{ "2014-06-17 to 2015", NULL, NULL },
		{ "2014-06T10:00", NULL, NULL },
		{ "-014-06-17", NULL, NULL },
		{ "2014..2015", NULL, NULL },
	};
	check_ranges(rows, COUNT(rows), date_parse);
}

static void parses_the_ranges_of_queries(void **state)
{
	(void)state;
	static const struct range_row rows[] = {
		{ "2014", "20140101", "20141231" },
		{ "2014..2016", "20140101", "20161231" },
		{ "2014-01..2017-06", "20140101", "20170630" },
		{ "2014-06-17..", "20140617", "" },
		{ "..2014-02", "", "20140228" },
		{ "2014 .. 2015", "20140101", "20151231" },
		{ "2014..2014", "20140101", "20141231" },
		{ "2014-06-17..2014", "20140617", "20141231" },
		{ "..", NULL, NULL },
		{ "2015..2014", NULL, NULL },
		{ "2014...2015", NULL, NULL },
		{ "2014..x", NULL, NULL },
		{ "x..2014", NULL, NULL },
		{ "2014..2015..2016", NULL, NULL },
	};
	check_ranges(rows, COUNT(rows), date_parse_range);
}

static void normalises_the_forms_of_metadata(void **state)
{
	(void)state;
	static const struct {
		const char *in, *iso;
	} rows[] = {
		{ "2014", "2014" },
		{ "2014-12", "2014-12" },
		{ "20141226", "2014-12-26" },
		{ "2014-12-26T10:00:00+05:00", "2014-12-26" },
		{ "2014/12/26", "2014-12-26" },
		{ "2014/1/6", "2014-01-06" },
		{ "26.12.2014", "2014-12-26" },
		{ "1.2.2014", "2014-02-01" },
		{ "26.12.2014, 10:30", "2014-12-26" },
		{ "10:30 26.12.2014", "2014-12-26" },
		{ "26/12/2014", "2014-12-26" },
		{ "12/26/2014", "2014-12-26" },
		{ "05/05/2014", "2014-05-05" },
		{ "Fri, 26 Dec 2014 10:00:00 +0500", "2014-12-26" },
		{ "Fri Dec 26 10:00:00 2014", "2014-12-26" },
		{ "Dec 26, 2014", "2014-12-26" },
		{ "Dec. 26, 2014 at 10:30 AM", "2014-12-26" },
		{ "December 26, 2014", "2014-12-26" },
		{ "Sept 5, 2014", "2014-09-05" },
		{ "26 December 2014", "2014-12-26" },
		{ "26th of December 2014", "2014-12-26" },
		{ "December 1st, 2014", "2014-12-01" },
		{ "2014 December 26", "2014-12-26" },
		{ "December 2014", "2014-12" },
		{ "26 декабря 2014", "2014-12-26" },
		{ "26 ДЕКАБРЯ 2014 г.", "2014-12-26" },
		{ "пятница, 26 декабря 2014 года", "2014-12-26" },
		{ "3 мая 2010", "2010-05-03" },
		{ "Май 2010", "2010-05" },
		{ "7 янв. 2011", "2011-01-07" },
		{ "01/02/2014", NULL },
		{ "01-02-2014", NULL },
		{ "31.02.2014", NULL },
		{ "31 April 2014", NULL },
		{ "0 May 2014", NULL },
		{ "00.05.2014", NULL },
		{ "26.12/2014", NULL },
		{ "26 Dec 14", NULL },
		{ "26.12.14", NULL },
		{ "ма 2014", NULL },
		{ "26 Nonsense 2014", NULL },
		{ "yesterday", NULL },
		{ "12 2014", NULL },
		{ "123456789012345678901234567890", NULL },
		{ "", NULL },
		{ "\xd0", NULL },
		{ ":::", NULL },
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		char iso[11] = "";
		bool ok = date_normalise(str_of(rows[i].in), iso);
		if (ok != (rows[i].iso != NULL))
			fail_msg("%s: %s", rows[i].in, ok ? iso : "refused");
		if (ok)
			assert_string_equal(iso, rows[i].iso);
	}
}

static void months_have_names(void **state)
{
	(void)state;
	static const struct { const char *in; unsigned month; } rows[] = {
		{ "May", 5 }, { "SEPT", 9 }, { "Декабря", 12 }, { "январь", 1 }, { "", 0 }, { "m", 0 }, { "ma", 0 }, { "mayor", 0 },
		{ "Monday", 0 }, { "5", 0 }, { "я", 0 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (date_month(str_of(rows[i].in)) != rows[i].month)
			fail_msg("%s", rows[i].in);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parses_days_months_and_years),
		cmocka_unit_test(parses_the_ranges_of_queries),
		cmocka_unit_test(normalises_the_forms_of_metadata),
		cmocka_unit_test(months_have_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
