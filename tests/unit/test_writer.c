/* Runs of the writer: against a plain model of documents, and how each way of ending leaves the index. */
#include "config.h"

#include <sys/stat.h>
#include <unistd.h>

#include "index/aids.h"
#include "index/generation.h"
#include "index/schema.h"
#include "index/stored.h"
#include "index/writer.h"
#include "tests/unit/store_fixture.h"

static const char *dir;		/* of the index; made by the writer */
static struct langs langs;
static struct preparer *preparer;

static int enter(void **state)
{
	struct err err;
	static char path[300];
	if (scratch_make(state) != 0 || langs_parse(STR("en,ru"), &langs, &err) != 0)
		return -1;
	snprintf(path, sizeof(path), "%s/sub/index", (const char *)*state);
	dir = path;
	return preparer_new(&langs, NULL, &preparer, &err);
}

static int leave(void **state)
{
	preparer_free(&preparer);
	return scratch_remove(state);
}

static struct writer *open_with(bool full, uint64_t memory, const char **why_r)
{
	struct writer_options o = { .dir = dir, .langs = &langs, .full = full, .memory = memory, .program = "test" };
	struct writer *w = NULL;
	ok(writer_open(&o, &w, why_r, &ok_err));
	return w;
}

static struct writer *open_writer(bool full)
{
	const char *why = "";
	struct writer *w = open_with(full, 1 << 20, &why);
	assert_null(why);
	return w;
}

/* Ends a run and gives the generation. */
static uint64_t finish(struct writer **w)
{
	ok(writer_finish(*w, &ok_err));
	uint64_t number = writer_generation(*w);
	writer_close(w);
	assert_null(*w);
	return number;
}

static bool put_doc(struct writer *w, const struct doc *doc, const char *file)
{
	static const struct prepare_limits limits = { 0 };
	struct prepared p;
	bool replaced;
	prepared_init(&p);
	ok(prepare(preparer, doc, str_of(file), &limits, &p, &ok_err));
	prepared_group(preparer, &p);
	ok(writer_put(w, &p, &replaced, &ok_err));
	prepared_fini(&p);
	return replaced;
}

static bool put(struct writer *w, const char *id, const char *text, const char *file)
{
	return put_doc(w, &(struct doc){ .id = str_of(id), .text = str_of(text) }, file);
}

static struct store *open_served(uint64_t *generation_r)
{
	char *path = NULL;
	struct store *s = NULL;
	uint64_t number;
	ok(generation_current(dir, &number, &path, &ok_err));
	const char *p = path;
	ok(store_open(&p, 1, &s, &ok_err));
	free(path);
	if (generation_r)
		*generation_r = number;
	return s;
}

/* Documents, generation and revision of what is served. */
struct served {
	uint64_t documents, generation, revision;
};

static struct served served(void)
{
	struct served out;
	struct store_info info;
	struct store *s = open_served(&out.generation);
	ok(store_info(s, &info, &ok_err));
	ok(store_revision(s, 0, &out.revision, &ok_err));
	out.documents = info.documents;
	store_close(&s);
	return out;
}

static bool has(const char *term)
{
	struct store *s = open_served(NULL);
	uint32_t freq;
	ok(store_term_frequency(s, str_of(term), &freq, &ok_err));
	store_close(&s);
	return freq > 0;
}

static void builds_updates_rebuilds(void **state)
{
	(void)state;
	struct writer *w = open_writer(false);
	assert_true(writer_is_new(w));
	assert_false(writer_has_previous(w));
	assert_false(put(w, "a", "alpha", "/f1"));
	assert_false(put(w, "b", "beta", "/f1"));
	assert_true(put(w, "a", "gamma", "/f1"));
	assert_true(writer_changed(w));
	assert_true(writer_pending(w) > 0);
	assert_int_equal(finish(&w), 1);
	struct served now = served();
	assert_int_equal(now.documents, 2);
	assert_true(has("gamma") && has("beta") && !has("alpha"));

	w = open_writer(false);
	assert_false(writer_is_new(w));
	assert_true(writer_has_previous(w));
	assert_false(writer_changed(w));
	assert_true(put(w, "b", "delta", "/f1"));
	assert_false(put(w, "c", "epsilon", "/f2"));
	ok(writer_delete_unique(w, STR("Qa"), &ok_err));
	ok(writer_delete_unique(w, STR("Qabsent"), &ok_err));
	ok(writer_finish(w, &ok_err));
	assert_int_equal(writer_documents(w), 2);
	writer_close(&w);
	assert_int_equal(served().generation, 1);
	assert_true(served().revision > now.revision);
	assert_true(has("delta") && has("epsilon") && !has("gamma") && !has("beta"));

	w = open_writer(true);
	assert_true(writer_is_new(w));
	assert_true(writer_has_previous(w));
	put(w, "z", "zeta", "/f");
	assert_true(has("delta"));	/* served until the end */
	assert_int_equal(finish(&w), 2);
	assert_int_equal(served().documents, 1);
	uint64_t from, to;
	ok(generation_rollback(dir, &from, &to, &ok_err));
	assert_int_equal(served().documents, 2);
}

static void add_to_batch(struct batch *b, const char *id, const char *text)
{
	static const struct prepare_limits limits = { 0 };
	const struct doc doc = { .id = str_of(id), .text = str_of(text) };
	struct prepared p;
	prepared_init(&p);
	ok(prepare(preparer, &doc, STR("/f"), &limits, &p, &ok_err));
	batch_add(b, &(struct glass_document){ p.document.data, p.tokens, p.n_tokens, NULL, 0 });
	prepared_fini(&p);
}

static uint32_t append(struct writer *w, struct batch *b)
{
	uint32_t first;
	struct run *run = batch_finish(b);
	ok(writer_append(w, &run, &first, &ok_err));
	assert_null(run);
	return first;
}

/* Are the files beside the served generation of its present revision? */
static bool has_aids(void)
{
	uint64_t number;
	char *path;
	ok(generation_current(dir, &number, &path, &ok_err));
	bool current = aids_are_current(path);
	free(path);
	return current;
}

/* In bulk: what is appended is there at the end, or from the sealing on, changed like anything else. */
static void builds_in_bulk(void **state)
{
	(void)state;
	const struct writer_options o = { .dir = dir, .langs = &langs, .bulk = true, .memory = 1 << 20, .jobs = 1,
					  .program = "test" };
	const struct catalogue_entry entry = { .path = STR("/f"), .size = 5, .documents = 3 };
	struct batch *b = batch_new(preparer_lexicon(preparer));
	const char *why;
	struct writer *w;
	ok(writer_open(&o, &w, &why, &ok_err));
	assert_true(writer_is_new(w) && writer_is_bulk(w));
	assert_null(writer_not_bulk(w));
	add_to_batch(b, "a", "alpha");
	add_to_batch(b, "b", "beta");
	assert_int_equal(append(w, b), 1);
	add_to_batch(b, "c", "gamma");
	assert_int_equal(append(w, b), 3);
	ok(writer_put_file(w, &entry, &ok_err));
	ok(writer_seal(w, &ok_err));
	assert_false(writer_is_bulk(w));
	ok(writer_delete(w, 2, &ok_err));
	put(w, "d", "delta", "/f");
	assert_int_equal(finish(&w), 1);
	assert_int_equal(served().documents, 3);
	assert_true(has("alpha") && !has("beta") && has("gamma") && has("delta"));

	assert_true(has_aids());	/* made anew after the changes */

	/* An update after it, then a rebuild that is given up, and one that is not sealed. */
	w = open_writer(false);
	assert_false(writer_is_new(w));
	put(w, "e", "epsilon", "/f");
	assert_int_equal(finish(&w), 1);
	assert_true(has("epsilon"));
	assert_true(has_aids());
	struct writer_options full = o;
	full.full = true;
	ok(writer_open(&full, &w, &why, &ok_err));
	writer_close(&w);
	assert_int_equal(served().documents, 4);
	ok(writer_open(&full, &w, &why, &ok_err));
	add_to_batch(b, "z", "zeta");
	append(w, b);
	assert_int_equal(finish(&w), 2);
	assert_int_equal(served().documents, 1);
	assert_true(has("zeta") && !has("alpha"));
	assert_true(has_aids());
	batch_free(&b);

}

/* An update that becomes a new generation after all. */
static void restarts_as_a_new_generation(void **state)
{
	(void)state;
	struct writer *w = open_writer(false);
	put(w, "a", "alpha", "/f");
	finish(&w);
	w = open_writer(false);
	assert_false(writer_is_new(w));
	ok(writer_restart(w, &ok_err));
	assert_true(writer_is_new(w) && writer_has_previous(w));
	put(w, "b", "beta", "/f");
	assert_true(has("alpha"));
	assert_int_equal(finish(&w), 2);
	assert_true(has("beta") && !has("alpha"));
}

static void a_run_without_changes_leaves_no_trace(void **state)
{
	(void)state;
	const struct catalogue_entry entry = { .path = STR("/f1"), .size = 5 };
	struct writer *w = open_writer(false);
	put(w, "a", "alpha", "/f1");
	ok(writer_put_file(w, &entry, &ok_err));
	ok(writer_metadata(w, META_RUN, STR("{}"), &ok_err));
	finish(&w);
	struct served before = served();
	w = open_writer(false);
	ok(writer_put_file(w, &entry, &ok_err));
	ok(writer_forget_file(w, STR("/unknown"), &ok_err));
	ok(writer_delete_file(w, STR("/unknown"), &ok_err));
	ok(writer_metadata(w, META_RUN, STR("{}"), &ok_err));
	assert_false(writer_changed(w));
	assert_int_equal(writer_pending(w), 0);
	finish(&w);
	struct served after = served();
	assert_int_equal(after.revision, before.revision);
	assert_int_equal(after.generation, before.generation);
	w = open_writer(false);
	ok(writer_forget_file(w, STR("/f1"), &ok_err));
	assert_true(writer_changed(w));
	finish(&w);
	assert_true(served().revision > before.revision);
}

static void an_empty_first_run_is_an_empty_index(void **state)
{
	(void)state;
	struct writer *w = open_writer(false);
	assert_int_equal(finish(&w), 1);
	assert_int_equal(served().documents, 0);
	struct store *s = open_served(NULL);
	struct langs found;
	ok(schema_check(s, dir, &found, &ok_err));
	assert_string_equal(found.spec, "en,ru");
	store_close(&s);
}

static void closing_early_drops(void **state)
{
	(void)state;
	uint64_t number;
	struct err err;
	struct writer *w = open_writer(false);
	put(w, "a", "alpha", "/f");
	ok(writer_flush(w, &ok_err));
	put(w, "b", "beta", "/f");
	writer_close(&w);
	writer_close(&w);
	assert_int_equal(generation_current(dir, &number, NULL, &err), -1);
	assert_int_equal(err.code, ERR_NOT_FOUND);

	w = open_writer(false);
	put(w, "a", "alpha", "/f");
	assert_int_equal(finish(&w), 1);
	w = open_writer(true);
	put(w, "x", "other", "/f");
	writer_close(&w);
	assert_int_equal(served().generation, 1);
	assert_true(has("alpha"));

	/* An update keeps what was flushed. */
	w = open_writer(false);
	put(w, "b", "beta", "/f");
	ok(writer_flush(w, &ok_err));
	assert_int_equal(writer_pending(w), 0);
	put(w, "c", "gamma", "/f");
	writer_close(&w);
	assert_true(has("beta") && !has("gamma"));
}

static void commits_by_memory(void **state)
{
	(void)state;
	const char *why;
	struct writer *w = open_writer(false);
	finish(&w);
	uint64_t before = served().revision;
	w = open_with(false, 0, &why);
	put(w, "a", "alpha", "/f");
	assert_int_equal(writer_pending(w), 0);
	assert_true(has("alpha"));
	put(w, "b", "beta", "/f");
	assert_int_equal(served().revision, before + 2);
	writer_close(&w);
	w = open_with(false, UINT64_MAX, &why);
	put(w, "c", "gamma", "/f");
	assert_int_equal(served().revision, before + 2);
	writer_close(&w);
}

static void deletes_a_file_s_documents(void **state)
{
	(void)state;
	char id[16];
	const char *why;
	struct writer *w = open_with(false, 20000, &why);
	for (int i = 0; i < 500; i++) {
		snprintf(id, sizeof(id), "%d", i);
		put(w, id, "some words", i % 5 ? "/records" : "/other");
	}
	ok(writer_delete_file(w, STR("/records"), &ok_err));
	ok(writer_delete_unique(w, STR("Q0"), &ok_err));
	finish(&w);
	assert_int_equal(served().documents, 99);
}

static void one_writer_at_a_time(void **state)
{
	(void)state;
	struct writer *w = open_writer(false), *second = NULL;
	struct writer_options o = { .dir = dir, .langs = &langs, .memory = 1 << 20, .program = "test" };
	const char *why;
	struct err err;
	assert_int_equal(writer_open(&o, &second, &why, &err), -1);
	assert_int_equal(err.code, ERR_LOCKED);
	assert_non_null(strstr(err.msg, dir));
	assert_null(second);
	writer_close(&w);
	w = open_writer(false);
	writer_close(&w);
}

static void other_settings_make_a_new_generation(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	const char *why = NULL;
	struct writer *w = open_writer(false);
	put(w, "a", "alpha", "/f");
	finish(&w);

	ok(langs_parse(STR("en"), &langs, &ok_err));
	w = open_with(false, 1 << 20, &why);
	assert_true(writer_is_new(w));
	assert_non_null(strstr(why, "en,ru"));
	writer_close(&w);
	assert_true(has("alpha"));
	w = open_with(false, 1 << 20, &why);
	assert_int_equal(finish(&w), 2);
	assert_int_equal(served().documents, 0);

	static const char *const keys[] = { META_FORMAT, META_ANALYZER, META_ICU };
	for (size_t i = 0; i < 3; i++) {
		w = open_writer(false);
		ok(writer_metadata(w, keys[i], i == 2 ? STR("9.0") : STR_NONE, &ok_err));
		uint64_t before = finish(&w);
		w = open_with(false, 1 << 20, &why);
		assert_non_null(why);
		assert_true(writer_is_new(w));
		assert_int_equal(finish(&w), before + 1);
		w = open_writer(false);
		assert_false(writer_is_new(w));
		writer_close(&w);
	}
	arena_fini(&a);
}

static void says_what_is_broken(void **state)
{
	struct writer_options o = { .dir = dir, .langs = &langs, .memory = 1, .program = "test" };
	struct writer *w = open_writer(false);
	const char *why;
	struct err err;
	char path[400];
	finish(&w);
	snprintf(path, sizeof(path), "%s/gen.1/iamglass", dir);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(writer_open(&o, &w, &why, &err), -1);
	assert_null(w);
	assert_non_null(strstr(err.msg, dir));
	/* A full build does not look at the broken one. */
	w = open_writer(true);
	assert_int_equal(finish(&w), 2);

	snprintf(path, sizeof(path), "%s/file", (const char *)*state);
	ok(fs_write_atomic(path, STR("x"), &ok_err));
	o.dir = path;
	assert_int_equal(writer_open(&o, &w, &why, &err), -1);
	assert_null(w);
	assert_int_equal(writer_open(&o, &w, &why, NULL), -1);
}

/* ---- Against a model ---- */

enum { IDS = 60 };

struct model {
	struct arena arena;
	struct doc docs[IDS];		/* id.n == 0: not there */
};

static struct str random_words(struct arena *a, int n)
{
	static const char *const words[] = {
		"border", "borders", "trade", "the", "the", "граница", "границы", "co-operation", "2014", "I.M.U.",
	};
	struct buf b = BUF_INIT;
	for (int i = 0; i < n; i++)
		buf_printf(&b, "%s%s", words[(size_t)rand() % 10], rand() % 8 ? " " : ".\n\n");
	if (n)
		buf_printf(&b, "w%d", rand() % 500);
	struct str s = arena_str(a, buf_str(&b));
	buf_fini(&b);
	return s;
}

static struct doc random_doc(struct model *m, int i)
{
	struct doc doc = {
		.id = arena_printf(&m->arena, "id%d", i), .title = random_words(&m->arena, rand() % 5),
		.text = random_words(&m->arena, rand() % (rand() % 20 ? 80 : 4000)), .date = STR("2014"),
		.author = random_words(&m->arena, rand() % 3), .type = rand() % 2 ? STR("text/plain") : STR(""),
	};
	return doc;
}

struct comparison {
	struct store *store;
	docid_t doc;
	const struct prepared *expected;
	size_t terms;
	uint64_t length;
};

static int compare_term(void *arg, struct str term, uint32_t wdf)
{
	struct comparison *c = arg;
	const struct store_document *d = &c->expected->document;
	size_t i = 0;
	while (i < d->n_terms && !str_eq(d->terms[i].term, term))
		i++;
	if (i == d->n_terms)
		fail_msg("unexpected term %.*s", STR_ARG(term));
	assert_int_equal(wdf, d->terms[i].wdf);
	c->terms++;
	c->length += wdf;
	return 0;
}

static void compare_document(struct store *s, const struct doc *doc, uint64_t *length)
{
	static const struct prepare_limits limits = { 0 };
	struct arena a = ARENA_INIT;
	struct prepared p;
	struct str text;
	prepared_init(&p);
	ok(prepare(preparer, doc, STR("/f"), &limits, &p, &ok_err));
	prepared_group(preparer, &p);
	struct comparison c = { .store = s, .expected = &p };
	ok(store_find(s, p.unique, &c.doc, &ok_err));
	ok(store_each_doc_term(s, c.doc, compare_term, &c, &ok_err));
	assert_int_equal(c.terms, p.document.n_terms);
	for (size_t i = 0; i < p.document.n_terms; i++) {
		const struct store_term *t = &p.document.terms[i];
		termpos_t *positions;
		size_t n;
		ok(store_positions(s, c.doc, t->term, &a, &positions, &n, &ok_err));
		assert_int_equal(n, t->n_positions);
		if (n)
			assert_memory_equal(positions, t->positions, n * sizeof(*positions));
	}
	for (uint32_t slot = 0; slot < N_SLOTS; slot++) {
		struct str expected = STR_NONE;
		for (size_t i = 0; i < p.document.n_values; i++)
			if (p.document.values[i].slot == slot)
				expected = p.document.values[i].value;
		ok(store_value(s, c.doc, slot, &a, &text, &ok_err));
		assert_true(str_eq(text, expected));
	}
	ok(store_data(s, c.doc, &a, &text, &ok_err));
	assert_true(str_eq(text, p.document.data));
	*length += c.length;
	prepared_fini(&p);
	arena_fini(&a);
}

static void compare(struct store *s, const struct model *m)
{
	struct store_info info;
	uint64_t n = 0, length = 0;
	for (int i = 0; i < IDS; i++)
		if (m->docs[i].id.n) {
			compare_document(s, &m->docs[i], &length);
			n++;
		}
	ok(store_info(s, &info, &ok_err));
	assert_int_equal(info.documents, n);
	assert_int_equal(info.total_length, length);
}

static void follows_the_model(void **state)
{
	(void)state;
	struct model *m = calloc(1, sizeof(*m));
	srand(11);
	for (int run = 0; run < 6; run++) {
		bool full = run == 3;
		const char *why;
		struct writer *w = open_with(full, (uint64_t)(rand() % 3) * 30000, &why);
		if (full)
			memset(m->docs, 0, sizeof(m->docs));
		for (int step = 0; step < 80; step++) {
			int i = rand() % IDS;
			bool there = m->docs[i].id.n > 0;
			if (rand() % 4) {
				m->docs[i] = random_doc(m, i);
				assert_int_equal(put_doc(w, &m->docs[i], "/f"), there);
			} else {
				ok(writer_delete_unique(w, arena_printf(&m->arena, "Qid%d", i), &ok_err));
				m->docs[i] = (struct doc){ .id = STR_NONE };
			}
			if (step % 40 == 20)
				compare(writer_reader(w), m);
		}
		finish(&w);
		struct store *s = open_served(NULL);
		compare(s, m);
		store_close(&s);
		char *path = NULL;
		uint64_t number, errors = 1;
		ok(generation_current(dir, &number, &path, &ok_err));
		ok(store_check(path, &errors, NULL, &ok_err));
		assert_int_equal(errors, 0);
		free(path);
	}
	arena_fini(&m->arena);
	free(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, enter, leave)
		T(builds_updates_rebuilds),
		T(builds_in_bulk), T(restarts_as_a_new_generation), T(a_run_without_changes_leaves_no_trace),
		T(an_empty_first_run_is_an_empty_index),
		T(closing_early_drops),
		T(commits_by_memory),
		T(deletes_a_file_s_documents),
		T(one_writer_at_a_time),
		T(other_settings_make_a_new_generation),
		T(says_what_is_broken),
		T(follows_the_model),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
