/* Fuzz target: arbitrary bytes as a file of impacts, under a header that holds true. */
#include "config.h"

#include "index/impacts.h"
#include "index/impacts_format.h"
#include "tests/fuzz/sidefile_fixture.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_list(const struct impacts *im, struct str term)
{
	uint32_t docs[IMPACTS_BLOCK];
	struct impacts_wdfs wdfs;
	const struct impacts_info *info = impacts_info(im);
	struct impacts_list l;
	struct err err;
	if (impacts_find(im, term, &l, &err) <= 0)
		return;
	BUG_ON(l.documents == 0 || l.documents > info->documents || l.n_blocks == 0);
	for (uint32_t b = 0; b < l.n_blocks; b++) {
		int n = impacts_read(im, &l, b, docs, &wdfs, &err);
		for (int i = 0; i < n; i++)
			BUG_ON(docs[i] == 0 || (i && docs[i] <= docs[i - 1]) || docs[i] > info->last_doc);
		if (n > 0)
			BUG_ON(docs[n - 1] != impacts_skip(&l, b).last);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const terms[] = { "1", "15", "16", "17", "a", "block", "blocks", "c00000", "zz" };
	struct sidefile_fixture f;
	struct impacts *im;
	struct err err;
	sidefile_fixture_make(&f, data, size, &impacts_kind);
	if (impacts_open(f.path, &im, &err) == 0) {
		for (size_t i = 0; i < sizeof(terms) / sizeof(*terms); i++)
			read_list(im, str_of(terms[i]));
		size_t n = size < 3 ? size : 3;
		read_list(im, str_n((const char *)data + size - n, n));
		impacts_close(&im);
	}
	sidefile_fixture_remove(&f);
	return 0;
}
