/* The writer's lock: one holder, who is named, and who may die. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/fs.h"
#include "common/lock.h"

static char dir[64], path[96];

static int enter_dir(void **state)
{
	(void)state;
	strcpy(dir, "/tmp/karez-test-XXXXXX");
	if (!mkdtemp(dir))
		return -1;
	snprintf(path, sizeof(path), "%s/lock", dir);
	return 0;
}

static int leave_dir(void **state)
{
	(void)state;
	return fs_remove_tree(dir, NULL);
}

static void names_the_holder(void **state)
{
	(void)state;
	struct lock one = LOCK_INIT, two = LOCK_INIT;
	struct err err;
	char want[256];
	assert_int_equal(lock_acquire(&one, path, "karez-index", &err), 0);
	assert_int_equal(lock_acquire(&two, path, "karezd", &err), -1);
	assert_int_equal(err.code, ERR_LOCKED);
	assert_int_equal(two.fd, -1);
	snprintf(want, sizeof(want), "%s is being written by karez-index (pid %ld, since 20", dir, (long)getpid());
	assert_true(str_starts(str_of(err.msg), str_of(want)));
	assert_true(str_ends(str_of(err.msg), STR("Z)")));
	lock_release(&one);
	lock_release(&one);	/* harmless */
	assert_int_equal(lock_acquire(&two, path, "karezd", &err), 0);
	lock_release(&two);
	struct buf left = BUF_INIT;
	assert_int_equal(fs_read(path, 0, &left, &err), 0);
	assert_int_equal(left.n, 0);
	buf_fini(&left);
}

/* What the file holds is shown only when it looks as we write it. */
static void rubbish_is_not_shown(void **state)
{
	(void)state;
	static const struct { const char *text; bool shown; } rows[] = {
		{ "12 karez-index 2026-01-02T03:04:05Z\n", true },
		{ "12 karez-index 2026-01-02T03:04:05Z", true },
		{ "", false }, { "\n", false }, { "12", false }, { "12 x", false }, { "x y z\n", false },
		{ "0 x y\n", false }, { "-1 x y\n", false }, { "99999999999 x y\n", false },
		{ "12  y\n", false }, { "12 x y z\n", false }, { "12 \x1b[2J y\n", false }, { "12 x \xff\n", false },
		{ "12 123456789012345678901234567890123 y\n", false },
		{ "1 a b\n2 c d\n", false },
	};
	struct lock one = LOCK_INIT, two = LOCK_INIT;
	struct err err;
	assert_int_equal(lock_acquire(&one, path, "a", &err), 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		assert_int_equal(ftruncate(one.fd, 0), 0);
		assert_int_equal(pwrite(one.fd, rows[i].text, strlen(rows[i].text), 0), strlen(rows[i].text));
		assert_int_equal(lock_acquire(&two, path, "b", &err), -1);
		assert_int_equal(err.code, ERR_LOCKED);
		if ((strstr(err.msg, "(pid 12, since ") != NULL) != rows[i].shown ||
		    (strstr(err.msg, "by another program") == NULL) != rows[i].shown)
			fail_msg("row %zu: %s", i, err.msg);
	}
	char big[4096];
	memset(big, '1', sizeof(big));
	assert_int_equal(pwrite(one.fd, big, sizeof(big), 0), sizeof(big));
	assert_int_equal(lock_acquire(&two, path, "b", &err), -1);
	assert_non_null(strstr(err.msg, "by another program"));
	lock_release(&one);
}

static void a_dead_holder_holds_nothing(void **state)
{
	(void)state;
	struct lock l = LOCK_INIT;
	struct err err;
	int ready[2];
	char c;
	assert_int_equal(pipe(ready), 0);
	pid_t pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		if (lock_acquire(&l, path, "child", NULL) < 0 || write(ready[1], "x", 1) != 1)
			_exit(1);
		for (;;)
			pause();
	}
	close(ready[1]);
	assert_int_equal(read(ready[0], &c, 1), 1);
	close(ready[0]);
	assert_int_equal(lock_acquire(&l, path, "parent", &err), -1);
	assert_non_null(strstr(err.msg, "by child (pid "));
	kill(pid, SIGKILL);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	assert_int_equal(lock_acquire(&l, path, "parent", &err), 0);
	lock_release(&l);
}

static void needs_a_folder(void **state)
{
	(void)state;
	struct lock l = LOCK_INIT;
	struct err err;
	assert_int_equal(lock_acquire(&l, "/nonexistent/lock", "x", &err), -1);
	assert_int_equal(err.code, ERR_NOT_FOUND);
	assert_int_equal(l.fd, -1);
}

#define IN_DIR(test) cmocka_unit_test_setup_teardown(test, enter_dir, leave_dir)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_DIR(names_the_holder),
		IN_DIR(rubbish_is_not_shown),
		IN_DIR(a_dead_holder_holds_nothing),
		cmocka_unit_test(needs_a_folder),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
