/* Request lines: what is taken, every refusal, each limit and one past it. */
#include "config.h"

#include "tests/unit/arena_fixture.h"

#include <stdlib.h>

#include "proto/line.h"

static struct request req;
static struct reply err;

static bool parse(struct str line)
{
	return line_parse(line, &arena, &req, &err);
}

static void takes_every_part(void **state)
{
	(void)state;
	assert_true(parse(STR("@q2 search limit=5 memos,news offset=7 facets=lang,year papers : \"a b\" -c : d=e ")));
	assert_int_equal(req.verb, VERB_SEARCH);
	assert_str(req.tag, "q2");
	assert_int_equal(req.n_collections, 3);
	assert_str(req.collections[0], "memos");
	assert_str(req.collections[1], "news");
	assert_str(req.collections[2], "papers");
	assert_int_equal(req.limit, 5);
	assert_int_equal(req.offset, 7);
	assert_int_equal(req.n_facets, 2);
	assert_str(req.facets[0], "lang");
	assert_str(req.facets[1], "year");
	assert_str(req.text, "\"a b\" -c : d=e ");
}

static void text_is_raw_after_one_blank(void **state)
{
	(void)state;
	static const struct {
		struct str line;
		const char *text;
		unsigned column;
	} rows[] = {
		{ STR("SEARCH : x"), "x", 9 },
		{ STR("SEARCH :  x "), " x ", 9 },
		{ STR("SEARCH :\tx"), "x", 9 },
		{ STR("SEARCH :"), "", 8 },
		{ STR("SEARCH : "), "", 9 },
		{ STR("  SEARCH\t:\t: x"), ": x", 11 },
		{ STR("SEARCH : x\r"), "x", 9 },
		{ STR("SEARCH : x\r\r"), "x\r", 9 },
		{ STR("SEARCH memos : \xd0\xa8\xd0\x9e\xd0\xa1"), "\xd0\xa8\xd0\x9e\xd0\xa1", 15 },
		{ STR("GET : GET / HTTP/1.1"), "GET / HTTP/1.1", 6 },
		{ STR("GET memos : HTTP/1.1"), "HTTP/1.1", 12 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		assert_true(parse(rows[i].line));
		assert_str(req.text, rows[i].text);
		assert_int_equal(req.text_column, rows[i].column);
	}
}

static void verbs_stand_in_either_case(void **state)
{
	(void)state;
	assert_true(parse(STR("ping")));
	assert_int_equal(req.verb, VERB_PING);
	assert_true(parse(STR("CoLLections")));
	assert_int_equal(req.verb, VERB_COLLECTIONS);
	for (unsigned v = 0; v < VERB_COUNT_; v++) {
		enum verb found = VERB_COUNT_;
		assert_true(verb_find(str_of(verb_name((enum verb)v)), &found));
		assert_int_equal(found, v);
		assert_true(verb_help((enum verb)v)[0]);
	}
}

static void nothing_is_ignored(void **state)
{
	(void)state;
	static const struct str rows[] = { STR_NONE, STR(""), STR("  \t "), STR("\r") };
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		assert_false(parse(rows[i]));
		assert_int_equal(err.kind, REPLY_LINE);
		assert_int_equal(err.message.n, 0);
	}
}

static void defaults(void **state)
{
	(void)state;
	assert_true(parse(STR("SEARCH : x")));
	assert_int_equal(req.limit, 10);
	assert_int_equal(req.offset, 0);
	assert_int_equal(req.snippets, 1);
	assert_int_equal(req.match, REQUEST_MATCH_AUTO);
	assert_int_equal(req.sort, REQUEST_SORT_RELEVANCE);
	assert_int_equal(req.collapse, REQUEST_COLLAPSE_NEAR);
	assert_int_equal(req.n_collections + req.n_facets + req.n_fields + req.timeout_ms, 0);
	assert_true(req.cache && !req.plain && !req.exact_total);
	assert_true(parse(STR("COUNT : x")));
	assert_true(req.exact_total);
}

static void every_value_of_every_option(void **state)
{
	(void)state;
	assert_true(parse(STR("SEARCH match=any plain=1 snippets=3 sort=date-asc collapse=source timeout=1m30s "
			      "total=exact cache=off fields=id,title,collapsed : x")));
	assert_int_equal(req.match, REQUEST_MATCH_ANY);
	assert_true(req.plain && req.exact_total && !req.cache);
	assert_int_equal(req.snippets, 3);
	assert_int_equal(req.sort, REQUEST_SORT_DATE_ASC);
	assert_int_equal(req.collapse, REQUEST_COLLAPSE_SOURCE);
	assert_int_equal(req.timeout_ms, 90000);
	assert_int_equal(req.n_fields, 3);
	assert_true(parse(STR("COUNT match=all plain=0 total=fast cache=on timeout=250 : x")));
	assert_int_equal(req.match, REQUEST_MATCH_ALL);
	assert_true(!req.plain && !req.exact_total && req.cache);
	assert_int_equal(req.timeout_ms, 250);
	static const struct { const char *value; enum request_sort want; } sorts[] = {
		{ "relevance", REQUEST_SORT_RELEVANCE }, { "date", REQUEST_SORT_DATE }, { "title", REQUEST_SORT_TITLE },
	};
	for (size_t i = 0; i < 3; i++) {
		assert_true(parse(arena_printf(&arena, "SEARCH sort=%s : x", sorts[i].value)));
		assert_int_equal(req.sort, sorts[i].want);
	}
	static const struct { const char *value; enum request_collapse want; } collapses[] = {
		{ "none", REQUEST_COLLAPSE_NONE }, { "content", REQUEST_COLLAPSE_CONTENT }, { "title", REQUEST_COLLAPSE_TITLE },
	};
	for (size_t i = 0; i < 3; i++) {
		assert_true(parse(arena_printf(&arena, "SEARCH collapse=%s : x", collapses[i].value)));
		assert_int_equal(req.collapse, collapses[i].want);
	}
}

/* Each numeric option is taken at its limit and refused one past it. */
static void limits_of_numbers(void **state)
{
	(void)state;
	static const struct {
		const char *verb, *option;
		unsigned max;
	} rows[] = {
		{ "SEARCH", "limit", LIMIT_RESULTS }, { "SIMILAR", "limit", LIMIT_RESULTS },
		{ "SUGGEST", "limit", LIMIT_SUGGESTIONS }, { "SPELL", "limit", LIMIT_SUGGESTIONS },
		{ "SEARCH", "offset", LIMIT_OFFSET }, { "SEARCH", "snippets", LIMIT_SNIPPETS },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		assert_true(parse(arena_printf(&arena, "%s %s=0 : x", rows[i].verb, rows[i].option)));
		assert_true(parse(arena_printf(&arena, "%s %s=%u : x", rows[i].verb, rows[i].option, rows[i].max)));
		assert_false(parse(arena_printf(&arena, "%s %s=%u : x", rows[i].verb, rows[i].option, rows[i].max + 1)));
		assert_int_equal(err.error, WIRE_BADOPTION);
		assert_str(err.message, arena_printf(&arena, "%s=%u: wants 0..%u", rows[i].option, rows[i].max + 1,
						     rows[i].max).p);
	}
}

static struct str many_collections(unsigned n)
{
	struct str s = STR("SEARCH c0");
	for (unsigned i = 1; i < n; i++)
		s = arena_printf(&arena, "%.*s%cc%u", STR_ARG(s), i % 2 ? ',' : ' ', i);
	return arena_printf(&arena, "%.*s : x", STR_ARG(s));
}

static void limits_of_names_and_tags(void **state)
{
	(void)state;
	assert_true(parse(many_collections(LIMIT_COLLECTIONS)));
	assert_int_equal(req.n_collections, LIMIT_COLLECTIONS);
	assert_false(parse(many_collections(LIMIT_COLLECTIONS + 1)));
	assert_int_equal(err.error, WIRE_LIMIT);
	assert_true(parse(STR("SEARCH a,b,a b : x")));
	assert_int_equal(req.n_collections, 2);

	char tag[LIMIT_TAG + 2];
	memset(tag, 't', sizeof(tag));
	assert_true(parse(arena_printf(&arena, "@%.*s PING", LIMIT_TAG, tag)));
	assert_int_equal(req.tag.n, LIMIT_TAG);
	assert_false(parse(arena_printf(&arena, "@%.*s PING", LIMIT_TAG + 1, tag)));
	assert_int_equal(err.error, WIRE_LIMIT);
	assert_int_equal(req.tag.n, 0);
}

static void refusals_keep_the_tag(void **state)
{
	(void)state;
	static const struct str rows[] = {
		STR("@q FOO"), STR("@q"), STR("@q SEARCH"), STR("@q SEARCH x=1 : y"), STR("@q \xff"), STR("@q PING\0"),
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		assert_false(parse(rows[i]));
		assert_int_equal(err.kind, REPLY_ERROR);
		assert_str(req.tag, "q");
	}
}

/* What the line holds stays valid when the reader's buffer moves. */
static void the_request_owns_its_bytes(void **state)
{
	(void)state;
	char line[] = "@tag GET memos : id";
	assert_true(parse(str_of(line)));
	memset(line, 'x', sizeof(line));
	assert_str(req.tag, "tag");
	assert_str(req.collections[0], "memos");
	assert_str(req.text, "id");
}

/* A row of options.def that no request can use would be a row too much. */
static void option_rows_are_reachable(void **state)
{
	(void)state;
	size_t n;
	const struct request_option *o = request_options(&n);
	assert_true(n > 0);
	for (size_t i = 0; i < n; i++) {
		assert_true(o[i].verbs != 0 && o[i].form[0] && o[i].help[0]);
		for (unsigned v = 0; v < VERB_COUNT_; v++)
			if (o[i].verbs >> v & 1)
				assert_ptr_equal(request_option_find((enum verb)v, str_of(o[i].name)), &o[i]);
	}
	assert_null(request_option_find(VERB_PING, STR("limit")));
	assert_null(request_option_find(VERB_SEARCH, STR("")));
}

/* Every name that facets= and fields= know can be given at once. */
static void whole_lists_fit(void **state)
{
	(void)state;
	assert_true(parse(arena_printf(&arena, "SEARCH facets=%s fields=%s : x",
				       request_option_find(VERB_SEARCH, STR("facets"))->form,
				       request_option_find(VERB_SEARCH, STR("fields"))->form)));
	assert_int_equal(req.n_facets, 6);
	assert_int_equal(req.n_fields, 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(takes_every_part, empty_arena),
		cmocka_unit_test_teardown(text_is_raw_after_one_blank, empty_arena),
		cmocka_unit_test_teardown(verbs_stand_in_either_case, empty_arena),
		cmocka_unit_test_teardown(nothing_is_ignored, empty_arena),
		cmocka_unit_test_teardown(defaults, empty_arena),
		cmocka_unit_test_teardown(every_value_of_every_option, empty_arena),
		cmocka_unit_test_teardown(limits_of_numbers, empty_arena),
		cmocka_unit_test_teardown(limits_of_names_and_tags, empty_arena),
		cmocka_unit_test_teardown(refusals_keep_the_tag, empty_arena),
		cmocka_unit_test_teardown(the_request_owns_its_bytes, empty_arena),
		cmocka_unit_test_teardown(option_rows_are_reachable, empty_arena),
		cmocka_unit_test_teardown(whole_lists_fit, empty_arena),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
