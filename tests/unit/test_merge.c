/* Sections are read through small buffers and merged in order, from memory and from files; what was
 * spoilt on the way is found. */
#include "config.h"

#include "glass/merge.h"

#include <unistd.h>

#include "tests/unit/store_fixture.h"

#define ROWS(a) (sizeof(a) / sizeof(*(a)))

static void add_block(struct bytes *to, struct str term, uint32_t first, uint32_t last, uint64_t count, struct str body)
{
	struct block b = { .term = term, .count = count, .sum = count * 2, .first = first, .last = last, .body = body.n };
	bytes_end(to, block_pack(bytes_room(to, BLOCK_HEAD_MAX), &b));
	bytes_add(to, body);
}

/* What a merge gave, as text: term:document+document.. of each block, the bodies joined. */
struct told {
	struct buf text;
	int stop_at;		/* after so many terms it fails; 0: never */
};

static int tell(void *arg, struct cursor *const *tied, size_t n, struct err *err)
{
	struct told *t = arg;
	struct block all = merge_sum(tied, n);
	buf_printf(&t->text, "%.*s:%llu/%llu@%u-%u=", STR_ARG(all.term), (unsigned long long)all.count,
		   (unsigned long long)all.sum, all.first, all.last);
	for (size_t i = 0; i < n; i++)
		while (tied[i]->left > 0) {
			const unsigned char *stop, *end, *p = cursor_ahead(tied[i], 1, &stop, &end, err);
			if (!p)
				return -1;
			buf_add(&t->text, p, (size_t)(end - p));
			if (cursor_pass(tied[i], end, err))
				return -1;
		}
	buf_putc(&t->text, ' ');
	return --t->stop_at == 0 ? err_set(err, ERR_CANCELLED, "enough") : 0;
}

/* Three sections of documents 1.., 11.., 21..; each way of keeping them. */
static void test_order(void **state)
{
	for (unsigned kept = 0; kept < 8; kept++) {
		struct stream s;
		struct told told = { .text = BUF_INIT };
		ok(stream_open(&s, *state, &ok_err));
		for (uint32_t i = 0; i < 3; i++) {
			struct bytes section = { NULL, 0, 0 };
			if (i != 1)
				add_block(&section, STR("a"), 0, i, 1 + i, STR("x"));
			add_block(&section, STR("abcdefgh"), i, i, 1, STR("y"));
			if (i != 2)
				add_block(&section, STR("abcdefghi"), 2, 3, 2, STR("z"));
			add_block(&section, str_n("b\0", 1 + (i == 1)), 4, 5, 2, STR("w"));
			bytes_seal(&section);
			ok(stream_add(&s, 1 + 10 * i, &section, kept >> i & 1, &ok_err));
			bytes_fini(&section);
		}
		struct bytes none = { NULL, 0, 0 };
		ok(stream_add(&s, 40, &none, false, &ok_err));
		assert_int_equal(s.n, 3);
		ok(merge(&s, 1 << 20, tell, &told, &ok_err));
		assert_string_equal(told.text.p, "a:4/8@1-23=xx abcdefgh:3/6@1-23=yyy abcdefghi:4/8@3-14=zz "
						 "b:4/8@5-26=ww b:2/4@15-16=w ");	/* the latter has a zero byte */
		buf_fini(&told.text);
		stream_close(&s);
	}
}

/* Terms of all lengths that differ late, or in their length only. */
enum { LIKE = 18, SECTIONS = 37 };

struct rising {
	char last[LIKE];
	size_t last_n;
	uint64_t blocks;
};

static int check_rising(void *arg, struct cursor *const *tied, size_t n, struct err *err)
{
	struct rising *r = arg;
	struct str term = tied[0]->block.term;
	assert_true(r->blocks == 0 || str_cmp(str_n(r->last, r->last_n), term) < 0);
	for (size_t i = 0; i < n; i++) {
		assert_true(str_eq(tied[i]->block.term, term));
		assert_true(i == 0 || tied[i - 1]->block.first < tied[i]->block.first);
		ok(cursor_pass(tied[i], cursor_ahead(tied[i], 1, &(const unsigned char *){ NULL }, &(const unsigned char *){ NULL }, err) + 1, err));
	}
	memcpy(r->last, term.p, r->last_n = term.n);
	r->blocks += n;
	return 0;
}

static int by_bytes(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static void test_like_terms(void **state)
{
	struct stream s;
	struct rising rising = { .blocks = 0 };
	uint64_t added = 0;
	srand(3);
	ok(stream_open(&s, *state, &ok_err));
	for (uint32_t i = 0; i < SECTIONS; i++) {
		struct bytes section = { NULL, 0, 0 };
		char pool[200][LIKE];
		struct str terms[ROWS(pool)];
		for (size_t k = 0; k < ROWS(pool); k++) {
			memset(pool[k], 'a', LIKE);
			for (int change = rand() % 3; change > 0; change--)
				pool[k][rand() % LIKE] = "\0b\xff"[rand() % 3];
			terms[k] = str_n(pool[k], 1 + (size_t)rand() % LIKE);
		}
		qsort(terms, ROWS(terms), sizeof(*terms), by_bytes);
		for (size_t k = 0; k < ROWS(terms); k++)
			if (k == 0 || !str_eq(terms[k], terms[k - 1])) {
				add_block(&section, terms[k], 0, 0, 1, STR("x"));
				added++;
			}
		bytes_seal(&section);
		ok(stream_add(&s, 1 + i, &section, true, &ok_err));
		bytes_fini(&section);
	}
	ok(merge(&s, 4 << 20, check_rising, &rising, &ok_err));
	assert_int_equal(rising.blocks, added);
	stream_close(&s);
}

/* More sections than buffers: merged in several levels, with what lies between documents put in. */
static void test_levels(void **state)
{
	struct stream s;
	struct told told = { .text = BUF_INIT };
	ok(stream_open(&s, *state, &ok_err));
	for (uint32_t i = 0; i < 9; i++) {
		struct bytes section = { NULL, 0, 0 };
		add_block(&section, STR("t"), 1, 1, 1, STR("b"));
		bytes_seal(&section);
		ok(stream_add(&s, 1 + 40 * i, &section, i % 3 == 0, &ok_err));
		bytes_fini(&section);
	}
	ok(merge(&s, 0, tell, &told, &ok_err));
	/* 39, an apostrophe, is the difference less one */
	assert_true(s.n <= 2);
	assert_string_equal(told.text.p, "t:9/18@2-322=b'b'b'b'b'b'b'bb ");
	buf_fini(&told.text);
	stream_close(&s);
}

static void test_long_body(void **state)
{
	enum { N = 3000000 };
	struct stream s;
	struct told told = { .text = BUF_INIT };
	struct bytes section = { NULL, 0, 0 };
	char *body = xmalloc(N);
	memset(body, 'l', N);
	ok(stream_open(&s, *state, &ok_err));
	add_block(&section, STR("long"), 0, 0, 1, str_n(body, N));
	add_block(&section, STR("short"), 0, 0, 1, STR("s"));
	ok(stream_add(&s, 1, &section, false, &ok_err));
	ok(merge(&s, 0, tell, &told, &ok_err));
	assert_int_equal(told.text.n, strlen("long:1/2@1-1= ") + N + strlen("short:1/2@1-1=s "));
	buf_fini(&told.text);
	bytes_fini(&section);
	stream_close(&s);
	free(body);
}

static void test_stops(void **state)
{
	struct stream s;
	struct told told = { .text = BUF_INIT, .stop_at = 2 };
	struct bytes section = { NULL, 0, 0 };
	struct err err;
	ok(stream_open(&s, *state, &ok_err));
	add_block(&section, STR("a"), 0, 0, 1, STR("x"));
	add_block(&section, STR("b"), 0, 0, 1, STR("x"));
	add_block(&section, STR("c"), 0, 0, 1, STR("x"));
	ok(stream_add(&s, 1, &section, false, &ok_err));
	assert_int_equal(merge(&s, 0, tell, &told, &err), -1);
	assert_int_equal(err.code, ERR_CANCELLED);
	buf_fini(&told.text);
	bytes_fini(&section);
	stream_close(&s);
}

/* Bytes that no batch wrote. */
static void test_corrupt(void **state)
{
	static const struct {
		const char *bytes;
		size_t n;
	} rows[] = {
		{ "\x05" "abc", 4 },				/* the term is cut short */
		{ "\x01" "a", 2 },				/* nothing after it */
		{ "\x01" "a\1\1\0\0", 6 },			/* no length of the body */
		{ "\x01" "a\1\1\0\0\5xx", 9 },			/* the body is cut short */
		{ "\x01" "a\1\1\xff\xff\xff\xff\xff\1\0\1x", 13 },	/* a document beyond 32 bits */
		{ "\x01" "a\1\1\1\xff\xff\xff\xff\x0f\1x", 12 },	/* the last one beyond */
		{ "\x01" "a\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", 13 },	/* a number without an end */
	};
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct stream s;
		struct told told = { .text = BUF_INIT };
		struct bytes section = { NULL, 0, 0 };
		struct err err = { .code = ERR_NONE };
		ok(stream_open(&s, *state, &ok_err));
		bytes_add(&section, str_n(rows[i].bytes, rows[i].n));
		ok(stream_add(&s, 1, &section, false, &ok_err));
		assert_int_equal(merge(&s, 0, tell, &told, &err), -1);
		assert_int_equal(err.code, ERR_CORRUPT);
		buf_fini(&told.text);
		bytes_fini(&section);
		stream_close(&s);
	}
}

/* Bodies that do not hold what their block says. */
static void test_corrupt_body(void **state)
{
	static const struct {
		struct str body;
		uint64_t count;
		bool numbers;	/* or strings */
	} rows[] = {
		{ { "\1", 1 }, 2, true }, { { "\xff", 1 }, 1, true }, { { "\1\1", 2 }, 1, false },
		{ { "\3ab", 3 }, 1, false }, { { "\x80\x80\x80\x80\x80\x80\x80\x80\x80\1", 10 }, 1, false },
	};
	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct bytes section = { NULL, 0, 0 };
		struct err err = { .code = ERR_NONE };
		add_block(&section, STR("t"), 0, 9, rows[i].count, rows[i].body);
		bytes_seal(&section);
		struct section place = { .to = section.n, .memory = section.p };
		struct cursor c;
		cursor_init(&c, NULL, &place, 0);
		assert_int_equal(cursor_next(&c, &err), 1);
		uint64_t v;
		struct str s;
		int rc = 0;
		for (uint64_t k = 0; k < rows[i].count + (rows[i].numbers ? 0 : 1) && rc == 0; k++)
			rc = rows[i].numbers ? cursor_uint(&c, &v, &err) : cursor_string(&c, &s, &err);
		assert_int_equal(rc, -1);
		assert_int_equal(err.code, ERR_CORRUPT);
		cursor_fini(&c);
		bytes_fini(&section);
	}
}

/* A temporary file that somebody cut. */
static void test_cut(void **state)
{
	struct stream s;
	struct told told = { .text = BUF_INIT };
	struct bytes section = { NULL, 0, 0 };
	struct err err;
	ok(stream_open(&s, *state, &ok_err));
	add_block(&section, STR("a"), 0, 0, 1, STR("xyz"));
	ok(stream_add(&s, 1, &section, false, &ok_err));
	ok(spill_flush(&s.spill, &ok_err));
	assert_int_equal(ftruncate(s.spill.fd, 3), 0);
	assert_int_equal(merge(&s, 0, tell, &told, &err), -1);
	assert_int_equal(err.code, ERR_CORRUPT);
	buf_fini(&told.text);
	bytes_fini(&section);
	stream_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_order, scratch_make, scratch_remove),
		cmocka_unit_test_setup_teardown(test_like_terms, scratch_make, scratch_remove),
		cmocka_unit_test_setup_teardown(test_levels, scratch_make, scratch_remove),
		cmocka_unit_test_setup_teardown(test_long_body, scratch_make, scratch_remove),
		cmocka_unit_test_setup_teardown(test_stops, scratch_make, scratch_remove),
		cmocka_unit_test_setup_teardown(test_corrupt, scratch_make, scratch_remove),
		cmocka_unit_test(test_corrupt_body),
		cmocka_unit_test_setup_teardown(test_cut, scratch_make, scratch_remove),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
