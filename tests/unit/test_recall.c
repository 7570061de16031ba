/* What was looked up is kept for one state of the index, in bounded memory, and changes no answer. */
#include "config.h"

#include "query/alias_file.h"
#include "query/aliases.h"
#include "query/qparse.h"
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

static void keeps_numbers(void **state)
{
	(void)state;
	struct fixture *f = fixture_open(docs, 2);
	struct recall *r = recall_of(f->store);
	uint32_t n = 7;
	assert_false(recall_get_number(r, RECALL_FREQUENCY, STR("k"), &n));
	assert_int_equal(n, 0);
	recall_put_number(r, RECALL_FREQUENCY, STR("k"), UINT32_MAX);
	recall_put_number(r, RECALL_FREQUENCY, STR("none"), 0);
	assert_true(recall_get_number(r, RECALL_FREQUENCY, STR("k"), &n));
	assert_int_equal(n, UINT32_MAX);
	assert_true(recall_get_number(r, RECALL_FREQUENCY, STR("none"), &n));
	assert_int_equal(n, 0);
	assert_string_equal(told(r, RECALL_NAMES, "k", &f->arena), "?");
	recall_put_number(r, RECALL_FREQUENCY, STR("k"), 2);
	assert_true(recall_get_number(r, RECALL_FREQUENCY, STR("k"), &n));
	assert_int_equal(n, 2);
	recall_forget(r);
	assert_false(recall_get_number(r, RECALL_FREQUENCY, STR("k"), &n));
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

enum { GROUPS = 40, NAMES = 12 };

static struct str word(unsigned i, struct arena *a)
{
	return arena_printf(a, "w%c%cy", (char)('a' + i / 26), (char)('a' + i % 26));
}

/* Alias files with `topicaa` = 12 pairs of words that stand nowhere side by side, and so on; the last one also = a pair that does. */
static struct aliases *many_names(struct fixture *f, struct alias_table **table_r)
{
	struct buf text = BUF_INIT;
	struct arena *a = &f->arena;
	for (unsigned g = 0; g < GROUPS; g++) {
		buf_printf(&text, "topic%.*s", STR_ARG(word(g, a)));
		for (unsigned i = 0; i < NAMES; i++)
			buf_printf(&text, " = %.*s %.*s", STR_ARG(word(g, a)), STR_ARG(word((g + 2 + i) % GROUPS, a)));
		buf_puts(&text, g + 1 == GROUPS ? " = waay waby\n" : "\n");
	}
	*table_r = alias_table_new();
	ok(alias_table_parse(*table_r, "names", buf_str(&text), &ok_err));
	ok(alias_table_finish(*table_r, &ok_err));
	buf_fini(&text);
	return aliases_new(*table_r, f->analyzer);
}

/* How many names a query is widened by does not depend on which of them somebody has asked for before. */
static void known_names_count_as_others(void **state)
{
	(void)state;
	struct fixture *f = fixture_open(docs, 2);
	struct buf text = BUF_INIT, query = BUF_INIT;
	struct alias_table *table;
	struct aliases *names = many_names(f, &table);
	for (unsigned i = 0; i < GROUPS; i++) {
		buf_printf(&text, "%.*s ", STR_ARG(word(i, &f->arena)));
		buf_printf(&query, "%stopic%.*s", i ? " OR " : "", STR_ARG(word(i, &f->arena)));
	}
	fixture_put(f, &(struct doc){ .id = STR("words"), .text = buf_str(&text) });
	fixture_commit(f);
	struct search_params p = { .query = buf_str(&query), .limit = 20, .widen = { .aliases = true, .names = names } };
	const char *first = fixture_widened(f, &p);
	assert_string_equal(fixture_widened(f, &p), first);
	/* Asked for alone, the last name has its other one. */
	p.query = arena_printf(&f->arena, "topic%.*s", STR_ARG(word(GROUPS - 1, &f->arena)));
	assert_non_null(strstr(fixture_widened(f, &p), "waay waby"));
	aliases_free(&names);
	alias_table_free(&table);
	buf_fini(&text);
	buf_fini(&query);
	fixture_close(f);
}

/* As many words as a query may have are not too many because one of them has another name. */
static void other_names_are_no_words_of_the_query(void **state)
{
	(void)state;
	struct fixture *f = fixture_open(docs, 2);
	struct buf query = BUF_INIT;
	for (unsigned i = 1; i < QPARSE_MAX_CLAUSES; i++)
		buf_puts(&query, "karimov ");
	buf_puts(&query, "mra");
	assert_non_null(strstr(widened(f, query.p), "Mountain Road Agency"));
	buf_fini(&query);
	fixture_close(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keeps_answers_apart), cmocka_unit_test(keeps_numbers), cmocka_unit_test(is_bounded),
		cmocka_unit_test(answers_are_those_of_the_revision), cmocka_unit_test(words_are_what_they_are),
		cmocka_unit_test(known_names_count_as_others), cmocka_unit_test(other_names_are_no_words_of_the_query),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
