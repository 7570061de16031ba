/* Files of records, the feeding side: batches, numbers of lines, the end and what it says. */
#include "config.h"

#include "tests/unit/store_fixture.h"

#include <sys/stat.h>
#include <unistd.h>

#include "indexer/source_records.h"

static const struct read_limits limits = { .part = 1000, .whole = 1000, .max_file_size = 1 << 30 };
static atomic_bool stopping;

static struct records *open_as(enum input input, struct work_file *file, const char *text)
{
	struct err err;
	file->path = STR("records.ndjson");
	file->shown = file->path;
	file->input = input;
	ok(fs_write_atomic(file->path.p, str_of(text), &err));
	struct records *r = records_new(&limits, file, &stopping);
	ok(records_open(r, &ok_err));
	return r;
}

static struct records *open_records(struct work_file *file, const char *text)
{
	return open_as(INPUT_NDJSON, file, text);
}

/* The next unit as "1:{first} 3:{second} 4!" (! is too long), or "end KIND". */
static void next_is(struct records *r, const char *expected)
{
	struct unit *u;
	struct buf got = BUF_INIT;
	assert_int_equal(records_next(r, &u), 1);
	if (u->kind == UNIT_RECORDS_END)
		buf_printf(&got, "end %d", u->outcome.kind);
	for (size_t i = 0; i < u->n_lines; i++) {
		const struct unit_line *l = &u->lines[i];
		buf_printf(&got, "%llu", (unsigned long long)l->number);
		if (l->too_long)
			buf_puts(&got, "! ");
		else
			buf_printf(&got, ":%.*s ", (int)l->length, u->text.p + l->start);
	}
	assert_string_equal(got.n ? got.p : "", expected);
	buf_fini(&got);
	unit_free(u);
}

static void numbers_lines(void **state)
{
	assert_int_equal(chdir(*state), 0);
	static char text[5000];
	struct work_file file = { .size = 0 };
	struct unit *u;
	snprintf(text, sizeof(text), "{a}\n\n  \n{b}\r\n%01001d\n{c}", 0);
	struct records *r = open_records(&file, text);
	next_is(r, "1:{a} 4:{b} 5! 6:{c} ");
	next_is(r, "end 0");
	assert_int_equal(records_next(r, &u), 0);
	records_close(&r);

	r = open_records(&file, "");
	next_is(r, "");
	next_is(r, "end 0");
	records_close(&r);
}

static void bounds_a_batch(void **state)
{
	assert_int_equal(chdir(*state), 0);
	static char text[400000];
	struct work_file file = { .size = 0 };
	struct unit *u;
	size_t n = 0, units = 0, lines = 0;
	for (int i = 0; i < 600; i++)		/* short lines: their number bounds */
		n += (size_t)snprintf(text + n, sizeof(text) - n, "{%d}\n", i);
	for (int i = 0; i < 300; i++)		/* long ones: their bytes */
		n += (size_t)snprintf(text + n, sizeof(text) - n, "%0999d\n", i);
	struct records *r = open_records(&file, text);
	while (records_next(r, &u)) {
		assert_true(u->n_lines <= 256);
		assert_true(u->text.n <= (128 << 10) + 1000);
		for (size_t i = 0; i < u->n_lines; i++)
			assert_int_equal(u->lines[i].number, ++lines);
		units++;
		unit_free(u);
	}
	assert_int_equal(lines, 900);
	assert_in_range(units, 6, 8);
	records_close(&r);
}

static void compares_with_what_is_known(void **state)
{
	assert_int_equal(chdir(*state), 0);
	struct work_file file = { .size = 0 };
	struct unit *u;
	struct records *r = open_records(&file, "{a}\n{b}\n");
	next_is(r, "1:{a} 2:{b} ");
	assert_int_equal(records_next(r, &u), 1);
	file.content = u->outcome.content;
	file.known = true;
	unit_free(u);
	records_close(&r);

	r = open_records(&file, "{a}\n{b}\n");
	next_is(r, "end 1");			/* unchanged */
	records_close(&r);
	r = open_records(&file, "{a}\n{c}\n");
	next_is(r, "1:{a} 2:{c} ");		/* from the start again */
	next_is(r, "end 0");
	records_close(&r);
}

static void tables_have_rows(void **state)
{
	assert_int_equal(chdir(*state), 0);
	static char text[5000];
	struct work_file file = { .size = 0 };
	struct unit *u;
	struct records *r = open_as(INPUT_CSV, &file, "\ntitle;text\r\na;\"b\r\n\r\n;c\"\r\n\nd;e\n");
	next_is(r, "3:a;\"b\n\n;c\" 7:d;e ");
	next_is(r, "end 0");
	records_close(&r);

	/* Tabs and a header; tabs alone. */
	r = open_as(INPUT_TSV, &file, "title\ttext\nx\t\"a\nb\"\n");
	next_is(r, "2:x\t\"a\nb\" ");
	records_close(&r);
	r = open_as(INPUT_TSV, &file, "1\tx\t\"a\nb\"\n");
	next_is(r, "1:1\tx\t\"a 2:b\" ");
	records_close(&r);

	/* A quote that is open for longer than a record may be ends with it. */
	snprintf(text, sizeof(text), "title,text\na,\"b\n%0600d\n%0600d\nc,d\n", 0, 0);
	r = open_as(INPUT_CSV, &file, text);
	next_is(r, "2! 5:c,d ");
	records_close(&r);
	/* One that is open at the end is the reader's to tell. */
	r = open_as(INPUT_CSV, &file, "title,text\na,\"b\nc");
	next_is(r, "2:a,\"b\nc ");
	next_is(r, "end 0");
	records_close(&r);

	r = open_as(INPUT_CSV, &file, "1,2\n3,4\n");
	next_is(r, "");
	assert_int_equal(records_next(r, &u), 1);
	assert_int_equal(u->outcome.kind, OUTCOME_FAILED);
	assert_non_null(strstr(u->outcome.reason.p, "line 1: the first row is no header"));
	unit_free(u);
	records_close(&r);
	r = open_as(INPUT_CSV, &file, "");
	next_is(r, "");
	next_is(r, "end 0");
	records_close(&r);
}

static void tables_have_one_encoding(void **state)
{
	assert_int_equal(chdir(*state), 0);
	struct work_file file = { .size = 0 };
	struct unit *u;
	struct records *r = open_as(INPUT_CSV, &file, "\xd2\xe5\xea\xf1\xf2;x\n\xca\xe0\xed\xe0\xeb \xe7\xe0\xea\xf0\xfb\xf2;1\n");
	assert_int_equal(records_next(r, &u), 1);
	assert_string_equal(u->charset, "windows-1251");
	assert_int_equal(u->header.n, 7);
	assert_int_equal(u->n_lines, 1);
	unit_free(u);
	records_close(&r);
}

static void says_what_went_wrong(void **state)
{
	assert_int_equal(chdir(*state), 0);
	struct work_file file = { .path = STR("gone.ndjson"), .shown = STR("gone.ndjson"), .input = INPUT_NDJSON };
	struct records *r = records_new(&limits, &file, &stopping);
	ok(records_open(r, &ok_err));
	next_is(r, "end 4");			/* gone since the scan: no failure */
	records_close(&r);
	/* The beginning of a gzip file; what it holds before it breaks off is records. */
	r = open_records(&file, "\x1f\x8b\x08");
	next_is(r, "");
	struct unit *u;
	assert_int_equal(records_next(r, &u), 1);
	assert_int_equal(u->outcome.kind, OUTCOME_FAILED);
	assert_non_null(strstr(u->outcome.reason.p, "gzip"));
	unit_free(u);
	records_close(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, scratch_make, scratch_remove)
		T(numbers_lines),
		T(bounds_a_batch),
		T(compares_with_what_is_known),
		T(tables_have_rows),
		T(tables_have_one_encoding),
		T(says_what_went_wrong),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
