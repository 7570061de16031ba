/* --check and --rollback: what can be done with an index beside a run.
 */
#ifndef KAREZ_INDEXER_CHECK_H
#define KAREZ_INDEXER_CHECK_H

#include "common/err.h"
#include "indexer/report.h"

/* Verify the generation that is served: Xapian's own check of every table, the format, every stored
 * document and every catalogue entry.  Says so in one line on standard output. */
enum result check_index(const char *index, struct err *why);

/* Serve the generation before the current one again. */
enum result check_rollback(const char *index, struct err *why);

#endif
