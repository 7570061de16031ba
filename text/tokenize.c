/* Cutting text into raw words; the rules are in tokenize.h.
 *
 * Each character has a class; ICU's word break property is the source of all of them but the
 * tailored ones.  Text is scanned by class and looks ahead only over the character that might join.
 * Words of ASCII or of letters of two bytes, behind which nothing can join, are found without that.
 */
#include "config.h"

#include "text/tokenize.h"

#include <endian.h>
#include <pthread.h>
#include <stdint.h>
#include <unicode/uchar.h>

#include "common/utf8.h"

enum char_class {
	SEPARATOR,
	EXTEND,		/* marks and format characters: part of what stands before them */
	LETTER,
	HEBREW,		/* a letter, which quotation marks can join */
	HANGUL,		/* a letter, or decomposed a part of one: acronyms cannot count them */
	NUMERIC,
	KATAKANA,
	NO_SPACE,
	APOSTROPHE,
	QUOTE,		/* " and gershayim: between Hebrew letters */
	DOT,
	COMMA
};

#define BMP 0x10000
#define SEPARATES 0x80
#define STARTS_NONE 0x40
#define ALNUM (TOKEN_LETTER | TOKEN_DIGIT)

static unsigned char bmp_class[BMP];
/* Of ASCII: TOKEN_LETTER, TOKEN_DIGIT or STARTS_NONE, and SEPARATES where nothing has to be looked at; of other bytes 0. */
static unsigned char ascii_kind[256];
static pthread_once_t tables_once = PTHREAD_ONCE_INIT;
static bool tables_ready;	/* so that a word does not cost a call */

/* The last three are canonically equal to U+02B9, U+0060 and U+00B4. */
bool tokenize_apostrophe(uint32_t c)
{
	return c == '\'' || c == '`' || c == 0xb4 || (c >= 0x2b9 && c <= 0x2bf) || c == 0x5f3 ||
	       c == 0x2018 || c == 0x2019 || c == 0x2032 || c == 0xff07 ||
	       c == 0x374 || c == 0x1fef || c == 0x1ffd;
}

static enum char_class class_of_property(uint32_t c)
{
	switch (u_getIntPropertyValue((UChar32)c, UCHAR_WORD_BREAK)) {
	case U_WB_ALETTER:
		return u_getIntPropertyValue((UChar32)c, UCHAR_HANGUL_SYLLABLE_TYPE) == U_HST_NOT_APPLICABLE ?
		       LETTER : HANGUL;
	case U_WB_HEBREW_LETTER:
		return HEBREW;
	case U_WB_NUMERIC:
		return NUMERIC;
	case U_WB_KATAKANA:
		return KATAKANA;
	case U_WB_EXTEND:
	case U_WB_FORMAT:
	case U_WB_ZWJ:
		return EXTEND;
	case U_WB_MIDNUMLET:
		return DOT;	/* the apostrophes among them were taken out before */
	case U_WB_MIDNUM:
		return COMMA;
	case U_WB_OTHER:
		return u_isUAlphabetic((UChar32)c) ? NO_SPACE : SEPARATOR;
	default:
		return SEPARATOR;
	}
}

static enum char_class class_compute(uint32_t c)
{
	if (tokenize_apostrophe(c))
		return APOSTROPHE;
	if (c == '"' || c == 0x5f4)
		return QUOTE;
	if (c >= 0x2080 && c <= 0x2089)	/* subscript digits */
		return NUMERIC;
	if (c >= 0x2f00 && c <= 0x2fd5)	/* Kangxi radicals, which fold to ideographs: PDF files have them */
		return NO_SPACE;
	/* Semicolons: Latin, Greek, Arabic-script, small, fullwidth. */
	if (c == ';' || c == 0x37e || c == 0x61b || c == 0xfe14 || c == 0xfe54 || c == 0xff1b)
		return SEPARATOR;
	return class_of_property(c);
}

/* Quotation marks join Hebrew letters alone. */
static unsigned char ascii_kind_of(enum char_class c)
{
	switch (c) {
	case LETTER: return TOKEN_LETTER;
	case NUMERIC: return TOKEN_DIGIT;
	case SEPARATOR: case QUOTE: return STARTS_NONE | SEPARATES;
	default: return STARTS_NONE;
	}
}

static void tables_fill(void)
{
	for (uint32_t c = 0; c < BMP; c++)
		bmp_class[c] = (unsigned char)class_compute(c);
	for (uint32_t c = 0; c < 0x80; c++)
		ascii_kind[c] = ascii_kind_of((enum char_class)bmp_class[c]);
	__atomic_store_n(&tables_ready, true, __ATOMIC_RELEASE);
}

static inline void need_tables(void)
{
	if (!__atomic_load_n(&tables_ready, __ATOMIC_ACQUIRE))
		pthread_once(&tables_once, tables_fill);
}

/* Class of the character at i, which is moved past it. */
static inline enum char_class class_next(struct str text, size_t *i)
{
	uint32_t c = utf8_next(text, i);
	return c < BMP ? (enum char_class)bmp_class[c] : class_compute(c);
}

/* The next character that is not EXTEND, at or after i, which is moved past it. */
static enum char_class class_ahead(struct str text, size_t *i)
{
	while (*i < text.n) {
		enum char_class c = class_next(text, i);
		if (c != EXTEND)
			return c;
	}
	return SEPARATOR;
}

static bool is_letter(enum char_class c)
{
	return c == LETTER || c == HEBREW || c == HANGUL;
}

static bool acronym_letter(enum char_class c)
{
	return c == LETTER || c == HEBREW;
}

/* Does the letter that ends before i stand alone, as "b" in "a.b"? */
static bool nothing_joins(struct str text, size_t i)
{
	enum char_class c = class_ahead(text, &i);
	return !is_letter(c) && c != NUMERIC;
}

/* A word under way. */
struct scan {
	enum char_class last;	/* class of its last character, EXTEND not counted */
	size_t segment;		/* letters and digits since its start or its last dot */
	unsigned kind;
};

static unsigned kind_of(enum char_class c)
{
	switch (c) {
	case NUMERIC: return TOKEN_DIGIT;
	case NO_SPACE: return TOKEN_NO_SPACE;
	default: return TOKEN_LETTER;
	}
}

static void scan_take(struct scan *s, enum char_class c)
{
	s->last = c;
	s->segment++;
	s->kind |= kind_of(c);
}

/* Does the joining character of class c, which ends before i, hold what is before and after it
 * together?  Then i is moved past what follows, and that is taken. */
static bool scan_join(struct scan *s, enum char_class c, struct str text, size_t *i)
{
	size_t at = *i;
	enum char_class next = class_ahead(text, &at);
	bool digits = s->last == NUMERIC && next == NUMERIC;
	bool joins = false;
	switch (c) {
	case APOSTROPHE:
		joins = digits || ((is_letter(s->last) || s->last == NUMERIC) && is_letter(next));
		break;
	case QUOTE:
		joins = s->last == HEBREW && next == HEBREW;
		break;
	case COMMA:
		joins = digits;
		break;
	case DOT:
		joins = digits;
		if (s->segment == 1 && acronym_letter(s->last) && acronym_letter(next) &&
		    nothing_joins(text, at)) {
			joins = true;
			s->kind |= TOKEN_DOTTED;
		}
		s->segment = 0;
		break;
	default:
		break;
	}
	if (!joins)
		return false;
	scan_take(s, next);
	*i = at;
	return true;
}

/* Take the character of class c, which ends before i; false: it ends the word before it. */
static bool scan_step(struct scan *s, enum char_class c, struct str text, size_t *i)
{
	switch (c) {
	case EXTEND:
		return true;
	case LETTER: case HEBREW: case HANGUL: case NUMERIC:
		if (s->last == KATAKANA || s->last == NO_SPACE)
			return false;
		scan_take(s, c);
		return true;
	case KATAKANA:
		return s->last == KATAKANA;
	case APOSTROPHE: case QUOTE: case DOT: case COMMA:
		return scan_join(s, c, text, i);
	default:
		return false;
	}
}

static inline uint64_t load(const unsigned char *p)
{
	uint64_t v;
	memcpy(&v, p, sizeof(v));
	return le64toh(v);
}

/* The top bit of each byte of seven bits that is from..to. */
static inline uint64_t between(uint64_t sevens, unsigned char from, unsigned char to)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	return (sevens + ones * (0x80u - from)) & ~(sevens + ones * (0x7fu - to));
}

/* Past the ASCII letters and digits from i on, the commonest part of any text: eight bytes at a time,
 * for a loop over the bytes of a word is seldom foretold by the processor.  Their kinds are added. */
static inline size_t alnum_end(const unsigned char *p, size_t n, size_t i, unsigned *kind)
{
	const uint64_t tops = UINT64_C(0x8080808080808080);
	for (; n - i >= 8; i += 8) {
		uint64_t w = load(p + i), sevens = w & ~tops;
		uint64_t letters = between(sevens | tops >> 2, 'a', 'z') & ~w & tops;
		uint64_t digits = between(sevens, '0', '9') & ~w & tops;
		uint64_t others = ~(letters | digits) & tops;
		uint64_t before = others ? (others & -others) - 1 : UINT64_MAX;
		*kind |= (letters & before ? TOKEN_LETTER : 0) | (digits & before ? TOKEN_DIGIT : 0);
		if (others)
			return i + (size_t)__builtin_ctzll(others) / 8;
	}
	for (unsigned one; i < n && ((one = ascii_kind[p[i]]) & ALNUM) != 0; i++)
		*kind |= one;
	return i;
}

/* Past the letters of two bytes from i on: Cyrillic, Greek, most of Latin, Arabic. */
static inline size_t letters_end(const unsigned char *p, size_t n, size_t i)
{
	while (n - i >= 2 && (p[i] & 0xe0) == 0xc0 &&
	       bmp_class[(p[i] & 0x1fu) << 6 | (p[i + 1] & 0x3fu)] == LETTER)
		i += 2;
	return i;
}

/* What needs no look at its neighbours. */
static void scan_run(struct scan *s, struct str text, size_t *i)
{
	const unsigned char *p = (const unsigned char *)text.p;
	size_t end = p[*i] < 0x80 ? alnum_end(p, text.n, *i, &s->kind) : *i;
	if (end > *i) {
		s->segment += end - *i;
		s->last = (enum char_class)bmp_class[p[end - 1]];
		*i = end;
	}
	end = letters_end(p, text.n, *i);
	if (end > *i) {
		s->segment += (end - *i) / 2;
		s->last = LETTER;
		s->kind |= TOKEN_LETTER;
		*i = end;
	}
}

/* The word whose first character, of class c, ends before i. */
static size_t scan_word(struct str text, size_t i, enum char_class c, unsigned *kind_r)
{
	struct scan s = { c, 0, 0 };
	scan_take(&s, c);
	while (i < text.n) {
		if (is_letter(s.last) || s.last == NUMERIC)
			scan_run(&s, text, &i);
		size_t at = i;
		if (i == text.n || !scan_step(&s, class_next(text, &at), text, &at))
			break;
		i = at;
	}
	*kind_r = s.kind;
	return i;
}

static bool starts_word(enum char_class c)
{
	return is_letter(c) || c == NUMERIC || c == KATAKANA || c == NO_SPACE;
}

bool tokenize_by_class(struct str text, size_t from, struct raw_word *out_r)
{
	need_tables();
	for (size_t i = from; i < text.n;) {
		size_t start = i;
		enum char_class c = class_next(text, &i);
		if (!starts_word(c))
			continue;
		out_r->start = start;
		out_r->end = scan_word(text, i, c, &out_r->kind);
		return true;
	}
	return false;
}

/* Does the word that ends there in a letter, or in what else, surely end there, for all that the classes
 * of characters could say?  A dot joins only single letters (or digits), a comma no letters. */
static inline bool surely_ends(const unsigned char *p, size_t n, size_t end, bool letter, bool single)
{
	if (end == n || ascii_kind[p[end]] & SEPARATES)
		return true;
	return letter && (p[end] == ',' || (p[end] == '.' && !single));
}

bool tokenize_next(struct str text, size_t from, struct raw_word *out_r)
{
	const unsigned char *p = (const unsigned char *)text.p;
	unsigned kind = 0;
	size_t start = from;
	bool sure = false;
	need_tables();
	while (start < text.n && ascii_kind[p[start]] & STARTS_NONE)
		start++;
	size_t end = alnum_end(p, text.n, start, &kind);
	if (end > start) {
		bool letter = ascii_kind[p[end - 1]] == TOKEN_LETTER;
		sure = surely_ends(p, text.n, end, letter, end - start == 1);
	} else if ((end = letters_end(p, text.n, start)) > start) {
		kind = TOKEN_LETTER;
		sure = surely_ends(p, text.n, end, true, end - start == 2);
	}
	if (!sure)
		return tokenize_by_class(text, start, out_r);
	*out_r = (struct raw_word){ start, end, kind };
	return true;
}

static bool letters_only(const struct raw_word *t)
{
	return (t->kind & (TOKEN_LETTER | TOKEN_DIGIT | TOKEN_NO_SPACE | TOKEN_DOTTED)) == TOKEN_LETTER;
}

/* A hyphen at i with a word right behind it? */
static bool hyphen_word(struct str text, size_t i, struct raw_word *t_r)
{
	if (i >= text.n)
		return false;
	uint32_t c = utf8_next(text, &i);
	if (c != '-' && c != 0x2010 && c != 0x2011 && c != 0x200b)
		return false;
	size_t at = i;
	if (at >= text.n)
		return false;
	enum char_class next = class_next(text, &at);
	return starts_word(next) && tokenize_next(text, i, t_r);
}

bool tokenize_compound(struct str text, const struct raw_word *first, struct compound *out_r)
{
	struct raw_word t;
	out_r->n = 0;
	if (!hyphen_word(text, first->end, &t))
		return false;
	size_t n = 1;
	bool letters = letters_only(first);
	out_r->parts[0] = *first;
	do {
		if (n < COMPOUND_PARTS)
			out_r->parts[n] = t;
		n++;
		letters = letters && letters_only(&t);
		out_r->end = t.end;
	} while (hyphen_word(text, t.end, &t));
	if (letters && n <= COMPOUND_PARTS)
		out_r->n = n;
	return true;
}
