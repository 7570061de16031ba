/* Taking a score apart by asking the store about each part of a plan; see account.h. */
#include "config.h"

#include "query/account.h"

#include "index/schema.h"
#include "query/highlight.h"
#include "query/places.h"
#include "query/window.h"
#include "shim/bm25.h"

#define SAME_ID 64	/* documents of several collections that may have one id */

/* ---- What was typed, and what was added to it ---- */

/* A piece of the query, or another name for one, with the words in it. */
struct source {
	const char *kind;
	struct str typed, text;
	bool added;
	struct query_token *tokens;
	size_t n;
};

struct accountant {
	struct store *store;
	struct analyzer *analyzer;
	struct arena *arena;
	struct source *sources;		/* those typed first */
	size_t n, cap;
};

static void add_source(struct accountant *by, struct source s)
{
	analyzer_query(by->analyzer, s.text, by->arena, &s.tokens, &s.n);
	by->sources = arena_grow(by->arena, by->sources, &by->cap, by->n + 1, sizeof(*by->sources));
	by->sources[by->n++] = s;
}

static void add_typed(struct accountant *by, const struct query *q)
{
	size_t n = q->op == QUERY_NOT ? 1 : q->n_children;
	for (size_t i = 0; i < n; i++)
		if (q->children[i]->sign != '-')
			add_typed(by, q->children[i]);
	if (q->op == QUERY_WORD || q->op == QUERY_PHRASE || q->op == QUERY_EXACT)
		add_source(by, (struct source){ .kind = "word", .typed = q->text, .text = q->text });
	if (q->op == QUERY_FUZZY)
		add_source(by, (struct source){ .kind = "fuzzy", .typed = q->text, .text = q->text });
}

struct accountant *accountant_new(struct store *s, struct analyzer *an, const struct query *q, const struct expansions *l,
				  struct arena *a)
{
	struct accountant *by = arena_zalloc(a, sizeof(*by));
	by->store = s;
	by->analyzer = an;
	by->arena = a;
	if (q)
		add_typed(by, q);
	for (size_t i = 0; i < l->n; i++)
		if (l->list[i].weight > 0)
			add_source(by, (struct source){ .kind = expansion_kind_name(l->list[i].kind), .added = true,
							.typed = l->list[i].from, .text = l->list[i].to });
	return by;
}

/* ---- One document ---- */

struct audit {
	struct accountant *by;
	const struct account_document *document;
	const struct store_node *nodes;
	size_t *starts;			/* of the subtree that each node ends */
	double *weights;		/* of each subtree, once it is known */
	signed char *matches;		/* -1: not known */
	struct highlight **blocks;	/* of the text, as far as they were read */
	struct highlight *title;
	struct account *out;
	struct arena scratch;
	struct err *err;
};

static size_t child_of(const struct audit *d, size_t node, uint32_t number)
{
	size_t end = node - 1;
	for (uint32_t i = d->nodes[node].n; --i > number;)
		end = d->starts[end] - 1;
	return end;
}

/* What the store gives the document for the subtree.  1, 0, -1. */
static int weigh(struct audit *d, size_t node, double *weight_r)
{
	struct arena *a = &d->scratch;
	size_t n = node + 1 - d->starts[node];
	if (d->matches[node] < 0) {
		struct store_node *nodes = arena_array(a, n + 2, sizeof(*nodes));
		struct store_search q = { .nodes = nodes, .n_nodes = n + 2, .limit = SAME_ID, .sort_slot = STORE_NO_SLOT,
					  .collapse_slot = STORE_NO_SLOT };
		struct store_result r;
		memcpy(nodes, d->nodes + d->starts[node], n * sizeof(*nodes));
		nodes[n] = (struct store_node){ .op = STORE_TERM, .term = schema_id_term(a, d->document->fields->id) };
		nodes[n + 1] = (struct store_node){ .op = STORE_FILTER, .n = 2 };
		if (store_search(d->by->store, &q, a, &r, d->err) < 0)
			return -1;
		d->matches[node] = 0;
		for (size_t i = 0; i < r.n_hits; i++)
			if (r.hits[i].doc == d->document->doc) {
				d->matches[node] = 1;
				d->weights[node] = r.hits[i].weight;
			}
	}
	*weight_r = d->weights[node];
	return d->matches[node];
}

/* ---- The words of a row ---- */

static const struct { const char *prefix, *field; } fields[] = {
	{ PREFIX_SOURCE, "source:" }, { PREFIX_TITLE, "title:" }, { PREFIX_AUTHOR, "author:" },
};

static struct str without_field(struct str term, const char **field_r)
{
	*field_r = "";
	if (term_is_marked(term))
		return str_sub(term, 0, term.n - 1);
	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++)
		if (str_starts(term, str_of(fields[i].prefix))) {
			*field_r = fields[i].field;
			return str_sub(term, strlen(fields[i].prefix), term.n);
		}
	return term;
}

/* How often the title has it: its positions come before those of the text. */
static int count_in_title(struct audit *d, struct str term, uint32_t *n_r)
{
	termpos_t *positions;
	size_t n;
	const struct stored *s = d->document->stored;
	termpos_t text = s->n_blocks ? s->blocks[0].position : UINT32_MAX;
	*n_r = 0;
	if (store_positions(d->by->store, d->document->doc, term, &d->scratch, &positions, &n, d->err) < 0)
		return -1;
	while (*n_r < n && positions[*n_r] < text)
		++*n_r;
	return 0;
}

/* What the row would weigh with other words in the title, and in another length. */
static void compare(struct audit *d, struct account_row *row, double weight, uint32_t wdf, uint32_t in_title)
{
	double factor = d->out->average_length > 0 ? 1 / d->out->average_length : 0;
	double part = bm25_part(factor, wdf, d->out->length);
	if (wdf == 0 || part <= 0)
		return;
	uint32_t of_title = in_title * TITLE_WDF < wdf ? in_title * TITLE_WDF : wdf;
	row->title += weight * (1 - bm25_part(factor, wdf - of_title, d->out->length) / part);
	row->length += weight * (1 - bm25_part(factor, wdf, (uint32_t)(d->out->average_length + 0.5)) / part);
}

static bool has_term(const struct account_row *row, struct str term)
{
	for (size_t i = 0; i < row->n_terms; i++)
		if (str_eq(row->terms[i].term, term))
			return true;
	return false;
}

/* A term of the subtree, if the document has it.  Adds what it counts for to *wdf and *in_title. */
static int add_term(struct audit *d, struct account_row *row, struct str term, uint32_t *wdf, uint32_t *in_title)
{
	struct account_term t = { .term = term };
	const char *field;
	uint32_t n, length;
	int rc = store_posting(d->by->store, d->document->doc, term, &n, &length, d->err);
	if (rc <= 0)
		return rc;
	struct str bare = without_field(term, &field);
	if ((!field[0] && count_in_title(d, term, &t.in_title) < 0) ||
	    store_term_frequency(d->by->store, term, &t.documents, d->err) < 0)
		return -1;
	uint32_t twice = t.in_title * (TITLE_WDF - 1);
	t.times = n > twice ? n - twice : n;
	t.term = field[0] ? arena_printf(d->by->arena, "%s%.*s", field, STR_ARG(bare)) : bare;
	*wdf += n;
	*in_title += t.in_title;
	if (has_term(row, t.term))
		return 0;
	row->terms = arena_grow(d->by->arena, row->terms, &row->terms_cap, row->n_terms + 1, sizeof(*row->terms));
	row->terms[row->n_terms++] = t;
	return 0;
}

static bool is_window(const struct store_node *n)
{
	return n->op == STORE_PHRASE || n->op == STORE_NEAR;
}

/* The terms of what matches; each place of a phrase is weighed by itself. */
static int add_terms(struct audit *d, struct account_row *row, size_t node, uint32_t *wdf, uint32_t *in_title)
{
	const struct store_node *n = &d->nodes[node];
	if (n->op == STORE_TERM)
		return add_term(d, row, n->term, wdf, in_title);
	for (uint32_t i = 0; i < n->n; i++) {
		size_t child = child_of(d, node, i);
		uint32_t own_wdf = 0, own_title = 0;
		double weight;
		int rc = weigh(d, child, &weight);
		if (rc < 0 || (rc > 0 && add_terms(d, row, child, is_window(n) ? &own_wdf : wdf,
						   is_window(n) ? &own_title : in_title) < 0))
			return -1;
		if (is_window(n))
			compare(d, row, weight, own_wdf, own_title);
	}
	return 0;
}

/* ---- By way of what ---- */

static bool is_one_of(struct str term, const struct str *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(list[i], term))
			return true;
	return false;
}

static bool token_has(const struct query_token *t, struct str term)
{
	return is_one_of(term, t->stems, t->n_stems) || str_eq(t->exact, term) || str_eq(t->capitals, term) ||
	       is_one_of(term, t->joined, t->n_joined);
}

/* Any of the terms of a subtree. */
static bool stands_for(const struct audit *d, const struct query_token *t, size_t node)
{
	const char *field;
	for (size_t i = d->starts[node]; i <= node; i++)
		if (d->nodes[i].op == STORE_TERM && token_has(t, without_field(d->nodes[i].term, &field)))
			return true;
	return false;
}

/* The first of the tokens that the places of the phrase, or the one word, are; n when they are not. */
static size_t find_tokens(const struct audit *d, const struct source *s, size_t node, uint32_t places)
{
	for (size_t at = 0; at + places <= s->n; at++) {
		uint32_t i = 0;
		while (i < places && stands_for(d, &s->tokens[at + i], places > 1 ? child_of(d, node, i) : node))
			i++;
		if (i == places)
			return at;
	}
	return s->n;
}

/* Whether the words are those of the piece, or of the other name as a whole. */
static bool come_from(const struct audit *d, const struct source *s, size_t node, uint32_t places, struct account_row *row)
{
	size_t at = find_tokens(d, s, node, places);
	if (at == s->n)
		return false;
	const struct query_token *first = &s->tokens[at], *last = first + places - 1;
	bool whole = at == 0 && (places == s->n || (places == 1 && first->n_joined && first->n_joined_tokens == s->n));
	if (s->added && !whole)
		return false;
	row->kind = !s->added && places > 1 ? "phrase" : s->kind;
	row->typed = s->added || whole ? s->typed : str_sub(s->text, first->start, last->end);
	row->found = s->added ? s->text : STR_NONE;
	return true;
}

static void attribute(struct audit *d, struct account_row *row, size_t node)
{
	const struct store_node *n = &d->nodes[node];
	const char *field;
	for (size_t i = d->starts[node]; i <= node; i++)
		if (d->nodes[i].op == STORE_PREFIX) {
			row->kind = "prefix";
			row->typed = arena_printf(d->by->arena, "%.*s*", STR_ARG(without_field(d->nodes[i].term, &field)));
			return;
		}
	row->kind = n->op == STORE_NEAR ? "near" : is_window(n) ? "phrase" : "word";
	for (size_t i = 0; i < d->by->n; i++)
		if (come_from(d, &d->by->sources[i], node, is_window(n) ? n->n : 1, row))
			return;
	/* A word near to one that carries the mark. */
	for (size_t i = 0; i < d->by->n; i++)
		if (!strcmp(d->by->sources[i].kind, "fuzzy")) {
			row->kind = "fuzzy";
			row->typed = d->by->sources[i].typed;
		}
}

/* ---- Where ---- */

static void add_needle(struct audit *d, struct needles *l, size_t node, bool row_of_places)
{
	size_t n = 0, first = d->starts[node];
	struct plan_term *terms = arena_array(&d->scratch, node + 1 - first, sizeof(*terms));
	unsigned place = 0;
	for (size_t i = first; i <= node; i++) {
		const struct store_node *node_at = &d->nodes[i];
		/* Places of a phrase are told apart by where the subtrees of its children begin. */
		for (uint32_t k = 1; row_of_places && k < d->nodes[node].n; k++)
			if (d->starts[child_of(d, node, k)] == i)
				place = k;
		const char *field;
		without_field(node_at->term, &field);
		if ((node_at->op == STORE_TERM || node_at->op == STORE_PREFIX) && !field[0])
			terms[n++] = (struct plan_term){ .term = node_at->term, .is_prefix = node_at->op == STORE_PREFIX,
							 .phrase_index = place };
	}
	if (n)		/* other fields have no places that could be shown */
		l->list[l->n++] = (struct needle){ .terms = terms, .n_terms = n, .n_places = place + 1, .weight = 1 };
}

/* What to look for: alternatives each by itself, an exact phrase as a whole, words that are only near each other alone. */
static int find_needles(struct audit *d, size_t node, struct needles *l)
{
	const struct store_node *n = &d->nodes[node];
	double weight;
	int rc = weigh(d, node, &weight);
	if (rc <= 0)
		return rc;
	bool exact = n->op == STORE_PHRASE && n->window <= n->n;
	if (exact || n->n == 0) {
		add_needle(d, l, node, exact);
		return 0;
	}
	for (uint32_t i = 0; i < n->n; i++)
		if (find_needles(d, child_of(d, node, i), l) < 0)
			return -1;
	return 0;
}

static void read_words(struct audit *d, struct highlight **at, struct str text, bool resumed)
{
	struct needles none = { 0 };
	*at = arena_alloc(&d->scratch, sizeof(**at));
	highlight_text(text, resumed, d->document->fields->lang, &none, d->by->analyzer, &d->scratch, *at);
}

static int read_block(struct audit *d, size_t block)
{
	struct str text;
	if (d->blocks[block])
		return 0;
	if (stored_text(d->document->stored, block, block, &d->scratch, &text, d->err) < 0)
		return -1;
	read_words(d, &d->blocks[block], text, block > 0);
	return 0;
}

/* The bytes of the words with these positions, counted from 1 in the piece. */
static bool find_bytes(const struct highlight *h, termpos_t first, termpos_t last, struct account_place *out_r)
{
	size_t from = highlight_word_at(h, first), to = highlight_word_at(h, last);
	if (to >= h->n_words || h->words[from].position != first || h->words[to].position != last)
		return false;
	out_r->offset = h->words[from].start;
	out_r->end = h->words[to].end;
	out_r->words = str_sub(h->text, out_r->offset, out_r->end);
	return true;
}

/* 1, 0 when the words are not found there, -1. */
static int find_place(struct audit *d, const struct highlight_hit *hit, struct account_place *out_r)
{
	const struct stored *s = d->document->stored;
	termpos_t first = (termpos_t)hit->first, last = (termpos_t)hit->last;
	*out_r = (struct account_place){ .in_title = s->n_blocks == 0 || first < s->blocks[0].position };
	if (out_r->in_title) {
		if (!d->title)
			read_words(d, &d->title, d->document->fields->title, false);
		return find_bytes(d->title, first, last, out_r);
	}
	size_t block = stored_block_at(s, first);
	termpos_t base = s->blocks[block].position - 1;
	if (read_block(d, block) < 0)
		return -1;
	/* A phrase may run on into the next block: then its first word alone is told. */
	int rc = find_bytes(d->blocks[block], first - base, last - base, out_r) ||
		 find_bytes(d->blocks[block], first - base, first - base, out_r);
	out_r->offset += s->blocks[block].start;
	out_r->end += s->blocks[block].start;
	return rc;
}

/* The first places; of words that are to be near each other, those that are nearest. */
static int add_places(struct audit *d, struct account_row *row, size_t node)
{
	struct arena *a = &d->scratch;
	struct needles needles = { .list = arena_array(a, node + 1 - d->starts[node], sizeof(struct needle)) };
	struct highlight_hit *hits;
	struct windows windows;
	struct window w;
	size_t n;
	if (find_needles(d, node, &needles) < 0 ||
	    places_find(d->by->store, d->document->doc, 0, &needles, d->by->analyzer, a, &hits, &n, d->err) < 0)
		return -1;
	row->places = arena_array(d->by->arena, ACCOUNT_PLACES, sizeof(*row->places));
	window_init(&windows, hits, n, &needles, a);
	bool near = d->nodes[node].op == STORE_NEAR && window_best(&windows, &w, 1);
	for (size_t i = 0; i < n && row->n_places < ACCOUNT_PLACES; i++) {
		if ((near && (hits[i].first < w.first || hits[i].last > w.last)) ||
		    (i && hits[i].first == hits[i - 1].first && hits[i].last == hits[i - 1].last))
			continue;
		int rc = find_place(d, &hits[i], &row->places[row->n_places]);
		if (rc < 0)
			return -1;
		if (rc == 0)
			continue;
		row->places[row->n_places].words = arena_str(d->by->arena, row->places[row->n_places].words);
		row->n_places++;
	}
	return 0;
}

/* ---- Rows ---- */

struct account_row *account_add(struct account *out, struct arena *a, const char *kind, double weight)
{
	out->rows = arena_grow(a, out->rows, &out->cap, out->n + 1, sizeof(*out->rows));
	out->rows[out->n] = (struct account_row){ .kind = kind, .weight = weight };
	return &out->rows[out->n++];
}

double account_sum(const struct account *account)
{
	double sum = 0;
	for (size_t i = 0; i < account->n; i++)
		sum += account->rows[i].weight;
	return sum;
}

/* Of alternatives that count as one it is told by way of the first that is there. */
static int first_match(struct audit *d, size_t node, size_t *match_r)
{
	const struct store_node *n = &d->nodes[node];
	double weight;
	*match_r = node;
	if (is_window(n))
		return 0;
	for (uint32_t i = 0; i < n->n; i++) {
		size_t child = child_of(d, node, i);
		int rc = weigh(d, child, &weight);
		if (rc != 0)
			return rc < 0 ? -1 : first_match(d, child, match_r);
	}
	return 0;
}

static bool is_part_of(const struct account_row *row, const struct account_row *whole)
{
	if (strcmp(row->kind, whole->kind) != 0 || !str_eq(row->typed, whole->typed) || !str_eq(row->found, whole->found))
		return false;
	for (size_t i = 0; i < row->n_terms; i++)
		if (!has_term(whole, row->terms[i].term))
			return false;
	return true;
}

/* The same words count twice where those typed are preferred to others: one row tells it. */
static void merge_last(struct account *out)
{
	const struct account_row *last = &out->rows[out->n - 1];
	for (size_t i = 0; i + 1 < out->n; i++) {
		struct account_row *row = &out->rows[i];
		if (!is_part_of(last, row))
			continue;
		row->weight += last->weight;
		row->title += last->title;
		row->length += last->length;
		out->n--;
		return;
	}
}

static int add_row(struct audit *d, size_t node, double weight, double factor)
{
	struct account_row *row = account_add(d->out, d->by->arena, "", weight * factor);
	uint32_t wdf = 0, in_title = 0;
	size_t match;
	if (first_match(d, node, &match) < 0 || add_terms(d, row, node, &wdf, &in_title) < 0 || add_places(d, row, node) < 0)
		return -1;
	attribute(d, row, match);
	compare(d, row, weight, wdf, in_title);
	row->title *= factor;
	row->length *= factor;
	merge_last(d->out);
	return 0;
}

static int best_of(struct audit *d, size_t node, size_t *best_r)
{
	double best = -1, weight;
	for (uint32_t i = 0; i < d->nodes[node].n; i++) {
		size_t child = child_of(d, node, i);
		int rc = weigh(d, child, &weight);
		if (rc < 0)
			return -1;
		if (rc > 0 && weight > best) {
			best = weight;
			*best_r = child;
		}
	}
	return 0;
}

static int go_through(struct audit *d, size_t node, double factor)
{
	const struct store_node *n = &d->nodes[node];
	double weight;
	size_t best = node;
	int rc = weigh(d, node, &weight);
	if (rc <= 0 || weight == 0 || factor == 0)
		return rc < 0 ? -1 : 0;
	switch (n->op) {
	case STORE_SCALE:
		return go_through(d, node - 1, factor * n->factor);
	case STORE_MAX:
		return best_of(d, node, &best) < 0 ? -1 : go_through(d, best, factor);
	case STORE_FILTER: case STORE_AND_NOT:
		return go_through(d, child_of(d, node, 0), factor);
	case STORE_AND: case STORE_OR: case STORE_AND_MAYBE:
		for (uint32_t i = 0; i < n->n && rc >= 0; i++)
			rc = go_through(d, child_of(d, node, i), factor);
		return rc;
	default:
		return add_row(d, node, weight, factor);
	}
}

/* ---- What is not there ---- */

static bool is_told(const struct account *out, const struct query_token *t, struct str text)
{
	for (size_t i = 0; i < out->n; i++) {
		const struct account_row *row = &out->rows[i];
		for (size_t k = 0; k + text.n <= row->typed.n; k++)
			if (memcmp(row->typed.p + k, text.p, text.n) == 0)
				return true;
		for (size_t k = 0; k < row->n_terms; k++)
			if (token_has(t, row->terms[k].term))
				return true;
	}
	return false;
}

static void add_missing(struct audit *d)
{
	struct account *out = d->out;
	for (size_t i = 0; i < d->by->n; i++) {
		const struct source *s = &d->by->sources[i];
		for (size_t k = 0; k < s->n && !s->added; k++) {
			struct str text = str_sub(s->text, s->tokens[k].start, s->tokens[k].end);
			if (is_told(out, &s->tokens[k], text) || is_one_of(text, out->missing, out->n_missing))
				continue;
			out->missing = arena_grow(d->by->arena, out->missing, &out->missing_cap, out->n_missing + 1,
						  sizeof(*out->missing));
			out->missing[out->n_missing++] = text;
		}
	}
}

static int open_audit(struct audit *d, size_t n)
{
	struct accountant *by = d->by;
	struct arena *a = &d->scratch;
	struct store_info info;
	uint32_t wdf;
	if (store_info(by->store, &info, d->err) < 0 ||
	    store_posting(by->store, d->document->doc, schema_id_term(a, d->document->fields->id), &wdf, &d->out->length,
			  d->err) < 0)
		return -1;
	d->out->average_length = info.average_length;
	d->starts = arena_array(a, n, sizeof(*d->starts));
	d->weights = arena_zalloc(a, n * sizeof(*d->weights));
	d->matches = arena_array(a, n, sizeof(*d->matches));
	d->blocks = arena_zalloc(a, d->document->stored->n_blocks * sizeof(struct highlight *));
	for (size_t i = 0; i < n; i++) {
		d->matches[i] = -1;
		d->starts[i] = i;
		for (uint32_t k = 0; k < d->nodes[i].n; k++)
			d->starts[i] = d->starts[d->starts[i] - 1];
	}
	return 0;
}

int account_make(struct accountant *by, const struct store_node *nodes, size_t n, const struct account_document *document,
		 struct account *out_r, struct err *err)
{
	struct audit d = { .by = by, .document = document, .nodes = nodes, .out = out_r, .scratch = ARENA_INIT, .err = err };
	double weight;
	*out_r = (struct account){ 0 };
	int rc = open_audit(&d, n) < 0 ? -1 : weigh(&d, n - 1, &weight);
	if (rc > 0 && go_through(&d, n - 1, 1) < 0)
		rc = -1;
	if (rc > 0)
		add_missing(&d);
	arena_fini(&d.scratch);
	return rc;
}
