/* Replies become results: lines, the head, the kind of the rest; see result.h. */
#include "config.h"

#include "lib/result.h"

#include <stdlib.h>

#include "lib/cost.h"
#include "lib/rows.h"
#include "proto/line.h"

int result_no_memory(struct err *err)
{
	return err_set(err, ERR_NO_MEMORY, "the answer does not fit into memory");
}

int result_afford(struct result *r, uint64_t cost, struct err *err)
{
	if (cost > r->memory)
		return err_set(err, ERR_LIMIT, "the answer would take too much memory to be read: see karez_set_max_reply()");
	r->memory -= cost;
	return 0;
}

/* The lines as strings: the first into shown.line, the others into shown.rows. */
static int split(struct result *r, struct str lines, size_t n_rows)
{
	char *text = pool_text(&r->pool, lines);
	const char **rows = pool_array(&r->pool, n_rows, sizeof(*rows));
	if (!text || !rows)
		return -1;
	for (size_t i = 0; i <= n_rows; i++) {
		char *end = strchr(text, '\n');	/* the caller has counted them */
		*(i ? &rows[i - 1] : &r->shown.line) = text;
		*end = '\0';
		text = end + 1;
	}
	r->shown.rows = rows;
	r->shown.n_rows = n_rows;
	return 0;
}

/* Every key=value of the first line. */
static int read_head(struct result *r, struct str rest)
{
	struct str key, raw, left = rest;
	size_t n = 0;
	while (line_pair(&left, &key, &raw))
		n++;
	struct head_pair *pairs = pool_array(&r->pool, n, sizeof(*pairs));
	if (!pairs)
		return -1;
	r->head = pairs;
	while (line_pair(&rest, &key, &raw)) {
		char *name = pool_text(&r->pool, key), *value = pool_array(&r->pool, raw.n + 1, 1);
		if (!name || !value)
			return -1;
		size_t length = line_unquote(raw, value);
		for (size_t i = 0; i < length; i++)
			value[i] = value[i] ? value[i] : ' ';
		value[length] = '\0';
		pairs[r->n_head++] = (struct head_pair){ name, value };
	}
	return 0;
}

static uint64_t number(const struct karez_result *r, const char *key)
{
	uint64_t n = 0;
	const char *value = karez_head(r, key);
	return value && str_to_u64(str_of(value), 0, UINT64_MAX, &n) ? n : 0;
}

static enum karez_relation relation_of(const struct karez_result *r)
{
	static const char *const names[] = {
		[KAREZ_TOTAL_EXACT] = "exact", [KAREZ_TOTAL_ATLEAST] = "atleast", [KAREZ_TOTAL_ESTIMATE] = "estimate",
	};
	const char *value = karez_head(r, "relation");
	for (int i = KAREZ_TOTAL_EXACT; value && karez_head(r, "total") && i <= KAREZ_TOTAL_ESTIMATE; i++)
		if (strcmp(value, names[i]) == 0)
			return (enum karez_relation)i;
	return KAREZ_TOTAL_NONE;
}

static void show_head(struct karez_result *s)
{
	s->relation = relation_of(s);
	s->total = s->relation == KAREZ_TOTAL_NONE ? 0 : number(s, "total");
	s->took_us = number(s, "took_us");
	s->widened = karez_head(s, "widened");
	s->expanded = karez_head(s, "expanded");
	s->offered = karez_head(s, "offered");
	s->corrected = karez_head(s, "corrected");
	s->partial = karez_head(s, "partial");
}

static const char *joined(struct result *r, struct str a, struct str b)
{
	char *text = pool_array(&r->pool, a.n + b.n + 2, 1);
	if (!text)
		return NULL;
	memcpy(text, a.p, a.n);
	if (b.n) {
		text[a.n] = ' ';
		memcpy(text + a.n + 1, b.p, b.n);
	}
	return text;
}

static int fill(struct result *r, struct str lines, size_t n_rows, enum row_kind kind, struct err *err)
{
	struct karez_result *s = &r->shown;
	struct line_status status;
	if (split(r, lines, n_rows) < 0 || !line_status(str_of(s->line), &status))
		return result_no_memory(err);
	if (status.tag.n && !(s->tag = pool_text(&r->pool, status.tag)))
		return result_no_memory(err);
	switch (status.kind) {
	case '-':
		s->code = result_refusal(status.word);
		s->message = s->code == KAREZ_R_OTHER ? joined(r, status.word, status.rest) : pool_text(&r->pool, status.rest);
		return s->message ? 0 : result_no_memory(err);
	case '+':
		s->message = joined(r, status.word, status.rest);
		return s->message ? 0 : result_no_memory(err);
	default:
		if (result_afford(r, cost_of_head(status.rest), err) < 0)
			return -1;
		if (read_head(r, status.rest) < 0)
			return result_no_memory(err);
		show_head(s);
		return kind == ROWS_RAW ? 0 : rows_read(r, kind, err);
	}
}

struct result *result_new(struct str lines, size_t rows, enum row_kind kind, uint64_t memory, struct err *err)
{
	struct result *r = calloc(1, sizeof(*r));
	if (!r) {
		result_no_memory(err);
		return NULL;
	}
	r->memory = memory;
	if (fill(r, lines, rows, kind, err) < 0) {
		result_free(r);
		return NULL;
	}
	return r;
}

void result_free(struct result *r)
{
	for (size_t i = 0; i < r->n_trees; i++)
		json_decref(r->trees[i]);
	pool_free(&r->pool);
	free(r);
}

void karez_result_free(struct karez_result *result)
{
	if (result)
		result_free((struct result *)(void *)result);
}

const char *karez_head(const struct karez_result *result, const char *key)
{
	const struct result *r = (const struct result *)(const void *)result;
	for (size_t i = 0; i < r->n_head; i++)
		if (strcmp(r->head[i].key, key) == 0)
			return r->head[i].value;
	return NULL;
}
