/* UTF-8: validate and step.
 */
#ifndef KAREZ_COMMON_UTF8_H
#define KAREZ_COMMON_UTF8_H

#include <stdbool.h>
#include <stdint.h>

#include "common/str.h"

/* Offset of the first byte that is not part of well-formed UTF-8 (Unicode 15, table 3-7), or
 * s.n when all is well.  Checks long ASCII runs eight bytes at a time. */
size_t utf8_valid_prefix(struct str s);

static inline bool utf8_valid(struct str s)
{
	return utf8_valid_prefix(s) == s.n;
}

/* Decode one character of *valid* text at offset i, move i past it. */
static inline uint32_t utf8_next(struct str s, size_t *i)
{
	const unsigned char *p = (const unsigned char *)s.p + *i;
	if (p[0] < 0x80) {
		*i += 1;
		return p[0];
	}
	if (p[0] < 0xe0) {
		*i += 2;
		return (uint32_t)(p[0] & 0x1f) << 6 | (p[1] & 0x3f);
	}
	if (p[0] < 0xf0) {
		*i += 3;
		return (uint32_t)(p[0] & 0x0f) << 12 | (uint32_t)(p[1] & 0x3f) << 6 | (p[2] & 0x3f);
	}
	*i += 4;
	return (uint32_t)(p[0] & 0x07) << 18 | (uint32_t)(p[1] & 0x3f) << 12 |
	       (uint32_t)(p[2] & 0x3f) << 6 | (p[3] & 0x3f);
}

/* Back to the start of the character that byte i is in. */
static inline size_t utf8_floor(struct str s, size_t i)
{
	while (i > 0 && i < s.n && ((unsigned char)s.p[i] & 0xc0) == 0x80)
		i--;
	return i;
}

size_t utf8_count(struct str s);			/* characters in valid text */
unsigned utf8_encode(uint32_t c, char out[4]);		/* bytes written */

/* False for what a terminal or a reader of lines may take for more than text: controls (C0, DEL,
 * C1), line and paragraph separators, marks that turn the direction of writing. */
bool utf8_is_text(uint32_t c);

#endif
