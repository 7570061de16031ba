/* A run: what run.c, before.c and guard.c share.
 */
#ifndef KAREZ_INDEXER_RUN_STATE_H
#define KAREZ_INDEXER_RUN_STATE_H

#include "index/writer.h"
#include "indexer/apply.h"
#include "indexer/feed.h"
#include "indexer/lessons.h"
#include "indexer/run.h"
#include "indexer/scan.h"
#include "text/langs.h"

/* How --memory is shared out.  A document is held in several forms while it is made, and once more
 * by Xapian while it is added: up to 30 times its bytes if every word of it is another one. */
#define WRITER_SHARE 4		/* changes that wait for a commit (the writer takes 16M at most) */
#define PIPELINE_SHARE 4	/* files and documents under way */
#define PART_SHARE 64		/* the longest text that becomes one document */
#define WHOLE_SHARE 32		/* the same of what cannot be cut */
#define HANDFUL ((size_t)128 << 10)	/* enough that handing it over costs nothing beside it */
#define BULK_SHARE 48		/* a handful that becomes a run: long ones make few runs, and need more beside them */
#define BULK_MAX ((size_t)8 << 20)
#define BATCH_SHARE 8		/* of one worker for the documents of a run; sorting takes as much again */
#define PART_MIN ((size_t)1 << 20)
#define WORKER_MEMORY ((uint64_t)32 << 20)	/* its cache of words, and what it works on */

struct run {
	const struct run_options *o;
	struct report *report;
	struct sources sources;
	struct langs langs;
	struct arena arena;
	unsigned repair;		/* rules */
	struct str repair_stamp;	/* in the arena */
	struct store *before;		/* the generation that is served, NULL for none */
	uint64_t before_documents, before_generation;
	struct writer *writer;		/* NULL in a dry run */
	bool fresh;			/* a new generation will be built */
	bool refused;			/* by a guard */
	bool may_rebuild;		/* instead of an update that turns out to be large */
	bool rebuild;			/* it did */
	bool by_itself;			/* nobody asked for the rebuild: what is in its way makes it an update again */
	bool update_only;		/* which this run is */
	struct scan scan;
	struct read_limits limits;
	struct lessons *lessons;
	struct analyst *analysts;	/* one for each worker */
	unsigned n_workers;
	struct feed feed;
	struct apply apply;
};

#endif
