/* The body of an HTTP message in chunks (RFC 9112, 7.1), walked over in time linear in it however it comes; see http.h. */
#include "config.h"

#include "proto/http.h"

#define MAX_LINE 64		/* bytes: a size, and extensions that nobody uses */
#define MAX_ALL (2 * LIMIT_HTTP_BODY + 4096)	/* bytes of the chunks with all there is around them */

static bool take_hex(struct str s, size_t *v_r)
{
	size_t v = 0;
	if (s.n == 0 || s.n > 6)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i], letter = (char)(c | 0x20);	/* which would make digits of some controls */
		bool digit = c >= '0' && c <= '9';
		if (!digit && !(letter >= 'a' && letter <= 'f'))
			return false;
		v = v << 4 | (size_t)(digit ? c - '0' : letter - 'a' + 10);
	}
	*v_r = v;
	return true;
}

/* "1f", or "1f ;name=value". */
static bool take_size(struct str line, size_t *size_r)
{
	ptrdiff_t semicolon = str_chr(line, ';');
	size_t end = semicolon < 0 ? line.n : (size_t)semicolon;
	while (semicolon >= 0 && end > 0 && (line.p[end - 1] == ' ' || line.p[end - 1] == '\t'))
		end--;
	return take_hex(str_sub(line, 0, end), size_r);
}

/* The next line without its end; MORE, or BAD when it is too long or holds what a line does not. */
static enum http_take take_line(struct str in, size_t *at, struct str *line_r)
{
	struct str rest = str_sub(in, *at, in.n);
	ptrdiff_t lf = str_chr(str_sub(rest, 0, MAX_LINE), '\n');
	if (lf < 0)
		return rest.n >= MAX_LINE ? HTTP_BAD : HTTP_MORE;
	*line_r = str_sub(rest, 0, (size_t)lf);
	if (!str_ends(*line_r, STR("\r")))
		return HTTP_BAD;
	line_r->n--;
	*at += (size_t)lf + 1;
	return http_is_text(*line_r, true) ? HTTP_DONE : HTTP_BAD;
}

/* The chunk at c->at, which is left where it is unless this one is whole; DONE with size 0: it was the last. */
static enum http_take take_chunk(struct str in, struct http_chunks *c, struct buf *body, size_t *size_r, struct http_fault *f)
{
	struct str line;
	size_t at = c->at;
	enum http_take t = take_line(in, &at, &line);
	if (t == HTTP_DONE && !take_size(line, size_r))
		t = HTTP_BAD;
	if (t == HTTP_BAD)
		return http_bad(f, 400, "a chunk of the body has no size");
	if (t == HTTP_DONE && *size_r) {
		struct str rest = str_sub(in, at, in.n);
		if (c->size + *size_r > LIMIT_HTTP_BODY)
			return http_bad(f, 413, "the body is too large");
		if (rest.n < *size_r + 2)
			return HTTP_MORE;
		if (!str_eqz(str_sub(rest, *size_r, *size_r + 2), "\r\n"))
			return http_bad(f, 400, "a chunk of the body does not end where its size says");
		if (body)
			buf_add(body, rest.p, *size_r);
		at += *size_r + 2;
	}
	if (t == HTTP_DONE) {
		c->at = at;
		c->size += *size_r;
	}
	return t;
}

/* Lines after the last chunk say nothing to karez. */
static enum http_take pass_trailer(struct str in, struct http_chunks *c, struct http_fault *f)
{
	struct str line;
	size_t at = c->at;
	enum http_take t = take_line(in, &at, &line);
	if (t == HTTP_BAD)
		return http_bad(f, 400, "the lines after the chunks make no sense");
	if (t == HTTP_DONE)
		c->at = at;
	c->ended = t == HTTP_DONE && line.n == 0;
	return t;
}

enum http_take http_chunks(struct str in, struct http_chunks *c, struct buf *body, struct http_fault *f)
{
	enum http_take t = HTTP_DONE;
	while (t == HTTP_DONE && !c->ended) {
		size_t size = 0;
		if (c->at > MAX_ALL)
			return http_bad(f, 413, "the body is too large");
		if (c->last)
			t = pass_trailer(in, c, f);
		else if ((t = take_chunk(in, c, body, &size, f)) == HTTP_DONE)
			c->last = size == 0;
	}
	return t;
}
