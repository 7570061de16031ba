/* Words of a line of the protocol: runs of bytes between blanks.
 */
#ifndef KAREZ_PROTO_LINE_WORD_H
#define KAREZ_PROTO_LINE_WORD_H

#include "common/str.h"

static inline bool line_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* The next run of bytes without blanks at *at, or an empty str at the end. */
static inline struct str line_word(struct str line, size_t *at)
{
	while (*at < line.n && line_blank(line.p[*at]))
		++*at;
	size_t from = *at;
	while (*at < line.n && !line_blank(line.p[*at]))
		++*at;
	return str_sub(line, from, *at);
}

#endif
