/* Numbers, strings, positions and lists of terms, byte by byte as the format has them. */
#include "config.h"

#include "glass/pack.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>

#include "glass/positions.h"
#include "glass/radix.h"
#include "glass/termlist.h"

#define ROWS(a) (sizeof(a) / sizeof(*(a)))

static const char *hex(const unsigned char *p, size_t n)
{
	static char text[2000];
	text[0] = '\0';
	for (size_t i = 0; i < n; i++)
		snprintf(text + (i ? 3 * i - 1 : 0), 4, i ? " %02x" : "%02x", p[i]);
	return text;
}

static void test_uint(void **state)
{
	(void)state;
	static const struct {
		uint64_t v;
		const char *uint, *last;
	} rows[] = {
		{ 0, "00", "" }, { 1, "01", "01" }, { 127, "7f", "7f" }, { 128, "80 01", "80" }, { 300, "ac 02", "2c 01" },
		{ 3000, "b8 17", "b8 0b" }, { 16383, "ff 7f", "ff 3f" }, { 16384, "80 80 01", "00 40" },
		{ UINT32_MAX, "ff ff ff ff 0f", "ff ff ff ff" },
		{ UINT64_MAX, "ff ff ff ff ff ff ff ff ff 01", "ff ff ff ff ff ff ff ff" },
	};
	for (size_t i = 0; i < ROWS(rows); i++) {
		unsigned char b[PACK_UINT_MAX + 1] = { 0 };
		unsigned char *end = pack_uint(b, rows[i].v);
		uint64_t v;
		assert_string_equal(hex(b, (size_t)(end - b)), rows[i].uint);
		assert_ptr_equal(unpack_uint(b, &v), end);
		assert_true(v == rows[i].v);
		assert_string_equal(hex(b, (size_t)(pack_uint_last(b, rows[i].v) - b)), rows[i].last);
	}
}

static void test_uint_sort(void **state)
{
	(void)state;
	static const struct {
		uint32_t v;
		const char *bytes;
	} rows[] = {
		{ 0, "00 00" }, { 1, "00 01" }, { 32767, "7f ff" }, { 32768, "80 80 00" }, { 100000, "81 86 a0" },
		{ 0x3fffff, "bf ff ff" }, { 0x400000, "c0 40 00 00" }, { 0x1fffffff, "df ff ff ff" },
		{ 0x20000000, "e0 20 00 00 00" }, { UINT32_MAX, "e0 ff ff ff ff" },
	};
	for (size_t i = 0; i < ROWS(rows); i++) {
		unsigned char b[PACK_SORT_MAX];
		assert_string_equal(hex(b, (size_t)(pack_uint_sort(b, rows[i].v) - b)), rows[i].bytes);
	}
}

static void test_strings(void **state)
{
	(void)state;
	static const struct {
		struct str s;
		const char *string, *term;
	} rows[] = {
		{ { "a", 1 }, "01 61", "61" }, { { "a\0b", 3 }, "03 61 00 62", "61 00 ff 62" },
		{ { "\0\0", 2 }, "02 00 00", "00 ff 00 ff" }, { { "\xff", 1 }, "01 ff", "ff" },
	};
	for (size_t i = 0; i < ROWS(rows); i++) {
		unsigned char b[16];
		assert_string_equal(hex(b, (size_t)(pack_string(b, rows[i].s) - b)), rows[i].string);
		assert_string_equal(hex(b, (size_t)(pack_term(b, rows[i].s) - b)), rows[i].term);
	}
}

static void test_positions(void **state)
{
	(void)state;
	static const struct {
		uint32_t list[6], n;
		const char *bytes;
	} rows[] = {
		{ { 3 }, 1, "03" }, { { 300 }, 1, "ac 02" }, { { 2, 9 }, 2, "09 02" }, { { 1, 5, 6, 20 }, 4, "14 41 0c 00" },
		{ { 0, 1 }, 2, "01" }, { { 1, 2, 3, 4, 5 }, 5, "05 0d" }, { { UINT32_MAX }, 1, "ff ff ff ff 0f" },
		{ { 0, UINT32_MAX }, 2, "ff ff ff ff 0f 00 00 00 00 00 00 00 00" },
	};
	for (size_t i = 0; i < ROWS(rows); i++) {
		unsigned char b[POSITIONS_MAX(6)];
		assert_string_equal(hex(b, (size_t)(positions_pack(b, rows[i].list, rows[i].n) - b)), rows[i].bytes);
	}
}

/* The terms of the example in their order: Q7 car cat, and one that is long. */
static void test_termlist(void **state)
{
	(void)state;
	static const char *const terms[] = { "Q7", "car", "cat", "catastrophically", "catastrophicallz" };
	static const char pool[64] = "cxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx1" "2";
	struct ranked ranked[8] = { { .n = 0 } };
	for (size_t i = 0; i < ROWS(terms); i++) {
		ranked[i].n = (uint16_t)strlen(terms[i]);
		memcpy(ranked[i].bytes, terms[i], ranked[i].n);
	}
	ranked[5] = (struct ranked){ .n = 36 };		/* too long to be there, the next one too */
	ranked[6] = (struct ranked){ .n = 37 };
	static const struct {
		struct termlist_entry entries[4];
		size_t n;
		uint32_t length;
		const char *bytes;
	} rows[] = {
		{ { { 0, 0 } }, 0, 0, "" },
		{ { { 2, 1 } }, 1, 1, "01 01 03 63 61 74 01" },
		{ { { 0, 0 }, { 1, 2 }, { 2, 4 } }, 3, 6, "06 03 02 51 37 00 09 03 63 61 72 16 01 74" },
		/* (wdf + 1) * 4 + 2 is the most that fits into the byte, then one too many */
		{ { { 1, 0 }, { 2, 62 } }, 2, 62, "3e 02 03 63 61 72 00 fe 01 74" },
		{ { { 1, 0 }, { 2, 63 } }, 2, 63, "3f 02 03 63 61 72 00 02 01 74 3f" },
		{ { { 3, 1 }, { 4, 200 } }, 2, 201,
		  "c9 01 02 10 63 61 74 61 73 74 72 6f 70 68 69 63 61 6c 6c 79 01 0f 01 7a c8 01" },
		{ { { 2, 1 }, { 5, 1 }, { 6, 1 } }, 3, 3,
		  "03 03 03 63 61 74 01 09 23 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 "
		  "78 78 78 78 78 78 78 78 31 6e 01 32" },
	};
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct bytes to = { 0 };
		termlist_pack(&to, ranked, (const unsigned char *)pool, rows[i].entries, rows[i].n, rows[i].length);
		assert_string_equal(hex(to.p, to.n), rows[i].bytes);
		bytes_fini(&to);
	}
}

static void test_slots(void **state)
{
	(void)state;
	static const struct {
		uint32_t slots[3];
		size_t n;
		const char *bytes;
	} rows[] = {
		{ { 0 }, 1, "00" }, { { 0, 3 }, 2, "00 02" }, { { 7, 8, 300 }, 3, "07 00 a3 02" },
		{ { UINT32_MAX - 1 }, 1, "fe ff ff ff 0f" },
	};
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct bytes to = { 0 };
		termlist_slots(&to, rows[i].slots, rows[i].n);
		assert_string_equal(hex(to.p, to.n), rows[i].bytes);
		bytes_fini(&to);
	}
}

static void test_radix(void **state)
{
	(void)state;
	enum { N = 5000 };
	static struct keyed a[N], other[N];
	uint64_t x = 88172645463325252;
	for (uint32_t i = 0; i < N; i++) {
		x ^= x << 13;
		x ^= x >> 7;
		x ^= x << 17;
		a[i] = (struct keyed){ i % 3 ? x : x >> 60, i };
	}
	radix_sort(a, other, N);
	for (size_t i = 1; i < N; i++)
		assert_true(a[i - 1].key < a[i].key || (a[i - 1].key == a[i].key && a[i - 1].item < a[i].item));
	radix_sort(a, other, 1);
	radix_sort(NULL, NULL, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_uint), cmocka_unit_test(test_uint_sort), cmocka_unit_test(test_strings),
		cmocka_unit_test(test_positions), cmocka_unit_test(test_termlist), cmocka_unit_test(test_slots),
		cmocka_unit_test(test_radix),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
