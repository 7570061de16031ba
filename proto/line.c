/* The line protocol, as bytes; see line.h. */
#include "config.h"

#include "proto/line.h"

#include "common/err.h"
#include "common/utf8.h"
#include "proto/reply_json.h"

/*
 * Requests
 */

struct parser {
	struct str line;
	size_t at;
	struct request *request;
	struct reply *error;
};

static bool refuse(struct parser *p, enum wire_error e, const char *what)
{
	reply_error(p->error, e, "%s", what);
	return false;
}

static bool parse_tag(struct parser *p)
{
	size_t at = p->at;
	struct str word = str_word(p->line, &at);
	if (!str_starts(word, STR("@")))
		return true;
	struct str tag = str_sub(word, 1, word.n);
	if (tag.n == 0)
		return refuse(p, WIRE_BADREQUEST, "the tag after @ is empty");
	if (tag.n > LIMIT_TAG) {
		reply_error(p->error, WIRE_LIMIT, "tag: at most %d bytes", LIMIT_TAG);
		return false;
	}
	for (size_t i = 0; i < tag.n; i++)
		if (tag.p[i] <= 0x20 || tag.p[i] >= 0x7f)
			return refuse(p, WIRE_BADREQUEST, "a tag is made of visible ASCII characters");
	p->request->tag = tag;
	p->at = at;
	return true;
}

static bool check_bytes(struct parser *p)
{
	size_t valid = utf8_valid_prefix(p->line);
	ptrdiff_t nul = str_chr(p->line, '\0');
	if (nul >= 0)
		reply_error(p->error, WIRE_BADREQUEST, "NUL byte at offset=%td", nul);
	else if (valid < p->line.n)
		reply_error(p->error, WIRE_ENCODING, "offset=%zu", valid);
	else
		return true;
	return false;
}

/* A browser or a form that was pointed at this port: "GET /x HTTP/1.1", "POST ...", "Host: ...".
 * What follows is a header and a body of its choice, and none of it may be taken for requests, so
 * the connection ends.  "GET memos : what is HTTP/1.1" has more than three words. */
static bool refuse_http(struct parser *p)
{
	size_t at = p->at;
	struct str first = str_word(p->line, &at), second = str_word(p->line, &at);
	struct str third = str_word(p->line, &at), fourth = str_word(p->line, &at);
	bool http = (second.n && str_starts(third, STR("HTTP/")) && !fourth.n) ||
		    str_eq_nocase(first, STR("POST")) || str_eq_nocase(first, STR("Host:"));
	if (!http)
		return true;
	p->error->close = true;
	return refuse(p, WIRE_BADREQUEST, "this is not an HTTP server but karez; see karez-protocol(7)");
}

static bool parse_verb(struct parser *p)
{
	struct str word = str_word(p->line, &p->at);
	enum verb v;
	if (word.n == 0)
		return refuse(p, WIRE_BADREQUEST, "no verb after the tag");
	if (!verb_find(word, &v)) {
		struct buf known = BUF_INIT;
		for (unsigned i = 0; i < VERB_COUNT_; i++)
			buf_printf(&known, " %s", verb_name((enum verb)i));
		reply_error(p->error, WIRE_UNKNOWNVERB, "%.*s (verbs:%s)",
			    STR_ARG(reply_quote(p->error->arena, word)), known.p ? known.p : "");
		buf_fini(&known);
		return false;
	}
	struct str tag = p->request->tag;
	request_init(p->request, v);
	p->request->tag = tag;
	return true;
}

static bool no_text(struct parser *p)
{
	static const char *const wants[] = {
		[VERB_TEXT_QUERY] = "a query", [VERB_TEXT_TEXT] = "a text", [VERB_TEXT_ID] = "an id",
	};
	enum verb v = p->request->verb;
	reply_error(p->error, WIRE_BADREQUEST, "%s wants %s after ' : '", verb_name(v), wants[verb_text(v)]);
	return false;
}

static bool wants_text(enum verb v)
{
	return verb_text(v) != VERB_TEXT_ABSENT && verb_text(v) != VERB_TEXT_OPTIONAL;
}

static bool parse_collections(struct parser *p, struct str list)
{
	enum verb v = p->request->verb;
	/* "memos: drug" or ":drug": a colon without its blanks, not a name. */
	if (str_chr(list, ':') >= 0 && wants_text(v))
		return no_text(p);
	if (verb_needs(v) == VERB_NEEDS_NONE) {
		reply_error(p->error, WIRE_BADREQUEST, "%s takes no name, but %.*s is given", verb_name(v),
			    STR_ARG(reply_quote(p->error->arena, list)));
		return false;
	}
	return request_collections(p->request, list, p->error);
}

static bool parse_text(struct parser *p)
{
	struct request *r = p->request;
	if (verb_text(r->verb) == VERB_TEXT_ABSENT) {
		reply_error(p->error, WIRE_BADREQUEST, "%s takes no text", verb_name(r->verb));
		return false;
	}
	if (p->at < p->line.n)
		p->at++;	/* the blank after the colon; all others belong to the text */
	r->text = str_sub(p->line, p->at, p->line.n);
	r->text_column = (unsigned)utf8_count(str_sub(p->line, 0, p->at));
	return verb_text(r->verb) != VERB_TEXT_ID || r->text.n || no_text(p);
}

static bool parse_words(struct parser *p)
{
	for (struct str word; (word = str_word(p->line, &p->at)).n;) {
		ptrdiff_t equals = str_chr(word, '=');
		if (str_eq(word, STR(":")))
			return parse_text(p);
		if (equals < 0) {
			if (!parse_collections(p, word))
				return false;
		} else if (!request_set(p->request, str_sub(word, 0, (size_t)equals),
					str_sub(word, (size_t)equals + 1, word.n), p->error))
			return false;
	}
	return !wants_text(p->request->verb) || no_text(p);
}

bool line_parse(struct str line, struct arena *a, struct request *out_r, struct reply *error_r)
{
	*out_r = (struct request){ .verb = VERB_HELP };
	reply_init(error_r, a);
	if (str_ends(line, STR("\r")))
		line.n--;
	size_t at = 0;
	if (str_word(line, &at).n == 0)
		return false;
	struct parser p = { .line = arena_str(a, line), .request = out_r, .error = error_r };
	return parse_tag(&p) && check_bytes(&p) && refuse_http(&p) && parse_verb(&p) && parse_words(&p);
}

/*
 * Replies
 */

/* A message is one line whatever it holds: a reply line that outside bytes forged would put a
 * client out of step for good. */
static void add_message(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		buf_putc(out, (unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f ? ' ' : s.p[i]);
}

static void add_tag(struct buf *out, struct str tag)
{
	if (tag.n) {
		buf_puts(out, " @");
		buf_addstr(out, tag);
	}
}

static bool bare(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] <= ' ' || s.p[i] == 0x7f || s.p[i] == '"' || s.p[i] == '\\')
			return false;
	return s.n > 0;
}

static void add_quoted(struct buf *out, struct str s)
{
	buf_putc(out, '"');
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c < 0x20 || c == 0x7f)
			buf_printf(out, "\\x%02x", c);
		else {
			if (c == '"' || c == '\\')
				buf_putc(out, '\\');
			buf_putc(out, (char)c);
		}
	}
	buf_putc(out, '"');
}

/* In the head, what is not a string is written as in JSON, but for true and false: 1 and 0. */
static void add_head(struct buf *out, const struct reply_field *f)
{
	buf_printf(out, " %s=", f->key);
	if (f->kind == VALUE_BOOL) {
		buf_putc(out, f->integer ? '1' : '0');
		return;
	}
	struct buf value = BUF_INIT;
	if (f->kind != VALUE_STRING)
		reply_json_value(f, &value);
	struct str s = f->kind == VALUE_STRING ? f->string : buf_str(&value);
	if (bare(s))
		buf_addstr(out, s);
	else
		add_quoted(out, s);
	buf_fini(&value);
}

static void encode_line(const struct reply *r, struct str tag, struct buf *out)
{
	if (r->message.n == 0)
		return;
	ptrdiff_t end = str_chr(r->message, ' ');
	size_t word = end < 0 ? r->message.n : (size_t)end;
	buf_putc(out, '+');
	add_message(out, str_sub(r->message, 0, word));
	add_tag(out, tag);
	add_message(out, str_sub(r->message, word, r->message.n));
	buf_putc(out, '\n');
}

static void encode_rows(const struct reply *r, struct str tag, struct buf *out)
{
	buf_printf(out, "=%zu", r->n_rows);
	add_tag(out, tag);
	for (size_t i = 0; i < r->head.n; i++)
		add_head(out, &r->head.list[i]);
	buf_putc(out, '\n');
	for (size_t i = 0; i < r->n_rows; i++) {
		reply_json_object(&r->rows[i], out);
		buf_putc(out, '\n');
	}
}

static void encode_error(const struct reply *r, struct str tag, struct buf *out)
{
	buf_printf(out, "-%s", wire_error_name(r->error));
	add_tag(out, tag);
	if (r->message.n)
		buf_putc(out, ' ');
	add_message(out, r->message);
	buf_putc(out, '\n');
}

void line_encode(const struct reply *r, struct str tag, struct buf *out)
{
	switch (r->kind) {
	case REPLY_LINE: encode_line(r, tag, out); break;
	case REPLY_ROWS: encode_rows(r, tag, out); break;
	case REPLY_ERROR: encode_error(r, tag, out); break;
	}
}

void line_again(struct str encoded, struct str tag, uint64_t took_us, struct buf *out)
{
	static const struct str key = { " took_us=", 9 };
	ptrdiff_t eol = str_chr(encoded, '\n');
	struct str head = str_sub(encoded, 0, (size_t)eol);
	ptrdiff_t word = str_chr(head, ' '), took = str_find(head, key);
	BUG_ON(eol < 0 || word < 0 || took < 0);
	buf_addstr(out, str_sub(head, 0, (size_t)word));
	if (tag.n) {
		buf_puts(out, " @");
		buf_addstr(out, tag);
	}
	buf_addstr(out, str_sub(head, (size_t)word, (size_t)took));
	buf_printf(out, "%.*s%llu", STR_ARG(key), (unsigned long long)took_us);
	size_t rest = (size_t)took + key.n;
	while (rest < head.n && head.p[rest] != ' ')
		rest++;
	buf_addstr(out, str_sub(encoded, rest, encoded.n));
}

bool line_value(struct str rest, const char *key, struct arena *a, struct str *value_r)
{
	struct str name, raw;
	while (line_pair(&rest, &name, &raw)) {
		if (!str_eqz(name, key))
			continue;
		*value_r = raw;
		if (raw.n && raw.p[0] == '"') {
			char *text = arena_alloc(a, raw.n);
			*value_r = str_n(text, line_unquote(raw, text));
			text[value_r->n] = '\0';
		}
		return true;
	}
	return false;
}
