/* A table of the glass format, mapped and read in place.
 *
 * Whoever wrote it, and with whatever order of blocks.  Every number is checked before it is used:
 * a table that contradicts itself gives ERR_CORRUPT.
 */
#ifndef KAREZ_GLASS_TABLE_MAP_H
#define KAREZ_GLASS_TABLE_MAP_H

#include "common/str.h"
#include "glass/table.h"

struct table_map {
	const unsigned char *map;	/* NULL: no blocks */
	size_t size;
	struct table_root root;
	uint64_t revision;
};

/* Of the table whose root the version file of that revision names. */
int table_map_open(struct table_map *t, const char *path, const struct table_root *root, uint64_t revision,
		   struct err *err);
void table_map_close(struct table_map *t);

struct table_leaf {
	const unsigned char *block;
	unsigned items;
};

/* A tag, or the part of a long one that found room in a leaf. */
struct table_item {
	struct str key, tag;
	unsigned component;		/* from 1 on */
	bool last;
	bool packed;			/* compressed */
};

/* The leaf that holds this component of the entry if any does; no items when the table has no blocks. */
int table_map_leaf(const struct table_map *t, struct str key, unsigned component, struct table_leaf *leaf_r,
		   struct err *err);
/* Where an entry was looked for last; all zero at first. */
struct table_finger {
	struct table_leaf branch;	/* the lowest one, */
	unsigned at;			/* and the child that was chosen */
};
/* The keys that a leaf can hold: from `low` on (of which nothing is said when it is empty) and before `high` (NULL: not known).  Not
 * set where an entry may go on from one leaf to the next. */
struct table_span {
	struct str low, high;
};
/* The same as table_map_leaf(), near the finger where that is possible, which goes along: for keys none of which is before the one that
 * it was used for last. */
int table_map_leaf_from(const struct table_map *t, struct table_finger *f, struct str key, struct table_leaf *leaf_r,
			struct table_span *span_r, struct err *err);
/* The leaf behind that; no items: it is the last. */
int table_map_leaf_after(const struct table_map *t, struct str key, unsigned component, struct table_leaf *leaf_r,
			 struct err *err);
int table_map_item(const struct table_leaf *l, unsigned at, struct table_item *item_r, struct err *err);
/* Calls fn with each leaf, in the order of keys, until it gives something else than 0, which is given back. */
typedef int table_map_fn(void *arg, const struct table_leaf *leaf, struct err *err);
int table_map_each(const struct table_map *t, table_map_fn *fn, void *arg, struct err *err);
/* Can bytes that follow the tag be read as well? */
static inline bool table_map_reaches(const struct table_map *t, struct str tag, size_t further)
{
	return (size_t)(tag.p - (const char *)t->map) + tag.n + further <= t->size;
}

#endif
