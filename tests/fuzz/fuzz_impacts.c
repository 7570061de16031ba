/* Fuzz target: arbitrary bytes as a file of impacts, under a header that holds true. */
#include "config.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "common/err.h"
#include "common/xalloc.h"
#include "index/impacts.h"
#include "index/impacts_format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What can be put right is, so that the rest is reached. */
static void mend(char *bytes, size_t size)
{
	struct impacts_header *h = (struct impacts_header *)bytes;
	if (size < sizeof(*h))
		return;
	memcpy(h->magic, IMPACTS_MAGIC, sizeof(h->magic));
	h->version = IMPACTS_VERSION;
	h->order = IMPACTS_ORDER;
	h->size = size;
	h->uuid[36] = '\0';
	h->hash = impacts_header_hash(h);
}

static void read_list(const struct impacts *im, struct str term)
{
	uint32_t docs[IMPACTS_BLOCK], wdfs[IMPACTS_BLOCK];
	const struct impacts_info *info = impacts_info(im);
	struct impacts_list l;
	struct err err;
	if (impacts_find(im, term, &l, &err) <= 0)
		return;
	BUG_ON(l.documents == 0 || l.documents > info->documents || l.n_blocks == 0);
	for (uint32_t b = 0; b < l.n_blocks; b++) {
		int n = impacts_read(im, &l, b, docs, wdfs, &err);
		for (int i = 0; i < n; i++)
			BUG_ON(docs[i] == 0 || (i && docs[i] <= docs[i - 1]) || docs[i] > info->last_doc);
		if (n > 0)
			BUG_ON(docs[n - 1] != impacts_skip(&l, b).last);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const terms[] = { "1", "15", "16", "17", "a", "block", "blocks", "c00000", "zz" };
	char path[64], *bytes = xmalloc(size + 1);
	if (size)
		memcpy(bytes, data, size);
	mend(bytes, size);
	int fd = memfd_create("impacts", MFD_CLOEXEC);
	BUG_ON(fd < 0 || write(fd, bytes, size) != (ssize_t)size);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	struct impacts *im;
	struct err err;
	if (impacts_open(path, &im, &err) == 0) {
		for (size_t i = 0; i < sizeof(terms) / sizeof(*terms); i++)
			read_list(im, str_of(terms[i]));
		size_t n = size < 3 ? size : 3;
		read_list(im, str_n(bytes + size - n, n));
		impacts_close(&im);
	}
	close(fd);
	free(bytes);
	return 0;
}
