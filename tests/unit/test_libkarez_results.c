/* libkarez: what is asked for becomes a line, and rows become structures. */
#include "config.h"

#include "tests/unit/server_fixture.h"

#include <jansson.h>
#include <math.h>

#include "common/buf.h"
#include "common/utf8.h"
#include "lib/cost.h"
#include "proto/limits.h"

/* What the server gets for these options. */
static void requests_as_lines(void **state)
{
	(void)state;
	static const struct {
		enum karez_verb verb;
		const char *text;
		struct karez_options o;
		const char *line;
	} rows[] = {
		{ KAREZ_SEARCH, "border trade", { 0 }, "SEARCH : border trade\n" },
		{ KAREZ_SEARCH, "", { 0 }, "SEARCH : \n" },
		{ KAREZ_SEARCH, "a\r\nb", { 0 }, "SEARCH : a  b\n" },
		{ KAREZ_SEARCH, "x", { .collections = "memos,news", .tag = "t1", .limit = 5, .offset = 10 },
		  "@t1 SEARCH memos,news limit=5 offset=10 : x\n" },
		{ KAREZ_SEARCH, "x", { .limit = -1, .snippets = -1, .values = 3, .search_ms = 500 },
		  "SEARCH limit=0 snippets=0 values=3 timeout=500 : x\n" },
		{ KAREZ_SEARCH, "x", { .flags = KAREZ_PLAIN | KAREZ_STRICT | KAREZ_EXACT | KAREZ_EXPAND | KAREZ_EXPLAIN | KAREZ_NO_ALIASES |
					KAREZ_NO_TRANSLIT | KAREZ_NO_SPELLING | KAREZ_NO_CACHE },
		  "SEARCH plain=1 strict=1 total=exact expand=on explain=on aliases=off translit=off spelling=off cache=off : x\n" },
		{ KAREZ_SEARCH, "x", { .match = "any", .sort = "date", .collapse = "none", .facets = "lang,year", .fields = "id",
				       .recency = "2y", .more = "a=b c=d" },
		  "SEARCH match=any sort=date collapse=none facets=lang,year fields=id recency=2y a=b c=d : x\n" },
		{ KAREZ_GET, " m 1", { .fields = "text" }, "GET fields=text :  m 1\n" },
		{ KAREZ_STATUS, NULL, { 0 }, "STATUS\n" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct script x = { 1, STR("=0\n"), 0, false };
		struct karez_options o = rows[i].o;
		struct server s;
		start(&s, &x, 1);
		o.size = sizeof(o);
		assert_int_equal(karez_send(k, rows[i].verb, rows[i].text, &o), KAREZ_OK);
		karez_result_free(karez_receive(k));
		stop(&s);
		assert_string_equal(s.got, rows[i].line);
	}
}

/* Nothing is sent, and no value becomes another option or another line. */
static void requests_that_make_no_sense(void **state)
{
	(void)state;
	static char long_tag[LIMIT_TAG + 2], long_query[LIMIT_LINE];
	memset(long_tag, 't', sizeof(long_tag) - 1);
	memset(long_query, 'q', sizeof(long_query) - 1);
	static const struct {
		int verb;
		const char *text;
		struct karez_options o;
		enum karez_code code;
		const char *says;
	} rows[] = {
		{ KAREZ_SEARCH, NULL, { 0 }, KAREZ_E_INVALID, "wants a text" },
		{ KAREZ_GET, "", { 0 }, KAREZ_E_INVALID, "wants an id" },
		{ KAREZ_GET, "a\nRELOAD", { 0 }, KAREZ_E_INVALID, "one line" },
		{ 99, "x", { 0 }, KAREZ_E_INVALID, "no such verb" },
		{ KAREZ_SEARCH, "x", { .collections = "limit=1000" }, KAREZ_E_INVALID, "collections" },
		{ KAREZ_SEARCH, "x", { .collections = ":" }, KAREZ_E_INVALID, "collections" },
		{ KAREZ_SEARCH, "x", { .collections = "a b" }, KAREZ_E_INVALID, "collections" },
		{ KAREZ_SEARCH, "x", { .sort = "date : y" }, KAREZ_E_INVALID, "sort" },
		{ KAREZ_SEARCH, "x", { .fields = "id\nRELOAD" }, KAREZ_E_INVALID, "fields" },
		{ KAREZ_SEARCH, "x", { .match = "" }, KAREZ_E_INVALID, "match" },
		{ KAREZ_SEARCH, "x", { .more = "a=b\nRELOAD" }, KAREZ_E_INVALID, "one line" },
		{ KAREZ_SEARCH, "x", { .offset = -1 }, KAREZ_E_INVALID, "offset" },
		{ KAREZ_SEARCH, "x", { .flags = 1u << 31 }, KAREZ_E_INVALID, "flags" },
		{ KAREZ_SEARCH, "x", { .tag = "" }, KAREZ_E_INVALID, "tag" },
		{ KAREZ_SEARCH, "x", { .tag = "a b" }, KAREZ_E_INVALID, "tag" },
		{ KAREZ_SEARCH, "x", { .tag = "\xc3\xa9" }, KAREZ_E_INVALID, "tag" },
		{ KAREZ_SEARCH, "x", { .tag = long_tag }, KAREZ_E_INVALID, "tag" },
		{ KAREZ_SEARCH, long_query, { 0 }, KAREZ_E_LIMIT, "at most 65536" },
	};
	struct script x = { 0, STR(""), 0, true };
	struct server s;
	start(&s, &x, 1);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct karez_options o = rows[i].o;
		o.size = sizeof(o);
		if (karez_send(k, (enum karez_verb)rows[i].verb, rows[i].text, &o) != rows[i].code)
			fail_msg("row %zu: %s", i, karez_message(k));
		says(rows[i].says);
		assert_int_equal(karez_pending(k), 0);
		assert_true(karez_fd(k) >= 0);		/* the connection is as it was */
	}
	static const char *const lines[] = { "", " ", "PING\nRELOAD", "PING\r" };
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
		assert_int_equal(karez_send_line(k, lines[i]), KAREZ_E_INVALID);
	assert_int_equal(karez_set_timeout(k, 0), KAREZ_E_INVALID);
	assert_int_equal(karez_set_max_reply(k, 0), KAREZ_E_INVALID);
	stop(&s);
}

/* Options of programs that were compiled with an older or a newer header. */
static void options_of_other_versions(void **state)
{
	(void)state;
	struct {
		struct karez_options known;
		char later[16];
	} o = { .known = KAREZ_OPTIONS_INIT };
	struct script x = { 2, STR("=0\n=0\n"), 0, false };
	struct server s;
	start(&s, &x, 1);
	o.known.limit = 3;
	o.known.more = "a=b";
	o.known.size = offsetof(struct karez_options, more);
	assert_int_equal(karez_send(k, KAREZ_SEARCH, "old", &o.known), KAREZ_OK);
	o.known.size = sizeof(o);
	assert_int_equal(karez_send(k, KAREZ_SEARCH, "new", &o.known), KAREZ_OK);
	o.later[9] = 1;
	assert_int_equal(karez_send(k, KAREZ_SEARCH, "newer", &o.known), KAREZ_E_INVALID);
	o.known.size = 0;
	assert_int_equal(karez_send(k, KAREZ_SEARCH, "none", &o.known), KAREZ_E_INVALID);
	says("KAREZ_OPTIONS_INIT");
	for (int i = 0; i < 2; i++)
		karez_result_free(karez_receive(k));
	stop(&s);
	assert_string_equal(s.got, "SEARCH limit=3 : old\nSEARCH limit=3 a=b : new\n");
}

/* Asks once a server that answers these bytes. */
static struct karez_result *answer(enum karez_verb verb, const char *bytes)
{
	struct script x = { 1, str_of(bytes), 0, false };
	struct server s;
	start(&s, &x, 1);
	assert_int_equal(karez_send(k, verb, "x", NULL), KAREZ_OK);
	struct karez_result *r = karez_receive(k);
	if (!r)
		fail_msg("%s: %s", bytes, karez_message(k));
	stop(&s);
	return r;
}

static void hits(void **state)
{
	(void)state;
	struct karez_result *r = answer(KAREZ_SEARCH,
		"=5 total=30 relation=atleast took_us=17 hits=2 facets=2 widened=any,spelling:border expanded=\"IMU = Islamic (alias)\" "
		"offered=\"a ~ b (alias)\" partial=time\n"
		"{\"rank\":3,\"id\":\"m1\",\"score\":8.31,\"title\":\"Border trade\",\"title_hl\":[[0,6],[7,12]],\"date\":\"2014-12\","
		"\"author\":\"A\",\"url\":\"u\",\"source\":\"s\",\"lang\":\"en\",\"type\":\"t\",\"path\":\"p\",\"collection\":\"memos\","
		"\"snippets\":[{\"text\":\"Trade grew.\",\"hl\":[[0,5]],\"offset\":120,\"end\":131,"
		"\"notes\":[{\"label\":\"3\",\"text\":\"In Osh\",\"hl\":[],\"offset\":900,\"end\":906}]},"
		"{\"text\":\"b\",\"notes\":[{\"label\":\"4\",\"sentence\":\"It calls.\",\"hl\":[[0,2]]}]}],"
		"\"extra\":{\"pages\":3,\"k\":[1,\"\xc3\xa9\"]},\"also\":[\"m2\",\"m3\"],\"collapsed\":2,\"later\":{\"x\":1}}\n"
		"{\"id\":\"m4\"}\n"
		"{\"facet\":\"lang\",\"values\":[[\"en\",12],[\"ru\",3]],\"none\":1,\"more\":2,\"other\":5}\n"
		"{\"facet\":\"names\",\"values\":[[\"Ivan Petrov\",12,90]]}\n"
		"{\"versions\":[{\"id\":\"m1\"}]}\n");
	assert_int_equal(r->total, 30);
	assert_int_equal(r->relation, KAREZ_TOTAL_ATLEAST);
	assert_int_equal(r->took_us, 17);
	assert_string_equal(r->widened, "any,spelling:border");
	assert_string_equal(r->expanded, "IMU = Islamic (alias)");
	assert_string_equal(r->offered, "a ~ b (alias)");
	assert_string_equal(r->partial, "time");
	assert_null(r->corrected);
	assert_null(karez_head(r, "generation"));
	assert_int_equal(r->n_rows, 5);
	assert_int_equal(r->n_hits, 2);
	const struct karez_hit *h = r->hits[0];
	const char *const texts[][2] = {
		{ h->id, "m1" }, { h->title, "Border trade" }, { h->date, "2014-12" }, { h->author, "A" }, { h->url, "u" },
		{ h->source, "s" }, { h->lang, "en" }, { h->type, "t" }, { h->path, "p" }, { h->collection, "memos" },
		{ h->extra, "{\"pages\":3,\"k\":[1,\"\xc3\xa9\"]}" }, { h->also[0], "m2" }, { h->also[1], "m3" },
		{ h->snippets[0]->text, "Trade grew." }, { h->snippets[0]->notes[0]->text, "In Osh" },
		{ h->snippets[0]->notes[0]->label, "3" }, { h->snippets[1]->notes[0]->text, "It calls." },
		{ r->facets[0]->name, "lang" }, { r->facets[0]->values[1]->value, "ru" },
	};
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		assert_string_equal(texts[i][0], texts[i][1]);
	assert_ptr_equal(h->json, r->rows[0]);
	assert_true(fabs(h->score - 8.31) < 1e-9);
	const uint64_t numbers[][2] = {
		{ h->rank, 3 }, { h->collapsed, 2 }, { h->n_also, 2 }, { h->n_title_spans, 2 }, { h->title_spans[1].start, 7 },
		{ h->title_spans[1].end, 12 }, { h->n_snippets, 2 }, { h->snippets[0]->n_spans, 1 }, { h->snippets[0]->spans[0].end, 5 },
		{ h->snippets[0]->offset, 120 }, { h->snippets[0]->end, 131 }, { h->snippets[0]->n_notes, 1 },
		{ (uint64_t)h->snippets[0]->notes[0]->is_sentence, 0 }, { (uint64_t)h->snippets[1]->notes[0]->is_sentence, 1 },
		{ r->n_facets, 2 }, { r->facets[0]->n_values, 2 }, { r->facets[0]->values[1]->documents, 3 }, { r->facets[0]->none, 1 },
		{ r->facets[0]->more, 2 }, { r->facets[0]->other, 5 }, { r->facets[1]->values[0]->all, 90 },
	};
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		assert_int_equal(numbers[i][0], numbers[i][1]);
	h = r->hits[1];
	assert_string_equal(h->id, "m4");
	assert_true(!h->title && !h->extra && !h->n_snippets && !h->n_also && !h->rank && !h->text);
	karez_result_free(r);
}

static void other_answers(void **state)
{
	(void)state;
	struct karez_result *r = answer(KAREZ_COUNT, "=0 total=7 relation=exact\n");
	assert_true(r->total == 7 && r->relation == KAREZ_TOTAL_EXACT);
	karez_result_free(r);

	r = answer(KAREZ_SUGGEST, "=2\n{\"text\":\"customs\",\"documents\":2,\"kind\":\"word\"}\n{\"text\":\"Customs union\"}\n");
	assert_int_equal(r->n_suggestions, 2);
	assert_string_equal(r->suggestions[0]->text, "customs");
	assert_string_equal(r->suggestions[0]->kind, "word");
	assert_int_equal(r->suggestions[0]->documents, 2);
	assert_null(r->suggestions[1]->kind);
	assert_true(r->relation == KAREZ_TOTAL_NONE && r->total == 0);
	karez_result_free(r);

	r = answer(KAREZ_SPELL, "=1 corrected=\"border trade\"\n{\"word\":\"boarder\",\"better\":[{\"text\":\"border\",\"documents\":2}]}\n");
	assert_string_equal(r->corrected, "border trade");
	assert_string_equal(r->spellings[0]->word, "boarder");
	assert_int_equal(r->spellings[0]->n_better, 1);
	assert_string_equal(r->spellings[0]->better[0]->text, "border");
	karez_result_free(r);

	r = answer(KAREZ_STATUS, "=2\n{\"name\":\"karezd\"}\n{\"collection\":\"news\",\"state\":\"unavailable\",\"reason\":\"no index\"}\n");
	assert_int_equal(r->n_collections, 1);
	assert_string_equal(r->collections[0]->name, "news");
	assert_string_equal(r->collections[0]->reason, "no index");
	assert_ptr_equal(r->collections[0]->json, r->rows[1]);
	karez_result_free(r);

	r = answer(KAREZ_GET, "=1\n{\"id\":\"m1\",\"text\":\"One.\\u0000Two.\",\"title\":\"a\\u0000b\"}\n");
	assert_int_equal(r->hits[0]->text_length, 9);
	assert_string_equal(r->hits[0]->text, "One. Two.");
	assert_string_equal(r->hits[0]->title, "a b");
	karez_result_free(r);
}

/* Whatever spans the server sends: those that are given lie within the text, rise and do not overlap. */
static void spans_that_lie(void **state)
{
	(void)state;
	struct karez_result *r = answer(KAREZ_SEARCH,
		"=1\n{\"title\":\"abcdef\",\"title_hl\":[[1,2],[0,3],[2,2],[2,7],[3,-1],[-1,3],[\"2\",4],[2],3,[4,5,6],[5,9223372036854775807]]}\n");
	const struct karez_hit *h = r->hits[0];
	assert_int_equal(h->n_title_spans, 2);
	assert_true(h->title_spans[0].start == 1 && h->title_spans[0].end == 2);
	assert_true(h->title_spans[1].start == 4 && h->title_spans[1].end == 5);
	karez_result_free(r);
}

/* Rows in a form that they do not have: left out or an error, never something that is not there. */
static void rows_that_are_none(void **state)
{
	(void)state;
	static const struct {
		enum karez_verb verb;
		const char *bytes;
		enum karez_code code;
	} rows[] = {
		{ KAREZ_SEARCH, "=1\nnot JSON\n", KAREZ_E_PROTOCOL },
		{ KAREZ_SEARCH, "=1\n[1]\n", KAREZ_E_PROTOCOL },
		{ KAREZ_SEARCH, "=1\n\n", KAREZ_E_PROTOCOL },
		{ KAREZ_SEARCH, "=1\n{\"id\":\"a\"} x\n", KAREZ_E_PROTOCOL },
		{ KAREZ_SEARCH, "=1\n{\"id\":\"\xff\"}\n", KAREZ_E_PROTOCOL },
		{ KAREZ_SUGGEST, "=1\n{\"id\":\"a\"}\n", KAREZ_E_PROTOCOL },
		{ KAREZ_SPELL, "=1\n{\"word\":7}\n", KAREZ_E_PROTOCOL },
		{ KAREZ_SEARCH, "=1\n{\"id\":7,\"title\":[],\"snippets\":{\"a\":1},\"also\":7,\"extra\":[],\"score\":\"x\",\"rank\":-1}\n", KAREZ_OK },
		{ KAREZ_SEARCH, "=1\n{\"id\":null,\"snippets\":[1,null,{}],\"also\":[1,{}]}\n", KAREZ_OK },
		{ KAREZ_SEARCH, "=1\n{\"facet\":\"lang\",\"values\":[1,[],[7,\"x\"]]}\n", KAREZ_OK },
		{ KAREZ_PING, "=1\nnot JSON\n", KAREZ_OK },	/* nobody looks */
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct script x = { 1, str_of(rows[i].bytes), 0, false };
		struct server s;
		start(&s, &x, 1);
		assert_int_equal(karez_send(k, rows[i].verb, "x", NULL), KAREZ_OK);
		struct karez_result *r = karez_receive(k);
		if (karez_code(k) != rows[i].code)
			fail_msg("%s: %s", rows[i].bytes, karez_message(k));
		for (size_t h = 0; r && h < r->n_hits; h++) {
			assert_null(r->hits[h]->id);
			assert_null(r->hits[h]->extra);
			assert_int_equal(r->hits[h]->rank, 0);
			for (size_t j = 0; j < r->hits[h]->n_snippets; j++)
				assert_string_equal(r->hits[h]->snippets[j]->text, "");
		}
		karez_result_free(r);
		stop(&s);
	}
}

/* Where a call returns the result itself, a refusal is the handle's. */
static void refusals(void **state)
{
	(void)state;
	static const struct {
		const char *bytes;
		enum karez_code code;
		unsigned column;
		const char *message, *name;
	} rows[] = {
		{ "-SYNTAX col=8 this quote is not closed\n", KAREZ_R_SYNTAX, 8, "col=8 this quote is not closed", "SYNTAX" },
		{ "-SYNTAX\n", KAREZ_R_SYNTAX, 0, "", "SYNTAX" },
		{ "-NOCOLLECTION 'x' (have: memos)\n", KAREZ_R_NOCOLLECTION, 0, "'x' (have: memos)", "NOCOLLECTION" },
		{ "-LATER col=8\n", KAREZ_R_OTHER, 0, "LATER col=8", "refused" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct script x = { 1, str_of(rows[i].bytes), 0, true };
		struct server s;
		start(&s, &x, 1);
		assert_null(karez_search(k, "x", NULL));
		assert_int_equal(karez_code(k), rows[i].code);
		assert_true(KAREZ_IS_REFUSAL(karez_code(k)));
		assert_int_equal(karez_column(k), rows[i].column);
		assert_string_equal(karez_message(k), rows[i].message);
		assert_string_equal(karez_code_name(karez_code(k)), rows[i].name);
		assert_true(karez_fd(k) >= 0);		/* the connection lives on */
		stop(&s);
	}
	assert_false(KAREZ_IS_REFUSAL(KAREZ_E_LIMIT));
}

/* What a server says may be shown on a terminal, and is cut between characters. */
static void messages_are_text(void **state)
{
	(void)state;
	for (size_t shift = 0; shift < 4; shift++) {
		struct buf b = BUF_INIT;
		buf_puts(&b, "-BUSY \x1b[2J\x7f");
		buf_printf(&b, "%.*s", (int)shift, "aaa");
		for (int i = 0; i < 300; i++)
			buf_puts(&b, "\xf0\x9f\x90\xaa");
		buf_putc(&b, '\n');
		struct script x = { 1, buf_str(&b), 0, false };
		struct server s;
		start(&s, &x, 1);
		assert_null(karez_search(k, "x", NULL));
		struct str message = str_of(karez_message(k));
		assert_true(utf8_valid(message));
		assert_true(str_starts(message, STR(" [2J ")));
		assert_in_range(message.n, 470, 480);
		stop(&s);
		buf_fini(&b);
	}
}

static size_t live, most;	/* bytes of malloc, with what it adds */

static void *counting_malloc(size_t n)
{
	size_t *p = malloc(n + 16);
	assert_non_null(p);
	*p = n + 16;
	live += *p;
	most = live > most ? live : most;
	return (char *)p + 16;
}

static void counting_free(void *p)
{
	size_t *begin = p ? (size_t *)(void *)((char *)p - 16) : NULL;
	live -= begin ? *begin : 0;
	free(begin);
}

#define TIMES4(s) s s s s
#define TIMES64(s) TIMES4(TIMES4(TIMES4(s)))

/* What is foretold is never less than what jansson takes, but for the few bytes of its reader. */
static void costs_are_foretold(void **state)
{
	(void)state;
	static const char *const rows[] = {
		"{}", "{\"a\":\"\"}", "[" TIMES64("[],") "[]]", "[" TIMES64("{},") "{}]", "[" TIMES64("0,") "1]", "[" TIMES64("[1,2],") "[3,4]]",
		"[" TIMES64("\"\",") "\"\"]", "[" TIMES64("\"\\u0001\\\"\",") "\"x\"]", "[" TIMES64("{\"a\":0},") "1e9]", TIMES64("[") TIMES64("]"),
		"{\"a\":{\"b\":[" TIMES64("{\"c\":1.5,\"d\":true,\"e\":null},") "[[]]]}}",
	};
	json_malloc_t normal;
	json_free_t freeing;
	json_get_alloc_funcs(&normal, &freeing);
	json_set_alloc_funcs(counting_malloc, counting_free);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		live = most = 0;
		json_t *json = json_loads(rows[i], 0, NULL);
		assert_non_null(json);
		json_decref(json);
		assert_in_range(cost_of_json(str_of(rows[i])) + 256, most, 16 * most);
		assert_int_equal(live, 0);
	}
	json_set_alloc_funcs(normal, freeing);
}

/* At the bound and past it: the answer is refused, and nothing was taken for it. */
static void answers_of_brackets(void **state)
{
	(void)state;
	static const struct { const char *begin, *one, *end; size_t n; bool good; } rows[] = {
		{ "{\"id\":\"x\",\"also\":[0", ",{}", "]}", 60000, true },
		{ "{\"id\":\"x\",\"also\":[0", ",{}", "]}", 300000, false },
		{ "{\"id\":\"x\",\"snippets\":[0", ",0", "]}", 100000, true },
		{ "{\"id\":\"x\",\"snippets\":[0", ",0", "]}", 450000, false },
		{ "{\"id\":\"x\",\"text\":\"", "[{,:", "\"}", 450000, true },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct buf b = BUF_INIT;
		buf_printf(&b, "=1 total=1 relation=exact\n%s", rows[i].begin);
		for (size_t j = 0; j < rows[i].n; j++)
			buf_puts(&b, rows[i].one);
		buf_printf(&b, "%s\n", rows[i].end);
		struct script x = { 1, buf_str(&b), 0, false };
		struct server s;
		start(&s, &x, 1);
		assert_int_equal(karez_set_max_reply(k, 2 << 20), KAREZ_OK);
		struct karez_result *r = karez_search(k, "x", NULL);
		assert_int_equal(karez_code(k), rows[i].good ? KAREZ_OK : KAREZ_E_LIMIT);
		if (!rows[i].good)
			says("karez_set_max_reply()");
		assert_int_equal(r != NULL, rows[i].good);
		karez_result_free(r);
		stop(&s);
		buf_fini(&b);
	}
	struct buf head = BUF_INIT;
	buf_puts(&head, "=0");
	while (head.n < 3 << 20)
		buf_puts(&head, " a=");
	buf_putc(&head, '\n');
	struct script x = { 1, buf_str(&head), 0, false };
	struct server s;
	start(&s, &x, 1);
	assert_int_equal(karez_set_max_reply(k, 4 << 20), KAREZ_OK);
	assert_null(karez_search(k, "x", NULL));
	assert_int_equal(karez_code(k), KAREZ_E_LIMIT);
	stop(&s);
	buf_fini(&head);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(requests_as_lines, empty_arena),
		cmocka_unit_test_teardown(requests_that_make_no_sense, empty_arena),
		cmocka_unit_test_teardown(options_of_other_versions, empty_arena),
		cmocka_unit_test_teardown(hits, empty_arena),
		cmocka_unit_test_teardown(other_answers, empty_arena),
		cmocka_unit_test_teardown(spans_that_lie, empty_arena),
		cmocka_unit_test_teardown(rows_that_are_none, empty_arena),
		cmocka_unit_test_teardown(refusals, empty_arena),
		cmocka_unit_test_teardown(messages_are_text, empty_arena),
		cmocka_unit_test_teardown(costs_are_foretold, empty_arena),
		cmocka_unit_test_teardown(answers_of_brackets, empty_arena),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
