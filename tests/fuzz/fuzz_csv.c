/* Fuzz target: a table to documents. */
#include "config.h"

#include "tests/fuzz/check_parts.h"
#include "text/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	check_reader(csv_read, str_n((const char *)data, size));
	return 0;
}
