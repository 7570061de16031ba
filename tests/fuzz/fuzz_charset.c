/* Fuzz target: bytes of unknown encoding to UTF-8.  The first line is the declared name. */
#include "config.h"

#include "tests/fuzz/check_doc.h"
#include "text/charset.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str bytes = str_n((const char *)data, size), declared = STR_NONE;
	struct buf out = BUF_INIT;
	struct err err;
	const char *name;
	ptrdiff_t lf = str_chr(bytes, '\n');
	if (lf >= 0) {
		declared = str_sub(bytes, 0, (size_t)lf);
		bytes = str_sub(bytes, (size_t)lf + 1, bytes.n);
	}
	if (charset_decode(bytes, declared, &out, &name, &err) == 0) {
		check_text(buf_str(&out));
		BUG_ON(!name || !name[0]);
	} else {
		BUG_ON(err.code != ERR_ENCODING);
	}
	buf_fini(&out);
	return 0;
}
