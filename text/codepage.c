/* Stated encodings by ICU; see codepage.h. */
#include "config.h"

#include "text/codepage.h"

#include <stdio.h>
#include <unicode/ucnv.h>

#include "common/utf8.h"

static bool is_ascii(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] & 0x80)
			return false;
	return true;
}

static void append(UConverter *cnv, struct str bytes, struct buf *out)
{
	UChar units[1024];
	const char *from = bytes.p, *end = bytes.p + bytes.n;
	UErrorCode status;
	uint32_t high = 0;
	do {
		UChar *to = units;
		status = U_ZERO_ERROR;
		ucnv_toUnicode(cnv, &to, units + 1024, &from, end, NULL, true, &status);
		for (const UChar *u = units; u < to; u++) {
			char utf8[4];
			uint32_t c = *u;
			if (c >= 0xd800 && c < 0xdc00) {
				high = c;
				continue;
			}
			if (c >= 0xdc00 && c < 0xe000)
				c = high ? 0x10000 + ((high - 0xd800) << 10) + (c - 0xdc00) : 0xfffd;
			high = 0;
			buf_add(out, utf8, utf8_encode(c ? c : ' ', utf8));
		}
	} while (status == U_BUFFER_OVERFLOW_ERROR);
}

/* name: through ICU's table of names, so that nothing outside is ever opened. */
static bool decode(const char *name, struct str bytes, struct buf *out)
{
	UErrorCode status = U_ZERO_ERROR;
	if (ucnv_countAliases(name, &status) == 0 || U_FAILURE(status))
		return false;
	const char *known = ucnv_getAlias(name, 0, &status);
	UConverter *cnv = U_SUCCESS(status) && known ? ucnv_open(known, &status) : NULL;
	if (!cnv || U_FAILURE(status)) {
		ucnv_close(cnv);
		return false;
	}
	append(cnv, bytes, out);
	ucnv_close(cnv);
	return true;
}

/* What the numbers say that ICU has under another name. */
static const char *name_of(unsigned page, char out[32])
{
	static const struct {
		unsigned page;
		const char *name;
	} rows[] = {
		{ 932, "windows-31j" }, { 936, "GB18030" }, { 949, "windows-949" }, { 950, "Big5" }, { 10000, "macintosh" },
		{ 10006, "macgr" }, { 10007, "x-mac-cyrillic" }, { 10029, "x-mac-centraleurroman" },
		{ 10081, "mactr" }, { 20127, "windows-1252" }, { 20866, "KOI8-R" }, { 21866, "KOI8-U" },
		{ 28591, "windows-1252" }, { 28592, "ISO-8859-2" }, { 28595, "ISO-8859-5" }, { 54936, "GB18030" },
		{ 65001, "UTF-8" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (rows[i].page == page)
			return rows[i].name;
	snprintf(out, 32, page >= 1250 && page <= 1258 ? "windows-%u" : page == 874 ? "windows-%u" : "ibm-%u", page);
	return out;
}

bool codepage_decode(unsigned page, struct str bytes, struct buf *out)
{
	char name[32];
	if (is_ascii(bytes)) {
		buf_addstr(out, bytes);
		return true;
	}
	return decode(name_of(page, name), bytes, out);
}

bool codepage_decode_named(struct str name, struct str bytes, struct buf *out)
{
	char label[64];
	name = str_trim(name);
	if (name.n == 0 || name.n >= sizeof(label) || memchr(name.p, '\0', name.n))
		return false;
	memcpy(label, name.p, name.n);
	label[name.n] = '\0';
	/* What calls itself Latin-1 is Windows' in practice. */
	if (ucnv_compareNames(label, "iso-8859-1") == 0 || ucnv_compareNames(label, "us-ascii") == 0)
		return decode("windows-1252", bytes, out);
	return decode(label, bytes, out);
}

unsigned codepage_of_charset(unsigned charset)
{
	static const struct {
		unsigned charset, page;
	} rows[] = {
		{ 77, 10000 }, { 128, 932 }, { 129, 949 }, { 134, 936 }, { 136, 950 }, { 161, 1253 }, { 162, 1254 },
		{ 163, 1258 }, { 177, 1255 }, { 178, 1256 }, { 186, 1257 }, { 204, 1251 }, { 222, 874 }, { 238, 1250 },
		{ 254, 437 }, { 255, 850 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (rows[i].charset == charset)
			return rows[i].page;
	return 0;
}
