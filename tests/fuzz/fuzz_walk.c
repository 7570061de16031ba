/* Any file at all, as karez-extract meets it: the first byte chooses a name, the rest is the file. */
#include "config.h"

#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include "common/fs.h"
#include "common/utf8.h"
#include "extract/kind.h"
#include "extract/walk.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MAX_TEXT 65536

static int on_document(void *ctx, const struct doc *doc, struct err *err)
{
	(void)ctx, (void)err;
	BUG_ON(doc->text.n > MAX_TEXT || !utf8_valid(doc->text) || !utf8_valid(doc->id) || !utf8_valid(doc->title));
	return 0;
}

static int on_external(void *ctx, struct str name, struct str type, struct str bytes, struct err *err)
{
	(void)ctx, (void)err, (void)type, (void)bytes;
	BUG_ON(!utf8_valid(name));
	return 0;
}

static int on_trouble(void *ctx, struct str name, const char *what, struct err *err)
{
	(void)ctx, (void)err;
	BUG_ON(!*what || !utf8_valid(name));
	return 0;
}

static int on_step(void *ctx, struct err *err)
{
	(void)ctx, (void)err;
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const names[] = {
		"f", "f.zip", "f.tar", "f.tgz", "f.gz", "f.xz", "f.warc", "f.mbox", "f.eml", "f.docx", "f.odt", "f.rtf", "f.csv", "f.epub",
	};
	const struct walk_limits limits = { MAX_TEXT, 1 << 20, 4 << 20, 1000, 100, 3, FAMILIES_ALL };
	struct walk_sink sink = { NULL, on_document, on_external, on_trouble, on_trouble, on_step };
	struct err err;
	if (size == 0)
		return 0;
	int fd = memfd_create("fuzz", MFD_CLOEXEC);
	BUG_ON(fd < 0 || fs_write_all(fd, str_n((const char *)data + 1, size - 1)) < 0);
	walk_fd(fd, str_of(names[data[0] % (sizeof(names) / sizeof(*names))]), STR_NONE, STR(".pdf\n"), &limits, &sink, &err);
	close(fd);
	return 0;
}
