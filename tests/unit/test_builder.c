/* What the bulk builder makes is what Xapian would have made, also after many later changes. */
#include "config.h"

#include "glass/builder.h"

#include "tests/unit/store_fixture.h"
#include "tests/unit/twin.h"

#define ROWS(a) (sizeof(a) / sizeof(*(a)))

/* ---- Random documents ---- */

static uint64_t seed;

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

static void update(const struct twin *t, const struct shape *s, unsigned changes)
{
	uint32_t last = t->documents;
	if (last == 0)
		return;
	struct store_writer *w[2] = { NULL, NULL };
	ok(store_writer_open(t->bulk_path, false, &w[0], &ok_err));
	ok(store_writer_open(t->api_path, false, &w[1], &ok_err));
	for (unsigned i = 0; i < changes; i++) {
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

static void random_twins(const char *folder, const struct shape *s, unsigned changes)
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
	if (changes) {
		compact(&t, folder);
		update(&t, s, changes);
	}
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
		{ .name = "many", .documents = 3000, .vocabulary = 20000, .tokens = 300, .values = 5, .slots = 1,
		  .data = 3000, .run = 500, .position = 5000, .memory = 32 << 20, .jobs = 2 },
		{ .name = "slots", .documents = 200, .vocabulary = 10, .tokens = 5, .values = 60, .slots = 100000,
		  .data = 10, .run = 20, .plain = true },
	};
	for (size_t i = 0; i < ROWS(shapes); i++)
		for (unsigned round = 0; round < (shapes[i].documents > 1000 ? 1 : 3); round++) {
			seed = 0x9e3779b97f4a7c15 * (i * 100 + round + 1);
			random_twins(*state, &shapes[i], 300);
		}
}

int main(void)
{
	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = (char)(i * 2654435761U >> 13);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_random, scratch_make, scratch_remove),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
