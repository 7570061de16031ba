/* Any bytes from an HTTP client.
 *
 * Messages must come out whole or not at all wherever the bytes are cut, and the same wherever they were cut; whatever was asked,
 * the answer must be one message whose length is what it says and whose body is JSON,
 * a page or a file.
 */
#include "config.h"

#include <stdint.h>
#include <string.h>

#include <jansson.h>

#include "common/err.h"
#include "common/utf8.h"
#include "proto/http_guard.h"
#include "proto/http_gzip.h"
#include "tests/unit/html_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_answer(const struct reply *reply, const struct http_shape *shape)
{
	struct buf out = BUF_INIT;
	uint64_t length;
	http_encode(reply, shape, &out);
	struct str head, rest = buf_str(&out);
	ptrdiff_t end = str_find(rest, STR("\r\n\r\n"));
	BUG_ON(end < 0 || out.failed);
	head = str_sub(rest, 0, (size_t)end + 2);
	rest = str_sub(rest, (size_t)end + 4, rest.n);
	for (size_t i = 0; i < head.n; i++)
		BUG_ON((unsigned char)head.p[i] < 0x20 && head.p[i] != '\r' && head.p[i] != '\n');
	ptrdiff_t at = str_find(head, STR("\r\nContent-Length: "));
	BUG_ON(!str_starts(head, STR("HTTP/1.1 ")));
	if (str_starts(head, STR("HTTP/1.1 204 "))) {
		BUG_ON(at >= 0 || rest.n);
		buf_fini(&out);
		return;
	}
	BUG_ON(at < 0);
	struct str number = str_sub(head, (size_t)at + 18, head.n);
	BUG_ON(!str_to_u64(str_sub(number, 0, (size_t)str_chr(number, '\r')), 0, UINT32_MAX, &length));
	BUG_ON(shape->head ? rest.n != 0 : rest.n != length);
	char wrong[256];
	bool is_plain = !shape->head && !http_is_gzip(rest);
	if (shape->form == HTTP_PAGE && is_plain && html_check(rest, wrong))
		BUG(wrong);
	bool is_text = shape->form == HTTP_PAGE || shape->form == HTTP_FILE ||
		       (shape->form == HTTP_METRICS && reply->kind != REPLY_ERROR);
	if (!is_text && is_plain) {
		json_t *json = json_loadb(rest.p, rest.n, 0, NULL);
		BUG_ON(!json_is_object(json));
		json_decref(json);
	}
	buf_fini(&out);
}

/* What was asked is answered with pieces of the question. */
static void answer(const struct request *r, struct http_shape *shape, struct reply *reply)
{
	BUG_ON(!utf8_valid(r->text) || r->text.n > LIMIT_LINE || str_chr(r->text, '\0') >= 0);
	struct reply_fields *head = reply_head(reply), *row = reply_row(reply);
	const struct http_policy any = { .origins = (char *[]){ (char *)"*" }, .n_origins = 1 };
	shape->readable = http_may_read(&shape->caller, &any);
	if (shape->form == HTTP_HITS)
		field_int(reply, head, "hits", 1);
	field_str(reply, head, "revision", r->n_collections ? r->collections[0] : r->text);
	field_str(reply, row, "id", r->text);
	check_answer(reply, shape);
}

static enum http_take check_message(struct str in, size_t *used_r)
{
	struct arena a = ARENA_INIT;
	struct http_message m;
	struct http_progress progress = { .looked = 0 };
	struct http_fault fault;
	struct http_shape shape;
	struct request request;
	struct reply reply;
	reply_init(&reply, &a);
	enum http_take t = http_take(in, &a, &progress, &m, used_r, &fault);
	if (t == HTTP_DONE) {
		BUG_ON(*used_r == 0 || *used_r > in.n || m.body.n > LIMIT_HTTP_BODY);
		if (http_parse(&m, &a, &request, &shape, &reply))
			answer(&request, &shape, &reply);
		else
			check_answer(&reply, &shape);
		BUG_ON(reply.close != m.close);
	} else if (t == HTTP_BAD) {
		http_refuse(&fault, &m, &a, &shape, &reply);
		check_answer(&reply, &shape);
		BUG_ON(!reply.close);
	}
	arena_fini(&a);
	return t;
}

/* In pieces of that size a message comes to what it is as a whole. */
static void check_pieces(struct str in, size_t piece, enum http_take whole, size_t used)
{
	struct arena a = ARENA_INIT;
	struct http_message m;
	struct http_progress progress = { .looked = 0 };
	struct http_fault fault;
	size_t taken = 0, n = 0;
	enum http_take t;
	do {
		n = in.n - n < piece ? in.n : n + piece;
		t = http_take(str_sub(in, 0, n), &a, &progress, &m, &taken, &fault);
	} while (n < in.n && (t == HTTP_MORE || t == HTTP_CONTINUE));
	BUG_ON(t != whole && !(t == HTTP_MORE && whole == HTTP_CONTINUE));	/* which is said once */
	BUG_ON(t == HTTP_DONE && taken != used);
	arena_fini(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str in = { (const char *)data, size };
	size_t used = 0, less;
	for (int n = 0; n < 20 && check_message(in, &used) == HTTP_DONE; n++) {
		/* Bytes behind a message change nothing; without its last one it is not whole. */
		BUG_ON(check_message(str_sub(in, 0, used), &less) != HTTP_DONE || less != used);
		enum http_take t = check_message(str_sub(in, 0, used - 1), &less);
		BUG_ON(t != HTTP_MORE && t != HTTP_CONTINUE);
		check_pieces(in, size % 7 + 1, HTTP_DONE, used);
		in = str_sub(in, used, in.n);
	}
	enum http_take rest = check_message(in, &used);
	check_pieces(in, size % 7 + 1, rest, used);
	return 0;
}
