/* Web archives: whatever the bytes are, records are within them and the reading ends. */
#include "config.h"

#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include "common/fs.h"
#include "extract/warc.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MAX 4096

static size_t total;

static int on_record(void *ctx, const struct warc_record *r, struct err *err)
{
	(void)ctx, (void)err;
	BUG_ON(r->payload.n > MAX || r->uri.n == 0);
	for (size_t i = 0; i < r->payload.n; i++)
		total += (unsigned char)r->payload.p[i];
	return 0;
}

static int on_failed(void *ctx, struct str uri, uint64_t number, const char *why, struct err *err)
{
	(void)ctx, (void)err;
	total += uri.n + number + (unsigned char)*why;
	return 0;
}

static int on_step(void *ctx, struct err *err)
{
	(void)ctx, (void)err;
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct warc_sink sink = { NULL, on_record, on_failed, on_step };
	struct reader *r;
	struct err err;
	int fd = memfd_create("fuzz", MFD_CLOEXEC);
	BUG_ON(fd < 0 || fs_write_all(fd, str_n((const char *)data, size)) < 0 || lseek(fd, 0, SEEK_SET) < 0);
	if (reader_open_fd(fd, "it", &r, &err) < 0)
		return 0;
	warc_read(r, MAX, &sink, &err);
	reader_close(&r);
	return 0;
}
