/* The search page: its addresses, and every state of it. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "html_check.h"
#include "proto/page.h"
#include "web/assets.h"

#define HOSTILE "\"><script>alert(1)</script><img src=x onerror='a&b'>"

struct fixture {
	struct arena arena;
	struct page_ask ask;
	struct request request;
	struct reply reply;
	struct str collections[2];
	struct buf out;
};

static int setup(void **state)
{
	static struct fixture f;
	f = (struct fixture){ .collections = { STR("memos"), STR("news") } };
	arena_init(&f.arena);
	reply_init(&f.reply, &f.arena);
	*state = &f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;
	buf_fini(&f->out);
	arena_fini(&f->arena);
	return 0;
}

/* "q=border&filter=lang:ru": not encoded. */
static bool ask(struct fixture *f, const char *params)
{
	struct str rest = str_of(params), one, key;
	f->ask.n = 0;
	while (rest.n && str_cut(&rest, '&', &one)) {
		assert_true(str_cut(&one, '=', &key));
		if (!page_ask_add(&f->ask, key, one, &f->reply))
			return false;
	}
	return page_ask_request(&f->ask, &f->arena, &f->request, &f->reply);
}

static const char *render(struct fixture *f)
{
	char wrong[256];
	struct page page = { .ask = &f->ask, .request = &f->request, .reply = &f->reply, .collections = f->collections, .n_collections = 2 };
	buf_reset(&f->out);
	page_render(&page, &f->out);
	assert_false(f->out.failed);
	const char *bad = html_check(buf_str(&f->out), wrong);
	if (bad)
		fail_msg("%s", bad);
	return f->out.p;
}

static void has(struct fixture *f, const char *part)
{
	if (!strstr(f->out.p, part))
		fail_msg("the page has no %s:\n%s", part, f->out.p);
}

static void lacks(struct fixture *f, const char *part)
{
	if (strstr(f->out.p, part))
		fail_msg("the page has %s:\n%s", part, f->out.p);
}

/* ---- Addresses ---- */

static void asks_become_requests(void **state)
{
	static const struct { const char *params, *text; } rows[] = {
		{ "", "*" },
		{ "q=border trade", "border trade" },
		{ "q=border OR trade&filter=lang:ru", "+lang:ru border OR trade" },
		{ "filter=author:\"A B\"", "+author:\"A B\" *" },
		{ "q=x&from=2014&to=2014", "+date:2014 x" },
		{ "q=x&from=2014-01", "+date:2014-01.. x" },
		{ "q=x&to=2014-01-31&filter=type:html&filter=lang:en", "+date:..2014-01-31 +type:html +lang:en x" },
		{ "q=a b&plain=1", "a b" },
		{ "q=&q=a&from=&collection=news&collection=memos&collection=news&filter=lang:en&filter=lang:en", "+lang:en a" },
	};
	struct fixture *f = *state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		assert_true(ask(f, rows[i].params));
		assert_true(str_eqz(f->request.text, rows[i].text));
		assert_int_equal(f->request.verb, VERB_SEARCH);
	}
	assert_true(ask(f, "q=x&collection=memos&sort=date&offset=20&match=all"));
	assert_int_equal(f->request.n_collections, 1);
	assert_int_equal(f->request.sort, REQUEST_SORT_DATE);
	assert_int_equal(f->request.offset, 20);
	assert_true(ask(f, ""));
	assert_int_equal(f->request.limit, 0);
	assert_true(ask(f, "id=a/b&of=news&q=x y&collection=memos"));
	assert_int_equal(f->request.verb, VERB_GET);
	assert_true(str_eqz(f->request.text, "a/b"));
	assert_true(str_eqz(f->request.marks, "x y"));
	assert_int_equal(f->request.n_collections, 1);
	assert_true(str_eqz(f->request.collections[0], "news"));
}

static void bad_asks_are_refused(void **state)
{
	static const struct { const char *params, *message; } rows[] = {
		{ "q=x&from=yesterday", "'yesterday' is no date" },
		{ "q=x&to=2014) OR (x", "is no date" },
		{ "q=x&facets=lang", "the page knows no 'facets'" },
		{ "q=x&q=y", "'q' is given twice" },
		{ "q=x&from=2014&from=2014", "'from' is given twice" },
		{ "q=x&limit=5&limit=5", "'limit' is given twice" },
		{ "q=x&limit=5000", "limit=5000: wants 0..1000" },
		{ "q=x&plain=1&filter=lang:ru", "goes without filters" },
		{ "q=x&plain=1&from=2014", "goes without filters" },
	};
	struct fixture *f = *state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		assert_false(ask(f, rows[i].params));
		assert_int_equal(f->reply.kind, REPLY_ERROR);
		assert_non_null(strstr(arena_strz(&f->arena, f->reply.message), rows[i].message));
		render(f);
		has(f, "role=\"alert\"");
	}
}

static void too_many_parameters(void **state)
{
	struct fixture *f = *state;
	for (unsigned i = 0; i < PAGE_MAX_PARAMS; i++)
		assert_true(page_ask_add(&f->ask, STR("filter"), arena_printf(&f->arena, "lang:%u", i), &f->reply));
	assert_true(page_ask_add(&f->ask, STR("filter"), STR("lang:1"), &f->reply));	/* there already */
	assert_true(page_ask_add(&f->ask, STR("filter"), STR_NONE, &f->reply));
	assert_false(page_ask_add(&f->ask, STR("filter"), STR("lang:x"), &f->reply));
	assert_true(str_eqz(f->reply.message, "more than 64 parameters"));
}

static void links_change_one_thing(void **state)
{
	struct fixture *f = *state;
	assert_true(ask(f, "q=a b&filter=lang:ru&filter=type:html&offset=30&sort=date"));
	static const struct { struct page_change change; const char *url; } rows[] = {
		{ { .set = "sort", .value = { "title", 5 } }, "/?q=a%20b&filter=lang%3Aru&filter=type%3Ahtml&sort=title" },
		{ { .set = "sort" }, "/?q=a%20b&filter=lang%3Aru&filter=type%3Ahtml" },
		{ { .set = "offset", .value = { "40", 2 } }, "/?q=a%20b&filter=lang%3Aru&filter=type%3Ahtml&sort=date&offset=40" },
		{ { .drop = { "filter", "sort" } }, "/?q=a%20b" },
		{ { .set = "filter", .value = { "\"x\"", 3 } }, "/?q=a%20b&filter=lang%3Aru&filter=type%3Ahtml&sort=date&filter=%22x%22" },
		{ { .set = "from", .value = { "1", 1 }, .set_more = "to", .value_more = { "2", 1 } },
		  "/?q=a%20b&filter=lang%3Aru&filter=type%3Ahtml&sort=date&from=1&to=2" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_string_equal(page_ask_link(&f->ask, &f->arena, rows[i].change).p, rows[i].url);
	assert_string_equal(page_ask_link(&f->ask, &f->arena, (struct page_change){ .drop_one = &f->ask.list[1] }).p,
			    "/?q=a%20b&filter=type%3Ahtml&sort=date");
	assert_string_equal(page_ask_document(&f->ask, &f->arena, STR("memos"), STR("a/../b?c#d")).p,
			    "/document?of=memos&id=a%2F..%2Fb%3Fc%23d&q=a%20b&filter=lang%3Aru&filter=type%3Ahtml&offset=30&sort=date");
}

/* ---- Pages ---- */

static void head(struct fixture *f, int64_t total, const char *relation, int64_t hits)
{
	struct reply_fields *h = reply_head(&f->reply);
	field_int(&f->reply, h, "total", total);
	field_str(&f->reply, h, "relation", str_of(relation));
	field_int(&f->reply, h, "took_us", 412);
	field_int(&f->reply, h, "hits", hits);
}

static void facet(struct fixture *f, const char *name, const char *const *values, size_t n, int64_t none)
{
	struct reply_fields *row = reply_row(&f->reply);
	field_str(&f->reply, row, "facet", str_of(name));
	struct reply_fields *list = field_list(&f->reply, row, "values", VALUE_TUPLES, n);
	for (size_t i = 0; i < n; i++) {
		field_str(&f->reply, &list[i], "value", str_of(values[i]));
		field_int(&f->reply, &list[i], "count", (int64_t)(1234 * (n - i)));
	}
	if (none)
		field_int(&f->reply, row, "none", none);
}

static struct reply_fields *hit(struct fixture *f, const char *id)
{
	struct reply_fields *row = reply_row(&f->reply);
	field_int(&f->reply, row, "rank", 1);
	field_str(&f->reply, row, "id", str_of(id));
	return row;
}

static void expansion(struct fixture *f, const char *from, const char *to, const char *kind, bool offered)
{
	struct reply *r = &f->reply;
	struct reply_fields *list = arena_array(&f->arena, r->n_expansions + 1, sizeof(*list));
	for (size_t i = 0; i < r->n_expansions; i++)
		list[i] = r->expansions[i];
	r->expansions = list;
	struct reply_fields *e = &r->expansions[r->n_expansions++];
	field_str(r, e, "from", str_of(from));
	field_str(r, e, "to", str_of(to));
	field_str(r, e, "kind", str_of(kind));
	if (offered)
		field_bool(r, e, "offered", true);
}

static void start_page(void **state)
{
	struct fixture *f = *state;
	static const char *const langs[] = { "en", "ru" };
	assert_true(ask(f, ""));
	head(f, 12345, "exact", 0);
	facet(f, "lang", langs, 2, 0);
	render(f);
	has(f, "<body class=\"start\">");
	has(f, "12,345 documents in 2 collections");
	has(f, "How to search");
	has(f, "/?filter=lang%3Aru");
	has(f, "Russian");
	has(f, "<option>memos</option>");
	lacks(f, "class=\"hits\"");
}

static void results(void **state)
{
	struct fixture *f = *state;
	static const struct reply_span spans[] = { { 0, 6 } };
	static const char *const years[] = { "2014", "2015", "1999" }, *const langs[] = { "en", "ru" };
	assert_true(ask(f, "q=border&limit=1&filter=lang:ru&from=1990&collection=news"));
	head(f, 25, "estimate", 1);
	struct reply_fields *row = hit(f, "memos/1");
	field_str(&f->reply, row, "title", STR("Border trade"));
	field_spans(&f->reply, row, "title_hl", spans, 1);
	field_str(&f->reply, row, "date", STR("2014-12-26"));
	field_str(&f->reply, row, "author", STR("Ivan Petrov"));
	field_str(&f->reply, row, "url", STR("https://example.org/?a=1&b=2"));
	field_json(&f->reply, row, "also", STR("[\"x/1\",\"x/2\",\"x/3\",\"x/4\",\"x/5\",\"x/6\"]"));
	struct reply_fields *one = field_list(&f->reply, row, "snippets", VALUE_OBJECTS, 1);
	field_str(&f->reply, one, "text", STR("border & customs"));
	field_spans(&f->reply, one, "hl", spans, 1);
	struct reply_fields *note = field_list(&f->reply, one, "notes", VALUE_OBJECTS, 2);
	field_str(&f->reply, &note[0], "label", STR("3"));
	field_str(&f->reply, &note[0], "text", STR("See border law."));
	field_str(&f->reply, &note[1], "sentence", STR("Which calls for it."));
	facet(f, "year", years, 3, 0);
	facet(f, "lang", langs, 2, 0);
	render(f);
	has(f, "<a class=\"chosen\" href=\"/?q=border&amp;limit=1&amp;from=1990&amp;collection=news\" aria-current=\"true\"><bdi>Russian");
	has(f, "About 25 documents");
	has(f, "<mark>Border</mark> trade</a></h2>");
	has(f, "<time datetime=\"2014-12-26\">26 December 2014</time>");
	has(f, "<mark>border</mark> &amp; customs");
	has(f, "href=\"https://example.org/?a=1&amp;b=2\" rel=\"noopener noreferrer\"");
	has(f, "and 1 more");
	has(f, "Note 3");
	has(f, "Language: Russian");
	has(f, "since 1990");
	has(f, "<option selected>news</option>");
	has(f, "<input type=\"hidden\" name=\"filter\" value=\"lang:ru\">");
	has(f, "offset=1\">Next →");
	has(f, "from=2014&amp;to=2015");		/* a bar of the histogram */
	has(f, "2014 to 2015: 6,170 documents");
	lacks(f, "Before");
}

static void what_was_done_is_said(void **state)
{
	struct fixture *f = *state;
	assert_true(ask(f, "q=uzbekitan IMU bordr&aliases=off"));
	head(f, 3, "atleast", 0);
	field_str(&f->reply, &f->reply.head, "widened", STR("any,spelling:uzbekistan"));
	field_str(&f->reply, &f->reply.head, "partial", STR("time"));
	field_int(&f->reply, &f->reply.head, "undated", 4);
	expansion(f, "uzbekitan", "uzbekistan", "spelling", false);
	expansion(f, "IMU", "Islamic Movement of Uzbekistan", "acronym", false);
	expansion(f, "Fergana", "Фергана", "name", false);
	expansion(f, "Fergana", "FV", "alias", false);
	expansion(f, "IMU", "ИДУ", "acronym", false);
	expansion(f, "IMU", "3", "acronym", false);
	expansion(f, "IMU", "4", "acronym", false);
	expansion(f, "IMU", "5", "acronym", false);
	expansion(f, "", "pass", "feedback", false);
	expansion(f, "bordr", "border", "spelling", true);
	expansion(f, "IMU", "IBU", "alias", true);
	expansion(f, "IMU", "Turkestan", "alias", true);
	render(f);
	has(f, "Also look for <a href=\"/?aliases=off&amp;q=uzbekitan%20IBU%20bordr\"><bdi>IBU</bdi></a>, <a ");
	has(f, "At least 3 documents");
	has(f, "Few documents have all the words");
	has(f, "match=all");
	has(f, "No document has <q><bdi>uzbekitan</bdi></q>");
	has(f, "q=uzbekistan%20IMU%20bordr");
	has(f, "<bdi>IMU = Islamic Movement of Uzbekistan, ИДУ, 3, 4 and 1 more</bdi>");
	lacks(f, "IMU = ИДУ");
	has(f, "<a href=\"/?q=uzbekitan%20IMU%20bordr&amp;aliases=off&amp;alone=IMU\" aria-label=\"Search without");
	has(f, "<bdi>Fergana = Фергана, FV</bdi><a href=\"/?q=uzbekitan%20IMU%20bordr&amp;aliases=off&amp;alone=Fergana\"");
	has(f, "<a href=\"/?q=uzbekitan%20IMU%20bordr&amp;aliases=off&amp;alone=uzbekitan\">Search as typed</a>");
	has(f, "Did you mean <a href=\"/?aliases=off&amp;q=uzbekitan%20IMU%20border\"><bdi>border</bdi></a>?");
	has(f, "no other names");
	has(f, "The time was over");
	has(f, "4 more documents match without a date");
	has(f, "date%3Aundated");
}

/* Each takes away what it says, and leaves the others. */
static void chips(void **state)
{
	struct fixture *f = *state;
	assert_true(ask(f, "q=IMU TIP&alone=IMU&alone=TIP&filter=lang:ru&filter=type:html&expand=on"));
	assert_int_equal(f->request.n_alone, 2);
	assert_true(str_eqz(f->request.alone[1], "TIP"));
	head(f, 3, "exact", 0);
	expansion(f, "", "pass", "feedback", false);
	render(f);
	has(f, "<bdi>only IMU itself</bdi><a href=\"/?q=IMU%20TIP&amp;alone=TIP&amp;filter=lang%3Aru&amp;filter=type%3Ahtml&amp;expand=on\"");
	has(f, "<bdi>Language: Russian</bdi><a href=\"/?q=IMU%20TIP&amp;alone=IMU&amp;alone=TIP&amp;filter=type%3Ahtml&amp;expand=on\"");
	has(f, "<bdi>pass</bdi><a href=\"/?q=IMU%20TIP&amp;alone=IMU&amp;alone=TIP&amp;filter=lang%3Aru&amp;filter=type%3Ahtml\"");
	f->ask.n = 0;
	for (unsigned i = 0; i <= REQUEST_MAX_ALONE; i++)
		assert_true(page_ask_add(&f->ask, STR("alone"), arena_printf(&f->arena, "%u", i), &f->reply));
	assert_false(page_ask_request(&f->ask, &f->arena, &f->request, &f->reply));
	assert_true(str_eqz(f->reply.message, "alone: at most 16 words and names"));
}

static void nothing_found(void **state)
{
	struct fixture *f = *state;
	assert_true(ask(f, "q=zzz&filter=lang:ru&collection=memos"));
	head(f, 0, "exact", 0);
	field_str(&f->reply, &f->reply.head, "corrected", STR("zoo"));
	render(f);
	has(f, "No document has this");
	has(f, "Did you mean <a href=\"/?filter=lang%3Aru&amp;collection=memos&amp;q=zoo\">");
	has(f, "Search without the filters");
	has(f, "Search everywhere");
	lacks(f, "match=any");	/* that was tried already */
	assert_true(ask(f, "q=zzz&match=all"));
	render(f);
	has(f, "match=any");
}

static void errors(void **state)
{
	struct fixture *f = *state;
	assert_true(ask(f, "q=\"border&filter=lang:ru"));
	reply_error(&f->reply, WIRE_SYNTAX, "col=10 this quote is not closed");
	render(f);
	has(f, "At character 1: this quote is not closed");
	has(f, "plain=1");
	reply_error(&f->reply, WIRE_UNAVAILABLE, "no index: %s", HOSTILE);
	render(f);
	has(f, "no index: &quot;&gt;");
	reply_error(&f->reply, WIRE_NOTFOUND, "no document has the id");
	render(f);
	has(f, "There is no such document");
}

static void hostile_texts_stay_text(void **state)
{
	struct fixture *f = *state;
	static const char *const fields[] = { "title", "date", "author", "url", "source", "lang", "type", "path", "collection", "text" };
	static const char *const values[] = { HOSTILE, "y\"z" }, *const facets[] = { "names", "author", "source", "lang", "type", "year" };
	assert_true(ask(f, "q=" HOSTILE "&filter=" HOSTILE "&filter=author:\"" HOSTILE "\"&collection=" HOSTILE "&sort=date"));
	head(f, 2, "exact", 2);
	for (unsigned k = 0; k < 2; k++) {
		struct reply_fields *row = hit(f, HOSTILE);
		for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++)
			field_str(&f->reply, row, fields[i], k ? STR("javascript:alert(1)") : STR(HOSTILE));
	}
	for (size_t i = 0; i < sizeof(facets) / sizeof(*facets); i++)
		facet(f, facets[i], values, 2, 1);
	expansion(f, HOSTILE, HOSTILE, HOSTILE, false);
	expansion(f, HOSTILE, HOSTILE, "spelling", true);
	render(f);
	lacks(f, "href=\"javascript");
	lacks(f, "<img");
	f->request.verb = VERB_GET;
	render(f);
	lacks(f, "href=\"javascript");
}

static void document(void **state)
{
	struct fixture *f = *state;
	static const char text[] = "First border line.\nSecond <line>.\n\nNext paragraph.\n\fNote about a border.\n\fA map\n\fLast";
	static const struct reply_span spans[] = { { 6, 12 }, { 65, 71 } };
	assert_true(ask(f, "id=a&of=memos&q=border&offset=10&collection=news"));
	struct reply_fields *row = reply_row(&f->reply);
	field_str(&f->reply, row, "id", STR("a"));
	field_str(&f->reply, row, "title", STR("Title"));
	field_str(&f->reply, row, "text", STR(text));
	field_spans(&f->reply, row, "hl", spans, 2);
	field_json(&f->reply, row, "passages", STR("[{\"kind\":\"note\",\"label\":\"7\",\"start\":52,\"end\":72,\"anchor\":17},"
						   "{\"kind\":\"frame\",\"label\":\"\",\"start\":74,\"end\":79},"
						   "{\"kind\":\"note\",\"label\":\"8\",\"start\":81,\"end\":85},"
						   "{\"kind\":\"note\",\"label\":\"9\",\"start\":81,\"end\":9999}]"));
	field_json(&f->reply, row, "evidence", STR("{\"title\":\"line 5: <Title>\",\"odd\":7}"));
	render(f);
	has(f, "<body class=\"document\">");
	has(f, "First <mark id=\"m1\">border</mark> line<sup class=\"call\"><a id=\"call-1\" href=\"#note-1\" aria-label=\"Note 7\">7</a></sup>.<br>"
	       "Second &lt;line&gt;.</p>");
	has(f, "Note about a <mark id=\"m2\">border</mark>.");
	has(f, "<p dir=\"auto\">Next paragraph.</p>");
	has(f, "2 places marked");
	has(f, "captions and boxes</h2></summary>\n<p class=\"frame\" dir=\"auto\">A map</p>");
	has(f, "Other notes");
	has(f, "line 5: &lt;Title&gt;");
	has(f, "href=\"/?q=border&amp;collection=news&amp;offset=10\">← Results for <bdi>border</bdi>");
	lacks(f, ">9<");
}

static void long_document(void **state)
{
	struct fixture *f = *state;
	char *text = arena_alloc(&f->arena, PAGE_MAX_TEXT + 10);
	memset(text, 'x', PAGE_MAX_TEXT + 10);
	assert_true(ask(f, "id=a"));
	struct reply_fields *row = reply_row(&f->reply);
	field_str(&f->reply, row, "text", str_n(text, PAGE_MAX_TEXT));
	render(f);
	lacks(f, "This is the beginning of a long text");
	row->list[0].string.n++;
	render(f);
	has(f, "This is the beginning of a long text");
	assert_true(f->out.n < PAGE_MAX_TEXT + 10000);
}

static void files_are_inside(void **state)
{
	static const char *const paths[] = { "/karez.js", "/karez.css", "/karez.svg", "/v1/openapi.json" };
	(void)state;
	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++) {
		const struct asset *a = asset_find(str_of(paths[i]));
		assert_non_null(a);
		assert_true(a->n > 100);
		assert_true(utf8_valid(str_n((const char *)a->bytes, a->n)));
	}
	assert_null(asset_find(STR("/")));
	assert_null(asset_find(STR("/karez.js.map")));
	assert_null(asset_at(sizeof(paths) / sizeof(*paths)));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(asks_become_requests), TEST(bad_asks_are_refused), TEST(too_many_parameters), TEST(links_change_one_thing),
		TEST(start_page), TEST(results), TEST(what_was_done_is_said), TEST(chips), TEST(nothing_found), TEST(errors),
		TEST(hostile_texts_stay_text), TEST(document), TEST(long_document), TEST(files_are_inside),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
