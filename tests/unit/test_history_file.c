/* The file of the history: what is added stays, whoever adds; what is too much or no history goes. */
#include "config.h"

#include "tests/unit/arena_fixture.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "client/history_file.h"
#include "common/fs.h"

#define HEAD "_head_\n"

static char dir[64], path[96];

static int setup(void **state)
{
	(void)state;
	strcpy(dir, "/tmp/karez-test-XXXXXX");
	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/state/karez/history", dir);
	return 0;
}

static int teardown(void **state)
{
	static const char *const names[] = { "state/karez/history", "state/karez", "state", "" };
	char name[160];
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		snprintf(name, sizeof(name), "%s/%s", dir, names[i]);
		if (remove(name) < 0 && i > 0)
			fail_msg("%s is not empty", name);
	}
	return empty_arena(state);
}

static void add(const char *line, size_t most)
{
	struct err err;
	if (history_append(path, STR(HEAD), str_of(line), most, &arena, &err) < 0)
		fail_msg("%s", err.msg);
}

static void put(struct str text)
{
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	assert_int_equal(fwrite(text.p, 1, text.n, f), text.n);
	assert_int_equal(fclose(f), 0);
}

static struct str contents(void)
{
	struct buf b = BUF_INIT;
	struct err err;
	assert_int_equal(fs_read(path, 64u << 20, &b, &err), 0);
	struct str s = arena_str(&arena, buf_str(&b));
	buf_fini(&b);
	return s;
}

static void lines_are_added(void **state)
{
	(void)state;
	struct stat st;
	add("a\n", 3);
	assert_str(contents(), HEAD "a\n");
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	/* what is there before, and behind a line more; three are kept */
	static const struct { const char *before, *after; } rows[] = {
		{ HEAD "a\n", HEAD "a\nx\n" },
		{ HEAD "a\nb\n", HEAD "a\nb\nx\n" },
		{ HEAD "a\nb\nc\n", HEAD "b\nc\nx\n" },
		{ HEAD "a\nb\nc\nd\ne\nf\n", HEAD "e\nf\nx\n" },
		{ HEAD, HEAD "x\n" },
		{ "", HEAD "x\n" },
		{ "another file\n", HEAD "x\n" },
		{ "_head", HEAD "x\n" },
		{ HEAD "a\ncut o", HEAD "a\nx\n" },
		{ HEAD "cut o", HEAD "x\n" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		put(str_of(rows[i].before));
		add("x\n", 3);
		assert_str(contents(), rows[i].after);
	}
}

/* However long lines and files are, at the bound of bytes and past it. */
static void files_are_bounded(void **state)
{
	(void)state;
	add("a\n", 1000);
	for (size_t more = 0; more < 2; more++) {
		struct buf b = BUF_INIT;
		buf_puts(&b, HEAD "first\n");
		while (b.n < HISTORY_MOST_BYTES - 3 + more)
			buf_putc(&b, 'y');
		buf_putc(&b, '\n');
		put(buf_str(&b));
		add("x\n", 1000);
		assert_int_equal(contents().n, more ? HISTORY_MOST_BYTES + 1 - strlen("first\n") : HISTORY_MOST_BYTES);
		/* far too long */
		buf_reset(&b);
		buf_puts(&b, HEAD);
		while (b.n < 4 * HISTORY_MOST_BYTES)
			buf_printf(&b, "line %zu\n", b.n);
		put(buf_str(&b));
		add("x\n", 1000);
		struct str got = contents();
		assert_true(str_starts(got, STR(HEAD "line ")) && str_ends(got, STR("\nx\n")));
		assert_in_range(got.n, 8000, 20000);
		buf_fini(&b);
	}
}

static void prompts_side_by_side(void **state)
{
	(void)state;
	enum { PROMPTS = 4, LINES = 100, MOST = 250 };
	for (int i = 0; i < PROMPTS; i++)
		if (fork() == 0) {
			char line[32];
			for (int k = 0; k < LINES; k++) {
				snprintf(line, sizeof(line), "%d %d\n", i, k);
				add(line, MOST);
			}
			_exit(0);
		}
	for (int i = 0, status; i < PROMPTS; i++) {
		assert_true(wait(&status) > 0);
		assert_int_equal(status, 0);
	}
	struct str text = contents(), line, number;
	int next[PROMPTS] = { 0 }, n = 0;
	assert_true(str_cut(&text, '\n', &line) && str_eqz(line, "_head_"));
	/* Of each prompt the last ones without a gap. */
	for (; str_cut(&text, '\n', &line) && line.n; n++) {
		uint64_t prompt = 0, k = 0;
		assert_true(str_cut(&line, ' ', &number) && str_to_u64(number, 0, PROMPTS - 1, &prompt) && str_to_u64(line, 0, LINES - 1, &k));
		assert_true(next[prompt] == 0 || next[prompt] == (int)k);
		next[prompt] = (int)k + 1;
	}
	assert_int_equal(n, MOST);
	for (int i = 0; i < PROMPTS; i++)
		assert_true(next[i] == 0 || next[i] == LINES);
}

static void no_place_for_it(void **state)
{
	(void)state;
	struct err err;
	add("a\n", 3);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(symlink("elsewhere", path), 0);
	assert_int_equal(history_append(path, STR(HEAD), STR("x\n"), 3, &arena, &err), -1);
	assert_non_null(strstr(err.msg, path));
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(lines_are_added), TEST(files_are_bounded), TEST(prompts_side_by_side), TEST(no_place_for_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
