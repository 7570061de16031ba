/* Bytes of unknown encoding to UTF-8; see charset.h for the order of the trials. */
#include "config.h"

#include "text/charset.h"

#include <stdlib.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include <unicode/uchar.h>
#include <unicode/utf16.h>

#include "common/utf8.h"
#include "text/charset_guess.h"

#define BINARY_SAMPLE 8192
#define SAMPLE 65536

/* --- what is no text --- */

/* First bytes of formats that need a reader of their own, as far as NULs do not give them away. */
static bool has_magic(struct str s)
{
	static const struct str magics[] = {
		STR("%PDF-"), STR("%!PS"), STR("{\\rtf"), STR("PK\x03\x04"), STR("PK\x05\x06"),
		STR("\x89PNG"), STR("\xff\xd8\xff"), STR("GIF8"), STR("\x7f" "ELF"), STR("\x1f\x8b"),
		STR("7z\xbc\xaf\x27\x1c"), STR("Rar!\x1a\x07"), STR("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
		STR("\xfd" "7zXZ"), STR("\x28\xb5\x2f\xfd"), STR("BZh91AY&SY"), STR("AT&TFORM"),
	};
	for (size_t i = 0; i < sizeof(magics) / sizeof(*magics); i++)
		if (str_starts(s, magics[i]))
			return true;
	return false;
}

struct bom {
	struct str mark;
	const char *name;
};

/* The longer marks first: UTF-32's begins as UTF-16's. */
static const struct bom *find_bom(struct str s)
{
	static const struct bom boms[] = {
		{ STR("\xef\xbb\xbf"), "UTF-8" },
		{ STR("\xff\xfe\0\0"), "UTF-32LE" },
		{ STR("\0\0\xfe\xff"), "UTF-32BE" },
		{ STR("\xff\xfe"), "UTF-16LE" },
		{ STR("\xfe\xff"), "UTF-16BE" },
	};
	for (size_t i = 0; i < sizeof(boms) / sizeof(*boms); i++)
		if (str_starts(s, boms[i].mark))
			return &boms[i];
	return NULL;
}

static bool odd_control(uint32_t c)
{
	return (c < ' ' && !(c >= '\b' && c <= '\r') && c != 0x1b) || c == 0x7f;
}

/* A UTF-16 unit that no text holds. */
static bool is_unassigned(uint32_t unit)
{
	int8_t type = U16_IS_SURROGATE(unit) ? U_SURROGATE : u_charType((UChar32)unit);
	return type == U_UNASSIGNED || type == U_PRIVATE_USE_CHAR;
}

/* How much the sample looks like UTF-16 in this byte order: the number of ASCII characters
 * (every language has blanks or line ends); 0 when there are characters that no text has. */
static size_t utf16_score(struct str s, bool little)
{
	size_t units = s.n / 2, ascii = 0, bad = 0;
	for (size_t i = 0; i < units; i++) {
		unsigned a = (unsigned char)s.p[2 * i], b = (unsigned char)s.p[2 * i + 1];
		uint32_t c = little ? b << 8 | a : a << 8 | b;
		if (c >= ' ' ? c < 0x7f : c == '\n' || c == '\r' || c == '\t')
			ascii++;
		else
			bad += odd_control(c) || is_unassigned(c);
	}
	return bad * 100 > units || ascii * 50 < units ? 0 : ascii;
}

/* UTF-16 without a mark, by its NULs; NULL if it is not. */
static const char *find_utf16(struct str s)
{
	s = str_sub(s, 0, BINARY_SAMPLE);
	if (s.n < 4 || str_chr(s, '\0') < 0)
		return NULL;
	size_t little = utf16_score(s, true), big = utf16_score(s, false);
	/* Read the wrong way round, a blank is U+2000, which is not ASCII. */
	if (little / 8 > big || (little && !big))
		return "UTF-16LE";
	if (big / 8 > little || (big && !little))
		return "UTF-16BE";
	return NULL;
}

bool charset_is_binary(struct str bytes)
{
	struct str s = str_sub(bytes, 0, BINARY_SAMPLE);
	size_t odd = 0;
	const struct bom *bom = find_bom(s);
	if (bom && strcmp(bom->name, "UTF-8") != 0)
		return false;
	if (has_magic(s))
		return true;
	if (str_chr(s, '\0') >= 0)
		return find_utf16(s) == NULL;
	for (size_t i = 0; i < s.n; i++)
		odd += odd_control((unsigned char)s.p[i]);
	return odd * 32 > s.n;
}

/* --- which encoding --- */

/* From the first byte that is not ASCII on: there is nothing to learn before it. */
static struct str take_sample(struct str s)
{
	size_t i = 0;
	while (i < s.n && !(s.p[i] & 0x80))
		i++;
	/* The character before it tells whether a word begins. */
	i = i ? i - 1 : 0;
	return str_sub(s, i, i + SAMPLE);
}

/* Damaged UTF-8 (or UTF-8 cut in the middle of a character) is still UTF-8: other encodings
 * give well-formed sequences by rare accident only. */
static bool mostly_utf8(struct str sample)
{
	size_t good = 0, bad = 0;
	while (sample.n) {
		size_t n = utf8_valid_prefix(sample);
		for (size_t i = 0; i < n; i++)
			good += ((unsigned char)sample.p[i] & 0xc0) == 0xc0;
		if (sample.n - n >= 4)	/* less may be a character that is cut off */
			bad++;
		sample = str_sub(sample, n + 1, sample.n);
	}
	return good > 0 && bad * 10 <= good;
}

/* Labels that mean something else in practice than in ICU's tables. */
static const char *usual_name(const char *label)
{
	static const char *const names[][2] = {
		{ "iso-8859-1", "windows-1252" }, { "latin1", "windows-1252" },
		{ "us-ascii", "windows-1252" }, { "ascii", "windows-1252" },
		{ "iso-8859-9", "windows-1254" }, { "shift_jis", "windows-31j" },
		{ "gb2312", "GB18030" }, { "gbk", "GB18030" }, { "ks_c_5601-1987", "windows-949" },
		{ "x-cp1251", "windows-1251" }, { "win-1251", "windows-1251" }, { "win1251", "windows-1251" },
		{ "dos-866", "IBM866" }, { "koi8", "KOI8-R" },
	};
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (ucnv_compareNames(label, names[i][0]) == 0)
			return names[i][1];
	return label;
}

/* Encodings in which ASCII is ASCII; the others (UTF-7, EBCDIC, UTF-16 ...) cannot be declared
 * inside a document and would only serve to hide text. */
static bool extends_ascii(UConverter *cnv)
{
	static const char ascii[] = "<Az09+{&;";
	const int32_t len = sizeof(ascii) - 1;
	UChar out[16];
	UErrorCode status = U_ZERO_ERROR;
	if (ucnv_toUChars(cnv, out, 16, ascii, len, &status) != len || U_FAILURE(status))
		return false;
	for (int32_t i = 0; i < len; i++)
		if (out[i] != (UChar)ascii[i])
			return false;
	UConverterType type = ucnv_getType(cnv);
	return type == UCNV_SBCS || type == UCNV_DBCS || type == UCNV_MBCS || type == UCNV_LATIN_1 ||
	       type == UCNV_US_ASCII;
}

/* Every byte of the sample has a meaning, and none is a C1 control. */
static bool converts_cleanly(UConverter *cnv, struct str sample)
{
	UChar out[1024];
	UErrorCode status = U_ZERO_ERROR;
	const char *from = sample.p, *end = sample.p + sample.n;
	ucnv_setToUCallBack(cnv, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &status);
	do {
		UChar *to = out;
		status = U_ZERO_ERROR;
		ucnv_toUnicode(cnv, &to, out + 1024, &from, end, NULL, false, &status);
		for (const UChar *c = out; c < to; c++)
			if ((*c >= 0x80 && *c < 0xa0) || *c == 0xfffd)
				return false;
	} while (status == U_BUFFER_OVERFLOW_ERROR);
	return U_SUCCESS(status);
}

/* The declared encoding, NULL when there is none that fits the bytes. */
static const char *find_declared(struct str sample, struct str declared)
{
	char label[64];
	declared = str_trim(declared);
	if (declared.n == 0 || declared.n >= sizeof(label))
		return NULL;
	memcpy(label, declared.p, declared.n);
	label[declared.n] = '\0';
	/* Through ICU's table of names, which are static: an outside label is never opened. */
	UErrorCode status = U_ZERO_ERROR;
	const char *usual = usual_name(label), *name = ucnv_getStandardName(usual, "MIME", &status);
	if (!name)
		name = ucnv_getStandardName(usual, "IANA", &status);
	if (!name || U_FAILURE(status))
		return NULL;
	UConverter *cnv = ucnv_open(name, &status);
	bool fits = U_SUCCESS(status) && extends_ascii(cnv) && converts_cleanly(cnv, sample) &&
		    charset_plausible(sample, name);
	ucnv_close(cnv);
	return fits ? name : NULL;
}

/* UTF-16 or UTF-32 by a name that gives the byte order: said by who decoded the text before. */
static const char *find_wide(struct str declared)
{
	static const char *const names[] = { "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE" };
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (str_eq_nocase(str_trim(declared), str_of(names[i])))
			return names[i];
	return NULL;
}

static const char *find_encoding(struct str bytes, struct str declared)
{
	const char *name = find_utf16(bytes);
	if (name)
		return name;
	/* Before the declaration: pages that were saved again as UTF-8 keep their old one, and
	 * text in another encoding is not well-formed UTF-8 by accident. */
	struct str sample = take_sample(bytes);
	if (utf8_valid(bytes) || mostly_utf8(sample))
		return "UTF-8";
	name = find_declared(sample, declared);
	return name ? name : charset_guess(sample);
}

/* --- conversion --- */

/* ICU's own callback gives a control character for some encodings. */
static void U_CALLCONV put_replacement(const void *context, UConverterToUnicodeArgs *args, const char *units,
				       int32_t length, UConverterCallbackReason reason, UErrorCode *status)
{
	static const UChar replacement = 0xfffd;
	(void)context, (void)units, (void)length;
	if (reason > UCNV_IRREGULAR)	/* a reset or close, no bytes */
		return;
	*status = U_ZERO_ERROR;
	ucnv_cbToUWriteUChars(args, &replacement, 1, 0, status);
}

static void convert(UConverter *from, UConverter *to, struct str bytes, struct buf *out, UErrorCode *status)
{
	char piece[8192];
	UChar pivot[2048], *pivot_from = pivot, *pivot_to = pivot;
	const char *p = bytes.p, *end = bytes.p + bytes.n;
	bool first = true;
	do {
		char *target = piece;
		*status = U_ZERO_ERROR;
		ucnv_convertEx(to, from, &target, piece + sizeof(piece), &p, end, pivot, &pivot_from, &pivot_to,
			       pivot + 2048, first, true, status);
		buf_add(out, piece, (size_t)(target - piece));
		first = false;
	} while (*status == U_BUFFER_OVERFLOW_ERROR && !out->failed);
	if (*status == U_BUFFER_OVERFLOW_ERROR)
		*status = U_ZERO_ERROR;		/* out is full: the caller's to see */
}

static int transcode(struct str bytes, const char *name, struct buf *out, struct err *err)
{
	UErrorCode status = U_ZERO_ERROR;
	UConverter *from = ucnv_open(name, &status), *to = ucnv_open("UTF-8", &status);
	ucnv_setToUCallBack(from, put_replacement, NULL, NULL, NULL, &status);
	if (U_SUCCESS(status))
		convert(from, to, bytes, out, &status);
	ucnv_close(from);
	ucnv_close(to);
	if (U_FAILURE(status))
		return err_set(err, ERR_INTERNAL, "converting from %s: %s", name, u_errorName(status));
	return 0;
}

static void blank_controls(char *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)p[i];
		if ((c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f') || c == 0x7f)
			p[i] = ' ';
	}
}

int charset_decode(struct str bytes, struct str declared, struct buf *out, const char **name_r,
		   struct err *err)
{
	size_t start = out->n;
	const struct bom *bom = find_bom(bytes);
	const char *wide = bom ? NULL : find_wide(declared);
	if (!wide && charset_is_binary(bytes))
		return err_set(err, ERR_ENCODING, "binary data, not text");
	*name_r = bom ? bom->name : wide ? wide : find_encoding(bytes, declared);
	if (bom)
		bytes = str_sub(bytes, bom->mark.n, bytes.n);
	if (strcmp(*name_r, "UTF-8") == 0 && utf8_valid(bytes))
		buf_addstr(out, bytes);
	else if (transcode(bytes, *name_r, out, err) < 0)
		return -1;
	if (out->failed)
		return out->max ? err_set(err, ERR_LIMIT, "decoded text is longer than %zu bytes", out->max)
				: err_set(err, ERR_NO_MEMORY, "no memory for the decoded text");
	blank_controls(out->p + start, out->n - start);
	return 0;
}
