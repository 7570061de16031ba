/* Reading an index: documents, vocabulary, metadata, revisions, several databases as one. */
#include "config.h"

#include "common/buf.h"
#include "common/unit.h"
#include "tests/unit/store_fixture.h"

static struct store_writer *new_index(const char *dir, const char *name, char *path, size_t size)
{
	snprintf(path, size, "%s/%s", dir, name);
	struct store_writer *w = NULL;
	ok(store_writer_open(path, true, &w, &ok_err));
	return w;
}

static struct store *open_one(const char *path)
{
	struct store *s = NULL;
	ok(store_open(&path, 1, &s, &ok_err));
	return s;
}

static void reads_one_document(void **state)
{
	char path[300];
	struct store_writer *w = new_index(*state, "a", path, sizeof(path));
	docid_t doc = put_words(w, "x", "to be or not to be", 3, "hamlet");
	put_words(w, "y", "be", 0, NULL);
	ok(store_writer_commit(w, &ok_err));
	store_writer_close(&w);
	assert_null(w);

	struct store *s = open_one(path);
	struct arena a = ARENA_INIT;
	struct str text;
	ok(store_data(s, doc, &a, &text, &ok_err));
	assert_true(str_eqz(text, "to be or not to be"));
	ok(store_value(s, doc, 3, &a, &text, &ok_err));
	assert_true(str_eqz(text, "hamlet"));
	ok(store_value(s, doc, 4, &a, &text, &ok_err));
	assert_int_equal(text.n, 0);

	termpos_t *positions;
	size_t n;
	ok(store_positions(s, doc, STR("be"), &a, &positions, &n, &ok_err));
	assert_int_equal(n, 2);
	assert_int_equal(positions[0], 2);
	assert_int_equal(positions[1], 6);
	ok(store_positions(s, doc, STR("Qx"), &a, &positions, &n, &ok_err));
	assert_int_equal(n, 0);
	ok(store_positions(s, doc, STR("absent"), &a, &positions, &n, &ok_err));
	assert_int_equal(n, 0);

	docid_t found;
	struct err err;
	ok(store_find(s, STR("Qx"), &found, &ok_err));
	assert_int_equal(found, doc);
	static const struct str absent[] = { { "Qz", 2 }, { "", 0 }, { NULL, 0 } };
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(store_find(s, absent[i], &found, &err), -1);
		assert_int_equal(err.code, ERR_NOT_FOUND);
		uint32_t freq = 7;
		ok(store_term_frequency(s, absent[i], &freq, &ok_err));
		assert_int_equal(freq, 0);
	}
	assert_int_equal(store_data(s, 99, &a, &text, &err), -1);
	assert_int_equal(err.code, ERR_NOT_FOUND);
	struct str again;
	ok(store_data(s, doc, &a, &text, &ok_err));
	ok(store_hit_data(s, doc, &a, &again, &ok_err));
	assert_true(str_eq(text, again));

	uint32_t freq;
	ok(store_term_frequency(s, STR("be"), &freq, &ok_err));
	assert_int_equal(freq, 2);
	struct store_info info;
	ok(store_info(s, &info, &ok_err));
	assert_int_equal(info.documents, 2);
	assert_int_equal(info.last_docid, 2);
	assert_int_equal(info.total_length, 7);
	assert_true(info.average_length == 3.5);
	arena_fini(&a);
	store_close(&s);
	assert_null(s);
	store_close(&s);
}

/* Terms longer than a term can be are absent, not errors. */
static void long_terms_are_absent(void **state)
{
	char path[300];
	struct store_writer *w = new_index(*state, "a", path, sizeof(path));
	put_words(w, "x", "word", 0, NULL);
	ok(store_writer_commit(w, &ok_err));
	store_writer_close(&w);
	struct store *s = open_one(path);
	static char big[70000];
	memset(big, 'w', sizeof(big));
	static const size_t lengths[] = { 244, 245, 246, 255, 256, 257, 70000 };
	for (size_t i = 0; i < sizeof(lengths) / sizeof(*lengths); i++) {
		struct str term = { big, lengths[i] };
		uint32_t freq = 1;
		docid_t doc;
		struct err err;
		ok(store_term_frequency(s, term, &freq, &ok_err));
		assert_int_equal(freq, 0);
		assert_int_equal(store_find(s, term, &doc, &err), -1);
		assert_int_equal(err.code, ERR_NOT_FOUND);
	}
	store_close(&s);
}

struct seen {
	char text[400];
	int stop_after;
};

static int see(void *arg, struct str term, uint32_t freq)
{
	struct seen *seen = arg;
	size_t n = strlen(seen->text);
	snprintf(seen->text + n, sizeof(seen->text) - n, "%.*s:%u ", STR_ARG(term), (unsigned)freq);
	return --seen->stop_after == 0;
}

static int see_document(void *arg, docid_t doc)
{
	return see(arg, STR("doc"), doc);
}

static void lists_documents_of_a_term(void **state)
{
	char path[300];
	struct store_writer *w = new_index(*state, "a", path, sizeof(path));
	put_words(w, "1", "one two", 0, NULL);
	put_words(w, "2", "two", 0, NULL);
	put_words(w, "3", "one", 0, NULL);
	ok(store_writer_commit(w, &ok_err));
	store_writer_close(&w);
	struct store *s = open_one(path);
	static const struct { const char *term; int stop_after; const char *expected; } rows[] = {
		{ "one", 0, "doc:1 doc:3 " }, { "two", 1, "doc:1 " }, { "absent", 0, "" }, { "", 0, "" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct seen seen = { "", rows[i].stop_after };
		ok(store_each_document(s, str_of(rows[i].term), see_document, &seen, &ok_err));
		assert_string_equal(seen.text, rows[i].expected);
	}
	store_close(&s);
}

static int see_pair(void *arg, struct str key, struct str value)
{
	struct seen *seen = arg;
	size_t n = strlen(seen->text);
	snprintf(seen->text + n, sizeof(seen->text) - n, "%.*s=%.*s ", STR_ARG(key), STR_ARG(value));
	return --seen->stop_after == 0;
}

static int pass_by(void *arg, struct str term, uint32_t freq)
{
	(void)term, (void)freq;
	++*(unsigned *)arg;
	return 0;
}

/* Many short walks over the vocabulary are as long as one long walk. */
static void vocabulary_has_a_deadline(void **state)
{
	char path[300];
	struct store_writer *w = new_index(*state, "a", path, sizeof(path));
	put_words(w, "1", "border borders border order bore", 0, NULL);
	ok(store_writer_commit(w, &ok_err));
	store_writer_close(&w);
	struct store *s = open_one(path);
	struct err err;
	unsigned seen = 0;
	int rc = 0;
	store_deadline(s, clock_us());
	for (int i = 0; i < 2000 && rc == 0; i++)
		rc = store_each_term(s, STR("border"), pass_by, &seen, &err);
	assert_int_equal(rc, -1);
	assert_int_equal(err.code, ERR_TIMEOUT);
	assert_true(seen < 2000);
	store_deadline(s, 0);
	for (int i = 0; i < 2000; i++)
		ok(store_each_term(s, STR("border"), pass_by, &seen, &ok_err));
	store_close(&s);
}

static void lists_terms(void **state)
{
	char path[300];
	struct store_writer *w = new_index(*state, "a", path, sizeof(path));
	docid_t doc = put_words(w, "1", "border borders border order bore", 0, NULL);
	put_words(w, "2", "border bored", 0, NULL);
	ok(store_writer_commit(w, &ok_err));
	store_writer_close(&w);
	struct store *s = open_one(path);
	static const struct {
		const char *prefix;
		int stop_after;
		const char *expected;
	} rows[] = {
		{ "bor", 0, "border:2 borders:1 bore:1 bored:1 " },
		{ "border", 0, "border:2 borders:1 " },
		{ "bor", 2, "border:2 borders:1 " },
		{ "zebra", 0, "" },
		{ "", 0, "Q1:1 Q2:1 border:2 borders:1 bore:1 bored:1 order:1 " },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct seen seen = { "", rows[i].stop_after };
		ok(store_each_term(s, str_of(rows[i].prefix), see, &seen, &ok_err));
		assert_string_equal(seen.text, rows[i].expected);
	}
	struct seen seen = { "", 0 };
	ok(store_each_doc_term(s, doc, see, &seen, &ok_err));
	assert_string_equal(seen.text, "Q1:0 border:2 borders:1 bore:1 order:1 ");
	struct err err;
	assert_int_equal(store_each_doc_term(s, 77, see, &seen, &err), -1);
	assert_int_equal(err.code, ERR_NOT_FOUND);
	store_close(&s);
}

static void reads_metadata(void **state)
{
	char path[300];
	struct store_writer *w = new_index(*state, "a", path, sizeof(path));
	ok(store_writer_set_metadata(w, STR("Fb"), str_n("2\0x", 3), &ok_err));
	ok(store_writer_set_metadata(w, STR("Fa"), STR("1"), &ok_err));
	ok(store_writer_set_metadata(w, STR("Ga"), STR("3"), &ok_err));
	ok(store_writer_set_metadata(w, STR("Fgone"), STR("4"), &ok_err));
	ok(store_writer_set_metadata(w, STR("Fgone"), STR(""), &ok_err));
	struct arena a = ARENA_INIT;
	struct str value;
	ok(store_metadata(store_writer_reader(w), STR("Fb"), &a, &value, &ok_err));
	assert_int_equal(value.n, 3);
	struct seen pending = { "", 0 };
	ok(store_each_metadata(store_writer_reader(w), STR("F"), see_pair, &pending, &ok_err));
	assert_string_equal(pending.text, "Fa=1 Fb=2 ");
	ok(store_writer_commit(w, &ok_err));
	store_writer_close(&w);

	struct store *s = open_one(path);
	ok(store_metadata(s, STR("Fb"), &a, &value, &ok_err));
	assert_int_equal(value.n, 3);
	assert_memory_equal(value.p, "2\0x", 3);
	ok(store_metadata(s, STR("absent"), &a, &value, &ok_err));
	assert_int_equal(value.n, 0);
	struct seen seen = { "", 1 };
	ok(store_each_metadata(s, STR("F"), see_pair, &seen, &ok_err));
	assert_string_equal(seen.text, "Fa=1 ");
	arena_fini(&a);
	store_close(&s);
}

static void joins_databases(void **state)
{
	char path[2][300];
	docid_t local[2];
	for (int i = 0; i < 2; i++) {
		struct store_writer *w = new_index(*state, i ? "b" : "a", path[i], sizeof(path[i]));
		ok(store_writer_set_metadata(w, STR("which"), i ? STR("b") : STR("a"), &ok_err));
		put_words(w, "same", i ? "second common" : "first common", 0, NULL);
		local[i] = put_words(w, i ? "q" : "p", "common", 0, NULL);
		ok(store_writer_commit(w, &ok_err));
		store_writer_close(&w);
	}
	const char *paths[] = { path[0], path[1] };
	struct store *s = NULL;
	ok(store_open(paths, 2, &s, &ok_err));
	uint32_t freq;
	ok(store_term_frequency(s, STR("common"), &freq, &ok_err));
	assert_int_equal(freq, 4);
	static const struct { const char *term; size_t database; } rows[] = {
		{ "first", 0 }, { "second", 1 }, { "Qp", 0 }, { "Qq", 1 },
	};
	for (size_t i = 0; i < 4; i++) {
		docid_t doc = 0;
		ok(store_find(s, str_of(rows[i].term), &doc, &ok_err));
		assert_int_equal(store_database_of(s, doc), rows[i].database);
	}
	docid_t doc = 0;
	ok(store_find(s, STR("Qq"), &doc, &ok_err));
	assert_int_equal(doc, (local[1] - 1) * 2 + 2);
	struct arena a = ARENA_INIT;
	struct str value;
	ok(store_metadata(s, STR("which"), &a, &value, &ok_err));
	assert_true(str_eqz(value, "a"));
	for (size_t i = 0; i < 2; i++) {
		ok(store_metadata_of(s, i, STR("which"), &a, &value, &ok_err));
		assert_true(str_eqz(value, i ? "b" : "a"));
	}
	struct err no_such;
	assert_int_equal(store_metadata_of(s, 2, STR("which"), &a, &value, &no_such), -1);
	assert_int_equal(no_such.code, ERR_INVALID);

	/* Revisions are told apart, and one reopen moves them all. */
	uint64_t before[2], after[2];
	for (size_t i = 0; i < 2; i++)
		ok(store_revision(s, i, &before[i], &ok_err));
	struct err err;
	assert_int_equal(store_revision(s, 2, &before[0], &err), -1);
	assert_int_equal(err.code, ERR_INVALID);
	struct store_writer *w = NULL;
	ok(store_writer_open(path[1], false, &w, &ok_err));
	put_words(w, "new", "common", 0, NULL);
	ok(store_writer_commit(w, &ok_err));
	store_writer_close(&w);
	ok(store_term_frequency(s, STR("common"), &freq, &ok_err));
	assert_int_equal(freq, 4);
	bool changed = false;
	ok(store_reopen(s, &changed, &ok_err));
	assert_true(changed);
	ok(store_term_frequency(s, STR("common"), &freq, &ok_err));
	assert_int_equal(freq, 5);
	for (size_t i = 0; i < 2; i++)
		ok(store_revision(s, i, &after[i], &ok_err));
	assert_int_equal(after[0], before[0]);
	assert_true(after[1] > before[1]);
	ok(store_reopen(s, &changed, &ok_err));
	assert_false(changed);
	ok(store_reopen(s, NULL, &ok_err));
	arena_fini(&a);
	store_close(&s);
}

static int freed;

static void count_freed(void *thing)
{
	freed += *(int *)thing;
}

/* Things are kept by database, and freed with the store; a place that nobody used is not. */
static void keeps_what_is_attached(void **state)
{
	char path[300];
	int one = 1, ten = 10;
	struct store_writer *w = new_index(*state, "attached", path, sizeof(path));
	ok(store_writer_commit(w, &ok_err));
	store_writer_close(&w);
	const char *paths[] = { path, path, path };
	struct store *s = NULL;
	ok(store_open(paths, 3, &s, &ok_err));
	for (size_t i = 0; i < 3; i++)
		assert_null(*store_attached(s, i, count_freed));
	*store_attached(s, 0, count_freed) = &one;
	*store_attached(s, 2, count_freed) = &ten;
	assert_ptr_equal(*store_attached(s, 0, count_freed), &one);
	assert_null(*store_attached(s, 1, count_freed));
	assert_ptr_equal(*store_attached(s, 2, count_freed), &ten);
	freed = 0;
	store_close(&s);
	assert_int_equal(freed, 11);
}

static void names_what_cannot_be_opened(void **state)
{
	char path[300];
	snprintf(path, sizeof(path), "%s/none", (const char *)*state);
	const char *p = path;
	struct store *s = (struct store *)state;
	struct err err;
	assert_int_equal(store_open(&p, 1, &s, &err), -1);
	assert_int_equal(err.code, ERR_NOT_FOUND);
	assert_null(s);
	assert_int_equal(store_open(&p, 0, &s, &err), -1);
	assert_int_equal(err.code, ERR_INVALID);
}

/* Two commits after the revision that a reader holds, its blocks are used anew. */
static void reports_a_lost_revision(void **state)
{
	char path[300];
	struct store_writer *w = new_index(*state, "a", path, sizeof(path));
	char id[16], words[64];
	for (int i = 0; i < 3000; i++) {
		snprintf(id, sizeof(id), "%d", i);
		snprintf(words, sizeof(words), "all w%d v%d", i, i % 100);
		put_words(w, id, words, 0, NULL);
	}
	ok(store_writer_commit(w, &ok_err));
	struct store *s = open_one(path);
	for (int round = 0; round < 4; round++) {
		for (int i = 0; i < 3000; i++) {
			snprintf(id, sizeof(id), "%d", i);
			snprintf(words, sizeof(words), "all r%d x%d", round, i);
			put_words(w, id, words, 0, NULL);
		}
		ok(store_writer_commit(w, &ok_err));
	}
	struct seen seen = { "", 0 };
	struct err err;
	assert_int_equal(store_each_term(s, STR("w"), see, &seen, &err), -1);
	assert_int_equal(err.code, ERR_MODIFIED);
	ok(store_reopen(s, NULL, &ok_err));
	ok(store_each_term(s, STR("r"), see, &(struct seen){ "", 0 }, &ok_err));
	store_close(&s);
	store_writer_close(&w);
}

/* ---- In place ---- */

static int note_metadata(void *arg, struct str key, struct str value)
{
	struct buf *b = arg;
	buf_printf(b, "%.*s=%.*s;", STR_ARG(key), STR_ARG(value));
	return b->n > 400;
}

static int note_term(void *arg, struct str term, uint32_t freq)
{
	struct buf *b = arg;
	buf_addstr(b, term);
	buf_printf(b, "=%u;", freq);
	return b->n > 400;
}

/* All that can be asked of a word, in one line. */
static void describe(struct store *s, struct str word, struct buf *out)
{
	uint32_t freq;
	bool has;
	ok(store_term_frequency(s, word, &freq, &ok_err));
	ok(store_has_metadata(s, word, &has, &ok_err));
	buf_printf(out, "%u %d ", freq, has);
	ok(store_each_metadata(s, word, note_metadata, out, &ok_err));
	buf_puts(out, " / ");
	ok(store_each_term(s, word, note_term, out, &ok_err));
}

static struct str word_number(struct arena *a, unsigned i)
{
	struct str s = arena_printf(a, i % 7 ? "w%u" : "word beginning alike %u", i);
	if (i % 11 == 0 && s.n > 2)
		((char *)s.p)[s.n - 1] = '\0';
	return s;
}

/* Words and keys enough for tables of several levels, some of them in both databases. */
static void put_vocabulary(struct store_writer *w, unsigned from, unsigned end)
{
	struct arena a = ARENA_INIT;
	for (unsigned i = from; i < end; i++) {
		struct str word = word_number(&a, i), id = arena_printf(&a, "Q%u", i);
		struct store_term terms[] = { { .term = id }, { .term = word, .wdf = 1 } };
		struct store_document d = { .terms = terms, .n_terms = 2 };
		docid_t doc;
		ok(store_writer_replace(w, id, &d, &doc, &ok_err));
		if (i % 3 == 0)
			ok(store_writer_set_metadata(w, word, arena_printf(&a, "value %u", i), &ok_err));
	}
	/* One that takes several blocks. */
	char *large = arena_array(&a, 30000, 1);
	memset(large, 'x', 30000);
	ok(store_writer_set_metadata(w, STR("w5000 large"), str_n(large, 30000), &ok_err));
	ok(store_writer_commit(w, &ok_err));
	arena_fini(&a);
}

/* In a database all words of MAX may end at once, or have no document at all, while others are still to come; so they may below a
 * synonym, which wants to know how frequent its parts are. */
static void best_of_words_in_several(void **state)
{
	static const char *const texts[3][4] = {
		{ "one", "two", "one two", "five" }, { "three four", "one three", "one four", "four one" }, { "two", "three", "five", "five six" },
	};
	static const struct { const char *words[2][2]; bool all; unsigned n; } rows[] = {
		{ { { "three", "four" }, { "one", NULL } }, true, 3 }, { { { "three", "four" }, { "one", "two" } }, true, 3 },
		{ { { "three", "nine" }, { "four", "nine" } }, false, 5 }, { { { "one", "two" }, { NULL, NULL } }, false, 7 },
		{ { { "five", "six" }, { "three", "four" } }, false, 8 }, { { { "nine", "ten" }, { "one", NULL } }, false, 5 },
	};
	char paths[3][300];
	struct store_writer *w[3];
	struct store *s;
	for (unsigned i = 0; i < 3; i++) {
		w[i] = new_index(*state, (const char *const[]){ "a", "b", "c" }[i], paths[i], sizeof(paths[i]));
		for (unsigned k = 0; k < 4; k++)
			put_words(w[i], (const char *const[]){ "1", "2", "3", "4" }[k], texts[i][k], 0, NULL);
		ok(store_writer_commit(w[i], &ok_err));
	}
	ok(store_open((const char *const[]){ paths[0], paths[1], paths[2] }, 3, &s, &ok_err));
	for (size_t j = 0; j < 2 * sizeof(rows) / sizeof(*rows); j++) {
		struct arena a = ARENA_INIT;
		struct store_node nodes[9];
		size_t n = 0, groups = 0, i = j / 2;
		for (size_t k = 0; k < 2; k++) {
			uint32_t words = 0;
			for (size_t m = 0; m < 2 && rows[i].words[k][m]; m++, words++)
				nodes[n++] = (struct store_node){ .op = STORE_TERM, .term = str_of(rows[i].words[k][m]) };
			if (words)
				nodes[n++] = (struct store_node){ .op = STORE_MAX, .n = words };
			if (words && j % 2)
				nodes[n++] = (struct store_node){ .op = STORE_SYNONYM, .n = 1 };
			groups += words > 0;
		}
		nodes[n++] = (struct store_node){ .op = rows[i].all ? STORE_AND : STORE_OR, .n = (uint32_t)groups };
		struct store_search q = { .nodes = nodes, .n_nodes = n, .limit = 20, .check_at_least = UINT32_MAX,
					  .sort_slot = STORE_NO_SLOT, .collapse_slot = STORE_NO_SLOT };
		struct store_result r;
		ok(store_search(s, &q, &a, &r, &ok_err));
		assert_int_equal(r.n_hits, rows[i].n);
		assert_int_equal(r.matches_lower, rows[i].n);
		for (size_t k = 0; k < r.n_hits; k++)
			assert_true(r.hits[k].weight > 0);
		arena_fini(&a);
	}
	store_close(&s);
	for (unsigned i = 0; i < 3; i++)
		store_writer_close(&w[i]);
}

static void looks_up_in_place(void **state)
{
	char paths[2][300];
	struct store_writer *w[2];
	struct store *s;
	struct buf always = BUF_INIT, placed = BUF_INIT;
	struct arena a = ARENA_INIT;
	for (unsigned i = 0; i < 2; i++) {
		w[i] = new_index(*state, i ? "b" : "a", paths[i], sizeof(paths[i]));
		put_vocabulary(w[i], i * 2000, 4000 + i * 3000);
	}
	ok(store_open((const char *const[]){ paths[0], paths[1] }, 2, &s, &ok_err));
	static const struct str more[] = {
		{ "", 0 }, { "w", 1 }, { "w6", 2 }, { "word beginning", 14 }, { "zzz", 3 }, { "\0", 1 }, { "w\xff", 2 }, { "w5000", 5 },
		{ "w5000 ", 6 },
	};
	for (unsigned i = 0; i < 9000; i += i < 8000 ? 13 : 1) {
		struct str word = i < 8000 ? word_number(&a, i) : i - 8000 < 9 ? more[i - 8000] : arena_printf(&a, "w%u", i * 7);
		buf_reset(&always);
		buf_reset(&placed);
		describe(s, word, &always);
		store_in_place(s);
		describe(s, word, &placed);
		assert_true(store_in_place_ends(s));
		assert_true(str_eq(buf_str(&always), buf_str(&placed)));
	}
	/* A commit after the look, and that revision gone on the next one. */
	uint32_t freq;
	store_in_place(s);
	ok(store_term_frequency(s, STR("w1"), &freq, &ok_err));
	put_vocabulary(w[0], 0, 10);
	assert_false(store_in_place_ends(s));
	store_in_place(s);
	ok(store_term_frequency(s, STR("w1"), &freq, &ok_err));
	assert_int_equal(freq, 1);
	assert_true(store_in_place_ends(s));
	ok(store_reopen(s, NULL, &ok_err));
	store_in_place(s);
	ok(store_term_frequency(s, STR("w2001"), &freq, &ok_err));
	assert_int_equal(freq, 2);
	assert_true(store_in_place_ends(s));
	store_close(&s);
	/* That of a writer reads what is not committed yet. */
	put_words(w[1], "new", "brandnew", 0, NULL);
	store_in_place(store_writer_reader(w[1]));
	ok(store_term_frequency(store_writer_reader(w[1]), STR("brandnew"), &freq, &ok_err));
	assert_int_equal(freq, 1);
	assert_true(store_in_place_ends(store_writer_reader(w[1])));
	for (unsigned i = 0; i < 2; i++)
		store_writer_close(&w[i]);
	buf_fini(&always);
	buf_fini(&placed);
	arena_fini(&a);
}

static void expands(void **state)
{
	char path[300], id[16];
	struct store_writer *w = new_index(*state, "a", path, sizeof(path));
	docid_t relevant[3];
	for (unsigned i = 0; i < 40; i++) {
		snprintf(id, sizeof(id), "%u", i);
		docid_t doc = put_words(w, id, i < 3 ? "common drug trade trade=" : "common weather", 0, NULL);
		if (i < 3)
			relevant[i] = doc;
	}
	ok(store_writer_commit(w, &ok_err));
	struct arena a = ARENA_INIT;
	struct store_weighted_term *terms;
	size_t n;
	ok(store_expand(store_writer_reader(w), relevant, 3, 2, &a, &terms, &n, &ok_err));
	assert_int_equal(n, 2);
	for (size_t i = 0; i < n; i++) {
		assert_true(str_eqz(terms[i].term, "drug") || str_eqz(terms[i].term, "trade"));
		assert_true(terms[i].weight > 0);
	}
	ok(store_expand(store_writer_reader(w), relevant, 0, 5, &a, &terms, &n, &ok_err));
	assert_int_equal(n, 0);
	arena_fini(&a);
	store_writer_close(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, scratch_make, scratch_remove)
		T(reads_one_document),
		T(long_terms_are_absent),
		T(lists_terms), T(vocabulary_has_a_deadline),
		T(lists_documents_of_a_term),
		T(reads_metadata),
		T(joins_databases), T(keeps_what_is_attached),
		T(names_what_cannot_be_opened),
		T(reports_a_lost_revision),
		T(best_of_words_in_several),
		T(looks_up_in_place),
		T(expands),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
