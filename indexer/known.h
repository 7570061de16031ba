/* What the index knows of the files, in memory: 24 bytes a file, sorted by the path's hash.
 *
 * The scan asks it for every file it meets, so that no unchanged file costs a look into the
 * database; what was not met by the end of the scan has vanished.  The catalogue
 * (index/catalogue.h) is stored in the order of the hash, so loading it needs no sorting.
 * One thread.
 */
#ifndef KAREZ_INDEXER_KNOWN_H
#define KAREZ_INDEXER_KNOWN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/err.h"
#include "common/str.h"
#include "index/catalogue.h"

struct known_file {
	uint64_t key;		/* known_key() of the path */
	uint64_t state;		/* known_state() it was indexed in; 0 = to be read again anyway */
	uint32_t documents;	/* cut off at 2^32-1 */
	bool skipped;		/* FILE_SKIPPED */
	bool seen;		/* met by this scan, or somewhere that could not be read */
};

struct known {
	struct known_file *files;
	size_t n, cap;
	uint64_t documents;	/* sum over the files */
};

#define KNOWN_INIT ((struct known){ NULL, 0, 0, 0 })

void known_fini(struct known *k);

uint64_t known_key(struct str path);

/* Everything that decides whether a file has to be read again, as one number, never 0: its
 * stat, whether it holds records, and the SOURCE it was found under (ids begin with its name). */
uint64_t known_state(uint64_t size, int64_t mtime_ns, uint64_t inode, bool records, struct str root);

/* Add the file of a catalogue entry.  Keys must not fall: ERR_CORRUPT. */
int known_add(struct known *k, uint64_t key, const struct catalogue_entry *e, struct err *err);

struct known_file *known_find(const struct known *k, uint64_t key);	/* NULL when unknown */

#endif
