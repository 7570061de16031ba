/* What travels through the pipeline of a run: units of work to the analysing threads, products
 * (prepared documents, news of files) from them to the thread that writes.
 */
#ifndef KAREZ_INDEXER_UNIT_H
#define KAREZ_INDEXER_UNIT_H

#include <stdbool.h>
#include <stdint.h>

#include "common/arena.h"
#include "common/buf.h"
#include "common/err.h"
#include "common/hash.h"
#include "common/str.h"
#include "glass/batch.h"
#include "index/catalogue.h"
#include "index/prepare.h"
#include "indexer/source.h"

/* A file that the scan found new or changed. */
struct work_file {
	struct str path;	/* absolute, any bytes; "-" is standard input */
	struct str root;	/* path of its SOURCE */
	struct str shown;	/* path as text; empty for standard input */
	struct str id;		/* of its document; not used for records */
	enum input input;	/* not INPUT_AUTO */
	uint64_t size;		/* when it was scanned */
	struct hash128 content;	/* as it was indexed before, for `known` */
	bool known;		/* content says what the index holds of it */
};

/* As one record of a spool; all strings but path and root are made again when it is read. */
void work_file_encode(const struct work_file *f, size_t source, struct buf *out);
/* Into the arena.  False for a damaged record. */
bool work_file_decode(struct str record, const struct sources *sources, struct arena *a,
		      struct work_file *out_r);

/* A copy whose strings are in the arena. */
void work_file_copy(struct work_file *to, const struct work_file *from, struct arena *a);

/* What became of a file. */
enum outcome_kind {
	OUTCOME_INDEXED,	/* its products are all there is of it now */
	OUTCOME_UNCHANGED,	/* the same bytes as the index holds: no products */
	OUTCOME_SKIPPED,	/* no text in it */
	OUTCOME_FAILED,		/* products may have come before */
	OUTCOME_GONE		/* not there any more: nothing happens, the next scan will see */
};

struct outcome {
	enum outcome_kind kind;
	uint64_t size;		/* with the next two: its stat before it was read */
	int64_t mtime_ns;
	uint64_t inode;
	bool racy;		/* changed about when it was read */
	struct hash128 content;
	struct str reason;	/* SKIPPED, FAILED: why; in the arena of the unit */
};

/* Fill the stat fields.  scan_ns: when the scan began (CLOCK_REALTIME).  ERR_NOT_FOUND also when it
 * is no file any more. */
int outcome_stat(struct outcome *o, const char *path, int64_t scan_ns, struct err *err);

enum unit_kind {
	UNIT_FILE,		/* a file to read: one document, or several parts of a long text */
	UNIT_LINES,		/* lines of a file of records */
	UNIT_RECORDS_END	/* that was all of a file of records: the outcome */
};

struct unit_line {		/* a record */
	size_t start, length;	/* in text */
	uint64_t number;	/* of its line in the file, from 1 */
	bool too_long;		/* left out: longer than a line may be */
};

struct unit {
	struct unit *next;	/* of the same handful: units go to a worker several at once */
	struct arena arena;	/* owns the strings of file, lines, and reasons of products */
	enum unit_kind kind;
	struct work_file file;
	uint64_t bytes;		/* bytes on disk that this unit stands for */
	/* UNIT_LINES */
	struct buf text;
	struct unit_line *lines;
	size_t n_lines, cap_lines;
	struct str header;	/* of a table: its first row, as the file has it */
	const char *charset;	/* of a table that is not UTF-8; static, NULL: not known, or UTF-8 */
	/* UNIT_RECORDS_END */
	struct outcome outcome;
};

struct unit *unit_new(enum unit_kind kind);
void unit_free(struct unit *u);			/* with all behind it */
size_t unit_bytes(const struct unit *u);		/* memory that it holds, without those behind it */

enum product_kind {
	PRODUCT_DOCUMENT,	/* in bulk: its id only, it is in the next run */
	PRODUCT_RUN,		/* the documents since the last one */
	PRODUCT_BAD_RECORD,	/* line, reason */
	PRODUCT_CUT,		/* reason: what of the file is not searchable */
	PRODUCT_OUTCOME		/* the last one of a UNIT_FILE or UNIT_RECORDS_END */
};

struct product {
	struct product *next;		/* handed over together */
	enum product_kind kind;
	struct unit *unit;		/* that it came of; NULL for a run */
	uint64_t id;			/* PRODUCT_DOCUMENT: hash64() of its unique term */
	struct prepared prepared;	/* the same, not in bulk */
	struct run *run;		/* PRODUCT_RUN */
	uint64_t line;			/* of a record, else 0 */
	struct str reason;		/* in the arena of the unit */
	struct outcome outcome;
};

struct product *product_new(enum product_kind kind, struct unit *unit);
void product_free(struct product *p);			/* with all behind it */
size_t product_bytes(const struct product *p);		/* memory it holds, without those behind it */

#endif
