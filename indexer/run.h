/* One run of karez-index on one index: scan, compare, read, write, publish.
 */
#ifndef KAREZ_INDEXER_RUN_H
#define KAREZ_INDEXER_RUN_H

#include <stdbool.h>
#include <stdint.h>

#include "common/err.h"
#include "indexer/extractor.h"
#include "indexer/report.h"
#include "indexer/source.h"

struct run_options {
	const char *index;		/* its folder */
	char *const *sources;		/* as given */
	size_t n_sources;
	bool exact;			/* the SOURCEs are all that the index shall hold */
	enum input input;
	const char *repair;		/* rules; NULL: those of the index, else all */
	const char *languages;		/* NULL: those of the index, else LANGS_DEFAULT */
	uint64_t memory;		/* bytes, at least RUN_MIN_MEMORY */
	unsigned jobs;			/* 0: one for each processor; no more than the memory allows */
	uint64_t max_file_size, max_words;
	const struct extract_options *extract;
	bool full, no_bulk, dry_run, allow_shrink;
};

#define RUN_MIN_MEMORY ((uint64_t)32 << 20)
#define RUN_MAX_JOBS 64

/* Counts and failures go to the report as they happen; why: for every result but OK and PARTIAL. */
enum result run_index(const struct run_options *o, struct report *report, struct err *why);

#endif
