/* extract/http.h: responses as web archives hold them. */
#include "config.h"

#include "extract/http.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>
#include <zlib.h>

#define OK "HTTP/1.1 200 OK\r\n"

static void messages(void **state)
{
	static const struct {
		const char *message;
		unsigned status;
		const char *type, *body;
	} rows[] = {
		{ OK "Content-Type: text/html\r\n\r\n<p>x", 200, "text/html", "<p>x" },
		{ "HTTP/1.0 404 Not Found\n\nno", 404, "", "no" },
		{ "HTTP/2 200\r\n\r\nx", 200, "", "x" },
		{ OK "content-type : text/plain ; charset=x\r\n\r\n", 200, "text/plain ; charset=x", "" },
		{ OK "\r\n", 200, "", "" },
		{ OK, 200, "", "" },
		{ OK "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n", 200, "", "abcde" },
		{ OK "Transfer-Encoding: chunked\r\n\r\nA\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n", 200, "", "0123456789" },
		/* cut off in a chunk, and before one */
		{ OK "Transfer-Encoding: chunked\r\n\r\nff\r\nabc", 200, "", "abc" },
		{ OK "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n", 200, "", "abc" },
		/* stored without its chunks */
		{ OK "Transfer-Encoding: chunked\r\n\r\n<html>", 200, "", "<html>" },
		{ OK "Transfer-Encoding: chunked\r\n\r\n<html>\r\nx", 200, "", "<html>\r\nx" },
		{ OK "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nx", 200, "", "ffffffffffffffff\r\nx" },
		/* stored unpacked */
		{ OK "Content-Encoding: gzip\r\n\r\n<html>", 200, "", "<html>" },
		{ OK "Content-Encoding: deflate\r\n\r\n<html>", 200, "", "<html>" },
		{ OK "Content-Encoding: identity\r\n\r\n<html>", 200, "", "<html>" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct buf scratch = BUF_INIT;
		struct http_response r;
		struct err err;
		assert_int_equal(http_response(str_of(rows[i].message), &scratch, &r, &err), 0);
		assert_int_equal(r.status, rows[i].status);
		assert_true(str_eqz(r.type, rows[i].type));
		if (!str_eqz(r.body, rows[i].body))
			print_error("row %zu: \"%.*s\"\n", i, STR_ARG(r.body));
		assert_true(str_eqz(r.body, rows[i].body));
		buf_fini(&scratch);
	}
}

static void no_messages(void **state)
{
	static const struct { const char *message; enum err_code code; } rows[] = {
		{ "", ERR_CORRUPT }, { "HTTP/1.1 200 OK", ERR_CORRUPT }, { "HTTP/1.1 2000 OK\r\n\r\n", ERR_CORRUPT },
		{ "HTTP/1.1 abc\r\n\r\n", ERR_CORRUPT }, { "<html>\r\n", ERR_CORRUPT },
		{ OK "Content-Encoding: br\r\n\r\nx", ERR_ENCODING },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct buf scratch = BUF_INIT;
		struct http_response r;
		struct err err;
		assert_int_equal(http_response(str_of(rows[i].message), &scratch, &r, &err), -1);
		assert_int_equal(err.code, rows[i].code);
		buf_fini(&scratch);
	}
}

/* A message whose body is n blanks, packed.  window as for deflateInit2(). */
static void packed(struct buf *out, const char *headers, size_t n, int window)
{
	z_stream z = { .next_in = NULL };
	struct buf plain = BUF_INIT;
	buf_puts(out, headers);
	assert_true(buf_reserve(&plain, n) && buf_reserve(out, n / 10 + 1000));
	memset(plain.p, ' ', n);
	assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, window, 9, 0), Z_OK);
	z.next_in = (unsigned char *)plain.p;
	z.avail_in = (uInt)n;
	z.next_out = (unsigned char *)out->p + out->n;
	z.avail_out = (uInt)(n / 10 + 1000);
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	out->n += z.total_out;
	deflateEnd(&z);
	buf_fini(&plain);
}

static void packed_bodies(void **state)
{
	static const struct { const char *headers; int window; } rows[] = {
		{ OK "Content-Encoding: gzip\r\n\r\n", 31 }, { OK "Content-Encoding: x-gzip\r\n\r\n", 31 },
		{ OK "Content-Encoding: deflate\r\n\r\n", 15 }, { OK "Content-Encoding: deflate\r\n\r\n", -15 },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct buf message = BUF_INIT, scratch = BUF_INIT;
		struct http_response r;
		struct err err;
		packed(&message, rows[i].headers, 200000, rows[i].window);
		assert_int_equal(http_response(buf_str(&message), &scratch, &r, &err), 0);
		assert_int_equal(r.body.n, 200000);
		/* cut off: what there is of it */
		assert_int_equal(http_response(str_sub(buf_str(&message), 0, message.n - 20), &scratch, &r, &err), 0);
		assert_true(r.body.n > 0 && r.body.n <= 200000);
		/* more than there may be */
		buf_fini(&scratch);
		buf_init(&scratch, 199999);
		assert_int_equal(http_response(buf_str(&message), &scratch, &r, &err), -1);
		assert_int_equal(err.code, ERR_LIMIT);
		buf_fini(&message);
		buf_fini(&scratch);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(messages), cmocka_unit_test(no_messages), cmocka_unit_test(packed_bodies),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
