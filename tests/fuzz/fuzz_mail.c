/* Fuzz target: a message to a document and parts; the same bytes as a box, whole and in two pieces. */
#include "config.h"

#include "tests/fuzz/check_parts.h"
#include "text/eml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str bytes = str_n((const char *)data, size);
	check_reader(eml_read, bytes);
	check_reader(mbox_read, bytes);
	/* Where the first message ends does not depend on how the bytes come. */
	size_t searched = 0, whole = 0, half = size / 2, n;
	whole = mbox_length(bytes, true, &searched);
	BUG_ON(whole > size || (size && whole == 0));
	searched = 0;
	n = mbox_length(str_sub(bytes, 0, half), false, &searched);
	BUG_ON(searched > half || (n && n != whole));
	if (!n)
		BUG_ON(mbox_length(bytes, true, &searched) != whole);
	return 0;
}
