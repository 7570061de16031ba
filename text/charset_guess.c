/* Guessing the encoding of bytes from the letters they would be; see charset_guess.h.
 *
 * ICU's detector confuses the Cyrillic encodings on short texts and does not know IBM866, so
 * Cyrillic is decided here: read the sample under each encoding and see under which one it
 * looks like words, that is: common letters are common, no capitals in the middle of words, no
 * symbols or Latin letters stuck to Cyrillic ones.
 */
#include "config.h"

#include "text/charset_guess.h"

#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>

#define HALF 128	/* bytes 0x80 to 0xff: where single-byte encodings differ */
#define ICU_SAMPLE 16384
#define ICU_CONFIDENCE 50
#define ICU_LETTERS 10

static const char *const cyrillic[] = { "windows-1251", "KOI8-R", "IBM866", "ISO-8859-5" };
#define N_CYRILLIC (sizeof(cyrillic) / sizeof(*cyrillic))

/* а..я: three times the binary logarithm of the letter's frequency in Russian text over 3 %.
 * The mean over Russian text is about +1.8, over Russian text misread -1.9 and less. */
static const signed char russian_weight[32] = {
	/* а */ 4, /* б */ -3, /* в */ 2, /* г */ -2, /* д */ 0, /* е */ 4, /* ж */ -5, /* з */ -3,
	/* и */ 4, /* й */ -4, /* к */ 1, /* л */ 2, /* м */ 0, /* н */ 3, /* о */ 6, /* п */ 0,
	/* р */ 2, /* с */ 3, /* т */ 3, /* у */ -1, /* ф */ -10, /* х */ -5, /* ц */ -8, /* ч */ -3,
	/* ш */ -6, /* щ */ -9, /* ъ */ -12, /* ы */ -2, /* ь */ -2, /* э */ -10, /* ю */ -7, /* я */ -2,
};
#define WEIGHT_FOREIGN (-2)	/* ё, Ukrainian and other letters */
#define WEIGHT_BROKEN (-10)	/* a capital inside a word; a symbol or Latin letter stuck to one */
#define WEIGHT_CAPITALS (-1)	/* a capital after a capital: possible, not usual */
#define LEAST_MEAN (-1)		/* a few rare words in a short text come down to this */

enum class { CLASS_NONE, CLASS_LATIN, CLASS_SYMBOL, CLASS_LOWER, CLASS_UPPER };

static enum class class_of(UChar c)
{
	if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
		return CLASS_LATIN;
	if (c < 0x80)
		return CLASS_NONE;
	if ((c >= 0x430 && c <= 0x45f) || c == 0x491)
		return CLASS_LOWER;
	if ((c >= 0x400 && c <= 0x42f) || c == 0x490)
		return CLASS_UPPER;
	/* Quotes, dashes, no-break space, section and number signs stand next to words. */
	if ((c >= 0x2010 && c <= 0x203a) || c == 0xa0 || c == 0xa7 || c == 0xab || c == 0xad ||
	    c == 0xb0 || c == 0xb7 || c == 0xbb || c == 0x2116 || c == 0x2122)
		return CLASS_NONE;
	return CLASS_SYMBOL;
}

static int weight_of(UChar c)
{
	if (c >= 0x410 && c <= 0x42f)
		c = (UChar)(c + 0x20);
	return c >= 0x430 && c <= 0x44f ? russian_weight[c - 0x430] : WEIGHT_FOREIGN;
}

static int neighbours(enum class before, enum class now)
{
	bool cyrillic_before = before >= CLASS_LOWER, cyrillic_now = now >= CLASS_LOWER;
	if (cyrillic_before && cyrillic_now) {
		if (now == CLASS_UPPER)
			return before == CLASS_LOWER ? WEIGHT_BROKEN : WEIGHT_CAPITALS;
		return 0;
	}
	bool stuck = (cyrillic_before && (now == CLASS_LATIN || now == CLASS_SYMBOL)) ||
		     (cyrillic_now && (before == CLASS_LATIN || before == CLASS_SYMBOL));
	return stuck ? WEIGHT_BROKEN : 0;
}

/* What bytes 0x80.. mean in an encoding; U+FFFD for what it does not have. */
static bool upper_half(const char *name, UChar out[HALF])
{
	char bytes[HALF];
	UErrorCode status = U_ZERO_ERROR;
	for (int i = 0; i < HALF; i++)
		bytes[i] = (char)(HALF + i);
	UConverter *cnv = ucnv_open(name, &status);
	int32_t n = ucnv_toUChars(cnv, out, HALF, bytes, HALF, &status);
	ucnv_close(cnv);
	/* The result fills the array, so ICU warns that there is no room for a NUL. */
	return (U_SUCCESS(status) || status == U_STRING_NOT_TERMINATED_WARNING) && n == HALF;
}

/* How far the mean weight of a Cyrillic letter is above the least one, in thousandths; 0 or less
 * when this is no Cyrillic text. */
static long cyrillic_score(struct str sample, const char *name)
{
	UChar map[HALF];
	long sum = 0, letters = 0, joined = 0;
	enum class before = CLASS_NONE;
	if (!upper_half(name, map))
		return 0;
	for (size_t i = 0; i < sample.n; i++) {
		unsigned char b = (unsigned char)sample.p[i];
		UChar c = b < HALF ? b : map[b - HALF];
		enum class now = class_of(c);
		if (now >= CLASS_LOWER) {
			letters++;
			joined += before >= CLASS_LOWER;
			sum += weight_of(c);
		}
		sum += neighbours(before, now);
		before = now;
	}
	/* Accented letters of Western text stand alone; Russian ones form words. */
	return letters == 0 || joined * 2 < letters ? 0 : sum * 1000 / letters - LEAST_MEAN * 1000;
}

static const char *guess_cyrillic(struct str sample)
{
	const char *best = NULL;
	long most = 0;
	for (size_t i = 0; i < N_CYRILLIC; i++) {
		long score = cyrillic_score(sample, cyrillic[i]);
		if (score > most) {
			most = score;
			best = cyrillic[i];
		}
	}
	return best;
}

/* Whether a byte is a letter in windows-1252 (else a quote, dash or sign). */
static bool western_letter(unsigned char b)
{
	if (b >= 0xc0)
		return b != 0xd7 && b != 0xf7;
	return b >= 0x80 && strchr("\x83\x8a\x8c\x8e\x9a\x9c\x9e\x9f", b);
}

static size_t count_letters(struct str sample)
{
	size_t n = 0;
	for (size_t i = 0; i < sample.n; i++)
		n += western_letter((unsigned char)sample.p[i]);
	return n;
}

/* ICU's names to the supersets that are in real use; others are not taken from it. */
static const char *accepted(const char *icu)
{
	static const char *const names[][2] = {
		{ "ISO-8859-1", "windows-1252" }, { "ISO-8859-2", "windows-1250" },
		{ "ISO-8859-6", "windows-1256" }, { "ISO-8859-7", "windows-1253" },
		{ "ISO-8859-8", "windows-1255" }, { "ISO-8859-8-I", "windows-1255" },
		{ "ISO-8859-9", "windows-1254" }, { "windows-1250", "windows-1250" },
		{ "windows-1252", "windows-1252" }, { "windows-1253", "windows-1253" },
		{ "windows-1254", "windows-1254" }, { "windows-1255", "windows-1255" },
		{ "windows-1256", "windows-1256" }, { "Shift_JIS", "windows-31j" },
		{ "EUC-JP", "EUC-JP" }, { "EUC-KR", "windows-949" },
		{ "GB18030", "GB18030" }, { "Big5", "Big5" },
	};
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(icu, names[i][0]) == 0)
			return names[i][1];
	return NULL;
}

static const char *guess_by_icu(struct str sample)
{
	const char *found = NULL;
	UErrorCode status = U_ZERO_ERROR;
	int32_t n = 0;
	sample = str_sub(sample, 0, ICU_SAMPLE);
	UCharsetDetector *d = ucsdet_open(&status);
	ucsdet_setText(d, sample.p, (int32_t)sample.n, &status);
	const UCharsetMatch **matches = ucsdet_detectAll(d, &n, &status);
	for (int32_t i = 0; U_SUCCESS(status) && i < n && !found; i++) {
		if (ucsdet_getConfidence(matches[i], &status) < ICU_CONFIDENCE)
			break;
		found = accepted(ucsdet_getName(matches[i], &status));
	}
	ucsdet_close(d);
	return found;
}

const char *charset_guess(struct str sample)
{
	const char *name = guess_cyrillic(sample);
	/* Quotes and dashes in ASCII text are Windows' own, and a few letters tell nothing. */
	if (!name && count_letters(sample) >= ICU_LETTERS)
		name = guess_by_icu(sample);
	return name ? name : "windows-1252";
}

bool charset_plausible(struct str sample, const char *name)
{
	for (size_t i = 0; i < N_CYRILLIC; i++)
		if (ucnv_compareNames(name, cyrillic[i]) == 0)
			return cyrillic_score(sample, cyrillic[i]) > 0 || !guess_cyrillic(sample);
	return ucnv_compareNames(name, "windows-1252") != 0 || !guess_cyrillic(sample);
}
