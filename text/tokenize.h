/* Cutting text into raw words: the word boundaries of UAX #29 (Unicode 15), tailored for search.
 *
 * A word starts with a letter, a digit or a character of a script without spaces, and holds at
 * least one of them.  Where this differs from UAX #29, and why:
 *
 *  1. Apostrophe-like characters (' ‘ ’ ` ´ ′ ＇ and the modifier letters U+02B9..02BF, the Hebrew
 *     geresh) join a word when a letter follows and a letter or digit stands before: don’t, o‘zbek,
 *     Qurʼan, 1990's.  They never start or end one.  People and fonts choose among them at will, and
 *     folding (fold.h) makes all alike.  Between two digits they join as in UAX #29.
 *  2. Combining marks, soft hyphens and other invisible format characters belong to the word they
 *     stand in (so says UAX #29); folding drops the invisible ones.  U+200B, the zero width space,
 *     separates.
 *  3. '.' between letters joins only single letters (U.S.A, e.g, А.Б), for "end.Start" and
 *     "example.com" are found by their parts.  The last dot of "U.S." is not part of the word, so
 *     that "U.S." and "U.S" are one word.  Between digits '.' and ',' join: 3.14, 1,000.5, 12.05.2014.
 *  4. ':', ';' and the middle dots separate, everywhere: they stand between words or numbers.
 *  5. '_' and its like separate: snake_case is found by its parts.
 *  6. Ideographs, Hiragana, Thai, Lao, Khmer, Myanmar: each character with its marks is a word, no
 *     dictionary.  Whatever is written together is found as a phrase.
 *  7. Superscript digits are no words and part of none (UAX #29 cuts them off as well): they mark
 *     footnotes, and as words of their own they would break phrases.  Subscript digits are digits:
 *     CO₂, H₂O.
 *
 * Hyphens always separate; tokenize_compound() tells what they hold together.
 *
 * Nothing before a word's start has a part in where words are, so any word's start is a place to
 * begin again.  All functions take valid UTF-8, any thread.  Time is linear in the text.
 */
#ifndef KAREZ_TEXT_TOKENIZE_H
#define KAREZ_TEXT_TOKENIZE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/str.h"

enum token_kind {
	TOKEN_LETTER = 1,	/* holds a letter */
	TOKEN_DIGIT = 2,	/* holds a decimal digit */
	TOKEN_DOTTED = 4,	/* single letters joined by dots */
	TOKEN_NO_SPACE = 8	/* one character of a script without spaces */
};

struct raw_word {
	size_t start, end;	/* bytes, never inside a character */
	unsigned kind;		/* enum token_kind */
};

/* The first word at or after offset `from`, which must not be inside a word.  False: no more. */
bool tokenize_next(struct str text, size_t from, struct raw_word *out_r);
/* The same by the classes of all characters, without the short ways: to hold them against. */
bool tokenize_by_class(struct str text, size_t from, struct raw_word *out_r);

/* Words written together with hyphens (U+002D, U+2010, U+2011, nothing else between them), or one word that may be
 * parted there (U+200B, the zero width space). */
#define COMPOUND_PARTS 4

struct compound {
	size_t end;			/* of the last part */
	size_t n;			/* parts, when 2..COMPOUND_PARTS and each of letters only; else 0 */
	struct raw_word parts[COMPOUND_PARTS];
};

/* Can one start with a word that ends there?  Quick; most can not. */
static inline bool tokenize_may_join(struct str text, size_t end)
{
	return end < text.n && (text.p[end] == '-' || text.p[end] == '\xe2');
}

/* The compound that starts with the word `first`.  False, and n = 0: no hyphen and word follow it. */
bool tokenize_compound(struct str text, const struct raw_word *first, struct compound *out_r);

/* Is c one of the characters of rule 1? */
bool tokenize_apostrophe(uint32_t c);

#endif
