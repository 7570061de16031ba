/* Encoded words; see mime_word.h. */
#include "config.h"

#include "text/mime_word.h"

#include "common/ascii.h"
#include "common/utf8.h"
#include "text/charset.h"
#include "text/codepage.h"
#include "text/field.h"
#include "text/mime.h"

#define LONGEST_FIELD 65536	/* what is behind it is not read */

/* Encodings in which ASCII bytes are not ASCII, so that looking at the bytes tells nothing. */
static bool must_be_believed(struct str charset)
{
	static const struct str starts[] = { STR("iso-2022-"), STR("hz"), STR("utf-7"), STR("utf-16"), STR("utf-32") };
	for (size_t i = 0; i < sizeof(starts) / sizeof(*starts); i++)
		if (str_eq_nocase(str_sub(charset, 0, starts[i].n), starts[i]))
			return true;
	return false;
}

void mime_charset_decode(struct str bytes, struct str charset, struct buf *out)
{
	const char *name;
	size_t start = out->n;
	charset = str_trim(charset);
	if (must_be_believed(charset) && codepage_decode_named(charset, bytes, out)) {
		for (size_t i = start; i < out->n; i++)
			if ((unsigned char)out->p[i] < ' ' && !ascii_is_space(out->p[i]))
				out->p[i] = ' ';
		return;
	}
	charset_decode(bytes, charset, out, &name, NULL);
}

struct str mime_charset_text(struct str bytes, struct str charset, struct arena *a)
{
	struct buf text = BUF_INIT;
	mime_charset_decode(bytes, charset, &text);
	struct str line = field_line(buf_str(&text), a);
	buf_fini(&text);
	return line;
}

struct word {
	struct str charset, text;
	char encoding;		/* 'b' or 'q' */
	size_t length;		/* of all of it */
};

/* "=?koi8-r?B?...?=" at the front of s.  Blanks inside break the rule, and are written all the same. */
static bool encoded_word(struct str s, struct word *out_r)
{
	if (!str_starts(s, STR("=?")))
		return false;
	struct str rest = str_sub(s, 2, s.n);
	ptrdiff_t q = str_chr(str_sub(rest, 0, 64), '?');
	if (q <= 0 || (size_t)q + 3 > rest.n || rest.p[q + 2] != '?')
		return false;
	out_r->charset = str_sub(rest, 0, (size_t)q);
	out_r->encoding = ascii_lower(rest.p[q + 1]);
	rest = str_sub(rest, (size_t)q + 3, rest.n);
	ptrdiff_t end = str_find(str_sub(rest, 0, 8192), STR("?="));
	if (end < 0 || (out_r->encoding != 'b' && out_r->encoding != 'q'))
		return false;
	/* "=?x?Q?=D0?=": what follows the second "?" may begin with "=". */
	out_r->text = str_sub(rest, 0, (size_t)end);
	out_r->length = (size_t)(rest.p - s.p) + (size_t)end + 2;
	ptrdiff_t language = str_chr(out_r->charset, '*');
	if (language >= 0)
		out_r->charset.n = (size_t)language;
	return true;
}

static void decode_word(const struct word *w, struct buf *bytes, struct arena *a)
{
	if (w->encoding == 'b') {
		mime_base64(w->text, bytes);
		return;
	}
	char *spaced = arena_strz(a, w->text);
	for (size_t i = 0; i < w->text.n; i++)
		if (spaced[i] == '_')
			spaced[i] = ' ';
	mime_quoted_printable(str_n(spaced, w->text.n), bytes);
}

struct pending {
	struct str charset;
	struct buf bytes;	/* of encoded words in it that touch: a character may be cut in two */
	struct buf *out;
};

static void flush(struct pending *p)
{
	if (p->bytes.n)
		mime_charset_decode(buf_str(&p->bytes), p->charset, p->out);
	buf_reset(&p->bytes);
}

static size_t blanks(struct str s)
{
	size_t n = 0;
	while (n < s.n && ascii_is_space(s.p[n]))
		n++;
	return n;
}

struct str mime_text(struct str raw, struct arena *a)
{
	struct buf out = BUF_INIT;
	struct pending p = { .out = &out };
	struct word w;
	struct str rest = str_sub(raw, 0, LONGEST_FIELD);
	while (rest.n) {
		ptrdiff_t at = str_find(rest, STR("=?"));
		struct str plain = str_sub(rest, 0, at < 0 ? rest.n : (size_t)at);
		rest = str_sub(rest, plain.n, rest.n);
		/* White space between two encoded words is none. */
		bool word = encoded_word(rest, &w);
		if (!(word && p.bytes.n && blanks(plain) == plain.n)) {
			flush(&p);
			if (utf8_valid(plain))
				buf_addstr(&out, plain);
			else
				mime_charset_decode(plain, STR_NONE, &out);
		}
		if (word) {
			if (p.bytes.n && !str_eq_nocase(p.charset, w.charset))
				flush(&p);
			p.charset = w.charset;
			decode_word(&w, &p.bytes, a);
			rest = str_sub(rest, w.length, rest.n);
		} else if (rest.n) {
			flush(&p);
			buf_puts(&out, "=?");
			rest = str_sub(rest, 2, rest.n);
		}
	}
	flush(&p);
	struct str line = field_line(buf_str(&out), a);
	buf_fini(&out);
	buf_fini(&p.bytes);
	return line;
}
