/* Titles and parts of long texts; unit.c's list records. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "indexer/source_files.h"
#include "indexer/unit.h"

static void titles(void **state)
{
	(void)state;
	static const char long_ascii[] =
		"aaaaaaaaaabbbbbbbbbbccccccccccaaaaaaaaaabbbbbbbbbbccccccccccaaaaaaaaaabbbbbbbbbbcccccccccc"
		"aaaaaaaaaabbbbbbbbbbcccccccccc";	/* 120 characters */
	char at_limit[200], past_limit[200];
	snprintf(at_limit, sizeof(at_limit), "%s\n\ntext", long_ascii);
	snprintf(past_limit, sizeof(past_limit), "%sx\n\ntext", long_ascii);
	const struct { const char *text, *path, *expected; } rows[] = {
		{ "Border memo\n\nThe text.", "/srv/a.txt", "Border memo" },
		{ "\n\n  Border memo  \n\nThe text.", "/srv/a.txt", "Border memo" },
		{ "Граница\n\nТекст", "/srv/a.txt", "Граница" },
		{ "The first of\nmany lines", "/srv/a.txt", "a" },
		{ "\x01" "2Border memo\n\nThe text.", "/srv/a.txt", "Border memo" },
		{ "\x02" "an item\n\nThe text.", "/srv/a.txt", "a" },
		{ "Border memo\x07" "1\x06\n\nThe text.", "/srv/a.txt", "a" },
		{ "One line", "/srv/a.txt", "a" },
		{ "One line\n", "/srv/a.txt", "a" },
		{ "* * *\n\nText", "/srv/a.txt", "a" },
		{ at_limit, "/srv/a.txt", long_ascii },
		{ past_limit, "/srv/a.txt", "a" },
		{ "", "/srv/2014.report.txt.gz", "2014.report" },
		{ "", "/srv.d/README", "README" },
		{ "", ".profile", ".profile" },
		{ "", "x.gz", "x" },
		{ "", "/srv/.gz", ".gz" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct str title = source_title(str_of(rows[i].text), str_of(rows[i].path));
		if (!str_eqz(title, rows[i].expected))
			fail_msg("row %zu: \"%.*s\", expected \"%s\"", i, STR_ARG(title), rows[i].expected);
	}
}

static void parts(void **state)
{
	(void)state;
	static const struct { struct str bytes; size_t part; bool wide; size_t expected; } rows[] = {
		{ { "abc", 3 }, 3, false, 3 },			/* fits */
		{ { "abc\ndef\nghi", 11 }, 9, false, 8 },	/* at the last line end */
		{ { "abc\ndef\nghi", 11 }, 8, false, 8 },
		{ { "abc\ndef\nghi", 11 }, 7, false, 4 },
		{ { "abcdef", 6 }, 4, false, 4 },		/* no line end: anywhere */
		{ { "abc\xd0\xb1\xd0\xb1", 7 }, 6, false, 5 },	/* but not within a character */
		{ { "abc\xd0\xb1\xd0\xb1", 7 }, 4, false, 3 },
		{ { "a\0\n\0b\0c\0", 8 }, 7, true, 4 },		/* UTF-16LE */
		{ { "\0a\0\n\0b\0c", 8 }, 6, true, 4 },		/* UTF-16BE */
		{ { "a\0b\0c\0d\0", 8 }, 5, true, 4 },
		{ { "\n\n\x01\n\n\x02\n\x03", 8 }, 7, true, 6 },	/* bytes of other characters */
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		size_t got = source_part_length(rows[i].bytes, rows[i].part, rows[i].wide);
		if (got != rows[i].expected)
			fail_msg("row %zu: %zu, expected %zu", i, got, rows[i].expected);
	}
}

static void work_survives_the_disk(void **state)
{
	(void)state;
	char *given[] = { (char *)"/srv/a", (char *)"/srv/memos", (char *)"-" };
	struct sources sources;
	struct err err;
	assert_int_equal(sources_resolve(given, 3, &sources, &err), 0);
	struct work_file f = { .path = STR("/srv/memos/x\xff.tsv"), .input = INPUT_TSV, .size = 1234567,
			       .known = true, .content = { "0123456789abcde" } };
	struct arena a = ARENA_INIT;
	struct buf record = BUF_INIT;
	struct work_file got;
	work_file_encode(&f, 1, &record);
	assert_true(work_file_decode(buf_str(&record), &sources, &a, &got));
	assert_true(str_eq(got.path, f.path));
	assert_string_equal(got.id.p, "memos/x\\xFF.tsv");
	assert_string_equal(got.shown.p, "/srv/memos/x\\xFF.tsv");
	assert_string_equal(got.root.p, "/srv/memos");
	assert_int_equal(got.input, INPUT_TSV);
	assert_int_equal(got.size, 1234567);
	assert_true(got.known && hash128_eq(&got.content, &f.content));
	for (size_t n = 0; n < record.n - f.path.n; n++)	/* cut short before the path */
		assert_false(work_file_decode(str_n(record.p, n), &sources, &a, &got));

	buf_reset(&record);
	f = (struct work_file){ .path = STR("-") };
	work_file_encode(&f, 2, &record);
	assert_true(work_file_decode(buf_str(&record), &sources, &a, &got));
	assert_int_equal(got.shown.n, 0);
	buf_reset(&record);
	work_file_encode(&f, 3, &record);
	assert_false(work_file_decode(buf_str(&record), &sources, &a, &got));
	buf_fini(&record);
	arena_fini(&a);
	sources_fini(&sources);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(titles),
		cmocka_unit_test(parts),
		cmocka_unit_test(work_survives_the_disk),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
