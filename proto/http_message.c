/* HTTP/1.1 messages as bytes (RFC 9112), strictly: what two readers could take differently is refused; see http.h. */
#include "config.h"

#include "proto/http.h"

#define MAX_CHUNK_LINE 64	/* bytes: a size, and extensions that nobody uses */
#define CHUNKED_MAX (2 * LIMIT_HTTP_BODY + 4096)	/* bytes of a body in chunks, with all there is around them */

static enum http_take bad(struct http_fault *f, unsigned status, const char *why)
{
	*f = (struct http_fault){ status, why };
	return HTTP_BAD;
}

/* ---- Lines ---- */

static bool is_token_char(char c)
{
	return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || (c && strchr("!#$%&'*+-.^_`|~", c));
}

static bool is_token(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!is_token_char(s.p[i]))
			return false;
	return s.n > 0;
}

/* No controls; above ASCII stands whatever the sender meant. */
static bool is_text(struct str s, bool blanks)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c == 0x7f || c < 0x20 || c == ' ')
			if (!blanks || (c != ' ' && c != '\t'))
				return false;
	}
	return true;
}

static struct str trim(struct str s)
{
	while (s.n && (s.p[0] == ' ' || s.p[0] == '\t'))
		s = str_sub(s, 1, s.n);
	while (s.n && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\t'))
		s.n--;
	return s;
}

/* ---- The head ---- */

static enum http_take take_request_line(struct str line, struct http_message *m, struct http_fault *f)
{
	struct str version = STR_NONE, rest = line;
	if (!str_cut(&rest, ' ', &m->method) || !str_cut(&rest, ' ', &m->target) || !str_cut(&rest, ' ', &version) || rest.p ||
	    !is_token(m->method) || m->target.n == 0 || !is_text(m->target, false))
		return bad(f, 400, "the request line is not METHOD TARGET HTTP/1.1");
	if (version.n != 8 || !str_starts(version, STR("HTTP/")))
		return bad(f, 400, "the request line does not end in HTTP/1.1");
	if (!str_starts(version, STR("HTTP/1.")) || version.p[7] < '0' || version.p[7] > '9')
		return bad(f, 505, "HTTP/1.1 and HTTP/1.0 are spoken here");
	m->minor = version.p[7] == '0' ? 0 : 1;
	return HTTP_DONE;
}

static enum http_take take_header(struct str line, struct http_message *m, struct http_fault *f)
{
	ptrdiff_t colon = str_chr(line, ':');
	struct http_header h = { str_sub(line, 0, colon < 0 ? 0 : (size_t)colon), STR_NONE };
	if (!is_token(h.name))
		return bad(f, 400, "a header line is not NAME: VALUE");
	h.value = trim(str_sub(line, (size_t)colon + 1, line.n));
	if (!is_text(h.value, true))
		return bad(f, 400, "a header holds control characters");
	if (m->n_headers == LIMIT_HTTP_HEADERS)
		return bad(f, 431, "too many header lines");
	m->headers[m->n_headers++] = h;
	return HTTP_DONE;
}

/* Bytes of the head with its empty line, or 0. */
static size_t head_size(struct str in)
{
	for (size_t at = 0; at < in.n;) {
		const char *lf = memchr(in.p + at, '\n', in.n - at);
		if (!lf)
			break;
		at = (size_t)(lf - in.p) + 1;
		if (at < in.n && in.p[at] == '\n')
			return at + 1;
		if (at + 1 < in.n && in.p[at] == '\r' && in.p[at + 1] == '\n')
			return at + 2;
	}
	return 0;
}

static enum http_take take_head(struct str head, struct http_message *m, struct http_fault *f)
{
	struct str line;
	enum http_take t = HTTP_DONE;
	for (bool first = true; t == HTTP_DONE && str_cut(&head, '\n', &line); first = false) {
		if (!str_ends(line, STR("\r")))
			return bad(f, 400, "a line does not end in CR LF");
		line.n--;
		if (line.n == 0)
			break;
		t = first ? take_request_line(line, m, f) : take_header(line, m, f);
	}
	return t;
}

struct str http_header(const struct http_message *m, const char *name)
{
	for (unsigned i = 0; i < m->n_headers; i++)
		if (str_eq_nocase(m->headers[i].name, str_of(name)))
			return m->headers[i].value;
	return STR_NONE;
}

bool http_header_lists(const struct http_message *m, const char *name, const char *word)
{
	for (unsigned i = 0; i < m->n_headers; i++) {
		struct str rest = m->headers[i].value, one;
		if (!str_eq_nocase(m->headers[i].name, str_of(name)))
			continue;
		while (str_cut(&rest, ',', &one))
			if (str_eq_nocase(trim(one), str_of(word)))
				return true;
	}
	return false;
}

static unsigned count(const struct http_message *m, const char *name)
{
	unsigned n = 0;
	for (unsigned i = 0; i < m->n_headers; i++)
		n += str_eq_nocase(m->headers[i].name, str_of(name));
	return n;
}

/* ---- The body ---- */

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

/* The next line of a body in chunks, without its end; MORE, or BAD when it is too long. */
static enum http_take chunk_line(struct str in, size_t *at, struct str *line_r)
{
	struct str rest = str_sub(in, *at, in.n);
	ptrdiff_t lf = str_chr(str_sub(rest, 0, MAX_CHUNK_LINE), '\n');
	if (lf < 0)
		return rest.n >= MAX_CHUNK_LINE ? HTTP_BAD : HTTP_MORE;
	*line_r = str_sub(rest, 0, (size_t)lf);
	if (!str_ends(*line_r, STR("\r")))
		return HTTP_BAD;
	line_r->n--;
	*at += (size_t)lf + 1;
	return HTTP_DONE;
}

static bool chunk_size(struct str line, size_t *size_r)
{
	ptrdiff_t semicolon = str_chr(line, ';');
	return take_hex(trim(semicolon < 0 ? line : str_sub(line, 0, (size_t)semicolon)), size_r);
}

/* Lines after the last chunk say nothing to karez. */
static enum http_take pass_trailers(struct str in, size_t *at)
{
	struct str line;
	enum http_take t;
	while ((t = chunk_line(in, at, &line)) == HTTP_DONE && line.n)
		;
	return t;
}

static enum http_take take_chunks(struct str in, struct buf *body, size_t *used_r, struct http_fault *f)
{
	size_t at = 0, size;
	struct str line;
	for (;;) {
		enum http_take t = chunk_line(in, &at, &line);
		if (t == HTTP_DONE && !chunk_size(line, &size))
			t = HTTP_BAD;
		if (t == HTTP_DONE && size == 0) {
			t = pass_trailers(in, &at);
			*used_r = at;
			return t == HTTP_BAD ? bad(f, 400, "the lines after the chunks make no sense") : t;
		}
		if (t != HTTP_DONE)
			return t == HTTP_BAD ? bad(f, 400, "a chunk of the body has no size") : t;
		if (body->n + size > LIMIT_HTTP_BODY)
			return bad(f, 413, "the body is too large");
		if (in.n - at < size + 2)
			return HTTP_MORE;
		if (in.p[at + size] != '\r' || in.p[at + size + 1] != '\n')
			return bad(f, 400, "a chunk of the body does not end where its size says");
		buf_add(body, in.p + at, size);
		at += size + 2;
	}
}

static enum http_take take_chunked(struct str in, struct arena *a, struct http_message *m, size_t *used_r, struct http_fault *f)
{
	struct buf body = BUF_INIT;
	enum http_take t = take_chunks(in, &body, used_r, f);
	if (t == HTTP_DONE)
		m->body = arena_str(a, buf_str(&body));
	else if (t == HTTP_MORE && in.n > CHUNKED_MAX)
		t = bad(f, 413, "the body is too large");
	buf_fini(&body);
	return t;
}

static enum http_take take_length(struct str in, struct http_message *m, size_t *used_r, struct http_fault *f)
{
	struct str value = http_header(m, "Content-Length");
	uint64_t n = 0;
	*used_r = 0;
	if (!value.p)
		return HTTP_DONE;
	if (count(m, "Content-Length") > 1 || !str_to_u64(value, 0, UINT64_MAX, &n))
		return bad(f, 400, "Content-Length is not one number");
	if (n > LIMIT_HTTP_BODY)
		return bad(f, 413, "the body is too large");
	if (in.n < n)
		return HTTP_MORE;
	m->body = str_sub(in, 0, (size_t)n);
	*used_r = (size_t)n;
	return HTTP_DONE;
}

static enum http_take take_body(struct str in, struct arena *a, struct http_message *m, size_t *used_r, struct http_fault *f)
{
	struct str coding = http_header(m, "Transfer-Encoding"), expect = http_header(m, "Expect");
	enum http_take t;
	if (expect.p && !str_eq_nocase(expect, STR("100-continue")))
		return bad(f, 417, "only 100-continue can be expected");
	if (!coding.p)
		t = take_length(in, m, used_r, f);
	else if (http_header(m, "Content-Length").p || m->minor == 0)
		return bad(f, 400, "both Transfer-Encoding and Content-Length, or the former in HTTP/1.0");
	else if (count(m, "Transfer-Encoding") > 1 || !str_eq_nocase(coding, STR("chunked")))
		return bad(f, 501, "no Transfer-Encoding but chunked is known");
	else
		t = take_chunked(in, a, m, used_r, f);
	return t == HTTP_MORE && expect.p && m->minor > 0 && in.n == 0 ? HTTP_CONTINUE : t;
}

/* ---- The whole ---- */

static enum http_take too_long(struct str in, struct http_fault *f)
{
	if (str_chr(str_sub(in, 0, LIMIT_HTTP_HEAD), '\n') < 0)
		return bad(f, 414, "the request line is too long");
	return bad(f, 431, "the head of the request is too long");
}

enum http_take http_take(struct str in, struct arena *a, struct http_message *message_r, size_t *used_r, struct http_fault *fault_r)
{
	struct http_message *m = message_r;
	size_t before = 0, body;
	m->method = m->target = m->body = STR_NONE;
	m->n_headers = 0;
	/* Some clients end a body with an empty line that belongs to nothing. */
	while (before + 1 < in.n && before < 8 && in.p[before] == '\r' && in.p[before + 1] == '\n')
		before += 2;
	in = str_sub(in, before, in.n);
	size_t head = head_size(str_sub(in, 0, LIMIT_HTTP_HEAD));
	if (head == 0)
		return in.n >= LIMIT_HTTP_HEAD ? too_long(in, fault_r) : HTTP_MORE;
	enum http_take t = take_head(str_sub(in, 0, head), m, fault_r);
	if (t != HTTP_DONE)
		return t;
	if (count(m, "Host") != 1 && (m->minor > 0 || count(m, "Host") > 1))
		return bad(fault_r, 400, "a request has one Host header");
	m->close = http_header_lists(m, "Connection", "close") ||
		   (m->minor == 0 && !http_header_lists(m, "Connection", "keep-alive"));
	t = take_body(str_sub(in, head, in.n), a, m, &body, fault_r);
	if (t == HTTP_DONE)
		*used_r = before + head + body;
	return t;
}
