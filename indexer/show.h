/* karez-index --show: what files become, printed for people.
 */
#ifndef KAREZ_INDEXER_SHOW_H
#define KAREZ_INDEXER_SHOW_H

#include <stddef.h>
#include <stdint.h>

#include "indexer/extractor.h"

/* rules: as for --repair, NULL for all.  max_bytes of each file, 0: the default.  extract: how formats are read.  A file that cannot be shown is told on standard
 * error.  Exit code of the program (report.h): OK, PARTIAL. */
int show_files(char *const *files, size_t n, const char *rules, uint64_t max_bytes,
	       const struct extract_options *extract);

#endif
