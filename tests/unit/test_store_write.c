/* Changing an index: nothing is visible before a commit, closing drops, failures keep the old. */
#include "config.h"

#include <signal.h>
#include <sys/resource.h>

#include "common/buf.h"
#include "tests/unit/store_fixture.h"

static char path[300];

static struct store_writer *open_writer(void **state, bool create)
{
	snprintf(path, sizeof(path), "%s/db", (const char *)*state);
	struct store_writer *w = NULL;
	ok(store_writer_open(path, create, &w, &ok_err));
	return w;
}

static uint64_t count_on_disk(uint64_t *revision_r)
{
	const char *p = path;
	struct store *s = NULL;
	struct store_info info;
	ok(store_open(&p, 1, &s, &ok_err));
	ok(store_info(s, &info, &ok_err));
	if (revision_r)
		ok(store_revision(s, 0, revision_r, &ok_err));
	store_close(&s);
	return info.documents;
}

static void assert_sound(uint64_t documents)
{
	uint64_t errors = 77;
	struct buf log = BUF_INIT;
	ok(store_check(path, &errors, &log, &ok_err));
	if (errors)
		fail_msg("%s", log.p);
	buf_fini(&log);
	assert_int_equal(count_on_disk(NULL), documents);
}

static uint64_t count_pending(struct store_writer *w)
{
	struct store_info info;
	ok(store_info(store_writer_reader(w), &info, &ok_err));
	return info.documents;
}

static void adds_replaces_deletes(void **state)
{
	struct store_writer *w = open_writer(state, true);
	docid_t a = put_words(w, "a", "one", 0, NULL);
	docid_t b = put_words(w, "b", "two", 0, NULL);
	assert_int_equal(put_words(w, "a", "three", 0, NULL), a);
	struct store_term term = { .term = STR("two") };
	struct store_document d = { .data = STR("x"), .terms = &term, .n_terms = 1 };
	docid_t c = 0;
	ok(store_writer_add(w, &d, &c, &ok_err));
	assert_int_equal(c, b + 1);
	assert_int_equal(count_pending(w), 3);
	uint32_t freq;
	ok(store_term_frequency(store_writer_reader(w), STR("one"), &freq, &ok_err));
	assert_int_equal(freq, 0);
	ok(store_writer_delete(w, b, &ok_err));
	ok(store_writer_delete(w, c, &ok_err));
	assert_int_equal(count_pending(w), 1);
	assert_int_equal(count_on_disk(NULL), 0);
	ok(store_writer_commit(w, &ok_err));
	assert_int_equal(count_on_disk(NULL), 1);
	store_writer_close(&w);
	assert_null(w);
	store_writer_close(&w);
	assert_sound(1);
}

/* More documents than Xapian's automatic flush takes (10000). */
static void closing_drops_what_is_not_committed(void **state)
{
	struct store_writer *w = open_writer(state, true);
	docid_t kept = put_words(w, "kept", "kept", 0, NULL);
	ok(store_writer_commit(w, &ok_err));
	uint64_t before, after;
	count_on_disk(&before);
	char id[16];
	for (int i = 0; i < 10500; i++) {
		snprintf(id, sizeof(id), "%d", i);
		put_words(w, id, "dropped", 0, NULL);
	}
	ok(store_writer_delete(w, kept, &ok_err));
	ok(store_writer_set_metadata(w, STR("m"), STR("dropped"), &ok_err));
	assert_int_equal(count_on_disk(NULL), 1);
	store_writer_close(&w);
	assert_sound(1);
	count_on_disk(&after);
	assert_int_equal(after, before);

	w = open_writer(state, false);
	struct arena a = ARENA_INIT;
	struct str value;
	ok(store_metadata(store_writer_reader(w), STR("m"), &a, &value, &ok_err));
	assert_int_equal(value.n, 0);
	arena_fini(&a);
	store_writer_close(&w);
	count_on_disk(&after);
	assert_int_equal(after, before);
}

static void says_why_it_does_not_open(void **state)
{
	struct store_writer *w = open_writer(state, true), *second = NULL;
	struct err err;
	assert_int_equal(store_writer_open(path, false, &second, &err), -1);
	assert_int_equal(err.code, ERR_LOCKED);
	assert_null(second);
	store_writer_close(&w);
	assert_int_equal(store_writer_open(path, true, &second, &err), -1);
	assert_int_equal(err.code, ERR_EXISTS);
	assert_int_equal(store_writer_open("/nonexistent/a/b", false, &second, &err), -1);
	assert_int_equal(err.code, ERR_NOT_FOUND);
	assert_int_equal(store_writer_open("/nonexistent/a/b", true, &second, &err), -1);
	assert_int_not_equal(err.code, ERR_EXISTS);
	assert_null(second);
}

/* Xapian forgets what was not committed when a change fails; so nothing may follow. */
static void refuses_terms_that_are_too_long(void **state)
{
	struct store_writer *w = open_writer(state, true);
	char big[300];
	memset(big, 'w', sizeof(big));
	struct store_term term = { .term = { big, 245 } };
	struct store_document d = { .terms = &term, .n_terms = 1 };
	docid_t doc;
	struct err err;
	ok(store_writer_add(w, &d, &doc, &ok_err));
	ok(store_writer_commit(w, &ok_err));
	put_words(w, "lost", "lost", 0, NULL);
	term.term.n = 246;
	assert_int_equal(store_writer_add(w, &d, &doc, &err), -1);
	assert_int_equal(err.code, ERR_INVALID);
	term.term.n = 1;
	assert_int_equal(store_writer_add(w, &d, &doc, &err), -1);
	assert_int_equal(err.code, ERR_INTERNAL);
	assert_int_equal(store_writer_commit(w, &err), -1);
	store_writer_close(&w);
	assert_sound(1);
}

/* A limit on the size of files stands for a disk that fills up: the commit fails, the writer is
 * closed once there is room again, and the old revision is what is there. */
static void a_failed_commit_leaves_the_old_state(void **state)
{
	struct store_writer *w = open_writer(state, true);
	put_words(w, "kept", "kept words", 0, NULL);
	ok(store_writer_commit(w, &ok_err));

	signal(SIGXFSZ, SIG_IGN);
	struct rlimit was, small;
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &was), 0);
	small = was;
	small.rlim_cur = 100000;
	char id[16], words[64];
	struct err err = { 0 };
	int failed = 0;
	for (int i = 0; i < 20000; i++) {
		snprintf(id, sizeof(id), "%d", i);
		snprintf(words, sizeof(words), "dropped w%d", i);
		put_words(w, id, words, 0, NULL);
		if (i == 15000)
			assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
		if (i > 15000)
			break;
	}
	failed = store_writer_commit(w, &err);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &was), 0);
	assert_int_equal(failed, -1);
	assert_int_equal(err.code, ERR_IO);
	store_writer_close(&w);
	assert_sound(1);

	w = open_writer(state, false);
	put_words(w, "next", "next words", 0, NULL);
	ok(store_writer_commit(w, &ok_err));
	store_writer_close(&w);
	assert_sound(2);
}

static void finds_damage(void **state)
{
	struct store_writer *w = open_writer(state, true);
	char id[16];
	for (int i = 0; i < 2000; i++) {
		snprintf(id, sizeof(id), "%d", i);
		put_words(w, id, "some words that fill blocks", 0, NULL);
	}
	ok(store_writer_commit(w, &ok_err));
	store_writer_close(&w);
	assert_sound(2000);
	char table[320];
	snprintf(table, sizeof(table), "%s/postlist.glass", path);
	FILE *f = fopen(table, "r+b");
	assert_non_null(f);
	assert_int_equal(fseek(f, 8192 + 100, SEEK_SET), 0);
	static const char rubbish[3000] = { 1, 2, 3 };
	assert_int_equal(fwrite(rubbish, 1, sizeof(rubbish), f), sizeof(rubbish));
	assert_int_equal(fclose(f), 0);
	uint64_t errors = 0;
	struct err err;
	assert_true(store_check(path, &errors, NULL, &err) != 0 || errors > 0);
}

static void compacts(void **state)
{
	struct store_writer *w = open_writer(state, true);
	put_words(w, "a", "one two", 0, NULL);
	ok(store_writer_commit(w, &ok_err));
	store_writer_close(&w);
	char dest[320];
	snprintf(dest, sizeof(dest), "%s.compact", path);
	ok(store_compact(path, dest, &ok_err));
	struct err err;
	assert_int_equal(store_compact(path, dest, &err), -1);
	assert_int_equal(err.code, ERR_EXISTS);
	strcpy(path, dest);
	assert_sound(1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, scratch_make, scratch_remove)
		T(adds_replaces_deletes),
		T(closing_drops_what_is_not_committed),
		T(says_why_it_does_not_open),
		T(refuses_terms_that_are_too_long),
		T(a_failed_commit_leaves_the_old_state),
		T(finds_damage),
		T(compacts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
