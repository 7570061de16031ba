/* Replies as HTTP answers: status, headers, body; see http.h. */
#include "config.h"

#include "proto/http.h"

#include <stdio.h>
#include <time.h>

#include "common/err.h"
#include "common/hash.h"
#include "common/json.h"
#include "proto/http_gzip.h"
#include "proto/page.h"
#include "proto/reply_json.h"
#include "web/assets.h"

/* ---- Status ---- */

static const struct {
	unsigned code;
	const char *phrase;
} statuses[] = {
	{ 200, "OK" }, { 204, "No Content" }, { 304, "Not Modified" }, { 400, "Bad Request" }, { 403, "Forbidden" }, { 404, "Not Found" }, { 405, "Method Not Allowed" },
	{ 408, "Request Timeout" }, { 413, "Content Too Large" }, { 414, "URI Too Long" }, { 415, "Unsupported Media Type" },
	{ 417, "Expectation Failed" }, { 421, "Misdirected Request" }, { 431, "Request Header Fields Too Large" }, { 500, "Internal Server Error" },
	{ 501, "Not Implemented" }, { 503, "Service Unavailable" }, { 504, "Gateway Timeout" },
	{ 505, "HTTP Version Not Supported" },
};

static const char *phrase(unsigned status)
{
	for (size_t i = 0; i < sizeof(statuses) / sizeof(*statuses); i++)
		if (statuses[i].code == status)
			return statuses[i].phrase;
	BUG("a status without a phrase");
}

static size_t n_available(const struct reply *r)
{
	size_t n = 0;
	for (size_t i = 0; i < r->n_rows; i++)
		n += str_eqz(field_string(&r->rows[i], "state"), "ok");
	return n;
}

static unsigned status_of(const struct reply *r, const struct http_shape *s)
{
	if (r->kind == REPLY_ERROR)
		return s->status ? s->status : wire_error_status(r->error);
	if (s->form == HTTP_OPTIONS || s->form == HTTP_UNCHANGED)
		return s->form == HTTP_OPTIONS ? 204 : 304;
	return s->form == HTTP_HEALTH && r->n_rows && n_available(r) == 0 ? 503 : 200;
}

/* ---- Bodies ---- */

/* The one that is to blame, if any is. */
static struct str parameter_of(const struct reply *r, const struct http_shape *s)
{
	unsigned status = wire_error_status(r->error);
	if (r->error == WIRE_NOCOLLECTION)
		return STR("collection");
	return status == 400 || status == 404 ? s->parameter : STR_NONE;
}

/* RFC 9457.  The place of a syntax error is a member of its own. */
static void add_problem(const struct reply *r, const struct http_shape *s, struct buf *out)
{
	struct str detail = r->message, column = STR_NONE, rest = r->message;
	uint64_t n;
	if (r->error == WIRE_SYNTAX && str_cut(&rest, ' ', &column) && str_starts(column, STR("col=")) &&
	    str_to_u64(str_sub(column, 4, column.n), 0, UINT32_MAX, &n))
		detail = rest;
	else
		column = STR_NONE;
	json_open(out, '{');
	json_key(out, "title");
	json_str(out, str_of(phrase(status_of(r, s))));
	json_key(out, "status");
	json_int(out, status_of(r, s));
	json_key(out, "code");
	json_str(out, str_of(wire_error_name(r->error)));
	json_key(out, "detail");
	json_str(out, detail);
	struct str parameter = parameter_of(r, s);
	if (parameter.n) {
		json_key(out, "parameter");
		json_str(out, parameter);
	}
	if (column.n) {
		json_key(out, "column");
		json_int(out, (int64_t)n);
	}
	json_close(out, '}');
}

static void add_rows(const struct reply *r, size_t n, const char *name, struct buf *out)
{
	json_key(out, name);
	json_open(out, '[');
	for (size_t i = 0; i < n; i++)
		reply_json_object(&r->rows[i], out);
	json_close(out, ']');
}

static void add_members(const struct reply_fields *f, size_t from, struct buf *out)
{
	for (size_t i = from; i < f->n; i++) {
		json_key(out, f->list[i].key);
		reply_json_value(&f->list[i], out);
	}
}

/* {"facet":"lang","values":[...],"none":4} becomes "lang":{"values":[...],"none":4}. */
static void add_facets(const struct reply *r, size_t from, size_t n, struct buf *out)
{
	json_key(out, "facets");
	json_open(out, '{');
	for (size_t i = from; i < from + n; i++) {
		json_str(out, r->rows[i].list[0].string);
		buf_putc(out, ':');
		json_open(out, '{');
		add_members(&r->rows[i], 1, out);
		json_close(out, '}');
	}
	json_close(out, '}');
}

/* The head of SEARCH tells how many rows of each kind there are; here they have names instead. */
static void add_hits(const struct reply *r, const struct http_shape *s, struct buf *out)
{
	size_t hits = (size_t)field_integer(&r->head, "hits"), facets = (size_t)field_integer(&r->head, "facets");
	for (size_t i = 0; i < r->head.n; i++) {
		const struct reply_field *f = &r->head.list[i];
		if (strcmp(f->key, "hits") == 0 || strcmp(f->key, "facets") == 0 || strcmp(f->key, "versions") == 0)
			continue;
		json_key(out, f->key);
		reply_json_value(f, out);
	}
	add_rows(r, hits, s->rows, out);
	if (facets)
		add_facets(r, hits, facets, out);
	if (r->n_rows > hits + facets)
		add_members(&r->rows[hits + facets], 0, out);
}

static void add_health(const struct reply *r, struct buf *out)
{
	size_t n = n_available(r);
	json_key(out, "status");
	json_str(out, n == r->n_rows ? STR("ok") : n ? STR("degraded") : STR("unavailable"));
	json_key(out, "collections");
	json_int(out, (int64_t)r->n_rows);
	json_key(out, "available");
	json_int(out, (int64_t)n);
}

static void add_page(const struct reply *r, const struct http_shape *s, struct buf *out)
{
	const struct page page = {
		.ask = s->ask, .request = s->request, .reply = r, .collections = s->collections, .n_collections = s->n_collections,
	};
	page_render(&page, out);
}

static void add_object(const struct reply *r, const struct http_shape *s, struct buf *out)
{
	json_open(out, '{');
	switch (s->form) {
	case HTTP_HITS:
		add_hits(r, s, out);
		break;
	case HTTP_ROWS:
		add_members(&r->head, 0, out);
		if (s->rows)
			add_rows(r, r->n_rows, s->rows, out);
		break;
	case HTTP_ROW:
		add_members(&r->head, 0, out);
		json_key(out, s->rows);
		reply_json_object(&r->rows[0], out);
		break;
	case HTTP_HEALTH:
		add_health(r, out);
		break;
	case HTTP_PROBLEM: case HTTP_METRICS: case HTTP_OPTIONS: case HTTP_UNCHANGED: case HTTP_PAGE: case HTTP_FILE:
		BUG("no form of JSON");
	}
	json_close(out, '}');
	buf_putc(out, '\n');
}

static void add_body(const struct reply *r, const struct http_shape *s, struct buf *out)
{
	if (s->form == HTTP_PAGE)
		add_page(r, s, out);
	else if (s->form == HTTP_FILE)
		buf_add(out, s->file->bytes, s->file->n);
	else if (r->kind == REPLY_ERROR)
		add_problem(r, s, out);
	else if (s->form == HTTP_METRICS)
		http_metrics(r, out);
	else if (s->form != HTTP_OPTIONS && s->form != HTTP_UNCHANGED)
		add_object(r, s, out);
}

void http_encode_body(const struct reply *r, const struct http_shape *s, struct buf *out)
{
	struct buf body = { .max = out->max };
	add_body(r, s, &body);
	if (body.failed || !s->gzip || !http_gzip(buf_str(&body), out))
		buf_addstr(out, buf_str(&body));
	out->failed |= body.failed;
	buf_fini(&body);
}

/* ---- Heads ---- */

static void add_date(struct buf *out)
{
	time_t now = time(NULL);
	struct tm tm;
	char text[64];
	gmtime_r(&now, &tm);
	strftime(text, sizeof(text), "%a, %d %b %Y %H:%M:%S GMT", &tm);
	buf_printf(out, "Date: %s\r\n", text);
}

/* Of pages that may read the answer, and what they may send (Fetch, "CORS protocol"). */
static void add_readers(const struct http_shape *s, struct buf *out)
{
	if (!s->readable)
		return;
	buf_printf(out, "Access-Control-Allow-Origin: %.*s\r\n", STR_ARG(s->caller.origin));
	if (s->form == HTTP_OPTIONS)
		buf_printf(out, "Access-Control-Allow-Methods: %s\r\nAccess-Control-Allow-Headers: Content-Type\r\n"
			   "Access-Control-Max-Age: 600\r\n", s->allow);
}

/* An answer that has a tag is kept by the client, who asks each time whether it still holds. */
static void add_keeping(uint64_t tag, struct buf *out)
{
	if (tag)
		buf_printf(out, "ETag: W/\"%016llx\"\r\nCache-Control: private, no-cache\r\n", (unsigned long long)tag);
	else
		buf_puts(out, "Cache-Control: no-store\r\n");
	buf_puts(out, "Vary: Accept-Encoding, Origin\r\n");
}

static void add_head(unsigned status, const char *type, struct str body, uint64_t tag, const struct http_shape *s, struct buf *out)
{
	buf_printf(out, "HTTP/1.1 %u %s\r\n", status, phrase(status));
	add_date(out);
	if (status != 204 && status != 304)
		buf_printf(out, "Content-Type: %s\r\nContent-Length: %zu\r\n", type, body.n);
	if (http_is_gzip(body))
		buf_puts(out, "Content-Encoding: gzip\r\n");
	if (s->allow)
		buf_printf(out, "Allow: %s\r\n", s->allow);
	if (status == 503)
		buf_puts(out, "Retry-After: 1\r\n");
	if (s->close)
		buf_puts(out, "Connection: close\r\n");
	else if (s->minor == 0)
		buf_puts(out, "Connection: keep-alive\r\n");
	add_keeping(tag, out);
	add_readers(s, out);
	if (s->form == HTTP_PAGE)
		buf_puts(out, "Content-Security-Policy: " PAGE_CSP "\r\n");
	buf_puts(out, "X-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\n\r\n");
}

static void add_answer(unsigned status, const char *type, struct str body, uint64_t tag, const struct http_shape *s, struct buf *out)
{
	if (status == 200 && str_eqz(s->if_none_match, "*")) {	/* whatever there is the client has, and here it is */
		status = 304;
		body = STR_NONE;
	}
	add_head(status, type, body, tag, s, out);
	if (!s->head)
		buf_addstr(out, body);
}

static const char *type_of(const struct reply *r, const struct http_shape *s)
{
	if (s->form == HTTP_PAGE)
		return "text/html; charset=utf-8";
	if (s->form == HTTP_FILE)
		return s->file->type;
	if (r && r->kind == REPLY_ERROR)
		return "application/problem+json";
	return s->form == HTTP_METRICS ? "text/plain; version=0.0.4; charset=utf-8" : "application/json";
}

void http_encode_again(struct str body, const struct http_shape *shape, struct buf *out)
{
	add_answer(200, type_of(NULL, shape), body, shape->tag, shape, out);
}

void http_encode(const struct reply *r, const struct http_shape *shape, struct buf *out)
{
	struct buf body = { .max = out->max };
	http_encode_body(r, shape, &body);
	add_answer(status_of(r, shape), type_of(r, shape), buf_str(&body),
		   shape->form == HTTP_UNCHANGED || shape->form == HTTP_FILE ? shape->tag : 0, shape, out);
	out->failed |= body.failed;
	buf_fini(&body);
}

/* Is it one of W/"a", "b"?  Weak and strong are alike here, and what is no tag ends the list (RFC 9110, 13.1.2). */
static bool lists_tag(struct str list, struct str tag)
{
	ptrdiff_t end = 0;
	for (; list.n && end >= 0; list = str_sub(list, (size_t)end + 1, list.n)) {
		while (list.n && strchr(" \t,", list.p[0]))
			list = str_sub(list, 1, list.n);
		list = str_sub(list, str_starts(list, STR("W/")) ? 2 : 0, list.n);
		if (!str_starts(list, STR("\"")))
			return false;
		list = str_sub(list, 1, list.n);
		end = str_chr(list, '"');
		if (end >= 0 && str_eq(str_sub(list, 0, (size_t)end), tag))
			return true;
	}
	return false;
}

/* Weak ones: of an answer that was made anew, took_us may differ. */
bool http_is_unchanged(struct http_shape *shape, struct str key)
{
	char own[20];
	shape->tag = hash64(key) ^ hash64(STR(PACKAGE_VERSION));
	snprintf(own, sizeof(own), "%016llx", (unsigned long long)shape->tag);
	if (shape->tag == 0 || !lists_tag(shape->if_none_match, str_of(own)))
		return false;
	shape->form = HTTP_UNCHANGED;
	return true;
}

void http_shape_key(const struct http_shape *shape, struct buf *key)
{
	const uint32_t n[] = { shape->form, shape->gzip };
	buf_add(key, n, sizeof(n));
	for (unsigned i = 0; shape->ask && i < shape->ask->n; i++) {
		buf_add_counted(key, shape->ask->list[i].key);
		buf_add_counted(key, shape->ask->list[i].value);
	}
}
