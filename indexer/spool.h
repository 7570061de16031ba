/* A list on disk: records are added, then read back once in the same order.
 *
 * What a run has still to do may be a million files; it waits here and not in memory.  The file
 * is unlinked as soon as it is made, so nothing is left behind however the run ends.  One
 * thread at a time.
 */
#ifndef KAREZ_INDEXER_SPOOL_H
#define KAREZ_INDEXER_SPOOL_H

#include <stdint.h>
#include <stdio.h>

#include "common/buf.h"
#include "common/err.h"
#include "common/str.h"

struct spool {
	FILE *file;
	uint64_t n;		/* records added */
};

#define SPOOL_INIT ((struct spool){ NULL, 0 })

/* dir NULL: the system's folder for temporary files. */
int spool_open(struct spool *s, const char *dir, struct err *err);
void spool_close(struct spool *s);

int spool_add(struct spool *s, struct str record, struct err *err);
int spool_rewind(struct spool *s, struct err *err);			/* from adding to reading */
int spool_next(struct spool *s, struct buf *record, struct err *err);	/* replaces; 1, 0, -1 */

#endif
