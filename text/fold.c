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
#include <unicode/utrans.h>

#include "common/utf8.h"
#include "common/xalloc.h"
#include "text/tokenize.h"

/* Case folding makes at most 18 units of one (U+FDFA). */
#define CASEFOLD_UNITS (18 * FOLD_UNITS)
/* Of these only the first are looked at: decomposed they are at most four times as many. */
#define FOLDED_UNITS (4 * FOLD_UNITS)

/* Latin letters without a decomposition, and what they are in ASCII; sorted by letter. */
struct latin {
	UChar32 letter;
	char ascii[4];	/* one to three letters */
};

static const UNormalizer2 *casefold, *nfd, *nfc;
static struct latin *latin;
static size_t n_latin;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static UErrorCode setup_status = U_ZERO_ERROR;

static bool keep_latin(UTransliterator *t, UChar32 c, struct latin *out_r)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar text[16];
	int32_t n = 0;
	if (uscript_getScript(c, &status) != USCRIPT_LATIN || !u_isalpha(c))
		return false;
	U16_APPEND_UNSAFE(text, n, c);
	int32_t limit = n;
	utrans_transUChars(t, text, &n, 16, 0, &limit, &status);
	if (U_FAILURE(status) || n < 1 || n >= (int32_t)sizeof(out_r->ascii))
		return false;
	*out_r = (struct latin){ .letter = c };
	for (int32_t i = 0; i < n; i++) {
		if (text[i] < 'a' || text[i] > 'z')
			return false;
		out_r->ascii[i] = (char)text[i];
	}
	return true;
}

static void latin_fill(UErrorCode *status)
{
	static const UChar id[] = u"Latin-ASCII";
	UTransliterator *t = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, status);
	size_t cap = 0;
	for (UChar32 c = 0x80; c < 0x10000 && U_SUCCESS(*status); c++) {
		if (n_latin == cap)
			latin = xreallocarray(latin, cap += 256, sizeof(*latin));
		n_latin += keep_latin(t, c, &latin[n_latin]);
	}
	utrans_close(t);
}

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
	latin_fill(&setup_status);
}

/* Takes some 40 ms, once: at the start of a program rather than within a query. */
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
	return bsearch(&c, latin, n_latin, sizeof(*latin), compare_latin);
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
