/* What was looked up is kept for one state of the index, in bounded memory, and changes no answer. */
#include "config.h"

#include "query/recall.h"
#include "tests/unit/query_fixture.h"

#define DOC(i, te) { .id = { i, sizeof(i) - 1 }, .text = { te, sizeof(te) - 1 } }

static const struct doc docs[] = {
	DOC("latin", "It was President Karimov who spoke, and then the Mountain Road Agency (MRA)."),
	DOC("other", "There the agency was called by its letters, MRA, and nothing else."),
};
static const struct doc later = DOC("cyrillic", "Там выступил Ислам Каримов.");

/* Items as "term/form ...", or "?" when nothing was put. */
static const char *told(struct recall *r, enum recall_kind kind, const char *key, struct arena *a)
{
	struct recalled *list;
	struct str s = STR_NONE;
	size_t n;
	if (!recall_get(r, kind, str_of(key), a, &list, &n))
		return "?";
	for (size_t i = 0; i < n; i++)
		s = arena_printf(a, "%.*s%s%.*s/%.*s", STR_ARG(s), i ? " " : "", STR_ARG(list[i].term), STR_ARG(list[i].form));
	return arena_strz(a, s);
}

static void keeps_answers_apart(void **state)
{
	(void)state;
	struct fixture *f = fixture_open(docs, 2);
	struct recall *r = recall_of(f->store);
	const struct recalled two[] = { { STR("x"), STR("ix") }, { STR("y"), STR_NONE } };
	assert_string_equal(told(r, RECALL_NAMES, "k", &f->arena), "?");
	recall_put(r, RECALL_NAMES, STR("k"), two, 2);
	recall_put(r, RECALL_ACRONYM, STR("k"), NULL, 0);
	recall_put(r, RECALL_STANDS, STR_NONE, two, 1);
	assert_string_equal(told(r, RECALL_NAMES, "k", &f->arena), "x/ix y/");
	assert_string_equal(told(r, RECALL_ACRONYM, "k", &f->arena), "");
	assert_string_equal(told(r, RECALL_STANDS, "", &f->arena), "x/ix");
	assert_string_equal(told(r, RECALL_LONG, "k", &f->arena), "?");
	assert_string_equal(told(r, RECALL_NAMES, "kk", &f->arena), "?");
	recall_put(r, RECALL_NAMES, STR("k"), two, 1);
	assert_string_equal(told(r, RECALL_NAMES, "k", &f->arena), "x/ix");
	assert_ptr_equal(recall_of(f->store), r);
	assert_string_equal(told(r, RECALL_NAMES, "k", &f->arena), "x/ix");
	recall_forget(r);
	assert_string_equal(told(r, RECALL_NAMES, "k", &f->arena), "?");
	fixture_close(f);
}

static unsigned put_many(struct recall *r, unsigned n, size_t bytes, struct arena *a)
{
	unsigned kept = 0;
	char *text = arena_alloc(a, bytes);
	const struct recalled item = { .term = str_n(memset(text, 'x', bytes), bytes) };
	for (unsigned i = 0; i < n; i++) {
		struct recalled *list;
		size_t n_list;
		struct str key = arena_printf(a, "%u", i);
		recall_put(r, RECALL_NAMES, key, &item, 1);
		kept += recall_get(r, RECALL_NAMES, key, a, &list, &n_list);
	}
	return kept;
}

static void is_bounded(void **state)
{
	(void)state;
	struct fixture *f = fixture_open(docs, 2);
	struct recall *r = recall_of(f->store);
	assert_int_equal(put_many(r, RECALL_WORDS + 10, 1, &f->arena), RECALL_WORDS);
	assert_string_equal(told(r, RECALL_NAMES, "0", &f->arena), "x/");
	r = recall_of(f->store);	/* full */
	assert_string_equal(told(r, RECALL_NAMES, "0", &f->arena), "?");
	assert_in_range(put_many(r, 100, RECALL_BYTES / 16, &f->arena), 8, 17);
	r = recall_of(f->store);
	assert_int_equal(put_many(r, 10, 1, &f->arena), 10);
	fixture_close(f);
}

static const char *widened(struct fixture *f, const char *query)
{
	struct search_params p = { .query = str_of(query), .limit = 20, .widen = { .translit = true, .aliases = true, .spelling = true } };
	return fixture_widened(f, &p);
}

static void answers_are_those_of_the_revision(void **state)
{
	(void)state;
	struct fixture *f = fixture_open(docs, 2);
	const char *acronym = widened(f, "mra");
	assert_string_equal(widened(f, "karimov"), "latin|");
	assert_string_equal(widened(f, "karimov"), "latin|");
	assert_non_null(strstr(acronym, "Mountain Road Agency"));
	assert_string_equal(widened(f, "mra"), acronym);
	fixture_put(f, &later);
	fixture_commit(f);
	const char *both = widened(f, "karimov");
	assert_string_equal(both, "cyrillic latin|karimov = каримов (name)");
	assert_string_equal(widened(f, "karimov"), both);
	fixture_close(f);
}

/* What a word stands for depends on how it is written and where it is asked for. */
static void words_are_what_they_are(void **state)
{
	(void)state;
	static const char *const queries[] = { "MRA", "mra", "Mra", "karimov", "KARIMOV", "author:karimov", "karimow", "al-karimov",
		"\"mountain road\"", "mountain road agency", "agencies", "agency", "mountian" };
	enum { N = sizeof(queries) / sizeof(*queries) };
	struct fixture *f = fixture_open(docs, 2);
	const char *first[N];
	for (size_t i = 0; i < N; i++) {
		recall_forget(recall_of(f->store));
		first[i] = widened(f, queries[i]);
	}
	for (size_t round = 0; round < 2; round++)
		for (size_t i = N; i-- > 0;)
			assert_string_equal(widened(f, queries[i]), first[i]);
	fixture_close(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keeps_answers_apart), cmocka_unit_test(is_bounded),
		cmocka_unit_test(answers_are_those_of_the_revision), cmocka_unit_test(words_are_what_they_are),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
