/* Rows of replies become structures; see rows.h. */
#include "config.h"

#include "lib/rows.h"

#include <errno.h>

#include "lib/cost.h"

static struct str str_of_json(const json_t *value)
{
	return json_is_string(value) ? str_n(json_string_value(value), json_string_length(value)) : STR_NONE;
}

/* A string of the row, borrowed from it where it has no zero byte within; true unless memory failed. */
static bool take_text(struct result *r, const json_t *row, const char *key, const char **text_r)
{
	struct str s = str_of_json(json_object_get(row, key));
	*text_r = s.p;
	return !s.n || !memchr(s.p, '\0', s.n) || (*text_r = pool_text(&r->pool, s));
}

static uint64_t number_of(const json_t *value)
{
	json_int_t n = json_integer_value(value);
	return n > 0 ? (uint64_t)n : 0;
}

static uint64_t take_number(const json_t *row, const char *key)
{
	return number_of(json_object_get(row, key));
}

/* [[start,end],...]: pairs that lie within the text and rise; others are dropped. */
static bool take_spans(struct result *r, const json_t *pairs, size_t text_n, const struct karez_span **spans_r, size_t *n_r)
{
	size_t count = json_array_size(pairs), n = 0, last = 0;
	struct karez_span *spans = pool_array(&r->pool, count, sizeof(*spans));
	if (!spans)
		return false;
	for (size_t i = 0; i < count; i++) {
		const json_t *pair = json_array_get(pairs, i);
		const json_t *from = json_array_get(pair, 0), *to = json_array_get(pair, 1);
		if (!json_is_integer(from) || !json_is_integer(to) || json_integer_value(from) < (json_int_t)last ||
		    json_integer_value(to) <= json_integer_value(from) || (uint64_t)json_integer_value(to) > text_n)
			continue;
		last = (size_t)json_integer_value(to);
		spans[n++] = (struct karez_span){ (size_t)json_integer_value(from), last };
	}
	*spans_r = spans;
	*n_r = n;
	return true;
}

/* Reads one element of an array: NULL when memory failed. */
typedef void *read_fn(struct result *r, const json_t *value);

/* The objects of an array, one by one, as an array of pointers to what is made of them. */
static bool take_list(struct result *r, const json_t *array, read_fn *read, void *list_r, size_t *n_r)
{
	size_t count = json_array_size(array), n = 0;
	void **list = pool_array(&r->pool, count, sizeof(*list));
	if (!list)
		return false;
	for (size_t i = 0; i < count; i++)
		if (!(list[n++] = read(r, json_array_get(array, i))))
			return false;
	memcpy(list_r, &list, sizeof(list));
	*n_r = n;
	return true;
}

static void *new_note(struct result *r, const json_t *value);

static struct karez_snippet *new_passage(struct result *r, const json_t *value, const char *text_key)
{
	struct karez_snippet *s = pool_array(&r->pool, 1, sizeof(*s));
	if (!s || !take_text(r, value, text_key, &s->text) ||
	    !take_spans(r, json_object_get(value, "hl"), str_of_json(json_object_get(value, text_key)).n, &s->spans, &s->n_spans))
		return NULL;
	s->text = s->text ? s->text : "";
	s->offset = (size_t)take_number(value, "offset");
	s->end = (size_t)take_number(value, "end");
	return s;
}

static void *new_note(struct result *r, const json_t *value)
{
	bool is_sentence = json_object_get(value, "sentence");
	struct karez_snippet *s = new_passage(r, value, is_sentence ? "sentence" : "text");
	if (!s || !take_text(r, value, "label", &s->label))
		return NULL;
	s->is_sentence = is_sentence;
	return s;
}

static void *new_snippet(struct result *r, const json_t *value)
{
	struct karez_snippet *s = new_passage(r, value, "text");
	return s && take_list(r, json_object_get(value, "notes"), new_note, &s->notes, &s->n_notes) ? s : NULL;
}

static void *new_id(struct result *r, const json_t *value)
{
	struct str s = str_of_json(value);
	return pool_text(&r->pool, s);
}

/* Any JSON as text. */
static bool take_json(struct result *r, const json_t *value, const char **json_r)
{
	size_t n = json_dumpb(value, NULL, 0, JSON_COMPACT);
	char *text;
	if (!n)		/* there is none, or memory failed */
		return !value;
	if (!(text = pool_array(&r->pool, n + 1, 1)) || json_dumpb(value, text, n, JSON_COMPACT) != n)
		return false;
	*json_r = text;
	return true;
}

static bool take_hit_texts(struct result *r, const json_t *row, struct karez_hit *h)
{
	const struct {
		const char *key;
		const char **text_r;
	} texts[] = {
		{ "id", &h->id }, { "title", &h->title }, { "date", &h->date }, { "author", &h->author }, { "url", &h->url },
		{ "source", &h->source }, { "lang", &h->lang }, { "type", &h->type }, { "path", &h->path },
		{ "collection", &h->collection }, { "relation", &h->relation }, { "text", &h->text },
	};
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		if (!take_text(r, row, texts[i].key, texts[i].text_r))
			return false;
	h->text_length = str_of_json(json_object_get(row, "text")).n;
	return true;
}

static void *new_hit(struct result *r, const json_t *row)
{
	struct karez_hit *h = pool_array(&r->pool, 1, sizeof(*h));
	const json_t *extra = json_object_get(row, "extra");
	if (!h || !take_hit_texts(r, row, h) ||
	    !take_spans(r, json_object_get(row, "title_hl"), str_of_json(json_object_get(row, "title")).n, &h->title_spans,
			&h->n_title_spans) ||
	    !take_list(r, json_object_get(row, "snippets"), new_snippet, &h->snippets, &h->n_snippets) ||
	    !take_list(r, json_object_get(row, "also"), new_id, &h->also, &h->n_also) ||
	    !take_json(r, json_is_object(extra) ? extra : NULL, &h->extra))
		return NULL;
	h->score = json_number_value(json_object_get(row, "score"));
	h->rank = take_number(row, "rank");
	h->collapsed = take_number(row, "collapsed");
	return h;
}

/* ["en",12], of names ["Ivan Petrov",12,90] */
static void *new_facet_value(struct result *r, const json_t *tuple)
{
	struct karez_facet_value *v = pool_array(&r->pool, 1, sizeof(*v));
	if (!v || !(v->value = pool_text(&r->pool, str_of_json(json_array_get(tuple, 0)))))
		return NULL;
	v->documents = number_of(json_array_get(tuple, 1));
	v->all = number_of(json_array_get(tuple, 2));
	return v;
}

static void *new_facet(struct result *r, const json_t *row)
{
	struct karez_facet *f = pool_array(&r->pool, 1, sizeof(*f));
	if (!f || !take_text(r, row, "facet", &f->name) ||
	    !take_list(r, json_object_get(row, "values"), new_facet_value, &f->values, &f->n_values))
		return NULL;
	f->none = take_number(row, "none");
	f->more = take_number(row, "more");
	f->other = take_number(row, "other");
	return f;
}

static void *new_suggestion(struct result *r, const json_t *row)
{
	struct karez_suggestion *s = pool_array(&r->pool, 1, sizeof(*s));
	if (!s || !take_text(r, row, "text", &s->text) || !take_text(r, row, "kind", &s->kind))
		return NULL;
	s->text = s->text ? s->text : "";
	s->documents = take_number(row, "documents");
	return s;
}

static void *new_spelling(struct result *r, const json_t *row)
{
	struct karez_spelling *s = pool_array(&r->pool, 1, sizeof(*s));
	if (!s || !take_text(r, row, "word", &s->word) ||
	    !take_list(r, json_object_get(row, "better"), new_suggestion, &s->better, &s->n_better))
		return NULL;
	s->documents = take_number(row, "documents");
	return s;
}

static void *new_collection(struct result *r, const json_t *row)
{
	struct karez_collection *c = pool_array(&r->pool, 1, sizeof(*c));
	if (!c || !take_text(r, row, "collection", &c->name) || !take_text(r, row, "state", &c->state) ||
	    !take_text(r, row, "reason", &c->reason))
		return NULL;
	c->documents = take_number(row, "documents");
	return c;
}

/* How a row is known, and the list it belongs to: the first that fits. */
struct row_form {
	enum row_kind kind;
	const char *key;	/* a string or, `array`, an array that the row has; NULL: any row */
	bool array;
	read_fn *read;		/* NULL: nothing is made of it */
	size_t list, n;		/* where in struct karez_result */
	size_t json;		/* where the row's own text goes in what is made of it; SIZE_MAX: nowhere */
};

#define LIST(name) offsetof(struct karez_result, name), offsetof(struct karez_result, n_##name)
static const struct row_form forms[] = {
	{ ROWS_HITS, "facet", false, new_facet, LIST(facets), SIZE_MAX },
	{ ROWS_HITS, "versions", true, NULL, 0, 0, SIZE_MAX },	/* in the rows as they came */
	{ ROWS_HITS, NULL, false, new_hit, LIST(hits), offsetof(struct karez_hit, json) },
	{ ROWS_SUGGESTIONS, "text", false, new_suggestion, LIST(suggestions), SIZE_MAX },
	{ ROWS_SPELLINGS, "word", false, new_spelling, LIST(spellings), SIZE_MAX },
	{ ROWS_COLLECTIONS, "collection", false, new_collection, LIST(collections), offsetof(struct karez_collection, json) },
	{ ROWS_COLLECTIONS, NULL, false, NULL, 0, 0, SIZE_MAX },	/* of STATUS: the daemon itself */
};

static const struct row_form *form_of(enum row_kind kind, const json_t *row)
{
	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
		const json_t *value = forms[i].key ? json_object_get(row, forms[i].key) : NULL;
		if (forms[i].kind == kind && (!forms[i].key || (forms[i].array ? json_is_array(value) : json_is_string(value))))
			return &forms[i];
	}
	return NULL;
}

/* Behind the others of its list, which has room for every row. */
static int append(struct result *r, const struct row_form *form, void *made)
{
	void ***list = (void ***)(void *)((char *)&r->shown + form->list);
	size_t *n = (size_t *)(void *)((char *)&r->shown + form->n);
	if (!*list && !(*list = pool_array(&r->pool, r->shown.n_rows, sizeof(**list))))
		return -1;
	(*list)[(*n)++] = made;
	return 0;
}

static int read_row(struct result *r, enum row_kind kind, size_t i, struct err *err)
{
	const char *text = r->shown.rows[i];
	json_error_t e;
	if (result_afford(r, cost_of_json(str_of(text)), err) < 0)
		return -1;
	errno = 0;
	json_t *row = json_loads(text, JSON_ALLOW_NUL, &e);
	if (!row && errno == ENOMEM)	/* jansson calls it a wrong token */
		return result_no_memory(err);
	if (!row)
		return err_set(err, ERR_CORRUPT, "row %zu of the answer is not JSON: %s", i + 1, e.text);
	r->trees[r->n_trees++] = row;
	if (!json_is_object(row))
		return err_set(err, ERR_CORRUPT, "row %zu of the answer is not a JSON object", i + 1);
	const struct row_form *form = form_of(kind, row);
	if (!form)
		return err_set(err, ERR_CORRUPT, "row %zu of the answer is not of its kind", i + 1);
	if (!form->read)
		return 0;
	char *made = form->read(r, row);
	if (!made || append(r, form, made) < 0)
		return result_no_memory(err);
	if (form->json != SIZE_MAX)
		memcpy(made + form->json, &text, sizeof(text));
	return 0;
}

int rows_read(struct result *r, enum row_kind kind, struct err *err)
{
	r->trees = pool_array(&r->pool, r->shown.n_rows, sizeof(*r->trees));
	if (!r->trees)
		return result_no_memory(err);
	for (size_t i = 0; i < r->shown.n_rows; i++)
		if (read_row(r, kind, i, err) < 0)
			return -1;
	return 0;
}
