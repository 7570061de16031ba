/* HTTP messages: what is one, what is not and why, wherever the bytes are cut. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include <time.h>

#include "proto/http.h"
#include "tests/unit/effort.h"

#define H "Host: x\r\n"

static const char *const results[] = {
	[HTTP_MORE] = "more", [HTTP_CONTINUE] = "continue", [HTTP_DONE] = "done", [HTTP_BAD] = "bad",
};

static void messages(void **state)
{
	(void)state;
	/* expected: "METHOD TARGET close BODY rest-of-input", or "STATUS why", or what is waited for */
	static const struct { const char *in, *expected; } rows[] = {
		{ "GET / HTTP/1.1\r\n" H "\r\n", "GET / 0 [] 0" },
		{ "GET /a?b=c HTTP/1.1\r\n" H "\r\nGET", "GET /a?b=c 0 [] 3" },
		{ "\r\n\r\nGET / HTTP/1.1\r\n" H "\r\n", "GET / 0 [] 0" },
		{ "GET / HTTP/1.0\r\n\r\n", "GET / 1 [] 0" },
		{ "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", "GET / 0 [] 0" },
		{ "GET / HTTP/1.1\r\n" H "connection: Foo, Close\r\n\r\n", "GET / 1 [] 0" },
		{ "GET / HTTP/1.7\r\n" H "\r\n", "GET / 0 [] 0" },
		{ "POST / HTTP/1.1\r\n" H "Content-Length: 3\r\n\r\nabcd", "POST / 0 [abc] 1" },
		{ "POST / HTTP/1.1\r\n" H "Content-Length: 3\r\n\r\nab", "more" },
		{ "POST / HTTP/1.1\r\n" H "Content-Length: 3\r\nExpect: 100-continue\r\n\r\n", "continue" },
		{ "POST / HTTP/1.1\r\n" H "Content-Length: 3\r\nExpect: 100-continue\r\n\r\nabc", "POST / 0 [abc] 0" },
		{ "POST / HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nT: x\r\n\r\n!", "POST / 0 [abcde] 1" },
		{ "POST / HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n", "more" },
		{ "", "more" },
		{ "GET / HTTP/1.1\r\n" H, "more" },
		{ "GET / HTTP/1.1\r\n\r\n", "400 a request has one Host header" },
		{ "GET / HTTP/1.1\r\n" H H "\r\n", "400 a request has one Host header" },
		{ "\r\n\r\n\r\n\r\n\r\n\r\n", "400 the request line is not METHOD TARGET HTTP/1.1" },
		{ "GET /\r\n\r\n", "400 the request line is not METHOD TARGET HTTP/1.1" },
		{ "GET  / HTTP/1.1\r\n" H "\r\n", "400 the request line is not METHOD TARGET HTTP/1.1" },
		{ "GET / HTTP/1.1 x\r\n" H "\r\n", "400 the request line is not METHOD TARGET HTTP/1.1" },
		{ "G(T / HTTP/1.1\r\n" H "\r\n", "400 the request line is not METHOD TARGET HTTP/1.1" },
		{ "GET /\x01 HTTP/1.1\r\n" H "\r\n", "400 the request line is not METHOD TARGET HTTP/1.1" },
		{ "SEARCH memos : x\r\n\r\n", "400 the request line is not METHOD TARGET HTTP/1.1" },
		{ "GET / FTP/1.1\r\n\r\n", "400 the request line does not end in HTTP/1.1" },
		{ "GET /?a#b HTTP/1.1\r\n" H "\r\n", "400 a target ends before its fragment" },
		{ "GET http:///a HTTP/1.1\r\n" H "\r\n", "400 the target is not http://HOST/PATH" },
		{ "GET http://x@y/a HTTP/1.1\r\n" H "\r\n", "400 the target is not http://HOST/PATH" },
		{ "GET / HTTP/2.0\r\n\r\n", "505 HTTP/1.1 and HTTP/1.0 are spoken here" },
		{ "GET / HTTP/1.1\n" H "\n", "400 a line does not end in CR LF" },
		{ "GET / HTTP/1.1\r\n" H "A : b\r\n\r\n", "400 a header line is not NAME: VALUE" },
		{ "GET / HTTP/1.1\r\n" H "A: b\r\n folded\r\n\r\n", "400 a header line is not NAME: VALUE" },
		{ "GET / HTTP/1.1\r\n" H "nocolon\r\n\r\n", "400 a header line is not NAME: VALUE" },
		{ "GET / HTTP/1.1\r\n" H "A: b\rc\r\n\r\n", "400 a header holds control characters" },
		{ "POST / HTTP/1.1\r\n" H "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc", "400 Content-Length is not one number" },
		{ "POST / HTTP/1.1\r\n" H "Content-Length: +3\r\n\r\nabc", "400 Content-Length is not one number" },
		{ "POST / HTTP/1.1\r\n" H "Content-Length: 65537\r\n\r\n", "413 the body is too large" },
		{ "POST / HTTP/1.1\r\n" H "Content-Length: 18446744073709551616\r\n\r\n", "400 Content-Length is not one number" },
		{ "POST / HTTP/1.1\r\n" H "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
		  "400 both Transfer-Encoding and Content-Length, or the former in HTTP/1.0" },
		{ "POST / HTTP/1.1\r\n" H "Transfer-Encoding: gzip, chunked\r\n\r\n", "501 no Transfer-Encoding but chunked is known" },
		{ "POST / HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\n\r\n3 ;x\r\nabc\r\n0\r\n\r\n", "POST / 0 [abc] 0" },
		{ "POST / HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\n\r\nx\r\n", "400 a chunk of the body has no size" },
		{ "POST / HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\n\r\n 3\r\nabc\r\n", "400 a chunk of the body has no size" },
		{ "POST / HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\n\r\n3 \r\nabc\r\n", "400 a chunk of the body has no size" },
		{ "POST / HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\n\r\n3;\rx\r\nabc\r\n", "400 a chunk of the body has no size" },
		{ "POST / HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\n\r\n0\r\nT: \rx\r\n\r\n", "400 the lines after the chunks make no sense" },
		{ "POST / HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\n\r\n\x13\r\n", "400 a chunk of the body has no size" },
		{ "POST / HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\n\r\n10001\r\n", "413 the body is too large" },
		{ "POST / HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\n\r\n1\r\nabc", "400 a chunk of the body does not end where its size says" },
		{ "POST / HTTP/1.1\r\n" H "Expect: tea\r\nContent-Length: 3\r\n\r\n", "417 only 100-continue can be expected" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct arena a = ARENA_INIT;
		struct http_message m;
		struct http_progress p = { .looked = 0 };
		struct http_fault f;
		struct buf got = BUF_INIT;
		size_t used = 0;
		struct str in = str_of(rows[i].in);
		enum http_take t = http_take(in, &a, &p, &m, &used, &f);
		if (t == HTTP_DONE)
			buf_printf(&got, "%.*s %.*s %d [%.*s] %zu", STR_ARG(m.method), STR_ARG(m.target), m.close, STR_ARG(m.body), in.n - used);
		else if (t == HTTP_BAD)
			buf_printf(&got, "%u %s", f.status, f.why);
		else
			buf_puts(&got, results[t]);
		assert_string_equal(got.p, rows[i].expected);
		/* Cut anywhere, it is not whole yet, or bad already. */
		for (size_t n = 0; t == HTTP_DONE && n < used; n++)
			assert_int_not_equal(http_take(str_sub(in, 0, n), &a, &(struct http_progress){ .looked = 0 }, &m, &used, &f), HTTP_DONE);
		buf_fini(&got);
		arena_fini(&a);
	}
}

/* Bytes of the target say who is meant, where, and with what. */
static void targets(void **state)
{
	(void)state;
	static const struct { const char *target, *host, *path, *query; } rows[] = {
		{ "/a/b?c=d?e", "x", "/a/b", "c=d?e" },
		{ "/a?", "x", "/a", "" },
		{ "*", "x", "*", "" },
		{ "http://y:1/a?b", "y:1", "/a", "b" },
		{ "HTTPS://y", "y", "/", "" },
		{ "http://y?b=/c", "y", "/", "b=/c" },
		{ "ftp://y/a", "x", "ftp://y/a", "" },
		{ "?b=c", "x", "", "b=c" },
		{ "/http://y/a", "x", "/http://y/a", "" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct arena a = ARENA_INIT;
		struct http_message m;
		struct http_progress p = { .looked = 0 };
		struct http_fault f;
		size_t used;
		struct str in = arena_printf(&a, "GET %s HTTP/1.1\r\n" H "\r\n", rows[i].target);
		assert_int_equal(http_take(in, &a, &p, &m, &used, &f), HTTP_DONE);
		assert_true(str_eqz(m.host, rows[i].host) && str_eqz(m.path, rows[i].path) && str_eqz(m.query, rows[i].query));
		arena_fini(&a);
	}
}

/* A message of the longest head and of the most chunks, byte by byte: each byte costs what it costs by itself.  Read together with all
 * before them they would take minutes. */
static void bytes_that_drip(void **state)
{
	(void)state;
	for (int chunked = 0; chunked < 2; chunked++) {
		struct buf b = BUF_INIT;
		struct arena a = ARENA_INIT;
		struct http_message m;
		struct http_progress p = { .looked = 0 };
		struct http_fault f;
		size_t used = 0, body = chunked ? EFFORT(20000) : EFFORT(LIMIT_HTTP_BODY);
		buf_puts(&b, "\r\nPOST / HTTP/1.1\r\n" H);
		for (size_t i = 3; i < LIMIT_HTTP_HEADERS; i++)
			buf_printf(&b, "A: %0300d\r\n", 0);
		if (chunked)
			buf_puts(&b, "Transfer-Encoding: chunked\r\n\r\n");
		else
			buf_printf(&b, "Content-Length: %zu\r\n\r\n", body);
		for (size_t i = 0; i < body; i++)
			buf_puts(&b, chunked ? "1\r\nx\r\n" : "x");
		buf_puts(&b, chunked ? "0\r\nT: x\r\n\r\n" : "");
		clock_t begin = clock();
		for (size_t n = 0; n < b.n; n++)
			assert_int_equal(http_take(str_sub(buf_str(&b), 0, n), &a, &p, &m, &used, &f), HTTP_MORE);
		assert_int_equal(http_take(buf_str(&b), &a, &p, &m, &used, &f), HTTP_DONE);
		assert_true(clock() - begin < 2 * CLOCKS_PER_SEC);
		assert_int_equal(used, b.n);
		assert_int_equal(m.body.n, body);
		buf_fini(&b);
		arena_fini(&a);
	}
}

static enum http_take take(struct buf *b, struct http_fault *f)
{
	struct arena a = ARENA_INIT;
	struct http_message m;
	struct http_progress p = { .looked = 0 };
	size_t used;
	enum http_take t = http_take(buf_str(b), &a, &p, &m, &used, f);
	arena_fini(&a);
	buf_fini(b);
	return t;
}

/* At each limit, and one past it. */
static void limits(void **state)
{
	(void)state;
	struct http_fault f;
	for (size_t more = 0; more < 2; more++) {
		struct buf b = BUF_INIT;
		buf_puts(&b, "GET / HTTP/1.1\r\n" H);
		for (size_t i = 1; i < LIMIT_HTTP_HEADERS + more; i++)
			buf_printf(&b, "A%zu: b\r\n", i);
		buf_puts(&b, "\r\n");
		assert_int_equal(take(&b, &f), more ? HTTP_BAD : HTTP_DONE);
		assert_true(!more || f.status == 431);

		buf_puts(&b, "GET / HTTP/1.1\r\n" H "A: ");
		while (b.n < LIMIT_HTTP_HEAD - 4 + more)
			buf_putc(&b, 'x');
		buf_puts(&b, "\r\n\r\n");
		assert_int_equal(take(&b, &f), more ? HTTP_BAD : HTTP_DONE);
		assert_true(!more || f.status == 431);

		buf_puts(&b, "GET /");
		while (b.n < LIMIT_HTTP_HEAD - 1 + more)
			buf_putc(&b, 'x');
		assert_int_equal(take(&b, &f), more ? HTTP_BAD : HTTP_MORE);
		assert_true(!more || f.status == 414);

		buf_printf(&b, "POST / HTTP/1.1\r\n" H "Content-Length: %zu\r\n\r\n", LIMIT_HTTP_BODY + more);
		for (size_t i = 0; i < LIMIT_HTTP_BODY + more; i++)
			buf_putc(&b, 'x');
		assert_int_equal(take(&b, &f), more ? HTTP_BAD : HTTP_DONE);
		assert_true(!more || f.status == 413);

		/* Chunks of one byte: many lines, few bytes. */
		buf_puts(&b, "POST / HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\n\r\n");
		for (size_t i = 0; i < (more ? LIMIT_HTTP_BODY : 20000); i++)
			buf_puts(&b, "1\r\nx\r\n");
		assert_int_equal(take(&b, &f), more ? HTTP_BAD : HTTP_MORE);
		assert_true(!more || f.status == 413);
	}
}

static void headers(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	struct http_message m;
	struct http_progress p = { .looked = 0 };
	struct http_fault f;
	size_t used;
	struct str in = STR("GET / HTTP/1.1\r\nHOST:\t x \r\nAccept-Encoding: br, GZIP;q=1\r\naccept-encoding: deflate\r\n\r\n");
	assert_int_equal(http_take(in, &a, &p, &m, &used, &f), HTTP_DONE);
	assert_true(str_eqz(http_header(&m, "host"), "x"));
	assert_null(http_header(&m, "Origin").p);
	assert_true(http_header_lists(&m, "Accept-Encoding", "br"));
	assert_true(str_eqz(http_header_list(&m, "Accept-Encoding", &a), "br, GZIP;q=1, deflate"));
	assert_null(http_header_list(&m, "Origin", &a).p);
	assert_true(http_header_lists(&m, "Accept-Encoding", "Deflate"));
	assert_false(http_header_lists(&m, "Accept-Encoding", "gzip"));
	assert_false(http_header_lists(&m, "Accept", "br"));
	arena_fini(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(messages),
		cmocka_unit_test(targets),
		cmocka_unit_test(bytes_that_drip),
		cmocka_unit_test(limits),
		cmocka_unit_test(headers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
