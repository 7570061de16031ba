/* A day in a query, as texts write it: "29 February 2020" is "February 29, 2020", "29 февраля 2020", "29.02.2020" as well.
 */
#ifndef KAREZ_QUERY_DATES_H
#define KAREZ_QUERY_DATES_H

#include "query/aliases.h"

#define DATE_FORMS 6

/* The words that write a day, from the first one on (whole: all of them): how many, 0 when they write none.  forms_r: how else it
 * is written, in the arena. */
size_t date_forms(const struct alias_word *words, size_t n, bool whole, struct arena *arena,
		  struct str forms_r[DATE_FORMS]);

#endif
