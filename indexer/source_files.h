/* A file that holds one document: read, analysed, given to the writing thread.
 *
 * Runs on the analysing threads.  A text longer than a part becomes several documents "id",
 * "id#2", "id#3" ..., cut at line ends, so that any size is searchable within the memory bound.
 */
#ifndef KAREZ_INDEXER_SOURCE_FILES_H
#define KAREZ_INDEXER_SOURCE_FILES_H

#include "index/prepare.h"
#include "indexer/pipeline.h"
#include "indexer/unit.h"
#include "text/doc.h"

/* As people are told what `whole` is (run.c). */
#define SOURCE_WHOLE_LIMIT "1/32 of --memory"

/* The same for every file of a run; read-only. */
struct read_limits {
	size_t part;			/* bytes of a plain text (as the file has it) in one document */
	size_t handful;			/* bytes of text that a worker takes at once */
	size_t whole;			/* the same of what cannot be cut: markup, a record */
	uint64_t max_file_size;		/* bytes of one file that are read, unpacked */
	struct prepare_limits prepare;
	int64_t scan_ns;		/* when the scan began */
};

/* The unit's file (UNIT_FILE) to products in `out`, the last of them its outcome. */
void source_file_read(const struct read_limits *limits, struct preparer *preparer, struct unit *unit,
		      struct outlet *out);

/* One document to a product in `out`.  line: of a record, else 0.  A document that is too large
 * in some way is ERR_LIMIT, and nothing was put. */
int source_put(const struct read_limits *limits, struct preparer *preparer, struct unit *unit,
	       const struct doc *doc, uint64_t line, struct outlet *out, struct err *err);

/* Memory that a worker needs for so many bytes of a file, products included: for reservations. */
size_t source_working_memory(size_t bytes);

/* What stands for the title of a document that has none of its own, so that a list of hits can be
 * read: its first line when it is short and stands alone, else the name of its file.  Borrowed
 * from text and path. */
struct str source_title(struct str text, struct str path);

/* How many bytes of a longer text belong to this part: to the end of the last line that fits, or if
 * there is none, to the end of the last character.  wide: UTF-16, whose line end is two bytes. */
size_t source_part_length(struct str bytes, size_t part, bool wide);

#endif
