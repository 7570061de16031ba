/* The feeding side of a run: from the list of files to read to units of work.
 *
 * Runs on the pipeline's feeder thread, which owns a struct feed from pipeline_start() to
 * pipeline_free().
 */
#ifndef KAREZ_INDEXER_FEED_H
#define KAREZ_INDEXER_FEED_H

#include <stdatomic.h>

#include "common/err.h"
#include "indexer/source.h"
#include "indexer/source_files.h"
#include "indexer/source_records.h"
#include "indexer/spool.h"
#include "indexer/unit.h"

struct feed {
	const struct read_limits *limits;
	const struct sources *sources;
	struct spool *work;		/* the scan's list, rewound */
	struct records *records;	/* the file of records under way, NULL for none */
	struct arena arena;		/* its strings */
	struct buf record;
	bool ended;			/* the list is through, or err says why not */
	struct err err;
	atomic_bool stopping;
};

void feed_init(struct feed *f, const struct read_limits *limits, const struct sources *sources,
	       struct spool *work);
void feed_fini(struct feed *f);

/* Any thread: feed_next() shall not wait for standard input any more. */
void feed_stop(struct feed *f);

/* The next handful of units (unit->next), and the memory it holds: 1, 0 at the end, -1. */
int feed_next(struct feed *f, struct unit **unit_r, size_t *bytes_r, struct err *err);

#endif
