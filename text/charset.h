/* Bytes of unknown encoding to UTF-8.
 *
 * In this order: byte order mark (UTF-8, UTF-16 either way), what the document declares, valid
 * UTF-8, UTF-16 without a mark, then ICU's statistical detector among the single-byte
 * encodings (windows-1251, KOI8-R, windows-1252, ISO-8859-5, IBM866 ...).
 */
#ifndef KAREZ_TEXT_CHARSET_H
#define KAREZ_TEXT_CHARSET_H

#include <stdbool.h>

#include "common/buf.h"
#include "common/err.h"
#include "common/str.h"

/* Looks like something that is no text (NUL or control bytes that no text has): such files are
 * skipped and counted.  Judges by the first 8 KiB. */
bool charset_is_binary(struct str bytes);

/* declared may be empty.  name_r: a static name of the encoding found ("UTF-8",
 * "windows-1251").  Bytes that the encoding does not have become U+FFFD.  The result holds no
 * byte order mark and no NUL.  ERR_ENCODING when the bytes are no text, ERR_LIMIT from out. */
int charset_decode(struct str bytes, struct str declared, struct buf *out, const char **name_r,
		   struct err *err);

#endif
