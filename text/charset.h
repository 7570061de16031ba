/* Bytes of unknown encoding to UTF-8.
 *
 * In this order: byte order mark (UTF-8, UTF-16 and UTF-32 either way), UTF-16 without a mark,
 * UTF-8 (well-formed, or nearly so), what the document declares if the bytes agree, then a guess
 * among the Cyrillic, Western and other encodings (charset_guess.h).
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

/* declared may be empty.  The name that was found in the first part of a text is right for its
 * other parts: UTF-16 and UTF-32 with their byte order ("UTF-16LE") are believed untried.
 * name_r: a static name of the encoding found ("UTF-8", "windows-1251").  Bytes that the encoding
 * does not have become U+FFFD, control characters but for tab, line feed, form feed and CR become
 * blanks.  The result holds no byte order mark and no NUL.  ERR_ENCODING when the bytes are no
 * text, ERR_LIMIT from out. */
int charset_decode(struct str bytes, struct str declared, struct buf *out, const char **name_r,
		   struct err *err);

#endif
