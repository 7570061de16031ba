/* Records of NDJSON and TSV files: fields, extras, and every way to be wrong. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>

#include "common/buf.h"
#include "text/record.h"

#define COUNT(a) (sizeof(a) / sizeof(*(a)))
#define BYTES(literal) { (literal), sizeof(literal) - 1 }

static void check(struct str s, const char *expected, const char *what)
{
	if (!str_eq(s, str_of(expected)))
		fail_msg("%s: \"%.*s\", not \"%s\"", what, STR_ARG(s), expected);
}

static void takes_all_fields_of_json(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	struct doc d;
	struct err err;
	struct str line = STR("{\"id\":\"memo/1\",\"title\":\" Water \\n and borders\",\"text\":\"One.\\r\\nTwo. \\nThree\","
			      "\"author\":[\"A. Karimova\",\" B.  Ormonov \",\"A. Karimova\"],\"date\":\"26 декабря 2014\","
			      "\"url\":\"https://example.org/1\",\"source\":\"Desk\",\"lang\":\"EN_gb\",\"type\":\"text/plain\","
			      "\"region\":\"Batken\",\"pages\":[1, 2.5, null],\"path\":{\"a\":\"\\u0416\"},\"none\":null}");
	assert_int_equal(record_json(line, &a, &d, &err), 0);
	check(d.id, "memo/1", "id");
	check(d.title, "Water and borders", "title");
	check(d.text, "One.\nTwo.\nThree", "text");
	check(d.author, "A. Karimova; B. Ormonov", "author");
	check(d.date, "2014-12-26", "date");
	check(d.url, "https://example.org/1", "url");
	check(d.source, "Desk", "source");
	check(d.lang, "en-GB", "lang");
	check(d.type, "text/plain", "type");
	check(d.path, "", "path");
	assert_int_equal(d.n_extras, 4);
	check(d.extras[0].key, "region", "key");
	check(d.extras[0].json, "\"Batken\"", "extra");
	check(d.extras[1].json, "[1,2.5,null]", "extra");
	check(d.extras[2].json, "{\"a\":\"Ж\"}", "extra");
	check(d.extras[3].json, "null", "extra");
	arena_fini(&a);
}

static void takes_what_is_there(void **state)
{
	(void)state;
	static const struct {
		const char *line, *id, *title, *text, *date, *lang, *author;
		size_t extras;
	} rows[] = {
		{ "{\"id\":7,\"title\":\"T\"}", "7", "T", "", "", "", "", 0 },
		{ "{\"id\":-7,\"text\":\"x\"}", "-7", "", "x", "", "", "", 0 },
		{ "{\"id\":\"a\",\"title\":\"\",\"text\":\"\"}", "a", "", "", "", "", "", 0 },
		{ "{\"id\":\"a\",\"title\":null,\"text\":\"x\",\"author\":null}", "a", "", "x", "", "", "", 0 },
		{ "{\"id\":\"a\",\"text\":\"x\",\"date\":2014}", "a", "", "x", "2014", "", "", 0 },
		{ "{\"id\":\"a\",\"text\":\"x\",\"date\":\"soon\"}", "a", "", "x", "", "", "", 1 },
		{ "{\"id\":\"a\",\"text\":\"x\",\"date\":20149}", "a", "", "x", "", "", "", 1 },
		{ "{\"id\":\"a\",\"text\":\"x\",\"lang\":\"English\"}", "a", "", "x", "", "", "", 1 },
		{ "{\"id\":\"a\",\"text\":\"x\",\"author\":\"B\"}", "a", "", "x", "", "", "B", 0 },
		{ "{\"id\":\"a\",\"text\":\"x\",\"author\":[]}", "a", "", "x", "", "", "", 0 },
		{ "{\"id\":\"a\",\"text\":\"x\",\"id\":\"b\"}", "b", "", "x", "", "", "", 0 },
		{ "\xef\xbb\xbf {\"id\":\"a\",\"text\":\"x\"} \r", "a", "", "x", "", "", "", 0 },
		{ "{\"id\":\"a\",\"text\":\"x\",\"ID\":1}", "a", "", "x", "", "", "", 1 },
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct arena a = ARENA_INIT;
		struct doc d;
		struct err err;
		if (record_json(str_of(rows[i].line), &a, &d, &err) < 0)
			fail_msg("%s: %s", rows[i].line, err.msg);
		check(d.id, rows[i].id, rows[i].line);
		check(d.title, rows[i].title, rows[i].line);
		check(d.text, rows[i].text, rows[i].line);
		check(d.date, rows[i].date, rows[i].line);
		check(d.lang, rows[i].lang, rows[i].line);
		check(d.author, rows[i].author, rows[i].line);
		assert_int_equal(d.n_extras, rows[i].extras);
		arena_fini(&a);
	}
}

static void says_what_is_wrong_with_json(void **state)
{
	(void)state;
	static const struct {
		const char *line, *message;
	} rows[] = {
		{ "", "JSON, byte 0" },
		{ "{", "JSON, byte 1" },
		{ "{\"id\":\"a\",\"text\":\"x\"} x", "JSON, byte" },
		{ "{\"id\":\"a\",\"text\":\"\\u0000\"}", "\\u0000 is not allowed" },
		{ "{\"id\":\"a\",\"text\":\"\xff\"}", "decode byte 0xff" },
		{ "{\"id\":\"a\",\n\"text\":\"\n\"}", "JSON, byte" },
		{ "{\"id\":123456789012345678901234567890,\"text\":\"x\"}", "too big integer" },
		{ "[]", "not a JSON object" },
		{ "{}", "no id" },
		{ "{\"id\":null,\"text\":\"x\"}", "no id" },
		{ "{\"id\":\"\",\"text\":\"x\"}", "the id is empty" },
		{ "{\"id\":\" \",\"text\":\"x\"}", "the id is empty" },
		{ "{\"id\":1.5,\"text\":\"x\"}", "id is neither a string nor an integer" },
		{ "{\"id\":true,\"text\":\"x\"}", "id is neither" },
		{ "{\"id\":\"a\"}", "neither title nor text" },
		{ "{\"id\":\"a\",\"title\":null}", "neither title nor text" },
		{ "{\"id\":\"a\",\"title\":1}", "title is not a string" },
		{ "{\"id\":\"a\",\"text\":[]}", "text is not a string" },
		{ "{\"id\":\"a\",\"text\":\"x\",\"url\":{}}", "url is not a string" },
		{ "{\"id\":\"a\",\"text\":\"x\",\"source\":1}", "source is not a string" },
		{ "{\"id\":\"a\",\"text\":\"x\",\"lang\":1}", "lang is not a string" },
		{ "{\"id\":\"a\",\"text\":\"x\",\"type\":1}", "type is not a string" },
		{ "{\"id\":\"a\",\"text\":\"x\",\"date\":[]}", "date is neither" },
		{ "{\"id\":\"a\",\"text\":\"x\",\"author\":1}", "author is neither" },
		{ "{\"id\":\"a\",\"text\":\"x\",\"author\":[\"b\",2]}", "author 2 is not a string" },
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct arena a = ARENA_INIT;
		struct doc d;
		struct err err;
		if (record_json(str_of(rows[i].line), &a, &d, &err) == 0)
			fail_msg("accepted: %s", rows[i].line);
		assert_int_equal(err.code, ERR_INVALID);
		if (!strstr(err.msg, rows[i].message) || strchr(err.msg, '\n'))
			fail_msg("%s: %s", rows[i].line, err.msg);
		arena_fini(&a);
	}
}

static void survives_deep_json(void **state)
{
	(void)state;
	for (int depth = 100; depth <= 100000; depth *= 1000) {
		struct buf b = BUF_INIT;
		struct arena a = ARENA_INIT;
		struct doc d;
		struct err err;
		buf_puts(&b, "{\"id\":\"a\",\"text\":\"x\",\"deep\":");
		for (int i = 0; i < depth; i++)
			buf_putc(&b, '[');
		for (int i = 0; i < depth; i++)
			buf_putc(&b, ']');
		buf_putc(&b, '}');
		assert_int_equal(record_json(buf_str(&b), &a, &d, &err), depth == 100 ? 0 : -1);
		buf_fini(&b);
		arena_fini(&a);
	}
}

static void reads_tsv(void **state)
{
	(void)state;
	static const struct {
		struct str line;
		const char *id, *title, *text, *error;
	} rows[] = {
		{ BYTES("1\tT\tOne two"), "1", "T", "One two", NULL },
		{ BYTES("1\tT"), "1", "T", "", NULL },
		{ BYTES("1\t\tx"), "1", "", "x", NULL },
		{ BYTES("1\tT\ta\\tb\\nc\\\\d\\qe\\"), "1", "T", "a\tb\nc\\dqe\\", NULL },
		{ BYTES("1\t\\N\tx\\N"), "1", "", "xN", NULL },
		{ BYTES("a\\tb\tT\tx"), "a\tb", "T", "x", NULL },
		{ BYTES("\xef\xbb\xbfж\tT\tx"), "ж", "T", "x", NULL },
		{ BYTES(""), NULL, NULL, NULL, "the id is empty" },
		{ { NULL, 0 }, NULL, NULL, NULL, "the id is empty" },
		{ BYTES("1"), NULL, NULL, NULL, "neither title nor text" },
		{ BYTES("\tT\tx"), NULL, NULL, NULL, "the id is empty" },
		{ BYTES("1\tT\tx\ty"), NULL, NULL, NULL, "more than the three fields" },
		{ BYTES("1\tT\tx\t"), NULL, NULL, NULL, "more than the three fields" },
		{ BYTES("1\tT\t\xff"), NULL, NULL, NULL, "not UTF-8 at byte 5" },
		{ BYTES("1\tT\tx\0y"), NULL, NULL, NULL, "NUL at byte 6" },
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct arena a = ARENA_INIT;
		struct doc d;
		struct err err;
		int rc = record_tsv(rows[i].line, &a, &d, &err);
		if (rows[i].error) {
			assert_int_equal(rc, -1);
			assert_int_equal(err.code, ERR_INVALID);
			if (!strstr(err.msg, rows[i].error))
				fail_msg("row %zu: %s", i, err.msg);
		} else {
			if (rc < 0)
				fail_msg("row %zu: %s", i, err.msg);
			check(d.id, rows[i].id, rows[i].line.p);
			check(d.title, rows[i].title, rows[i].line.p);
			check(d.text, rows[i].text, rows[i].line.p);
		}
		arena_fini(&a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_all_fields_of_json),
		cmocka_unit_test(takes_what_is_there),
		cmocka_unit_test(says_what_is_wrong_with_json),
		cmocka_unit_test(survives_deep_json),
		cmocka_unit_test(reads_tsv),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
