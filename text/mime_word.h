/* The text of header fields: encoded words (RFC 2047), stated character sets, and the codings that headers share with bodies.
 */
#ifndef KAREZ_TEXT_MIME_WORD_H
#define KAREZ_TEXT_MIME_WORD_H

#include "common/arena.h"
#include "common/buf.h"
#include "common/str.h"

/* Bytes in a character set that was stated (or not: empty), on one line. */
struct str mime_charset_text(struct str bytes, struct str charset, struct arena *a);
/* The same appended as it is; bytes are no text: nothing is. */
void mime_charset_decode(struct str bytes, struct str charset, struct buf *out);

void mime_base64(struct str s, struct buf *out);
void mime_quoted_printable(struct str s, struct buf *out);

#endif
