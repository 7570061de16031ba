/* Times and sizes: what people write, limits, and what people read. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "common/unit.h"

#define N(a) (sizeof(a) / sizeof(*(a)))
#define BAD UINT64_MAX	/* no row expects this value otherwise */

struct row {
	const char *in;
	uint64_t out;
};

static void check(const struct row *rows, size_t n, bool (*parse)(struct str, uint64_t *))
{
	for (size_t i = 0; i < n; i++) {
		uint64_t v = 0;
		bool ok = parse(str_of(rows[i].in), &v);
		if (ok != (rows[i].out != BAD) || (ok && v != rows[i].out))
			fail_msg("\"%s\": %s %llu", rows[i].in, ok ? "gave" : "refused", (unsigned long long)v);
	}
}

static void parses_sizes(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "0", 0 }, { "4096", 4096 }, { "64k", 65536 }, { "64K", 65536 }, { "64kB", 65536 },
		{ "256M", 268435456 }, { "2G", 2147483648u }, { "2gb", 2147483648u }, { "1T", (uint64_t)1 << 40 },
		{ "7b", 7 }, { "16777215T", (uint64_t)16777215 << 40 }, { "16777216T", BAD },
		{ "18446744073709551614", UINT64_MAX - 1 }, { "18446744073709551616", BAD },
		{ "", BAD }, { "k", BAD }, { "b", BAD }, { "-1", BAD }, { "1.5G", BAD }, { "1 G", BAD },
		{ " 1", BAD }, { "1kk", BAD }, { "1bb", BAD }, { "1x", BAD }, { "+1", BAD }, { "0x10", BAD },
	};
	check(rows, N(rows), unit_parse_size);
}

static void parses_durations(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "0", 0 }, { "250", 250 }, { "500ms", 500 }, { "2s", 2000 }, { "15m", 900000 },
		{ "1h30m", 5400000 }, { "2d", 172800000 }, { "1d2h3m4s5ms", 93784005 }, { "90m", 5400000 },
		{ "18446744073709551616", BAD }, { "213503982335d", BAD }, { "213503982334d", 18446744073657600000u },
		{ "", BAD }, { "s", BAD }, { "1h30", BAD }, { "30m1h", BAD }, { "1s1s", BAD }, { "-2s", BAD },
		{ "1.5s", BAD }, { "2 s", BAD }, { "2S", BAD }, { "2sec", BAD }, { "2s ", BAD }, { "1y", BAD },
	};
	check(rows, N(rows), unit_parse_duration);
}

static void formats_for_people(void **state)
{
	(void)state;
	static const struct { uint64_t v; const char *size, *duration; } rows[] = {
		{ 0, "0 B", "0s" }, { 59, "59 B", "59s" }, { 60, "60 B", "1m00s" }, { 125, "125 B", "2m05s" },
		{ 999, "999 B", "16m39s" }, { 1000, "1.0 kB", "16m40s" }, { 3599, "3.6 kB", "59m59s" },
		{ 3600, "3.6 kB", "1h00m" }, { 9949, "9.9 kB", "2h45m" }, { 9950, "10 kB", "2h45m" },
		{ 86399, "86 kB", "23h59m" }, { 86400, "86 kB", "1d00h" }, { 312000, "312 kB", "3d14h" },
		{ 999499, "999 kB", "11d13h" }, { 999500, "1.0 MB", "11d13h" },
		{ 1400000000, "1.4 GB", "16203d16h" }, { UINT64_MAX, "18 EB", NULL },
	};
	for (size_t i = 0; i < N(rows); i++) {
		char out[32];
		unit_format_size(rows[i].v, out, 16);
		assert_string_equal(out, rows[i].size);
		unit_format_duration(rows[i].v, out, sizeof(out));
		if (rows[i].duration)
			assert_string_equal(out, rows[i].duration);
	}
}

static void tells_the_time(void **state)
{
	(void)state;
	char out[32];
	clock_iso(1767323045, out);
	assert_string_equal(out, "2026-01-02T03:04:05Z");
	clock_iso((time_t)INT64_MAX, out);
	assert_string_equal(out, "-");
	uint64_t a = clock_us();
	assert_true(clock_us() >= a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parses_sizes),
		cmocka_unit_test(parses_durations),
		cmocka_unit_test(formats_for_people),
		cmocka_unit_test(tells_the_time),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
