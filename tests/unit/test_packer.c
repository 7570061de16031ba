/* Packed blocks, with and without a dictionary: round trips; damage; no room. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "common/packer.h"

static const size_t sizes[] = { 1, 2, 63, 64, 1000, 2047, 2048, 2049, 16384, 65536, 300000 };
enum { N_SIZES = sizeof(sizes) / sizeof(*sizes), LONGEST = 300000 };

static struct packer *packer;
static struct dictionary *dictionary;
static struct unpacker *unpacker;

/* Sentences of a few words, as they stand in many documents. */
static size_t sentence(char *p, unsigned number)
{
	static const char *const words[] = { "border ", "cooperation ", "meeting ", "of the ", "in the ", "council " };
	size_t n = 0;
	for (unsigned i = 0; i < 40; i++) {
		const char *word = words[(number * 31 + i * i * 7 + i * number) % 6];
		n += (size_t)(stpcpy(p + n, word) - (p + n));
	}
	return n;
}

enum { SAMPLES = 2000 };

static int setup(void **state)
{
	(void)state;
	static char samples[SAMPLES * 600];
	static size_t lengths[SAMPLES];
	size_t n = 0;
	for (unsigned i = 0; i < SAMPLES; i++)
		n += lengths[i] = sentence(samples + n, i);
	dictionary = dictionary_learn(samples, lengths, SAMPLES);
	packer = packer_new();
	unpacker = dictionary ? unpacker_new(dictionary_bytes(dictionary)) : NULL;
	return unpacker ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	packer_free(&packer);
	packer_free(&packer);
	unpacker_free(&unpacker);
	unpacker_free(&unpacker);
	dictionary_free(&dictionary);
	dictionary_free(&dictionary);
	return 0;
}

/* Bytes from an alphabet of so many. */
static struct str make(size_t n, unsigned alphabet)
{
	char *p = malloc(n + 1);
	for (size_t i = 0; i < n; i++)
		p[i] = (char)(rand() % (int)alphabet);
	return str_n(p, n);
}

static void check(const struct dictionary *d, struct str block)
{
	struct buf out = BUF_INIT;
	static char back[LONGEST + 1];
	buf_puts(&out, "before");
	assert_true(packer_add(packer, d, block, &out));
	struct str packed = str_sub(buf_str(&out), 6, out.n);
	assert_memory_equal(out.p, "before", 6);
	assert_true(unpacker_block(unpacker, d, packed, back, block.n));
	assert_memory_equal(back, block.p, block.n);
	assert_false(unpacker_block(unpacker, d, packed, back, block.n + 1));
	assert_false(block.n > 1 && unpacker_block(unpacker, d, packed, back, block.n - 1));
	assert_false(unpacker_block(unpacker, d, str_sub(packed, 0, packed.n - 1), back, block.n));
	buf_putc(&out, 'x');
	assert_false(unpacker_block(unpacker, d, str_sub(buf_str(&out), 6, out.n), back, block.n));
	buf_fini(&out);
}

static void gives_back_what_it_got(void **state)
{
	(void)state;
	srand(1);
	for (size_t i = 0; i < N_SIZES; i++) {
		for (unsigned alphabet = 1; alphabet <= 256; alphabet *= 4) {
			struct str block = make(sizes[i], alphabet);
			check(NULL, block);
			check(dictionary, block);
			free((char *)block.p);
		}
	}
}

/* What the block refers to has to be there. */
static void needs_its_dictionary(void **state)
{
	(void)state;
	char text[1000], back[1000];
	size_t n = sentence(text, SAMPLES + 1);
	struct buf with = BUF_INIT, without = BUF_INIT;
	struct unpacker *none = unpacker_new(STR_NONE);
	assert_true(packer_add(packer, dictionary, str_n(text, n), &with));
	assert_true(packer_add(packer, NULL, str_n(text, n), &without));
	assert_true(with.n < without.n);
	assert_true(unpacker_block(unpacker, true, buf_str(&with), back, n));
	assert_false(unpacker_block(unpacker, false, buf_str(&with), back, n));
	assert_false(unpacker_block(none, true, buf_str(&with), back, n));
	assert_true(unpacker_block(none, false, buf_str(&without), back, n));
	unpacker_free(&none);
	buf_fini(&with);
	buf_fini(&without);
}

/* The same block packs to the same bytes, whatever was packed before, and with a copy of the dictionary. */
static void keeps_nothing_between_blocks(void **state)
{
	(void)state;
	struct dictionary *copy = dictionary_new(dictionary_bytes(dictionary));
	assert_non_null(copy);
	assert_true(str_eq(dictionary_bytes(copy), dictionary_bytes(dictionary)));
	srand(2);
	for (size_t i = 0; i < 2 * N_SIZES; i++) {
		struct packer *fresh = packer_new();
		struct buf a = BUF_INIT, b = BUF_INIT;
		struct str block = make(sizes[i / 2], 30);
		assert_true(packer_add(packer, i % 2 ? dictionary : NULL, block, &a));
		assert_true(packer_add(fresh, i % 2 ? copy : NULL, block, &b));
		assert_true(str_eq(buf_str(&a), buf_str(&b)));
		free((char *)block.p);
		buf_fini(&a);
		buf_fini(&b);
		packer_free(&fresh);
	}
	dictionary_free(&copy);
	assert_null(copy);
}

static void says_when_there_is_no_room(void **state)
{
	(void)state;
	struct buf out;
	buf_init(&out, 10);
	buf_puts(&out, "before");
	assert_false(packer_add(packer, NULL, STR("a block that does not fit there"), &out));
	assert_true(out.failed);
	assert_int_equal(out.n, 6);
	buf_fini(&out);
}

static void refuses_damage(void **state)
{
	(void)state;
	struct buf out = BUF_INIT;
	char back[100];
	static const char text[] = "the same words, the same words again and again and again, the same words";
	const size_t n = sizeof(text) - 1;
	for (int with = 0; with < 2; with++) {
		buf_reset(&out);
		assert_true(packer_add(packer, with ? dictionary : NULL, STR(text), &out));
		for (size_t i = 0; i < out.n; i++) {
			out.p[i] ^= 1;
			if (unpacker_block(unpacker, with, buf_str(&out), back, n))	/* a bit that says nothing */
				assert_memory_equal(back, text, n);
			out.p[i] ^= 1;
		}
		for (size_t i = 0; i < out.n; i++)
			assert_false(unpacker_block(unpacker, with, str_n(out.p, i), back, n));
		assert_false(unpacker_block(unpacker, with, STR("no such format at all"), back, n));
	}
	buf_fini(&out);
}

static void refuses_what_is_no_dictionary(void **state)
{
	(void)state;
	static const size_t lengths[] = { 5, 5 };
	struct str whole = dictionary_bytes(dictionary);
	const struct str rows[] = {
		STR("x"), STR("this is a text and not a dictionary"), str_sub(whole, 0, 8), str_sub(whole, 0, 20),
		str_sub(whole, 1, whole.n),
	};
	assert_null(dictionary_new(STR_NONE));
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		assert_null(dictionary_new(rows[i]));
		assert_null(unpacker_new(rows[i]));
	}
	assert_null(dictionary_learn("", NULL, 0));
	assert_null(dictionary_learn("few words ", lengths, 2));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gives_back_what_it_got),
		cmocka_unit_test(needs_its_dictionary),
		cmocka_unit_test(keeps_nothing_between_blocks),
		cmocka_unit_test(says_when_there_is_no_room),
		cmocka_unit_test(refuses_damage),
		cmocka_unit_test(refuses_what_is_no_dictionary),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
