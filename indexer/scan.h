/* The scan: walks the SOURCEs, opening no file, and compares with what the index knows.
 *
 * Before anything is changed it is known what there is to do: which files are new or changed
 * (a list on disk, in the order of the walk), and which have vanished.  Names that begin with a
 * dot are left out; symbolic links are followed to files, not to folders; what is neither
 * counts as skipped.  A SOURCE that lies inside another one is walked for itself, and left out
 * there.  What cannot be looked at is reported and never counts as vanished.
 */
#ifndef KAREZ_INDEXER_SCAN_H
#define KAREZ_INDEXER_SCAN_H

#include <stdbool.h>
#include <stdint.h>

#include "common/err.h"
#include "indexer/report.h"
#include "indexer/source.h"
#include "indexer/spool.h"
#include "shim/store.h"

struct scan_options {
	const struct sources *sources;
	enum input input;
	struct store *before;		/* the index that is served; NULL when there is none */
	bool exact;			/* the SOURCEs are all that the index shall hold; else files of
					 * other places are left as they are */
	bool all;			/* everything goes to the list, as if the index knew nothing */
	const char *index;		/* its folder, which is not walked; may not exist yet */
	const char *spool_dir;		/* for the lists; NULL as in spool_open() */
};

struct scan {
	struct spool work;		/* struct work_file's; number of files in it: work.n */
	struct spool vanished;		/* paths */
	int64_t started_ns;		/* CLOCK_REALTIME */
	uint64_t work_bytes;		/* of the files in work */
	uint64_t rewritten_bytes;	/* of those in work that are documents as a whole */
	uint64_t all_bytes;		/* of all files */
	uint64_t new_files;		/* of work.n, those that the index does not know */
	uint64_t known_documents;	/* of the files that the index knows in these places */
	uint64_t changed_documents;	/* of those, in files that will be read again */
	uint64_t vanished_documents;	/* in files that are not there any more */
	uint64_t unreadable_documents;	/* in files that could not be looked for */
	uint64_t unreadable_sources;	/* SOURCEs that are not there or cannot be read */
};

/* Counts unchanged, skipped and failed files in the report.  ERR_CANCELLED after a signal. */
int scan_run(const struct scan_options *o, struct report *report, struct scan *out_r, struct err *err);
void scan_fini(struct scan *s);

#endif
