/* Files as an index would have them; see show.h. */
#include "config.h"

#include "indexer/show.h"

#include <stdio.h>

#include "indexer/report.h"
#include "repair/repair.h"
#include "text/extract.h"
#include "text/reader.h"

#define MAX_BYTES ((uint64_t)64 << 20)

static int read_file(const char *path, uint64_t max_bytes, struct buf *out, struct err *err)
{
	struct reader *reader;
	int rc = reader_open(path, &reader, err);
	if (rc < 0)
		return -1;
	while (out->n < max_bytes && (rc = reader_read(reader, out, (size_t)(max_bytes - out->n), err)) > 0)
		;
	reader_close(&reader);
	return rc < 0 ? -1 : 0;
}

static int show_file(const char *path, unsigned rules, uint64_t max_bytes, struct err *err)
{
	struct arena a = ARENA_INIT;
	struct buf bytes = BUF_INIT, out = BUF_INIT;
	struct repair_counts counts = { { 0 } };
	struct repaired repaired;
	struct doc doc = { .id = str_of(path) };
	int rc = read_file(path, max_bytes, &bytes, err);
	if (rc == 0)
		rc = extract(buf_str(&bytes), path, &a, &doc, err);
	if (rc == 0) {
		repair(&doc, rules, &a, &counts, &repaired);
		repair_show(&repaired, &out);
		fwrite(out.p, 1, out.n, stdout);
	}
	buf_fini(&bytes);
	buf_fini(&out);
	arena_fini(&a);
	return rc;
}

int show_files(char *const *files, size_t n, const char *rules, uint64_t max_bytes)
{
	unsigned bits = repair_default_rules();
	int result = RESULT_OK;
	struct err err;
	if (rules)
		repair_parse_rules(str_of(rules), &bits, &err);	/* main() has checked it */
	for (size_t i = 0; i < n; i++) {
		if (show_file(files[i], bits, max_bytes ? max_bytes : MAX_BYTES, &err) == 0)
			continue;
		fprintf(stderr, "karez-index: %s: %s\n", files[i], err.msg);
		result = RESULT_PARTIAL;
	}
	return result;
}
