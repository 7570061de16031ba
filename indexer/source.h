/* SOURCEs: what the user names, as absolute paths; how their files are read; ids of documents.
 */
#ifndef KAREZ_INDEXER_SOURCE_H
#define KAREZ_INDEXER_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

#include "common/arena.h"
#include "common/err.h"
#include "common/str.h"

/* How a file is read: by its name, as one document, or as records (CSV: a table with a header). */
enum input { INPUT_AUTO, INPUT_FILES, INPUT_NDJSON, INPUT_TSV, INPUT_CSV };

bool input_parse(struct str s, enum input *out_r);	/* auto|files|ndjson|tsv|csv */

/* What INPUT_AUTO means for a file: its name says NDJSON (.ndjson, .jsonl), TSV (.tsv), CSV (.csv), each also
 * with .gz, or it is one document.  The other modes mean themselves. */
enum input input_of(enum input mode, struct str name);

static inline bool input_is_records(enum input input)
{
	return input >= INPUT_NDJSON;
}

struct source {
	char *path;		/* absolute, no "/" at its end; "-" is standard input */
	const char *name;	/* last component of path: ids begin with it; "" for "/" */
};

struct sources {
	struct source *list;
	size_t n;
};

/* Make the SOURCEs absolute; the same one named twice is taken once.  Nothing is opened: that a
 * SOURCE exists is the scan's business.  ERR_INVALID for an empty one. */
int sources_resolve(char *const *given, size_t n, struct sources *out_r, struct err *err);
void sources_fini(struct sources *s);

bool source_is_stdin(const struct source *s);

/* The id of the document in a file: the name of the SOURCE, then the way from there, as UTF-8.
 * Different names give different ids: bytes that are no UTF-8 become "\xNN", and so does the
 * backslash of a name that holds such four characters itself. */
struct str source_id(const struct source *s, struct str path, struct arena *a);

/* A path or a message with one as text, for people: bytes that are no UTF-8 become "\xNN". */
struct str source_shown(struct str path, struct arena *a);

#endif
