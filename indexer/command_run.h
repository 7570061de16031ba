/* One external command on one file: started locked in, waited for, its output taken.
 */
#ifndef KAREZ_INDEXER_COMMAND_RUN_H
#define KAREZ_INDEXER_COMMAND_RUN_H

#include "common/buf.h"
#include "common/command.h"
#include "common/err.h"
#include "indexer/extractor.h"

/* fd: the bytes.  name: gives a temporary file its suffix.  out: appended; of a longer output max
 * bytes are taken, and *cut_r is set.
 * ERR_NOT_FOUND: there is no such program, ERR_DENIED: it cannot be locked in, ERR_TIMEOUT,
 * ERR_LIMIT: its output is too long; ERR_CORRUPT: it ended badly, with its own words. */
int command_run(const struct extract_options *o, const struct command *c, int fd, struct str name, size_t max,
		struct buf *out, bool *cut_r, struct err *err);

#endif
