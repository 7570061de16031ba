/* A table of the glass format, written once, in the order of its keys: an append-only B-tree.
 *
 * Of each level only the block that is being filled is in memory; blocks go to the file in the order
 * in which they fill up, so the leaves lie in it in the order of the keys.  What is stored is never
 * compressed here.
 */
#ifndef KAREZ_GLASS_TABLE_H
#define KAREZ_GLASS_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/err.h"

#define TABLE_BLOCK 8192
#define TABLE_REVISION 1
#define TABLE_KEY_MAX 255
#define TABLE_LEVELS 10		/* readers take no more */

/* The first two bytes of a leaf's item: what it is, and its size less 3. */
#define TABLE_ITEM_PACKED 0x8000
#define TABLE_ITEM_LAST 0x4000
#define TABLE_ITEM_FIRST 0x2000
#define TABLE_ITEM_SIZE 0x1fff

/* What the version file says about a table. */
struct table_root {
	uint32_t root;		/* number of the block */
	unsigned level;
	bool fake;		/* no blocks at all */
	uint64_t entries;
	uint32_t blocks;
};

struct table;

/* A new file, which must not exist. */
int table_open(const char *path, struct table **out_r, struct err *err);
/* The key, 1..TABLE_KEY_MAX bytes, is greater than the one before. */
int table_add(struct table *t, const void *key, size_t key_n, const void *tag, size_t tag_n, struct err *err);
/* The same; the tag is a deflate stream (RFC 1951), which its readers unpack. */
int table_add_packed(struct table *t, const void *key, size_t key_n, const void *tag, size_t tag_n, struct err *err);
/* Writes what is left and syncs the file.  keep_empty: a table without keys leaves an empty file. */
int table_finish(struct table *t, bool keep_empty, struct table_root *root_r, struct err *err);
void table_free(struct table **t);	/* the file stays */

#endif
