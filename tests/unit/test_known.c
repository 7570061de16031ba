/* What the index knows of files, in memory: order, lookup, what makes a file changed. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>

#include "common/hash.h"
#include "indexer/known.h"

static const struct catalogue_entry plain = {
	.size = 10, .mtime_ns = 1600000000123456789, .inode = 42, .documents = 3,
	.root = { "/srv/memos", 10 }, .path = { "/srv/memos/a", 12 },
};

static uint64_t state_of(const struct catalogue_entry *e)
{
	return known_state(e->size, e->mtime_ns, e->inode, e->flags & FILE_RECORDS, e->root);
}

static void keys_sort_as_the_catalogue_does(void **state)
{
	(void)state;
	/* The catalogue's key is the hash in hex: bytes and numbers have to agree about the order. */
	uint64_t last = 0;
	char last_hex[33] = "";
	for (int i = 0; i < 200; i++) {
		char path[32], hex[33];
		snprintf(path, sizeof(path), "/srv/%d", i);
		struct hash128 h = hash128(str_of(path));
		hash128_hex(&h, hex);
		uint64_t key = known_key(str_of(path));
		if (i)
			assert_int_equal(key < last, strcmp(hex, last_hex) < 0);
		last = key;
		memcpy(last_hex, hex, sizeof(hex));
	}
}

static void finds_what_was_added(void **state)
{
	(void)state;
	struct known k = KNOWN_INIT;
	struct err err;
	assert_null(known_find(&k, 5));
	for (uint64_t key = 10; key <= 10000; key += 10)
		assert_int_equal(known_add(&k, key, &plain, &err), 0);
	assert_int_equal(k.n, 1000);
	assert_int_equal(k.documents, 3000);
	for (uint64_t key = 1; key <= 10010; key++) {
		struct known_file *f = known_find(&k, key);
		assert_int_equal(f != NULL, key % 10 == 0 && key <= 10000);
		if (f)
			assert_int_equal(f->key, key);
	}
	assert_int_equal(known_add(&k, 9999, &plain, &err), -1);
	assert_int_equal(err.code, ERR_CORRUPT);
	known_fini(&k);
}

static void any_difference_is_a_change(void **state)
{
	(void)state;
	struct catalogue_entry e[6] = { plain, plain, plain, plain, plain, plain };
	e[1].size++;
	e[2].mtime_ns++;
	e[3].inode++;
	e[4].flags = FILE_RECORDS;
	e[5].root = STR("/srv");
	for (size_t i = 0; i < 6; i++) {
		assert_true(state_of(&e[i]) != 0);
		assert_int_equal(state_of(&e[i]) == state_of(&plain), i == 0);
	}
}

static void some_are_always_read_again(void **state)
{
	(void)state;
	static const struct { unsigned flags; bool settled, skipped; } rows[] = {
		{ 0, true, false }, { FILE_SKIPPED, true, true }, { FILE_FAILED, false, false },
		{ FILE_RACY, false, false }, { FILE_RECORDS, true, false },
		{ FILE_SKIPPED | FILE_RACY, false, true },
	};
	struct known k = KNOWN_INIT;
	struct err err;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct catalogue_entry e = plain;
		e.flags = rows[i].flags;
		e.documents = UINT64_C(1) << 33;
		assert_int_equal(known_add(&k, i, &e, &err), 0);
		assert_int_equal(k.files[i].state, rows[i].settled ? state_of(&e) : 0);
		assert_int_equal(k.files[i].skipped, rows[i].skipped);
		assert_int_equal(k.files[i].documents, UINT32_MAX);
	}
	known_fini(&k);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_sort_as_the_catalogue_does),
		cmocka_unit_test(finds_what_was_added),
		cmocka_unit_test(any_difference_is_a_change),
		cmocka_unit_test(some_are_always_read_again),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
