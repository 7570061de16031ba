/* What a run did: counts, failures as they happen, and the summary at the end.
 *
 * Failures and warnings go to standard error as they happen, a line for each; the names of
 * --verbose and the summary to standard output.  --log-json makes each of them a JSON object.
 * One thread (the one that writes the index).
 */
#ifndef KAREZ_INDEXER_REPORT_H
#define KAREZ_INDEXER_REPORT_H

#include <stdbool.h>
#include <stdint.h>

#include "common/arena.h"
#include "common/buf.h"
#include "common/err.h"
#include "common/str.h"
#include "indexer/progress.h"
#include "repair/repair.h"
#include "text/analyzer.h"

/* How a run ended; also the exit code of the program.  Told in karez-index(1) and --help. */
enum result {
	RESULT_OK = 0,
	RESULT_ERROR = 1,	/* the run failed; the index that is served is as it was, or
				 * holds a part of the changes, each of them whole */
	RESULT_USAGE = 2,	/* arguments or configuration */
	RESULT_PARTIAL = 3,	/* done, but some files or records failed; each was named */
	RESULT_REFUSED = 4,	/* too much would be deleted: --allow-shrink */
	RESULT_LOCKED = 5,	/* another program writes the index */
	RESULT_STOPPED = 128	/* plus the number of the signal: 130, 143 */
};

#define REPORT_FAILURES 100	/* kept for the JSON object; all are printed when they happen */

struct counts {
	uint64_t added, updated, deleted, unchanged;	/* documents */
	uint64_t skipped;				/* files that hold no text */
	uint64_t failed;				/* files and records */
	uint64_t duplicates;				/* records whose id came again in this run */
	uint64_t truncated;				/* documents cut at a limit */
};

struct report {
	const char *collection, *index;	/* collection NULL without a configuration */
	bool quiet, json, verbose, dry_run;
	bool silent;			/* for a while: nothing is printed */
	struct progress progress;
	struct counts n;
	uint64_t bytes;			/* of the files that were read, as they are on disk */
	struct analyzer_stats words;	/* that the analysis met, and how many were not in its caches */
	struct repair_counts repaired;	/* what the rules of repair did */
	uint64_t start_us;
	uint64_t documents, generation;	/* at the end */
	struct arena arena;		/* of the failures */
	struct report_failure { struct str file, reason; uint64_t line; } failures[REPORT_FAILURES];
	unsigned n_failures;
};

void report_init(struct report *r, const char *collection, const char *index);
void report_fini(struct report *r);

/* The counts begin anew; what is counted until report_again(r, false) was printed before. */
void report_again(struct report *r, bool silent);
/* A file (line 0) or one record of it failed; file may be any bytes. */
void report_failure(struct report *r, struct str file, uint64_t line, struct str reason);
/* Something to know that is no failure; file may be empty. */
void report_warning(struct report *r, struct str file, struct str message);
/* --verbose: what becomes of a file or record ("added", "changed", "vanished", ...). */
void report_name(struct report *r, const char *what, struct str file);

/* The end: `why` says what was wrong when the result is neither OK nor PARTIAL. */
void report_end(struct report *r, enum result result, const struct err *why);

/* The parts of it: the line for people, and the JSON object (`full`: with the place of the
 * index and the failures; else as it is kept in the index, META_RUN). */
void report_summary(const struct report *r, uint64_t elapsed_us, struct buf *out);
void report_json(const struct report *r, enum result result, const char *why, uint64_t elapsed_us, bool full,
		 struct buf *out);

#endif
