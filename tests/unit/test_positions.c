/* Positions read in place: the code against its writer, a table against the store; what is damaged or changed. */
#include "config.h"

#include "tests/unit/store_fixture.h"

#include <unistd.h>

#include "common/buf.h"
#include "common/xalloc.h"
#include "glass/version.h"
#include "index/positions.h"

#define ROWS(a) (sizeof(a) / sizeof(*(a)))

static uint64_t seed = 88172645463325252;

static uint32_t below(uint32_t n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (uint32_t)(seed >> 33) % n;
}

/* ---- The code ---- */

static void check_code(const uint32_t *list, size_t n)
{
	unsigned char *packed = xmalloc(POSITIONS_MAX(n) + POSITIONS_AFTER);
	uint32_t *got = xmalloc((n + 1) * sizeof(*got));
	struct str s = str_n((char *)packed, (size_t)(positions_pack(packed, list, n) - packed));
	const uint32_t limits[] = { UINT32_MAX, 0, list[0], list[n / 2], list[n / 2] + 1, list[n - 1], below(UINT32_MAX) };
	for (size_t i = 0; i < ROWS(limits); i++) {
		struct positions_code c;
		assert_true(positions_open(&c, s));
		assert_int_equal(c.first, list[0]);
		assert_int_equal(c.last, list[n - 1]);
		assert_int_equal(c.n, n);
		uint32_t m = positions_unpack(&c, limits[i], got);
		assert_true(m > 0 && m <= n);
		assert_memory_equal(got, list, m * sizeof(*list));
		assert_true(m == n || got[m - 1] > limits[i]);
	}
	free(packed);
	free(got);
}

static void test_code(void **state)
{
	(void)state;
	static const uint32_t few[][3] = {
		{ 0, 2, 3 }, { 1, 2, 3 }, { 1, 2, UINT32_MAX }, { 5, UINT32_MAX - 1, UINT32_MAX }, { 7, 70, 700 },
	};
	for (size_t i = 0; i < ROWS(few); i++)
		for (size_t n = 1; n <= 3; n++)
			check_code(few[i], n);
	uint32_t *list = xmalloc(3000 * sizeof(*list));
	for (unsigned round = 0; round < 400; round++) {
		uint32_t n = 1 + below(round % 10 ? 30 : 3000), gap = 1 + below(below(4) ? 3 : 100000), at = 1 + below(50);
		for (uint32_t i = 0; i < n; i++, at += 1 + below(gap))
			list[i] = at;
		check_code(list, n);
	}
	free(list);
}

static void test_code_damaged(void **state)
{
	(void)state;
	uint32_t *list = xmalloc((1 << 16) * sizeof(*list));
	unsigned refused = 0;
	struct positions_code c;
	assert_false(positions_open(&c, STR_NONE));
	assert_false(positions_open(&c, STR("\xff")));
	assert_false(positions_open(&c, STR("\xff\xff\xff\xff\x7f")));
	for (unsigned round = 0; round < 20000; round++) {
		char bytes[40 + POSITIONS_AFTER] = { 0 };
		size_t n = 1 + below(40);
		for (size_t i = 0; i < n; i++)
			bytes[i] = (char)(i < 3 && below(2) ? below(4) : below(256));
		if (!positions_open(&c, str_n(bytes, n)) || c.n > 1 << 16)
			continue;
		uint32_t got = positions_unpack(&c, below(2) ? UINT32_MAX : below(1000), list);
		assert_true(got <= c.n);
		for (uint32_t i = 1; i < got; i++)
			assert_true(list[i] > list[i - 1]);
		refused += got == 0;
	}
	assert_true(refused > 0);
	free(list);
}

/* ---- A table ---- */

#define DOCUMENTS 3000

static const struct str terms[] = {
	{ "a", 1 }, { "a\0", 2 }, { "a\0b", 3 }, { "ab", 2 }, { "b", 1 }, { "b\xff", 2 }, { "long", 4 }, { "rare", 4 },
	{ "z", 1 },
};

static void put(struct store_writer *w, uint32_t number)
{
	struct arena a = ARENA_INIT;
	struct store_term *list = arena_array(&a, ROWS(terms), sizeof(*list));
	size_t n = 0;
	for (size_t i = 0; i < ROWS(terms); i++) {
		bool is_long = i == 6, is_rare = i == 7;
		if (is_rare ? below(300) : is_long ? number % 500 != 7 : below(3) == 0)
			continue;
		uint32_t n_places = is_long ? 1 + below(20000) : 1 + below(below(9) ? 3 : 60), at = 1 + below(9);
		termpos_t *places = arena_array(&a, n_places, sizeof(*places));
		for (uint32_t k = 0; k < n_places; k++, at += 1 + below(20))
			places[k] = at;
		list[n++] = (struct store_term){ terms[i], 1, places, n_places };
	}
	struct store_document d = { .terms = list, .n_terms = n };
	docid_t doc;
	ok(store_writer_add(w, &d, &doc, &ok_err));
	arena_fini(&a);
}

static void make(const char *path)
{
	struct store_writer *w;
	ok(store_writer_open(path, true, &w, &ok_err));
	for (uint32_t i = 0; i < DOCUMENTS; i++)
		put(w, i);
	ok(store_writer_commit(w, &ok_err));
	store_writer_close(&w);
}

/* The same as the store says; whether there are any. */
static bool check_document(struct store *s, struct positions_of *o, struct str term, docid_t doc, uint64_t rank)
{
	struct arena a = ARENA_INIT;
	termpos_t *want;
	size_t n, got;
	ok(store_positions(s, doc, term, &a, &want, &n, &ok_err));
	struct err err;
	int rc = positions_find(o, doc, rank, &err);
	if (rc < 0)
		fail_msg("%u: %s", doc, err.msg);
	assert_int_equal(rc, n > 0);
	if (n) {
		termpos_t limit = below(3) ? UINT32_MAX : want[below((uint32_t)n)];
		ok(positions_read(o, limit, &got, &ok_err));
		assert_true(got <= n && (got == n || o->list[got - 1] > limit));
		assert_memory_equal(o->list, want, got * sizeof(*want));
	}
	arena_fini(&a);
	return n > 0;
}

static void test_table(void **state)
{
	char *path = fs_join(*state, "db");
	struct store *s;
	struct positions *p;
	make(path);
	ok(store_open((const char *const *)&path, 1, &s, &ok_err));
	ok(positions_map(path, &p, &ok_err));
	for (size_t i = 0; i < ROWS(terms); i++)
		for (unsigned way = 0; way < 4; way++) {
			struct arena a = ARENA_INIT;
			struct positions_of o;
			uint64_t rank = 0;
			positions_begin(&o, p, terms[i], &a);
			for (docid_t doc = 1; doc <= DOCUMENTS + 5; doc += way == 1 ? 1 + below(200) : 1)
				rank += check_document(s, &o, terms[i], way == 2 ? 1 + below(DOCUMENTS) : doc,
						       way == 3 ? below(DOCUMENTS) : rank);
			arena_fini(&a);
		}
	static const struct str absent[] = { { "", 0 }, { "c", 1 }, { "\0", 1 }, { "zz", 2 }, { "\xff", 1 } };
	for (size_t i = 0; i < ROWS(absent); i++) {
		struct arena a = ARENA_INIT;
		struct positions_of o;
		struct err err;
		positions_begin(&o, p, absent[i], &a);
		for (docid_t doc = 1; doc < 10; doc++)
			assert_int_equal(positions_find(&o, doc, 0, &err), 0);
		arena_fini(&a);
	}
	positions_unmap(&p);
	assert_null(p);
	store_close(&s);
	free(path);
}

/* ---- Another revision, another format, damage ---- */

static void test_revisions(void **state)
{
	char *path = fs_join(*state, "db");
	struct arena a = ARENA_INIT;
	struct store_writer *w;
	struct positions *p;
	struct store *s;
	struct str uuid;
	uint64_t revision;
	make(path);
	ok(store_open((const char *const *)&path, 1, &s, &ok_err));
	ok(store_uuid(s, 0, &a, &uuid, &ok_err));
	ok(store_revision(s, 0, &revision, &ok_err));
	ok(positions_map(path, &p, &ok_err));
	assert_true(positions_are_of(p, revision, uuid));
	assert_false(positions_are_of(p, revision + 1, uuid));
	assert_false(positions_are_of(p, revision, STR("01234567-89ab-cdef-0123-456789abcdef")));
	assert_true(positions_hold(p));
	ok(store_writer_open(path, false, &w, &ok_err));
	put(w, 1);
	assert_true(positions_hold(p));
	ok(store_writer_commit(w, &ok_err));
	assert_false(positions_hold(p));
	store_writer_close(&w);
	positions_unmap(&p);
	store_close(&s);
	arena_fini(&a);
	free(path);
}

static void spoil(const char *path, const struct buf *bytes, size_t n)
{
	FILE *f = fopen(path, "wb");
	assert_non_null(f);
	assert_int_equal(fwrite(bytes->p, 1, n, f), n);
	assert_int_equal(fclose(f), 0);
}

static void test_version_damaged(void **state)
{
	char *path = fs_join(*state, "db"), *file = fs_join(path, "iamglass");
	struct buf whole = BUF_INIT;
	make(path);
	ok(fs_read(file, 0, &whole, &ok_err));
	for (size_t i = 0; i < 3 * whole.n; i++) {	/* cut off, changed */
		struct positions *p;
		struct err err;
		size_t at = i % whole.n;
		char before = whole.p[at];
		if (i >= whole.n)
			whole.p[at] ^= (char)(1 + below(255));
		spoil(file, &whole, i < whole.n ? i : whole.n);
		whole.p[at] = before;
		if (positions_map(path, &p, &err) != 0)
			assert_true(err.code == ERR_CORRUPT || err.code == ERR_MISMATCH);
		if (i < 30)
			assert_null(p);
		positions_unmap(&p);
	}
	buf_fini(&whole);
	free(file);
	free(path);
}

/* Documents as a search asks for them; only the store can tell whether the answers are right. */
static unsigned ask_all(const char *path)
{
	struct positions *p;
	struct err err;
	unsigned refused = 0;
	if (positions_map(path, &p, &err) != 0)
		return 1;
	for (size_t i = 0; i < ROWS(terms); i++) {
		struct arena a = ARENA_INIT;
		struct positions_of o;
		positions_begin(&o, p, terms[i], &a);
		for (docid_t doc = 1, rank = 0; doc <= DOCUMENTS; doc += 1 + below(20), rank++) {
			size_t n = 0;
			int rc = positions_find(&o, doc, rank, &err);
			if (rc > 0 && positions_read(&o, UINT32_MAX, &n, &err) != 0)
				rc = -1;
			for (size_t k = 1; k < n; k++)
				assert_true(o.list[k] > o.list[k - 1]);
			if (rc < 0)
				assert_int_equal(err.code, ERR_CORRUPT);
			refused += rc < 0;
		}
		arena_fini(&a);
	}
	positions_unmap(&p);
	return refused;
}

static void test_table_damaged(void **state)
{
	char *path = fs_join(*state, "db"), *file = fs_join(path, "position.glass");
	struct buf whole = BUF_INIT;
	unsigned refused = 0;
	make(path);
	ok(fs_read(file, 0, &whole, &ok_err));
	for (unsigned round = 0; round < 150; round++) {
		/* In a head or directory, in items, or a whole stretch. */
		size_t at = below((uint32_t)(whole.n / TABLE_BLOCK)) * TABLE_BLOCK, n = round % 3 == 2 ? 1 + below(600) : 1;
		at += round % 3 == 0 ? below(100) : below((uint32_t)(TABLE_BLOCK - n));
		char before[600];
		memcpy(before, whole.p + at, n);
		for (size_t i = 0; i < n; i++)
			whole.p[at + i] = (char)below(256);
		spoil(file, &whole, whole.n);
		memcpy(whole.p + at, before, n);
		refused += ask_all(path);
	}
	assert_true(refused > 0);
	for (unsigned round = 0; round < 10; round++) {
		spoil(file, &whole, round < 5 ? round * 1000 : below((uint32_t)whole.n));
		assert_true(ask_all(path) > 0);
	}
	assert_int_equal(unlink(file), 0);
	assert_true(ask_all(path) > 0);
	buf_fini(&whole);
	free(file);
	free(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_code),
		cmocka_unit_test(test_code_damaged),
		cmocka_unit_test_setup_teardown(test_table, scratch_make, scratch_remove),
		cmocka_unit_test_setup_teardown(test_revisions, scratch_make, scratch_remove),
		cmocka_unit_test_setup_teardown(test_version_damaged, scratch_make, scratch_remove),
		cmocka_unit_test_setup_teardown(test_table_damaged, scratch_make, scratch_remove),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
