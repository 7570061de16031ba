/* The client's half of the line protocol: requests written, heads of replies read.  Takes no memory but its caller's, so that
 * libkarez can do without any that may not fail; see line.h. */
#include "config.h"

#include "proto/line.h"

#include "common/ascii.h"

static bool one_line(struct str s)
{
	return str_chr(s, '\n') < 0 && str_chr(s, '\r') < 0 && str_chr(s, '\0') < 0;
}

int line_request(const char *verb, struct str collections, struct str options, struct str text,
		 struct buf *out, struct err *err)
{
	if (!one_line(collections) || !one_line(options) || !one_line(text))
		return err_set(err, ERR_INVALID, "a request is one line and holds no NUL byte");
	size_t before = out->n;
	buf_puts(out, verb);
	if (collections.n) {
		buf_putc(out, ' ');
		buf_addstr(out, collections);
	}
	if (options.n) {
		buf_putc(out, ' ');
		buf_addstr(out, options);
	}
	if (text.p) {
		buf_puts(out, " : ");
		buf_addstr(out, text);
	}
	size_t length = out->n - before;
	buf_putc(out, '\n');
	if (out->failed)
		return err_set(err, ERR_NO_MEMORY, "the request does not fit into memory");
	if (length > LIMIT_LINE) {
		buf_truncate(out, before);
		return err_set(err, ERR_LIMIT, "the request is %zu bytes long, at most %d are taken", length, LIMIT_LINE);
	}
	return 0;
}

bool line_status(struct str line, struct line_status *out_r)
{
	*out_r = (struct line_status){ 0 };
	if (str_ends(line, STR("\r")))
		line.n--;
	if (line.n < 2 || (line.p[0] != '+' && line.p[0] != '=' && line.p[0] != '-') || (unsigned char)line.p[1] <= ' ')
		return false;
	out_r->kind = line.p[0];
	size_t at = 1;
	out_r->word = str_word(line, &at);
	if (out_r->kind == '=' && !str_to_u64(out_r->word, 0, UINT64_MAX, &out_r->rows))
		return false;
	size_t after = at;
	struct str second = str_word(line, &after);
	if (second.n > 1 && second.p[0] == '@') {
		out_r->tag = str_sub(second, 1, second.n);
		at = after;
	}
	if (at < line.n)
		at++;
	out_r->rest = str_sub(line, at, line.n);
	return true;
}

static unsigned hex(char c)
{
	return c >= '0' && c <= '9' ? (unsigned)(c - '0') : c >= 'a' && c <= 'f' ? (unsigned)(c - 'a' + 10) : 16;
}

/* One past the quote that ends the text which begins at s.p[at]; 0 when there is none. */
static size_t end_of_quoted(struct str s, size_t at)
{
	for (; at < s.n; at++)
		if (s.p[at] == '"')
			return at + 1;
		else if (s.p[at] == '\\')
			at++;
	return 0;
}

bool line_pair(struct str *rest, struct str *key_r, struct str *raw_r)
{
	struct str s = *rest;
	for (size_t at = 0; at < s.n;) {
		while (at < s.n && ascii_is_blank(s.p[at]))
			at++;
		size_t from = at;
		while (at < s.n && !ascii_is_blank(s.p[at]) && s.p[at] != '=')
			at++;
		*key_r = str_sub(s, from, at);
		if (at == s.n || s.p[at] != '=')
			continue;	/* a word without a value */
		from = ++at;
		if (at < s.n && s.p[at] == '"')
			at = end_of_quoted(s, at + 1);
		else
			while (at < s.n && !ascii_is_blank(s.p[at]))
				at++;
		*raw_r = str_sub(s, from, at);
		*rest = str_sub(s, at, s.n);
		return at > 0;
	}
	return false;
}

size_t line_unquote(struct str raw, char *out)
{
	size_t n = 0;
	if (raw.n == 0 || raw.p[0] != '"') {
		memcpy(out, raw.n ? raw.p : "", raw.n);
		return raw.n;
	}
	for (size_t i = 1; i + 1 < raw.n; i++) {
		char c = raw.p[i];
		if (c == '\\') {
			c = raw.p[++i];
			if (c == 'x' && raw.n - i > 3 && hex(raw.p[i + 1]) < 16 && hex(raw.p[i + 2]) < 16) {
				c = (char)(hex(raw.p[i + 1]) << 4 | hex(raw.p[i + 2]));
				i += 2;
			}
		}
		out[n++] = c;
	}
	return n;
}
