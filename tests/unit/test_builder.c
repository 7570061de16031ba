/* What the bulk builder makes is what Xapian would have made, also after many later changes. */
#include "config.h"

#include "glass/builder.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "common/hash.h"
#include "glass/run.h"
#include "tests/unit/effort.h"
#include "tests/unit/store_fixture.h"
#include "tests/unit/twin.h"

#define CHANGES 200	/* made to both afterwards */
#define ROWS(a) (sizeof(a) / sizeof(*(a)))

/* ---- Random documents ---- */

static uint64_t seed;
static unsigned rounds;

static uint32_t below(uint32_t n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return n ? (uint32_t)((seed >> 16) % n) : 0;
}

struct shape {
	const char *name;
	uint32_t documents, vocabulary;
	uint32_t tokens;	/* most in a document */
	uint32_t values;	/* most in a document */
	uint32_t slots;
	uint32_t data;		/* most bytes */
	uint32_t run;		/* most documents in a run */
	uint32_t position;	/* positions are below, at least now and then */
	bool plain;		/* no odd terms */
	uint64_t memory;
	unsigned jobs;
};

static char text[70000];

/* Term number i: odd ones among many plain ones. */
static struct str term_of(const struct shape *s, uint32_t i)
{
	static char term[256];
	if (s->plain || i % 7)
		return str_n(term, (size_t)snprintf(term, sizeof(term), "%c%x", 'a' + (int)(i % 26), i * 2654435761U));
	size_t n = (size_t)snprintf(term, sizeof(term), "%x", i);
	switch (i / 7 % 6) {
	case 0:		/* zero bytes, also at the beginning */
		memset(term, 0, 1 + i % 5);
		return str_n(term, 1 + i % 5 + (i % 3 ? n : 0));
	case 1:		/* as long as can be */
		memset(term + n, 'x', LEXICON_TERM_MAX - n);
		return str_n(term, LEXICON_TERM_MAX);
	case 2:
		return str_n(term, (size_t)snprintf(term, sizeof(term), "%s%x", "\xe6\xbc\xa2\xe5\xad\x97", i));
	case 3:		/* shares long beginnings */
		return str_n(term, (size_t)snprintf(term, sizeof(term), "%s%x", "incomprehensibilit", i));
	case 4:
		return str_n(term, (size_t)snprintf(term, sizeof(term), "%s%x", "\xff\xfe\xff", i));
	default:	/* zeros up to the limit */
		memset(term, 0, LEXICON_TERM_MAX / 2);
		term[LEXICON_TERM_MAX / 2] = (char)('0' + i % 10);
		return str_n(term, LEXICON_TERM_MAX / 2 + 1);
	}
}

/* Small numbers far more often. */
static uint32_t skewed(uint32_t n)
{
	return below(below(below(n) + 1) + 1);
}

static uint32_t next_position(const struct shape *s, uint32_t position)
{
	if (below(50) == 0 || position == UINT32_MAX)
		return position;	/* the same place again */
	if (s->position && below(20) == 0 && position < s->position)
		return position + 1 + below(s->position - position - 1);
	return position + 1;
}

static struct store_document random_document(const struct shape *s, struct twin_token **tokens_r, size_t *n_r,
					     struct store_value_in *values)
{
	size_t n = below(10) == 0 ? 0 : skewed(s->tokens + 1);
	struct twin_token *tokens = xreallocarray(NULL, n, sizeof(*tokens));
	static char pool[1 << 20];
	size_t used = 0;
	uint32_t position = 0;
	bool no_positions = below(8) == 0;
	for (size_t i = 0; i < n; i++) {
		struct str term = term_of(s, skewed(s->vocabulary));
		if (used + term.n > sizeof(pool)) {
			n = i;
			break;
		}
		memcpy(pool + used, term.p, term.n);
		position = next_position(s, position);
		bool none = no_positions || below(30) == 0;
		tokens[i] = (struct twin_token){ str_n(pool + used, term.n), none ? 0 : position, below(4) };
		used += term.n;
		/* Without a position only where none stands before: those come first. */
		if (none)
			for (size_t j = i; j-- > 0 && tokens[i].position == 0;)
				if (tokens[j].position && str_eq(tokens[j].term, tokens[i].term))
					tokens[i].position = position;
	}
	/* xapian-check takes a document of length 0 for one without terms, positions notwithstanding. */
	if (n)
		tokens[0].wdf = 1;
	size_t n_values = below(s->values + 1);
	for (size_t i = 0; i < n_values; i++) {
		uint32_t slot = (i ? values[i - 1].slot + 1 : 0) + below(s->slots);
		uint32_t at = below(1000), length = 1 + (below(100) ? below(20) : below(5000));
		values[i] = (struct store_value_in){ slot, str_n(text + at, length) };
	}
	*tokens_r = tokens;
	*n_r = n;
	size_t data = below(5) ? below(s->data / 100 + 1) : below(s->data + 1);
	return (struct store_document){
		.data = str_n(text + below(1000), data), .values = values, .n_values = n_values
	};
}

/* ---- Later changes, the same to both ---- */

static bool exists(struct store_writer *w, docid_t doc)
{
	struct arena a = ARENA_INIT;
	struct str data;
	struct err err;
	int rc = store_data(store_writer_reader(w), doc, &a, &data, &err);
	arena_fini(&a);
	return rc == 0;
}

static void change(struct store_writer *const w[2], const struct shape *s, uint32_t *last)
{
	struct twin_token *tokens;
	struct store_value_in values[64];
	size_t n;
	struct store_document d = random_document(s, &tokens, &n, values);
	uint32_t what = below(10), docid = 1 + below(*last);
	struct str unique = term_of(s, skewed(s->vocabulary));
	docid_t got[2] = { 0, 0 };
	twin_api_document(tokens, n, &d);
	for (int i = 0; i < 2; i++) {
		if (what < 3)
			ok(store_writer_add(w[i], &d, &got[i], &ok_err));
		else if (what < 5)
			ok(store_writer_replace(w[i], unique, &d, &got[i], &ok_err));
		else if (exists(w[i], docid))
			ok(store_writer_delete(w[i], docid, &ok_err));
	}
	assert_int_equal(got[0], got[1]);
	if (got[0] > *last)
		*last = got[0];
	twin_api_free(&d);
	free(tokens);
}

static void update(const struct twin *t, const struct shape *s)
{
	uint32_t last = t->documents;
	if (last == 0)
		return;
	struct store_writer *w[2] = { NULL, NULL };
	ok(store_writer_open(t->bulk_path, false, &w[0], &ok_err));
	ok(store_writer_open(t->api_path, false, &w[1], &ok_err));
	for (unsigned i = 0; i < CHANGES; i++) {
		change(w, s, &last);
		if (below(40) == 0)
			for (int k = 0; k < 2; k++)
				ok(store_writer_commit(w[k], &ok_err));
	}
	for (int k = 0; k < 2; k++) {
		ok(store_writer_commit(w[k], &ok_err));
		store_writer_close(&w[k]);
	}
	twin_compare(t);
}

static void compact(const struct twin *t, const char *folder)
{
	char *dest = fs_join(folder, "compact");
	uint64_t n;
	struct buf log = BUF_INIT;
	ok(store_compact(t->bulk_path, dest, &ok_err));
	ok(store_check(dest, &n, &log, &ok_err));
	assert_int_equal(n, 0);
	ok(store_compare(dest, t->api_path, &n, &log, &ok_err));
	if (n)
		fail_msg("%s", log.p);
	ok(fs_remove_tree(dest, &ok_err));
	buf_fini(&log);
	free(dest);
}

static void random_twins(const char *folder, const struct shape *s)
{
	struct twin t;
	struct store_value_in values[64];
	twin_begin(&t, folder, folder, s->memory, s->jobs, NULL);
	for (uint32_t i = 0; i < s->documents; i++) {
		struct twin_token *tokens;
		size_t n;
		struct store_document d = random_document(s, &tokens, &n, values);
		twin_add(&t, d.data, tokens, n, d.values, d.n_values);
		free(tokens);
		if (below(10) == 0) {
			char key[16];
			int length = snprintf(key, sizeof(key), "k%u", below(100));
			twin_metadata(&t, str_n(key, (size_t)length), str_n(text + below(100), below(3) ? below(5000) : 0));
		}
		if (below(s->run) == 0)
			twin_run(&t, below(3) == 0);
	}
	struct builder_info info = twin_finish(&t);
	assert_int_equal(info.documents, s->documents);
	compact(&t, folder);
	update(&t, s);
	twin_end(&t);
}

static void test_random(void **state)
{
	static const struct shape shapes[] = {
		{ .name = "none", .documents = 0, .run = 1 },
		{ .name = "one", .documents = 1, .vocabulary = 10, .tokens = 10, .run = 1, .plain = true },
		{ .name = "few", .documents = 10, .vocabulary = 60, .tokens = 50, .values = 3, .slots = 3, .data = 100,
		  .run = 4, .position = 100, .jobs = 2 },
		{ .name = "no positions", .documents = 50, .vocabulary = 60, .tokens = 1, .data = 100, .run = 10 },
		{ .name = "odd", .documents = 300, .vocabulary = 2000, .tokens = 300, .values = 10, .slots = 100,
		  .data = 60000, .run = 20, .position = UINT32_MAX, .memory = 1 },
		{ .name = "many", .documents = EFFORT(3000), .vocabulary = 20000, .tokens = 300, .values = 5, .slots = 1,
		  .data = 3000, .run = EFFORT(500), .position = 5000, .memory = 32 << 20, .jobs = 2 },
		{ .name = "slots", .documents = 200, .vocabulary = 10, .tokens = 5, .values = 60, .slots = 100000,
		  .data = 10, .run = 20, .plain = true },
	};
	for (unsigned round = 0; round < rounds; round++)
		for (size_t i = 0; i < ROWS(shapes); i++) {
			seed = 0x9e3779b97f4a7c15 * (round * 100 + i + 1);
			random_twins(*state, &shapes[i]);
		}
}

/* ---- Single cases ---- */

/* What a sink saw, in a form that does not depend on the order; and that the order was right. */
struct seen {
	uint64_t sum, terms, postings, cf;
	char term[256];
	size_t term_n;
	uint32_t left, last;
	uint32_t documents, lengths;
	uint64_t bytes, total;
};

static uint64_t posting_hash(struct str term, uint32_t docid, uint32_t wdf)
{
	return (hash64(term) ^ docid) * UINT64_C(0x9e3779b97f4a7c15) + wdf * UINT64_C(0xbf58476d1ce4e5b9);
}

static int see_data(void *arg, uint32_t docid, struct str data, struct err *err)
{
	struct seen *s = arg;
	(void)err;
	assert_int_equal(docid, ++s->documents);
	s->bytes += data.n;
	return 0;
}

static int see_length(void *arg, uint32_t docid, uint32_t length, struct err *err)
{
	struct seen *s = arg;
	(void)err;
	assert_int_equal(docid, ++s->lengths);
	assert_int_equal(s->terms, 0);
	s->total += length;
	return 0;
}

/* One of the terms with a long list, some of those with short ones. */
static bool see_wants(void *arg, struct str term)
{
	(void)arg;
	return !str_eqz(term, "some") && !str_starts(term, STR("w1"));
}

static int see_term(void *arg, struct str term, uint32_t tf, uint64_t cf, struct err *err)
{
	struct seen *s = arg;
	(void)err;
	assert_int_equal(s->left, 0);
	assert_int_equal(s->cf, 0);
	if (s->terms++)
		assert_true(str_cmp(str_n(s->term, s->term_n), term) < 0);
	memcpy(s->term, term.p, s->term_n = term.n);
	s->left = tf;
	s->cf = cf;
	s->last = 0;
	return 0;
}

static int see_posting(void *arg, uint32_t docid, uint32_t wdf, struct err *err)
{
	struct seen *s = arg;
	(void)err;
	assert_true(s->left-- > 0 && docid > s->last && wdf <= s->cf);
	s->last = docid;
	s->cf -= wdf;
	s->postings++;
	s->sum += posting_hash(str_n(s->term, s->term_n), docid, wdf);
	return 0;
}

/* Documents beyond 32767, where docids in keys grow, long lists in many chunks, and a sink. */
static void test_many_small(void **state)
{
	struct seen seen = { 0 };
	const struct posting_sink sink = {
		.arg = &seen, .data = see_data, .length = see_length, .wants = see_wants, .term = see_term, .posting = see_posting
	};
	uint64_t sum = 0, postings = 0, unwanted = 0;
	struct twin t;
	seed = 1;
	twin_begin(&t, *state, *state, 1 << 20, 2, &sink);
	for (uint32_t i = 0; i < 34000; i++) {
		char odd[16];
		struct twin_token tokens[] = {
			{ STR("all"), 1, 1 }, { STR("all"), 2, below(4) }, { STR("some"), 3, 3 },
			{ str_n(odd, (size_t)snprintf(odd, sizeof(odd), "w%u", below(20000))), 4, 1 },
		};
		size_t n = 2 + below(3);
		struct store_value_in value = { 1, str_n(odd, 3) };
		twin_add(&t, str_n(odd, below(4)), tokens, n, &value, below(3) == 0);
		sum += posting_hash(tokens[0].term, i + 1, 1 + tokens[1].wdf);
		for (size_t k = 2; k < n; k++)
			if (see_wants(NULL, tokens[k].term))
				sum += posting_hash(tokens[k].term, i + 1, tokens[k].wdf);
			else
				unwanted++;
		postings += n - 1;
		if (i % 1000 == 0)
			twin_run(&t, i % 3000 == 0);
	}
	struct builder_info info = twin_finish(&t);
	assert_int_equal(info.postings, postings);
	assert_int_equal(seen.postings, postings - unwanted);
	assert_in_range(seen.terms, 1, info.terms - 1);
	assert_int_equal(seen.left, 0);
	assert_true(seen.sum == sum);
	assert_int_equal(seen.documents, info.documents);
	assert_int_equal(seen.lengths, info.documents);
	assert_int_equal(seen.total, info.total_length);
	assert_true(seen.bytes > 0);
	twin_end(&t);
}

/* One term a million times, in documents of which one is larger than all buffers. */
static void test_giant(void **state)
{
	enum { N = 1000000 };
	struct twin_token *tokens = xcalloc(N, sizeof(*tokens));
	char *data = xcalloc(1, 3 << 20);
	struct twin t;
	twin_begin(&t, *state, *state, 0, 1, NULL);
	for (uint32_t round = 0; round < 3; round++) {
		uint32_t position = 0, n = round == 1 ? N : 1000;
		for (uint32_t i = 0; i < n; i++)
			tokens[i] = (struct twin_token){ STR("again"), position += 1 + i % 7, 1 };
		twin_add(&t, str_n(data, n * 3), tokens, n, NULL, 0);
		twin_run(&t, false);
	}
	struct builder_info info = twin_finish(&t);
	assert_int_equal(info.positions, N + 2000);
	assert_int_equal(info.total_length, N + 2000);
	assert_int_equal(info.terms, 1);
	twin_end(&t);
	free(tokens);
	free(data);
}

/* A value and metadata larger than a buffer, keys of all lengths, keys given again and taken away. */
static void test_large_values(void **state)
{
	struct twin t;
	char *large = xcalloc(1, 300000), key[253];
	memset(large, 'v', 300000);
	memset(key, 'k', sizeof(key));
	twin_begin(&t, *state, *state, 0, 2, NULL);
	for (uint32_t round = 0; round < 12; round++) {
		struct store_value_in value = { 0, str_n(large, round % 2 ? 300000 : 7) };
		twin_add(&t, STR_NONE, NULL, 0, &value, 1);
		twin_run(&t, false);
		for (size_t n = 1; n <= sizeof(key); n += 21)
			twin_metadata(&t, str_n(key, n), str_n(large, (n + round) % 5 * 5000));
		twin_metadata(&t, STR("given up"), round < 11 ? STR("x") : STR_NONE);
	}
	struct err err;
	assert_int_equal(builder_metadata(t.builder, STR_NONE, STR("x"), &err), -1);
	assert_int_equal(err.code, ERR_INVALID);
	assert_int_equal(builder_metadata(t.builder, str_n(large, 254), STR("x"), &err), -1);
	twin_finish(&t);
	twin_end(&t);
	free(large);
}

/* What a batch and its run hold, and that a batch begins anew. */
static void test_batch(void **state)
{
	(void)state;
	struct lexicon *l = lexicon_new();
	struct batch *b = batch_new(l);
	struct token tokens[100];
	for (uint32_t i = 0; i < ROWS(tokens); i++)
		tokens[i] = (struct token){ TOKEN(lexicon_number(l, str_n(text + i, 1 + i)), 1), i + 1 };
	struct glass_document d = { .data = str_n(text, 1000), .tokens = tokens, .n_tokens = ROWS(tokens) };
	for (unsigned round = 0; round < 3; round++) {
		size_t before = batch_bytes(b);
		for (unsigned i = 0; i < 50; i++)
			batch_add(b, &d);
		assert_int_equal(batch_documents(b), 50);
		assert_true(batch_bytes(b) >= before + 50 * 1000 + sizeof(tokens) * 50);
		struct run *r = batch_finish(b);
		assert_int_equal(batch_documents(b), 0);
		assert_int_equal(run_documents(r), 50);
		assert_true(run_bytes(r) > 50 * 1000);
		run_free(&r);
		assert_null(r);
		run_free(&r);
	}
	struct run *none = batch_finish(b);
	assert_int_equal(run_documents(none), 0);
	run_free(&none);
	batch_free(&b);
	batch_free(&b);
	lexicon_free(&l);
}

/* Twice what came, so that it can be seen where each document's begins and ends. */
static void pack_twice(void *arg, struct str data, struct buf *out)
{
	++*(unsigned *)arg;
	assert_int_equal(out->n, 0);
	buf_addstr(out, data);
	buf_addstr(out, data);
}

/* Each document gets what was made of its own data, whatever waited beside it. */
static void test_packed_data(void **state)
{
	(void)state;
	static const size_t lengths[] = { 0, 1, 5000, 0, 131072, 1, 131073, 400000, 131071, 1, 1, 0 };
	struct bytes all = { 0 };
	struct lexicon *l = lexicon_new();
	struct batch *b = batch_new(l);
	unsigned packed = 0;
	for (uint32_t i = 0; i < 400000; i++)
		*bytes_room(&all, 1) = (unsigned char)below(256), all.n++;
	batch_pack_data(b, pack_twice, &packed);
	for (unsigned round = 0; round < 2; round++) {
		for (size_t i = 0; i < ROWS(lengths); i++)
			batch_add(b, &(struct glass_document){ .data = bytes_sub(&all, 400000 - lengths[i], 400000) });
		struct run *r = batch_finish(b);
		assert_int_equal(packed, ROWS(lengths) * (round + 1));
		for (size_t i = 0, at = 0; i < ROWS(lengths); i++, at = r->documents[i - 1].data) {
			struct str one = bytes_sub(&all, 400000 - lengths[i], 400000);
			assert_int_equal(r->documents[i].data - at, 2 * lengths[i]);
			assert_true(str_eq(bytes_sub(&r->data, at, at + lengths[i]), one));
			assert_true(str_eq(bytes_sub(&r->data, at + lengths[i], r->documents[i].data), one));
		}
		run_free(&r);
	}
	bytes_fini(&all);
	batch_free(&b);
	lexicon_free(&l);
}

/* ---- Faults ---- */

/* Some thousand documents in runs; what went wrong, if anything. */
static int build(const char *folder, const char *tmp, struct err *err)
{
	char *path = fs_join(folder, "db");
	struct builder_options o = { .path = path, .tmp = tmp, .jobs = 2 };
	struct builder *b;
	struct builder_info info;
	int rc = builder_begin(&o, &b, err);
	struct lexicon *l = lexicon_new();
	struct batch *batch = batch_new(l);
	for (uint32_t i = 0; i < 2000 && rc == 0; i++) {
		struct token tokens[50];
		for (uint32_t k = 0; k < ROWS(tokens); k++) {
			char term[16];
			int n = snprintf(term, sizeof(term), "%x", skewed(10000));
			tokens[k] = (struct token){ TOKEN(lexicon_number(l, str_n(term, (size_t)n)), 1), k + 1 };
		}
		struct glass_document d = { .data = str_n(text, 300), .tokens = tokens, .n_tokens = ROWS(tokens) };
		batch_add(batch, &d);
		if (i % 100 == 99) {
			uint32_t first;
			struct run *r = batch_finish(batch);
			char key[16];
			rc = builder_append(b, &r, &first, err);
			assert_null(r);
			if (rc == 0)
				rc = builder_metadata(b, str_n(key, (size_t)snprintf(key, sizeof(key), "%u", i)),
						      str_n(text, 60000), err);
		}
	}
	if (rc == 0)
		rc = builder_finish(b, &info, err);
	batch_free(&batch);
	lexicon_free(&l);
	builder_free(&b);
	assert_int_equal(rc == 0, fs_exists(path));
	free(path);
	return rc;
}

/* A disk that is full after so many bytes of any one file. */
static void test_full_disk(void **state)
{
	const char *folder = *state;
	char *tmp = fs_join(folder, "tmp"), *db = fs_join(folder, "db");
	struct rlimit limit;
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &limit);
	const rlim_t before = limit.rlim_cur;
	assert_int_equal(mkdir(tmp, 0700), 0);
	unsigned failed = 0;
	rlim_t size = 0;
	struct err err;
	for (int rc = -1; rc; size = size ? size + size / 4 : 1000) {
		limit.rlim_cur = size;
		assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
		seed = 7;
		rc = build(folder, tmp, &err);
		limit.rlim_cur = before;
		assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
		if (rc) {
			failed++;
			assert_int_equal(err.code, ERR_IO);
			assert_non_null(strstr(err.msg, folder));
			assert_int_equal(entries_in(folder), 1);
		}
		assert_int_equal(entries_in(tmp), 0);
		assert_true(size < 64 << 20);
	}
	assert_true(failed > 10);
	uint64_t n;
	ok(store_check(db, &n, NULL, &ok_err));
	assert_int_equal(n, 0);
	free(tmp);
	free(db);
}

static void test_bad_places(void **state)
{
	struct err err;
	char *absent = fs_join(*state, "absent"), *db = fs_join(*state, "db");
	assert_int_equal(build(absent, *state, &err), -1);
	assert_int_equal(err.code, ERR_NOT_FOUND);
	assert_int_equal(build(*state, absent, &err), -1);
	assert_int_equal(err.code, ERR_NOT_FOUND);
	assert_non_null(strstr(err.msg, absent));
	assert_int_equal(mkdir(db, 0700), 0);
	struct builder_options o = { .path = db, .tmp = *state };
	struct builder *b;
	assert_int_equal(builder_begin(&o, &b, &err), -1);
	assert_null(b);
	assert_true(fs_exists(db));	/* it is somebody else's */
	builder_free(&b);
	free(absent);
	free(db);
}

/* A sink that fails ends the merge with its own error. */
static int refuse(void *arg, struct str term, uint32_t tf, uint64_t cf, struct err *err)
{
	(void)term, (void)tf, (void)cf;
	return ++*(unsigned *)arg == 3 ? err_set(err, ERR_LIMIT, "no more") : 0;
}

static int accept_posting(void *arg, uint32_t docid, uint32_t wdf, struct err *err)
{
	(void)arg, (void)docid, (void)wdf, (void)err;
	return 0;
}

static void test_sink_fails(void **state)
{
	unsigned n = 0;
	const struct posting_sink sink = { .arg = &n, .term = refuse, .posting = accept_posting };
	char *path = fs_join(*state, "db");
	struct builder_options o = { .path = path, .tmp = *state, .jobs = 2, .sink = &sink };
	struct builder *b;
	struct builder_info info;
	struct err err;
	struct lexicon *l = lexicon_new();
	struct batch *batch = batch_new(l);
	struct token tokens[10];
	uint32_t first;
	ok(builder_begin(&o, &b, &ok_err));
	for (uint32_t k = 0; k < ROWS(tokens); k++)
		tokens[k] = (struct token){ TOKEN(lexicon_number(l, str_n(text + k, 1 + k)), 1), k + 1 };
	struct glass_document d = { .tokens = tokens, .n_tokens = ROWS(tokens) };
	batch_add(batch, &d);
	struct run *r = batch_finish(batch);
	ok(builder_append(b, &r, &first, &ok_err));
	assert_int_equal(builder_finish(b, &info, &err), -1);
	assert_int_equal(err.code, ERR_LIMIT);
	assert_string_equal(err.msg, "no more");
	builder_free(&b);
	assert_false(fs_exists(path));
	batch_free(&batch);
	lexicon_free(&l);
	free(path);
}

/* usage: test_builder [ROUNDS]: of all shapes of random documents, other ones in each round */
int main(int argc, char **argv)
{
	rounds = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 1;
	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = (char)(i * 2654435761U >> 13);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_random, scratch_make, scratch_remove),
		cmocka_unit_test_setup_teardown(test_many_small, scratch_make, scratch_remove),
		cmocka_unit_test_setup_teardown(test_giant, scratch_make, scratch_remove),
		cmocka_unit_test_setup_teardown(test_large_values, scratch_make, scratch_remove),
		cmocka_unit_test(test_batch),
		cmocka_unit_test(test_packed_data),
		cmocka_unit_test_setup_teardown(test_full_disk, scratch_make, scratch_remove),
		cmocka_unit_test_setup_teardown(test_bad_places, scratch_make, scratch_remove),
		cmocka_unit_test_setup_teardown(test_sink_fails, scratch_make, scratch_remove),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
