/* Writing JSON into a buf; see json.h. */
#include "config.h"

#include "common/json.h"

#include <math.h>
#include <stdio.h>

#include "common/utf8.h"

#define REPLACEMENT "\xef\xbf\xbd"	/* U+FFFD */

/* A comma before the next key or value, where the last byte says that one is due.  No finished
 * value ends in one of these bytes: a string ends in its quote. */
static void separate(struct buf *b)
{
	if (b->n && !memchr("{[:\n ", b->p[b->n - 1], 5))
		buf_putc(b, ',');
}

void json_open(struct buf *b, char bracket)
{
	separate(b);
	buf_putc(b, bracket);
}

void json_close(struct buf *b, char bracket)
{
	buf_putc(b, bracket);
}

void json_key(struct buf *b, const char *key)
{
	separate(b);
	buf_putc(b, '"');
	buf_puts(b, key);
	buf_add(b, "\":", 2);
}

static void add_escape(struct buf *b, char c)
{
	static const char digits[] = "0123456789abcdef";
	char out[6] = { '\\', 'u', '0', '0', digits[(unsigned char)c >> 4 & 15], digits[c & 15] };
	switch (c) {
	case '"': case '\\': out[1] = c; break;
	case '\n': out[1] = 'n'; break;
	case '\r': out[1] = 'r'; break;
	case '\t': out[1] = 't'; break;
	default: buf_add(b, out, 6); return;
	}
	buf_add(b, out, 2);
}

static bool plain(char c)
{
	return (unsigned char)c >= 0x20 && c != '"' && c != '\\';
}

/* Runs of bytes that stand for themselves are copied at once. */
static void add_valid(struct buf *b, struct str s)
{
	size_t start = 0;
	for (size_t i = 0; i < s.n; i++) {
		if (plain(s.p[i]))
			continue;
		buf_addstr(b, str_sub(s, start, i));
		add_escape(b, s.p[i]);
		start = i + 1;
	}
	buf_addstr(b, str_sub(s, start, s.n));
}

static bool continues(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

void json_str(struct buf *b, struct str s)
{
	separate(b);
	buf_putc(b, '"');
	while (s.n) {
		size_t n = utf8_valid_prefix(s);
		add_valid(b, str_sub(s, 0, n));
		if (n == s.n)
			break;
		/* One mark for a bad byte with what seems to continue it. */
		do
			n++;
		while (n < s.n && continues(s.p[n]));
		buf_puts(b, REPLACEMENT);
		s = str_sub(s, n, s.n);
	}
	buf_putc(b, '"');
}

void json_int(struct buf *b, int64_t v)
{
	char out[24];
	separate(b);
	buf_add(b, out, (size_t)snprintf(out, sizeof(out), "%lld", (long long)v));
}

void json_double(struct buf *b, double v, int decimals)
{
	if (!isfinite(v)) {
		json_nil(b);
		return;
	}
	separate(b);
	buf_printf(b, "%.*f", decimals, v);
}

void json_bool(struct buf *b, bool v)
{
	json_raw(b, v ? STR("true") : STR("false"));
}

void json_nil(struct buf *b)
{
	json_raw(b, STR("null"));
}

void json_raw(struct buf *b, struct str json)
{
	separate(b);
	buf_addstr(b, json);
}
