/* Any texts in an ask and in the reply to it, as the search page.
 *
 * Whatever they hold, the page must be well-formed, with no element, attribute or link but the page's own (html_check.h).
 */
#include "config.h"

#include <stdint.h>
#include <string.h>

#include "common/err.h"
#include "proto/page.h"
#include "tests/unit/html_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Lines of the input, one after the other, the first ones the ask: "key=value".  At the end they are empty. */
struct input {
	struct str rest;
	struct arena arena;
};

static struct str next(struct input *in)
{
	struct str line;
	return str_cut(&in->rest, '\n', &line) ? line : STR_NONE;
}

static int64_t next_number(struct input *in)
{
	struct str line = next(in);
	uint64_t v = 0;
	str_to_u64(line, 0, INT64_MAX, &v);
	return (int64_t)v;
}

static void spans(struct input *in, struct reply *r, struct reply_fields *f, const char *key)
{
	struct str bytes = next(in);
	size_t n = bytes.n / 2;
	struct reply_span *list = arena_array(&in->arena, n + 1, sizeof(*list));
	for (size_t i = 0; i < n; i++)
		list[i] = (struct reply_span){ (unsigned char)bytes.p[2 * i], (unsigned char)bytes.p[2 * i + 1] };
	field_spans(r, f, key, list, n);
}

static bool ask_of(struct input *in, struct page_ask *ask, struct reply *error)
{
	for (unsigned i = 0; i < 8; i++) {
		struct str value = next(in), key;
		if (!str_cut(&value, '=', &key) || key.n == 0)
			break;
		if (!page_ask_add(ask, key, value, error))
			return false;
	}
	return true;
}

static void hit(struct input *in, struct reply *r)
{
	static const char *const fields[] = { "id", "title", "date", "author", "url", "source", "lang", "type", "path", "collection", "text" };
	struct reply_fields *row = reply_row(r);
	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++)
		field_text(r, row, fields[i], next(in));
	field_int(r, row, "collapsed", next_number(in));
	field_json(r, row, "also", next(in));
	field_json(r, row, "passages", next(in));
	field_json(r, row, "evidence", next(in));
	spans(in, r, row, "title_hl");
	spans(in, r, row, "hl");
	struct reply_fields *passage = field_list(r, row, "snippets", VALUE_OBJECTS, 1);
	field_str(r, passage, "text", next(in));
	spans(in, r, passage, "hl");
	struct reply_fields *note = field_list(r, passage, "notes", VALUE_OBJECTS, 1);
	field_str(r, note, "sentence", next(in));
	spans(in, r, note, "hl");
}

static void facet(struct input *in, struct reply *r, const char *name)
{
	struct reply_fields *row = reply_row(r);
	field_str(r, row, "facet", str_of(name));
	struct reply_fields *values = field_list(r, row, "values", VALUE_TUPLES, 3);
	for (size_t i = 0; i < 3; i++) {
		field_str(r, &values[i], "value", next(in));
		field_int(r, &values[i], "count", next_number(in));
	}
}

static void answer(struct input *in, struct reply *r)
{
	static const char *const texts[] = { "relation", "widened", "partial", "corrected" };
	static const char *const numbers[] = { "total", "took_us", "undated", "hits" };
	struct reply_fields *head = reply_head(r);
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		field_str(r, head, texts[i], next(in));
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		field_int(r, head, numbers[i], next_number(in));
	hit(in, r);
	facet(in, r, "year");
	facet(in, r, "author");
	facet(in, r, "lang");
	r->expansions = arena_array(&in->arena, 1, sizeof(*r->expansions));
	r->n_expansions = 1;
	field_str(r, r->expansions, "from", next(in));
	field_str(r, r->expansions, "to", next(in));
	field_str(r, r->expansions, "kind", next(in));
	field_int(r, r->expansions, "offered", next_number(in));
}

static void check(const struct page *page)
{
	char wrong[256];
	struct buf out = BUF_INIT;
	page_render(page, &out);
	const char *bad = html_check(buf_str(&out), wrong);
	if (bad)
		BUG(bad);
	buf_fini(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { .rest = { (const char *)data, size } };
	struct page_ask ask = { .n = 0 };
	struct request request;
	struct reply reply;
	arena_init(&in.arena);
	reply_init(&reply, &in.arena);
	bool good = ask_of(&in, &ask, &reply);
	struct str names[2] = { next(&in), next(&in) };
	struct page page = { .ask = &ask, .request = &request, .reply = &reply, .collections = names, .n_collections = 2 };
	request_init(&request, VERB_SEARCH);
	if (good && page_ask_request(&ask, &in.arena, &request, &reply)) {
		answer(&in, &reply);
		check(&page);
		request.verb = request.verb == VERB_GET ? VERB_SEARCH : VERB_GET;
		check(&page);
		reply_error(&reply, WIRE_SYNTAX, "col=%d %.*s", (int)(size % 9), STR_ARG(names[0]));
	}
	check(&page);
	arena_fini(&in.arena);
	return 0;
}
