/* Files of records (NDJSON, TSV, CSV): lines on the feeding thread, documents on the analysing ones.
 */
#ifndef KAREZ_INDEXER_SOURCE_RECORDS_H
#define KAREZ_INDEXER_SOURCE_RECORDS_H

#include <stdatomic.h>
#include <stdbool.h>

#include "common/err.h"
#include "indexer/analyst.h"

struct records;

/* A file of records or standard input, whose input may be INPUT_AUTO: its first line tells then,
 * and records_open() says ERR_INVALID when it does not.  file is copied into every unit; its strings
 * have to live as long as the struct records.  *stopping: no more input shall be waited for. */
struct records *records_new(const struct read_limits *limits, const struct work_file *file, atomic_bool *stopping);
int records_open(struct records *r, struct err *err);	/* does nothing the second time */
/* Is it a pipe that has nothing to read right now? */
bool records_would_wait(const struct records *r);
void records_close(struct records **r);

/* The next unit: lines, and at the end UNIT_RECORDS_END with the outcome (a file that fails does so
 * there).  1, 0 after the last. */
int records_next(struct records *r, struct unit **unit_r);

/* A unit of lines, or the end, to products. */
void source_records_read(struct analyst *analyst, struct unit *unit);

#endif
