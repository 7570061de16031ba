/* From a file's bytes to a document: formats by name and content, encodings, fields. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <unicode/ucnv.h>

#include "common/buf.h"
#include "text/extract.h"
#include "tests/unit/effort.h"

#define COUNT(a) (sizeof(a) / sizeof(*(a)))
#define BYTES(literal) { (literal), sizeof(literal) - 1 }

static void knows_formats(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		struct str bytes;
		enum format format;
	} rows[] = {
		{ "a.txt", BYTES("# text"), FORMAT_PLAIN },
		{ "a.txt", BYTES("<!doctype html><p>x"), FORMAT_PLAIN },
		{ "a.TXT.gz", BYTES("x"), FORMAT_PLAIN },
		{ "a.md", BYTES("# text"), FORMAT_MARKDOWN },
		{ "dir.html/a.markdown", BYTES("x"), FORMAT_MARKDOWN },
		{ "a.HTM", BYTES("x"), FORMAT_HTML },
		{ "a.xhtml.gz", BYTES("x"), FORMAT_HTML },
		{ "README", BYTES("# text"), FORMAT_PLAIN },
		{ "dir.md/README", BYTES("# text"), FORMAT_PLAIN },
		{ "page", BYTES("\n<!DOCTYPE HTML PUBLIC>"), FORMAT_HTML },
		{ "page.php", BYTES("<!-- x --><HTML lang=en>"), FORMAT_HTML },
		{ "page", BYTES("<\0h\0t\0m\0l\0>\0x\0\n\0"), FORMAT_HTML },
		{ "page", BYTES("<p>x"), FORMAT_PLAIN },
		{ "a.pdf", BYTES("really text"), FORMAT_PLAIN },
		{ "a.txt", BYTES("%PDF-1.5"), FORMAT_BINARY },
		{ "a.md", BYTES("\x89PNG\r\n"), FORMAT_BINARY },
		{ "a.html", BYTES("x\0y\0\0z"), FORMAT_BINARY },
		{ "", BYTES(""), FORMAT_PLAIN },
		{ NULL, BYTES("x"), FORMAT_PLAIN },
		{ ".gz", BYTES("x"), FORMAT_PLAIN },
		{ "a.", BYTES("x"), FORMAT_PLAIN },
		{ "a.averyverylongsuffix", BYTES("x"), FORMAT_PLAIN },
	};
	for (size_t i = 0; i < COUNT(rows); i++)
		if (extract_format(rows[i].bytes, rows[i].name) != rows[i].format)
			fail_msg("row %zu: %s", i, rows[i].name);
}

static void check(struct str s, const char *expected)
{
	if (!str_eq(s, str_of(expected)))
		fail_msg("\"%.*s\", not \"%s\"", STR_ARG(s), expected);
}

static void fills_a_document(void **state)
{
	(void)state;
	static const struct {
		const char *name, *bytes, *type, *title, *text;
	} rows[] = {
		{ "a.txt", "# One\r\ntwo *three*", "text/plain", "", "# One\ntwo *three*" },
		{ "a.txt", "\xef\xbb\xbf\xd1\x84", "text/plain", "", "ф" },
		{ "a.md", "# One\r\ntwo *three*", "text/markdown", "One", "\x01" "1One\n\ntwo three" },
		{ "a.html", "<title>One</title><p>two<p>three", "text/html", "One", "two\n\nthree" },
		{ "a", "", "text/plain", "", "" },
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct arena a = ARENA_INIT;
		struct doc d = { .id = STR("kept"), .title = STR("gone"), .path = STR("kept"), .url = STR("gone") };
		struct err err;
		assert_int_equal(extract(str_of(rows[i].bytes), rows[i].name, &a, &d, &err), 0);
		check(d.type, rows[i].type);
		check(d.title, rows[i].title);
		check(d.text, rows[i].text);
		check(d.id, "kept");
		check(d.path, "kept");
		check(d.url, "");
		arena_fini(&a);
	}
}

static void decodes_what_is_declared_or_found(void **state)
{
	(void)state;
	static const struct {
		const char *name, *encoding, *text, *title;
	} rows[] = {
		{ "a.txt", "windows-1251", "Учения начнутся в мае на границе", "" },
		{ "a.txt", "UTF-16LE", "Учения начнутся в мае на границе", "" },
		{ "a.html", "KOI8-R", "<meta charset=koi8-r><title>Щит</title>", "Щит" },
		{ "a.html", "windows-1251", "<?xml version='1.0' encoding='windows-1251'?><title>Щит</title>", "Щит" },
		{ "a.html", "UTF-8", "<meta charset=windows-1251><title>Щит</title>", "Щит" },
		{ "a.html", "UTF-16BE", "<html><meta charset=utf-8><title>Щит</title>\n", "Щит" },
		{ "a.md", "KOI8-R", "# Учения начнутся в мае на границе", "Учения начнутся в мае на границе" },
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		char bytes[512];
		UErrorCode status = U_ZERO_ERROR;
		int32_t n = ucnv_convert(rows[i].encoding, "UTF-8", bytes, sizeof(bytes), rows[i].text,
					 (int32_t)strlen(rows[i].text), &status);
		struct arena a = ARENA_INIT;
		struct doc d = { 0 };
		struct err err;
		assert_true(U_SUCCESS(status));
		assert_int_equal(extract(str_n(bytes, (size_t)n), rows[i].name, &a, &d, &err), 0);
		check(d.title, rows[i].title);
		if (rows[i].title[0] == '\0')
			check(d.text, rows[i].text);
		arena_fini(&a);
	}
}

static void refuses_binary(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	struct doc d = { 0 };
	struct err err;
	assert_int_equal(extract(STR("%PDF-1.4"), "a.txt", &a, &d, &err), -1);
	assert_int_equal(err.code, ERR_ENCODING);
	assert_int_equal(d.text.n, 0);
	arena_fini(&a);
}

/* Megabytes of one character, as each format. */
static void costs_linear_time(void **state)
{
	(void)state;
	static const char *const names[] = { "a.txt", "a.md", "a.html" };
	struct buf b = BUF_INIT;
	const size_t n = EFFORT(4 << 20);
	assert_true(buf_reserve(&b, n));
	b.n = n;
	for (const char *c = "<[*&`_|#>- \n\r\f\x0b\xff"; *c; c++) {
		memset(b.p, *c, n);
		for (size_t i = 0; i < COUNT(names); i++) {
			struct arena a = ARENA_INIT;
			struct doc d = { 0 };
			struct err err;
			assert_int_equal(extract(buf_str(&b), names[i], &a, &d, &err), 0);
			assert_true(d.text.n <= 2 * n);
			arena_fini(&a);
		}
	}
	buf_fini(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(knows_formats),
		cmocka_unit_test(fills_a_document),
		cmocka_unit_test(decodes_what_is_declared_or_found),
		cmocka_unit_test(refuses_binary),
		cmocka_unit_test(costs_linear_time),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
