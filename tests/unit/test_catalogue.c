/* Catalogue entries: round trip, and every way of being cut off. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "index/catalogue.h"

static void round_trips(void **state)
{
	(void)state;
	const struct catalogue_entry rows[] = {
		{ .path = STR("/a/b.txt"), .root = STR("/a") },
		{ .flags = FILE_FAILED | FILE_RECORDS, .size = UINT64_MAX, .mtime_ns = INT64_MIN,
		  .inode = UINT64_MAX, .content = { "0123456789abcde" }, .documents = 1000000,
		  .root = STR("/r"), .path = STR("/r/\xff\xfe"), .reason = STR("permission denied") },
		{ .mtime_ns = -1 }, { .mtime_ns = INT64_MAX }, { .flags = FILE_SKIPPED },
	};
	struct arena a = ARENA_INIT;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct catalogue_entry e;
		struct err err;
		struct str value = catalogue_encode(&a, &rows[i]);
		assert_int_equal(catalogue_decode(value, &e, &err), 0);
		assert_int_equal(e.flags, rows[i].flags);
		assert_true(e.size == rows[i].size && e.mtime_ns == rows[i].mtime_ns);
		assert_true(e.inode == rows[i].inode && e.documents == rows[i].documents);
		assert_true(hash128_eq(&e.content, &rows[i].content));
		assert_true(str_eq(e.root, rows[i].root) && str_eq(e.path, rows[i].path));
		assert_true(str_eq(e.reason, rows[i].reason));
		for (size_t n = 0; n < value.n; n++) {
			assert_int_equal(catalogue_decode(str_sub(value, 0, n), &e, &err), -1);
			assert_int_equal(err.code, ERR_CORRUPT);
		}
		struct str longer = arena_printf(&a, "%.*s-", 0, "");
		char *p = arena_alloc(&a, value.n + 1);
		memcpy(p, value.p, value.n);
		p[value.n] = longer.p[0];
		assert_int_equal(catalogue_decode(str_n(p, value.n + 1), &e, &err), -1);
		p[0] = 2;	/* another version */
		assert_int_equal(catalogue_decode(str_n(p, value.n), &e, &err), -1);
	}
	arena_fini(&a);
}

static void keys_tell_paths_apart(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	struct str key = catalogue_key(&a, STR("/a"));
	assert_int_equal(key.n, 33);
	assert_int_equal(key.p[0], 'F');
	assert_true(str_eq(key, catalogue_key(&a, STR("/a"))));
	assert_false(str_eq(key, catalogue_key(&a, STR("/b"))));
	arena_fini(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(round_trips),
		cmocka_unit_test(keys_tell_paths_apart),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
