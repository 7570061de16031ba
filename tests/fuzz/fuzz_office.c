/* Fuzz target: DOCX, ODT and EPUB.  An input is the members of a package in plain sight, so that a change of a byte
 * is a change of what stands in it: "docx" (or "odt", "epub") on the first line, then for each member its name on a line and
 * its content up to a byte 0x1e.  Anything else is read as a file of each format as it is. */
#include "config.h"

#include <zlib.h>

#include "common/buf.h"
#include "tests/fuzz/check_parts.h"
#include "text/docx.h"
#include "text/epub.h"
#include "text/odt.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void put16(struct buf *b, unsigned v)
{
	buf_putc(b, (char)(v & 0xff));
	buf_putc(b, (char)(v >> 8 & 0xff));
}

static void put32(struct buf *b, uint32_t v)
{
	put16(b, v & 0xffff);
	put16(b, v >> 16);
}

/* What the local header and the entry of the directory have in common; not packed. */
static void put_header(struct buf *b, struct str name, struct str bytes)
{
	put16(b, 20);
	put32(b, 0);
	put32(b, 0x00210000);	/* 1980-01-01 */
	put32(b, (uint32_t)crc32(0, (const Bytef *)(bytes.n ? bytes.p : ""), (uInt)bytes.n));
	put32(b, (uint32_t)bytes.n);
	put32(b, (uint32_t)bytes.n);
	put16(b, (unsigned)name.n);
	put16(b, 0);
}

static void pack(struct str members, struct buf *zip)
{
	struct buf directory = BUF_INIT;
	struct str one, name;
	unsigned n = 0;
	while (str_cut(&members, '\x1e', &one) && n < 64) {
		str_cut(&one, '\n', &name);
		if (!name.n || name.n > 255)
			continue;
		buf_add(&directory, "PK\x01\x02\x14\0", 6);
		put_header(&directory, name, one);
		for (int i = 0; i < 5; i++)
			put16(&directory, 0);
		put32(&directory, (uint32_t)zip->n);
		buf_addstr(&directory, name);
		buf_add(zip, "PK\x03\x04", 4);
		put_header(zip, name, one);
		buf_addstr(zip, name);
		buf_addstr(zip, one);
		n++;
	}
	uint32_t start = (uint32_t)zip->n;
	buf_addstr(zip, buf_str(&directory));
	buf_add(zip, "PK\x05\x06\0\0\0\0", 8);
	put16(zip, n);
	put16(zip, n);
	put32(zip, (uint32_t)directory.n);
	put32(zip, start);
	put16(zip, 0);
	buf_fini(&directory);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct {
		struct str name;
		parts_read_fn *read;
	} formats[] = { { STR("docx"), docx_read }, { STR("odt"), odt_read }, { STR("epub"), epub_read } };
	struct str rest = str_n((const char *)data, size), bytes = rest, first = STR_NONE;
	bool named = false;
	str_cut(&rest, '\n', &first);
	for (size_t i = 0; i < 3; i++) {
		if (!str_eq(first, formats[i].name))
			continue;
		struct buf zip = BUF_INIT;
		pack(rest, &zip);
		check_reader(formats[i].read, buf_str(&zip));
		buf_fini(&zip);
		named = true;
	}
	for (size_t i = 0; i < 3 && !named; i++)
		check_reader(formats[i].read, bytes);
	return 0;
}
