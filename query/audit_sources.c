/* Which words of the query, and which other names of them, a document was found by; see audit.h. */
#include "config.h"

#include "query/audit.h"

/* ---- What was typed, and what was added to it ---- */

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
		if (d->nodes[i].op == STORE_TERM && token_has(t, audit_bare_term(d->nodes[i].term, &field)))
			return true;
	return false;
}

/* The first of the tokens that the places of the phrase, or the one word, are; n when they are not. */
static size_t find_tokens(const struct audit *d, const struct source *s, size_t node, uint32_t places)
{
	for (size_t at = 0; at + places <= s->n; at++) {
		uint32_t i = 0;
		while (i < places && stands_for(d, &s->tokens[at + i], places > 1 ? audit_child(d, node, i) : node))
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

void audit_attribute(struct audit *d, struct account_row *row, size_t node)
{
	const struct store_node *n = &d->nodes[node];
	const char *field;
	for (size_t i = d->starts[node]; i <= node; i++)
		if (d->nodes[i].op == STORE_PREFIX) {
			row->kind = "prefix";
			row->typed = arena_printf(d->by->arena, "%.*s*", STR_ARG(audit_bare_term(d->nodes[i].term, &field)));
			return;
		}
	row->kind = n->op == STORE_NEAR ? "near" : audit_is_window(n) ? "phrase" : "word";
	for (size_t i = 0; i < d->by->n; i++)
		if (come_from(d, &d->by->sources[i], node, audit_is_window(n) ? n->n : 1, row))
			return;
	/* A word near to one that carries the mark. */
	for (size_t i = 0; i < d->by->n; i++)
		if (!strcmp(d->by->sources[i].kind, "fuzzy")) {
			row->kind = "fuzzy";
			row->typed = d->by->sources[i].typed;
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

void audit_missing(struct audit *d)
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
