/* Replies as Redis clients expect them; see redis.h. */
#include "config.h"

#include "proto/redis.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/resp.h"

/* ---- Errors ---- */

/* What clients look for at the beginning of a message; the others are "ERR NAME message". */
static const char *error_code(enum wire_error e)
{
	switch (e) {
	case WIRE_SYNTAX: return "SEARCH_SYNTAX";
	case WIRE_NOCOLLECTION: return "SEARCH_INDEX_NOT_FOUND no such index:";
	case WIRE_TIMEOUT: return "SEARCH_TIMEOUT";
	case WIRE_BUSY: return "BUSY";
	case WIRE_DENIED: return "NOPERM";
	default: return NULL;
	}
}

static void encode_error(const struct reply *r, struct buf *out)
{
	const char *code = error_code(r->error);
	char other[64];
	if (!code) {
		snprintf(other, sizeof(other), "ERR %s", wire_error_name(r->error));
		code = other;
	}
	resp_error(out, code, r->message);
}

/* ---- Values as strings ---- */

/* The text with signs around what matched. */
static void add_marked(struct buf *out, struct str text, const struct reply_field *marks, const struct redis_shape *s)
{
	size_t at = 0;
	for (size_t i = 0; marks && (s->open.n || s->close.n) && i < marks->n_spans; i++) {
		buf_addstr(out, str_sub(text, at, marks->spans[i].start));
		buf_addstr(out, s->open);
		buf_addstr(out, str_sub(text, marks->spans[i].start, marks->spans[i].end));
		buf_addstr(out, s->close);
		at = marks->spans[i].end;
	}
	buf_addstr(out, str_sub(text, at, text.n));
}

static bool add_snippet(struct buf *out, const struct reply_fields *hit, const struct redis_shape *s)
{
	const struct reply_field *passages = field_find(hit, "snippets");
	for (size_t i = 0; passages && i < passages->n_members; i++) {
		const struct reply_fields *p = &passages->members[i];
		buf_addstr(out, i ? s->between : STR_NONE);
		add_marked(out, field_string(p, "text"), field_find(p, "hl"), s);
	}
	return passages && passages->n_members > 0;
}

/* The value of a hit's field as a string; false: it has none. */
static bool add_value(struct buf *out, const struct reply_fields *hit, struct str name, const struct redis_shape *s)
{
	if (str_eqz(name, "snippet"))
		return add_snippet(out, hit, s);
	const struct reply_field *v = NULL;
	for (size_t i = 0; i < hit->n && !v; i++)
		v = str_eqz(name, hit->list[i].key) ? &hit->list[i] : NULL;
	if (!v)
		return false;
	switch (v->kind) {
	case VALUE_STRING: add_marked(out, v->string, str_eqz(name, "title") ? field_find(hit, "title_hl") : NULL, s); return true;
	case VALUE_INT: case VALUE_BOOL: buf_printf(out, "%lld", (long long)v->integer); return true;
	case VALUE_DOUBLE: buf_printf(out, "%.4f", v->real); return true;
	default: return false;
	}
}

/* ---- FT.SEARCH ---- */

/* Those of a hit that has been asked for without RETURN. */
static const char *const usual[] = {
	"title", "date", "author", "source", "url", "lang", "type", "path", "collection", "snippet",
};
#define N_USUAL (sizeof(usual) / sizeof(*usual))

static size_t add_attributes(struct buf *out, const struct reply_fields *hit, const struct redis_shape *s)
{
	size_t n = 0, all = s->n_fields ? s->n_fields : N_USUAL;
	struct buf value = BUF_INIT;
	for (size_t i = 0; i < all; i++) {
		struct str name = s->n_fields ? s->fields[i].name : str_of(usual[i]);
		buf_reset(&value);
		if (!add_value(&value, hit, name, s))
			continue;
		resp_bulk(out, s->n_fields ? s->fields[i].as : name);
		resp_bulk(out, buf_str(&value));
		n++;
	}
	buf_fini(&value);
	return n;
}

static void encode_attributes(const struct reply_fields *hit, const struct redis_shape *s, struct buf *out)
{
	struct buf body = BUF_INIT;
	size_t n = add_attributes(&body, hit, s);
	resp_map(out, s->proto, n);
	buf_addstr(out, buf_str(&body));
	out->failed |= body.failed;
	buf_fini(&body);
}

static size_t n_hits(const struct reply *r)
{
	int64_t n = field_integer(&r->head, "hits");
	return n < 0 || (size_t)n > r->n_rows ? r->n_rows : (size_t)n;
}

static void encode_hits_2(const struct reply *r, const struct redis_shape *s, struct buf *out)
{
	size_t n = n_hits(r);
	resp_array(out, 1 + n * (1 + (size_t)s->with_scores + (size_t)!s->no_content));
	resp_int(out, field_integer(&r->head, "total"));
	for (size_t i = 0; i < n; i++) {
		const struct reply_field *score = field_find(&r->rows[i], "score");
		resp_bulk(out, field_string(&r->rows[i], "id"));
		if (s->with_scores)
			resp_double(out, 2, score ? score->real : 0);
		if (!s->no_content)
			encode_attributes(&r->rows[i], s, out);
	}
}

/* What a person should know of an answer: what is partial, or was searched for besides the words typed. */
static void encode_warnings(const struct reply *r, struct buf *out)
{
	static const char *const keys[] = { "partial", "relaxed", "widened", "expanded", "offered" };
	struct buf list = BUF_INIT, one = BUF_INIT;
	size_t n = 0;
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		const struct reply_field *v = field_find(&r->head, keys[i]);
		if (!v)
			continue;
		buf_reset(&one);
		struct str value = v->kind == VALUE_STRING ? v->string : STR("yes");
		buf_printf(&one, "%s: %.*s", keys[i], STR_ARG(value));
		resp_bulk(&list, buf_str(&one));
		n++;
	}
	resp_array(out, n);
	buf_addstr(out, buf_str(&list));
	buf_fini(&list);
	buf_fini(&one);
}

static void encode_results_head(const struct reply *r, int64_t total, size_t n, struct buf *out)
{
	resp_map(out, 3, 5);
	resp_bulk(out, STR("attributes"));
	resp_array(out, 0);
	resp_bulk(out, STR("format"));
	resp_bulk(out, STR("STRING"));
	resp_bulk(out, STR("total_results"));
	resp_int(out, total);
	resp_bulk(out, STR("warning"));
	encode_warnings(r, out);
	resp_bulk(out, STR("results"));
	resp_array(out, n);
}

static void encode_values(struct buf *out)
{
	resp_bulk(out, STR("values"));
	resp_array(out, 0);
}

static void encode_hits_3(const struct reply *r, const struct redis_shape *s, struct buf *out)
{
	size_t n = n_hits(r);
	encode_results_head(r, field_integer(&r->head, "total"), n, out);
	for (size_t i = 0; i < n; i++) {
		const struct reply_field *score = field_find(&r->rows[i], "score");
		resp_map(out, 3, 2 + (size_t)s->with_scores + (size_t)!s->no_content);
		resp_bulk(out, STR("id"));
		resp_bulk(out, field_string(&r->rows[i], "id"));
		if (s->with_scores) {
			resp_bulk(out, STR("score"));
			resp_double(out, 3, score ? score->real : 0);
		}
		if (!s->no_content) {
			resp_bulk(out, STR("extra_attributes"));
			encode_attributes(&r->rows[i], s, out);
		}
		encode_values(out);
	}
}

static void encode_hits(const struct reply *r, const struct redis_shape *s, struct buf *out)
{
	if (s->proto >= 3)
		encode_hits_3(r, s, out);
	else
		encode_hits_2(r, s, out);
}

/* ---- Facets ---- */

struct group {
	struct str value;
	int64_t count;
};

static int by_value(const void *a, const void *b)
{
	return str_cmp(((const struct group *)a)->value, ((const struct group *)b)->value);
}

static int by_count(const void *a, const void *b)
{
	int64_t x = ((const struct group *)a)->count, y = ((const struct group *)b)->count;
	return x != y ? x < y ? -1 : 1 : by_value(b, a);
}

/* Largest first, as they come; else as the shape says. */
static struct group *groups_of(const struct reply *r, const struct redis_shape *s, size_t *n_r)
{
	const struct reply_field *values = r->n_rows ? field_find(&r->rows[r->n_rows - 1], "values") : NULL;
	size_t n = values ? values->n_members : 0;
	struct group *list = arena_array(r->arena, n + 1, sizeof(*list));
	for (size_t i = 0; i < n; i++)
		list[i] = (struct group){ field_string(&values->members[i], "value"), field_integer(&values->members[i], "count") };
	if (s->by_value || s->ascending)
		qsort(list, n, sizeof(*list), s->by_value ? by_value : by_count);
	for (size_t i = 0; s->by_value && !s->ascending && i < n / 2; i++) {
		struct group first = list[i];
		list[i] = list[n - 1 - i];
		list[n - 1 - i] = first;
	}
	*n_r = n;
	return list;
}

static void encode_groups(const struct reply *r, const struct redis_shape *s, struct str column, struct buf *out)
{
	size_t all;
	struct group *g = groups_of(r, s, &all);
	size_t from = s->offset < all ? s->offset : all, n = all - from < s->limit ? all - from : s->limit;
	int64_t total = (int64_t)all + (r->n_rows ? field_integer(&r->rows[r->n_rows - 1], "more") : 0);
	if (s->proto >= 3) {
		encode_results_head(r, total, n, out);
	} else {
		resp_array(out, 1 + n);
		resp_int(out, total);
	}
	for (size_t i = from; i < from + n; i++) {
		char count[32];
		if (s->proto >= 3) {
			resp_map(out, 3, 2);
			resp_bulk(out, STR("extra_attributes"));
		}
		resp_map(out, s->proto, 2);
		resp_bulk(out, column);
		resp_bulk(out, g[i].value);
		resp_bulk(out, s->name);
		snprintf(count, sizeof(count), "%lld", (long long)g[i].count);
		resp_bulk(out, str_of(count));
		if (s->proto >= 3)
			encode_values(out);
	}
}

static void encode_tags(const struct reply *r, const struct redis_shape *s, struct buf *out)
{
	size_t n;
	struct group *g = groups_of(r, s, &n);
	resp_array(out, n);
	for (size_t i = 0; i < n; i++)
		resp_bulk(out, g[i].value);
}

/* ---- The others ---- */

static void encode_suggestions(const struct reply *r, const struct redis_shape *s, struct buf *out)
{
	resp_array(out, r->n_rows * (s->with_scores ? 2 : 1));
	for (size_t i = 0; i < r->n_rows; i++) {
		resp_bulk(out, field_string(&r->rows[i], "text"));
		if (s->with_scores)
			resp_double(out, s->proto, (double)field_integer(&r->rows[i], "documents"));
	}
}

static void encode_better(const struct reply_fields *row, const struct redis_shape *s, struct buf *out)
{
	const struct reply_field *better = field_find(row, "better");
	size_t n = better ? better->n_members : 0;
	resp_array(out, n);
	for (size_t i = 0; i < n; i++) {
		const struct reply_fields *f = &better->members[i];
		double documents = (double)field_integer(f, "documents");
		if (s->proto >= 3) {
			resp_map(out, 3, 1);
			resp_bulk(out, field_string(f, "text"));
			resp_double(out, 3, documents);
		} else {
			resp_array(out, 2);
			resp_double(out, 2, documents);
			resp_bulk(out, field_string(f, "text"));
		}
	}
}

static void encode_spelling(const struct reply *r, const struct redis_shape *s, struct buf *out)
{
	if (s->proto >= 3) {
		resp_map(out, 3, 1);
		resp_bulk(out, STR("results"));
		resp_map(out, 3, r->n_rows);
	} else {
		resp_array(out, r->n_rows);
	}
	for (size_t i = 0; i < r->n_rows; i++) {
		if (s->proto < 3) {
			resp_array(out, 3);
			resp_bulk(out, STR("TERM"));
		}
		resp_bulk(out, field_string(&r->rows[i], "word"));
		encode_better(&r->rows[i], s, out);
	}
}

static void encode_plan(const struct reply *r, struct buf *out)
{
	struct str plan = STR_NONE;
	for (size_t i = 0; i < r->n_rows; i++)
		if (field_find(&r->rows[i], "planned"))
			plan = field_string(&r->rows[i], "planned");
	resp_bulk(out, plan);
}

static void encode_indexes(const struct reply *r, struct buf *out)
{
	resp_array(out, r->n_rows);
	for (size_t i = 0; i < r->n_rows; i++)
		resp_bulk(out, field_string(&r->rows[i], "collection"));
}

static void encode_no_index(const struct reply *r, struct str name, struct buf *out)
{
	struct buf message = BUF_INIT;
	buf_printf(&message, "no such index: %.*s", STR_ARG(reply_quote(r->arena, name)));
	resp_error(out, "SEARCH_INDEX_NOT_FOUND", buf_str(&message));
	buf_fini(&message);
}

/* A key, then its value. */
static void put_text(struct buf *out, const char *key, struct str value)
{
	resp_bulk(out, str_of(key));
	resp_bulk(out, value);
}

static void put_int(struct buf *out, const char *key, int64_t value)
{
	resp_bulk(out, str_of(key));
	resp_int(out, value);
}

static void put_array(struct buf *out, const char *key, size_t n)
{
	resp_bulk(out, str_of(key));
	resp_array(out, n);
}

static void put_definition(struct buf *out, unsigned proto)
{
	resp_bulk(out, STR("index_definition"));
	resp_map(out, proto, 3);
	put_text(out, "key_type", STR("HASH"));
	put_array(out, "prefixes", 1);
	resp_bulk(out, STR(""));
	put_text(out, "default_score", STR("1"));
}

static void put_attributes(struct buf *out, unsigned proto)
{
	static const struct { const char *name, *type; } attributes[] = {
		{ "title", "TEXT" }, { "text", "TEXT" }, { "author", "TEXT" }, { "source", "TEXT" }, { "lang", "TAG" }, { "type", "TAG" },
		{ "date", "NUMERIC" },
	};
	const size_t n = sizeof(attributes) / sizeof(*attributes);
	put_array(out, "attributes", n);
	for (size_t i = 0; i < n; i++) {
		resp_map(out, proto, 3);
		put_text(out, "identifier", str_of(attributes[i].name));
		put_text(out, "attribute", str_of(attributes[i].name));
		put_text(out, "type", str_of(attributes[i].type));
	}
}

/* FT.INFO in the order that clients which read by position expect; what karez does not count is 0. */
static void encode_index(const struct reply *r, const struct redis_shape *s, struct buf *out)
{
	static const char *const zeros[] = {
		"num_terms", "num_records", "inverted_sz_mb", "vector_index_sz_mb", "total_inverted_index_blocks", "offset_vectors_sz_mb",
		"doc_table_size_mb", "sortable_values_size_mb", "key_table_size_mb", "records_per_doc_avg", "bytes_per_record_avg",
		"offsets_per_term_avg", "offset_bits_per_record_avg", "hash_indexing_failures", "indexing",
	};
	const size_t n_zeros = sizeof(zeros) / sizeof(*zeros);
	const struct reply_fields *row = NULL;
	for (size_t i = 0; i < r->n_rows; i++)
		if (str_eq(field_string(&r->rows[i], "collection"), s->name))
			row = &r->rows[i];
	if (!row) {
		encode_no_index(r, s->name, out);
		return;
	}
	resp_map(out, s->proto, 6 + n_zeros + 4);
	put_text(out, "index_name", s->name);
	put_array(out, "index_options", 0);
	put_definition(out, s->proto);
	put_attributes(out, s->proto);
	put_int(out, "num_docs", field_integer(row, "documents"));
	put_int(out, "max_doc_id", field_integer(row, "documents"));
	for (size_t i = 0; i < n_zeros; i++)
		put_int(out, zeros[i], 0);
	put_int(out, "percent_indexed", 1);
	put_array(out, "gc_stats", 0);
	put_array(out, "cursor_stats", 0);
	put_array(out, "stopwords_list", 0);
}

/* INFO: what clients ask before they begin, and what karez knows of itself. */
static void encode_info(const struct reply *r, struct buf *out)
{
	struct buf text = BUF_INIT;
	buf_puts(&text, "# Server\r\nredis_version:" REDIS_VERSION "\r\nredis_mode:standalone\r\nserver_name:karez\r\n# Persistence\r\nloading:0\r\n"
			"# Replication\r\nrole:master\r\nconnected_slaves:0\r\n# Karez\r\nsearch_only:1\r\n");
	for (size_t i = 0; r->n_rows && i < r->rows[0].n; i++) {
		const struct reply_field *f = &r->rows[0].list[i];
		if (f->kind == VALUE_INT || f->kind == VALUE_BOOL)
			buf_printf(&text, "karez_%s:%lld\r\n", f->key, (long long)f->integer);
		else if (f->kind == VALUE_DOUBLE)
			buf_printf(&text, "karez_%s:%.4f\r\n", f->key, f->real);
		else if (f->kind == VALUE_STRING && str_chr(f->string, '\n') < 0)
			buf_printf(&text, "karez_%s:%.*s\r\n", f->key, STR_ARG(f->string));
	}
	resp_bulk(out, buf_str(&text));
	buf_fini(&text);
}

void redis_encode(const struct reply *r, const struct redis_shape *s, struct buf *out)
{
	if (s->form == REDIS_BYTES) {
		buf_addstr(out, s->bytes);
		return;
	}
	if (r->kind == REPLY_ERROR) {
		encode_error(r, out);
		return;
	}
	switch (s->form) {
	case REDIS_BYTES: break;
	case REDIS_STATUS: resp_simple(out, r->message); break;
	case REDIS_HITS: encode_hits(r, s, out); break;
	case REDIS_GROUPS: encode_groups(r, s, r->n_rows ? field_string(&r->rows[r->n_rows - 1], "facet") : STR_NONE, out); break;
	case REDIS_TAGS: encode_tags(r, s, out); break;
	case REDIS_SUGGESTIONS: encode_suggestions(r, s, out); break;
	case REDIS_SPELLING: encode_spelling(r, s, out); break;
	case REDIS_PLAN: encode_plan(r, out); break;
	case REDIS_INDEXES: encode_indexes(r, out); break;
	case REDIS_INDEX: encode_index(r, s, out); break;
	case REDIS_INFO: encode_info(r, out); break;
	}
}

void redis_shape_key(const struct redis_shape *s, struct buf *key)
{
	const uint32_t numbers[] = {
		s->form, s->proto, s->no_content, s->with_scores, s->n_fields, s->offset, s->limit, s->ascending, s->by_value,
	};
	buf_add(key, numbers, sizeof(numbers));
	buf_add_counted(key, s->open);
	buf_add_counted(key, s->close);
	buf_add_counted(key, s->between);
	buf_add_counted(key, s->name);
	for (unsigned i = 0; i < s->n_fields; i++) {
		buf_add_counted(key, s->fields[i].name);
		buf_add_counted(key, s->fields[i].as);
	}
}
