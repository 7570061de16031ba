/* From results to replies: errors of the engine on the wire, hits as rows. */
#include "config.h"

#include "store_fixture.h"

#include <string.h>

#include "common/log.h"
#include "daemon/answer.h"

static void errors_of_the_engine(void **state)
{
	(void)state;
	static const struct { enum err_code code; int column; const char *wire; } rows[] = {
		{ ERR_INVALID, 0, "-BADREQUEST message\n" },
		{ ERR_SYNTAX, 12, "-SYNTAX col=12 message\n" },
		{ ERR_NOT_FOUND, 0, "-NOTFOUND message\n" },
		{ ERR_EXISTS, 0, "-INTERNAL message\n" },
		{ ERR_LOCKED, 0, "-BUSY message\n" },
		{ ERR_IO, 0, "-UNAVAILABLE message\n" },
		{ ERR_NO_SPACE, 0, "-INTERNAL message\n" },
		{ ERR_NO_MEMORY, 0, "-INTERNAL message\n" },
		{ ERR_LIMIT, 0, "-LIMIT message\n" },
		{ ERR_ENCODING, 0, "-ENCODING message\n" },
		{ ERR_CORRUPT, 0, "-UNAVAILABLE message\n" },
		{ ERR_MODIFIED, 0, "-BUSY message\n" },
		{ ERR_MISMATCH, 0, "-UNAVAILABLE message\n" },
		{ ERR_DENIED, 0, "-DENIED message\n" },
		{ ERR_BUSY, 0, "-BUSY message\n" },
		{ ERR_TIMEOUT, 0, "-TIMEOUT message\n" },
		{ ERR_CANCELLED, 0, "-BUSY message\n" },
		{ ERR_INTERNAL, 0, "-INTERNAL message\n" },
	};
	struct job_cache cache = { NULL, 0 };
	assert_int_equal(sizeof(rows) / sizeof(*rows), ERR_INTERNAL);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct job *j = job_take(&cache);
		struct err err;
		err_set(&err, rows[i].code, "message");
		err.column = rows[i].column;
		answer_error(j, &err);
		job_encode(j);
		assert_string_equal(j->out.p, rows[i].wire);
		job_give(&cache, &j);
	}
	job_cache_fini(&cache);
}

/* A view of two databases without documents: only their numbers are looked at. */
static void view_make(const char *dir, struct view *v)
{
	static struct view_member members[2] = { { .name = (char *)"memos", .generation = 17 },
						 { .name = (char *)"press", .generation = 4 } };
	char paths[2][300];
	const char *list[2] = { paths[0], paths[1] };
	for (int i = 0; i < 2; i++) {
		struct store_writer *w;
		snprintf(paths[i], sizeof(paths[i]), "%s/%d", dir, i);
		ok(store_writer_open(paths[i], true, &w, &ok_err));
		ok(store_writer_commit(w, &ok_err));
		store_writer_close(&w);
	}
	*v = (struct view){ .members = members, .n_members = 2 };
	ok(store_open(list, 2, &v->store, &ok_err));
}

static struct span marks_one[] = { { 0, 6 }, { 7, 12 } }, marks_two[] = { { 2, 8 } }, marks_note[] = { { 6, 12 } };

static struct search_result result(struct arena *a)
{
	struct search_result r = { .total = 40, .relation = TOTAL_AT_LEAST, .n_hits = 2, .n_facets = 2 };
	static struct facet_value values[] = { { { "en", 2 }, 12, 0 }, { { "ru", 2 }, 3, 0 } };
	static struct facet_value names[] = { { { "A B", 3 }, 7, 90 } };
	static struct doc_extra extras[] = { { { "a\"b", 3 }, { "[1, 2]", 6 } }, { { "n", 1 }, { "null", 4 } } };
	r.hits = arena_array(a, 2, sizeof(*r.hits));
	r.hits[0].doc = (struct doc){ .id = STR("m1"), .title = STR("Border trade"), .date = STR("2014-12"),
				      .extras = extras, .n_extras = 2 };
	r.hits[0].score = 8.31;
	r.hits[0].title_marks = marks_one;
	r.hits[0].n_title_marks = 1;
	r.hits[0].passages = arena_array(a, 2, sizeof(struct passage));
	r.hits[0].n_passages = 2;
	r.hits[0].passages[0] = (struct passage){ .text = STR("border trade"), .offset = 411, .end = 423, .marks = marks_one,
						       .n_marks = 2 };
	r.hits[0].passages[1] = (struct passage){ .text = STR("a border"), .offset = 8000, .end = 8008, .marks = marks_two,
						       .n_marks = 1 };
	r.hits[0].footnotes = arena_array(a, 2, sizeof(struct footnote));
	r.hits[0].n_footnotes = 2;
	r.hits[0].footnotes[0] = (struct footnote){ .label = STR("3"), .text = STR("Cf. a border."), .offset = 9120, .end = 9133,
						    .marks = marks_note, .n_marks = 1 };
	r.hits[0].footnotes[1] = (struct footnote){ .text = STR("It closed."), .sentence = true, .passage = 1, .offset = 10, .end = 20 };
	r.hits[1].doc = (struct doc){ .id = STR("p9") };
	r.hits[1].database = 1;
	r.hits[1].collapsed = 3;
	r.facets[0] = (struct search_facet){ .name = STR("lang"), .values = values, .n = 2, .none = 4 };
	r.facets[1] = (struct search_facet){ .name = STR("names"), .values = names, .n = 1, .with_all = true, .more = 5, .other = 6 };
	return r;
}

static void hits_as_rows(void **state)
{
	static const struct { const char *fields[3]; const char *wire; } rows[] = {
		{ { NULL },
		  "=4 total=40 relation=atleast took_us=412 generation=17,4 revision=0,0 hits=2 facets=2\n"
		  "{\"rank\":21,\"id\":\"m1\",\"score\":8.3100,\"title\":\"Border trade\",\"date\":\"2014-12\","
		  "\"collection\":\"memos\",\"extra\":{\"a\\\"b\":[1, 2],\"n\":null},\"title_hl\":[[0,6]],"
		  "\"snippets\":[{\"text\":\"border trade\",\"hl\":[[0,6],[7,12]],\"offset\":411,\"end\":423,"
		  "\"notes\":[{\"label\":\"3\",\"text\":\"Cf. a border.\",\"hl\":[[6,12]],\"offset\":9120,\"end\":9133}]},"
		  "{\"text\":\"a border\",\"hl\":[[2,8]],\"offset\":8000,\"end\":8008,"
		  "\"notes\":[{\"label\":\"\",\"sentence\":\"It closed.\",\"offset\":10,\"end\":20}]}]}\n"
		  "{\"rank\":22,\"id\":\"p9\",\"score\":0.0000,\"collection\":\"press\",\"collapsed\":3}\n"
		  "{\"facet\":\"lang\",\"values\":[[\"en\",12],[\"ru\",3]],\"none\":4}\n"
		  "{\"facet\":\"names\",\"values\":[[\"A B\",7,90]],\"more\":5,\"other\":6}\n" },
		{ { "id", "collection" },
		  "=4 total=40 relation=atleast took_us=412 generation=17,4 revision=0,0 hits=2 facets=2\n"
		  "{\"id\":\"m1\",\"collection\":\"memos\"}\n{\"id\":\"p9\",\"collection\":\"press\"}\n"
		  "{\"facet\":\"lang\",\"values\":[[\"en\",12],[\"ru\",3]],\"none\":4}\n"
		  "{\"facet\":\"names\",\"values\":[[\"A B\",7,90]],\"more\":5,\"other\":6}\n" },
		{ { "title", "title_hl" },
		  "=4 total=40 relation=atleast took_us=412 generation=17,4 revision=0,0 hits=2 facets=2\n"
		  "{\"title\":\"Border trade\",\"title_hl\":[[0,6]]}\n{}\n"
		  "{\"facet\":\"lang\",\"values\":[[\"en\",12],[\"ru\",3]],\"none\":4}\n"
		  "{\"facet\":\"names\",\"values\":[[\"A B\",7,90]],\"more\":5,\"other\":6}\n" },
	};
	struct view v;
	struct job_cache cache = { NULL, 0 };
	view_make(*state, &v);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct job *j = job_take(&cache);
		request_init(&j->request, VERB_SEARCH);
		j->request.offset = 20;
		for (; j->request.n_fields < 3 && rows[i].fields[j->request.n_fields]; j->request.n_fields++)
			j->request.fields[j->request.n_fields] = str_of(rows[i].fields[j->request.n_fields]);
		struct search_result r = result(&j->arena);
		ok(answer_hits(j, &v, &r, 412, &ok_err));
		job_encode(j);
		assert_string_equal(j->out.p, rows[i].wire);
		job_give(&cache, &j);
	}
	job_cache_fini(&cache);
	store_close(&v.store);
}

static void what_was_not_looked_at_is_said(void **state)
{
	struct view v;
	struct job_cache cache = { NULL, 0 };
	view_make(*state, &v);
	struct job *j = job_take(&cache);
	request_init(&j->request, VERB_COUNT);
	static const struct str words[] = { { "border", 6 }, { "trade", 5 } };
	struct search_result r = { .total = 5, .relation = TOTAL_ESTIMATE, .widened = { .any = true, .spelling = words, .n_spelling = 2 }, .timed_out = true };
	expansion_add(&r.expansions, &j->arena, (struct expansion){ .from = STR("IMU"), .to = STR("a b"), .weight = 1 });
	expansion_add(&r.expansions, &j->arena, (struct expansion){ .from = STR("x"), .to = STR("y") });
	ok(answer_hits(j, &v, &r, 1, &ok_err));
	job_encode(j);
	assert_string_equal(j->out.p, "=0 total=5 relation=estimate took_us=1 generation=17,4 revision=0,0 "
				      "widened=any,spelling:border,spelling:trade partial=time expanded=\"IMU = a b (alias)\" offered=\"x ~ y (alias)\"\n");
	job_give(&cache, &j);
	job_cache_fini(&cache);
	store_close(&v.store);
}

/* A text that is longer than a reply may be is cut between two characters. */
static void a_long_text_is_cut(void **state)
{
	struct view v;
	struct job_cache cache = { NULL, 0 };
	struct buf text = BUF_INIT;
	view_make(*state, &v);
	v.n_members = 1;
	while (text.n + 2 < LIMIT_TEXT)
		buf_puts(&text, "\xd0\xb4");
	buf_putc(&text, 'x');	/* LIMIT_TEXT - 1 bytes */
	for (int longer = 0; longer < 2; longer++) {
		struct job *j = job_take(&cache);
		request_init(&j->request, VERB_GET);
		j->request.fields[0] = STR("text");
		j->request.n_fields = 1;
		if (longer)
			buf_puts(&text, "\xd0\xb4\xd0\xb4");
		struct doc doc = { .id = STR("m1"), .text = buf_str(&text) };
		ok(answer_document(j, &v, &doc, 0, &ok_err));
		job_encode(j);
		struct str out = buf_str(&j->out);
		ptrdiff_t eol = str_chr(out, '\n');
		assert_int_equal(str_find(str_sub(out, 0, (size_t)eol), STR(" truncated=1")) > 0, longer);
		size_t overhead = strlen("{\"text\":\"\"}\n");
		assert_in_range(out.n - (size_t)eol - 1 - overhead, LIMIT_TEXT - 1, LIMIT_TEXT);
		assert_true(str_ends(out, STR("\"}\n")));
		assert_true(j->out.n < JOB_MAX_REPLY);
		job_give(&cache, &j);
	}
	buf_fini(&text);
	job_cache_fini(&cache);
	store_close(&v.store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(errors_of_the_engine),
		cmocka_unit_test_setup_teardown(hits_as_rows, scratch_make, scratch_remove),
		cmocka_unit_test_setup_teardown(what_was_not_looked_at_is_said, scratch_make, scratch_remove),
		cmocka_unit_test_setup_teardown(a_long_text_is_cut, scratch_make, scratch_remove),
	};
	log_init("test", LOG_LEVEL_ERROR, true);	/* not to standard error: the errors are wanted */
	return cmocka_run_group_tests(tests, NULL, NULL);
}
