/* From the parameters of an address to a request, and to other addresses; see page_ask.h. */
#include "config.h"

#include "proto/page_ask.h"

#include <string.h>

#include "common/utf8.h"
#include "proto/html.h"

/* Options of SEARCH that a page can be asked for with; the others decide what it shows. */
static const char *const options[] = {
	"limit", "offset", "match", "plain", "aliases", "translit", "spelling", "strict", "expand", "sort", "recency", "collapse",
	"timeout", "total", "cache",
};

static const struct page_param *find(const struct page_ask *ask, struct str key)
{
	for (unsigned i = 0; i < ask->n; i++)
		if (str_eq(ask->list[i].key, key))
			return &ask->list[i];
	return NULL;
}

static bool is(const struct page_param *p, const char *key)
{
	return str_eqz(p->key, key);
}

static bool is_added_to(struct str key)
{
	return str_eqz(key, "filter") || str_eqz(key, "alone");
}

bool page_ask_add(struct page_ask *ask, struct str key, struct str value, struct reply *error)
{
	struct page_param one = { key, value };
	bool repeats = is(&one, "collection") || is_added_to(key);
	if (value.n == 0 || (repeats && page_ask_has(ask, key, value)))
		return true;
	if (!repeats && find(ask, key)) {
		reply_error(error, WIRE_BADOPTION, "%.*s is given twice", STR_ARG(reply_quote(error->arena, key)));
		return false;
	}
	if (ask->n == PAGE_MAX_PARAMS) {
		reply_error(error, WIRE_LIMIT, "more than %d parameters", PAGE_MAX_PARAMS);
		return false;
	}
	ask->list[ask->n++] = one;
	return true;
}

struct str page_ask_get(const struct page_ask *ask, const char *key)
{
	const struct page_param *p = find(ask, str_of(key));
	return p ? p->value : STR_NONE;
}

bool page_ask_has(const struct page_ask *ask, struct str key, struct str value)
{
	for (unsigned i = 0; i < ask->n; i++)
		if (str_eq(ask->list[i].key, key) && str_eq(ask->list[i].value, value))
			return true;
	return false;
}

bool page_ask_is_start(const struct page_ask *ask)
{
	static const char *const asked[] = { "q", "filter", "from", "to", "id" };
	for (size_t i = 0; i < sizeof(asked) / sizeof(*asked); i++)
		if (str_trim(page_ask_get(ask, asked[i])).n)
			return false;
	return true;
}

/* ---- To a request ---- */

struct str page_ask_dates(const struct page_ask *ask, struct arena *a)
{
	struct str from = page_ask_get(ask, "from"), to = page_ask_get(ask, "to");
	if (from.n == 0 && to.n == 0)
		return STR_NONE;
	if (str_eq(from, to))
		return arena_printf(a, "date:%.*s", STR_ARG(from));
	return arena_printf(a, "date:%.*s..%.*s", STR_ARG(from), STR_ARG(to));
}

/* Conditions stand before what was typed, each demanded: behind it, "border OR" would take one for its operand. */
static void add_conditions(const struct page_ask *ask, struct arena *a, struct buf *text)
{
	struct str dates = page_ask_dates(ask, a);
	if (dates.n) {
		buf_putc(text, '+');
		buf_addstr(text, dates);
		buf_putc(text, ' ');
	}
	for (unsigned i = 0; i < ask->n; i++)
		if (is(&ask->list[i], "filter")) {
			buf_putc(text, '+');
			buf_addstr(text, ask->list[i].value);
			buf_putc(text, ' ');
		}
}

unsigned page_ask_column(const struct page_ask *ask)
{
	struct buf text = BUF_INIT;
	struct arena a = ARENA_INIT;
	add_conditions(ask, &a, &text);
	unsigned n = (unsigned)utf8_count(buf_str(&text));
	buf_fini(&text);
	arena_fini(&a);
	return n;
}

static struct str query_text(const struct page_ask *ask, struct arena *a)
{
	struct buf text = BUF_INIT;
	struct str q = str_trim(page_ask_get(ask, "q"));
	add_conditions(ask, a, &text);
	buf_addstr(&text, q.n ? q : STR("*"));
	struct str s = arena_str(a, buf_str(&text));
	buf_fini(&text);
	return s;
}

static bool is_day(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != '-' && (s.p[i] < '0' || s.p[i] > '9'))
			return false;
	return true;
}

static bool set_option(struct request *r, const struct page_param *p, struct reply *error)
{
	for (size_t i = 0; i < sizeof(options) / sizeof(*options); i++)
		if (is(p, options[i]))
			return request_set(r, p->key, p->value, error);
	reply_error(error, WIRE_BADOPTION, "the page knows no %.*s", STR_ARG(reply_quote(error->arena, p->key)));
	return false;
}

static bool add_alone(struct request *r, struct str word, struct reply *error)
{
	if (r->n_alone == REQUEST_MAX_ALONE) {
		reply_error(error, WIRE_LIMIT, "alone: at most %d words and names", REQUEST_MAX_ALONE);
		return false;
	}
	r->alone[r->n_alone++] = word;
	return true;
}

static bool set_param(struct request *r, const struct page_param *p, struct reply *error)
{
	if (is(p, "q") || is(p, "filter") || is(p, "id"))
		return true;
	if (is(p, "from") || is(p, "to")) {
		if (is_day(p->value))
			return true;
		reply_error(error, WIRE_BADOPTION, "%.*s is no date: a date is 2014, 2014-06 or 2014-06-17",
			    STR_ARG(reply_quote(error->arena, p->value)));
		return false;
	}
	if (is(p, "of"))
		return true;
	if (is(p, "collection"))
		return request_collections(r, p->value, error);
	if (is(p, "alone"))
		return add_alone(r, p->value, error);
	return set_option(r, p, error);
}

/* What the page shows of each hit and beside them; at the start it only counts. */
static void want(const struct page_ask *ask, struct request *r)
{
	static const char *const facets[] = { "year", "names", "author", "source", "lang", "type" };
	bool start = page_ask_is_start(ask);
	for (size_t i = 0; i < sizeof(facets) / sizeof(*facets); i++)
		if (!start || strcmp(facets[i], "names") != 0)
			r->facets[r->n_facets++] = str_of(facets[i]);
	r->values = 100;	/* as many years; of the others the page shows the first */
	r->snippets = 2;
	if (start)
		r->limit = 0;
}

bool page_ask_request(const struct page_ask *ask, struct arena *a, struct request *r, struct reply *error)
{
	struct str id = page_ask_get(ask, "id"), of = page_ask_get(ask, "of");
	request_init(r, VERB_SEARCH);
	for (unsigned i = 0; i < ask->n; i++)
		if (!set_param(r, &ask->list[i], error))
			return false;
	if (r->plain && (page_ask_get(ask, "filter").n || page_ask_dates(ask, a).n)) {
		reply_error(error, WIRE_BADOPTION, "plain=1 takes every character for text, so it goes without filters");
		return false;
	}
	r->text = query_text(ask, a);
	r->advise = page_ask_get(ask, "q");
	if (id.n == 0) {
		want(ask, r);
		return true;
	}
	r->verb = VERB_GET;	/* how words are searched for tells which ones to mark */
	r->marks = page_ask_get(ask, "q").n ? r->text : STR_NONE;
	r->text = id;
	if (of.n) {
		r->collections[0] = of;
		r->n_collections = 1;
	}
	return true;
}

/* ---- To other addresses ---- */

static bool is_dropped(const struct page_param *p, const struct page_change *c)
{
	for (size_t i = 0; i < 3 && c->drop[i]; i++)
		if (is(p, c->drop[i]))
			return true;
	return p == c->drop_one || is(p, "offset") || (c->set && is(p, c->set) && !is_added_to(p->key)) ||
	       (c->set_more && is(p, c->set_more));
}

static void add_param(struct buf *out, struct str key, struct str value)
{
	if (value.n == 0)
		return;
	buf_putc(out, str_chr(buf_str(out), '?') < 0 ? '?' : '&');
	html_url(out, key);
	buf_putc(out, '=');
	html_url(out, value);
}

static struct str finished(struct buf *out, struct arena *a)
{
	struct str s = arena_str(a, buf_str(out));
	buf_fini(out);
	return s;
}

struct str page_ask_link(const struct page_ask *ask, struct arena *a, struct page_change c)
{
	struct buf out = BUF_INIT;
	buf_putc(&out, '/');
	for (unsigned i = 0; i < ask->n; i++)
		if (!is_dropped(&ask->list[i], &c))
			add_param(&out, ask->list[i].key, ask->list[i].value);
	if (c.set)
		add_param(&out, str_of(c.set), c.value);
	if (c.set_more)
		add_param(&out, str_of(c.set_more), c.value_more);
	return finished(&out, a);
}

struct str page_ask_document(const struct page_ask *ask, struct arena *a, struct str collection, struct str id)
{
	struct buf out = BUF_INIT;
	buf_puts(&out, "/document");
	add_param(&out, STR("of"), collection);
	add_param(&out, STR("id"), id);
	for (unsigned i = 0; i < ask->n; i++)
		if (!is(&ask->list[i], "id") && !is(&ask->list[i], "of"))
			add_param(&out, ask->list[i].key, ask->list[i].value);
	return finished(&out, a);
}
