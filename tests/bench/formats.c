/* Wire formats for the load generator; see formats.h. */
#include "config.h"

#include "tests/bench/formats.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

static void begin(struct load_reply *r)
{
	r->hits = 0;
	r->error = false;
	if (r->ids)
		buf_reset(r->ids);
}

static void add_id(struct load_reply *r, struct str id)
{
	if (r->ids)
		buf_printf(r->ids, "%s%.*s", r->ids->n ? "," : "", STR_ARG(id));
}

/* The position of a piece in the text, or -1. */
static ptrdiff_t find(struct str s, struct str piece)
{
	const char *p = s.n ? memmem(s.p, s.n, piece.p, piece.n) : NULL;
	return p ? p - s.p : -1;
}

/* The id in JSON that begins with or holds "id":"...". */
static void add_json_id(struct load_reply *r, struct str json)
{
	static const struct str key = { "\"id\":\"", 6 };
	ptrdiff_t at = find(json, key);
	if (at < 0)
		return;
	struct str id = str_sub(json, (size_t)at + key.n, json.n);
	ptrdiff_t quote = str_chr(id, '"');
	add_id(r, str_sub(id, 0, quote < 0 ? id.n : (size_t)quote));
}

/* ---- The line protocol of karez; echo answers in it as well. ---- */

static void line_frame(struct buf *out, struct str request)
{
	buf_addstr(out, request);
	buf_putc(out, '\n');
}

static size_t line_reply(struct str in, struct load_reply *r)
{
	ptrdiff_t end = str_chr(in, '\n');
	if (end < 0)
		return 0;
	begin(r);
	r->error = in.p[0] == '-';
	size_t at = (size_t)end + 1;
	for (unsigned long rows = in.p[0] == '=' ? strtoul(in.p + 1, NULL, 10) : 0; rows; rows--) {
		struct str row = str_sub(in, at, in.n);
		if ((end = str_chr(row, '\n')) < 0)
			return 0;
		r->hits++;
		add_json_id(r, str_sub(row, 0, (size_t)end));
		at += (size_t)end + 1;
	}
	return at;
}

/* ---- RESP ---- */

static void resp_frame(struct buf *out, struct str request)
{
	struct str arg, rest = request;
	size_t n = 0;
	while (str_cut(&rest, '\t', &arg))
		n++;
	buf_printf(out, "*%zu\r\n", n);
	for (rest = request; str_cut(&rest, '\t', &arg);)
		buf_printf(out, "$%zu\r\n%.*s\r\n", arg.n, STR_ARG(arg));
}

/* The strings of the outermost array are ids, as those of FT.SEARCH with NOCONTENT. */
static size_t resp_reply(struct str in, struct load_reply *r)
{
	size_t at = 0;
	begin(r);
	for (long values = 1; values > 0; values--) {
		struct str rest = str_sub(in, at, in.n);
		ptrdiff_t end = str_chr(rest, '\n');
		if (end < 0)
			return 0;
		long n = strtol(rest.p + 1, NULL, 10);
		r->error |= rest.p[0] == '-';
		size_t after = (size_t)end + 1;
		if (rest.p[0] == '*' && n > 0) {
			values += n;
		} else if (rest.p[0] == '$' && n >= 0) {
			if (rest.n < after + (size_t)n + 2)
				return 0;
			add_id(r, str_sub(rest, after, after + (size_t)n));
			r->hits += at > 0;
			after += (size_t)n + 2;
		}
		at += after;
	}
	return at;
}

/* ---- HTTP ---- */

static void http_frame(struct buf *out, struct str request)
{
	buf_printf(out, "GET %.*s HTTP/1.1\r\nHost: localhost\r\n\r\n", STR_ARG(request));
}

static size_t http_reply(struct str in, struct load_reply *r)
{
	static const struct str length = { "\r\nContent-Length:", 17 };
	ptrdiff_t head = find(in, STR("\r\n\r\n"));
	if (head < 0)
		return 0;
	ptrdiff_t at = find(str_sub(in, 0, (size_t)head), length);
	size_t body = (size_t)head + 4, n = at < 0 ? 0 : strtoul(in.p + at + length.n, NULL, 10);
	if (in.n < body + n)
		return 0;
	begin(r);
	r->error = !str_starts(in, STR("HTTP/1.1 200 "));
	struct str rest = str_sub(in, body, body + n);
	for (ptrdiff_t id; (id = find(rest, STR("\"id\":\""))) >= 0; rest = str_sub(rest, (size_t)id + 6, rest.n)) {
		add_json_id(r, str_sub(rest, (size_t)id, rest.n));
		r->hits++;
	}
	return body + n;
}

/* ---- SphinxQL: MySQL's protocol, packets of a length (3 bytes), a number and a body. ---- */

static void sphinxql_frame(struct buf *out, struct str request)
{
	size_t n = request.n + 1;
	const char head[5] = { (char)n, (char)(n >> 8), (char)(n >> 16), 0, 3 };
	buf_add(out, head, sizeof(head));
	buf_addstr(out, request);
}

static size_t sphinxql_reply(struct str in, struct load_reply *r)
{
	const unsigned char *u = (const unsigned char *)in.p;
	unsigned ends = 0;
	begin(r);
	for (size_t at = 0;;) {
		if (in.n - at < 5)
			return 0;
		size_t size = u[at] | (size_t)u[at + 1] << 8 | (size_t)u[at + 2] << 16;
		const unsigned char *body = u + at + 4;
		bool first = at == 0;
		if (in.n - at - 4 < size)
			return 0;
		at += 4 + size;
		r->error = *body == 0xff;
		if (r->error || (first && *body == 0))
			return at;
		if (*body == 0xfe && size < 9) {
			if (++ends == 2)
				return at;
		} else if (ends == 1) {
			r->hits++;
			if (*body < 0xfb && *body < size)
				add_id(r, str_n((const char *)body + 1, *body));
		}
	}
}

static bool sphinxql_greet(int fd)
{
	static const char hello[38] = { 34, 0, 0, 1, 0, (char)0x82, 0, 0 };	/* protocol 4.1, nobody, no password */
	char answer[4096];
	return recv(fd, answer, sizeof(answer), 0) > 0 && send(fd, hello, sizeof(hello), MSG_NOSIGNAL) == sizeof(hello) &&
	       recv(fd, answer, sizeof(answer), 0) >= 5 && answer[4] == 0;
}

/* ---- All of them ---- */

static const struct format formats[] = {
	{ "line", line_frame, line_reply, NULL },
	{ "resp", resp_frame, resp_reply, NULL },
	{ "http", http_frame, http_reply, NULL },
	{ "sphinxql", sphinxql_frame, sphinxql_reply, sphinxql_greet },
};

const struct format *format_find(const char *name)
{
	for (size_t i = 0; i < sizeof(formats) / sizeof(*formats); i++)
		if (!strcmp(formats[i].name, name))
			return &formats[i];
	return NULL;
}
