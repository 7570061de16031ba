/* Whether the bulk builder (glass/) writes what the libxapian in use reads and writes itself. */
#ifndef KAREZ_INDEX_BULK_CHECK_H
#define KAREZ_INDEX_BULK_CHECK_H

#include "common/err.h"

#define BULK_CHECK_NAME "check-"	/* how the folders that it makes begin */

/* Makes a tiny database both ways in a folder of its own within `folder`, compares them, changes the
 * one that was built and checks it; takes a tenth of a second.  0: they agree; -1: use the writer of
 * Xapian instead, err says why. */
int bulk_check(const char *folder, struct err *err);

#endif
