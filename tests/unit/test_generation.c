/* Generations: building, switching, going back, and what a crash at any point leaves. */
#include "config.h"

#include <sys/stat.h>
#include <unistd.h>

#include "index/generation.h"
#include "tests/unit/store_fixture.h"

static const char *dir;

static int enter(void **state)
{
	int rc = scratch_make(state);
	dir = *state;
	return rc;
}

static void make_dir(const char *name)
{
	char *path = fs_join(dir, name);
	assert_int_equal(mkdir(path, 0755), 0);
	char *file = fs_join(path, "file");
	ok(fs_write_atomic(file, STR("x"), &ok_err));
	free(file);
	free(path);
}

static bool there(const char *name)
{
	char *path = fs_join(dir, name);
	struct stat st;
	bool found = lstat(path, &st) == 0;
	free(path);
	return found;
}

static void link_current(const char *target)
{
	char *path = fs_join(dir, "current");
	ok(fs_symlink_atomic(target, path, &ok_err));
	free(path);
}

/* Begin, fill, publish; gives the number. */
static uint64_t build(void)
{
	uint64_t number;
	char *path = NULL;
	ok(generation_begin(dir, &number, &path, &ok_err));
	assert_true(str_ends(str_of(path), STR(".new/db")));
	ok(fs_mkdirs(path, 0777, &ok_err));
	free(path);
	ok(generation_publish(dir, number, &ok_err));
	return number;
}

static uint64_t current(void)
{
	uint64_t number = 0;
	char *path = NULL, expected[400];
	ok(generation_current(dir, &number, &path, &ok_err));
	snprintf(expected, sizeof(expected), "%s/gen.%d", dir, (int)number);
	assert_string_equal(path, expected);
	assert_true(fs_is_dir(path));
	free(path);
	return number;
}

static void keeps_two(void **state)
{
	(void)state;
	uint64_t number;
	struct err err;
	assert_int_equal(generation_current(dir, &number, NULL, &err), -1);
	assert_int_equal(err.code, ERR_NOT_FOUND);
	for (uint64_t i = 1; i <= 4; i++) {
		assert_int_equal(build(), i);
		assert_int_equal(current(), i);
	}
	assert_false(there("gen.1"));
	assert_false(there("gen.2"));
	assert_true(there("gen.3"));
	assert_true(there("gen.4"));
	assert_false(there("gen.4.new"));
}

static void goes_back(void **state)
{
	(void)state;
	uint64_t from, to;
	struct err err;
	assert_int_equal(generation_rollback(dir, &from, &to, &err), -1);
	assert_int_equal(err.code, ERR_NOT_FOUND);
	build();
	assert_int_equal(generation_rollback(dir, &from, &to, &err), -1);
	assert_int_equal(err.code, ERR_NOT_FOUND);
	assert_int_equal(current(), 1);
	build();
	ok(generation_rollback(dir, &from, &to, &ok_err));
	assert_int_equal(from, 2);
	assert_int_equal(to, 1);
	assert_int_equal(current(), 1);
	/* The next one replaces the bad one and keeps what was served. */
	assert_int_equal(build(), 3);
	assert_true(there("gen.1"));
	assert_false(there("gen.2"));
	ok(generation_rollback(dir, &from, &to, &ok_err));
	assert_int_equal(to, 1);
}

static void abandons(void **state)
{
	(void)state;
	build();
	uint64_t number;
	char *path = NULL;
	ok(generation_begin(dir, &number, &path, &ok_err));
	ok(fs_mkdirs(path, 0777, &ok_err));
	generation_abandon(dir, number);
	generation_abandon(dir, number);
	assert_false(fs_exists(path));
	assert_int_equal(current(), 1);
	free(path);
}

/* What the steps of a build leave when it dies there: the served generation is whole, and the next
 * build works and cleans up. */
static void survives_crashes(void **state)
{
	(void)state;
	static const struct {
		const char *leftovers[3];
		uint64_t next;		/* number of the next build, after 2 is served */
	} rows[] = {
		{ { "gen.3.new" }, 3 },				/* while building */
		{ { "gen.3" }, 4 },				/* renamed, not switched */
		{ { "gen.3", "current.77-1.tmp" }, 4 },		/* while switching */
		{ { "gen.7.new", "gen.9.new", "gen.3" }, 4 },
		{ { "gen.x", "gen.", "notes" }, 3 },		/* not ours: left alone */
		{ { "gen.1" }, 3 },				/* old one not yet removed */
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		ok(fs_remove_tree(dir, &ok_err));
		assert_int_equal(mkdir(dir, 0755), 0);
		make_dir("gen.2");
		link_current("gen.2");
		for (int j = 0; j < 3 && rows[i].leftovers[j]; j++)
			make_dir(rows[i].leftovers[j]);
		assert_int_equal(current(), 2);
		assert_int_equal(build(), rows[i].next);
		assert_int_equal(current(), rows[i].next);
		assert_true(there("gen.2"));
		for (int j = 0; j < 3 && rows[i].leftovers[j]; j++) {
			uint64_t number;
			struct str name = str_of(rows[i].leftovers[j]);
			bool ours = str_ends(name, STR(".new")) || str_ends(name, STR(".tmp")) ||
				    str_to_u64(str_sub(name, 4, name.n), 1, 100, &number);
			if (str_eqz(name, "gen.3") && rows[i].next == 3)
				continue;
			assert_int_equal(there(rows[i].leftovers[j]), !ours);
		}
	}
}

/* The first build died after its rename: nothing is served, and the next build takes over. */
static void survives_a_crash_of_the_first_build(void **state)
{
	(void)state;
	make_dir("gen.1");
	uint64_t number;
	struct err err;
	assert_int_equal(generation_current(dir, &number, NULL, &err), -1);
	assert_int_equal(err.code, ERR_NOT_FOUND);
	assert_int_equal(build(), 2);
	assert_false(there("gen.1"));
}

static void refuses_links_that_are_not_ours(void **state)
{
	(void)state;
	static const char *targets[] = {
		"gen.0", "gen.-1", "gen.1.new", "/etc", "gen.18446744073709551616", "gen.1/..", "generation"
	};
	for (size_t i = 0; i < sizeof(targets) / sizeof(*targets); i++) {
		uint64_t number;
		struct err err;
		link_current(targets[i]);
		assert_int_equal(generation_current(dir, &number, NULL, &err), -1);
		assert_int_equal(err.code, ERR_CORRUPT);
	}
}

static void fails_without_a_folder(void **state)
{
	(void)state;
	uint64_t number;
	char *path = NULL;
	struct err err;
	assert_int_equal(generation_begin("/nonexistent/x", &number, &path, &err), -1);
	assert_int_equal(err.code, ERR_NOT_FOUND);
	assert_int_equal(generation_publish(dir, 5, &err), -1);
	assert_false(there("current"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, enter, scratch_remove)
		T(keeps_two),
		T(goes_back),
		T(abandons),
		T(survives_crashes),
		T(survives_a_crash_of_the_first_build),
		T(refuses_links_that_are_not_ours),
		T(fails_without_a_folder),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
