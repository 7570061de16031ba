/* extract/kind.h: what bytes are, by their beginning, type and name; switches of families. */
#include "config.h"

#include "extract/kind.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>

#define ZIP "PK\3\4\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"	/* a local header, up to its name */

static void kinds(void **state)
{
	static const struct {
		const char *name, *type;
		struct str head;
		enum kind want;
	} rows[] = {
		{ "a.txt", "", { "words", 5 }, KIND_TEXT },
		{ "a", "", { "words", 5 }, KIND_TEXT },
		{ "a.png", "", { "\x89PNG\0\0\0", 7 }, KIND_OTHER },
		{ "a", "image/png", { "words", 5 }, KIND_OTHER },
		{ "a.pdf", "", { "%PDF-1.4", 8 }, KIND_PDF },
		{ "a", "", { "%PDF-1.4", 8 }, KIND_PDF },
		{ "a.pdf", "", { "\0\0\n%PDF-1.4", 11 }, KIND_PDF },
		{ "a.pdf", "application/pdf", { "<html>not found</html>", 22 }, KIND_TEXT },
		{ "a.zip", "", { ZIP "x.txt", 35 }, KIND_ZIP },
		{ "a.zip", "", { "PK\5\6\0\0", 6 }, KIND_ZIP },
		{ "a.docx", "", { ZIP "x.xml", 35 }, KIND_DOCX },
		{ "a", "", { ZIP "[Content_Types].xml" "word/document.xml", 66 }, KIND_DOCX },
		{ "a", "", { ZIP "[Content_Types].xml" "xl/workbook.xml", 64 }, KIND_OTHER },
		{ "a", "", { ZIP "mimetypeapplication/epub+zip", 58 }, KIND_EPUB },
		{ "a", "", { ZIP "mimetypeapplication/vnd.oasis.opendocument.textPK", 79 }, KIND_ODT },
		{ "a", "", { ZIP "mimetypeapplication/vnd.oasis.opendocument.spreadsheet", 84 }, KIND_OTHER },
		{ "a.doc", "", { "{\\rtf1", 6 }, KIND_RTF },
		{ "a.fodt", "", STR("<?xml version=\"1.0\"?>\n<office:document xmlns:office=\"x\" office:mimetype=\"application/vnd.oasis.opendocument.text\">"), KIND_ODT },
		{ "a.fods", "", STR("<?xml version=\"1.0\"?>\n<office:document office:mimetype=\"application/vnd.oasis.opendocument.spreadsheet\">"), KIND_TEXT },
		{ "a.eml", "", { "From: a", 7 }, KIND_EML },
		{ "a", "message/rfc822", { "From: a", 7 }, KIND_EML },
		{ "a.mbox", "", { "From a", 6 }, KIND_MBOX },
		{ "a.csv", "", { "a,b", 3 }, KIND_CSV },
		{ "a.csv", "text/plain; charset=utf-8", { "a,b", 3 }, KIND_CSV },
		{ "a.csv", "application/octet-stream", { "a,b", 3 }, KIND_CSV },
		{ "a.html", "text/html; charset=x", { "<p>", 3 }, KIND_TEXT },
		{ "a.js", "text/javascript", { "var a", 5 }, KIND_OTHER },
		{ "a.gz", "", { "\x1f\x8b\x08\0", 4 }, KIND_PACKED },
		{ "a", "", { "BZh91AY&SY", 10 }, KIND_PACKED },
		{ "a.txt", "", { "BZh9 words", 10 }, KIND_TEXT },
		{ "a", "", { "\xfd" "7zXZ\0", 6 }, KIND_PACKED },
		{ "a.warc", "", { "WARC/1.0\r\n", 10 }, KIND_WARC },
		{ "a.warc", "", { "WARC/1.0 is a format", 20 }, KIND_TEXT },
		{ "a.tar", "", { "words", 5 }, KIND_TAR },
		{ "", "", { NULL, 0 }, KIND_TEXT },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		enum kind kind = kind_of(str_of(rows[i].name), str_of(rows[i].type), rows[i].head);
		if (kind != rows[i].want)
			print_error("row %zu (%s)\n", i, rows[i].name);
		assert_int_equal(kind, rows[i].want);
	}
}

static void a_tar_is_told_by_its_header(void **state)
{
	char head[512] = "name.txt";
	(void)state;
	memcpy(head + 257, "ustar", 5);
	assert_int_equal(kind_of(STR("a"), STR_NONE, str_n(head, 512)), KIND_TAR);
	assert_int_not_equal(kind_of(STR("a"), STR_NONE, str_n(head, 511)), KIND_TAR);
}

static void names_and_types(void **state)
{
	static const struct { const char *name, *suffix, *unpacked; } rows[] = {
		{ "a/x.txt", ".txt", "a/x.txt" }, { "a.b/x", "", "a.b/x" }, { ".profile", "", ".profile" },
		{ "d/.profile", "", "d/.profile" }, { "x.tar.GZ", ".GZ", "x.tar" }, { "x.bz2", ".bz2", "x" },
		{ "x.txt.xz", ".xz", "x.txt" }, { "gz", "", "gz" }, { ".gz", "", ".gz" }, { "", "", "" }, { "x.", ".", "x." },
	};
	static const struct { const char *type, *media, *charset; } types[] = {
		{ "text/html", "text/html", "" }, { " text/html ; charset=utf-8", "text/html", "utf-8" },
		{ "text/html;charset=\"koi8-r\"; x=y", "text/html", "koi8-r" }, { "text/html; CHARSET = a", "text/html", "a" },
		{ "charset=x", "charset=x", "" }, { "", "", "" }, { "a/b;charset", "a/b", "" }, { "a/b;charset=\"", "a/b", "\"" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		assert_true(str_eqz(kind_suffix(str_of(rows[i].name)), rows[i].suffix));
		assert_true(str_eqz(kind_unpacked_name(str_of(rows[i].name)), rows[i].unpacked));
	}
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++) {
		assert_true(str_eqz(kind_media_type(str_of(types[i].type)), types[i].media));
		assert_true(str_eqz(kind_parameter(str_of(types[i].type), "charset"), types[i].charset));
	}
}

static void switches(void **state)
{
	unsigned f;
	(void)state;
	assert_true(kind_families(STR("all"), &f));
	assert_int_equal(f, FAMILIES_ALL);
	assert_true(kind_families(STR("pdf, mail"), &f));
	assert_int_equal(f, 1u << FAMILY_TEXT | 1u << FAMILY_PDF | 1u << FAMILY_MAIL);
	assert_false(kind_families(STR("pdf,word"), &f));
	assert_false(kind_families(STR(""), &f));
	assert_int_equal(kind_family(KIND_RTF), FAMILY_OFFICE);
	assert_int_equal(kind_family(KIND_PACKED), FAMILY_ARCHIVE);
	assert_string_equal(kind_family_name(FAMILY_WEB), "web");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kinds), cmocka_unit_test(a_tar_is_told_by_its_header), cmocka_unit_test(names_and_types),
		cmocka_unit_test(switches),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
