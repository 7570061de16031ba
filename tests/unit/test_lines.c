/* Lines as they come: ends, lengths, and that nothing is waited for. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <unistd.h>

#include "client/lines.h"

static struct err err;

/* A file of these bytes, open. */
static void open_file(struct lines *l, struct str bytes, size_t max)
{
	char path[] = "/tmp/karez-test-XXXXXX";
	int fd = mkstemp(path);
	assert_int_equal(write(fd, bytes.p, bytes.n), bytes.n);
	close(fd);
	assert_int_equal(lines_open(l, path, max, &err), 0);
	unlink(path);
}

static void reads_lines(void **state)
{
	(void)state;
	static const struct {
		struct str bytes;
		const char *want[5];	/* "!" in front of one that is too long */
	} rows[] = {
		{ STR(""), { NULL } },
		{ STR("\n"), { "" } },
		{ STR("a"), { "a" } },
		{ STR("a\nb\r\n\nc"), { "a", "b", "", "c" } },
		{ STR("12345678\n"), { "12345678" } },
		{ STR("123456789\nb"), { "!12345678", "b" } },
		{ STR("1234567890123456789"), { "!12345678" } },
		{ STR("\r\n\r"), { "", "" } },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct lines l;
		struct str line;
		open_file(&l, rows[i].bytes, 8);
		for (size_t k = 0; rows[i].want[k]; k++) {
			const char *want = rows[i].want[k];
			bool too_long = want[0] == '!';
			assert_int_equal(lines_next(&l, true, &line, &err), too_long ? LINES_TOO_LONG : LINES_LINE);
			assert_true(str_eqz(line, want + too_long));
			assert_int_equal(l.number, k + 1);
		}
		assert_int_equal(lines_next(&l, true, &line, &err), LINES_END);
		assert_int_equal(lines_next(&l, false, &line, &err), LINES_END);
		lines_close(&l);
	}
}

/* Far more than is read at a time. */
static void long_lines(void **state)
{
	(void)state;
	struct lines l;
	struct str line;
	size_t n = 300000;
	char *bytes = malloc(n);
	memset(bytes, 'x', n);
	bytes[n - 2] = '\n';
	open_file(&l, str_n(bytes, n), n);
	assert_int_equal(lines_next(&l, true, &line, &err), LINES_LINE);
	assert_int_equal(line.n, n - 2);
	assert_int_equal(lines_next(&l, true, &line, &err), LINES_LINE);
	assert_int_equal(line.n, 1);
	lines_close(&l);
	open_file(&l, str_n(bytes, n), 10);
	assert_int_equal(lines_next(&l, true, &line, &err), LINES_TOO_LONG);
	assert_true(l.in.cap < n);
	assert_int_equal(lines_next(&l, true, &line, &err), LINES_LINE);
	lines_close(&l);
	free(bytes);
}

static void nothing_is_waited_for(void **state)
{
	(void)state;
	int fds[2];
	struct str line;
	assert_int_equal(pipe(fds), 0);
	struct lines l = { .fd = fds[0], .name = "a pipe", .max = 8 };
	assert_int_equal(lines_next(&l, false, &line, &err), LINES_NONE_YET);
	assert_int_equal(write(fds[1], "a\nb", 3), 3);
	assert_int_equal(lines_next(&l, false, &line, &err), LINES_LINE);
	assert_int_equal(lines_next(&l, false, &line, &err), LINES_NONE_YET);
	close(fds[1]);
	assert_int_equal(lines_next(&l, false, &line, &err), LINES_LINE);
	assert_true(str_eqz(line, "b"));
	assert_int_equal(lines_next(&l, false, &line, &err), LINES_END);
	lines_close(&l);
}

static void what_cannot_be_read(void **state)
{
	(void)state;
	struct lines l;
	struct str line;
	assert_int_equal(lines_open(&l, "/nonexistent/x", 8, &err), -1);
	assert_int_equal(err.code, ERR_NOT_FOUND);
	assert_int_equal(lines_open(&l, "/tmp", 8, &err), 0);
	assert_int_equal(lines_next(&l, true, &line, &err), LINES_FAILED);
	assert_non_null(strstr(err.msg, "/tmp"));
	lines_close(&l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_lines),
		cmocka_unit_test(long_lines),
		cmocka_unit_test(nothing_is_waited_for),
		cmocka_unit_test(what_cannot_be_read),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
