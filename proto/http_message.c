/* HTTP/1.1 messages as bytes (RFC 9112), strictly: what two readers could take differently is refused; see http.h. */
#include "config.h"

#include "proto/http.h"

enum http_take http_bad(struct http_fault *f, unsigned status, const char *why)
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

bool http_is_text(struct str s, bool blanks)
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
	    !is_token(m->method) || m->target.n == 0 || !http_is_text(m->target, false))
		return http_bad(f, 400, "the request line is not METHOD TARGET HTTP/1.1");
	if (version.n != 8 || !str_starts(version, STR("HTTP/")))
		return http_bad(f, 400, "the request line does not end in HTTP/1.1");
	if (!str_starts(version, STR("HTTP/1.")) || version.p[7] < '0' || version.p[7] > '9')
		return http_bad(f, 505, "HTTP/1.1 and HTTP/1.0 are spoken here");
	m->minor = version.p[7] == '0' ? 0 : 1;
	return HTTP_DONE;
}

static enum http_take take_header(struct str line, struct http_message *m, struct http_fault *f)
{
	ptrdiff_t colon = str_chr(line, ':');
	struct http_header h = { str_sub(line, 0, colon < 0 ? 0 : (size_t)colon), STR_NONE };
	if (!is_token(h.name))
		return http_bad(f, 400, "a header line is not NAME: VALUE");
	h.value = trim(str_sub(line, (size_t)colon + 1, line.n));
	if (!http_is_text(h.value, true))
		return http_bad(f, 400, "a header holds control characters");
	if (m->n_headers == LIMIT_HTTP_HEADERS)
		return http_bad(f, 431, "too many header lines");
	m->headers[m->n_headers++] = h;
	return HTTP_DONE;
}

/* Bytes of the head with its empty line, or 0; *from: where the search begins, and is to go on when more has come. */
static size_t head_size(struct str in, size_t *from)
{
	for (ptrdiff_t lf; (lf = str_chr(str_sub(in, *from, in.n), '\n')) >= 0;) {
		*from += (size_t)lf;
		struct str next = str_sub(in, *from + 1, *from + 3);
		if (str_starts(next, STR("\n")))
			return *from + 2;
		if (str_eqz(next, "\r\n"))
			return *from + 3;
		if (next.n < 2)
			return 0;
		*from += 1;
	}
	*from = in.n;
	return 0;
}

static enum http_take take_head(struct str head, struct http_message *m, struct http_fault *f)
{
	struct str line;
	enum http_take t = HTTP_DONE;
	for (bool first = true; t == HTTP_DONE && str_cut(&head, '\n', &line); first = false) {
		if (!str_ends(line, STR("\r")))
			return http_bad(f, 400, "a line does not end in CR LF");
		line.n--;
		if (line.n == 0 && !first)
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

struct str http_header_list(const struct http_message *m, const char *name, struct arena *a)
{
	struct str list = STR_NONE;
	for (unsigned i = 0; i < m->n_headers; i++)
		if (str_eq_nocase(m->headers[i].name, str_of(name)))
			list = list.p ? arena_printf(a, "%.*s, %.*s", STR_ARG(list), STR_ARG(m->headers[i].value)) :
					arena_str(a, m->headers[i].value);
	return list;
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

/* ---- The target ---- */

/* "http://host:1/path?query", whose host counts instead of the header's (RFC 9112, 3.2.2), "/path?query" or "*". */
static enum http_take take_target(struct http_message *m, struct http_fault *f)
{
	static const struct str schemes[] = { { "http://", 7 }, { "https://", 8 } };
	struct str rest = m->target;
	m->host = http_header(m, "Host");
	if (str_chr(rest, '#') >= 0)
		return http_bad(f, 400, "a target ends before its fragment");
	for (size_t i = 0; i < sizeof(schemes) / sizeof(*schemes); i++) {
		if (!str_eq_nocase(str_sub(m->target, 0, schemes[i].n), schemes[i]))
			continue;
		rest = str_sub(rest, schemes[i].n, rest.n);
		size_t end = 0;
		while (end < rest.n && rest.p[end] != '/' && rest.p[end] != '?')
			end++;
		m->host = str_sub(rest, 0, end);
		rest = str_sub(rest, end, rest.n);
		if (m->host.n == 0 || str_chr(m->host, '@') >= 0)
			return http_bad(f, 400, "the target is not http://HOST/PATH");
	}
	ptrdiff_t mark = str_chr(rest, '?');
	m->path = mark < 0 ? rest : str_sub(rest, 0, (size_t)mark);
	m->query = mark < 0 ? STR_NONE : str_sub(rest, (size_t)mark + 1, rest.n);
	if (m->path.n == 0 && rest.p != m->target.p)
		m->path = STR("/");
	return HTTP_DONE;
}

/* ---- The body ---- */

/* Walked over as it comes, and read when it is there. */
static enum http_take take_chunked(struct str in, struct arena *a, struct http_progress *p, struct http_message *m, size_t *used_r,
				   struct http_fault *f)
{
	struct http_chunks whole = { .at = 0 };
	struct buf body = BUF_INIT;
	enum http_take t = http_chunks(in, &p->chunks, NULL, f);
	if (t != HTTP_DONE)
		return t;
	http_chunks(in, &whole, &body, f);
	m->body = arena_str(a, buf_str(&body));
	*used_r = whole.at;
	buf_fini(&body);
	return HTTP_DONE;
}

static enum http_take take_length(struct str in, struct http_message *m, size_t *used_r, struct http_fault *f)
{
	struct str value = http_header(m, "Content-Length");
	uint64_t n = 0;
	*used_r = 0;
	if (!value.p)
		return HTTP_DONE;
	if (count(m, "Content-Length") > 1 || !str_to_u64(value, 0, UINT64_MAX, &n))
		return http_bad(f, 400, "Content-Length is not one number");
	if (n > LIMIT_HTTP_BODY)
		return http_bad(f, 413, "the body is too large");
	m->body = str_sub(in, 0, (size_t)n);
	*used_r = (size_t)n;
	return in.n < n ? HTTP_MORE : HTTP_DONE;
}

/* The body begins at byte `at`. */
static enum http_take take_body(struct str in, size_t at, struct arena *a, struct http_progress *p, struct http_message *m, size_t *used_r,
				struct http_fault *f)
{
	struct str coding = http_header(m, "Transfer-Encoding"), expect = http_header(m, "Expect");
	enum http_take t;
	in = str_sub(in, at, in.n);
	if (expect.p && !str_eq_nocase(expect, STR("100-continue")))
		return http_bad(f, 417, "only 100-continue can be expected");
	if (!coding.p) {
		t = take_length(in, m, used_r, f);
		p->wanted = at + *used_r;
	} else if (http_header(m, "Content-Length").p || m->minor == 0) {
		return http_bad(f, 400, "both Transfer-Encoding and Content-Length, or the former in HTTP/1.0");
	} else if (count(m, "Transfer-Encoding") > 1 || !str_eq_nocase(coding, STR("chunked"))) {
		return http_bad(f, 501, "no Transfer-Encoding but chunked is known");
	} else {
		t = take_chunked(in, a, p, m, used_r, f);
		p->body = at;
	}
	return t == HTTP_MORE && expect.p && m->minor > 0 && in.n == 0 ? HTTP_CONTINUE : t;
}

/* ---- The whole ---- */

static enum http_take too_long(struct str in, struct http_fault *f)
{
	if (str_chr(in, '\n') < 0)
		return http_bad(f, 414, "the request line is too long");
	return http_bad(f, 431, "the head of the request is too long");
}

/* Some clients end a body with empty lines that belong to nothing. */
static size_t empty_lines(struct str in)
{
	size_t n = 0;
	while (n + 1 < in.n && n < 8 && in.p[n] == '\r' && in.p[n + 1] == '\n')
		n += 2;
	return n;
}

/* Is what has come since too little to read the message once more?  That takes time for all of its head. */
static bool has_too_little(struct str in, struct http_progress *p)
{
	struct http_fault f;
	return in.n < p->wanted || (p->body && http_chunks(str_sub(in, p->body, in.n), &p->chunks, NULL, &f) == HTTP_MORE);
}

enum http_take http_take(struct str in, struct arena *a, struct http_progress *p, struct http_message *message_r, size_t *used_r,
			 struct http_fault *fault_r)
{
	struct http_message *m = message_r;
	size_t body = 0;
	if (has_too_little(in, p))
		return HTTP_MORE;
	m->method = m->target = m->host = m->path = m->query = m->body = STR_NONE;
	m->minor = 1;
	m->n_headers = 0;
	m->close = false;
	size_t before = empty_lines(in), from = p->looked > before ? p->looked - before : 0;
	struct str rest = str_sub(in, before, before + LIMIT_HTTP_HEAD);
	size_t head = head_size(rest, &from);
	p->looked = before + from;
	if (head == 0)
		return rest.n == LIMIT_HTTP_HEAD ? too_long(rest, fault_r) : HTTP_MORE;
	enum http_take t = take_head(str_sub(rest, 0, head), m, fault_r);
	if (t == HTTP_DONE && count(m, "Host") != 1 && (m->minor > 0 || count(m, "Host") > 1))
		t = http_bad(fault_r, 400, "a request has one Host header");
	if (t == HTTP_DONE)
		t = take_target(m, fault_r);
	if (t != HTTP_DONE)
		return t;
	m->close = http_header_lists(m, "Connection", "close") ||
		   (m->minor == 0 && !http_header_lists(m, "Connection", "keep-alive"));
	t = take_body(in, before + head, a, p, m, &body, fault_r);
	if (t == HTTP_DONE)
		*used_r = before + head + body;
	return t;
}
