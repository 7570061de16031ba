/* Files and folders: limits, durable writes, trees with symbolic links in them. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/fs.h"

static char dir[64];	/* of the test that runs; the working folder is this one */

static int enter_dir(void **state)
{
	(void)state;
	strcpy(dir, "/tmp/karez-test-XXXXXX");
	return mkdtemp(dir) && chdir(dir) == 0 ? 0 : -1;
}

static int leave_dir(void **state)
{
	(void)state;
	return chdir("/") == 0 ? fs_remove_tree(dir, NULL) : -1;
}

static void put(const char *path, struct str bytes)
{
	struct err err;
	if (fs_write_atomic(path, bytes, &err) < 0)
		fail_msg("%s", err.msg);
}

static void reads_up_to_the_limit(void **state)
{
	(void)state;
	static const struct { size_t size, max; enum err_code code; } rows[] = {
		{ 0, 0, ERR_NONE }, { 0, 1, ERR_NONE }, { 5, 5, ERR_NONE }, { 5, 4, ERR_LIMIT },
		{ 200000, 0, ERR_NONE }, { 200000, 200000, ERR_NONE }, { 200001, 200000, ERR_LIMIT },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct buf in = BUF_INIT, out = BUF_INIT;
		struct err err = { .code = ERR_NONE };
		for (size_t k = 0; k < rows[i].size; k++)
			buf_putc(&in, (char)(k * 7));
		put("f", buf_str(&in));
		buf_puts(&out, "before");
		int rc = fs_read("f", rows[i].max, &out, &err);
		assert_int_equal(rc, rows[i].code ? -1 : 0);
		assert_int_equal(err.code, rows[i].code);
		assert_int_equal(out.n, 6 + (rc ? 0 : rows[i].size));
		assert_true(str_eq(str_sub(buf_str(&out), 6, out.n), rc ? STR_NONE : buf_str(&in)));
		buf_fini(&in);
		buf_fini(&out);
	}
}

static void reads_what_has_no_size(void **state)
{
	(void)state;
	struct buf out = BUF_INIT;
	struct err err;
	assert_int_equal(fs_read("/proc/self/status", 0, &out, &err), 0);
	assert_true(str_find(buf_str(&out), STR("Pid:")) >= 0);
	buf_reset(&out);
	assert_int_equal(fs_read("/proc/self/status", 10, &out, &err), -1);
	assert_int_equal(err.code, ERR_LIMIT);
	assert_int_equal(out.n, 0);
	buf_fini(&out);
}

static void names_what_cannot_be_read(void **state)
{
	(void)state;
	struct buf out;
	struct err err;
	buf_init(&out, 3);
	assert_int_equal(fs_read("absent", 0, &out, &err), -1);
	assert_int_equal(err.code, ERR_NOT_FOUND);
	assert_non_null(strstr(err.msg, "absent: No such file"));
	assert_int_equal(fs_read(".", 0, &out, &err), -1);
	assert_int_equal(err.code, ERR_IO);
	put("f", STR("abcd"));
	assert_int_equal(fs_read("f", 0, &out, &err), -1);
	assert_int_equal(err.code, ERR_LIMIT);
	buf_fini(&out);
}

static void writes_all_or_nothing(void **state)
{
	(void)state;
	struct buf out = BUF_INIT;
	struct err err;
	struct stat st;
	uint64_t size;
	put("f", STR("old"));
	put("f", STR("new and longer"));
	assert_int_equal(fs_read("f", 0, &out, &err), 0);
	assert_string_equal(out.p, "new and longer");
	mode_t mask = umask(0);
	umask(mask);
	assert_int_equal(stat("f", &st), 0);
	assert_int_equal(st.st_mode & 0777, 0666 & ~mask);
	assert_int_equal(fs_write_atomic("absent/f", STR("x"), &err), -1);
	assert_int_equal(err.code, ERR_NOT_FOUND);
	/* A folder of that name stays, and so does no temporary file. */
	assert_int_equal(fs_mkdirs("d/d", 0777, &err), 0);
	assert_int_equal(fs_write_atomic("d", STR("12345"), &err), -1);
	assert_true(fs_is_dir("d/d"));
	assert_int_equal(fs_tree_size(".", &size, &err), 0);
	assert_int_equal(size, 14);
	buf_fini(&out);
}

/* The system refuses in the middle of the file: the old one stays, nothing else is left. */
static void keeps_the_old_file_when_the_disk_is_full(void **state)
{
	(void)state;
	struct rlimit old, small;
	struct err err;
	uint64_t size;
	char bytes[1000] = "";
	put("f", STR("old"));
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	small = old;
	small.rlim_cur = 100;
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	int rc = fs_write_atomic("f", str_n(bytes, sizeof(bytes)), &err);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
	assert_int_equal(rc, -1);
	assert_int_equal(err.code, ERR_IO);
	assert_non_null(strstr(err.msg, "writing f."));
	assert_int_equal(fs_tree_size(".", &size, &err), 0);
	assert_int_equal(size, 3);
}

static void makes_folders(void **state)
{
	(void)state;
	static const char *const good[] = { "a", "a/b/c", "a/b/c", "x//y/", ".", "..", "a/../z", "/", "/tmp" };
	struct err err;
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
		if (fs_mkdirs(good[i], 0777, &err) < 0)
			fail_msg("%s", err.msg);
		assert_true(fs_is_dir(good[i]));
	}
	put("file", STR(""));
	assert_int_equal(fs_mkdirs("file", 0777, &err), -1);
	assert_int_equal(err.code, ERR_EXISTS);
	assert_int_equal(fs_mkdirs("file/x", 0777, &err), -1);
	assert_non_null(strstr(err.msg, "file/x"));
	assert_int_equal(fs_mkdirs("", 0777, &err), -1);
}

static void removes_trees_but_nothing_behind_links(void **state)
{
	(void)state;
	struct err err;
	assert_int_equal(fs_mkdirs("keep/inner", 0777, &err), 0);
	put("keep/inner/f", STR("x"));
	assert_int_equal(fs_mkdirs("tree/a/b/c/d/e", 0777, &err), 0);
	put("tree/a/f", STR("x"));
	put("tree/a/b/.hidden", STR("x"));
	assert_int_equal(symlink("../../keep", "tree/a/out"), 0);
	assert_int_equal(symlink("nowhere", "tree/dangling"), 0);
	assert_int_equal(mkfifo("tree/fifo", 0600), 0);
	assert_int_equal(fs_remove_tree("tree", &err), 0);
	assert_false(fs_exists("tree"));
	assert_int_equal(symlink("keep", "link"), 0);
	assert_int_equal(fs_remove_tree("link/", &err), 0);
	struct stat st;
	assert_int_equal(lstat("link", &st), -1);
	assert_true(fs_exists("keep/inner/f"));
	assert_int_equal(fs_remove_tree("keep/inner/f", &err), 0);
	assert_int_equal(fs_remove_tree("keep", &err), 0);
	assert_int_equal(fs_remove_tree("keep", &err), 0);	/* absent is fine */
	assert_int_equal(fs_remove_tree("", &err), -1);
	assert_int_equal(fs_remove_tree("/", &err), -1);
	assert_int_equal(fs_remove_tree("//", &err), -1);
}

static void links_are_switched(void **state)
{
	(void)state;
	struct err err;
	char to[16] = "";
	assert_int_equal(fs_symlink_atomic("one", "current", &err), 0);
	assert_int_equal(fs_symlink_atomic("two", "current", &err), 0);
	assert_int_equal(readlink("current", to, sizeof(to) - 1), 3);
	assert_string_equal(to, "two");
	assert_int_equal(fs_symlink_atomic("one", "absent/current", &err), -1);
	assert_int_equal(err.code, ERR_NOT_FOUND);
}

static void syncs_and_measures_trees(void **state)
{
	(void)state;
	struct err err;
	uint64_t size = 1;
	assert_int_equal(fs_mkdirs("t/a", 0777, &err), 0);
	assert_int_equal(fs_tree_size("t", &size, &err), 0);
	assert_int_equal(size, 0);
	put("t/x", STR("123"));
	put("t/a/y", STR("4567"));
	assert_int_equal(symlink("/usr", "t/a/out"), 0);
	assert_int_equal(symlink("t", "current"), 0);
	assert_int_equal(fs_tree_size("current", &size, &err), 0);
	assert_int_equal(size, 7);
	assert_int_equal(fs_sync_tree("current", &err), 0);
	assert_int_equal(fs_fsync("t", &err), 0);
	assert_int_equal(fs_fsync("t/x", &err), 0);
	assert_int_equal(fs_fsync("absent", &err), -1);
	assert_int_equal(fs_sync_tree("absent", &err), -1);
	assert_int_equal(fs_tree_size("absent", &size, &err), -1);
	assert_int_equal(err.code, ERR_NOT_FOUND);
}

static void takes_names_apart(void **state)
{
	(void)state;
	static const struct { const char *path, *base; } base[] = {
		{ "a", "a" }, { "a/b", "b" }, { "/a", "a" }, { "x/", "x/" }, { "a/x/", "x/" }, { "/", "/" }, { "", "" },
	};
	static const struct { const char *a, *b, *out; } join[] = {
		{ "a", "b", "a/b" }, { "a/", "b", "a/b" }, { "/", "b", "/b" }, { "", "b", "b" },
	};
	for (size_t i = 0; i < sizeof(base) / sizeof(*base); i++)
		assert_string_equal(fs_basename(base[i].path), base[i].base);
	for (size_t i = 0; i < sizeof(join) / sizeof(*join); i++) {
		char *p = fs_join(join[i].a, join[i].b);
		assert_string_equal(p, join[i].out);
		free(p);
	}
}

#define IN_DIR(test) cmocka_unit_test_setup_teardown(test, enter_dir, leave_dir)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_DIR(reads_up_to_the_limit),
		IN_DIR(reads_what_has_no_size),
		IN_DIR(names_what_cannot_be_read),
		IN_DIR(writes_all_or_nothing),
		IN_DIR(keeps_the_old_file_when_the_disk_is_full),
		IN_DIR(makes_folders),
		IN_DIR(removes_trees_but_nothing_behind_links),
		IN_DIR(links_are_switched),
		IN_DIR(syncs_and_measures_trees),
		cmocka_unit_test(takes_names_apart),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
