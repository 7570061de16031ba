/* Dates as documents and queries write them, to a range of days.
 *
 * "2014" is 2014-01-01..2014-12-31, "2014-06" its month, "2014-06-17" one day.  Days are
 * compared as the eight characters YYYYMMDD (years 0001..9999, proleptic Gregorian).
 */
#ifndef KAREZ_TEXT_DATE_H
#define KAREZ_TEXT_DATE_H

#include <stdbool.h>

#include "common/str.h"

struct date_range {
	char from[9], to[9];	/* "20140101", NUL-terminated; "" = open */
};

/* YYYY, YYYY-MM, YYYY-MM-DD (a time after it, "T..." or " ...", is ignored), YYYYMMDD. */
bool date_parse(struct str s, struct date_range *out_r);
/* The same and "A..B", "A..", "..B": the query form. */
bool date_parse_range(struct str s, struct date_range *out_r);
/* What metadata of web pages hold besides: RFC 2822, "December 26, 2014", "26 December 2014".
 * Writes the ISO form ("2014-12-26"). */
bool date_normalise(struct str s, char iso_r[11]);
/* The month that a word names, in English (or shortened) or Russian; 0: none. */
unsigned date_month(struct str word);

#endif
