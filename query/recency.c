/* What a document's age does to its weight; see recency.h. */
#include "config.h"

#include "query/recency.h"

#include <math.h>

/* Days before a month of a year that begins with March. */
static int32_t civil_day(int32_t year, int32_t month, int32_t day)
{
	year -= month <= 2;
	int32_t era = year / 400, of_era = year - era * 400;
	int32_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

int32_t recency_day(struct str value)
{
	uint64_t n;
	if (value.n != 8 || !str_to_u64(value, 10101, 99991231, &n))
		return INT32_MIN;
	return civil_day((int32_t)(n / 10000), (int32_t)(n / 100 % 100), (int32_t)(n % 100));
}

double recency_factor(struct str value, int32_t today, uint32_t half_life)
{
	int32_t day = recency_day(value);
	if (day == INT32_MIN)
		return RECENCY_UNDATED;
	return day >= today ? 1 : (1 + exp2(-(double)(today - day) / half_life)) / 2;
}

int32_t recency_until(const struct query *q, int32_t today)
{
	if (!q || q->sign == '-')
		return today;
	if (q->op == QUERY_DATE && q->date.to[0]) {
		int32_t last = recency_day(str_of(q->date.to));
		return last != INT32_MIN && last < today ? last : today;
	}
	if (q->op != QUERY_WORDS && q->op != QUERY_AND)
		return today;
	for (size_t i = 0; i < q->n_children; i++)
		today = recency_until(q->children[i], today);
	return today;
}
