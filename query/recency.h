/* Newer documents weigh more: recency=2y, the half-life.
 *
 * The weight of a document is multiplied by (1 + 2^(-age / half-life)) / 2: by 1 on the day of its publication, by 3/4 after a
 * half-life, never by less than 1/2.  One without a date counts as a half-life old.  Age is counted in days from the first day
 * that the date can mean to the last one that the query admits (date:..2014-06-30), at most to today.  As no factor is larger than
 * 1, what bounds a weight bounds it still, so the order is right however few documents were looked at.
 */
#ifndef KAREZ_QUERY_RECENCY_H
#define KAREZ_QUERY_RECENCY_H

#include <stdint.h>

#include "common/str.h"
#include "query/query.h"

#define RECENCY_UNDATED 0.75

/* Days since 1970-01-01 of YYYYMMDD; INT32_MIN: it is none. */
int32_t recency_day(struct str value);

double recency_factor(struct str value, int32_t today, uint32_t half_life);

/* The day from which ages count: `today`, or the last one that the query admits when that is before. */
int32_t recency_until(const struct query *q, int32_t today);

#endif
