/* Looking up entries of a mapped B-tree; see table_map.h and, for its layout, table.c. */
#include "config.h"

#include "glass/table_map.h"

#include <fcntl.h>
#include <limits.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "glass/pack.h"

#define HEADER 11


static int damaged(struct err *err, const char *what)
{
	return err_set(err, ERR_CORRUPT, "damaged table: %s", what);
}

/* ---- Opening ---- */

static int map_file(struct table_map *t, int fd, const char *path, struct err *err)
{
	struct stat st;
	if (fstat(fd, &st) != 0)
		return err_errno(err, "looking at %s", path);
	if (st.st_size < TABLE_BLOCK)
		return damaged(err, "cut off");
	void *map = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_SHARED, fd, 0);
	if (map == MAP_FAILED)
		return err_errno(err, "mapping %s", path);
	t->map = map;
	t->size = (size_t)st.st_size;
	return 0;
}

int table_map_open(struct table_map *t, const char *path, const struct table_root *root, uint64_t revision,
		   struct err *err)
{
	*t = (struct table_map){ .root = *root, .revision = revision };
	if (root->fake)
		return 0;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return err_errno(err, "opening %s", path);
	int rc = map_file(t, fd, path, err);
	close(fd);
	return rc;
}

void table_map_close(struct table_map *t)
{
	if (t->map)
		munmap((void *)t->map, t->size);
	*t = (struct table_map){ .map = NULL };
}

/* ---- Blocks ---- */

static int read_block(const struct table_map *t, uint32_t number, unsigned level, struct table_leaf *block_r,
		      struct err *err)
{
	if (number >= t->size / TABLE_BLOCK)
		return damaged(err, "number of a block");
	const unsigned char *p = t->map + (size_t)number * TABLE_BLOCK;
	unsigned dir_end = unpack_be16(p + 9);
	if (unpack_be32(p) > t->revision || p[4] != level || dir_end < HEADER + 2 || dir_end > TABLE_BLOCK)
		return damaged(err, "header of a block");
	*block_r = (struct table_leaf){ p, (dir_end - HEADER) / 2 };
	return 0;
}

/* Where an item lies, of which `least` bytes are in the block. */
static const unsigned char *item_at(const struct table_leaf *l, unsigned at, unsigned least, unsigned *room_r)
{
	unsigned offset = unpack_be16(l->block + HEADER + 2 * at);
	if (offset < HEADER + 2 * l->items || offset + least > TABLE_BLOCK)
		return NULL;
	*room_r = TABLE_BLOCK - offset;
	return l->block + offset;
}

static bool is_after(struct str key, unsigned component, struct str other_key, unsigned other_component)
{
	int order = str_cmp(key, other_key);
	return order > 0 || (order == 0 && component > other_component);
}

/* ---- Branches ---- */

static int read_branch(const struct table_leaf *l, unsigned at, uint32_t *child_r, struct str *key_r,
		       unsigned *component_r, struct err *err)
{
	unsigned room, n;
	const unsigned char *p = item_at(l, at, 7, &room);
	if (!p || (n = p[4]) + 7 > room)
		return damaged(err, "item of a branch");
	*child_r = unpack_be32(p);
	*key_r = str_n((const char *)p + 5, n);
	*component_r = unpack_be16(p + 5 + n);
	return 0;
}

static int read_child(const struct table_leaf *l, unsigned at, uint32_t *child_r, struct err *err)
{
	struct str key;
	unsigned component;
	return read_branch(l, at, child_r, &key, &component, err);
}

/* The child that has the entry if any has, of those from `low` to before `high`: the last that does not begin after it. */
static int find_child(const struct table_leaf *l, unsigned low, unsigned high, struct str key, unsigned component, unsigned *at_r,
		      struct err *err)
{
	unsigned its_component;
	uint32_t child;
	struct str its_key;
	while (high - low > 1) {	/* the first stands for everything smaller */
		unsigned middle = low + (high - low) / 2;
		if (read_branch(l, middle, &child, &its_key, &its_component, err) != 0)
			return -1;
		if (is_after(its_key, its_component, key, component))
			high = middle;
		else
			low = middle;
	}
	*at_r = low;
	return 0;
}

/* The first child after the finger's, in steps that double, that begins after the key. */
static int find_after(const struct table_finger *f, struct str key, unsigned *low_r, unsigned *high_r, struct err *err)
{
	unsigned component;
	uint32_t child;
	struct str its_key;
	*low_r = f->at;
	*high_r = f->branch.items;
	for (unsigned step = 1; *low_r + step < f->branch.items; step *= 2) {
		if (read_branch(&f->branch, *low_r + step, &child, &its_key, &component, err) != 0)
			return -1;
		if (is_after(its_key, component, key, 1)) {
			*high_r = *low_r + step;
			return 0;
		}
		*low_r += step;
	}
	return 0;
}

/* ---- Leaves ---- */

int table_map_item(const struct table_leaf *l, unsigned at, struct table_item *item_r, struct err *err)
{
	unsigned room;
	const unsigned char *p = item_at(l, at, 3, &room);
	if (!p)
		return damaged(err, "place of an item");
	unsigned head = unpack_be16(p), size = (head & TABLE_ITEM_SIZE) + 3, n = p[2];
	unsigned before = 3 + n + (head & TABLE_ITEM_FIRST ? 0 : 2);
	if (size > room || before > size)
		return damaged(err, "size of an item");
	item_r->key = str_n((const char *)p + 3, n);
	item_r->tag = str_n((const char *)p + before, size - before);
	item_r->component = head & TABLE_ITEM_FIRST ? 1 : unpack_be16(p + 3 + n);
	item_r->last = head & TABLE_ITEM_LAST;
	item_r->packed = head & TABLE_ITEM_PACKED;
	return 0;
}

/* From this block down to a leaf: to that of the entry, or to the first.  *after_r: the block behind the one that was
 * chosen, at the lowest level that has any; its level. */
static int descend(const struct table_map *t, uint32_t number, unsigned level, const struct str *key, unsigned component,
		   struct table_leaf *leaf_r, uint32_t *after_r, unsigned *after_level_r, struct err *err)
{
	for (;; level--) {
		unsigned at = 0;
		if (read_block(t, number, level, leaf_r, err) != 0)
			return -1;
		if (level == 0)
			return 0;
		if ((key && find_child(leaf_r, 0, leaf_r->items, *key, component, &at, err) != 0) || read_child(leaf_r, at, &number, err) != 0)
			return -1;
		if (at + 1 < leaf_r->items) {
			if (read_child(leaf_r, at + 1, after_r, err) != 0)
				return -1;
			*after_level_r = level - 1;
		}
	}
}

int table_map_leaf(const struct table_map *t, struct str key, unsigned component, struct table_leaf *leaf_r,
		   struct err *err)
{
	uint32_t after;
	unsigned after_level;
	*leaf_r = (struct table_leaf){ NULL, 0 };
	return t->map ? descend(t, t->root.root, t->root.level, &key, component, leaf_r, &after, &after_level, err) : 0;
}

/* From the root; no branch: the table is a single leaf. */
static int find_branch(const struct table_map *t, struct str key, struct table_finger *f, struct err *err)
{
	uint32_t number = t->root.root;
	for (unsigned level = t->root.level; level > 0; level--)
		if (read_block(t, number, level, &f->branch, err) != 0 ||
		    find_child(&f->branch, 0, f->branch.items, key, 1, &f->at, err) != 0 ||
		    read_child(&f->branch, f->at, &number, err) != 0)
			return -1;
	return 0;
}

static int find_span(const struct table_finger *f, struct table_span *span_r, struct err *err)
{
	unsigned low_component, high_component = 1;
	uint32_t child;
	*span_r = (struct table_span){ STR_NONE, STR_NONE };
	if (read_branch(&f->branch, f->at, &child, &span_r->low, &low_component, err) != 0 ||
	    (f->at + 1 < f->branch.items &&
	     read_branch(&f->branch, f->at + 1, &child, &span_r->high, &high_component, err) != 0))
		return -1;
	if (low_component > 1 || high_component > 1)
		*span_r = (struct table_span){ STR_NONE, STR_NONE };
	return 0;
}

/* The child for the key, and where the finger is then. */
static int go_to_child(const struct table_map *t, struct table_finger *f, struct str key, uint32_t *child_r, struct table_span *span_r,
		       struct err *err)
{
	unsigned low = 0, high = 0;
	if (f->branch.items && find_after(f, key, &low, &high, err) != 0)
		return -1;
	if (high == f->branch.items) {	/* it may be beyond the branch */
		if (find_branch(t, key, f, err) != 0)
			return -1;
	} else if (find_child(&f->branch, low, high, key, 1, &f->at, err) != 0)
		return -1;
	return find_span(f, span_r, err) != 0 ? -1 : read_child(&f->branch, f->at, child_r, err);
}

int table_map_leaf_from(const struct table_map *t, struct table_finger *f, struct str key, struct table_leaf *leaf_r,
			struct table_span *span_r, struct err *err)
{
	uint32_t number;
	*span_r = (struct table_span){ STR_NONE, STR_NONE };
	if (!t->map || t->root.level == 0)
		return table_map_leaf(t, key, 1, leaf_r, err);
	return go_to_child(t, f, key, &number, span_r, err) != 0 ? -1 : read_block(t, number, 0, leaf_r, err);
}

int table_map_leaf_after(const struct table_map *t, struct str key, unsigned component, struct table_leaf *leaf_r,
			 struct err *err)
{
	uint32_t after, none;
	unsigned level = UINT_MAX, none_level;
	*leaf_r = (struct table_leaf){ NULL, 0 };
	if (!t->map)
		return 0;
	if (descend(t, t->root.root, t->root.level, &key, component, leaf_r, &after, &level, err) != 0)
		return -1;
	*leaf_r = (struct table_leaf){ NULL, 0 };
	return level == UINT_MAX ? 0 : descend(t, after, level, NULL, 0, leaf_r, &none, &none_level, err);
}

static int walk(const struct table_map *t, uint32_t number, unsigned level, table_map_fn *fn, void *arg, struct err *err)
{
	struct table_leaf block;
	uint32_t child;
	if (read_block(t, number, level, &block, err) != 0)
		return -1;
	if (level == 0)
		return fn(arg, &block, err);
	int rc = 0;
	for (unsigned i = 0; i < block.items && rc == 0; i++)
		rc = read_child(&block, i, &child, err) != 0 ? -1 : walk(t, child, level - 1, fn, arg, err);
	return rc;
}

int table_map_each(const struct table_map *t, table_map_fn *fn, void *arg, struct err *err)
{
	return t->map ? walk(t, t->root.root, t->root.level, fn, arg, err) : 0;
}
