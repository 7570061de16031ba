/* Requests: what a program asks for becomes a line; sending and waiting, with a second try where that is safe. */
#include "config.h"

#include <stdio.h>

#include "lib/stream.h"
#include "proto/limits.h"
#include "proto/line.h"

enum text_kind { TEXT_NONE, TEXT_FREE, TEXT_ID };

static const struct {
	const char *name;
	enum text_kind text;
	enum row_kind rows;
} verbs[] = {
	[KAREZ_SEARCH] = { "SEARCH", TEXT_FREE, ROWS_HITS },
	[KAREZ_COUNT] = { "COUNT", TEXT_FREE, ROWS_RAW },
	[KAREZ_SUGGEST] = { "SUGGEST", TEXT_FREE, ROWS_SUGGESTIONS },
	[KAREZ_SPELL] = { "SPELL", TEXT_FREE, ROWS_SPELLINGS },
	[KAREZ_SIMILAR] = { "SIMILAR", TEXT_ID, ROWS_HITS },
	[KAREZ_VERSIONS] = { "VERSIONS", TEXT_ID, ROWS_HITS },
	[KAREZ_GET] = { "GET", TEXT_ID, ROWS_HITS },
	[KAREZ_COLLECTIONS] = { "COLLECTIONS", TEXT_NONE, ROWS_COLLECTIONS },
	[KAREZ_STATUS] = { "STATUS", TEXT_NONE, ROWS_COLLECTIONS },
	[KAREZ_PING] = { "PING", TEXT_NONE, ROWS_RAW },
};
#define N_VERBS (sizeof(verbs) / sizeof(*verbs))

/* ---- options ---- */

/* A line in the making, in parts that are put together at the end. */
struct draft {
	char verb[LIMIT_TAG + 32];	/* "@tag VERB" */
	struct buf options, text;
	const char *wrong;		/* the first part that cannot be sent, NULL: none */
};

/* One word of the line, so that it cannot become another option or begin the text. */
static bool is_word(const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s <= ' ' || *s == 0x7f)
			return false;
	return true;
}

static void add_option(struct draft *d, const char *name, const char *value)
{
	if (!value)
		return;
	if (!*value || !is_word(value))
		d->wrong = name;
	buf_printf(&d->options, "%s%s=%s", d->options.n ? " " : "", name, value);
}

/* 0: left to the server; negative: 0. */
static void add_number(struct draft *d, const char *name, long long n)
{
	char value[24];
	snprintf(value, sizeof(value), "%lld", n < 0 ? 0 : n);
	add_option(d, name, n ? value : NULL);
}

static void add_flags(struct draft *d, unsigned flags)
{
	static const struct {
		unsigned flag;
		const char *name, *value;
	} rows[] = {
		{ KAREZ_PLAIN, "plain", "1" }, { KAREZ_STRICT, "strict", "1" }, { KAREZ_EXACT, "total", "exact" },
		{ KAREZ_EXPAND, "expand", "on" }, { KAREZ_EXPLAIN, "explain", "on" }, { KAREZ_NO_ALIASES, "aliases", "off" },
		{ KAREZ_NO_TRANSLIT, "translit", "off" }, { KAREZ_NO_SPELLING, "spelling", "off" }, { KAREZ_NO_CACHE, "cache", "off" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		add_option(d, rows[i].name, flags & rows[i].flag ? rows[i].value : NULL);
		flags &= ~rows[i].flag;
	}
	if (flags)
		d->wrong = "flags";
}

static void add_options(struct draft *d, const struct karez_options *o)
{
	add_number(d, "limit", o->limit);
	add_number(d, "offset", o->offset);
	add_number(d, "snippets", o->snippets);
	add_number(d, "values", o->values);
	add_number(d, "timeout", o->search_ms);
	add_flags(d, o->flags);
	add_option(d, "match", o->match);
	add_option(d, "sort", o->sort);
	add_option(d, "collapse", o->collapse);
	add_option(d, "facets", o->facets);
	add_option(d, "fields", o->fields);
	add_option(d, "recency", o->recency);
	if (o->more && *o->more)
		buf_printf(&d->options, "%s%s", d->options.n ? " " : "", o->more);
	if (o->offset < 0)
		d->wrong = "offset";
	if (o->collections && (!is_word(o->collections) || strpbrk(o->collections, "=:")))
		d->wrong = "collections";
}

static void add_verb(struct draft *d, const char *verb, const char *tag)
{
	bool fits = !tag || (*tag && strlen(tag) <= LIMIT_TAG && is_word(tag));
	for (const char *c = tag; c && *c; c++)
		fits &= (unsigned char)*c < 0x7f;
	if (!fits)
		d->wrong = "tag";
	snprintf(d->verb, sizeof(d->verb), "%s%s%s%s", tag && fits ? "@" : "", tag && fits ? tag : "", tag && fits ? " " : "", verb);
}

/* What the program was compiled with, in the form of this library: a shorter one leaves the rest at 0; of a longer one what this
 * library does not know must be 0. */
static bool take_options(const struct karez_options *o, struct karez_options *out_r)
{
	*out_r = (struct karez_options){ .size = sizeof(*out_r) };
	if (!o)
		return true;
	if (o->size < sizeof(o->size))
		return false;
	for (size_t i = sizeof(*out_r); i < o->size; i++)
		if (((const char *)o)[i])
			return false;
	memcpy(out_r, o, o->size < sizeof(*out_r) ? o->size : sizeof(*out_r));
	return true;
}

/* Words on several lines are one query; an id is what it is. */
static void add_text(struct draft *d, enum text_kind kind, const char *text)
{
	buf_puts(&d->text, text);
	for (size_t i = 0; kind == TEXT_FREE && i < d->text.n; i++)
		if (d->text.p[i] == '\n' || d->text.p[i] == '\r')
			d->text.p[i] = ' ';
}

static enum karez_code compose(struct karez *k, enum karez_verb verb, const char *text, const struct karez_options *options,
			       struct buf *line)
{
	struct draft d = { .options = BUF_INIT, .text = BUF_INIT };
	struct karez_options o;
	if ((size_t)verb >= N_VERBS)
		return handle_fail(k, KAREZ_E_INVALID, "no such verb: %d", (int)verb);
	enum text_kind kind = verbs[verb].text;
	if (!take_options(options, &o))
		return handle_fail(k, KAREZ_E_INVALID, "options: begin with KAREZ_OPTIONS_INIT; this is libkarez %s", karez_version());
	if (kind != TEXT_NONE && (!text || (kind == TEXT_ID && !*text)))
		return handle_fail(k, KAREZ_E_INVALID, "%s wants %s", verbs[verb].name, kind == TEXT_ID ? "an id" : "a text");
	add_verb(&d, verbs[verb].name, o.tag);
	add_options(&d, &o);
	if (kind != TEXT_NONE)
		add_text(&d, kind, text);
	enum karez_code code = KAREZ_OK;
	if (d.wrong)
		code = handle_fail(k, KAREZ_E_INVALID, "option %s: its value cannot be sent", d.wrong);
	else if (d.options.failed || d.text.failed)
		code = handle_fail(k, KAREZ_E_MEMORY, "the request does not fit into memory");
	else if (line_request(d.verb, str_of(o.collections), buf_str(&d.options),
			      kind == TEXT_NONE ? STR_NONE : str_n(d.text.p ? d.text.p : "", d.text.n), line, &k->err) < 0)
		code = handle_failed(k);
	buf_fini(&d.options);
	buf_fini(&d.text);
	return code;
}

/* ---- sending ---- */

enum karez_code karez_send(struct karez *k, enum karez_verb verb, const char *text, const struct karez_options *options)
{
	struct buf line = BUF_INIT;
	enum karez_code code = compose(k, verb, text, options, &line);
	if (code == KAREZ_OK)
		code = stream_send(k, buf_str(&line), verbs[verb].rows);
	buf_fini(&line);
	return code;
}

/* The line of the program's with its end. */
static enum karez_code compose_line(struct karez *k, const char *text, struct buf *line)
{
	struct str s = str_of(text);
	size_t at = 0;
	if (str_chr(s, '\n') >= 0 || str_chr(s, '\r') >= 0)
		return handle_fail(k, KAREZ_E_INVALID, "a request is one line, without its end");
	if (!str_word(s, &at).n)
		return handle_fail(k, KAREZ_E_INVALID, "the server does not answer an empty line");
	buf_addstr(line, s);
	buf_putc(line, '\n');
	return line->failed ? handle_fail(k, KAREZ_E_MEMORY, "the request does not fit into memory") : KAREZ_OK;
}

enum karez_code karez_send_line(struct karez *k, const char *text)
{
	struct buf line = BUF_INIT;
	enum karez_code code = compose_line(k, text, &line);
	if (code == KAREZ_OK)
		code = stream_send(k, buf_str(&line), ROWS_RAW);
	buf_fini(&line);
	return code;
}

size_t karez_pending(const struct karez *k)
{
	return handle_waiting(k) + k->n_results;
}

struct karez_result *karez_receive(struct karez *k)
{
	if (!karez_pending(k)) {
		handle_fail(k, k->fd < 0 ? KAREZ_E_CLOSED : KAREZ_E_INVALID, "no request waits for its answer");
		return NULL;
	}
	struct result *r = stream_receive(k);
	return r ? &r->shown : NULL;
}

/* ---- sending and waiting ---- */

/* Does it change nothing, so that a server may be asked twice?  Not known: no. */
static bool may_repeat(struct str line)
{
	static const char *const others[] = { "ALIASES", "EXPLAIN", "ANALYZE", "STATS", "HELLO", "HELP" };
	size_t at = 0;
	line = str_trim(line);
	struct str verb = str_word(line, &at);
	if (str_starts(verb, STR("@")))
		verb = str_word(line, &at);
	for (size_t i = 0; i < N_VERBS; i++)
		if (str_eq_nocase(verb, str_of(verbs[i].name)))
			return true;
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		if (str_eq_nocase(verb, str_of(others[i])))
			return true;
	return false;
}

static struct result *exchange(struct karez *k, struct str line, enum row_kind rows)
{
	return stream_send(k, line, rows) == KAREZ_OK ? stream_receive(k) : NULL;
}

static struct result *call(struct karez *k, struct str line, enum row_kind rows)
{
	if (karez_pending(k)) {
		handle_fail(k, KAREZ_E_INVALID, "%zu requests wait for their answers: take them first", karez_pending(k));
		return NULL;
	}
	bool again = k->retry && k->address;
	if (again && stream_is_gone(k)) {	/* nothing was sent yet: safe for every request */
		if (karez_reconnect(k) != KAREZ_OK)
			return NULL;
		again = false;
	}
	struct result *r = exchange(k, line, rows);
	if (!r && again && k->code == KAREZ_E_CLOSED && !k->torn && may_repeat(line) && karez_reconnect(k) == KAREZ_OK)
		r = exchange(k, line, rows);
	return r;
}

/* "col=8 this quote is not closed" */
static unsigned column_of(const char *message)
{
	struct str rest = str_of(message), key, value;
	uint64_t n;
	return line_pair(&rest, &key, &value) && str_eqz(key, "col") && str_to_u64(value, 1, UINT32_MAX, &n) ? (unsigned)n : 0;
}

/* A refusal is the handle's affair here, not a result. */
static struct karez_result *unless_refused(struct karez *k, struct result *r)
{
	if (!r || r->shown.code == KAREZ_OK)
		return r ? &r->shown : NULL;
	handle_fail(k, r->shown.code, "%s", r->shown.message);
	k->column = r->shown.code == KAREZ_R_SYNTAX ? column_of(r->shown.message) : 0;
	result_free(r);
	return NULL;
}

static struct karez_result *ask(struct karez *k, enum karez_verb verb, const char *text, const struct karez_options *options)
{
	struct buf line = BUF_INIT;
	struct result *r = NULL;
	if (compose(k, verb, text, options, &line) == KAREZ_OK)
		r = call(k, buf_str(&line), verbs[verb].rows);
	buf_fini(&line);
	return unless_refused(k, r);
}

struct karez_result *karez_request(struct karez *k, const char *text)
{
	struct buf line = BUF_INIT;
	struct result *r = NULL;
	if (compose_line(k, text, &line) == KAREZ_OK)
		r = call(k, buf_str(&line), ROWS_RAW);
	buf_fini(&line);
	return r ? &r->shown : NULL;
}

struct karez_result *karez_search(struct karez *k, const char *query, const struct karez_options *options)
{
	return ask(k, KAREZ_SEARCH, query, options);
}

struct karez_result *karez_count(struct karez *k, const char *query, const struct karez_options *options)
{
	return ask(k, KAREZ_COUNT, query, options);
}

struct karez_result *karez_suggest(struct karez *k, const char *typed, const struct karez_options *options)
{
	return ask(k, KAREZ_SUGGEST, typed, options);
}

struct karez_result *karez_spell(struct karez *k, const char *text, const struct karez_options *options)
{
	return ask(k, KAREZ_SPELL, text, options);
}

struct karez_result *karez_similar(struct karez *k, const char *id, const struct karez_options *options)
{
	return ask(k, KAREZ_SIMILAR, id, options);
}

struct karez_result *karez_versions(struct karez *k, const char *id, const struct karez_options *options)
{
	return ask(k, KAREZ_VERSIONS, id, options);
}

struct karez_result *karez_get(struct karez *k, const char *id, const struct karez_options *options)
{
	return ask(k, KAREZ_GET, id, options);
}

struct karez_result *karez_collections(struct karez *k)
{
	return ask(k, KAREZ_COLLECTIONS, NULL, NULL);
}

struct karez_result *karez_status(struct karez *k)
{
	return ask(k, KAREZ_STATUS, NULL, NULL);
}

enum karez_code karez_ping(struct karez *k)
{
	karez_result_free(ask(k, KAREZ_PING, NULL, NULL));
	return k->code;
}
