/* The B-tree, from left to right; see table.h.
 *
 * A block has a header, a directory that grows up from it and items that grow down from the end.
 * When a block is full, its number and the least key that tells it from its left neighbour (the
 * divider) become an item one level up.  The first item of a branch stands for "everything
 * smaller": its divider is left out and goes further up instead when that branch is full.
 */
#include "config.h"

#include "glass/table.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/fs.h"
#include "common/xalloc.h"
#include "glass/pack.h"

#define HEADER 11
#define ITEM_MAX 2043		/* four of them and their directory fill a block */
#define COMPONENTS_MAX 65535
#define SPLIT_MIN 40		/* bytes of a tag for which the end of a leaf is used */
#define BUFFERED 32		/* blocks written at once */

struct divider {
	unsigned char key[TABLE_KEY_MAX];
	size_t n;
	unsigned component;
};

/* The block of a level that is being filled. */
struct level {
	unsigned char *block;	/* NULL: none yet; that of level 0 lies within the buffer */
	unsigned dir_end, low;	/* free from.. to */
	struct divider divider;	/* from the block on its left */
};

struct table {
	int fd;
	char *path;
	unsigned char *buffer;
	unsigned buffered;	/* blocks in it that are finished */
	uint32_t blocks;	/* numbers given */
	uint64_t entries;
	unsigned packed;	/* TABLE_ITEM_PACKED while the tag under way is */
	struct level levels[TABLE_LEVELS];
};

int table_open(const char *path, struct table **out_r, struct err *err)
{
	*out_r = NULL;
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	if (fd < 0)
		return err_errno(err, "cannot make %s", path);
	struct table *t = xcalloc(1, sizeof(*t));
	t->fd = fd;
	t->path = xstrdup(path);
	t->buffer = xmalloc(BUFFERED * TABLE_BLOCK);
	*out_r = t;
	return 0;
}

void table_free(struct table **table)
{
	struct table *t = *table;
	if (!t)
		return;
	if (t->fd >= 0)
		close(t->fd);
	for (unsigned i = 1; i < TABLE_LEVELS; i++)
		free(t->levels[i].block);
	free(t->path);
	free(t->buffer);
	free(t);
	*table = NULL;
}

static int flush(struct table *t, struct err *err)
{
	struct str blocks = str_n((char *)t->buffer, (size_t)t->buffered * TABLE_BLOCK);
	t->buffered = 0;
	return fs_write_all(t->fd, blocks) ? err_errno(err, "writing %s", t->path) : 0;
}

/* ---- Blocks ---- */

static void start_block(struct level *l, unsigned char *block)
{
	l->block = block;
	l->dir_end = HEADER;
	l->low = TABLE_BLOCK;
}

/* Room for an item: entered in the directory, to be written where it says. */
static inline unsigned char *new_item(struct level *l, unsigned size)
{
	l->low -= size;
	pack_be16(l->block + l->dir_end, l->low);
	l->dir_end += 2;
	return l->block + l->low;
}

static inline bool fits(const struct level *l, size_t size)
{
	return size + 2 <= l->low - l->dir_end;
}

static void end_block(struct level *l, unsigned level)
{
	unsigned char *p = pack_be32(l->block, TABLE_REVISION);
	unsigned gap = l->low - l->dir_end;
	*p++ = (unsigned char)level;
	p = pack_be16(p, gap);
	p = pack_be16(p, gap);
	pack_be16(p, l->dir_end);
	memset(l->block + l->dir_end, 0, gap);
}

/* The block of a level goes to the file. */
static int put_block(struct table *t, unsigned level, uint32_t *number_r, struct err *err)
{
	struct level *l = &t->levels[level];
	if (t->blocks == UINT32_MAX)
		return err_set(err, ERR_LIMIT, "too large: %s", t->path);
	end_block(l, level);
	if (level > 0)
		memcpy(t->buffer + (size_t)t->buffered * TABLE_BLOCK, l->block, TABLE_BLOCK);
	*number_r = t->blocks++;
	return ++t->buffered == BUFFERED ? flush(t, err) : 0;
}

/* ---- Branches ---- */

static void add_branch(struct level *l, uint32_t child, const struct divider *d)
{
	unsigned char *p = new_item(l, (unsigned)d->n + 7);
	p = pack_be32(p, child);
	*p++ = (unsigned char)d->n;
	p = pack_raw(p, str_n((const char *)d->key, d->n));
	pack_be16(p, d->component);
}

/* A full block becomes an item of the level above. */
static int raise(struct table *t, unsigned level, uint32_t child, const struct divider *d, struct err *err)
{
	static const struct divider smallest = { .n = 0 };
	BUG_ON(level >= TABLE_LEVELS);
	struct level *l = &t->levels[level];
	if (l->block && fits(l, d->n + 7)) {
		add_branch(l, child, d);
		return 0;
	}
	if (l->block) {
		uint32_t number;
		if (put_block(t, level, &number, err) || raise(t, level + 1, number, &l->divider, err))
			return -1;
	}
	start_block(l, l->block ? l->block : xmalloc(TABLE_BLOCK));
	l->divider = *d;
	add_branch(l, child, &smallest);
	return 0;
}

/* ---- Leaves ---- */

static struct str last_key(const struct level *l)
{
	const unsigned char *entry = l->block + l->dir_end - 2;
	const unsigned char *item = l->block + (entry[0] << 8 | entry[1]);
	return str_n((const char *)item + 3, item[2]);
}

/* The shortest beginning of the key that is greater than all before it. */
static struct divider divide(struct str left, struct str key, unsigned component)
{
	struct divider d = { .component = component };
	size_t same = 0;
	while (same < left.n && same < key.n && left.p[same] == key.p[same])
		same++;
	d.n = same < key.n ? same + 1 : same;
	memcpy(d.key, key.p, d.n);
	return d;
}

static void first_leaf(struct table *t)
{
	struct level *l = &t->levels[0];
	start_block(l, t->buffer);
	/* The null item, which every table has before all others. */
	unsigned char *p = pack_be16(new_item(l, 3), TABLE_ITEM_LAST | TABLE_ITEM_FIRST);
	*p = 0;
}

/* The leaf is full: another one, for this key. */
static int next_leaf(struct table *t, struct str key, unsigned component, struct err *err)
{
	struct level *l = &t->levels[0];
	struct divider d = divide(last_key(l), key, component);
	uint32_t number;
	if (put_block(t, 0, &number, err) || raise(t, 1, number, &l->divider, err))
		return -1;
	start_block(l, t->buffer + (size_t)t->buffered * TABLE_BLOCK);
	l->divider = d;
	return 0;
}

/* One item; component 1 does not say its number. */
static int add_item(struct table *t, struct str key, unsigned component, unsigned flags, struct str tag,
		    struct err *err)
{
	size_t size = 3 + key.n + (component > 1 ? 2 : 0) + tag.n;
	struct level *l = &t->levels[0];
	if (!fits(l, size) && next_leaf(t, key, component, err))
		return -1;
	unsigned char *p = pack_be16(new_item(l, (unsigned)size), flags | t->packed | (unsigned)(size - 3));
	*p++ = (unsigned char)key.n;
	p = pack_raw(p, key);
	if (component > 1)
		p = pack_be16(p, component);
	pack_raw(p, tag);
	return 0;
}

/* Bytes of the first component of a long tag: so many that the rest of this leaf and of the
 * following ones is used up by whole items. */
static size_t first_part(const struct level *l, size_t key_n, size_t tag_n, size_t part)
{
	size_t overhead = key_n + 5, n = (l->low - l->dir_end) % (ITEM_MAX + 2);
	if (n > 2 + overhead) {
		n -= 2 + overhead;
		if (n >= (tag_n - 2) % part || n >= key_n + 34)
			return n + 2;
	}
	return part + 2;
}

static int add_long(struct table *t, struct str key, struct str tag, struct err *err)
{
	size_t part = ITEM_MAX - (key.n + 5), n = first_part(&t->levels[0], key.n, tag.n, part);
	if (tag.n / part >= COMPONENTS_MAX - 1)
		return err_set(err, ERR_LIMIT, "an entry of %zu bytes is too large for %s", tag.n, t->path);
	unsigned flags = TABLE_ITEM_FIRST;
	for (unsigned component = 1; tag.n > 0; component++) {
		if (n >= tag.n) {
			n = tag.n;
			flags |= TABLE_ITEM_LAST;
		}
		if (add_item(t, key, component, flags, str_n(tag.p, n), err))
			return -1;
		tag = str_sub(tag, n, tag.n);
		n = part;
		flags = 0;
	}
	return 0;
}

/* A tag that this leaf has no room for: its beginning here, the rest in the next one. */
static int add_across(struct table *t, struct str key, struct str tag, struct err *err)
{
	const struct level *l = &t->levels[0];
	size_t overhead = 2 + 3 + key.n, room = l->low - l->dir_end;
	if (room < overhead + SPLIT_MIN)
		return add_item(t, key, 1, TABLE_ITEM_FIRST | TABLE_ITEM_LAST, tag, err);
	size_t n = room - overhead;
	if (add_item(t, key, 1, TABLE_ITEM_FIRST, str_n(tag.p, n), err))
		return -1;
	return add_item(t, key, 2, TABLE_ITEM_LAST, str_sub(tag, n, tag.n), err);
}

int table_add(struct table *t, const void *key, size_t key_n, const void *tag, size_t tag_n, struct err *err)
{
	BUG_ON(key_n == 0 || key_n > TABLE_KEY_MAX);
	struct level *l = &t->levels[0];
	size_t size = 3 + key_n + tag_n;
	if (t->entries++ == 0)
		first_leaf(t);
	if (size > ITEM_MAX)
		return add_long(t, str_n(key, key_n), str_n(tag, tag_n), err);
	if (!fits(l, size))
		return add_across(t, str_n(key, key_n), str_n(tag, tag_n), err);
	unsigned char *p = pack_be16(new_item(l, (unsigned)size), TABLE_ITEM_FIRST | TABLE_ITEM_LAST | t->packed | (unsigned)(size - 3));
	*p++ = (unsigned char)key_n;
	pack_few(pack_few(p, key, key_n), tag, tag_n);
	return 0;
}

int table_add_packed(struct table *t, const void *key, size_t key_n, const void *tag, size_t tag_n, struct err *err)
{
	t->packed = TABLE_ITEM_PACKED;
	int rc = table_add(t, key, key_n, tag, tag_n, err);
	t->packed = 0;
	return rc;
}

/* The blocks that are not full, from the leaf up to the root. */
static int close_levels(struct table *t, struct table_root *root, struct err *err)
{
	for (unsigned level = 0;; level++) {
		struct level *l = &t->levels[level];
		if (put_block(t, level, &root->root, err))
			return -1;
		root->level = level;
		if (level + 1 == TABLE_LEVELS || !t->levels[level + 1].block)
			return flush(t, err);
		if (raise(t, level + 1, root->root, &l->divider, err))
			return -1;
	}
}

int table_finish(struct table *t, bool keep_empty, struct table_root *root_r, struct err *err)
{
	*root_r = (struct table_root){ .entries = t->entries, .fake = t->entries == 0 };
	if (!root_r->fake && close_levels(t, root_r, err))
		return -1;
	root_r->blocks = t->blocks;
	if (root_r->fake && !keep_empty)
		return unlink(t->path) ? err_errno(err, "removing %s", t->path) : 0;
	return fsync(t->fd) ? err_errno(err, "syncing %s", t->path) : 0;
}
