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

bool sentence_ends(struct str text, size_t start, size_t end)
{
	for (size_t i = start; i < end;)
		if (is_terminator(utf8_next(text, &i)))
			return true;
	return false;
}

static bool is_single_letter(struct str text, size_t start, size_t end)
{
	size_t i = start;
	if (start >= end)
		return false;
	utf8_next(text, &i);
	return i == end || (end - start > 1 && text.p[end - 2] == '.');	/* "U.S" */
}

/* Abbreviations that go with what follows them: before a name, or (number) before a number only. */
static const struct { const char *word; bool number; } abbreviations[] = {
	{ "mr", false }, { "mrs", false }, { "ms", false }, { "dr", false }, { "prof", false }, { "gen", false }, { "col", false },
	{ "lt", false }, { "maj", false }, { "capt", false }, { "sgt", false }, { "adm", false }, { "gov", false }, { "sen", false },
	{ "rep", false }, { "amb", false }, { "hon", false }, { "rev", false }, { "st", false }, { "cf", false }, { "vs", false },
	{ "al", false }, { "approx", false }, { "dept", false },
	{ "no", true }, { "nos", true }, { "vol", true }, { "art", true }, { "sec", true }, { "ch", true }, { "fig", true },
	{ "pp", true }, { "para", true }, { "ca", true },
	{ "им", false }, { "ул", false }, { "проф", false }, { "акад", false }, { "ген", false }, { "полк", false }, { "св", false },
	{ "тов", false }, { "пр", false }, { "пер", false }, { "обл", false }, { "респ", false }, { "см", false }, { "ср", false },
	{ "напр", false },
	{ "ст", true }, { "стр", true }, { "рис", true }, { "гл", true }, { "табл", true },
};

static bool is_word(struct str s, const char *word)
{
	struct str w = str_of(word);
	size_t i = 0, k = 0;
	while (i < s.n && k < w.n)
		if ((uint32_t)u_tolower((UChar32)utf8_next(s, &i)) != utf8_next(w, &k))
			return false;
	return i == s.n && k == w.n;
}

static bool is_abbreviation(struct str word, uint32_t next)
{
	for (size_t i = 0; i < sizeof(abbreviations) / sizeof(*abbreviations) && word.n <= 12; i++)
		if (is_word(word, abbreviations[i].word))
			return !abbreviations[i].number || u_isdigit((UChar32)next);
	return false;
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
	size_t at = end;
	uint32_t next = utf8_next(text, &at);
	bool goes_on = u_islower((UChar32)next) ||
		       (text.p[start] == '.' && is_abbreviation(str_sub(text, word, start), next));
	return goes_on ? BOUNDARY_NONE : BOUNDARY_SENTENCE;
}
