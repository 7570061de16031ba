/* Judging the gap between two words; see sentence.h. */
#include "config.h"

#include "query/sentence.h"

#include <unicode/uchar.h>

#include "common/utf8.h"

#define ELLIPSIS 0x2026

/* Scripts without blanks put none after their full stops either. */
#define FIRST_WIDE 0x3000

static bool is_terminator(uint32_t c)
{
	return c == ELLIPSIS || u_hasBinaryProperty((UChar32)c, UCHAR_S_TERM);
}

static bool is_single_letter(struct str text, size_t start, size_t end)
{
	size_t i = start;
	if (start >= end)
		return false;
	utf8_next(text, &i);
	return i == end || (end - start > 1 && text.p[end - 2] == '.');	/* "U.S" */
}

enum boundary sentence_boundary(struct str text, size_t word, size_t start, size_t end)
{
	bool terminated = false, blank = false, wide = false;
	unsigned lines = 0;
	for (size_t i = start; i < end;) {
		bool first = i == start;
		uint32_t c = utf8_next(text, &i);
		if (c == '\n' && ++lines == 2)
			return BOUNDARY_PARAGRAPH;
		if (u_isUWhiteSpace((UChar32)c)) {
			blank |= terminated;
			continue;
		}
		lines = 0;
		if (!is_terminator(c) || (c == '.' && first && is_single_letter(text, word, start)))
			continue;
		terminated = true;
		wide |= c >= FIRST_WIDE;
	}
	if (!terminated || !(blank || wide) || end >= text.n)
		return BOUNDARY_NONE;
	size_t next = end;
	return u_islower((UChar32)utf8_next(text, &next)) ? BOUNDARY_NONE : BOUNDARY_SENTENCE;
}
