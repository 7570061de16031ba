/* indexer/pdf.h: what pdftotext writes, to a document. */
#include "config.h"

#include "indexer/pdf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>

#define HEAD(title, more) "<html><head>\n<title>" title "</title>\n" more "</head>\n<body>\n<pre>\n"
#define END "</pre>\n</body>\n</html>\n"

static void documents(void **state)
{
	static const struct { const char *output, *title, *author, *text; } rows[] = {
		{ HEAD("On water", "<meta name=\"Author\" content=\"A. &amp; B.\"/>\n") "One\nTwo\n\fThree\n\f" END, "On water", "A. & B.",
		  "One\nTwo\n\f\nThree\n\f\n" },
		{ HEAD("", "<meta name=\"CreationDate\" content=\"2026-11-22T14:34:45Z\"/>\n") "a < b & </pre> c\n\f" END, "", "",
		  "a < b & </pre> c\n\f\n" },
		{ HEAD("Microsoft Word - memo.doc", "") "x" END, "", "", "x\n" },
		{ HEAD("Microsoft Word - Memo on water", "") "x" END, "Memo on water", "", "x\n" },
		{ HEAD("untitled", "") "x\x01y\r\nz\fw" END, "", "", "x y\nz\n\f\nw\n" },
		{ HEAD("", "") "cut off in the mid", "", "", "cut off in the mid\n" },
		{ "no page", "", "", "" },
		{ "", "", "", "" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct arena a = ARENA_INIT;
		struct doc doc = { .id = STR_NONE };
		struct err err;
		assert_int_equal(pdf_document(str_of(rows[i].output), &a, &doc, &err), 0);
		assert_true(str_eqz(doc.title, rows[i].title));
		assert_true(str_eqz(doc.author, rows[i].author));
		if (!str_eqz(doc.text, rows[i].text))
			print_error("row %zu: \"%.*s\"\n", i, STR_ARG(doc.text));
		assert_true(str_eqz(doc.text, rows[i].text));
		assert_int_equal(doc.date.n, 0);
		arena_fini(&a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(documents) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
