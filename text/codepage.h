/* Encodings by the number or name that a file states, believed untried.
 *
 * For what states its encoding piece by piece (RTF, words of mail headers); whole texts go through
 * charset.h, which looks whether a statement is true.
 */
#ifndef KAREZ_TEXT_CODEPAGE_H
#define KAREZ_TEXT_CODEPAGE_H

#include <stdbool.h>

#include "common/buf.h"
#include "common/str.h"

/* Appended as UTF-8; bytes without meaning become U+FFFD, control characters stay.  False, and nothing was
 * appended: there is no such encoding. */
bool codepage_decode(unsigned page, struct str bytes, struct buf *out);		/* of Windows: 1251, 866, 65001 */
bool codepage_decode_named(struct str name, struct str bytes, struct buf *out);	/* as in MIME: "koi8-r" */

/* The code page of a character set of Windows' fonts ("204" is 1251); 0: that of the system. */
unsigned codepage_of_charset(unsigned charset);

#endif
