/* The catalogue: what the index knows of each file, so that unchanged ones are not opened.
 *
 * One metadata entry per file in the index itself (so it is committed together with the
 * documents).  Key: META_FILE + hash128 of the absolute path, in hex.  Value (varints and
 * bytes): version, flags, size, mtime ns, inode, content hash, number of documents, root
 * (source folder as given, absolute), path, reason when it failed or was skipped.
 */
#ifndef KAREZ_INDEX_CATALOGUE_H
#define KAREZ_INDEX_CATALOGUE_H

#include <stdint.h>

#include "common/arena.h"
#include "common/err.h"
#include "common/hash.h"
#include "common/str.h"

enum catalogue_flags {
	FILE_SKIPPED = 1,	/* no text (binary): no document, not opened again until it changes */
	FILE_FAILED = 2,	/* could not be read: tried again at every run */
	FILE_RACY = 4,		/* changed so shortly before it was read that the time stamp cannot
				 * tell a later change: the content decides at the next run */
	FILE_RECORDS = 8	/* holds records (NDJSON, TSV): documents have ids of their own */
};

struct catalogue_entry {
	unsigned flags;
	uint64_t size;
	int64_t mtime_ns;
	uint64_t inode;
	struct hash128 content;
	uint64_t documents;
	struct str root;
	struct str path;	/* absolute */
	struct str reason;
};

struct str catalogue_key(struct arena *a, struct str path);
struct str catalogue_encode(struct arena *a, const struct catalogue_entry *e);
int catalogue_decode(struct str value, struct catalogue_entry *out_r, struct err *err);

#endif
