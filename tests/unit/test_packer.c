/* Packed blocks: round trips through this packer and through zlib, whoever packed; damage; no room. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <zlib.h>

#include "common/packer.h"

static const size_t sizes[] = { 1, 2, 63, 64, 1000, 2047, 2048, 2049, 16384, 65536, 300000 };
enum { N_SIZES = sizeof(sizes) / sizeof(*sizes), LONGEST = 300000 };

/* Bytes from an alphabet of so many. */
static struct str make(size_t n, unsigned alphabet)
{
	char *p = malloc(n + 1);
	for (size_t i = 0; i < n; i++)
		p[i] = (char)(rand() % (int)alphabet);
	return str_n(p, n);
}

static void check(struct packer *packer, struct str block)
{
	struct buf out = BUF_INIT;
	static char back[LONGEST + 1];
	uLongf n = sizeof(back);
	uLongf bound = compressBound(block.n);
	buf_puts(&out, "before");
	assert_true(packer_add(packer, block, &out));
	struct str packed = str_sub(buf_str(&out), 6, out.n);
	assert_memory_equal(out.p, "before", 6);
	assert_true(unpack(packed, back, block.n));
	assert_memory_equal(back, block.p, block.n);
	assert_false(unpack(packed, back, block.n + 1));
	assert_false(block.n > 1 && unpack(packed, back, block.n - 1));
	assert_false(unpack(str_sub(packed, 0, packed.n - 1), back, block.n));
	buf_putc(&out, 'x');
	assert_false(unpack(str_sub(buf_str(&out), 6, out.n), back, block.n));
	packed = str_sub(buf_str(&out), 6, out.n - 1);

	assert_int_equal(uncompress((Bytef *)back, &n, (const Bytef *)packed.p, packed.n), Z_OK);
	assert_int_equal(n, block.n);
	assert_memory_equal(back, block.p, block.n);
	Bytef *other = malloc(bound);
	assert_int_equal(compress2(other, &bound, (const Bytef *)block.p, block.n, 6), Z_OK);
	assert_true(unpack(str_n((char *)other, bound), back, block.n));
	assert_memory_equal(back, block.p, block.n);
	free(other);
	buf_fini(&out);
}

static void gives_back_what_it_got(void **state)
{
	(void)state;
	struct packer *packer = packer_new();
	srand(1);
	for (size_t i = 0; i < N_SIZES; i++) {
		for (unsigned alphabet = 1; alphabet <= 256; alphabet *= 4) {
			struct str block = make(sizes[i], alphabet);
			check(packer, block);
			free((char *)block.p);
		}
	}
	packer_free(&packer);
	assert_null(packer);
	packer_free(&packer);
}

/* The same block packs to the same bytes, whatever was packed before. */
static void keeps_nothing_between_blocks(void **state)
{
	(void)state;
	struct packer *used = packer_new();
	srand(2);
	for (size_t i = 0; i < N_SIZES; i++) {
		struct packer *fresh = packer_new();
		struct buf a = BUF_INIT, b = BUF_INIT;
		struct str block = make(sizes[i], 30);
		assert_true(packer_add(used, block, &a));
		assert_true(packer_add(fresh, block, &b));
		assert_true(str_eq(buf_str(&a), buf_str(&b)));
		free((char *)block.p);
		buf_fini(&a);
		buf_fini(&b);
		packer_free(&fresh);
	}
	packer_free(&used);
}

static void says_when_there_is_no_room(void **state)
{
	(void)state;
	struct packer *packer = packer_new();
	struct buf out;
	buf_init(&out, 10);
	buf_puts(&out, "before");
	assert_false(packer_add(packer, STR("a block that does not fit there"), &out));
	assert_true(out.failed);
	assert_int_equal(out.n, 6);
	buf_fini(&out);
	packer_free(&packer);
}

static void refuses_damage(void **state)
{
	(void)state;
	struct packer *packer = packer_new();
	struct buf out = BUF_INIT;
	char back[100];
	static const char text[] = "the same words, the same words again and again and again, the same words";
	const size_t n = sizeof(text) - 1;
	assert_true(packer_add(packer, STR(text), &out));
	for (size_t i = 0; i < out.n; i++) {
		out.p[i] ^= 1;
		if (unpack(buf_str(&out), back, n))	/* a bit that says nothing about the content */
			assert_memory_equal(back, text, n);
		out.p[i] ^= 1;
	}
	for (size_t i = 0; i < out.n; i++)
		assert_false(unpack(str_n(out.p, i), back, n));
	assert_false(unpack(STR("no such format at all"), back, n));
	buf_fini(&out);
	packer_free(&packer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gives_back_what_it_got),
		cmocka_unit_test(keeps_nothing_between_blocks),
		cmocka_unit_test(says_when_there_is_no_room),
		cmocka_unit_test(refuses_damage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
