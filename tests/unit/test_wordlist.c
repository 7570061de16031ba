/* The list of words: what is in it and what is passed over, and that damage is found. */
#include "config.h"

#include "tests/unit/query_fixture.h"

#include "index/wordlist.h"

#define S(literal) { literal, sizeof(literal) - 1 }

struct seen {
	struct buf words;
	struct str dead;		/* no word that begins so is wanted */
	char before[WORDLIST_BYTES];
	size_t n_before, n;
};

static size_t see(void *arg, struct str word, size_t shared, uint32_t documents, bool is_stem)
{
	struct seen *s = arg;
	size_t same = 0;
	while (same < word.n && same < s->n_before && word.p[same] == s->before[same])
		same++;
	assert_int_equal(shared, same);
	assert_int_equal(word.p[word.n], 0);
	memcpy(s->before, word.p, word.n);
	s->n_before = word.n;
	s->n++;
	buf_printf(&s->words, "%.*s%s %u\n", STR_ARG(word), is_stem ? "" : "=", documents);
	return s->dead.n && str_starts(word, s->dead) ? s->dead.n : 0;
}

static char *list_of(struct fixture *f)
{
	char *path = fs_join(f->dir, "words");
	struct arena a = ARENA_INIT;
	struct sidefile_origin origin = { .revision = 1 };
	ok(store_uuid(f->store, 0, &a, &origin.uuid, &ok_err));
	ok(wordlist_write(path, f->store, &origin, &ok_err));
	arena_fini(&a);
	return path;
}

static struct seen walk(const char *path, const char *dead)
{
	struct seen s = { .words = BUF_INIT, .dead = str_of(dead) };
	struct wordlist *w;
	ok(wordlist_open(path, &w, &ok_err));
	ok(wordlist_each(w, STR_NONE, false, see, &s, &ok_err));
	wordlist_close(&w);
	return s;
}

static void holds_words(void **state)
{
	(void)state;
	static const struct doc docs[] = {
		{ .id = S("a"), .text = S("Borders and a border, 2014, x5 e-mail: granitsa границы") },
		{ .id = S("b"), .text = S("A border."), .author = S("Nobody") },
	};
	struct fixture *f = fixture_open(docs, 2);
	char *path = list_of(f);
	struct seen all = walk(path, NULL);
	assert_string_equal(all.words.p, "and 1\nborder 2\nborder= 1\nborders= 1\nemail 1\ngranitsa 1\nmail 1\nграниц 1\nграницы= 1\n");
	buf_fini(&all.words);
	free(path);
	fixture_close(f);
}

static size_t list_word(void *arg, struct str word, size_t shared, uint32_t documents, bool is_stem)
{
	(void)shared;
	buf_printf(arg, "%.*s%s %u\n", STR_ARG(word), is_stem ? "" : "=", documents);
	return 0;
}

/* Common words stand apart, in the same order. */
static void knows_common_words(void **state)
{
	(void)state;
	static const char common[] = "bridg 16\nbridge= 16\nbrook 17\nbrook= 17\nbrooks= 17\n", *const starts[] = { "", "b", "bro" };
	struct fixture *f = fixture_open(NULL, 0);
	for (unsigned i = 0; i < WORDLIST_COMMON + 1; i++) {
		struct doc d = { .id = arena_printf(&f->arena, "%u", i),
				 .text = arena_printf(&f->arena, "brooks brook%s%s", i ? " bridge" : "", i < WORDLIST_COMMON - 1 ? " broom" : "") };
		fixture_put(f, &d);
	}
	fixture_commit(f);
	char *path = list_of(f);
	struct wordlist *w;
	ok(wordlist_open(path, &w, &ok_err));
	for (size_t i = 0; i < sizeof(starts) / sizeof(*starts); i++) {
		struct buf words = BUF_INIT;
		ok(wordlist_each(w, str_of(starts[i]), true, list_word, &words, &ok_err));
		assert_string_equal(words.p, common);
		buf_fini(&words);
	}
	wordlist_close(&w);
	free(path);
	fixture_close(f);
}

/* "baazz" to "ezzzz": 26 * 26 words from each of four letters on, so that there are many groups. */
static struct fixture *with_many_words(void)
{
	struct fixture *f = fixture_open(NULL, 0);
	struct buf text = BUF_INIT;
	for (int i = 0; i < 26 * 26 * 4; i++)
		buf_printf(&text, "%c%c%czz ", 'b' + i % 4, 'a' + i / 4 % 26, 'a' + i / 104);
	struct doc d = { .id = STR("a"), .text = buf_str(&text) };
	fixture_put(f, &d);
	fixture_commit(f);
	buf_fini(&text);
	return f;
}

/* Many groups: each word once and in order; of those that begin with what is dead, one. */
static void passes_over_what_is_dead(void **state)
{
	(void)state;
	struct fixture *f = with_many_words();
	char *path = list_of(f);
	struct seen all = walk(path, NULL), some = walk(path, "c"), few = walk(path, "cq");
	assert_int_equal(all.n, 26 * 26 * 4);
	assert_int_equal(some.n, 26 * 26 * 3 + 1);
	assert_int_equal(few.n, 26 * 26 * 4 - 25);
	assert_non_null(strstr(some.words.p, "caazz 1\ndaazz 1\n"));
	assert_non_null(strstr(few.words.p, "cqazz 1\ncrazz 1\n"));
	buf_fini(&all.words);
	buf_fini(&some.words);
	buf_fini(&few.words);
	free(path);
	fixture_close(f);
}

struct counted {
	const char *start;
	size_t wanted, others;
};

static size_t count(void *arg, struct str word, size_t shared, uint32_t documents, bool is_stem)
{
	struct counted *c = arg;
	(void)shared;
	(void)documents;
	(void)is_stem;
	if (str_starts(word, str_of(c->start)))
		c->wanted++;
	else
		c->others++;
	return 0;
}

/* All words that begin so, and few besides. */
static void begins_where_it_is_asked_to(void **state)
{
	(void)state;
	static const struct { const char *start; size_t n; } rows[] = {
		{ "", 2704 }, { "b", 676 }, { "c", 676 }, { "e", 676 }, { "cq", 26 }, { "bazzz", 1 }, { "bazzza", 0 }, { "bcazz", 1 }, { "a", 0 }, { "f", 0 },
	};
	struct fixture *f = with_many_words();
	struct wordlist *w;
	char *path = list_of(f);
	ok(wordlist_open(path, &w, &ok_err));
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct counted c = { .start = rows[i].start };
		ok(wordlist_each(w, str_of(rows[i].start), false, count, &c, &ok_err));
		assert_int_equal(c.wanted, rows[i].n);
		assert_true(c.others < 200);
	}
	wordlist_close(&w);
	free(path);
	fixture_close(f);
}

static size_t go_on(void *arg, struct str word, size_t shared, uint32_t documents, bool is_stem)
{
	(void)arg;
	(void)documents;
	(void)is_stem;
	return word.n > 200 ? 1 : shared & 0;
}

/* Every byte of the body changed in turn: the walk ends, well or with ERR_CORRUPT. */
static void damage(void **state)
{
	(void)state;
	static const struct doc doc = { .id = S("a"), .text = S("borders border boarder board cooperation") };
	struct fixture *f = fixture_open(&doc, 1);
	char *path = list_of(f);
	struct buf bytes = BUF_INIT;
	struct wordlist *w;
	size_t corrupt = 0;
	ok(fs_read(path, 0, &bytes, &ok_err));
	for (size_t i = sizeof(struct sidefile_header); i < bytes.n; i++) {
		struct err err = { .code = ERR_NONE };
		bytes.p[i] = (char)(bytes.p[i] ^ 0xff);
		ok(fs_write_atomic(path, buf_str(&bytes), &ok_err));
		bytes.p[i] = (char)(bytes.p[i] ^ 0xff);
		ok(wordlist_open(path, &w, &ok_err));
		if (wordlist_each(w, STR_NONE, i % 2, go_on, NULL, &err) < 0) {
			assert_int_equal(err.code, ERR_CORRUPT);
			corrupt++;
		}
		wordlist_close(&w);
	}
	assert_true(corrupt > 10);
	bytes.p[sizeof(struct sidefile_header) - 20] ^= 1;
	ok(fs_write_atomic(path, buf_str(&bytes), &ok_err));
	struct err err;
	assert_int_equal(wordlist_open(path, &w, &err), -1);
	assert_int_equal(err.code, ERR_CORRUPT);
	ok(fs_write_atomic(path, str_sub(buf_str(&bytes), 0, 10), &ok_err));
	assert_int_equal(wordlist_open(path, &w, &err), -1);
	buf_fini(&bytes);
	free(path);
	fixture_close(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(holds_words), cmocka_unit_test(knows_common_words),
		cmocka_unit_test(passes_over_what_is_dead), cmocka_unit_test(begins_where_it_is_asked_to),
		cmocka_unit_test(damage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
