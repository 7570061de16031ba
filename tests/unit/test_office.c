/* text/docx.h, text/odt.h: what programs write, and each construct by itself. */
#include "config.h"

#include "tests/unit/parts_fixture.h"
#include "text/docx.h"
#include "text/odt.h"
#include "text/rtf.h"

static struct buf out, zip;

/* The same document, saved by LibreOffice in three formats. */
static const char salt_road[] =
	"The salt road|Nodira Halimova||\n"
	"#1 The salt road\n\n#1 Caravans\n\n"
	"Salt was carried over the pass until 1926<1>, when the motor road was finally opened.\n\n"
	"[1] Customs register of the lower fort.\n\n"
	"Drivers paid two coins a load\nand slept in the yard; the lake covers 6 km² and cooperation was rare.\n\n"
	"#2 Соляные караваны\n\nСоль везли через перевал<2> до осени.\n\n[2] Журнал таможни.\n\n"
	"* dried apricots\n\n* stones kept\n\n* raw wool\n\nFort\tMen\nLower\t40\n\n"
	"The guards were changed every month.\n\n^ Picture 1: the lower fort from the east\n\n---\n\n"
	"After the page break the story goes on.";

static void test_libreoffice(void **state)
{
	(void)state;
	assert_string_equal(shown_file(docx_read, "docx/libreoffice.docx", &out), salt_road);
	assert_string_equal(shown_file(odt_read, "odt/libreoffice.odt", &out), salt_road);
	assert_string_equal(shown_file(odt_read, "odt/by-hand.fodt", &out), salt_road);
	assert_string_equal(shown_file(rtf_read, "rtf/libreoffice.rtf", &out), salt_road);
}

/* What the other writers keep of it. */
static void test_writers(void **state)
{
	static const char *const never[] = { "RUNNING HEAD", "FOOTER", "REMOVEDWORDS" };
	static const struct {
		const char *file;
		parts_read_fn *read;
		const char *strings[16];
	} rows[] = {
		{ "docx/pandoc.docx", docx_read,
		  { "The salt road||", "#1 Caravans", "until 1926<1>, when the motor road", "[1] Customs", "load\nand", "6 km² and cooperation",
		    "#2 Соляные", "перевал<2> до", "* stones", "Fort\tMen\nLower\t40", "goes on.", NULL, "COMMENT", NULL } },
		{ "docx/python-docx.docx", docx_read,
		  { "The salt road|Nodira Halimova||", "#1 Caravans", "the motor road was finally opened.\n", "6 km² and cooperation",
		    "#2 Соляные", "* dried", "Fort\tMen\nLower\t40", "^ Picture 1", "---", "goes on.", NULL, "HIDDEN", NULL } },
		{ "docx/calibre.docx", docx_read,
		  { "The salt road|Nodira Halimova||", "The salt road\n", "the motor road was finally opened.", "6 km² and cooperation", "* raw wool",
		    "Fort\tMen\nLower\t40", "goes on.", "Журнал таможни.", NULL, "HIDDEN", "#", NULL } },
		{ "docx/abiword.docx", docx_read,
		  { "until 1926<1>, when the motor road", "[1] Customs", "6 km² and cooperation", "перевал<2> до осени.\n\n[2] Журнал", "* raw wool",
		    "Fort\tMen\nLower\t40", "^ Picture 1", "---", "goes on.", NULL, NULL } },
		{ "odt/pandoc.odt", odt_read,
		  { "The salt road||", "#1 The salt road", "#1 Caravans", "until 1926<1>, when the motor road", "[1] Customs", "load\nand",
		    "6 km² and cooperation", "#2 Соляные", "* stones", "Fort\tMen\nLower\t40", "goes on.", NULL, "COMMENT", NULL } },
		{ "odt/odfpy.odt", odt_read,
		  { "The salt road|Nodira Halimova||", "#1 The salt road", "#1 Caravans", "until 1926<1>, when the motor road was finally opened.\n",
		    "6 km² and cooperation", "#2 Соляные", "* raw wool", "Fort\tMen\nLower\t40", "goes on.", NULL, "HIDDEN", NULL } },
		{ "odt/abiword.odt", odt_read,
		  { "The salt road|", "until 1926<1>, when the motor road", "[1] Customs", "6 km² and cooperation", "перевал<2> до осени.",
		    "raw wool", "Fort\tMen\nLower\t40", "goes on.", NULL, NULL } },
		{ "rtf/pandoc.rtf", rtf_read,
		  { "#1 Caravans", "until 1926<1>, when the motor road", "[1] Customs", "load\nand", "6 km² and cooperation", "#2 Соляные",
		    "stones", "Fort\tMen\nLower\t40", "goes on.", NULL, "COMMENT", NULL } },
		{ "rtf/abiword.rtf", rtf_read,
		  { "The salt road|", "until 1926<1>, when the motor road was finally opened.\n", "[1] Customs", "load\nand", "6 km² and cooperation",
		    "Соляные караваны", "dried apricots", "Fort\tMen\nLower\t40", "^ Picture 1", "---", "goes on.", NULL, "HIDDEN", "COMMENT",
		    "wrap-mode", NULL } },
		{ "rtf/calibre.rtf", rtf_read,
		  { "The salt road|Nodira Halimova||", "until 1926¹, when the motor road was finally opened.\n", "load\nand", "6 km² and cooperation",
		    "караваны", "raw wool", "Lower", "goes on.", "Журнал таможни.", NULL, "HIDDEN", NULL } },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const char *text = shown_file(rows[i].read, rows[i].file, &out);
		check_holds(rows[i].file, text, rows[i].strings);
		for (size_t k = 0; k < sizeof(never) / sizeof(*never); k++)
			assert_null(strstr(text, never[k]));
	}
}

/* ---- DOCX, construct by construct ---- */

#define W "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main' " \
	"xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'"

static const char *docx_body(const char *xml)
{
	static char body[65536], notes[] =
		"<w:footnotes " W "><w:footnote w:type='separator' w:id='-1'><w:p><w:r><w:t>LINE</w:t></w:r></w:p></w:footnote>"
		"<w:footnote w:id='2'><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space='preserve"
		"'> First note.</w:t></w:r></w:p><w:p><w:r><w:t>More of it.</w:t></w:r></w:p></w:footnote>"
		"<w:footnote w:id='7'><w:p><w:r><w:t>Other</w:t></w:r></w:p>"
		"<w:footnote w:id='8'><w:p><w:r><w:t>none within a note</w:t></w:r></w:p></w:footnote></w:footnote></w:footnotes>";
	static const char styles[] =
		"<w:styles " W "><w:style w:type='paragraph' w:default='1' w:styleId='a'><w:name w:val='Normal'/></w:style>"
		"<w:style w:type='paragraph' w:styleId='1'><w:name w:val='heading 1'/><w:basedOn w:val='a'/></w:style>"
		"<w:style w:type='paragraph' w:styleId='mine'><w:name w:val='Глава'/><w:basedOn w:val='1'/></w:style>"
		"<w:style w:type='paragraph' w:styleId='11'><w:name w:val='toc 1'/></w:style>"
		"<w:style w:type='paragraph' w:styleId='cap'><w:name w:val='caption'/></w:style>"
		"<w:style w:type='paragraph' w:styleId='l'><w:name w:val='List Bullet'/><w:pPr><w:numPr><w:numId w:val='3'/></w:numPr></w:pPr></w:style>"
		"<w:style w:type='paragraph' w:styleId='round'><w:name w:val='round'/><w:basedOn w:val='round2'/></w:style>"
		"<w:style w:type='paragraph' w:styleId='round2'><w:name w:val='round2'/><w:basedOn w:val='round'/></w:style>"
		"<w:style w:type='character' w:styleId='up'><w:name w:val='up'/><w:rPr><w:vertAlign w:val='superscript'/></w:rPr></w:style>"
		"</w:styles>";
	static const char rels[] =
		"<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
		"<Relationship Type='http://x/relationships/styles' Target='styles.xml'/>"
		"<Relationship Type='http://x/relationships/footnotes' Target='/word/footnotes.xml'/></Relationships>";
	snprintf(body, sizeof(body), "<w:document " W "><w:body>%s</w:body></w:document>", xml);
	const struct zip_file files[] = {
		{ "word/document.xml", body }, { "word/styles.xml", styles }, { "word/footnotes.xml", notes },
		{ "word/_rels/document.xml.rels", rels },
	};
	return shown(docx_read, zip_of(files, 4, &zip), &out);
}

#define T(text) "<w:r><w:t xml:space='preserve'>" text "</w:t></w:r>"
#define P(runs) "<w:p>" runs "</w:p>"

static void test_docx(void **state)
{
	static const struct {
		const char *xml, *text;
	} rows[] = {
		{ P(T("Wa") "<w:r><w:t>ter</w:t></w:r>"), "Water" },
		{ P(T(" a ") T(" b")) P("") P(T("c")), "a b\n\nc" },
		/* changes that are tracked */
		{ P(T("old ") "<w:del><w:r><w:delText>gone </w:delText></w:r>" T("too ") "</w:del><w:ins>" T("new") "</w:ins>"), "old new" },
		{ P("<w:moveFrom>" T("from") "</w:moveFrom>") P("<w:moveTo>" T("to") "</w:moveTo>"), "to" },
		{ P("<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>" T("one ")) P(T("two")) P(T("three")), "one two\n\nthree" },
		{ P("<w:pPr><w:pPrChange><w:pPr><w:pStyle w:val='1'/></w:pPr></w:pPrChange></w:pPr>" T("text")), "text" },
		/* what is not shown */
		{ P(T("a ") "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>b</w:t></w:r>"), "a b" },
		{ P("<w:r><w:instrText>PAGE</w:instrText></w:r>" T("3")), "3" },
		{ "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr><w:sdtContent>"
		  P(T("Contents")) "</w:sdtContent></w:sdt><w:sdt><w:sdtPr/><w:sdtContent>" P(T("kept")) "</w:sdtContent></w:sdt>", "kept" },
		{ "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" P(T("Click here")) "</w:sdtContent></w:sdt>" P(T("b")), "b" },
		{ P("<w:pPr><w:pStyle w:val='11'/></w:pPr>" T("Caravans 3")) P(T("b")), "b" },
		/* characters */
		{ P(T("co") "<w:r><w:softHyphen/></w:r>" T("op") "<w:r><w:noBreakHyphen/></w:r>" T("ed")), "coop-ed" },
		{ P(T("a") "<w:r><w:tab/></w:r>" T("b") "<w:r><w:br/></w:r>" T("c")), "a b\nc" },
		{ P(T("x") "<w:r><w:sym w:font='Symbol' w:char='03B1'/><w:sym w:font='Wingdings' w:char='F0E0'/></w:r>" T("y")), "xα y" },
		{ P(T("\x7f""a\xc2\xa0""b")), "a b" },
		/* raised */
		{ P(T("km") "<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>2</w:t></w:r>" T(" wide")), "km² wide" },
		{ P(T("km") "<w:r><w:rPr><w:rStyle w:val='up'/></w:rPr><w:t>2</w:t></w:r>" T(" wide")), "km² wide" },
		{ P(T("10") "<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>th</w:t></w:r>"), "10th" },
		/* headings, items */
		{ P("<w:pPr><w:pStyle w:val='mine'/></w:pPr>" T("One") "<w:r><w:br/></w:r>" T("two")), "#1 One two" },
		{ P("<w:pPr><w:pStyle w:val='1'/><w:outlineLvl w:val='9'/></w:pPr>" T("a")), "a" },
		{ P("<w:pPr><w:outlineLvl w:val='2'/></w:pPr>" T("a")), "#3 a" },
		{ P("<w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='4'/></w:numPr></w:pPr>" T("a")), "* a" },
		{ P("<w:pPr><w:pStyle w:val='l'/></w:pPr>" T("a")) P("<w:pPr><w:pStyle w:val='l'/><w:numPr><w:numId w:val='0'/></w:numPr></w:pPr>" T("b")), "* a\n\nb" },
		{ P("<w:pPr><w:pStyle w:val='1'/><w:numPr><w:numId w:val='4'/></w:numPr></w:pPr>" T("a")), "#1 a" },
		{ P("<w:pPr><w:pStyle w:val='round'/></w:pPr>" T("a")) P("<w:pPr><w:pStyle w:val='nowhere'/></w:pPr>" T("b")), "a\n\nb" },
		{ P("<w:pPr><w:pStyle w:val='cap'/></w:pPr>" T("Picture 1")), "^ Picture 1" },
		/* notes */
		{ P(T("a") "<w:r><w:rPr><w:rStyle w:val='up'/></w:rPr><w:footnoteReference w:id='2'/></w:r>" T(" b")) P(T("c")),
		  "a<1> b\n\n[1] First note. More of it.\n\nc" },
		{ P(T("a") "<w:r><w:footnoteReference w:customMarkFollows='1' w:id='7'/></w:r><w:r><w:rPr><w:rStyle w:val='up'/></w:rPr><w:t>*</w:t></w:r>" T(".")),
		  "a<1>.\n\n[1] Other" },
		{ P(T("a") "<w:r><w:footnoteReference w:id='99'/></w:r>"), "a" },
		{ P(T("a") "<w:r><w:footnoteReference w:id='7'/><w:footnoteReference w:id='2'/></w:r>"), "a<1><2>\n\n[1] Other\n\n[2] First note. More of it." },
		/* boxes */
		{ P(T("be") "<w:r><mc:AlternateContent><mc:Choice><w:txbxContent>" P(T("Box")) P(T("more")) "</w:txbxContent></mc:Choice><mc:Fallback>"
		  "<w:txbxContent>" P(T("Box")) "</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>" T("fore")), "before\n\n^ Box\n\n^ more" },
		/* pages */
		{ P(T("a") "<w:r><w:br w:type='page'/></w:r>" T("b")) P("<w:pPr><w:pageBreakBefore/></w:pPr>" T("c")), "a\nb\n\n---\n\n---\n\nc" },
		{ P("<w:r><w:br w:type='page'/></w:r>") P(T("a")), "a" },
	};
	char want[1024];
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const char *text = docx_body(rows[i].xml);
		bool heading = strncmp(rows[i].text, "#1 ", 3) == 0;
		snprintf(want, sizeof(want), "%s|||\n%s", heading ? rows[i].text + 3 : "", rows[i].text);
		if (strcmp(text, want))
			fail_msg("%s\ngives\n%s\nnot\n%s", rows[i].xml, text, want);
	}
}

#define TC(content) "<w:tc>" content "</w:tc>"
#define TR(cells) "<w:tr>" cells "</w:tr>"
#define TBL(rows) "<w:tbl>" rows "</w:tbl>"

static void test_tables(void **state)
{
	static const struct {
		const char *xml, *text;
	} rows[] = {
		{ P(T("a")) TBL(TR(TC(P(T("1"))) TC(P(T("2")))) TR(TC(P("")) TC(P(T("4"))))) P(T("b")), "a\n\n1\t2\n\t4\n\nb" },
		{ TBL(TR(TC(P(T("a"))) TC(P(""))) TR(TC(P(T("b"))) TC(P(T("c"))))), "a\n\nb\tc" },
		/* text that a table arranges */
		{ TBL(TR(TC(P(T("left")) P(T("more"))) TC(P(T("right"))))), "left\n\nmore\n\nright" },
		{ TBL(TR(TC(P("<w:pPr><w:pStyle w:val='1'/></w:pPr>" T("Head")) P(T("text"))))), "#1 Head\n\ntext" },
		/* a table in a cell */
		{ TBL(TR(TC(P(T("a")) TBL(TR(TC(P(T("b"))) TC(P(T("c"))))) P(T("d"))) TC(P(T("e"))))), "a\n\nb c d\n\ne" },
		{ TBL(TR(TC(P(T("a") "<w:r><w:footnoteReference w:id='7'/></w:r>")) TC(P(T("b"))))), "a<1>\tb\n\n[1] Other" },
		{ TBL(""), "" },
		{ TBL(TR(TC(P("")))) P(T("a")), "a" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const char *text = strchr(docx_body(rows[i].xml), '\n') + 1;
		if (strcmp(text, rows[i].text))
			fail_msg("%s\ngives\n%s\nnot\n%s", rows[i].xml, text, rows[i].text);
	}
}

static void test_docx_package(void **state)
{
	static const struct zip_file none[] = { { "mimetype", "x" } };
	static const struct zip_file elsewhere[] = {
		{ "_rels/.rels", "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'><Relationship "
		  "Type='http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument' Target='word/document2.xml'/><Relationship "
		  "Type='http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties' Target='docProps/core.xml'/></Relationships>" },
		{ "word/document2.xml", "<x:document xmlns:x='http://purl.oclc.org/ooxml/wordprocessingml/main'><x:p><x:r><x:t>a</x:t></x:r></x:p></x:document>" },
		{ "docProps/core.xml", "<c xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:t='http://purl.org/dc/terms/'><dc:title> A &amp; B </dc:title>"
		  "<dc:creator>Ann; Bo</dc:creator><t:created>2014-01-01</t:created><dc:language>de-DE</dc:language></c>" },
	};
	static const struct zip_file bomb[] = {
		{ "word/document.xml", "<!DOCTYPE a [<!ENTITY b 'bb'><!ENTITY c '&b;&b;'>]><w:document " W "><w:p><w:r><w:t>&c;</w:t></w:r></w:p></w:document>" },
	};
	static const struct zip_file cut[] = { { "word/document.xml", "<w:document " W ">\n<w:p>" } };
	(void)state;
	assert_string_equal(shown(docx_read, zip_of(none, 1, &zip), &out), "error: no DOCX: it holds no word/document.xml");
	assert_string_equal(shown(docx_read, zip_of(elsewhere, 3, &zip), &out), "A & B|Ann; Bo||\na");
	assert_string_equal(shown(docx_read, zip_of(bomb, 1, &zip), &out), "error: document.xml: it declares entities");
	assert_non_null(strstr(shown(docx_read, zip_of(cut, 1, &zip), &out), "error: document.xml, line 2: XML error"));
	assert_string_equal(shown(docx_read, STR("\xd0\xcf\x11\xe0..."), &out), "error: encrypted, or of a Word before 2007");
	assert_non_null(strstr(shown(docx_read, STR("text"), &out), "error: "));
	assert_non_null(strstr(shown(docx_read, STR_NONE, &out), "error: "));
}

/* ---- ODT ---- */

#define O "xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0' " \
	"xmlns:style='urn:oasis:names:tc:opendocument:xmlns:style:1.0' xmlns:table='urn:oasis:names:tc:opendocument:xmlns:table:1.0' " \
	"xmlns:draw='urn:oasis:names:tc:opendocument:xmlns:drawing:1.0'"

static void test_odt(void **state)
{
	static const struct {
		const char *xml, *text;
	} rows[] = {
		{ "<text:p>a<text:s text:c='4'/>b\n  c</text:p>\n<text:p/>", "a b c" },
		{ "<text:p text:style-name='H'>hidden</text:p><text:section text:display='none'><text:p>too</text:p></text:section><text:p>b</text:p>", "b" },
		{ "<text:p><text:span text:style-name='h'>x<text:span>y</text:span><text:note><text:note-body><text:p>z</text:p></text:note-body>"
		  "</text:note></text:span>b</text:p>", "b" },
		{ "<text:p><text:hidden-text text:is-hidden='true' text:string-value='x'>x</text:hidden-text>b</text:p>", "b" },
		{ "<text:table-of-content><text:index-body><text:p>Contents</text:p></text:index-body></text:table-of-content><text:p>b</text:p>", "b" },
		{ "<text:p text:style-name='Contents_20_1'>Contents</text:p><text:p>b</text:p>", "b" },
		{ "<text:h text:outline-level='12'>a</text:h>", "#9 a" },
		{ "<text:list><text:list-item><text:p>a</text:p><text:p>b</text:p></text:list-item><text:list-item><text:h text:outline-level='2'>c</text:h>"
		  "</text:list-item></text:list>", "* a\n\nb\n\n#2 c" },
		{ "<text:p>km<text:span text:style-name='u'>2</text:span>.</text:p>", "km²." },
		{ "<text:p>a<draw:frame><draw:text-box><text:p>box<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>n</text:p>"
		  "</text:note-body></text:note></text:p></draw:text-box></draw:frame>b</text:p>", "ab\n\n[1] n\n\n^ box<1>" },
		{ "<text:p>before</text:p><text:p text:style-name='n'>next</text:p>", "before\n\n---\n\nnext" },
	};
	static char xml[65536];
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		snprintf(xml, sizeof(xml),
			 "<office:document " O "><office:automatic-styles><style:style style:name='H' style:family='paragraph'><style:text-properties "
			 "text:display='none'/></style:style><style:style style:name='h' style:family='text'><style:text-properties text:display='none'/>"
			 "</style:style><style:style style:name='u' style:family='text'><style:text-properties style:text-position='33%% 58%%'/>"
			 "</style:style><style:style style:name='n' style:family='paragraph'><style:paragraph-properties "
			 "xmlns:fo='urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0' fo:break-before='page'/></style:style>"
			 "</office:automatic-styles><office:body><office:text>%s</office:text></office:body></office:document>", rows[i].xml);
		const char *text = strchr(shown(odt_read, str_of(xml), &out), '\n');
		if (!text || strcmp(text + 1, rows[i].text))
			fail_msg("%s\ngives\n%s\nnot\n%s", rows[i].xml, out.p, rows[i].text);
	}
}

static void test_odt_package(void **state)
{
	static const struct zip_file locked[] = {
		{ "content.xml", "noise" }, { "META-INF/manifest.xml", "<m><manifest:encryption-data/></m>" },
	};
	static const struct zip_file none[] = { { "mimetype", "x" } };
	(void)state;
	assert_string_equal(shown(odt_read, zip_of(locked, 2, &zip), &out), "error: encrypted");
	assert_string_equal(shown(odt_read, zip_of(none, 1, &zip), &out), "error: no ODT: it holds no content.xml");
	assert_string_equal(shown(odt_read, STR_NONE, &out), "error: the document: it is empty");
}

/* Notes in boxes in notes, deeper than there is room for: no text is lost. */
static void test_depth(void **state)
{
	struct buf xml = BUF_INIT;
	(void)state;
	buf_puts(&xml, "<office:document " O "><office:body><office:text><text:p>start");
	for (int i = 0; i < 12; i++)
		buf_printf(&xml, "<draw:text-box><text:p>d%d ", i);
	for (int i = 0; i < 12; i++)
		buf_puts(&xml, "</text:p></draw:text-box>");
	buf_puts(&xml, " end</text:p></office:text></office:body></office:document>");
	const char *text = shown(odt_read, buf_str(&xml), &out);
	assert_non_null(strstr(text, "start end"));
	for (int i = 0; i < 12; i++) {
		char word[8];
		snprintf(word, sizeof(word), "d%d", i);
		assert_non_null(strstr(text, word));
	}
	buf_fini(&xml);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_libreoffice), cmocka_unit_test(test_writers), cmocka_unit_test(test_docx),
		cmocka_unit_test(test_tables), cmocka_unit_test(test_docx_package), cmocka_unit_test(test_odt),
		cmocka_unit_test(test_odt_package), cmocka_unit_test(test_depth),
	};
	int rc = cmocka_run_group_tests(tests, NULL, NULL);
	buf_fini(&out);
	buf_fini(&zip);
	return rc;
}
