/* The dictionary of a generation: when it is learnt, kept and used, also by an update and by several threads. */
#include "config.h"

#include <pthread.h>
#include <string.h>

#include "index/generation.h"
#include "index/schema.h"
#include "index/stored.h"
#include "index/writer.h"
#include "tests/unit/store_fixture.h"

/* Some text with the same phrases in it as the others. */
static struct str text_of(struct arena *a, unsigned number)
{
	struct buf b = BUF_INIT;
	for (unsigned i = 0; i < 150; i++)
		buf_printf(&b, "%s %u ", (const char *[]){ "a meeting of the border council", "was held in", "cooperation" }[i % 3],
			   (number * 7919 + i * i) % 1000);
	struct str text = arena_str(a, buf_str(&b));
	buf_fini(&b);
	return text;
}

static void learns_from_the_first_texts(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	struct trainer *t = trainer_new();
	struct err err;
	assert_null(trainer_dictionary(t, text_of(&a, 0)));
	assert_int_equal(trainer_bytes(t).n, 0);

	trainer_begin(t);
	unsigned n = 0;
	assert_null(trainer_dictionary(t, STR_NONE));
	while (!trainer_dictionary(t, text_of(&a, n)) && n < 10000)
		n++;
	assert_in_range(n, 100, 9999);
	const struct dictionary *d = trainer_dictionary(t, STR("short"));
	assert_non_null(d);
	assert_ptr_equal(trainer_dictionary(t, text_of(&a, n)), d);
	assert_in_range(trainer_bytes(t).n, 1000, DICTIONARY_BYTES);

	struct str kept = arena_str(&a, trainer_bytes(t));
	trainer_begin(t);
	assert_int_equal(trainer_bytes(t).n, 0);
	assert_int_equal(trainer_settle(t, kept, &err), 0);
	assert_true(str_eq(trainer_bytes(t), kept));
	assert_non_null(trainer_dictionary(t, STR("short")));
	assert_int_equal(trainer_settle(t, str_sub(kept, 3, kept.n), &err), -1);
	assert_int_equal(err.code, ERR_CORRUPT);
	assert_int_equal(trainer_settle(t, STR_NONE, &err), 0);
	assert_null(trainer_dictionary(t, text_of(&a, 1)));
	trainer_free(&t);
	assert_null(t);
	trainer_free(&t);
	arena_fini(&a);
}

/* There is next to nothing to learn from one byte: with or without a dictionary, what is kept is one that can be read. */
static void learns_from_one_byte(void **state)
{
	(void)state;
	static char same[20000];
	struct trainer *t = trainer_new(), *again = trainer_new();
	const struct dictionary *d = NULL;
	struct err err;
	memset(same, 'x', sizeof(same));
	trainer_begin(t);
	for (int i = 0; i < 300; i++)
		d = trainer_dictionary(t, str_n(same, sizeof(same)));
	assert_int_equal(d != NULL, trainer_bytes(t).n > 0);
	assert_in_range(trainer_bytes(t).n, 0, DICTIONARY_BYTES);
	assert_int_equal(trainer_settle(again, trainer_bytes(t), &err), 0);
	assert_int_equal(trainer_dictionary(again, STR("x")) != NULL, d != NULL);
	trainer_free(&t);
	trainer_free(&again);
}

static void *use(void *trainer)
{
	struct arena a = ARENA_INIT;
	const struct dictionary *d = NULL;
	for (unsigned i = 0; i < 2000; i++) {
		const struct dictionary *now = trainer_dictionary(trainer, text_of(&a, i));
		assert_true(!d || now == d);
		d = now;
		arena_reset(&a);
	}
	arena_fini(&a);
	return (void *)(uintptr_t)d;
}

static void threads_get_the_same(void **state)
{
	(void)state;
	pthread_t threads[4];
	void *d[4];
	struct trainer *t = trainer_new();
	trainer_begin(t);
	for (int i = 0; i < 4; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, use, t), 0);
	for (int i = 0; i < 4; i++)
		pthread_join(threads[i], &d[i]);
	for (int i = 0; i < 4; i++)
		assert_true(d[i] && d[i] == d[0]);
	trainer_free(&t);
}

/* ---- A generation ---- */

enum { DOCUMENTS = 1000 };

static struct writer *open_writer(const char *dir, const struct langs *langs, bool full)
{
	const struct writer_options o = { .dir = dir, .langs = langs, .bulk = true, .full = full, .memory = 16 << 20, .jobs = 1,
					  .repair = "", .program = "test" };
	struct writer *w = NULL;
	const char *why;
	ok(writer_open(&o, &w, &why, &ok_err));
	return w;
}

static void prepare_one(struct preparer *p, unsigned number, struct prepared *out)
{
	static const struct prepare_limits limits = { 0 };
	struct arena a = ARENA_INIT;
	const struct doc doc = { .id = arena_printf(&a, "%u", number), .text = text_of(&a, number) };
	ok(prepare(p, &doc, STR_NONE, &limits, out, &ok_err));
	arena_fini(&a);
}

static void build(const char *dir, const struct langs *langs)
{
	struct writer *w = open_writer(dir, langs, true);
	struct preparer *p = NULL;
	struct prepared d;
	uint32_t first;
	ok(preparer_new(langs, writer_trainer(w), &p, &ok_err));
	struct batch *b = batch_new(preparer_lexicon(p));
	preparer_pack_later(p);
	batch_pack_data(b, preparer_pack, p);
	prepared_init(&d);
	for (unsigned i = 0; i < DOCUMENTS; i++) {
		prepare_one(p, i, &d);
		batch_add(b, &(struct glass_document){ d.document.data, d.tokens, d.n_tokens, NULL, 0 });
	}
	struct run *r = batch_finish(b);
	ok(writer_append(w, &r, &first, &ok_err));
	ok(writer_finish(w, &ok_err));
	prepared_fini(&d);
	batch_free(&b);
	preparer_free(&p);
	writer_close(&w);
}

/* One document more, and the first again. */
static void update(const char *dir, const struct langs *langs)
{
	struct writer *w = open_writer(dir, langs, false);
	struct preparer *p = NULL;
	struct prepared d;
	struct arena a = ARENA_INIT;
	struct str data;
	bool replaced;
	assert_false(writer_is_new(w));
	ok(preparer_new(langs, writer_trainer(w), &p, &ok_err));
	prepared_init(&d);
	for (unsigned number = 0; number < 3; number++) {	/* packed before there was a dictionary: not the same bytes */
		prepare_one(p, number, &d);
		ok(store_data(writer_reader(w), number + 1, &a, &data, &ok_err));
		assert_false(str_eq(data, d.document.data));
		assert_true(stored_same(writer_reader(w), number + 1, data, d.document.data));
		assert_true(stored_same(writer_reader(w), number + 1, d.document.data, d.document.data));
		ok(store_data(writer_reader(w), number + 2, &a, &data, &ok_err));
		assert_false(stored_same(writer_reader(w), number + 2, data, d.document.data));
		assert_false(stored_same(writer_reader(w), number + 2, STR("damaged"), d.document.data));
	}
	prepare_one(p, DOCUMENTS, &d);
	prepared_group(p, &d);
	ok(writer_put(w, &d, &replaced, &ok_err));
	ok(writer_finish(w, &ok_err));
	prepared_fini(&d);
	preparer_free(&p);
	writer_close(&w);
	arena_fini(&a);
}

static void every_text_is_read(const char *const *paths, size_t n_paths, unsigned documents)
{
	struct store *s = NULL;
	unsigned by_dictionary = 0;
	ok(store_open(paths, n_paths, &s, &ok_err));
	for (docid_t doc = 1; doc <= documents * n_paths; doc++) {
		struct arena a = ARENA_INIT;
		struct stored stored;
		struct doc fields;
		struct str data, text;
		unsigned long number;
		ok(store_data(s, doc, &a, &data, &ok_err));
		ok(stored_of(s, doc, data, &a, &stored, &ok_err));
		ok(stored_fields(&stored, &a, &fields, &ok_err));
		ok(stored_text(&stored, 0, stored.n_blocks - 1, &a, &text, &ok_err));
		number = strtoul(arena_strz(&a, fields.id), NULL, 10);
		assert_true(str_eq(text, text_of(&a, (unsigned)number)));
		by_dictionary += stored.by_dictionary;
		arena_fini(&a);
	}
	assert_in_range(by_dictionary, documents / 10, documents * n_paths);
	store_close(&s);
}

static void goes_with_the_generation(void **state)
{
	struct langs langs;
	char dir[300], *path = NULL;
	uint64_t generation;
	snprintf(dir, sizeof(dir), "%s/index", (const char *)*state);
	ok(langs_parse(STR("en"), &langs, &ok_err));
	build(dir, &langs);
	ok(generation_current(dir, &generation, &path, &ok_err));
	every_text_is_read((const char *const[]){ path }, 1, DOCUMENTS);
	update(dir, &langs);
	every_text_is_read((const char *const[]){ path }, 1, DOCUMENTS + 1);
	/* Databases that are read as one have each their own. */
	every_text_is_read((const char *const[]){ path, path }, 2, DOCUMENTS + 1);
	free(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(learns_from_the_first_texts),
		cmocka_unit_test(learns_from_one_byte),
		cmocka_unit_test(threads_get_the_same),
		cmocka_unit_test_setup_teardown(goes_with_the_generation, scratch_make, scratch_remove),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
