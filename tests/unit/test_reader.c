/* Reading files: plain and gzip, members, broken streams, lines and their limit. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>

#include "text/reader.h"

static char path[] = "/tmp/karez-test-reader-XXXXXX";

static int make_path(void **state)
{
	(void)state;
	int fd = mkstemp(path);
	return fd < 0 ? -1 : close(fd);
}

static int remove_path(void **state)
{
	(void)state;
	return unlink(path);
}

static void write_file(struct str s)
{
	FILE *f = fopen(path, "wb");
	assert_non_null(f);
	assert_int_equal(fwrite(s.p, 1, s.n, f), s.n);
	assert_int_equal(fclose(f), 0);
}

/* One gzip member holding s, appended to out. */
static void pack(struct str s, struct buf *out)
{
	z_stream z = { 0 };
	assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
	size_t bound = deflateBound(&z, s.n);
	assert_true(buf_reserve(out, bound));
	z.next_in = (unsigned char *)(uintptr_t)s.p;
	z.avail_in = (uInt)s.n;
	z.next_out = (unsigned char *)out->p + out->n;
	z.avail_out = (uInt)bound;
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	out->n += bound - z.avail_out;
	deflateEnd(&z);
}

/* All of the file, `step` bytes at most at a time. */
static int read_all(struct buf *out, size_t step, struct err *err)
{
	struct reader *r;
	int rc = reader_open(path, &r, err);
	if (rc < 0)
		return rc;
	while ((rc = reader_read(r, out, step, err)) > 0)
		;
	reader_close(&r);
	assert_null(r);
	return rc;
}

static void check_reads(struct str file, struct str content)
{
	static const size_t steps[] = { 1, 7, 1 << 20 };
	write_file(file);
	for (size_t i = 0; i < 3; i++) {
		struct buf b = BUF_INIT;
		struct err err;
		assert_int_equal(read_all(&b, steps[i], &err), 0);
		assert_true(str_eq(buf_str(&b), content));
		buf_fini(&b);
	}
}

static void reads_plain_and_packed_alike(void **state)
{
	(void)state;
	struct buf text = BUF_INIT, packed = BUF_INIT;
	for (int i = 0; i < 40000; i++)
		buf_printf(&text, "%d,", i);
	pack(buf_str(&text), &packed);
	check_reads(buf_str(&text), buf_str(&text));
	check_reads(buf_str(&packed), buf_str(&text));
	check_reads(STR(""), STR(""));
	check_reads(STR("\x1f\x8b"), STR("\x1f\x8b"));	/* too short to be gzip */
	buf_reset(&packed);
	pack(STR(""), &packed);
	check_reads(buf_str(&packed), STR(""));
	buf_fini(&text);
	buf_fini(&packed);
}

static void reads_members_and_padding(void **state)
{
	(void)state;
	struct buf packed = BUF_INIT;
	pack(STR("one "), &packed);
	pack(STR(""), &packed);
	pack(STR("two"), &packed);
	check_reads(buf_str(&packed), STR("one two"));
	buf_add(&packed, "\0\0\0\0\0", 5);
	check_reads(buf_str(&packed), STR("one two"));
	buf_fini(&packed);
}

static void names_what_is_broken(void **state)
{
	(void)state;
	struct buf packed = BUF_INIT, out = BUF_INIT;
	struct err err;
	pack(STR("some text that is long enough to be cut"), &packed);
	for (size_t n = 3; n < packed.n; n++) {
		write_file(str_sub(buf_str(&packed), 0, n));
		assert_int_equal(read_all(&out, 100, &err), -1);
		assert_int_equal(err.code, ERR_CORRUPT);
		assert_non_null(strstr(err.msg, "ends too early"));
	}
	buf_puts(&packed, "xyz");
	write_file(buf_str(&packed));
	assert_int_equal(read_all(&out, 100, &err), -1);
	assert_non_null(strstr(err.msg, "bytes after the end"));
	packed.p[14] ^= 0x55;
	write_file(buf_str(&packed));
	assert_int_equal(read_all(&out, 100, &err), -1);
	assert_int_equal(err.code, ERR_CORRUPT);
	assert_non_null(strstr(err.msg, "at byte"));
	buf_fini(&packed);
	buf_fini(&out);

	struct reader *r;
	assert_int_equal(reader_open("/nowhere/at-all", &r, &err), -1);
	assert_int_equal(err.code, ERR_NOT_FOUND);
	assert_null(r);
	assert_int_equal(reader_open("/", &r, &err), -1);
	assert_int_equal(err.code, ERR_IO);
}

static void stops_at_the_buffer_limit(void **state)
{
	(void)state;
	struct buf text = BUF_INIT, packed = BUF_INIT, out;
	struct err err;
	for (int i = 0; i < 300000; i++)
		buf_putc(&text, ' ');
	pack(buf_str(&text), &packed);
	write_file(buf_str(&packed));
	buf_init(&out, text.n);
	assert_int_equal(read_all(&out, 1 << 20, &err), 0);
	assert_int_equal(out.n, text.n);
	buf_fini(&out);
	buf_init(&out, text.n - 1);
	assert_int_equal(read_all(&out, 1 << 20, &err), -1);
	assert_int_equal(err.code, ERR_LIMIT);
	buf_fini(&out);
	buf_fini(&text);
	buf_fini(&packed);
}

static void counts_the_bytes_of_the_file(void **state)
{
	(void)state;
	struct buf packed = BUF_INIT, out = BUF_INIT;
	struct err err;
	struct reader *r;
	pack(STR("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), &packed);
	write_file(buf_str(&packed));
	assert_int_equal(reader_open(path, &r, &err), 0);
	assert_int_equal(reader_bytes(r), 0);
	while (reader_read(r, &out, 10, &err) > 0)
		;
	assert_int_equal(reader_bytes(r), packed.n);
	reader_close(&r);
	buf_fini(&packed);
	buf_fini(&out);
}

/* Lines of the file joined by "|", a too long one as "!". */
static void check_lines(struct str file, size_t max, const char *expected)
{
	struct buf line = BUF_INIT, all = BUF_INIT;
	struct err err;
	struct reader *r;
	write_file(file);
	assert_int_equal(reader_open(path, &r, &err), 0);
	for (int rc; (rc = reader_line(r, &line, max, &err)) != 0;) {
		if (rc < 0)
			assert_int_equal(err.code, ERR_LIMIT);
		buf_addstr(&all, rc < 0 ? STR("!") : buf_str(&line));
		buf_putc(&all, '|');
	}
	reader_close(&r);
	assert_string_equal(all.p ? all.p : "", expected);
	buf_fini(&line);
	buf_fini(&all);
}

static void cuts_lines(void **state)
{
	(void)state;
	check_lines(STR(""), 9, "");
	check_lines(STR("\n"), 9, "|");
	check_lines(STR("a\nb"), 9, "a|b|");
	check_lines(STR("a\r\n\r\nb\n"), 9, "a||b|");
	check_lines(STR("a\rb\n"), 9, "a\rb|");
	check_lines(STR("1234\n12345\n123\n"), 4, "1234|!|123|");
	check_lines(STR("1234\r\n12345\r\n"), 4, "1234|!|");
	check_lines(STR("12345"), 4, "!|");
	check_lines(STR("x\n"), 0, "!|");

	/* Lines across the reader's chunks, packed. */
	struct buf text = BUF_INIT, packed = BUF_INIT, expected = BUF_INIT;
	for (int i = 0; i < 5; i++) {
		for (int k = 0; k < 50000; k++) {
			buf_putc(&text, (char)('a' + i));
			buf_putc(&expected, (char)('a' + i));
		}
		buf_putc(&text, '\n');
		buf_putc(&expected, '|');
	}
	pack(buf_str(&text), &packed);
	check_lines(buf_str(&packed), 50000, expected.p);
	check_lines(buf_str(&packed), 49999, "!|!|!|!|!|");
	buf_fini(&text);
	buf_fini(&packed);
	buf_fini(&expected);
}

static bool allow(void *arg)
{
	return (*(int *)arg)-- > 0;
}

/* The file holds the text, plain or packed; the hook allows one step after opening. */
static void check_wait(struct str file, struct str text)
{
	struct buf out = BUF_INIT;
	struct err err;
	struct reader *r;
	int times = 1, rc;
	write_file(file);
	assert_int_equal(reader_open(path, &r, &err), 0);
	reader_set_wait(r, allow, &times);
	while ((rc = reader_read(r, &out, text.n, &err)) > 0)
		;
	assert_int_equal(rc, -1);
	assert_int_equal(err.code, ERR_CANCELLED);
	assert_true(out.n > 0 && out.n < text.n);
	times = 100;	/* reading can go on */
	while ((rc = reader_read(r, &out, text.n, &err)) > 0)
		;
	assert_int_equal(rc, 0);
	assert_true(str_eq(buf_str(&out), text));
	reader_close(&r);
	buf_fini(&out);
}

static void asks_before_it_waits(void **state)
{
	(void)state;
	static char text[300000];	/* more than opening and one more step read, packed too */
	struct buf packed = BUF_INIT;
	for (size_t i = 0, n = 1; i < sizeof(text); i++, n = n * 48271 % 2147483647)
		text[i] = (char)(n >> 8);
	pack(str_n(text, sizeof(text)), &packed);
	check_wait(str_n(text, sizeof(text)), str_n(text, sizeof(text)));
	check_wait(buf_str(&packed), str_n(text, sizeof(text)));
	buf_fini(&packed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_plain_and_packed_alike),
		cmocka_unit_test(reads_members_and_padding),
		cmocka_unit_test(names_what_is_broken),
		cmocka_unit_test(stops_at_the_buffer_limit),
		cmocka_unit_test(counts_the_bytes_of_the_file),
		cmocka_unit_test(cuts_lines),
		cmocka_unit_test(asks_before_it_waits),
	};
	return cmocka_run_group_tests(tests, make_path, remove_path);
}
