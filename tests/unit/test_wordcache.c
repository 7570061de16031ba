/* The cache of words: finding, sharing bytes, growing, emptying, words too long to keep. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "text/wordcache.h"

/* Adds it, and gives what the cache made of it. */
static void add(struct wordcache *c, struct str raw, uint32_t variant, struct cached_word *word)
{
	struct word_key k = wordcache_key(raw, raw.n, variant);
	assert_null(wordcache_find(c, raw, variant, &k));
	struct wordcache_entry *e = wordcache_add(c, raw, variant, k.hash, word);
	assert_int_equal(e->numbers.stem, 0);
	assert_int_equal(e->numbers.exact, 0);
	e->numbers.stem = (uint32_t)k.hash;
	*word = (struct cached_word){ wordcache_exact(e), wordcache_stem(e), e->flags };
}

static bool find(const struct wordcache *c, struct str raw, uint32_t variant, struct cached_word *word_r)
{
	char roomy[WORDCACHE_SHORT + 1];
	struct word_key k = wordcache_key(raw, raw.n, variant);
	if (raw.n && raw.n <= WORDCACHE_SHORT) {	/* what stands behind it makes no difference */
		memset(roomy, 'z', sizeof(roomy));
		memcpy(roomy, raw.p, raw.n);
		struct word_key other = wordcache_key(str_n(roomy, raw.n), sizeof(roomy), variant);
		assert_memory_equal(&other, &k, sizeof(k));
	}
	wordcache_prefetch_slot(c, k.hash);
	wordcache_prefetch_entry(c, k.hash);
	const struct wordcache_entry *e = wordcache_find(c, raw, variant, &k);
	if (!e)
		return false;
	assert_int_equal(e->numbers.stem, (uint32_t)k.hash);
	*word_r = (struct cached_word){ wordcache_exact(e), wordcache_stem(e), e->flags };
	return true;
}

/* Two words that differ in one byte, wherever it is, or in length, are two. */
static void tells_words_apart(void **state)
{
	(void)state;
	char raw[41], text[20];
	struct wordcache c;
	struct cached_word word;
	wordcache_init(&c, 1 << 20);
	for (size_t n = 1; n <= 40; n++) {
		for (size_t i = 0; i <= n; i++) {	/* i == n: unchanged */
			memset(raw, 'a', sizeof(raw));
			raw[i] = 'b';
			snprintf(text, sizeof(text), "%zu-%zu", n, i);
			word = (struct cached_word){ .exact = str_of(text), .stem = str_of(text) };
			add(&c, str_n(raw, n), 7, &word);
		}
	}
	for (size_t n = 1; n <= 40; n++) {
		for (size_t i = 0; i <= n; i++) {
			memset(raw, 'a', sizeof(raw));
			raw[i] = 'b';
			snprintf(text, sizeof(text), "%zu-%zu", n, i);
			assert_true(find(&c, str_n(raw, n), 7, &word) && str_eqz(word.exact, text));
			assert_false(find(&c, str_n(raw, n), 8, &word));
		}
	}
	wordcache_fini(&c);
}

static void keeps_what_it_was_given(void **state)
{
	static const struct { const char *raw, *exact, *stem; } rows[] = {
		{ "border", "border", "border" }, { "Border", "border", "border" }, { "borders", "borders", "border" },
		{ "Borders", "borders", "border" }, { "happy", "happy", "happi" }, { "HAPPY", "happy", "happi" },
		{ "\xd9\x80", "", "" }, { "", "", "" }, { "a", "bcdef", "ghijklm" },
	};
	(void)state;
	struct wordcache c;
	wordcache_init(&c, 1 << 20);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char exact[16], stem[16];
		snprintf(exact, sizeof(exact), "%s", rows[i].exact);
		snprintf(stem, sizeof(stem), "%s", rows[i].stem);
		struct cached_word word = { .exact = str_of(exact), .stem = str_of(stem), .flags = (unsigned)i };
		add(&c, str_of(rows[i].raw), 1, &word);
		memset(exact, '?', sizeof(exact));
		memset(stem, '?', sizeof(stem));
		assert_true(str_eqz(word.exact, rows[i].exact) && str_eqz(word.stem, rows[i].stem));
	}
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct cached_word word;
		assert_true(find(&c, str_of(rows[i].raw), 1, &word));
		assert_true(str_eqz(word.exact, rows[i].exact) && str_eqz(word.stem, rows[i].stem));
		assert_int_equal(word.flags, i);
		assert_false(find(&c, str_of(rows[i].raw), 2, &word));
	}
	wordcache_fini(&c);
}

/* All numbers, of words of any shape, and nothing else. */
static void clears_numbers(void **state)
{
	(void)state;
	static const struct { const char *raw, *exact, *stem; } rows[] = {
		{ "border", "border", "border" }, { "Borders", "borders", "border" }, { "a", "bcdef", "ghijklm" },
		{ "x'", "x", "x" }, { "\xd9\x80", "", "" }, { "HAPPY", "happy", "happi" }, { "", "", "" },
	};
	char raw[300];
	struct wordcache_entry *entries[2 * sizeof(rows) / sizeof(*rows)];
	size_t n = 0;
	struct wordcache c;
	wordcache_init(&c, 1 << 20);
	wordcache_clear_numbers(&c);
	memset(raw, 'a', sizeof(raw));
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct str texts[2] = { str_of(rows[i].raw), str_n(raw, 254 + i) };	/* some too long to be kept */
		for (int k = 0; k < 2; k++) {
			struct cached_word word = { .exact = str_of(rows[i].exact), .stem = str_of(rows[i].stem), .flags = 9 };
			struct word_key key = wordcache_key(texts[k], texts[k].n, 3);
			entries[n] = wordcache_add(&c, texts[k], 3, key.hash, &word);
			entries[n++]->numbers = (struct word_numbers){ 5, UINT32_MAX, 0 };
		}
	}
	wordcache_clear_numbers(&c);
	for (size_t i = 0; i < n; i++) {
		assert_true(entries[i]->numbers.stem == 0 && entries[i]->numbers.exact == 0);
		assert_true(entries[i]->variant == 3 && entries[i]->flags == 9);
		assert_true(str_eqz(wordcache_exact(entries[i]), rows[i / 2].exact));
		assert_true(str_eqz(wordcache_stem(entries[i]), rows[i / 2].stem));
	}
	wordcache_fini(&c);
}

static void grows_and_is_emptied(void **state)
{
	(void)state;
	struct wordcache c;
	struct cached_word word;
	wordcache_init(&c, 4 << 20);
	for (int round = 0; round < 2; round++) {
		char raw[16];
		for (int i = 0; i < 20000; i++) {
			int n = snprintf(raw, sizeof(raw), "w%d", i);
			word = (struct cached_word){ .exact = str_n(raw, (size_t)n), .stem = STR("w") };
			add(&c, str_of(raw), 0, &word);
		}
		assert_true(wordcache_has_room(&c, 1));
		for (int i = 0; i < 20000; i++) {
			snprintf(raw, sizeof(raw), "w%d", i);
			assert_true(find(&c, str_of(raw), 0, &word));
			assert_true(str_eqz(word.exact, raw));
		}
		wordcache_reset(&c);
		assert_false(find(&c, STR("w1"), 0, &word));
	}
	wordcache_fini(&c);
}

static void fills_up(void **state)
{
	(void)state;
	struct wordcache c;
	wordcache_init(&c, 1 << 20);
	int n = 0;
	for (; wordcache_has_room(&c, 1); n++) {
		char raw[16];
		snprintf(raw, sizeof(raw), "%d", n);
		struct cached_word word = { .exact = str_of(raw), .stem = str_of(raw) };
		add(&c, str_of(raw), 0, &word);
	}
	assert_in_range(n, 1000, 1 << 20);
	wordcache_reset(&c);
	assert_true(wordcache_has_room(&c, 1000));
	wordcache_fini(&c);
}

static void takes_the_largest_word(void **state)
{
	(void)state;
	char bytes[256];
	memset(bytes, 'a', sizeof(bytes));
	struct wordcache c;
	wordcache_init(&c, WORDCACHE_WORD_MAX + 64);
	struct str raw = str_n(bytes, 256), exact = str_n(bytes, 255), stem = STR("b");
	struct cached_word word = { .exact = exact, .stem = stem };
	assert_true(wordcache_has_room(&c, 1));
	add(&c, raw, 0, &word);
	assert_false(wordcache_has_room(&c, 1));
	assert_true(find(&c, raw, 0, &word) && str_eq(word.exact, exact) && str_eq(word.stem, stem));
	wordcache_fini(&c);
}

static void does_not_keep_long_words(void **state)
{
	(void)state;
	char raw[70000];
	memset(raw, 'a', sizeof(raw));
	struct wordcache c;
	wordcache_init(&c, 1 << 20);
	for (size_t n = 256; n < sizeof(raw); n += 256) {
		struct cached_word word = { .exact = STR("aaa"), .stem = STR("aa") }, found;
		add(&c, str_n(raw, n), 0, &word);
		assert_true(str_eqz(word.exact, "aaa") && str_eqz(word.stem, "aa"));
		assert_int_equal(find(&c, str_n(raw, n), 0, &found), n == 256);
	}
	wordcache_fini(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tells_words_apart),
		cmocka_unit_test(keeps_what_it_was_given),
		cmocka_unit_test(clears_numbers),
		cmocka_unit_test(grows_and_is_emptied),
		cmocka_unit_test(fills_up),
		cmocka_unit_test(takes_the_largest_word),
		cmocka_unit_test(does_not_keep_long_words),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
