/* Cards written and read again; files that are cut off or changed; aids of a whole generation. */
#include "config.h"

#include "tests/unit/query_fixture.h"

#include "common/buf.h"
#include "index/aids.h"

static const struct sidefile_origin origin = { { "01234567-89ab-cdef-0123-456789abcdef", 36 }, 17 };

static struct doc_extra extras[] = { { { "pages", 5 }, { "12", 2 } }, { { "", 0 }, { "\"x\"", 3 } } };

/* Values that come again at once, later, and never; empty and one byte short of being shared. */
static struct doc make(struct arena *a, docid_t n)
{
	struct doc d = { .id = arena_printf(a, "id-%u", n), .path = STR("/data/all.ndjson") };
	d.title = n % 3 ? arena_printf(a, "Title number %u", n / 2) : STR_NONE;
	d.lang = n % 5 ? STR("en") : STR("ru");
	d.type = n % 7 ? STR("text/html") : STR("abc");
	d.date = n % 2 ? STR("2014-12-26") : STR_NONE;
	d.author = n % 4 == 0 ? str_n("A \0 B; C", 8) : STR_NONE;
	d.url = n == 20 ? arena_printf(a, "%05000d", 1) : STR_NONE;
	if (n % 6 == 0) {
		d.extras = extras;
		d.n_extras = n % 12 ? 1 : 2;
	}
	return d;
}

static bool is_there(docid_t n)
{
	return n % 9 != 4 && (n < 100 || n > 130);
}

static void write_all(const char *path, docid_t last)
{
	struct cards_writer *w;
	struct arena a = ARENA_INIT;
	ok(cards_begin(path, &w, &ok_err));
	for (docid_t n = 1; n <= last; n++) {
		struct doc d = make(&a, n);
		if (is_there(n))
			ok(cards_put(w, n, &d, &ok_err));
	}
	ok(cards_finish(w, &origin, &ok_err));
	cards_free(&w);
	assert_null(w);
	arena_fini(&a);
}

static void assert_doc(const struct doc *want, const struct doc *got)
{
	const struct { struct str want, got; } all[] = {
		{ want->id, got->id }, { want->title, got->title }, { want->author, got->author },
		{ want->date, got->date }, { want->url, got->url }, { want->source, got->source },
		{ want->lang, got->lang }, { want->type, got->type }, { want->path, got->path },
	};
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		assert_true(str_eq(all[i].want, all[i].got));
	assert_int_equal(want->n_extras, got->n_extras);
	for (size_t i = 0; i < want->n_extras; i++) {
		assert_true(str_eq(want->extras[i].key, got->extras[i].key));
		assert_true(str_eq(want->extras[i].json, got->extras[i].json));
	}
}

static void round_trip(void **state)
{
	char *path = fs_join(*state, "cards");
	static const docid_t lasts[] = { 0, 1, 15, 16, 17, 32, 33, 400 };
	for (size_t i = 0; i < sizeof(lasts) / sizeof(*lasts); i++) {
		struct cards *c;
		struct arena a = ARENA_INIT;
		struct doc got;
		struct err err;
		write_all(path, lasts[i]);
		ok(cards_open(path, &c, &ok_err));
		assert_int_equal(cards_header(c)->revision, 17);
		for (docid_t n = 1; n <= lasts[i]; n++) {
			struct doc want = make(&a, n);
			int rc = cards_get(c, n, &a, &got, &err);
			assert_int_equal(rc, is_there(n) ? 0 : -1);
			if (is_there(n))
				assert_doc(&want, &got);
			else
				assert_int_equal(err.code, ERR_CORRUPT);
		}
		assert_int_equal(cards_get(c, 0, &a, &got, &err), -1);
		assert_int_equal(cards_get(c, lasts[i] + 1, &a, &got, &err), -1);
		cards_close(&c);
		assert_null(c);
		arena_fini(&a);
	}
	free(path);
}

static void out_of_order(void **state)
{
	char *path = fs_join(*state, "cards");
	struct cards_writer *w;
	struct doc d = { .id = STR("x") };
	struct err err;
	ok(cards_begin(path, &w, &ok_err));
	ok(cards_put(w, 5, &d, &ok_err));
	assert_int_equal(cards_put(w, 5, &d, &err), -1);
	assert_int_equal(err.code, ERR_INTERNAL);
	cards_free(&w);
	assert_false(fs_exists(path));
	free(path);
}

static void damage(void **state)
{
	char *path = fs_join(*state, "cards");
	struct buf whole = BUF_INIT;
	struct cards *c;
	struct err err;
	write_all(path, 19);
	ok(fs_read(path, 0, &whole, &ok_err));
	for (size_t n = 0; n < whole.n; n++) {
		write_file(path, whole.p, n);
		assert_int_equal(cards_open(path, &c, &err), -1);
		assert_int_equal(err.code, ERR_CORRUPT);
	}
	for (size_t at = 0; at < whole.n; at++) {
		whole.p[at] ^= (char)0xff;
		write_file(path, whole.p, whole.n);
		int rc = cards_open(path, &c, &err);
		assert_int_equal(rc, at < sizeof(struct sidefile_header) ? -1 : 0);
		struct arena a = ARENA_INIT;
		struct doc d;
		for (docid_t n = 1; rc == 0 && n < 20; n++)
			if (cards_get(c, n, &a, &d, &err) < 0)
				assert_int_equal(err.code, ERR_CORRUPT);
		arena_fini(&a);
		cards_close(&c);
		whole.p[at] ^= (char)0xff;
	}
	buf_fini(&whole);
	free(path);
}

/* ---- Aids ---- */

static const struct doc docs[] = {
	{ .id = { "a", 1 }, .title = { "Water", 5 }, .text = { "A karez brings water.", 21 }, .lang = { "en", 2 } },
	{ .id = { "b", 1 }, .title = { "Mountains", 9 }, .text = { "Far mountains, water.", 21 } },
};

static void append(const char *dir, const char *name)
{
	char *path = fs_join(dir, name);
	FILE *f = fopen(path, "ab");
	assert_non_null(f);
	fputc('x', f);
	assert_int_equal(fclose(f), 0);
	free(path);
}

static struct search_result search(struct fixture *f, struct aids *aids)
{
	struct search_params p = { .query = STR("water"), .limit = 10, .aids = aids };
	struct search_result r;
	ok(search_run(f->store, f->analyzer, &p, &f->arena, &r, &ok_err));
	assert_int_equal(r.n_hits, 2);
	for (size_t i = 0; i < r.n_hits; i++)
		assert_int_equal(r.hits[i].doc.id.n, 1);
	return r;
}

static void hold_for_one_revision(void **state)
{
	(void)state;
	struct fixture *f = fixture_open(docs, 2);
	struct aids aids;
	ok(aids_write(f->path, &ok_err));
	aids_open(&aids, f->path, f->store, true);
	assert_non_null(aids.impacts);
	assert_non_null(aids.cards);
	assert_ptr_equal(aids_now(&aids, f->store).impacts, aids.impacts);
	struct search_result with = search(f, &aids), without = search(f, NULL);
	for (size_t i = 0; i < 2; i++) {
		assert_memory_equal(&with.hits[i].score, &without.hits[i].score, sizeof(double));
		assert_doc(&without.hits[i].doc, &with.hits[i].doc);
	}
	assert_int_equal(with.total, without.total);
	fixture_put(f, &docs[0]);
	fixture_commit(f);
	assert_null(aids_now(&aids, f->store).impacts);
	assert_null(aids_now(&aids, f->store).cards);
	search(f, &aids);
	ok(aids_write(f->path, &ok_err));	/* what is open is not disturbed */
	assert_null(aids_now(&aids, f->store).impacts);
	aids_refresh(&aids, f->path, f->store);
	assert_non_null(aids_now(&aids, f->store).impacts);
	assert_non_null(aids_now(&aids, f->store).cards);
	search(f, &aids);
	aids_close(&aids);
	fixture_close(f);
}

static void done_without(void **state)
{
	(void)state;
	struct fixture *f = fixture_open(docs, 2);
	struct aids aids;
	struct err why;
	aids_open(&aids, f->path, f->store, true);	/* none are there */
	assert_null(aids.impacts);
	assert_null(aids.cards);
	search(f, &aids);
	ok(aids_write(f->path, &ok_err));
	append(f->path, CARDS_FILE);
	aids_open(&aids, f->path, f->store, true);
	assert_non_null(aids.impacts);
	assert_null(aids.cards);
	search(f, &aids);
	err_set(&why, ERR_CORRUPT, "for a test");
	aids_give_up(&aids, &why);
	assert_null(aids_now(&aids, f->store).impacts);
	search(f, &aids);
	aids_close(&aids);
	fixture_close(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(round_trip, scratch_make, scratch_remove),
		cmocka_unit_test_setup_teardown(out_of_order, scratch_make, scratch_remove),
		cmocka_unit_test_setup_teardown(damage, scratch_make, scratch_remove),
		cmocka_unit_test(hold_for_one_revision),
		cmocka_unit_test(done_without),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
