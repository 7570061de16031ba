/* How a piece of text begins and ends; see look.h. */
#include "config.h"

#include "repair/look.h"

#include <unicode/uchar.h>

#include "common/ascii.h"
#include "common/utf8.h"
#include "repair/lanes.h"

#define PROSE_LEAST 40		/* bytes of a line that may be of a paragraph */
#define PROSE_BLANKS 5
#define WORD_LONGEST 24		/* bytes of a function word */
#define SHORT_LONGEST 4		/* letters of an abbreviation */
#define RAISED_MOST 3
#define BRACKET_MOST 200

static uint32_t char_at(struct str s, size_t i)
{
	return i < s.n ? utf8_next(s, &i) : 0;
}

/* The character that ends there, and where it begins. */
static uint32_t char_before(struct str s, size_t i, size_t *start_r)
{
	*start_r = i ? utf8_floor(s, i - 1) : 0;
	if (i == 0)
		return 0;
	size_t at = *start_r;
	return utf8_next(s, &at);
}

bool look_is_letter(struct str s, size_t i)
{
	uint32_t c = char_at(s, i);
	return c < 0x80 ? ascii_is_letter((char)c) : u_isalpha((UChar32)c);
}

bool look_is_lower(struct str s, size_t i)
{
	uint32_t c = char_at(s, i);
	return c < 0x80 ? c >= 'a' && c <= 'z' : u_islower((UChar32)c);
}

bool look_letter_before(struct str s, size_t i)
{
	size_t at;
	return char_before(s, i, &at) && look_is_letter(s, at);
}

bool look_lower_before(struct str s, size_t i)
{
	size_t at;
	return char_before(s, i, &at) && look_is_lower(s, at);
}

bool look_has_digit(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (ascii_is_digit(s.p[i]))
			return true;
	return false;
}

bool look_has_gap(struct str s)
{
	size_t i = 0;
	for (; s.n - i >= LANES + 2; i += LANES) {
		lanes a = lanes_load(s.p + i), b = lanes_load(s.p + i + 1), c = lanes_load(s.p + i + 2);
		if (lanes_any(lanes_between(a, ' ', ' ') & lanes_between(b, ' ', ' ') & lanes_between(c, ' ', ' ')))
			return true;
	}
	for (; i + 2 < s.n; i++)
		if (s.p[i] == ' ' && s.p[i + 1] == ' ' && s.p[i + 2] == ' ')
			return true;
	return false;
}

size_t look_digits(struct str s, size_t i)
{
	size_t n = 0;
	while (i + n < s.n && ascii_is_digit(s.p[i + n]))
		n++;
	return n;
}

/* ¹ ² ³ and ⁰ ⁴..⁹; -1: another character */
static int raised_digit(uint32_t c)
{
	switch (c) {
	case 0xb9: return 1;
	case 0xb2: return 2;
	case 0xb3: return 3;
	case 0x2070: return 0;
	default: return c >= 0x2074 && c <= 0x2079 ? (int)(c - 0x2070) : -1;
	}
}

size_t look_raised(struct str s, size_t i, unsigned *number_r)
{
	size_t start = i;
	*number_r = 0;
	for (unsigned n = 0; n < RAISED_MOST && i < s.n && (unsigned char)s.p[i] >= 0x80; n++) {
		size_t next = i;
		int digit = raised_digit(utf8_next(s, &next));
		if (digit < 0)
			break;
		*number_r = *number_r * 10 + (unsigned)digit;
		i = next;
	}
	return i - start;
}

static bool is_closer(uint32_t c)
{
	switch (c) {
	case '"': case '\'': case ')': case ']': case '*': case 0xbb: case 0x2018: case 0x2019: case 0x201c: case 0x201d:
	case 0x2020: case 0x2021: case 0xab: case ' ': case 0xa0:
		return true;
	default:
		return raised_digit(c) >= 0;
	}
}

static bool is_opener(uint32_t c)
{
	switch (c) {
	case '"': case '\'': case '(': case '[': case 0xab: case 0x2018: case 0x201c: case 0x201e: case 0x201a:
		return true;
	default:
		return false;
	}
}

/* "[12]" at the end: where it begins. */
static size_t bracket_label(struct str s)
{
	size_t i = s.n;
	if (i < 3 || s.p[i - 1] != ']')
		return s.n;
	for (i--; i > 0 && ascii_is_digit(s.p[i - 1]); i--)
		;
	return i > 0 && i < s.n - 1 && s.p[i - 1] == '[' ? i - 1 : s.n;
}

struct str look_core(struct str s)
{
	for (size_t start, last = s.n + 1; s.n && s.n < last;) {
		last = s.n;
		s.n = bracket_label(s);
		if (is_closer(char_before(s, s.n, &start)))
			s.n = start;
	}
	return s;
}

/* "It rose. [See the map.]": what stands in front of the bracket at its end; all of it when there is none. */
static struct str before_bracket(struct str s)
{
	size_t i = s.n;
	if (s.n == 0 || (s.p[s.n - 1] != ']' && s.p[s.n - 1] != ')'))
		return s;
	char opener = s.p[s.n - 1] == ']' ? '[' : '(';
	while (i > 0 && s.n - i < BRACKET_MOST && s.p[i - 1] != opener)
		i--;
	return i > 1 && s.p[i - 1] == opener ? str_trim(str_sub(s, 0, i - 1)) : s;
}

bool look_ends_sentence(struct str s)
{
	size_t start, i;
	struct str before = before_bracket(s);
	if (before.n < s.n && before.n && strchr(".?!", before.p[before.n - 1]))
		return true;
	s = look_core(s);
	/* "borders2." has its marker in front of the stop, "borders.2" behind it */
	for (i = s.n; i > 0 && s.n - i < RAISED_MOST && ascii_is_digit(s.p[i - 1]); i--)
		;
	if (i < s.n && i > 1 && (s.p[i - 1] == '.' || is_closer((unsigned char)s.p[i - 1])) && look_letter_before(s, i - 1))
		return true;
	switch (char_before(s, s.n, &start)) {
	case '.': case '?': case '!': case ':': case 0x2026: case 0x3002:
		return true;
	default:
		return false;
	}
}

bool look_is_open(struct str s)
{
	size_t start, i = s.n;
	switch (char_before(s, s.n, &start)) {
	case ',': case '(': case '[': case 0x201c: case 0x201e: case 0xab: case 0xad: case 0x2010: case 0x2011:
		return true;
	case '-':
		return look_letter_before(s, s.n - 1);
	}
	i = look_last_word(s);
	return i < s.n && look_is_function_word(str_sub(s, i, s.n));
}

bool look_ends_short(struct str s)
{
	size_t letters = 0, i;
	s = look_core(s);
	if (s.n < 2 || s.p[s.n - 1] != '.')
		return false;
	for (i = s.n - 1; i > 0 && letters <= SHORT_LONGEST && look_letter_before(s, i); letters++)
		i = utf8_floor(s, i - 1);
	/* "U.S.", "Mr.", but not "war." */
	return letters == 1 || (letters && letters <= SHORT_LONGEST && !look_is_lower(s, i));
}

static size_t skip_openers(struct str s)
{
	size_t i = 0;
	while (i < s.n) {
		size_t next = i;
		if (!is_opener(utf8_next(s, &next)))
			break;
		i = next;
	}
	return i;
}

bool look_starts_lower(struct str s)
{
	return look_is_lower(s, skip_openers(s));
}

bool look_starts_upper(struct str s)
{
	size_t i = skip_openers(s);
	return look_is_letter(s, i) && !look_is_lower(s, i);
}

bool look_is_prose(struct str s)
{
	size_t blanks = 0;
	if (s.n < PROSE_LEAST)
		return false;
	for (size_t i = 0; i < s.n && blanks < PROSE_BLANKS; i++)
		blanks += s.p[i] == ' ';
	return blanks == PROSE_BLANKS;
}

bool look_is_capitals(struct str s)
{
	size_t capitals = 0;
	for (size_t i = 0; i < s.n;) {
		if (look_is_lower(s, i))
			return false;
		capitals += look_is_letter(s, i);
		utf8_next(s, &i);
	}
	return capitals >= 2;
}

bool look_is_indexed(struct str s, size_t i)
{
	return i > 0 && s.p[i - 1] >= 'a' && s.p[i - 1] <= 'z' && !(i > 1 && (look_letter_before(s, i - 1) || strchr("'-", s.p[i - 2])));
}

size_t look_last_word(struct str s)
{
	size_t i = s.n;
	while (i > 0 && look_letter_before(s, i))
		i = utf8_floor(s, i - 1);
	return i;
}

bool look_is_function_word(struct str word)
{
	/* Sorted by bytes. */
	static const char *const words[] = {
		"a", "about", "across", "after", "against", "although", "among", "an", "and", "around", "as", "at", "because",
		"before", "behind", "between", "but", "by", "during", "for", "from", "her", "his", "if", "in", "including",
		"into", "is", "its", "mr", "mrs", "nor", "of", "on", "onto", "or", "our", "over", "per", "since", "such", "than",
		"that", "the", "their", "these", "this", "through", "throughout", "to", "toward", "towards", "under", "until",
		"upon", "via", "was", "were", "when", "where", "which", "while", "who", "whose", "with", "within", "without",
		"без", "в", "во", "для", "до", "его", "ее", "если", "за", "и", "из", "или", "их", "к", "как", "когда", "которая",
		"которое", "которые", "который", "между", "на", "над", "не", "ни", "но", "о", "об", "от", "перед", "по", "под",
		"при", "про", "с", "со", "так", "также", "у", "через", "что", "чтобы", "это",
	};
	char lower[WORD_LONGEST + 4];
	size_t n = 0, low = 0, high = sizeof(words) / sizeof(*words);
	if (word.n == 0 || word.n > WORD_LONGEST)
		return false;
	for (size_t i = 0; i < word.n && n <= WORD_LONGEST;)
		n += utf8_encode((uint32_t)u_tolower((UChar32)utf8_next(word, &i)), lower + n);
	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = str_cmp(str_n(lower, n), str_of(words[middle]));
		if (order == 0)
			return true;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return false;
}
