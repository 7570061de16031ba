/* Building replies out of the engine's results; see answer.h. */
#include "config.h"

#include "daemon/answer.h"

#include "common/json.h"
#include "common/log.h"
#include "common/utf8.h"
#include "query/twins.h"
#include "daemon/nested.h"

/* ---- errors ---- */

static enum wire_error wire_code(enum err_code code)
{
	switch (code) {
	case ERR_INVALID: return WIRE_BADREQUEST;
	case ERR_SYNTAX: return WIRE_SYNTAX;
	case ERR_NOT_FOUND: return WIRE_NOTFOUND;
	case ERR_LIMIT: return WIRE_LIMIT;
	case ERR_ENCODING: return WIRE_ENCODING;
	case ERR_DENIED: return WIRE_DENIED;
	case ERR_TIMEOUT: return WIRE_TIMEOUT;
	/* The index changes faster than it can be read, or the daemon is busy with another. */
	case ERR_MODIFIED: case ERR_LOCKED: case ERR_BUSY: case ERR_CANCELLED: return WIRE_BUSY;
	case ERR_IO: case ERR_CORRUPT: case ERR_MISMATCH: return WIRE_UNAVAILABLE;
	case ERR_NONE: case ERR_EXISTS: case ERR_NO_SPACE: case ERR_NO_MEMORY: case ERR_INTERNAL: break;
	}
	return WIRE_INTERNAL;
}

void answer_error(struct job *j, const struct err *err)
{
	enum wire_error code = wire_code(err->code);
	if (code == WIRE_INTERNAL || code == WIRE_UNAVAILABLE)
		log_error("failed", "conn=%llu verb=%s %s", (unsigned long long)j->conn,
			  verb_name(j->request.verb), err->msg);
	if (code == WIRE_SYNTAX)
		reply_error(&j->reply, code, "col=%d %s", err->column, err->msg);
	else
		reply_error(&j->reply, code, "%s", err->msg);
}

/* ---- documents ---- */

static void text_field(struct job *j, struct reply_fields *f, const char *key, struct str value)
{
	if (request_wants(&j->request, key))
		field_text(&j->reply, f, key, value);
}

static struct str extras_json(struct job *j, const struct doc *doc)
{
	struct buf b = BUF_INIT;
	json_open(&b, '{');
	for (size_t i = 0; i < doc->n_extras; i++) {
		/* Keys come from records and may hold anything, so they go the way of strings. */
		json_str(&b, doc->extras[i].key);
		buf_putc(&b, ':');
		json_raw(&b, doc->extras[i].json);
	}
	json_close(&b, '}');
	struct str s = arena_str(&j->arena, buf_str(&b));
	buf_fini(&b);
	return s;
}

static void doc_fields(struct job *j, struct reply_fields *f, const struct view *v, const struct doc *doc,
		       size_t database)
{
	text_field(j, f, "title", doc->title);
	text_field(j, f, "date", doc->date);
	text_field(j, f, "author", doc->author);
	text_field(j, f, "url", doc->url);
	text_field(j, f, "source", doc->source);
	text_field(j, f, "lang", doc->lang);
	text_field(j, f, "type", doc->type);
	text_field(j, f, "path", doc->path);
	if (v->n_members > 1)
		text_field(j, f, "collection", arena_str(&j->arena, str_of(v->members[database].name)));
	if (doc->n_extras && request_wants(&j->request, "extra"))
		field_json(&j->reply, f, "extra", extras_json(j, doc));
}

/* [{"kind":"note","label":"3","start":9120,"end":9301,"anchor":411}] */
static struct str passages_json(struct job *j, const struct doc *doc)
{
	struct buf b = BUF_INIT;
	json_open(&b, '[');
	for (size_t i = 0; i < doc->n_passages; i++) {
		const struct doc_passage *p = &doc->passages[i];
		json_open(&b, '{');
		json_key(&b, "kind");
		json_str(&b, p->kind == PASSAGE_NOTE ? STR("note") : STR("frame"));
		json_key(&b, "label");
		json_str(&b, p->label);
		json_key(&b, "start");
		json_int(&b, (int64_t)p->start);
		json_key(&b, "end");
		json_int(&b, (int64_t)p->end);
		if (p->anchor != NO_ANCHOR) {
			json_key(&b, "anchor");
			json_int(&b, (int64_t)p->anchor);
		}
		json_close(&b, '}');
	}
	json_close(&b, ']');
	struct str s = arena_str(&j->arena, buf_str(&b));
	buf_fini(&b);
	return s;
}

/* ["id", ..] */
static void also_field(struct job *j, struct reply_fields *f, const struct search_hit *hit)
{
	struct buf b = BUF_INIT;
	if (hit->n_also == 0 || !request_wants(&j->request, "also"))
		return;
	json_open(&b, '[');
	for (size_t i = 0; i < hit->n_also; i++)
		json_str(&b, hit->also[i]);
	json_close(&b, ']');
	field_json(&j->reply, f, "also", arena_str(&j->arena, buf_str(&b)));
	buf_fini(&b);
}

static void hit_row(struct job *j, const struct view *v, const struct search_hit *hit, uint64_t rank)
{
	struct reply_fields *f = reply_row(&j->reply);
	if (request_wants(&j->request, "rank"))
		field_int(&j->reply, f, "rank", (int64_t)rank);
	text_field(j, f, "id", hit->doc.id);
	if (request_wants(&j->request, "score"))
		field_double(&j->reply, f, "score", hit->score);
	doc_fields(j, f, v, &hit->doc, hit->database);
	if (request_wants(&j->request, "title_hl"))
		nested_marks(&j->reply, f, "title_hl", hit->title_marks, hit->n_title_marks);
	if (hit->n_passages && request_wants(&j->request, "snippets"))
		nested_snippets(&j->reply, f, hit);
	also_field(j, f, hit);
	if (hit->account)
		field_json(&j->reply, f, "explain", nested_account(hit->account, &j->arena));
	if (hit->collapsed && request_wants(&j->request, "collapsed"))
		field_int(&j->reply, f, "collapsed", hit->collapsed);
}

static void count_field(struct job *j, struct reply_fields *f, const char *key, uint64_t n)
{
	if (n)
		field_int(&j->reply, f, key, (int64_t)n);
}

/* {"facet":"lang","values":[["en",12],["ru",3]],"none":4}; names also with their number in all documents. */
static void facet_row(struct job *j, const struct search_facet *facet)
{
	struct reply_fields *f = reply_row(&j->reply);
	field_str(&j->reply, f, "facet", facet->name);
	struct reply_fields *values = field_list(&j->reply, f, "values", VALUE_TUPLES, facet->n);
	for (size_t i = 0; i < facet->n; i++) {
		field_str(&j->reply, &values[i], "value", facet->values[i].value);
		field_int(&j->reply, &values[i], "count", facet->values[i].count);
		if (facet->with_all)
			field_int(&j->reply, &values[i], "all", facet->values[i].all);
	}
	count_field(j, f, "none", facet->none);
	count_field(j, f, "more", facet->more);
	count_field(j, f, "other", facet->other);
}

/* ---- versions ---- */

static const char *relation_of(const struct search_version *v, const struct search_version *itself)
{
	if (v == itself)
		return "itself";
	if (!twins_may_be_same(&v->doc, &itself->doc))
		return "version";
	return v->kin == KIN_PART_OF ? "part" : v->kin == KIN_HOLDS ? "whole" : "copy";
}

static const struct search_version *itself_of(const struct search_result *res)
{
	size_t i = 0;
	while (res->versions[i].kin != KIN_NONE)
		i++;
	return &res->versions[i];
}

/* {"versions":[{"id":"m1","date":"2014-03","relation":"version"},..]}, but itself */
static void versions_row(struct job *j, const struct search_result *res)
{
	const struct search_version *itself = itself_of(res);
	struct buf b = BUF_INIT;
	json_open(&b, '[');
	for (size_t i = 0; i < res->n_versions; i++) {
		const struct search_version *v = &res->versions[i];
		if (v == itself)
			continue;
		json_open(&b, '{');
		json_key(&b, "id");
		json_str(&b, v->doc.id);
		if (v->doc.date.n) {
			json_key(&b, "date");
			json_str(&b, v->doc.date);
		}
		json_key(&b, "relation");
		json_str(&b, str_of(relation_of(v, itself)));
		json_close(&b, '}');
	}
	json_close(&b, ']');
	field_json(&j->reply, reply_row(&j->reply), "versions", arena_str(&j->arena, buf_str(&b)));
	buf_fini(&b);
}

int answer_versions(struct job *j, const struct view *v, const struct search_result *res, uint64_t took_us,
		    struct err *err)
{
	struct reply_fields *head = reply_head(&j->reply);
	field_int(&j->reply, head, "took_us", (int64_t)took_us);
	if (answer_revision(j, v, err) < 0)
		return -1;
	if (res->timed_out)
		field_str(&j->reply, head, "partial", STR("time"));
	const struct search_version *itself = itself_of(res);
	for (size_t i = 0; i < res->n_versions; i++) {
		const struct search_version *one = &res->versions[i];
		struct reply_fields *f = reply_row(&j->reply);
		text_field(j, f, "id", one->doc.id);
		field_str(&j->reply, f, "relation", str_of(relation_of(one, itself)));
		doc_fields(j, f, v, &one->doc, one->database);
	}
	return 0;
}

/* ---- heads ---- */

int answer_revision(struct job *j, const struct view *v, struct err *err)
{
	struct str revisions;
	if (view_revisions(v, &j->arena, &revisions, err) < 0)
		return -1;
	struct reply_fields *head = reply_head(&j->reply);
	field_str(&j->reply, head, "generation", view_generations(v, &j->arena));
	field_str(&j->reply, head, "revision", revisions);
	return 0;
}

static void expansion_rows(struct reply *r, const struct expansions *l)
{
	r->n_expansions = l->n;
	r->expansions = arena_array(r->arena, l->n, sizeof(*r->expansions));
	for (size_t i = 0; i < l->n; i++) {
		const struct expansion *e = &l->list[i];
		struct reply_fields *f = &r->expansions[i];
		field_text(r, f, "from", e->from);
		field_str(r, f, "to", e->to);
		field_str(r, f, "kind", str_of(expansion_kind_name(e->kind)));
		if (e->weight <= 0)
			field_bool(r, f, "offered", true);
	}
}

/* Last in the head: they are the values with blanks in them. */
static void expansion_fields(struct job *j, const struct expansions *l)
{
	static const struct { const char *key; bool offered; } rows[] = { { "expanded", false }, { "offered", true } };
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct buf text = BUF_INIT;
		expansions_format(l, rows[i].offered, &text);
		field_text(&j->reply, reply_head(&j->reply), rows[i].key, arena_str(&j->arena, buf_str(&text)));
		buf_fini(&text);
	}
}

/* "any,spelling:border" */
static void widened_field(struct job *j, const struct widened *w)
{
	struct buf text = BUF_INIT;
	if (w->any)
		buf_puts(&text, "any");
	for (size_t i = 0; i < w->n_spelling; i++)
		buf_printf(&text, "%sspelling:%.*s", text.n ? "," : "", STR_ARG(w->spelling[i]));
	field_text(&j->reply, reply_head(&j->reply), "widened", arena_str(&j->arena, buf_str(&text)));
	buf_fini(&text);
}

int answer_hits(struct job *j, const struct view *v, const struct search_result *res, uint64_t took_us,
		struct err *err)
{
	static const char *const relations[] = {
		[TOTAL_EXACT] = "exact", [TOTAL_AT_LEAST] = "atleast", [TOTAL_ESTIMATE] = "estimate",
	};
	struct reply *r = &j->reply;
	struct reply_fields *head = reply_head(r);
	field_int(r, head, "total", (int64_t)res->total);
	field_str(r, head, "relation", str_of(relations[res->relation]));
	field_int(r, head, "took_us", (int64_t)took_us);
	if (answer_revision(j, v, err) < 0)
		return -1;
	if (j->request.verb != VERB_COUNT)
		field_int(r, head, "hits", (int64_t)res->n_hits);
	if (res->has_undated)
		field_int(r, head, "undated", (int64_t)res->undated);
	if (res->n_versions > 1)
		field_int(r, head, "versions", (int64_t)res->n_versions - 1);
	if (res->n_facets)
		field_int(r, head, "facets", (int64_t)res->n_facets);
	widened_field(j, &res->widened);
	if (res->timed_out)
		field_str(r, head, "partial", STR("time"));
	expansion_fields(j, &res->expansions);
	expansion_rows(r, &res->expansions);
	for (size_t i = 0; i < res->n_hits; i++)
		hit_row(j, v, &res->hits[i], (uint64_t)j->request.offset + i + 1);
	for (size_t i = 0; i < res->n_facets; i++)
		facet_row(j, &res->facets[i]);
	if (res->n_versions > 1)
		versions_row(j, res);
	return 0;
}

int answer_document(struct job *j, const struct view *v, const struct doc *doc, size_t database,
		    struct err *err)
{
	if (answer_revision(j, v, err) < 0)
		return -1;
	struct str text = doc->text;
	if (text.n > LIMIT_TEXT) {
		text = str_sub(text, 0, utf8_floor(text, LIMIT_TEXT));
		field_bool(&j->reply, reply_head(&j->reply), "truncated", true);
	}
	struct reply_fields *f = reply_row(&j->reply);
	text_field(j, f, "id", doc->id);
	doc_fields(j, f, v, doc, database);
	text_field(j, f, "text", text);
	if (doc->n_passages && request_wants(&j->request, "passages"))
		field_json(&j->reply, f, "passages", passages_json(j, doc));
	if (doc->evidence.n && request_wants(&j->request, "evidence"))
		field_json(&j->reply, f, "evidence", doc->evidence);
	return 0;
}
