/* The rows of a reply, JSON objects, read into structures by jansson.
 */
#ifndef KAREZ_LIB_ROWS_H
#define KAREZ_LIB_ROWS_H

#include "lib/result.h"

/* Fills the lists of r->shown from its rows.  What a row has besides is left alone, what it has in another form than it should is
 * as if it were not there; a row that is no JSON object, or lacks what makes it one of its kind, is ERR_CORRUPT. */
int rows_read(struct result *r, enum row_kind kind, struct err *err);

#endif
