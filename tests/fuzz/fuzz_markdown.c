/* Fuzz target: a Markdown file to reading text and fields. */
#include "config.h"

#include "tests/fuzz/check_parts.h"
#include "text/markdown.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str bytes = str_n((const char *)data, size);
	struct arena a = ARENA_INIT;
	struct doc doc = { 0 };
	struct err err;
	/* The text is valid UTF-8 by contract. */
	bytes = str_sub(bytes, 0, utf8_valid_prefix(bytes));
	BUG_ON(markdown_document(bytes, &a, &doc, &err) < 0);
	check_doc(&doc);
	check_marks(doc.text);
	BUG_ON(doc.text.n > 2 * size + 8);	/* marks are longer than what they stand for */
	arena_fini(&a);
	return 0;
}
