/* SOURCEs as absolute paths, how files are read, ids. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "indexer/source.h"

static void resolves(void **state)
{
	(void)state;
	static const struct { const char *given, *path, *name; } rows[] = {
		{ "/srv/memos", "/srv/memos", "memos" }, { "/srv/memos/", "/srv/memos", "memos" },
		{ "//srv/./memos//.//", "/srv/memos", "memos" }, { "memos", "/usr/memos", "memos" },
		{ "./memos/", "/usr/memos", "memos" }, { ".", "/usr", "usr" }, { "/", "", "" }, { "-", "-", "-" },
		{ "..", "", "" }, { "bin/..", "/usr", "usr" }, { "...", "/usr/...", "..." },
		{ "a..b", "/usr/a..b", "a..b" }, { "./-", "/usr/-", "-" },
	};
	assert_int_equal(chdir("/usr"), 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char *given[] = { (char *)rows[i].given };
		struct sources s;
		struct err err;
		assert_int_equal(sources_resolve(given, 1, &s, &err), 0);
		assert_int_equal(s.n, 1);
		assert_string_equal(s.list[0].path, rows[i].path);
		assert_string_equal(s.list[0].name, rows[i].name);
		assert_int_equal(source_is_stdin(&s.list[0]), strcmp(rows[i].given, "-") == 0);
		sources_fini(&s);
	}
}

static void takes_each_once(void **state)
{
	(void)state;
	char *given[] = { (char *)"/a", (char *)"/b", (char *)"/a/", (char *)"//b", (char *)"/a/b" };
	struct sources s;
	struct err err;
	assert_int_equal(sources_resolve(given, 5, &s, &err), 0);
	assert_int_equal(s.n, 3);
	assert_string_equal(s.list[2].path, "/a/b");
	sources_fini(&s);
	assert_int_equal(sources_resolve(NULL, 0, &s, &err), 0);
	assert_int_equal(s.n, 0);
	sources_fini(&s);
}

static void refuses_what_is_no_path(void **state)
{
	(void)state;
	static const struct { const char *given; enum err_code code; } rows[] = {
		{ "", ERR_INVALID }, { "/nowhere/at/all/..", ERR_NOT_FOUND },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char *given[] = { (char *)"/a", (char *)rows[i].given };
		struct sources s;
		struct err err;
		assert_int_equal(sources_resolve(given, 2, &s, &err), -1);
		assert_int_equal(err.code, rows[i].code);
	}
}

static void knows_records_by_name(void **state)
{
	(void)state;
	static const struct { enum input mode; const char *name; enum input expected; } rows[] = {
		{ INPUT_AUTO, "a.txt", INPUT_FILES }, { INPUT_AUTO, "a.ndjson", INPUT_NDJSON },
		{ INPUT_AUTO, "/x/A.JSONL.GZ", INPUT_NDJSON }, { INPUT_AUTO, "a.tsv", INPUT_TSV }, { INPUT_AUTO, "B.CSV.gz", INPUT_CSV },
		{ INPUT_AUTO, "a.tsv.gz", INPUT_TSV }, { INPUT_AUTO, "a.gz", INPUT_FILES },
		{ INPUT_AUTO, "a.ndjson.bz2", INPUT_FILES }, { INPUT_AUTO, "tsv", INPUT_FILES },
		{ INPUT_AUTO, "", INPUT_FILES }, { INPUT_FILES, "a.ndjson", INPUT_FILES },
		{ INPUT_TSV, "a.txt", INPUT_TSV }, { INPUT_NDJSON, "a.tsv", INPUT_NDJSON },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_int_equal(input_of(rows[i].mode, str_of(rows[i].name)), rows[i].expected);
	enum input mode;
	assert_true(input_parse(STR("ndjson"), &mode));
	assert_int_equal(mode, INPUT_NDJSON);
	assert_false(input_parse(STR("json"), &mode));
	assert_false(input_parse(STR(""), &mode));
}

static void makes_ids(void **state)
{
	(void)state;
	static const struct { const char *source, *path, *id; } rows[] = {
		{ "/srv/memos", "/srv/memos/2014/a.txt", "memos/2014/a.txt" },
		{ "/srv/memos/a.txt", "/srv/memos/a.txt", "a.txt" },
		{ "/", "/etc/motd", "etc/motd" },
		{ "/srv/Памятки", "/srv/Памятки/б.txt", "Памятки/б.txt" },
		{ "/srv/m", "/srv/m/\xcf\xe0.txt", "m/\\xCF\\xE0.txt" },
		{ "/srv/m", "/srv/m/a\xd0", "m/a\\xD0" },
		{ "/srv/m", "/srv/m/a\\xD0", "m/a\\x5CxD0" },	/* the same characters in the name */
		{ "/srv/m", "/srv/m/a\\x5CxD0", "m/a\\x5Cx5CxD0" },
		{ "/srv/m", "/srv/m/a\\\xd0\\", "m/a\\\\xD0\\" },
		{ "/srv/m", "/srv/m/a\\x\xd0", "m/a\\x\\xD0" },
		{ "/srv/m", "/srv/m/\\xD", "m/\\xD" },
		{ "/srv/m", "/srv/m/\\xDG\\x0g\\X00", "m/\\xDG\\x0g\\X00" },
		{ "/srv/m", "/srv/m/\\xd0\\temp", "m/\\xd0\\temp" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char *given[] = { (char *)rows[i].source };
		struct arena a = ARENA_INIT;
		struct sources s;
		struct err err;
		assert_int_equal(sources_resolve(given, 1, &s, &err), 0);
		struct str id = source_id(&s.list[0], str_of(rows[i].path), &a);
		assert_string_equal(id.p, rows[i].id);
		arena_fini(&a);
		sources_fini(&s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(resolves),
		cmocka_unit_test(takes_each_once),
		cmocka_unit_test(refuses_what_is_no_path),
		cmocka_unit_test(knows_records_by_name),
		cmocka_unit_test(makes_ids),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
