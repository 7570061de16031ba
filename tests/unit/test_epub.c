/* text/epub.h: books of real programs, the order of chapters, fields, what is refused. */
#include "config.h"

#include "tests/unit/parts_fixture.h"
#include "text/epub.h"

static struct buf out, zip;

static void test_programs(void **state)
{
	static const struct {
		const char *file;
		const char *strings[16];
	} rows[] = {
		{ "epub/libreoffice.epub",
		  { "The salt road|Nodira Halimova||en\nThe salt road", "---", "Caravans", "the motor road was finally opened", "load\nand slept",
		    "Соляные караваны", "raw wool", "goes on.", "Журнал таможни.", NULL, "stylesheet", NULL } },
		{ "epub/pandoc.epub",
		  { "The salt road|||\n", "---", "Caravans", "the motor road was finally opened", "6 km² and", "Fort\tMen\nLower\t40", "goes on.",
		    "Журнал таможни.", NULL, "2026", NULL } },
		{ "epub/calibre.epub",
		  { "The salt road|Nodira Halimova||en\n", "Caravans", "the motor road was finally opened", "6 km² and", "raw wool", "goes on.",
		    "Журнал таможни.", NULL, "Table of Contents", NULL } },
		{ "epub/abiword.epub", { "The salt road|Somebody Else||en-US\n", "Caravans", "raw wool", "goes on.", NULL, NULL } },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		check_holds(rows[i].file, shown_file(epub_read, rows[i].file, &out), rows[i].strings);
}

#define CONTAINER { "META-INF/container.xml", "<container xmlns='urn:oasis:names:tc:opendocument:xmlns:container'><rootfiles>" \
	"<rootfile full-path='a/book.opf'/><rootfile full-path='other.opf'/></rootfiles></container>" }
#define OPF "<package xmlns='http://www.idpf.org/2007/opf' xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:opf='http://www.idpf.org/2007/opf'>"

static void test_book(void **state)
{
	static const struct zip_file files[] = {
		CONTAINER,
		{ "a/book.opf", OPF
		  "<metadata><dc:title>Salt &amp; water</dc:title><dc:title>A subtitle</dc:title><dc:creator opf:role='edt'>Ed</dc:creator>"
		  "<dc:creator opf:role='aut'>Ann</dc:creator><dc:creator>Bo</dc:creator><dc:date opf:event='creation'>2001</dc:date>"
		  "<dc:date opf:event='publication'>2014-03</dc:date><dc:publisher>Press</dc:publisher><dc:language>ru_RU</dc:language></metadata>"
		  "<manifest><item id='n' href='nav.xhtml' media-type='application/xhtml+xml' properties='scripted nav'/>"
		  "<item id='2' href='../b/two%20.xhtml#top' media-type='application/xhtml+xml'/><item id='1' href='./1.html' media-type='application/xhtml+xml'/>"
		  "<item id='p' href='p.svg' media-type='image/svg+xml'/><item id='gone' href='gone.xhtml' media-type='application/xhtml+xml'/></manifest>"
		  "<spine><itemref idref='n'/><itemref idref='p'/><itemref idref='1'/><itemref idref='gone'/><itemref idref='nowhere'/><itemref idref='2'/></spine></package>" },
		{ "a/nav.xhtml", "<html><body><nav>Contents</nav></body></html>" },
		{ "a/1.html", "<html><head><title>x</title></head><body><p>one</p><aside>beside</aside></body></html>" },
		{ "b/two .xhtml", "<?xml version='1.0' encoding='windows-1251'?><html><body><p>\xc2\xee\xe4\xe0 \xef\xf0\xe8\xf8\xeb\xe0</p></body></html>" },
		{ "a/unused.xhtml", "<p>unused</p>" },
		{ "META-INF/encryption.xml", "<e><EncryptionMethod Algorithm='http://www.idpf.org/2008/embedding'/></e>" },
	};
	(void)state;
	assert_string_equal(shown(epub_read, zip_of(files, sizeof(files) / sizeof(*files), &zip), &out),
			    "Salt & water|Ann; Bo|2014-03|ru-RU\none\n\n^ beside\n\n---\n\nВода пришла");
}

/* When the file was made is no date of a book; nor is what stands for an unknown one. */
static void test_dates(void **state)
{
	static const struct {
		const char *dates, *fields;
	} rows[] = {
		{ "<dc:date>2014-03-04T10:00:00Z</dc:date><meta property='dcterms:modified'>2014-03-04T10:00:00Z</meta>", "|||\n" },
		{ "<dc:date>2014-03-04</dc:date><meta property='dcterms:modified'>2020-03-04T10:00:00Z</meta>", "||2014-03-04|\n" },
		{ "<dc:date>0101-01-01T00:00:00+00:00</dc:date>", "|||\n" },
		{ "<meta property='dcterms:modified'>2020-03-04T10:00:00Z</meta>", "|||\n" },
	};
	char opf[1024];
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		snprintf(opf, sizeof(opf), OPF "<metadata>%s</metadata></package>", rows[i].dates);
		const struct zip_file files[] = { CONTAINER, { "a/book.opf", opf } };
		assert_string_equal(shown(epub_read, zip_of(files, 2, &zip), &out), rows[i].fields);
	}
}

static void test_refused(void **state)
{
	static const struct zip_file locked[] = {
		CONTAINER, { "a/book.opf", OPF "</package>" },
		{ "META-INF/encryption.xml", "<e><EncryptionMethod Algorithm='http://www.w3.org/2001/04/xmlenc#aes128-cbc'/></e>" },
	};
	static const struct zip_file empty[] = { { "mimetype", "application/epub+zip" } };
	static const struct zip_file damaged[] = { CONTAINER, { "a/book.opf", "<package>" } };
	(void)state;
	assert_string_equal(shown(epub_read, zip_of(locked, 3, &zip), &out), "error: encrypted");
	assert_string_equal(shown(epub_read, zip_of(empty, 1, &zip), &out), "error: no EPUB: it holds no package document");
	assert_non_null(strstr(shown(epub_read, zip_of(damaged, 2, &zip), &out), "error: the package document, line 1: XML error"));
	assert_non_null(strstr(shown(epub_read, STR("no zip"), &out), "error: "));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_programs), cmocka_unit_test(test_book), cmocka_unit_test(test_dates), cmocka_unit_test(test_refused),
	};
	int rc = cmocka_run_group_tests(tests, NULL, NULL);
	buf_fini(&out);
	buf_fini(&zip);
	return rc;
}
