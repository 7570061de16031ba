/* Any bytes as a request line, and as what a server answers.
 *
 * A line that parses must go there and back; a refusal must be exactly one well-formed error line;
 * pieces of the input in a reply must come back as they were and never change its number of lines.
 */
#include "config.h"

#include <stdlib.h>

#include "common/err.h"
#include "proto/line.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t count_lines(const struct buf *b)
{
	size_t n = 0;
	for (size_t i = 0; i < b->n; i++)
		n += b->p[i] == '\n';
	return n;
}

static void first_line(const struct buf *b, struct line_status *out_r)
{
	struct str all = buf_str(b), line;
	BUG_ON(!str_ends(all, STR("\n")));
	BUG_ON(!str_cut(&all, '\n', &line) || !line_status(line, out_r));
}

static void refusal(const struct reply *error, struct str tag)
{
	struct buf out = BUF_INIT;
	line_encode(error, tag, &out);
	if (error->kind == REPLY_LINE)
		BUG_ON(out.n);
	else {
		struct line_status s;
		first_line(&out, &s);
		BUG_ON(count_lines(&out) != 1 || s.kind != '-' || !str_eq(s.tag, tag));
	}
	buf_fini(&out);
}

static void same_again(const struct request *r, struct arena *a)
{
	struct buf names = BUF_INIT, out = BUF_INIT;
	struct request again;
	struct reply error;
	struct err err;
	for (unsigned i = 0; i < r->n_collections; i++) {
		buf_puts(&names, i ? "," : "");
		buf_addstr(&names, r->collections[i]);
	}
	bool one_line = str_chr(r->text, '\r') < 0 && str_chr(r->text, '\n') < 0 &&
			str_chr(buf_str(&names), '\r') < 0 && str_chr(buf_str(&names), '\n') < 0;
	int ok = line_request(verb_name(r->verb), buf_str(&names), STR_NONE, r->text, &out, &err);
	BUG_ON(ok == 0 && !one_line);
	if (ok == 0) {
		BUG_ON(!line_parse(str_sub(buf_str(&out), 0, out.n - 1), a, &again, &error));
		BUG_ON(again.verb != r->verb || again.n_collections != r->n_collections);
		BUG_ON(!str_eq(again.text, r->text));
		for (unsigned i = 0; i < r->n_collections; i++)
			BUG_ON(!str_eq(again.collections[i], r->collections[i]));
	}
	buf_fini(&names);
	buf_fini(&out);
}

static void echoed(struct str input, struct arena *a)
{
	struct reply r;
	struct line_status s;
	struct str v;
	struct buf out = BUF_INIT;
	reply_init(&r, a);
	field_str(&r, reply_head(&r), "before", input);
	field_str(&r, reply_head(&r), "v", input);
	struct reply_fields *row = reply_row(&r);
	field_str(&r, row, "text", input);
	field_json(&r, row, "json", input);
	line_encode(&r, STR_NONE, &out);
	first_line(&out, &s);
	BUG_ON(count_lines(&out) != 2 || s.kind != '=' || s.rows != 1);
	BUG_ON(!line_value(s.rest, "v", a, &v) || !str_eq(v, input));
	buf_reset(&out);
	reply_line(&r, "%.*s", STR_ARG(input));
	line_encode(&r, STR_NONE, &out);
	BUG_ON(count_lines(&out) > 1);
	buf_reset(&out);
	reply_error(&r, WIRE_NOCOLLECTION, "%.*s", STR_ARG(reply_quote(a, input)));
	line_encode(&r, STR("t"), &out);
	first_line(&out, &s);
	BUG_ON(count_lines(&out) != 1 || s.kind != '-' || !str_eqz(s.tag, "t"));
	buf_fini(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str input = str_n((const char *)data, size), v;
	struct arena a = ARENA_INIT;
	struct request r;
	struct reply error;
	struct line_status s;
	if (line_parse(input, &a, &r, &error))
		same_again(&r, &a);
	else
		refusal(&error, r.tag);
	if (line_status(input, &s))
		line_value(s.rest, "total", &a, &v);
	line_value(input, "total", &a, &v);
	echoed(input, &a);
	arena_fini(&a);
	return 0;
}
