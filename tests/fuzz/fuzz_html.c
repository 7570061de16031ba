/* Fuzz target: an HTML page to reading text and fields. */
#include "config.h"

#include "tests/fuzz/check_parts.h"
#include "text/html.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str bytes = str_n((const char *)data, size);
	struct arena a = ARENA_INIT;
	struct doc doc = { 0 };
	struct err err;
	struct str declared = html_charset(bytes);
	BUG_ON(declared.n > size);
	/* The page itself is valid UTF-8 by contract. */
	bytes = str_sub(bytes, 0, utf8_valid_prefix(bytes));
	BUG_ON(html_document(bytes, &a, &doc, &err) < 0);
	check_doc(&doc);
	check_marks(doc.text);
	arena_fini(&a);
	return 0;
}
