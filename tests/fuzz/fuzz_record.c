/* Fuzz target: a line as an NDJSON record, by the fast reader and by jansson, and as a TSV record. */
#include "config.h"

#include "tests/fuzz/check_doc.h"
#include "tests/fuzz/check_members.h"
#include "text/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static int (*const records[])(struct str, struct arena *, struct doc *, struct err *) = { record_json, record_tsv };
	check_members(str_n((const char *)data, size));
	for (size_t i = 0; i < 2; i++) {
		struct arena a = ARENA_INIT;
		struct doc doc;
		struct err err;
		if (records[i](str_n((const char *)data, size), &a, &doc, &err) == 0) {
			check_doc(&doc);
			BUG_ON(doc.id.n == 0);
		} else {
			BUG_ON(err.code == ERR_NONE || !err.msg[0]);
		}
		arena_fini(&a);
	}
	return 0;
}
