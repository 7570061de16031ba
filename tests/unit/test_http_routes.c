/* HTTP routes and parameters: what a request asks for, and what is wrong with it; replies as answers. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include <zlib.h>

#include "proto/http_guard.h"
#include "proto/http_gzip.h"

struct asked {
	struct arena arena;
	struct request request;
	struct http_shape shape;
	struct reply reply;
	bool good;
};

/* request: a line such as "GET /v1/search?q=a" with header lines, or with a body of JSON behind "\n". */
static void ask_with(struct asked *q, const char *request, const char *headers)
{
	struct buf bytes = BUF_INIT;
	struct http_message m;
	struct http_progress p = { .looked = 0 };
	struct http_fault f;
	struct str line, body = str_of(request);
	size_t used;
	*q = (struct asked){ .arena = ARENA_INIT };
	assert_true(str_cut(&body, '\n', &line));
	buf_printf(&bytes, "%.*s HTTP/1.1\r\nHost: localhost\r\n%s", STR_ARG(line), headers);
	if (body.p)
		buf_printf(&bytes, "Content-Type: application/json; charset=utf-8\r\nContent-Length: %zu\r\n", body.n);
	buf_printf(&bytes, "\r\n%.*s", STR_ARG(body));
	assert_int_equal(http_take(buf_str(&bytes), &q->arena, &p, &m, &used, &f), HTTP_DONE);
	reply_init(&q->reply, &q->arena);
	q->good = http_parse(&m, &q->arena, &q->request, &q->shape, &q->reply);
	buf_fini(&bytes);
}

static void ask(struct asked *q, const char *request)
{
	ask_with(q, request, "");
}

/* The body of the answer, which is NUL-terminated in *out. */
static const char *body_of(const struct asked *q, struct buf *out)
{
	buf_reset(out);
	http_encode(&q->reply, &q->shape, out);
	const char *end = strstr(out->p, "\r\n\r\n");
	assert_non_null(end);
	return end + 4;
}

static void requests(void **state)
{
	(void)state;
	/* expected: VERB, collections, limit, snippets, text */
	static const struct { const char *request, *expected; } rows[] = {
		{ "GET /v1/search?q=border", "SEARCH  10 1 [border]" },
		{ "GET /v1/search?q=", "SEARCH  10 1 []" },
		{ "GET /v1/documents/a?q=x", "GET  10 1 [a]" },
		{ "GET http://a.b/v1/search?q=x", "SEARCH  10 1 [x]" },
		{ "GET /v1/search?q=a+%22b%20c%22&limit=3&snippets=0&&collection=memos,press", "SEARCH memos press 3 0 [a \"b c\"]" },
		{ "GET /v1/search?collection=a&collection=b&collection=a&q=%D0%B4", "SEARCH a b 10 1 [\xd0\xb4]" },
		{ "GET /v1/search?q=1%2B1%3D2%26", "SEARCH  10 1 [1+1=2&]" },
		{ "HEAD /v1/count?q=x", "COUNT  10 1 [x]" },
		{ "GET /v1/suggest?q=bo&limit=100", "SUGGEST  100 1 [bo]" },
		{ "GET /v1/similar?id=a/b.txt", "SIMILAR  10 1 [a/b.txt]" },
		{ "GET /v1/documents/a/b%20c+d.txt?collection=m&fields=id", "GET m 10 1 [a/b c+d.txt]" },
		{ "GET /v1/collections", "COLLECTIONS  10 1 []" },
		{ "GET /healthz", "COLLECTIONS  10 1 []" },
		{ "POST /v1/search\n{\"q\":\"a\\nb\",\"limit\":5,\"collection\":[\"m\",\"n\"],\"snippets\":\"2\"}", "SEARCH m n 5 2 [a\nb]" },
		{ "POST /v1/search?limit=7\n{\"q\":\"x\",\"plain\":true,\"cache\":false,\"facets\":[\"lang\",\"year\"]}", "SEARCH  7 1 [x]" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct asked q;
		struct buf got = BUF_INIT;
		ask(&q, rows[i].request);
		buf_printf(&got, "%s ", verb_name(q.request.verb));
		for (unsigned k = 0; k < q.request.n_collections; k++)
			buf_printf(&got, "%.*s ", STR_ARG(q.request.collections[k]));
		buf_printf(&got, "%s%u %u [%.*s]", q.request.n_collections ? "" : " ", q.request.limit, q.request.snippets, STR_ARG(q.request.text));
		assert_string_equal(got.p, rows[i].expected);
		assert_true(q.good);
		buf_fini(&got);
		arena_fini(&q.arena);
	}
}

static void switches_of_json(void **state)
{
	(void)state;
	struct asked q;
	ask(&q, "POST /v1/search\n{\"q\":\"x\",\"plain\":true,\"strict\":false,\"cache\":false,\"expand\":true,\"facets\":[\"lang\",\"year\"]}");
	assert_true(q.good && q.request.plain && !q.request.strict && !q.request.cache && q.request.expand);
	assert_int_equal(q.request.n_facets, 2);
	arena_fini(&q.arena);
}

#define A4 "a&a&a&a&"
#define A16 A4 A4 A4 A4
#define A64 A16 A16 A16 A16
#define A256 A64 A64 A64 A64 "a"

static void problems(void **state)
{
	(void)state;
	static const struct { const char *request, *problem; } rows[] = {
		{ "GET /v1/search", "400 BADREQUEST q: the parameter q is missing" },
		{ "GET /v1/similar?id=", "400 BADREQUEST id: the parameter id is missing" },
		{ "GET /v1/documents/", "400 BADREQUEST id: the parameter id is missing" },
		{ "GET /v1/documents/a?q=x&q=y", "400 BADOPTION q: q is given twice" },
		{ "GET /v1/search?q=x&limit=1001", "400 BADOPTION limit: limit=1001: wants 0..1000" },
		{ "GET /v1/search?q=x&q=y", "400 BADOPTION q: q is given twice" },
		{ "GET /v1/search?q=x&limit=1&limit=1", "400 BADOPTION limit: limit is given twice" },
		{ "GET /v1/search?q=x&colour=red", "400 BADOPTION colour: unknown option 'colour' " },
		{ "GET /v1/count?q=x&limit=1", "400 BADOPTION limit: unknown option 'limit' " },
		{ "GET /v1/collections?collection=x", "400 BADOPTION collection: unknown option 'collection' " },
		{ "GET /v1/search?q=x&collection=a,,b", "400 BADREQUEST collection: empty name in the list of collections" },
		{ "GET /v1/search?q=%", "400 ENCODING q: q: the value is not percent-encoded UTF-8" },
		{ "GET /v1/search?q=%4", "400 ENCODING q: q: the value is not percent-encoded UTF-8" },
		{ "GET /v1/search?q=%zz", "400 ENCODING q: q: the value is not percent-encoded UTF-8" },
		{ "GET /v1/search?q=%ff", "400 ENCODING q: q: the value is not percent-encoded UTF-8" },
		{ "GET /v1/search?q=a%00b", "400 ENCODING q: q: the value is not percent-encoded UTF-8" },
		{ "GET /v1/search?q=x&%ff=a", "400 ENCODING : the name of a parameter is not percent-encoded UTF-8" },
		{ "GET /v1/search?%ff=a", "400 ENCODING : the name of a parameter is not percent-encoded UTF-8" },
		{ "GET /v1/search?" A256, "400 LIMIT : at most 256 parameters" },
		{ "GET /v1/documents/%zz", "400 ENCODING id: the id is not percent-encoded UTF-8" },
		{ "GET /page", "404 NOTFOUND : '/page' is not served here (there are /v1/search, " },
		{ "GET *", "404 NOTFOUND : '*' is not served here (there are /v1/search, " },
		{ "GET /v1/search/", "404 NOTFOUND : '/v1/search/' is not served here (there are /v1/search, " },
		{ "PUT /v1/search?q=x", "405 BADREQUEST : the method is not one of this resource's" },
		{ "get /v1/search?q=x", "405 BADREQUEST : the method is not one of this resource's" },
		{ "POST /v1/collections", "405 BADREQUEST : the method is not one of this resource's" },
		{ "POST /v1/search", "415 BADREQUEST : the body is to be application/json" },
		{ "POST /v1/search\n", "400 BADREQUEST : the body is not JSON: line 1, column 0: " },
		{ "POST /v1/search\n[]", "400 BADREQUEST : the body is not a JSON object" },
		{ "POST /v1/search\n{\"q\":1.5}", "400 BADOPTION q: 'q': a string is wanted" },
		{ "POST /v1/search\n{\"q\":{}}", "400 BADOPTION q: 'q': a string is wanted" },
		{ "POST /v1/search\n{\"q\":true}", "400 BADOPTION q: 'q': a string is wanted" },
		{ "POST /v1/search\n{\"q\":2014}", "400 BADOPTION q: 'q': a string is wanted" },
		{ "POST /v1/search\n{\"q\":[\"a\",\"b\"]}", "400 BADOPTION q: 'q': a string is wanted" },
		{ "POST /v1/search\n{\"q\":null}", "400 BADOPTION q: 'q': a string is wanted" },
		{ "POST /v1/similar\n{\"id\":1}", "400 BADOPTION id: 'id': a string is wanted" },
		{ "POST /v1/search\n{\"q\":\"x\",\"limit\":true}", "400 BADOPTION limit: 'limit': an integer is wanted" },
		{ "POST /v1/search\n{\"q\":\"x\",\"limit\":[\"5\"]}", "400 BADOPTION limit: 'limit': an integer is wanted" },
		{ "POST /v1/search\n{\"q\":\"x\",\"limit\":-1}", "400 BADOPTION limit: limit=-1: wants 0..1000" },
		{ "POST /v1/search\n{\"q\":\"x\",\"plain\":1}", "400 BADOPTION plain: 'plain': true or false is wanted" },
		{ "POST /v1/search\n{\"q\":\"x\",\"cache\":[\"on\"]}", "400 BADOPTION cache: 'cache': true or false is wanted" },
		{ "POST /v1/search\n{\"q\":\"x\",\"match\":true}", "400 BADOPTION match: 'match': a string is wanted" },
		{ "POST /v1/search\n{\"q\":\"x\",\"recency\":[\"2y\"]}", "400 BADOPTION recency: 'recency': a string is wanted" },
		{ "POST /v1/search\n{\"q\":\"x\",\"collection\":true}", "400 BADOPTION collection: 'collection': a list of words without commas " },
		{ "POST /v1/search\n{\"q\":\"x\",\"colour\":{}}", "400 BADOPTION colour: unknown option 'colour' " },
		{ "POST /v1/search\n{\"q\":\"x\",\"facets\":[\"lang,year\"]}", "400 BADOPTION facets: 'facets': a list of words without " },
		{ "POST /v1/search\n{\"q\":\"x\",\"facets\":[]}", "400 BADOPTION facets: facets=: wants " },
		{ "POST /v1/search\n{\"q\":\"x\",\"q\":\"y\"}", "400 BADREQUEST : the body is not JSON: line 1" },
		{ "POST /v1/search\n{\"q\":\"\\u0000\"}", "400 BADREQUEST : the body is not JSON: line 1" },
		{ "POST /v1/search\n{\"limit\":99999999999999999999,\"q\":\"x\"}", "400 BADREQUEST : the body is not JSON: line 1" },
		{ "POST /v1/search?q=x\n{\"q\":\"x\"}", "400 BADOPTION q: q is given twice" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct asked q;
		struct buf got = BUF_INIT, answer = BUF_INIT;
		unsigned status;
		ask(&q, rows[i].request);
		assert_false(q.good);
		assert_non_null(strstr(body_of(&q, &answer), "\"status\":"));
		assert_int_equal(sscanf(answer.p, "HTTP/1.1 %u ", &status), 1);
		buf_printf(&got, "%u %s %.*s: %.*s", status, wire_error_name(q.reply.error), STR_ARG(q.shape.parameter), STR_ARG(q.reply.message));
		if (strncmp(got.p, rows[i].problem, strlen(rows[i].problem)) != 0)
			assert_string_equal(got.p, rows[i].problem);
		buf_fini(&got);
		buf_fini(&answer);
		arena_fini(&q.arena);
	}
}

static void hits_as_json(void **state)
{
	(void)state;
	struct asked q;
	struct buf out = BUF_INIT;
	ask(&q, "GET /v1/search?q=x&facets=lang");
	struct reply *r = &q.reply;
	field_int(r, reply_head(r), "total", 3);
	field_int(r, reply_head(r), "hits", 1);
	field_int(r, reply_head(r), "versions", 1);
	field_int(r, reply_head(r), "facets", 1);
	field_str(r, reply_head(r), "partial", STR("time"));
	field_str(r, reply_row(r), "id", STR("a\"b"));
	field_str(r, reply_row(r), "facet", STR("lang"));
	struct reply_fields *tuple = field_list(r, &r->rows[1], "values", VALUE_TUPLES, 1);
	field_str(r, tuple, "value", STR("en"));
	field_int(r, tuple, "count", 3);
	field_int(r, &r->rows[1], "none", 2);
	field_json(r, reply_row(r), "versions", STR("[{\"id\":\"c\"}]"));
	assert_string_equal(body_of(&q, &out), "{\"total\":3,\"partial\":\"time\",\"hits\":[{\"id\":\"a\\\"b\"}],"
			    "\"facets\":{\"lang\":{\"values\":[[\"en\",3]],\"none\":2}},\"versions\":[{\"id\":\"c\"}]}\n");
	assert_non_null(strstr(out.p, "HTTP/1.1 200 OK\r\n"));
	char length[40];
	snprintf(length, sizeof(length), "\r\nContent-Length: %zu\r\n", strlen(strstr(out.p, "\r\n\r\n") + 4));
	assert_non_null(strstr(out.p, length));
	/* A kept body makes the same answer. */
	struct buf body = BUF_INIT, again = BUF_INIT;
	http_encode_body(r, &q.shape, &body);
	http_encode_again(buf_str(&body), &q.shape, &again);
	assert_string_equal(strstr(again.p, "Content-Type"), strstr(out.p, "Content-Type"));
	buf_fini(&out);
	buf_fini(&body);
	buf_fini(&again);
	arena_fini(&q.arena);
}

/* An answer with a tag; the client has it, has another, or changes its mind about packing. */
static void tags(void **state)
{
	(void)state;
	struct asked q;
	struct buf out = BUF_INIT, list = BUF_INIT;
	ask(&q, "GET /v1/search?q=x");
	assert_false(http_is_unchanged(&q.shape, STR("key")));
	http_encode_again(STR("{}\n"), &q.shape, &out);
	const char *tag = strstr(out.p, "ETag: W/\"");
	assert_non_null(tag);
	assert_non_null(strstr(out.p, "Cache-Control: private, no-cache\r\n"));
	buf_printf(&list, "\"0\", %.20s, x", tag + 6);
	q.shape.if_none_match = buf_str(&list);
	assert_false(http_is_unchanged(&q.shape, STR("another key")));
	assert_true(http_is_unchanged(&q.shape, STR("key")));
	buf_reset(&out);
	reply_line(&q.reply, "any");
	http_encode(&q.reply, &q.shape, &out);
	assert_non_null(strstr(out.p, "HTTP/1.1 304 Not Modified\r\n"));
	assert_non_null(strstr(out.p, "ETag: W/\""));
	assert_null(strstr(out.p, "Content-Length"));
	assert_true(str_ends(buf_str(&out), STR("\r\n\r\n")));
	buf_fini(&out);
	buf_fini(&list);
	arena_fini(&q.arena);
}

/* The forms of a list of tags; "*" is any answer there is, and none to an error. */
static void lists_of_tags(void **state)
{
	(void)state;
	static const struct { const char *list; bool unchanged; } rows[] = {
		{ "W/\"%s\"", true }, { "\"%s\"", true }, { "\"a,b\" , W/\"%s\"", true }, { ",, \"%s\",", true }, { "\"x\"\t,\"%s\"", true },
		{ "%s", false }, { "w/\"%s\"", false }, { "\"%s", false }, { "x, \"%s\"", false }, { "\"a, \"%s\"", false }, { "", false },
	};
	struct asked q;
	ask(&q, "GET /v1/search?q=x");
	assert_false(http_is_unchanged(&q.shape, STR("key")));
	struct str tag = arena_printf(&q.arena, "%016llx", (unsigned long long)q.shape.tag);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const char *gap = strstr(rows[i].list, "%s");
		q.shape.if_none_match = gap ? arena_printf(&q.arena, "%.*s%.*s%s", (int)(gap - rows[i].list), rows[i].list, STR_ARG(tag), gap + 2) :
					      STR_NONE;
		assert_int_equal(http_is_unchanged(&q.shape, STR("key")), rows[i].unchanged);
	}
	arena_fini(&q.arena);
	static const struct { const char *request; unsigned status; } any[] = {
		{ "GET /karez.js", 304 }, { "HEAD /karez.js", 304 }, { "GET /v1/search?q=x", 304 }, { "GET /x", 404 }, { "GET /v1/search", 400 },
		{ "POST /v1/search\n{\"q\":\"x\"}", 200 },
	};
	for (size_t i = 0; i < sizeof(any) / sizeof(*any); i++) {
		struct buf out = BUF_INIT;
		unsigned status;
		ask_with(&q, any[i].request, "If-None-Match: \"x\"\r\nIf-None-Match: \"y\"\r\n");
		assert_true(str_eqz(q.shape.if_none_match, q.shape.caller.changes ? "" : "\"x\", \"y\""));
		arena_fini(&q.arena);
		ask_with(&q, any[i].request, "If-None-Match: *\r\n");
		if (q.good)
			reply_head(&q.reply);
		http_encode(&q.reply, &q.shape, &out);
		assert_int_equal(sscanf(out.p, "HTTP/1.1 %u ", &status), 1);
		assert_int_equal(status, any[i].status);
		assert_true(status != 304 || str_ends(buf_str(&out), STR("\r\n\r\n")));
		buf_fini(&out);
		arena_fini(&q.arena);
	}
}

static void packed(void **state)
{
	(void)state;
	struct asked q;
	struct buf out = BUF_INIT, plain = BUF_INIT, text = BUF_INIT;
	ask(&q, "GET /v1/documents/x");
	while (text.n < 3 * HTTP_GZIP_MIN)
		buf_puts(&text, "border ");
	reply_head(&q.reply);
	field_str(&q.reply, reply_row(&q.reply), "text", buf_str(&text));
	http_encode_body(&q.reply, &q.shape, &plain);
	assert_false(http_is_gzip(buf_str(&plain)));
	q.shape.gzip = true;
	http_encode(&q.reply, &q.shape, &out);
	const char *body = strstr(out.p, "\r\n\r\n") + 4;
	assert_non_null(strstr(out.p, "Content-Encoding: gzip\r\n"));
	assert_true(http_is_gzip(str_n(body, 3)));
	unsigned char back[4 * HTTP_GZIP_MIN];
	z_stream z = { .next_in = (unsigned char *)(uintptr_t)body, .avail_in = (uInt)(out.n - (size_t)(body - out.p)),
		       .next_out = back, .avail_out = sizeof(back) };
	assert_int_equal(inflateInit2(&z, 15 + 16), Z_OK);
	assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
	assert_true(str_eq(str_n((char *)back, z.total_out), buf_str(&plain)));
	inflateEnd(&z);
	/* Small ones, and what does not become smaller, stay as they are. */
	buf_reset(&out);
	assert_false(http_gzip(str_sub(buf_str(&text), 0, HTTP_GZIP_MIN - 1), &out));
	for (unsigned i = 0; i < text.n; i++)
		text.p[i] = (char)(i * i * 2654435761u >> 13);
	assert_false(http_gzip(str_sub(buf_str(&text), 0, 2 * HTTP_GZIP_MIN), &out) && out.n >= 2 * HTTP_GZIP_MIN);
	buf_fini(&out);
	buf_fini(&plain);
	buf_fini(&text);
	arena_fini(&q.arena);
}

static void packing_is_asked_for(void **state)
{
	(void)state;
	static const struct { const char *accept; bool packed; } rows[] = {
		{ "", false }, { "gzip", true }, { "GZip", true }, { "deflate, gzip;q=0.5", true }, { "gzip;q=0", false },
		{ "gzip; q=0.000", false }, { "gzip;q= 0", false }, { "gzip ; Q=0", false }, { "gzip;q=0.001", true }, { "gzip;q=1.000", true },
		{ "gzip;q=1.001", false }, { "gzip;q=", false }, { "gzip;q=0.0001", false }, { "gzip;q=-1", false }, { "gzip;q=1e3", false },
		{ "gzip;q=2", false }, { "gzip;x=y", false }, { "gzip;", false }, { "gzip;q=0.5, identity", false },
		{ "identity;q=0.4, gzip;q=0.5", true }, { "identity;q=0, *;q=0", false }, { "br", false }, { "*", false }, { "gzipped", false }, { "identity,gzip", true }, { ",;,", false },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_int_equal(http_gzip_accepted(str_of(rows[i].accept)), rows[i].packed);
}

/* As a browser sends them, with http_hosts = desk.example and http_origins = https://ok.example. */
static void callers(void **state)
{
	(void)state;
	static const struct { const char *head; unsigned status; bool readable; } rows[] = {
		{ "GET / HTTP/1.0\r\n", 0, false },
		{ "GET / HTTP/1.1\r\nHost: localhost\r\n", 0, false },
		{ "GET / HTTP/1.1\r\nHost: LOCALHOST:8080\r\n", 0, false },
		{ "GET / HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n", 0, false },
		{ "GET / HTTP/1.1\r\nHost: [::1]:8080\r\n", 0, false },
		{ "GET / HTTP/1.1\r\nHost: Desk.Example\r\n", 0, false },
		{ "GET / HTTP/1.1\r\nHost: evil.example:8080\r\n", 421, false },
		{ "GET / HTTP/1.1\r\nHost: 127.0.0.1.evil.example\r\n", 421, false },
		{ "GET / HTTP/1.1\r\nHost: localhost.evil.example\r\n", 421, false },
		{ "GET / HTTP/1.1\r\nHost: [::1].evil.example\r\n", 421, false },
		{ "GET / HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\n", 421, false },
		{ "GET / HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\n", 0, false },
		{ "GET / HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\n", 403, false },
		{ "GET / HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: cors\r\n", 0, false },
		{ "GET / HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: none\r\n", 0, false },
		{ "GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n", 421, false },
		{ "GET http://localhost/ HTTP/1.1\r\nHost: evil.example\r\n", 0, false },
		{ "POST / HTTP/1.1\r\nHost: localhost\r\n", 0, false },
		{ "POST / HTTP/1.1\r\nHost: localhost:1\r\nOrigin: http://localhost:1\r\n", 0, false },
		{ "POST / HTTP/1.1\r\nHost: localhost:1\r\nOrigin: http://localhost:2\r\n", 403, false },
		{ "POST / HTTP/1.1\r\nHost: localhost\r\nOrigin: null\r\n", 403, false },
		{ "POST / HTTP/1.1\r\nHost: localhost\r\nOrigin: https://ok.example\r\nSec-Fetch-Site: cross-site\r\n", 0, true },
		{ "POST / HTTP/1.1\r\nHost: localhost\r\nOrigin: http://ok.example\r\n", 403, false },
		{ "GET / HTTP/1.1\r\nHost: localhost\r\nOrigin: https://ok.example\r\n", 0, true },
		{ "OPTIONS / HTTP/1.1\r\nHost: localhost\r\nOrigin: https://evil.example\r\n", 403, false },
	};
	char *hosts[] = { (char *)"desk.example" }, *origins[] = { (char *)"https://ok.example" };
	const struct http_policy policy = { hosts, 1, origins, 1 };
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct arena a = ARENA_INIT;
		struct http_message m;
		struct http_progress p = { .looked = 0 };
		struct http_fault f;
		struct http_caller caller;
		struct str in = arena_printf(&a, "%s\r\n", rows[i].head);
		size_t used;
		unsigned status = 0;
		assert_int_equal(http_take(in, &a, &p, &m, &used, &f), HTTP_DONE);
		http_caller_of(&m, &a, &caller);
		const char *why = http_guard(&caller, &policy, &status);
		assert_int_equal(why ? status : 0, rows[i].status);
		assert_int_equal(http_may_read(&caller, &policy), rows[i].readable);
		arena_fini(&a);
	}
}

/* What cannot be read whole is refused in the way of the client, as far as that is known. */
static void no_messages(void **state)
{
	(void)state;
	static const struct { const char *in; unsigned status; bool body, named; } rows[] = {
		{ "GET / HTTP/1.1\r\nHost: localhost\r\nOrigin: https://ok.example\r\nContent-Length: 99999\r\n\r\n", 413, true, true },
		{ "HEAD / HTTP/1.1\r\nHost: localhost\r\nOrigin: https://ok.example\r\nContent-Length: x\r\n\r\n", 400, false, true },
		{ "HEAD /#x HTTP/1.1\r\nHost: localhost\r\n\r\n", 400, false, false },
		{ "HEAD / HTTP/2.0\r\n\r\n", 505, false, false },
		{ "nonsense\r\n\r\n", 400, true, false },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct arena a = ARENA_INIT;
		struct http_message m;
		struct http_progress p = { .looked = 0 };
		struct http_fault f;
		struct http_shape shape;
		struct reply reply;
		struct buf out = BUF_INIT;
		size_t used;
		unsigned status;
		reply_init(&reply, &a);
		assert_int_equal(http_take(str_of(rows[i].in), &a, &p, &m, &used, &f), HTTP_BAD);
		http_refuse(&f, &m, &a, &shape, &reply);
		assert_true(str_eqz(shape.caller.origin, rows[i].named ? "https://ok.example" : ""));
		http_encode(&reply, &shape, &out);
		assert_int_equal(sscanf(out.p, "HTTP/1.1 %u ", &status), 1);
		assert_int_equal(status, rows[i].status);
		assert_non_null(strstr(out.p, "Connection: close\r\n"));
		assert_int_equal(str_ends(buf_str(&out), STR("\r\n\r\n")), !rows[i].body);
		buf_fini(&out);
		arena_fini(&a);
	}
}

static void health(void **state)
{
	(void)state;
	static const struct { const char *states[2]; unsigned status; const char *body; } rows[] = {
		{ { "ok", "ok" }, 200, "{\"status\":\"ok\",\"collections\":2,\"available\":2}\n" },
		{ { "ok", "unavailable" }, 200, "{\"status\":\"degraded\",\"collections\":2,\"available\":1}\n" },
		{ { "unavailable" }, 503, "{\"status\":\"unavailable\",\"collections\":1,\"available\":0}\n" },
		{ { NULL }, 200, "{\"status\":\"ok\",\"collections\":0,\"available\":0}\n" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct asked q;
		struct buf out = BUF_INIT;
		unsigned status;
		ask(&q, "GET /healthz");
		reply_head(&q.reply);
		for (size_t k = 0; k < 2 && rows[i].states[k]; k++)
			field_str(&q.reply, reply_row(&q.reply), "state", str_of(rows[i].states[k]));
		assert_string_equal(body_of(&q, &out), rows[i].body);
		assert_int_equal(sscanf(out.p, "HTTP/1.1 %u ", &status), 1);
		assert_int_equal(status, rows[i].status);
		assert_int_equal(strstr(out.p, "Retry-After: ") != NULL, status == 503);
		buf_fini(&out);
		arena_fini(&q.arena);
	}
}

static void metrics(void **state)
{
	(void)state;
	struct asked q;
	struct buf out = BUF_INIT;
	ask(&q, "GET /metrics");
	struct reply *r = &q.reply;
	reply_head(r);
	for (int i = 0; i < 2; i++) {
		struct reply_fields *f = reply_row(r);
		field_str(r, f, "name", i ? STR("b_seconds") : STR("a_total"));
		field_str(r, f, "type", i ? STR("histogram") : STR("counter"));
		field_str(r, f, "help", i ? STR("c") : STR("a\\b \"c\"\nd"));
		struct reply_fields *sample = field_list(r, f, "samples", VALUE_OBJECTS, 1);
		if (i)
			field_str(r, sample, "part", STR("sum"));
		field_str(r, sample, "x", STR("a\\b \"c\"\nd"));
		if (i) {
			field_str(r, sample, "y", STR("z"));
			field_double(r, sample, "value", 0.0000125);
		} else {
			field_int(r, sample, "value", 7);
		}
	}
	assert_string_equal(body_of(&q, &out),
			    "# HELP a_total a\\\\b \"c\"\\nd\n# TYPE a_total counter\na_total{x=\"a\\\\b \\\"c\\\"\\nd\"} 7\n"
			    "# HELP b_seconds c\n# TYPE b_seconds histogram\nb_seconds_sum{x=\"a\\\\b \\\"c\\\"\\nd\",y=\"z\"} 0.000013\n");
	assert_non_null(strstr(out.p, "Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n"));
	buf_fini(&out);
	arena_fini(&q.arena);
}

/* What is asked of an answer besides its contents. */
static void heads(void **state)
{
	(void)state;
	static const struct { const char *request; const char *has, *has_not; } rows[] = {
		{ "GET /healthz", "Content-Length: 46\r\n", "Connection" },
		{ "HEAD /healthz", "Content-Length: 46\r\n", "status\"" },
		{ "OPTIONS /karez.js", "HTTP/1.1 204 No Content\r\n", "use strict" },
		{ "OPTIONS /karez.js", "Allow: GET, HEAD, OPTIONS\r\n", "POST" },
		{ "OPTIONS *", "Allow: GET, HEAD, POST, OPTIONS\r\n", "404" },
		{ "DELETE /healthz", "Allow: GET, HEAD, OPTIONS\r\n", "POST" },
		{ "DELETE /v1/search", "Allow: GET, HEAD, POST, OPTIONS\r\n", "Retry" },
		{ "OPTIONS /v1/search", "HTTP/1.1 204 No Content\r\n", "Content-Length" },
		{ "OPTIONS /v1/search", "Allow: GET, HEAD, POST, OPTIONS\r\n", "Access-Control" },
		{ "GET /healthz", "Cache-Control: no-store\r\n", "ETag" },
		{ "GET /x", "Content-Type: application/problem+json\r\n", "parameter" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct asked q;
		struct buf out = BUF_INIT;
		ask(&q, rows[i].request);
		if (q.good)
			field_str(&q.reply, reply_row(&q.reply), "state", STR("ok"));
		http_encode(&q.reply, &q.shape, &out);
		assert_non_null(strstr(out.p, rows[i].has));
		assert_null(strstr(out.p, rows[i].has_not));
		buf_fini(&out);
		arena_fini(&q.arena);
	}
}

/* Every error has a status with a phrase, and says with which parameter something is wrong only where that is so. */
static void errors(void **state)
{
	(void)state;
	for (int e = 0; e < WIRE_ERROR_COUNT_; e++) {
		struct asked q;
		struct buf out = BUF_INIT;
		ask(&q, "GET /v1/search?q=x");
		reply_error(&q.reply, (enum wire_error)e, "%s", e == WIRE_SYNTAX ? "col=12 a b" : "message");
		const char *body = body_of(&q, &out);
		unsigned status = wire_error_status((enum wire_error)e);
		assert_in_range(status, 400, 599);
		assert_non_null(strstr(body, wire_error_name((enum wire_error)e)));
		assert_int_equal(strstr(body, "\"parameter\":\"q\"") != NULL, (status == 400 || status == 404) && e != WIRE_NOCOLLECTION);
		assert_int_equal(strstr(body, "\"detail\":\"a b\"") && strstr(body, "\"column\":12}"), e == WIRE_SYNTAX);
		assert_int_equal(strstr(body, "\"parameter\":\"collection\"") != NULL, e == WIRE_NOCOLLECTION);
		buf_fini(&out);
		arena_fini(&q.arena);
	}
}

/* The search page, and its files. */
static void pages(void **state)
{
	(void)state;
	static const struct { const char *request, *has[4]; } rows[] = {
		{ "GET /", { "200 OK", "text/html; charset=utf-8\r\n", "\r\nContent-Security-Policy: default-src 'none'; ", "<body class=\"start\">" } },
		{ "GET /?q=border&filter=lang%3Aru", { "200 OK", "<body class=\"found\">", "value=\"border\"", "value=\"lang:ru\"" } },
		{ "GET /document?of=memos&id=a%2Fb", { "200 OK", "<body class=\"document\">" } },
		{ "GET /document", { "200 OK", "<body class=\"start\">" } },
		{ "GET /?q=x&limit=9999", { "400 Bad Request", "text/html; charset=utf-8\r\n", "limit=9999: wants 0..1000" } },
		{ "GET /?q=%zz", { "400 Bad Request", "text/html", "is not percent-encoded UTF-8" } },
		{ "POST /?q=x", { "405 Method Not Allowed", "text/html", "Allow: GET, HEAD, OPTIONS\r\n" } },
		{ "HEAD /", { "200 OK", "text/html" } },
		{ "GET /karez.js", { "200 OK", "text/javascript; charset=utf-8\r\n", "use strict", "ETag: W/" } },
		{ "GET /karez.css?x", { "200 OK", "text/css; charset=utf-8\r\n", "prefers-color-scheme" } },
		{ "GET /karez.svg", { "200 OK", "image/svg+xml\r\n", "<svg " } },
		{ "DELETE /karez.js", { "405 Method Not Allowed", "application/problem+json", "Allow: GET, HEAD, OPTIONS\r\n" } },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct asked q;
		struct buf out = BUF_INIT;
		ask(&q, rows[i].request);
		if (q.good)
			field_str(&q.reply, reply_row(&q.reply), "id", STR("a/b"));
		http_encode(&q.reply, &q.shape, &out);
		for (size_t k = 0; k < 4 && rows[i].has[k]; k++)
			if (!strstr(out.p, rows[i].has[k]))
				fail_msg("%s: no %s in %s", rows[i].request, rows[i].has[k], out.p);
		buf_fini(&out);
		arena_fini(&q.arena);
	}
}

/* A kept page is given to those only who ask for the same page. */
static void pages_have_keys(void **state)
{
	(void)state;
	static const char *const requests[] = { "GET /?q=a+b", "GET /?q=a+b&sort=relevance", "GET /?q=%2Blang%3Aru+a", "GET /?q=a&filter=lang%3Aru" };
	struct buf keys[4];
	for (size_t i = 0; i < 4; i++) {
		struct asked q;
		ask(&q, requests[i]);
		assert_true(q.good);
		buf_init(&keys[i], 0);
		http_shape_key(&q.shape, &keys[i]);
		arena_fini(&q.arena);
		for (size_t k = 0; k < i; k++)
			assert_false(str_eq(buf_str(&keys[i]), buf_str(&keys[k])));
	}
	for (size_t i = 0; i < 4; i++)
		buf_fini(&keys[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(requests),
		cmocka_unit_test(switches_of_json),
		cmocka_unit_test(problems),
		cmocka_unit_test(hits_as_json),
		cmocka_unit_test(tags),
		cmocka_unit_test(lists_of_tags),
		cmocka_unit_test(packed),
		cmocka_unit_test(packing_is_asked_for),
		cmocka_unit_test(callers),
		cmocka_unit_test(no_messages),
		cmocka_unit_test(metrics),
		cmocka_unit_test(health),
		cmocka_unit_test(heads),
		cmocka_unit_test(errors),
		cmocka_unit_test(pages),
		cmocka_unit_test(pages_have_keys),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
