/* The progress bar: on a terminal only, one line on standard error that is drawn over itself.
 *
 * Work is counted in bytes plus a fixed weight for each file, because a thousand tiny files
 * take longer than their bytes tell.  One thread.
 */
#ifndef KAREZ_INDEXER_PROGRESS_H
#define KAREZ_INDEXER_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "common/buf.h"

struct progress {
	bool on;			/* a terminal, and not --quiet */
	bool drawn;			/* something stands on the line */
	const char *name;		/* in front of it, NULL for none */
	uint64_t start_us, drawn_us;
	uint64_t files, bytes;		/* done */
	uint64_t all_files, all_bytes;	/* to do; 0 files: not known (standard input) */
};

void progress_init(struct progress *p, const char *name, bool quiet);
/* The scan met so many files. */
void progress_scan(struct progress *p, uint64_t files);
/* The work begins: so much of it. */
void progress_start(struct progress *p, uint64_t all_files, uint64_t all_bytes);
/* So much more of it is done; draws at most ten times a second. */
void progress_add(struct progress *p, uint64_t files, uint64_t bytes);
/* Draw again if it is time, though nothing is new. */
void progress_tick(struct progress *p);
/* What takes a while after that, in a word or two, in place of the bar. */
void progress_note(struct progress *p, const char *what);
/* Clear the line, before other output. */
void progress_hide(struct progress *p);

/* The line as it is `elapsed_us` after the start, for a terminal of so many columns. */
void progress_format(const struct progress *p, uint64_t elapsed_us, unsigned columns, struct buf *out);

#endif
