/* Tables as files: items, dividers and levels where the format wants them; a full disk; the version file. */
#include "config.h"

#include "glass/table.h"

#include <signal.h>
#include <sys/resource.h>

#include "glass/pack.h"
#include "glass/version.h"
#include "tests/unit/store_fixture.h"

#define ROWS(a) (sizeof(a) / sizeof(*(a)))

static char *table_path(void **state)
{
	static char path[300];
	snprintf(path, sizeof(path), "%s/table", (const char *)*state);
	return path;
}

static unsigned be16(const struct buf *file, size_t at)
{
	assert_true(at + 2 <= file->n);
	return (unsigned)(unsigned char)file->p[at] << 8 | (unsigned char)file->p[at + 1];
}

static uint32_t be32(const struct buf *file, size_t at)
{
	return (uint32_t)be16(file, at) << 16 | be16(file, at + 2);
}

static struct buf finish(void **state, struct table *t, struct table_root *root)
{
	struct buf file = BUF_INIT;
	ok(table_finish(t, true, root, &ok_err));
	table_free(&t);
	assert_null(t);
	ok(fs_read(table_path(state), 0, &file, &ok_err));
	assert_int_equal(file.n, (size_t)root->blocks * TABLE_BLOCK);
	return file;
}

/* The example of the format: three keys, one leaf. */
static void test_leaf(void **state)
{
	static const struct {
		struct str key, tag;
	} rows[] = {
		{ { "car\0\0\1", 6 }, { "\x09\x02", 2 } }, { { "cat\0\0\1", 6 }, { "\x14\x41\x0c\x00", 4 } },
		{ { "cat\0\0\2", 6 }, { "\x03", 1 } },
	};
	static const unsigned char head[] = {
		0, 0, 0, 1, 0, 0x1f, 0xc8, 0x1f, 0xc8, 0, 0x13, 0x1f, 0xfd, 0x1f, 0xf2, 0x1f, 0xe5, 0x1f, 0xdb, 0, 0
	};
	static const unsigned char tail[] = {
		0x60, 7, 6, 'c', 'a', 't', 0, 0, 2, 3, 0x60, 10, 6, 'c', 'a', 't', 0, 0, 1, 0x14, 0x41, 0x0c, 0,
		0x60, 8, 6, 'c', 'a', 'r', 0, 0, 1, 9, 2, 0x60, 0, 0
	};
	struct table *t;
	struct table_root root;
	ok(table_open(table_path(state), &t, &ok_err));
	for (size_t i = 0; i < ROWS(rows); i++)
		ok(table_add(t, rows[i].key.p, rows[i].key.n, rows[i].tag.p, rows[i].tag.n, &ok_err));
	struct buf file = finish(state, t, &root);
	assert_int_equal(root.entries, 3);
	assert_int_equal(root.level, 0);
	assert_int_equal(root.root, 0);
	assert_false(root.fake);
	assert_memory_equal(file.p, head, sizeof(head));
	assert_memory_equal(file.p + file.n - sizeof(tail), tail, sizeof(tail));
	buf_fini(&file);
}

static void test_empty(void **state)
{
	struct table *t;
	struct table_root root;
	ok(table_open(table_path(state), &t, &ok_err));
	struct buf file = finish(state, t, &root);
	assert_true(root.fake);
	assert_int_equal(root.entries, 0);
	assert_int_equal(file.n, 0);
	struct err err;
	assert_int_equal(table_open(table_path(state), &t, &err), -1);
	assert_int_equal(unlink(table_path(state)), 0);
	ok(table_open(table_path(state), &t, &ok_err));
	ok(table_finish(t, false, &root, &ok_err));
	table_free(&t);
	assert_false(fs_exists(table_path(state)));
	buf_fini(&file);
}

/* A tag of 5000 bytes is cut as Xapian cuts it. */
static void test_components(void **state)
{
	struct table *t;
	struct table_root root;
	char tag[5000];
	memset(tag, 'x', sizeof(tag));
	ok(table_open(table_path(state), &t, &ok_err));
	ok(table_add(t, "\0\1", 2, tag, sizeof(tag), &ok_err));
	ok(table_add(t, "\0\2", 2, tag, 2038, &ok_err));	/* the most that is one item */
	struct buf file = finish(state, t, &root);
	static const struct {
		unsigned head, component;
	} rows[] = { { 0x6000, 0 }, { 0x27f4, 0 }, { 0x07f8, 2 }, { 0x43a6, 3 }, { 0x67f8, 0 } };
	assert_int_equal(root.entries, 2);
	assert_int_equal(be16(&file, 9), 11 + 2 * ROWS(rows));
	for (size_t i = 0; i < ROWS(rows); i++) {
		size_t item = be16(&file, 11 + 2 * i);
		assert_int_equal(be16(&file, item), rows[i].head);
		if (rows[i].component)
			assert_int_equal(be16(&file, item + 5), rows[i].component);
	}
	buf_fini(&file);
}

/* Tags of all lengths: a leaf is left with no more room than the beginning of a tag is worth, and both of its parts
 * are whole. */
static void test_leaves_are_full(void **state)
{
	struct table *t;
	struct table_root root;
	unsigned char key[4], tag[2037];	/* no longer than one item */
	size_t tags = 0, found = 0, across = 0;
	ok(table_open(table_path(state), &t, &ok_err));
	for (uint32_t i = 0; i < 5000; i++) {
		size_t n = i * 7919 % sizeof(tag);
		memset(tag, (int)(i & 0xff), n);
		pack_be32(key, i);
		ok(table_add(t, key, sizeof(key), tag, n, &ok_err));
		tags += n;
	}
	struct buf file = finish(state, t, &root);
	assert_int_equal(root.entries, 5000);
	for (size_t at = 0; at < file.n; at += TABLE_BLOCK) {
		unsigned items = (be16(&file, at + 9) - 11) / 2;
		if (file.p[at + 4] != 0)
			continue;
		assert_true(be16(&file, at + 7) < 60 || at + 3 * TABLE_BLOCK > file.n);
		for (unsigned i = 0; i < items; i++) {
			size_t item = at + be16(&file, at + 11 + 2 * i);
			unsigned head = be16(&file, item), first = head & TABLE_ITEM_FIRST;
			size_t before = 3 + (size_t)file.p[item + 2] + (first ? 0 : 2), n = (head & TABLE_ITEM_SIZE) + 3 - before;
			across += !first;
			assert_true(first || (i == 0 && be16(&file, item + 7) == 2));
			assert_true((head & TABLE_ITEM_LAST) || (i == items - 1 && n >= 40));
			for (size_t k = 0; k < n; k++)
				assert_int_equal(file.p[item + before + k], file.p[item + 6]);
			found += n;
		}
	}
	assert_int_equal(found, tags);
	assert_in_range(across, 400, 700);
	buf_fini(&file);
}

/* Components have numbers of 16 bits. */
static void test_too_long(void **state)
{
	const size_t n = (size_t)140 << 20;
	struct table *t;
	struct err err;
	char *tag = calloc(1, n);
	assert_non_null(tag);
	ok(table_open(table_path(state), &t, &ok_err));
	assert_int_equal(table_add(t, "k", 1, tag, n, &err), -1);
	assert_int_equal(err.code, ERR_LIMIT);
	table_free(&t);
	free(tag);
}

/* Follows the first and the last item of each branch down; checks the level on the way. */
static void check_spine(const struct buf *file, const struct table_root *root, bool last, unsigned leaf_entries)
{
	uint32_t block = root->root;
	for (unsigned level = root->level; level > 0; level--) {
		size_t at = (size_t)block * TABLE_BLOCK;
		assert_int_equal(file->p[at + 4], level);
		unsigned end = be16(file, at + 9);
		size_t item = at + be16(file, at + (last ? end - 2 : 11));
		block = be32(file, item);
		if (!last || end == 13)
			assert_int_equal(file->p[item + 4], 0);	/* everything smaller: an empty key */
	}
	assert_int_equal(file->p[(size_t)block * TABLE_BLOCK + 4], 0);
	if (leaf_entries)
		assert_int_equal((be16(file, (size_t)block * TABLE_BLOCK + 9) - 11) / 2, leaf_entries);
}

/* Keys so long that a few thousand make four levels. */
static void test_levels(void **state)
{
	struct table *t;
	struct table_root root;
	unsigned char key[TABLE_KEY_MAX];
	char tag[1700];
	memset(key, 'k', sizeof(key));
	memset(tag, 't', sizeof(tag));
	ok(table_open(table_path(state), &t, &ok_err));
	for (uint32_t i = 0; i < 100000; i++) {
		/* What tells two neighbours apart comes last: dividers are as long as they can be. */
		pack_be32(key + sizeof(key) - 4, i);
		ok(table_add(t, key, sizeof(key), tag, i % 4 ? 1 : sizeof(tag), &ok_err));
	}
	struct buf file = finish(state, t, &root);
	assert_int_equal(root.entries, 100000);
	assert_int_equal(root.level, 3);
	check_spine(&file, &root, false, 0);
	check_spine(&file, &root, true, 0);
	buf_fini(&file);
}

static void test_full_disk(void **state)
{
	struct table *t;
	struct err err;
	struct table_root root;
	char tag[2000] = "";
	struct rlimit small = { 1 << 20, RLIM_INFINITY }, before;
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &before);
	small.rlim_max = before.rlim_max;
	ok(table_open(table_path(state), &t, &ok_err));
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	int rc = 0;
	uint32_t i = 0;
	for (; i < 10000 && rc == 0; i++) {
		unsigned char key[4];
		pack_be32(key, i);
		rc = table_add(t, key, sizeof(key), tag, sizeof(tag), &err);
	}
	if (rc == 0)
		rc = table_finish(t, true, &root, &err);
	setrlimit(RLIMIT_FSIZE, &before);
	assert_int_equal(rc, -1);
	assert_in_range(i, 500, 2000);
	assert_int_equal(err.code, ERR_IO);
	assert_non_null(strstr(err.msg, table_path(state)));
	table_free(&t);
}

/* The example of the format, but that the three single leaves are in order. */
static void test_version(void **state)
{
	(void)state;
	static const unsigned char expected[] = {
		0x0f, 0x0d, 'X', 'a', 'p', 'i', 'a', 'n', ' ', 'G', 'l', 'a', 's', 's', 0x04, 0x6e,
		0xd9, 0xef, 0xd1, 0x00, 0x44, 0x09, 0x4a, 0x61, 0x9b, 0xff, 0xbe, 0x2f, 0x4c, 0xf1, 0xd1, 0xd6,
		0x01,
		0x00, 0x02, 0x09, 0x04, 0x00, 0x06, 0x01, 0x01, 0x00, 0x00, 0x00, 0x00,
		0x00, 0x02, 0x02, 0x04, 0x12, 0x06, 0x01, 0x01, 0x00, 0x00, 0x00, 0x00,
		0x00, 0x02, 0x05, 0x04, 0x12, 0x06, 0x01, 0x01, 0x00, 0x00, 0x00, 0x00,
		0x02, 0x06, 0xb8, 0x17, 0x04, 0x00, 0x06, 0x01, 0x07, 0x00, 0x00, 0x00, 0x00,
		0x00, 0x03, 0x00, 0x04, 0x12, 0x00,
		0x00, 0x03, 0x00, 0x04, 0x12, 0x00,
		0x03, 0x00, 0x01, 0x04, 0x02, 0x00, 0x07, 0x00,
	};
	struct version v = {
		.roots = {
			[TABLE_POSTLIST] = { .entries = 9, .blocks = 1 }, [TABLE_DOCDATA] = { .entries = 2, .blocks = 1 },
			[TABLE_TERMLIST] = { .entries = 5, .blocks = 1 },
			[TABLE_POSITION] = { .root = 2, .level = 1, .entries = 3000, .blocks = 7 },
			[TABLE_SPELLING] = { .fake = true }, [TABLE_SYNONYM] = { .fake = true },
		},
		.documents = 3, .shortest = 1, .longest = 6, .wdf_max = 4, .total_length = 7,
	};
	memcpy(v.uuid, expected + 16, sizeof(v.uuid));
	unsigned char bytes[VERSION_MAX];
	assert_int_equal(version_pack(bytes, &v), sizeof(expected));
	assert_memory_equal(bytes, expected, sizeof(expected));
	unsigned char other[VERSION_UUID];
	ok(version_uuid(other, &ok_err));
	assert_int_equal(other[6] >> 4, 4);
	assert_int_equal(other[8] >> 6, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_leaf, scratch_make, scratch_remove),
		cmocka_unit_test_setup_teardown(test_empty, scratch_make, scratch_remove),
		cmocka_unit_test_setup_teardown(test_components, scratch_make, scratch_remove),
		cmocka_unit_test_setup_teardown(test_leaves_are_full, scratch_make, scratch_remove),
		cmocka_unit_test_setup_teardown(test_too_long, scratch_make, scratch_remove),
		cmocka_unit_test_setup_teardown(test_levels, scratch_make, scratch_remove),
		cmocka_unit_test_setup_teardown(test_full_disk, scratch_make, scratch_remove),
		cmocka_unit_test(test_version),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
