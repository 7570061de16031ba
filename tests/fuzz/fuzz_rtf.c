/* Fuzz target: RTF to a document. */
#include "config.h"

#include "tests/fuzz/check_parts.h"
#include "text/rtf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	check_reader(rtf_read, str_n((const char *)data, size));
	return 0;
}
