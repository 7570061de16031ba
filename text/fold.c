/* The folded form of a word, by ICU; see fold.h. */
#include "config.h"

#include "text/fold.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <unicode/uchar.h>
#include <unicode/uclean.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/utf16.h>

#include "common/utf8.h"
#include "common/xalloc.h"
#include "text/tokenize.h"

/* Case folding makes at most 18 units of one (U+FDFA). */
#define CASEFOLD_UNITS (18 * FOLD_UNITS)
/* Of these only the first are looked at: decomposed they are at most four times as many. */
#define FOLDED_UNITS (4 * FOLD_UNITS)

/* Small Latin letters without a decomposition, and what they are in ASCII, as ICU's transliterator Latin-ASCII has them (a test looks);
 * making that takes 40 ms.  Sorted by letter. */
static const struct latin {
	UChar32 letter;
	char ascii[3];	/* one or two letters */
} latin[] = {
	{ 0xe6, "ae" }, { 0xf0, "d" }, { 0xf8, "o" }, { 0xfe, "th" }, { 0x0111, "d" }, { 0x0127, "h" }, { 0x0131, "i" },
	{ 0x0138, "q" }, { 0x0142, "l" }, { 0x014b, "n" }, { 0x0153, "oe" }, { 0x0167, "t" }, { 0x0180, "b" },
	{ 0x0183, "b" }, { 0x0188, "c" }, { 0x018c, "d" }, { 0x0192, "f" }, { 0x0195, "hv" }, { 0x0199, "k" },
	{ 0x019a, "l" }, { 0x019e, "n" }, { 0x01a3, "oi" }, { 0x01a5, "p" }, { 0x01ab, "t" }, { 0x01ad, "t" },
	{ 0x01b4, "y" }, { 0x01b6, "z" }, { 0x01e5, "g" }, { 0x0221, "d" }, { 0x0225, "z" }, { 0x0234, "l" },
	{ 0x0235, "n" }, { 0x0236, "t" }, { 0x0237, "j" }, { 0x0238, "db" }, { 0x0239, "qp" }, { 0x023c, "c" },
	{ 0x023f, "s" }, { 0x0240, "z" }, { 0x0247, "e" }, { 0x0249, "j" }, { 0x024d, "r" }, { 0x024f, "y" },
	{ 0x0253, "b" }, { 0x0255, "c" }, { 0x0256, "d" }, { 0x0257, "d" }, { 0x025b, "e" }, { 0x025f, "j" },
	{ 0x0260, "g" }, { 0x0261, "g" }, { 0x0266, "h" }, { 0x0267, "h" }, { 0x0268, "i" }, { 0x026b, "l" },
	{ 0x026c, "l" }, { 0x026d, "l" }, { 0x0271, "m" }, { 0x0272, "n" }, { 0x0273, "n" }, { 0x027c, "r" },
	{ 0x027d, "r" }, { 0x027e, "r" }, { 0x0282, "s" }, { 0x0288, "t" }, { 0x0289, "u" }, { 0x028b, "v" },
	{ 0x0290, "z" }, { 0x0291, "z" }, { 0x029d, "j" }, { 0x02a0, "q" }, { 0x02a3, "dz" }, { 0x02a5, "dz" },
	{ 0x02a6, "ts" }, { 0x02aa, "ls" }, { 0x02ab, "lz" }, { 0x1d6b, "ue" }, { 0x1d6c, "b" }, { 0x1d6d, "d" },
	{ 0x1d6e, "f" }, { 0x1d6f, "m" }, { 0x1d70, "n" }, { 0x1d71, "p" }, { 0x1d72, "r" }, { 0x1d73, "r" },
	{ 0x1d74, "s" }, { 0x1d75, "t" }, { 0x1d76, "z" }, { 0x1d7a, "th" }, { 0x1d7d, "p" }, { 0x1d80, "b" },
	{ 0x1d81, "d" }, { 0x1d82, "f" }, { 0x1d83, "g" }, { 0x1d84, "k" }, { 0x1d85, "l" }, { 0x1d86, "m" },
	{ 0x1d87, "n" }, { 0x1d88, "p" }, { 0x1d89, "r" }, { 0x1d8a, "s" }, { 0x1d8c, "v" }, { 0x1d8d, "x" },
	{ 0x1d8e, "z" }, { 0x1d8f, "a" }, { 0x1d91, "d" }, { 0x1d92, "e" }, { 0x1d93, "e" }, { 0x1d96, "i" },
	{ 0x1d99, "u" }, { 0x1e9c, "s" }, { 0x1e9d, "s" }, { 0x1efb, "ll" }, { 0x1efd, "v" }, { 0x1eff, "y" },
	{ 0x2c61, "l" }, { 0x2c65, "a" }, { 0x2c66, "t" }, { 0x2c68, "h" }, { 0x2c6a, "k" }, { 0x2c6c, "z" },
	{ 0x2c71, "v" }, { 0x2c73, "w" }, { 0x2c74, "v" }, { 0x2c78, "e" }, { 0x2c7a, "o" }, { 0xa733, "aa" },
	{ 0xa735, "ao" }, { 0xa737, "au" }, { 0xa739, "av" }, { 0xa73b, "av" }, { 0xa73d, "ay" }, { 0xa741, "k" },
	{ 0xa743, "k" }, { 0xa745, "k" }, { 0xa747, "l" }, { 0xa749, "l" }, { 0xa74b, "o" }, { 0xa74d, "o" },
	{ 0xa74f, "oo" }, { 0xa751, "p" }, { 0xa753, "p" }, { 0xa755, "p" }, { 0xa757, "q" }, { 0xa759, "q" },
	{ 0xa75f, "v" }, { 0xa761, "vy" }, { 0xa765, "th" }, { 0xa767, "th" }, { 0xa771, "d" }, { 0xa772, "l" },
	{ 0xa773, "m" }, { 0xa774, "n" }, { 0xa775, "r" }, { 0xa777, "t" }, { 0xa77a, "d" }, { 0xa77c, "f" },
	{ 0xa787, "t" }, { 0xa791, "n" }, { 0xa793, "c" }, { 0xa7a1, "g" }, { 0xa7a3, "k" }, { 0xa7a5, "n" },
	{ 0xa7a7, "r" }, { 0xa7a9, "s" },
};

static const UNormalizer2 *casefold, *nfd, *nfc;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static UErrorCode setup_status = U_ZERO_ERROR;

/* Parts of ICU do not look whether they got the memory they asked for; in their name the program
 * ends as it does for its own. */
static void *icu_alloc(const void *context, size_t n)
{
	(void)context;
	return xmalloc(n);
}

static void *icu_realloc(const void *context, void *p, size_t n)
{
	(void)context;
	return xrealloc(p, n);
}

static void icu_free(const void *context, void *p)
{
	(void)context;
	free(p);
}

static void setup(void)
{
	UErrorCode too_late = U_ZERO_ERROR;	/* when ICU was used before: then it stays as it is */
	u_setMemoryFunctions(NULL, icu_alloc, icu_realloc, icu_free, &too_late);
	casefold = unorm2_getNFKCCasefoldInstance(&setup_status);
	nfd = unorm2_getNFDInstance(&setup_status);
	nfc = unorm2_getNFCInstance(&setup_status);
}

int fold_setup(struct err *err)
{
	pthread_once(&once, setup);
	if (U_FAILURE(setup_status))
		return err_set(err, setup_status == U_MEMORY_ALLOCATION_ERROR ? ERR_NO_MEMORY : ERR_INTERNAL,
			       "ICU's data for folding words: %s", u_errorName(setup_status));
	return 0;
}

static int compare_latin(const void *key, const void *row)
{
	UChar32 c = *(const UChar32 *)key;
	return c < ((const struct latin *)row)->letter ? -1 : c > ((const struct latin *)row)->letter;
}

static const struct latin *latin_of(UChar32 c)
{
	return bsearch(&c, latin, sizeof(latin) / sizeof(*latin), sizeof(*latin), compare_latin);
}

/* The same as below for words of ASCII, which needs no ICU; false when it is none. */
static bool fold_ascii(struct str raw, char *out, size_t *n_r)
{
	size_t n = 0, apostrophe = SIZE_MAX;
	for (size_t i = 0; i < raw.n && n < FOLD_UNITS - 1; i++) {
		unsigned char c = (unsigned char)raw.p[i];
		if (c >= 0x80)
			return false;
		if (c == '\'' || c == '`')
			apostrophe = n;
		else if (c != '"')
			out[n++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
	}
	if (n > 1 && apostrophe == n - 1 && out[n - 1] == 's')
		n--;
	*n_r = n;
	return true;
}

/* The raw word without apostrophes, Hebrew quotation marks and what is invisible; without 's. */
static int32_t gather(struct str raw, UChar *out)
{
	int32_t n = 0, apostrophe = -1;	/* where in out the last one was */
	for (size_t i = 0; i < raw.n && n < FOLD_UNITS - 1;) {
		UChar32 c = (UChar32)utf8_next(raw, &i);
		if (tokenize_apostrophe((uint32_t)c))
			apostrophe = n;
		else if (c != '"' && c != 0x5f4 && !u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT))
			U16_APPEND_UNSAFE(out, n, c);
	}
	if (n > 1 && apostrophe == n - 1 && (out[n - 1] == 's' || out[n - 1] == 'S'))
		n--;
	return n;
}

static int32_t normalize(const UNormalizer2 *form, const UChar *p, int32_t n, UChar *out, int32_t cap)
{
	UErrorCode status = U_ZERO_ERROR;
	n = unorm2_normalize(form, p, n, out, cap, &status);
	if (status == U_MEMORY_ALLOCATION_ERROR)
		xalloc_failed((size_t)cap);
	BUG_ON(U_FAILURE(status));
	return n;
}

static bool is_mark(UChar32 c)
{
	return U_GET_GC_MASK(c) & (U_GC_MN_MASK | U_GC_ME_MASK);
}

/* Are marks on this letter or digit left out? */
static bool sheds_marks(UChar32 base)
{
	UErrorCode status = U_ZERO_ERROR;
	switch (uscript_getScript(base, &status)) {
	case USCRIPT_LATIN: case USCRIPT_GREEK: case USCRIPT_CYRILLIC: case USCRIPT_ARABIC:
	case USCRIPT_HEBREW: case USCRIPT_COMMON:
		return true;
	default:
		return false;
	}
}

/* A folded word under way. */
struct folding {
	UChar out[FOLDED_UNITS];
	int32_t n;
	UChar32 base;	/* the last letter or digit */
	bool sheds;	/* its marks are left out */
};

static void put(struct folding *f, UChar32 c)
{
	if (f->n + 2 <= FOLDED_UNITS)
		U16_APPEND_UNSAFE(f->out, f->n, c);
}

/* The breve of й and ў, once. */
static void put_mark(struct folding *f, UChar32 c)
{
	if (!f->sheds) {
		put(f, c);
	} else if (c == 0x306 && (f->base == 0x438 || f->base == 0x443)) {
		put(f, c);
		f->base = 0;
	}
}

static void put_base(struct folding *f, UChar32 c)
{
	const struct latin *l = c >= 0x80 && u_isalpha(c) ? latin_of(c) : NULL;
	if (u_charType(c) == U_DECIMAL_DIGIT_NUMBER)
		c = '0' + u_charDigitValue(c);
	f->base = c;
	f->sheds = sheds_marks(c);
	if (!l)
		put(f, c);
	else
		for (const char *z = l->ascii; *z; z++)
			put(f, *z);
}

/* Some compatibility forms bring blanks, apostrophes and middle dots along. */
static bool has_no_place(UChar32 c)
{
	return u_isUWhiteSpace(c) || tokenize_apostrophe((uint32_t)c) || c == 0xb7 || c == 0x640 /* tatweel */;
}

/* A character of the case-folded word, decomposed. */
static void fold_char(struct folding *f, UChar32 c)
{
	UChar parts[16] = { 0 };
	UErrorCode status = U_ZERO_ERROR;
	int32_t n = unorm2_getDecomposition(nfd, c, parts, 16, &status), i = 0;
	if (n < 0) {
		n = 0;
		U16_APPEND_UNSAFE(parts, n, c);
	}
	while (i < n) {
		U16_NEXT_UNSAFE(parts, i, c);
		if (is_mark(c))
			put_mark(f, c);
		else if (!has_no_place(c))
			put_base(f, c);
	}
}

static void put_utf8(const UChar *p, int32_t n, struct buf *out)
{
	for (int32_t i = 0; i < n;) {
		UChar32 c;
		char bytes[4];
		U16_NEXT_UNSAFE(p, i, c);
		buf_add(out, bytes, utf8_encode((uint32_t)c, bytes));
	}
}

static void fold_unicode(struct str raw, struct buf *out)
{
	UChar plain[FOLD_UNITS], cased[CASEFOLD_UNITS], done[FOLDED_UNITS];
	struct folding f = { .n = 0 };
	int32_t n = gather(raw, plain);
	n = normalize(casefold, plain, n, cased, CASEFOLD_UNITS);
	for (int32_t i = 0; i < n && i < FOLD_UNITS;) {
		UChar32 c;
		U16_NEXT(cased, i, n, c);
		fold_char(&f, c);
	}
	n = normalize(nfc, f.out, f.n, done, FOLDED_UNITS);
	put_utf8(done, n, out);
}

void fold_word(struct str raw, struct buf *out)
{
	char ascii[FOLD_UNITS];
	size_t n;
	buf_reset(out);
	if (fold_ascii(raw, ascii, &n))
		buf_add(out, ascii, n);
	else
		fold_unicode(raw, out);
}
