/* Log lines: form, levels, length, and that no outside byte forges one. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/log.h"
#include "common/utf8.h"

#define N(a) (sizeof(a) / sizeof(*(a)))
#define TIME_LEN (sizeof("2026-01-02T03:04:05Z ") - 1)

static int saved_stderr, caught;	/* standard error of the test, and the file in its place */
static char text[1 << 20];

static int catch_stderr(void **state)
{
	(void)state;
	char name[] = "/tmp/karez-test-XXXXXX";
	unsetenv("JOURNAL_STREAM");
	caught = mkstemp(name);
	if (caught < 0 || unlink(name) < 0)
		return -1;
	saved_stderr = dup(STDERR_FILENO);
	log_init("test", LOG_LEVEL_INFO, false);
	/* Appending, as a log file is opened: threads must not write over each other. */
	return dup2(caught, STDERR_FILENO) < 0 || fcntl(STDERR_FILENO, F_SETFL, O_APPEND) < 0 ? -1 : 0;
}

static int restore_stderr(void **state)
{
	(void)state;
	dup2(saved_stderr, STDERR_FILENO);
	close(saved_stderr);
	return close(caught);
}

/* What was logged since the last call. */
static struct str logged(void)
{
	ssize_t n = pread(caught, text, sizeof(text) - 1, 0);
	assert_true(n >= 0);
	assert_int_equal(ftruncate(caught, 0), 0);
	text[n] = '\0';
	return str_n(text, (size_t)n);
}

static void lines_have_time_level_event_values(void **state)
{
	(void)state;
	errno = ENOENT;
	log_info("listen", "addr=%s n=%d", "unix:/x", 3);
	assert_int_equal(errno, ENOENT);
	struct str s = logged();
	assert_int_equal(s.p[TIME_LEN - 2], 'Z');
	assert_string_equal(s.p + TIME_LEN, "info listen addr=unix:/x n=3\n");
	log_error("x", "%s", "");
	log_warn("y", "a=1");
	log_debug("z", "a=1");
	s = logged();
	assert_true(str_find(s, STR(" error x \n")) > 0);
	assert_true(str_find(s, STR(" warn y a=1\n")) > 0);
	assert_true(str_find(s, STR("debug")) < 0);
}

static void the_level_can_be_changed(void **state)
{
	(void)state;
	static const struct { const char *name; unsigned lines; } rows[] = {
		{ "error", 1 }, { "warn", 2 }, { "info", 3 }, { "debug", 4 },
	};
	enum log_level level;
	for (size_t i = 0; i < N(rows); i++) {
		assert_true(log_level_parse(str_of(rows[i].name), &level));
		log_set_level(level);
		for (int l = LOG_LEVEL_ERROR; l <= LOG_LEVEL_DEBUG; l++)
			log_write((enum log_level)l, "e", "l=%d", l);
		struct str s = logged(), line;
		unsigned n = 0;
		while (str_cut(&s, '\n', &line) && line.n)
			n++;
		assert_int_equal(n, rows[i].lines);
		assert_true(log_enabled(level));
		assert_int_equal(log_enabled(LOG_LEVEL_DEBUG), level == LOG_LEVEL_DEBUG);
	}
	static const char *const bad[] = { "", "Info", "infos", "warning", "3", " info" };
	for (size_t i = 0; i < N(bad); i++)
		assert_false(log_level_parse(str_of(bad[i]), &level));
}

static void long_lines_are_cut(void **state)
{
	(void)state;
	char value[3000];
	for (size_t n = 900; n < 1100; n++) {
		memset(value, 'x', n);
		value[n] = '\0';
		log_info("e", "v=%s", value);
		struct str s = logged();
		size_t whole = TIME_LEN + strlen("info e v=\n") + n;
		assert_int_equal(s.n, whole <= 1023 ? whole : 1023);
		assert_int_equal(s.p[s.n - 1], '\n');
		assert_int_equal(str_ends(s, STR("...\n")), whole > 1023);
	}
	for (size_t n = 0; n < 4; n++) {	/* never in the middle of a character */
		memset(value, 'x', n);
		for (size_t i = n; i < sizeof(value) - 3; i += 3)
			memcpy(value + i, "\xe2\x82\xac", 4);
		log_info("e", "v=%s", value);
		struct str s = logged();
		assert_true(utf8_valid(s));
		assert_true(str_ends(s, STR("\xac...\n")));
		assert_in_range(s.n, 1020, 1023);
	}
}

static void control_bytes_cannot_forge_a_line(void **state)
{
	(void)state;
	log_info("e", "v=%s", "a\nerror forged\r\x1b[31m\x7f");
	struct str s = logged();
	assert_string_equal(s.p + TIME_LEN, "info e v=a error forged  [31m \n");
}

static void *log_many(void *arg)
{
	for (int i = 0; i < 500; i++)
		log_info("thread", "id=%s n=%d", (const char *)arg, i);
	return NULL;
}

static void lines_of_threads_stay_whole(void **state)
{
	(void)state;
	pthread_t threads[4];
	static char ids[4][2] = { "a", "b", "c", "d" };
	for (size_t i = 0; i < N(threads); i++)
		assert_int_equal(pthread_create(&threads[i], NULL, log_many, ids[i]), 0);
	for (size_t i = 0; i < N(threads); i++)
		pthread_join(threads[i], NULL);
	struct str s = logged(), line;
	unsigned n = 0;
	for (; str_cut(&s, '\n', &line) && line.n; n++)
		assert_true(str_starts(str_sub(line, TIME_LEN, line.n), STR("info thread id=")));
	assert_int_equal(n, 2000);
}

static void the_journal_gets_the_priority_instead_of_the_time(void **state)
{
	(void)state;
	struct stat st;
	char stream[64];
	assert_int_equal(fstat(STDERR_FILENO, &st), 0);
	snprintf(stream, sizeof(stream), "%ju:%ju", (uintmax_t)st.st_dev, (uintmax_t)st.st_ino);
	setenv("JOURNAL_STREAM", stream, 1);
	log_init("test", LOG_LEVEL_INFO, false);
	log_error("e", "a=1");
	log_info("e", "a=1");
	assert_string_equal(logged().p, "<3>error e a=1\n<6>info e a=1\n");
	setenv("JOURNAL_STREAM", "8:1", 1);	/* inherited, but our stderr goes elsewhere */
	log_init("test", LOG_LEVEL_INFO, false);
	log_info("e", "a=1");
	assert_true(str_ends(logged(), STR("Z info e a=1\n")));
}

static void syslog_leaves_stderr_alone(void **state)
{
	(void)state;
	log_init("test", LOG_LEVEL_INFO, true);
	log_info("e", "a=1");
	assert_int_equal(logged().n, 0);
	log_init("test", LOG_LEVEL_INFO, false);
	log_info("e", "a=1");
	assert_true(logged().n > 0);
}

static void quotes_outside_bytes(void **state)
{
	(void)state;
	static const struct { struct str in; const char *out; } rows[] = {
		{ { NULL, 0 }, "\"\"" },
		{ { "a b", 3 }, "\"a b\"" },
		{ { "a\"b\\", 4 }, "\"a\\\"b\\\\\"" },
		{ { "\n\r\t\0\x1b", 5 }, "\"\\n\\r\\t\\x00\\x1b\"" },
		{ { "\x7f\xff", 2 }, "\"\\x7f\\xff\"" },
		{ { "\xd0\xb9\xf0\x9f\x98\x80", 6 }, "\"\xd0\xb9\xf0\x9f\x98\x80\"" },
		{ { "\xc2\x9b\xc2\xa0", 4 }, "\"\\xc2\\x9b\xc2\xa0\"" },	/* CSI as one character */
		{ { "\xd0", 1 }, "\"\\xd0\"" },
		{ { "\xed\xa0\x80", 3 }, "\"\\xed\\xa0\\x80\"" },
	};
	char out[64];
	for (size_t i = 0; i < N(rows); i++)
		assert_string_equal(log_quote(out, sizeof(out), rows[i].in), rows[i].out);
}

static void long_quotes_are_cut(void **state)
{
	(void)state;
	char in[1000], out[1000];
	memset(in, 'x', sizeof(in));
	for (size_t n = 198; n < 203; n++) {
		log_quote(out, sizeof(out), str_n(in, n));
		assert_int_equal(strlen(out), n <= 200 ? n + 2 : 205);
		assert_int_equal(str_ends(str_of(out), STR("...\"")), n > 200);
	}
	/* At any size of out it stays within, whole and closed. */
	static const char *const mixed[] = { "xxxxxxxxxxxxxx", "\n\n\n\n\n\n\n", "\x01\x02\x03\x04", "\xf0\x9f\x98\x80\xf0\x9f\x98\x80" };
	for (size_t size = 8; size < 40; size++) {
		for (size_t i = 0; i < N(mixed); i++) {
			memset(out, '#', sizeof(out));
			log_quote(out, size, str_of(mixed[i]));
			assert_true(strlen(out) < size);
			assert_int_equal(out[size], '#');
			assert_true(utf8_valid(str_of(out)));
			assert_true(str_starts(str_of(out), STR("\"")) && str_ends(str_of(out), STR("\"")));
		}
	}
}

#define CAUGHT(test) cmocka_unit_test_setup_teardown(test, catch_stderr, restore_stderr)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CAUGHT(lines_have_time_level_event_values),
		CAUGHT(the_level_can_be_changed),
		CAUGHT(long_lines_are_cut),
		CAUGHT(control_bytes_cannot_forge_a_line),
		CAUGHT(lines_of_threads_stay_whole),
		CAUGHT(the_journal_gets_the_priority_instead_of_the_time),
		CAUGHT(syslog_leaves_stderr_alone),
		cmocka_unit_test(quotes_outside_bytes),
		cmocka_unit_test(long_quotes_are_cut),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
