/* karez-index --sizes: what each part of an index takes, printed for people.
 */
#ifndef KAREZ_INDEXER_SIZES_H
#define KAREZ_INDEXER_SIZES_H

#include "common/err.h"
#include "indexer/report.h"

/* Of the generation that is served, a line for each part that is there. */
enum result sizes_print(const char *index, struct err *why);

#endif
