/* What one analysing thread works with, and the way of a document out of it: a product of its own,
 * or in bulk a place in the batch that becomes a run.
 *
 * Runs on the analysing threads; each has an analyst of its own.
 */
#ifndef KAREZ_INDEXER_ANALYST_H
#define KAREZ_INDEXER_ANALYST_H

#include "common/err.h"
#include "glass/batch.h"
#include "indexer/extractor.h"
#include "indexer/pipeline.h"
#include "indexer/unit.h"
#include "repair/repair.h"
#include "text/doc.h"

/* As people are told what `whole` is (run.c). */
#define ANALYST_WHOLE_LIMIT "1/32 of --memory"

/* The same for every file of a run; read-only. */
struct read_limits {
	size_t part;			/* bytes of a plain text (as the file has it) in one document */
	size_t handful;			/* bytes of text that a worker takes at once */
	size_t whole;			/* the same of what cannot be cut: markup, a record */
	uint64_t max_file_size;		/* bytes of one file that are read, unpacked */
	unsigned repair;		/* rules, RULE_BIT()s */
	struct lessons *lessons;	/* NULL: nothing is learned from folders */
	const struct extract_options *extract;
	struct prepare_limits prepare;
	int64_t scan_ns;		/* when the scan began */
};

struct analyst {
	const struct read_limits *limits;
	struct preparer *preparer;
	struct extractor *extractor;	/* NULL: not needed yet */
	struct arena repairs;		/* of the document under way */
	struct repair_counts repaired;
	struct batch *batch;		/* NULL: not in bulk */
	struct prepared prepared;	/* in bulk: one document after another */
	size_t batch_max;		/* bytes it may hold */
	struct outlet *out;		/* of the handful under way */
	struct product *first, **last;	/* not put yet: one hand-over for many small ones */
	size_t bytes;			/* of them */
};

/* batch_max: 0 when not in bulk.  To be freed with analyst_fini() in any case. */
int analyst_init(struct analyst *a, const struct read_limits *limits, const struct langs *langs, struct trainer *trainer,
		 size_t batch_max, struct err *err);
void analyst_fini(struct analyst *a);

struct analyzer_stats analyst_stats(const struct analyst *a);

/* Before the first and after the last unit of a handful. */
void analyst_begin(struct analyst *a, struct outlet *out);
void analyst_end(struct analyst *a);

/* One document to a product.  line: of a record, else 0.  A document that is too large in some way
 * is ERR_LIMIT, and nothing was put; ERR_CANCELLED when the pipeline is being stopped. */
int analyst_put(struct analyst *a, struct unit *unit, const struct doc *doc, uint64_t line, struct err *err);
/* What a reader of a format gave: repaired, it is one document or several. */
int analyst_repair(struct analyst *a, struct unit *unit, const struct doc *source, unsigned rules, uint64_t line,
		   struct err *err);
/* A record that is none. */
void analyst_put_bad(struct analyst *a, struct unit *unit, uint64_t line, const char *reason);
/* What people should know of a file that is not wholly searchable. */
void analyst_put_cut(struct analyst *a, struct unit *unit, struct str reason);
/* The last product of a file. */
void analyst_put_outcome(struct analyst *a, struct unit *unit, const struct outcome *o);

struct extractor *analyst_extractor(struct analyst *a);

/* Memory that a worker needs for so many bytes of a file, products included: for reservations. */
size_t analyst_working_memory(size_t bytes);

#endif
