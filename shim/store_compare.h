/* Whether two databases say the same: every term, posting, position, length, value, datum and
 * statistic that Xapian shows, bounds included.
 */
#ifndef KAREZ_SHIM_STORE_COMPARE_H
#define KAREZ_SHIM_STORE_COMPARE_H

#include <stdint.h>

#include "common/buf.h"
#include "common/err.h"

#define STORE_COMPARE_MOST 20	/* after so many differences it stops */

/* Number of differences found, one line for each in log (may be NULL). */
int store_compare(const char *a, const char *b, uint64_t *differences_r, struct buf *log, struct err *err);

#endif
