/* extract/warc.h: records, damage, limits. */
#include "config.h"

#include "extract/warc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>
#include <cmocka.h>

#include "common/fs.h"

struct seen {
	struct buf text;	/* "uri|type|payload\n", "!uri: why\n", "." for a step */
	int stop_after;		/* records; 0: never */
};

static int on_record(void *ctx, const struct warc_record *r, struct err *err)
{
	struct seen *s = ctx;
	buf_printf(&s->text, "%llu:%.*s|%.*s|%.*s%s\n", (unsigned long long)r->number, STR_ARG(r->uri), STR_ARG(r->type),
		   STR_ARG(r->payload), r->cut ? "..." : "");
	return s->stop_after && --s->stop_after == 0 ? err_set(err, ERR_CANCELLED, "stopped") : 0;
}

static int on_failed(void *ctx, struct str uri, uint64_t number, const char *why, struct err *err)
{
	struct seen *s = ctx;
	(void)err;
	buf_printf(&s->text, "!%llu:%.*s %s\n", (unsigned long long)number, STR_ARG(uri), why);
	return 0;
}

static int on_step(void *ctx, struct err *err)
{
	(void)err;
	buf_putc(&((struct seen *)ctx)->text, '.');
	return 0;
}

static int run(struct str bytes, size_t max, struct seen *s, struct err *err)
{
	const struct warc_sink sink = { s, on_record, on_failed, on_step };
	struct reader *r;
	int fd = memfd_create("warc", MFD_CLOEXEC);
	assert_true(fd >= 0 && fs_write_all(fd, bytes) == 0 && lseek(fd, 0, SEEK_SET) == 0);
	assert_int_equal(reader_open_fd(fd, "it", &r, err), 0);
	int rc = warc_read(r, max, &sink, err);
	reader_close(&r);
	return rc;
}

#define RECORD(type, more, length, block) \
	"WARC/1.0\r\nWARC-Type: " type "\r\nContent-Length: " length "\r\n" more "\r\n" block "\r\n\r\n"
#define URI(u) "WARC-Target-URI: " u "\r\n"
#define HTTP "Content-Type: application/http; msgtype=response\r\n"

static void records(void **state)
{
	static const struct { const char *bytes, *want; } rows[] = {
		{ "", "" },
		{ RECORD("warcinfo", "", "3", "x: "), "." },
		{ RECORD("conversion", URI("http://a/") "Content-Type: text/plain\r\n", "5", "words"), "1:http://a/|text/plain|words\n" },
		{ RECORD("resource", URI("<http://a/>"), "5", "words"), "1:http://a/||words\n" },
		{ RECORD("resource", URI("metadata://x/log"), "5", "words"), "." },
		{ RECORD("resource", "", "5", "words"), "." },
		{ RECORD("request", URI("http://a/"), "3", "GET"), "." },
		{ RECORD("response", URI("http://a/") HTTP, "46", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\nab"),
		  "1:http://a/|text/html|ab\n" },
		{ RECORD("response", URI("http://a/") HTTP, "23", "HTTP/1.1 404 No\r\n\r\nword"), "." },
		{ RECORD("response", URI("http://a/") HTTP, "4", "word"), "!1:http://a/ no HTTP response\n" },
		{ RECORD("response", URI("dns:a") "Content-Type: text/dns\r\n", "4", "word"), "." },
		{ RECORD("revisit", URI("http://a/") HTTP, "4", "word") RECORD("resource", URI("http://b/"), "1", "x"),
		  ".2:http://b/||x\n" },
		/* names in any letters, LF alone, no blank line behind */
		{ "WARC/1.1\nwarc-type: resource\nCONTENT-LENGTH: 2\nwarc-target-uri: u:a\n\nab", "1:u:a||ab\n" },
		/* an empty block */
		{ RECORD("resource", URI("u:a"), "0", ""), "1:u:a||\n" },
		/* damage between records */
		{ "rubbish\r\nmore\r\n" RECORD("resource", URI("u:a"), "1", "x"),
		  "!1: bytes that are no record were passed over\n1:u:a||x\n" },
		{ RECORD("resource", URI("u:a"), "1", "xyz") RECORD("resource", URI("u:b"), "1", "x"),
		  "1:u:a||x\n!2: bytes that are no record were passed over\n2:u:b||x\n" },
		/* no length */
		{ "WARC/1.0\r\nWARC-Type: resource\r\n\r\nx\r\n\r\n" RECORD("resource", URI("u:b"), "1", "x"),
		  "!1: the header of a record is damaged\n2:u:b||x\n" },
		{ "WARC/1.0\r\nContent-Length: -1\r\n\r\n", "!1: the header of a record is damaged\n" },
		{ "WARC/1.0\r\nContent-Length: 99999999999999999999\r\n\r\n", "!1: the header of a record is damaged\n" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct seen s = { .text = BUF_INIT };
		struct err err = { .code = ERR_NONE };
		assert_int_equal(run(str_of(rows[i].bytes), 1000, &s, &err), 0);
		if (!str_eqz(buf_str(&s.text), rows[i].want))
			print_error("row %zu: %s\n", i, s.text.p);
		assert_true(str_eqz(buf_str(&s.text), rows[i].want));
		buf_fini(&s.text);
	}
}

static void limits(void **state)
{
	struct seen s = { .text = BUF_INIT };
	struct err err;
	(void)state;
	/* at the limit, one past it, far past it; what follows is read */
	struct str bytes = STR(RECORD("resource", URI("u:a"), "4", "abcd") RECORD("resource", URI("u:b"), "5", "abcde")
			       RECORD("resource", URI("u:c"), "20", "abcdefghijabcdefghij") RECORD("resource", URI("u:d"), "1", "x"));
	assert_int_equal(run(bytes, 4, &s, &err), 0);
	assert_string_equal(s.text.p, "1:u:a||abcd\n2:u:b||abcd...\n3:u:c||abcd...\n4:u:d||x\n");
	buf_fini(&s.text);
}

static void the_end_comes_too_early(void **state)
{
	struct seen s = { .text = BUF_INIT };
	struct err err;
	(void)state;
	assert_int_equal(run(STR(RECORD("resource", URI("u:a"), "1", "x") "WARC/1.0\r\nContent-Length: 10\r\n\r\nabc"), 99, &s, &err), -1);
	assert_int_equal(err.code, ERR_CORRUPT);
	assert_non_null(strstr(err.msg, "record 2"));
	assert_string_equal(s.text.p, "1:u:a||x\n");
	buf_fini(&s.text);
}

static void the_sink_stops_it(void **state)
{
	struct seen s = { .text = BUF_INIT, .stop_after = 1 };
	struct err err;
	(void)state;
	struct str bytes = STR(RECORD("resource", URI("u:a"), "1", "x") RECORD("resource", URI("u:b"), "1", "x"));
	assert_int_equal(run(bytes, 99, &s, &err), -1);
	assert_int_equal(err.code, ERR_CANCELLED);
	assert_string_equal(s.text.p, "1:u:a||x\n");
	buf_fini(&s.text);
}

/* A line of a header that is endless costs no memory. */
static void endless_lines(void **state)
{
	struct seen s = { .text = BUF_INIT };
	struct buf bytes = BUF_INIT;
	struct err err;
	(void)state;
	buf_puts(&bytes, "WARC/1.0\r\nX: ");
	for (int i = 0; i < 200000; i++)
		buf_putc(&bytes, 'x');
	buf_puts(&bytes, "\r\n\r\n" RECORD("resource", URI("u:b"), "1", "x"));
	assert_int_equal(run(buf_str(&bytes), 99, &s, &err), 0);
	assert_string_equal(s.text.p, "!1: the header of a record is damaged\n2:u:b||x\n");
	buf_fini(&s.text);
	buf_fini(&bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(records), cmocka_unit_test(limits), cmocka_unit_test(the_end_comes_too_early),
		cmocka_unit_test(the_sink_stops_it), cmocka_unit_test(endless_lines),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
