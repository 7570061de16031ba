/* The stored form: round trips, blocks that begin at words, and damage. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>

#include "common/utf8.h"
#include "index/stored.h"
#include "tests/unit/analyzer_fixture.h"

static struct stored_writer writer;	/* one for all documents */
static const struct dictionary *dictionary;	/* by which they are packed */
static struct unpacker *unpacker;	/* that has the same */

static int begin(void **state)
{
	stored_writer_init(&writer);
	return make_analyzer(state);
}

static int end(void **state)
{
	stored_writer_fini(&writer);
	return free_analyzer(state);
}

/* The words of a document that was begun. */
static void store_words(const struct doc *doc, termpos_t first)
{
	struct words words;
	struct word word;
	struct err err;
	uint64_t n = 0;
	termpos_t end = first;
	words_begin(&words, analyzer, doc->text, STR_NONE, first);
	for (; words_next(&words, &word); n++, end = word.position + 1)
		if (!(word.flags & WORD_PART))
			assert_int_equal(stored_cut(&writer, word.start, word.position, &err), 0);
	assert_int_equal(stored_end(&writer, end, n, STR("sketch"), &err), 0);
}

/* Packed at once or later, it is the same; what is packed stays as it is. */
static void store(const struct doc *doc, termpos_t first, struct buf *out)
{
	struct buf loose = BUF_INIT, later = BUF_INIT, again = BUF_INIT;
	struct trainer *trainer = trainer_new();
	struct err err;
	if (dictionary)
		assert_int_equal(trainer_settle(trainer, dictionary_bytes(dictionary), &err), 0);
	stored_begin(&writer, doc, dictionary, first, out);
	store_words(doc, first);
	stored_begin_loose(&writer, doc, first, &loose);
	store_words(doc, first);
	assert_true(loose.n > doc->text.n);
	assert_int_equal(stored_pack(&writer, buf_str(&loose), dictionary ? trainer : NULL, &later, &err), 0);
	assert_true(str_eq(buf_str(&later), buf_str(out)));
	assert_int_equal(stored_pack(&writer, buf_str(out), NULL, &again, &err), 0);
	assert_true(str_eq(buf_str(&again), buf_str(out)));
	trainer_free(&trainer);
	buf_fini(&loose);
	buf_fini(&later);
	buf_fini(&again);
}

/* Any word is found through its block, and the words of a block are those of the whole text. */
static void check_words(const struct stored *s, struct str text, termpos_t first)
{
	struct arena a = ARENA_INIT;
	struct words words, again;
	struct word word, other;
	struct err err;
	size_t last = SIZE_MAX;
	struct str piece;
	words_begin(&words, analyzer, text, STR_NONE, first);
	while (words_next(&words, &word)) {
		size_t i = stored_block_at(s, word.position);
		const struct stored_block *b = &s->blocks[i];
		assert_true(word.start >= b->start && word.start < b->start + b->length);
		if (i != last) {	/* with the next block, for words that run on into it */
			arena_fini(&a);
			assert_int_equal(stored_text(s, i, i + 1 < s->n_blocks ? i + 1 : i, &a, &piece, &err), 0);
			words_begin(&again, analyzer, piece, STR_NONE, b->position);
			last = i;
		}
		assert_true(words_next(&again, &other));
		assert_int_equal(other.position, word.position);
		assert_int_equal(other.start + b->start, word.start);
	}
	arena_fini(&a);
}

static void round_trip(struct str text)
{
	struct arena a = ARENA_INIT;
	struct buf out = BUF_INIT;
	struct doc doc = { .id = STR("x"), .text = text };
	struct stored s;
	struct err err;
	struct str back;
	store(&doc, 101, &out);
	assert_int_equal(stored_open(buf_str(&out), &a, &s, &err), 0);
	assert_int_equal(s.by_dictionary, dictionary != NULL);
	s.unpacker = unpacker;
	assert_int_equal(s.text_length, text.n);
	assert_true(str_eqz(s.sketch, "sketch"));
	assert_int_equal(s.n_blocks == 0, text.n == 0);
	assert_int_equal(stored_text(&s, 0, s.n_blocks ? s.n_blocks - 1 : 0, &a, &back, &err), 0);
	assert_true(str_eq(back, text));
	for (size_t i = 0; i < s.n_blocks; i++) {
		assert_true(s.blocks[i].length <= STORED_BLOCK_MAX);
		assert_true(((unsigned char)text.p[s.blocks[i].start] & 0xc0) != 0x80);
	}
	if (s.n_blocks)
		assert_int_equal(stored_block_at(&s, 1), 0);
	check_words(&s, text, 101);
	arena_fini(&a);
	buf_fini(&out);
}

static const char *const PIECES[] = {
	"border ", "сотрудничество ", "co-operation ", "a", "-", "\n\n", "3.14 ", "o‘zbek ", "x-y-z-w ",
	"ÿ", "中文", "é", "… ", "— ", "\xc2\xad", "I.M.U. ",
};

static void blocks_begin_at_words(void **state)
{
	(void)state;
	srand(7);
	for (int round = 0; round < 20; round++) {
		struct buf text = BUF_INIT;
		size_t length = (size_t)rand() % (6 * STORED_BLOCK);
		while (text.n < length) {
			const char *piece = PIECES[(size_t)rand() % (sizeof(PIECES) / sizeof(*PIECES))];
			/* Now and then long runs without a word's start. */
			int times = rand() % 2000 == 0 ? rand() % 60000 : 1;
			while (times-- > 0)
				buf_puts(&text, piece);
		}
		round_trip(buf_str(&text));
		buf_fini(&text);
	}
}

static void texts_without_words(void **state)
{
	(void)state;
	static const size_t lengths[] = {
		0, 1, STORED_BLOCK - 1, STORED_BLOCK, STORED_BLOCK_MAX - 1, STORED_BLOCK_MAX,
		STORED_BLOCK_MAX + 1, 3 * STORED_BLOCK_MAX + 5
	};
	static const char *const fill[] = { ".", "—", "a", "ÿ", "\xf0\x9d\x92\xb3" };
	for (size_t f = 0; f < sizeof(fill) / sizeof(*fill); f++)
		for (size_t i = 0; i < sizeof(lengths) / sizeof(*lengths); i++)
			for (int tail = 0; tail < 2; tail++) {
				struct buf text = BUF_INIT;
				while (text.n + strlen(fill[f]) <= lengths[i])
					buf_puts(&text, fill[f]);
				if (tail)
					buf_puts(&text, " two words");
				round_trip(text.p ? buf_str(&text) : STR(""));
				buf_fini(&text);
			}
}

static void keeps_fields(void **state)
{
	(void)state;
	struct doc_extra extras[] = {
		{ STR("pages"), STR("[1,2]") }, { STR("\"odd\"\nкод"), STR("null") }, { STR("id"), STR("\"y\"") },
	};
	const struct doc doc = {
		.id = STR("memos/1"), .title = STR("A \"title\""), .text = STR("three short words"),
		.author = str_n("a\0b", 3), .date = STR("2014"), .url = STR("http://x"), .source = STR("s"),
		.lang = STR("en"), .type = STR("text/plain"), .path = STR("/m/1"),
		.extras = extras, .n_extras = 3,
	};
	struct arena a = ARENA_INIT;
	struct buf out = BUF_INIT;
	struct stored s;
	struct doc back;
	struct err err;
	store(&doc, 1, &out);
	assert_int_equal(stored_open(buf_str(&out), &a, &s, &err), 0);
	assert_true(str_find(s.fields, STR("\"words\":3")) > 0);
	assert_int_equal(stored_fields(&s, &a, &back, &err), 0);
	assert_true(str_eq(back.id, doc.id) && str_eq(back.title, doc.title));
	assert_true(str_eq(back.author, doc.author) && str_eq(back.date, doc.date));
	assert_true(str_eq(back.url, doc.url) && str_eq(back.source, doc.source));
	assert_true(str_eq(back.lang, doc.lang) && str_eq(back.type, doc.type));
	assert_true(str_eq(back.path, doc.path));
	assert_int_equal(back.text.n, 0);
	assert_int_equal(back.n_extras, 3);
	for (size_t i = 0; i < 3; i++) {
		assert_true(str_eq(back.extras[i].key, extras[i].key));
		assert_true(str_eq(back.extras[i].json, extras[i].json));
	}
	buf_fini(&out);

	struct doc small = { .id = STR("x") };
	buf_init(&out, 0);
	store(&small, 1, &out);
	assert_int_equal(stored_open(buf_str(&out), &a, &s, &err), 0);
	assert_true(str_eqz(s.fields, "{\"id\":\"x\",\"words\":0}"));
	assert_int_equal(stored_fields(&s, &a, &back, &err), 0);
	assert_int_equal(back.n_extras, 0);
	arena_fini(&a);
	buf_fini(&out);
}

/* Evidence stays as it is written, however much of the fields only a JSON parser can read. */
static void keeps_evidence(void **state)
{
	static const struct { const char *title, *evidence, *back; } rows[] = {
		{ "", "{\"title\":\"line 1: A list\"}", "{\"title\":\"line 1: A list\"}" },
		{ "t", "{\"lang\":\"line 2 is written in it: a, b}\",\"date\":\"1\"}",
		  "{\"lang\":\"line 2 is written in it: a, b}\",\"date\":\"1\"}" },
		{ "t", "{\"title\":\"a \\\"sign\\\" and \\\\\"}", "{\"title\":\"a \\\"sign\\\" and \\\\\"}" },
		{ "a \"sign\"", "{\"title\":\"один\"}", "{\"title\":\"один\"}" },
		{ "t", "{\"odd\":[1, {}],\"title\":\"\\u0041\"}", "{\"odd\":[1,{}],\"title\":\"A\"}" },
		{ "t", "{}", "{}" },
		{ "t", "", "" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct doc doc = { .id = STR("x"), .title = str_of(rows[i].title), .evidence = str_of(rows[i].evidence),
				   .lang = STR("en") };
		struct arena a = ARENA_INIT;
		struct buf out = BUF_INIT;
		struct stored s;
		struct doc back;
		struct err err;
		store(&doc, 1, &out);
		assert_int_equal(stored_open(buf_str(&out), &a, &s, &err), 0);
		assert_int_equal(stored_fields(&s, &a, &back, &err), 0);
		assert_true(str_eq(back.id, doc.id) && str_eq(back.title, doc.title) && str_eq(back.lang, doc.lang));
		assert_true(str_eqz(back.evidence, rows[i].back));
		arena_fini(&a);
		buf_fini(&out);
	}
}

/* A full buf is an error, not a shorter document. */
static void says_when_memory_ends(void **state)
{
	(void)state;
	static char text[5 * STORED_BLOCK];
	struct doc doc = { .id = STR("x"), .text = { text, sizeof(text) } };
	srand(3);
	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = (char)('a' + rand() % 26);
	struct buf whole = BUF_INIT;
	struct stored_writer w;
	stored_writer_init(&w);
	store(&doc, 1, &whole);
	for (size_t max = 1; max < whole.n; max += whole.n / 7) {
		struct buf out;
		struct err err = { 0 };
		buf_init(&out, max);
		stored_begin(&w, &doc, NULL, 1, &out);
		assert_int_equal(stored_end(&w, 2, 1, STR_NONE, &err), -1);
		assert_int_equal(err.code, ERR_NO_MEMORY);
		buf_fini(&out);
	}
	stored_writer_fini(&w);
	buf_fini(&whole);
}

/* Every byte changed, every length cut: an error or other content, never a crash. */
static void survives_damage(void **state)
{
	(void)state;
	struct buf text = BUF_INIT, out = BUF_INIT;
	for (int i = 0; i < 4000; i++)
		buf_printf(&text, "word%d ", i * i);
	struct doc doc = { .id = STR("x"), .title = STR("t"), .text = buf_str(&text) };
	store(&doc, 1, &out);
	struct str data = buf_str(&out);
	for (size_t i = 0; i < data.n; i++) {
		struct arena a = ARENA_INIT;
		struct stored s;
		struct str back;
		struct doc fields;
		struct err err = { 0 };
		assert_int_equal(stored_open(str_sub(data, 0, i), &a, &s, &err), -1);
		if (i < 300 || i % 97 == 0) {
			out.p[i] = (char)(out.p[i] ^ 0x15);
			if (stored_open(data, &a, &s, &err) == 0) {
				stored_fields(&s, &a, &fields, &err);
				if (s.n_blocks)
					stored_text(&s, 0, s.n_blocks - 1, &a, &back, &err);
			} else {
				assert_true(err.code == ERR_CORRUPT || err.code == ERR_MISMATCH);
			}
			out.p[i] = (char)(out.p[i] ^ 0x15);
		}
		arena_fini(&a);
	}
	buf_putc(&out, 'x');
	struct arena a = ARENA_INIT;
	struct stored s;
	struct err err;
	assert_int_equal(stored_open(buf_str(&out), &a, &s, &err), -1);
	assert_int_equal(err.code, ERR_CORRUPT);
	arena_fini(&a);
	buf_fini(&text);
	buf_fini(&out);
}

/* The same round trips by a dictionary; without it the text is an error. */
static void by_dictionary(void **state)
{
	struct arena a = ARENA_INIT;
	struct buf samples = BUF_INIT, out = BUF_INIT;
	size_t lengths[500];
	struct stored s;
	struct str text;
	struct err err;
	srand(5);
	for (size_t i = 0; i < 500; i++) {
		size_t before = samples.n;
		for (int n = 0; n < 60; n++)
			buf_puts(&samples, PIECES[(size_t)rand() % 8]);
		lengths[i] = samples.n - before;
	}
	struct dictionary *own = dictionary_learn(samples.p, lengths, 500);
	assert_non_null(own);
	dictionary = own;
	unpacker = unpacker_new(dictionary_bytes(own));
	assert_non_null(unpacker);
	blocks_begin_at_words(state);
	texts_without_words(state);
	keeps_fields(state);
	survives_damage(state);
	store(&(struct doc){ .id = STR("x"), .text = STR("border co-operation") }, 1, &out);
	assert_int_equal(stored_open(buf_str(&out), &a, &s, &err), 0);
	assert_int_equal(stored_text(&s, 0, 0, &a, &text, &err), -1);
	assert_int_equal(err.code, ERR_CORRUPT);
	unpacker_free(&unpacker);
	dictionary = NULL;
	dictionary_free(&own);
	arena_fini(&a);
	buf_fini(&samples);
	buf_fini(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(blocks_begin_at_words),
		cmocka_unit_test(texts_without_words),
		cmocka_unit_test(keeps_fields),
		cmocka_unit_test(keeps_evidence),
		cmocka_unit_test(says_when_memory_ends),
		cmocka_unit_test(survives_damage),
		cmocka_unit_test(by_dictionary),
	};
	return cmocka_run_group_tests(tests, begin, end);
}
