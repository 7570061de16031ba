/* Names of alias files by their words; see aliases.h. */
#include "config.h"

#include "query/aliases.h"

#include <stdlib.h>

#include "common/hash.h"
#include "common/xalloc.h"
#include "text/acronym.h"
#include "text/namekey.h"
#include "text/ordinary.h"

struct entry {				/* one name of the table */
	struct str *words;		/* stems, or exact forms of an acronym */
	struct str *forms;		/* exact forms */
	uint32_t n;			/* 0: nothing of it can be searched for */
	bool is_acronym;		/* compared by exact forms */
	bool is_ordinary;
	uint32_t next;			/* with the same first word, + 1 */
};

struct pair {				/* sets that are never taken for each other */
	uint32_t a, b;
};

struct lone {				/* a name of one word in such a set */
	struct str stem, form;
	uint32_t set;
};

struct aliases {
	const struct alias_table *table;
	struct analyzer *analyzer;
	struct arena arena;
	struct entry *entries;		/* as many as the table has names */
	uint32_t *heads;		/* by hash of the first word, + 1 */
	uint32_t n_heads;		/* a power of two */
	struct pair *pairs;
	struct lone *lone;
	size_t n_pairs, pairs_cap, n_lone, lone_cap;
};

/* ---- Making ---- */

/* In capitals, one piece: IMU, IS-K. */
static bool is_acronym(struct str text)
{
	size_t n;
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] == ' ' || text.p[i] == '\t')
			return false;
	return acronym_like(text, &n);
}

bool aliases_is_ordinary(struct str text, struct arena *arena)
{
	return is_acronym(text) && ordinary_word(acronym_key(text, arena));
}

static uint32_t *head_of(const struct aliases *a, struct str key)
{
	return &a->heads[hash64(key) & (a->n_heads - 1)];
}

static void make_entry(struct aliases *a, uint32_t number, struct analyzer *an)
{
	struct entry *e = &a->entries[number];
	struct str text = a->table->names[number].text;
	struct query_token *tokens;
	size_t n;
	analyzer_query(an, text, &a->arena, &tokens, &n);
	*e = (struct entry){ .words = arena_array(&a->arena, n, sizeof(*e->words)),
			     .forms = arena_array(&a->arena, n, sizeof(*e->forms)), .n = (uint32_t)n };
	if (n == 0)
		return;
	e->is_acronym = is_acronym(text);
	e->is_ordinary = aliases_is_ordinary(text, &a->arena);
	for (size_t i = 0; i < n; i++) {
		e->forms[i] = tokens[i].exact;
		e->words[i] = e->is_acronym ? tokens[i].exact : tokens[i].stems[0];
	}
	uint32_t *head = head_of(a, e->words[0]);
	e->next = *head;
	*head = number + 1;
}

static void make_pairs(struct aliases *a, const struct alias_line *l)
{
	const struct alias_table *t = a->table;
	for (uint32_t i = 0; i < l->n_names; i++)
		for (uint32_t k = i + 1; k < l->n_names; k++) {
			a->pairs = arena_grow(&a->arena, a->pairs, &a->pairs_cap, a->n_pairs + 1, sizeof(*a->pairs));
			a->pairs[a->n_pairs++] = (struct pair){ t->names[l->names[i]].set, t->names[l->names[k]].set };
		}
}

static bool has_pair(const struct aliases *a, uint32_t set)
{
	for (size_t i = 0; i < a->n_pairs; i++)
		if (a->pairs[i].a == set || a->pairs[i].b == set)
			return true;
	return false;
}

static void make_lone(struct aliases *a, uint32_t name)
{
	uint32_t set = a->table->names[name].set;
	struct query_token *tokens;
	size_t n;
	if (a->entries[name].n != 1 || !has_pair(a, set))
		return;
	analyzer_query(a->analyzer, a->table->names[name].text, &a->arena, &tokens, &n);
	a->lone = arena_grow(&a->arena, a->lone, &a->lone_cap, a->n_lone + 1, sizeof(*a->lone));
	a->lone[a->n_lone++] = (struct lone){ tokens[0].stems[0], tokens[0].exact, set };
}

struct aliases *aliases_new(const struct alias_table *t, struct analyzer *an)
{
	struct aliases *a = xcalloc(1, sizeof(*a));
	a->table = t;
	a->analyzer = an;
	a->n_heads = 64;
	while (a->n_heads < 2 * t->n_names)
		a->n_heads *= 2;
	a->heads = xcalloc(a->n_heads, sizeof(*a->heads));
	a->entries = xcalloc((size_t)t->n_names + 1, sizeof(*a->entries));
	for (uint32_t i = 0; i < t->n_names; i++)
		make_entry(a, i, an);
	for (uint32_t i = 0; i < t->n_lines; i++)
		if (t->lines[i].kind == ALIAS_DISTINCT)
			make_pairs(a, &t->lines[i]);
	for (uint32_t i = 0; i < t->n_names; i++)
		make_lone(a, i);
	return a;
}

void aliases_free(struct aliases **ap)
{
	struct aliases *a = *ap;
	if (!a)
		return;
	*ap = NULL;
	free(a->heads);
	free(a->entries);
	arena_fini(&a->arena);
	free(a);
}

const struct alias_table *aliases_table(const struct aliases *a)
{
	return a->table;
}

/* ---- Finding ---- */

static bool has_stem(const struct query_token *t, struct str key)
{
	for (size_t i = 0; i < t->n_stems; i++)
		if (str_eq(t->stems[i], key))
			return true;
	return false;
}

/* "IMU", "IMUs" */
static bool is_plural_of(struct str exact, struct str key)
{
	return exact.n == key.n + 1 && exact.p[key.n] == 's' && str_starts(exact, key);
}

static bool fits(const struct entry *e, const struct alias_word *words, size_t n)
{
	if (e->n > n || !words[0].begins || !words[e->n - 1].ends)
		return false;
	for (uint32_t i = 0; i < e->n; i++) {
		const struct query_token *t = words[i].token;
		struct str key = e->words[i];
		bool same = e->is_acronym ? str_eq(t->exact, key) || (e->n == 1 && is_plural_of(t->exact, key))
					  : has_stem(t, key) && !namekey_is_other(t->exact, e->forms[i]);
		if (!same || (e->is_ordinary && !(t->flags & WORD_ALL_CAPS)))
			return false;
	}
	return true;
}

struct matches {
	uint32_t *list;
	size_t n, cap, length;
	struct arena *arena;
};

static void take(struct matches *m, uint32_t number, size_t length)
{
	if (length > m->length) {
		m->length = length;
		m->n = 0;
	}
	for (size_t i = 0; i < m->n; i++)
		if (m->list[i] == number)
			return;
	m->list = arena_grow(m->arena, m->list, &m->cap, m->n + 1, sizeof(*m->list));
	m->list[m->n++] = number;
}

static void look_up(const struct aliases *a, struct str key, const struct alias_word *words, size_t n, bool whole,
		    struct matches *m)
{
	for (uint32_t at = *head_of(a, key); at; at = a->entries[at - 1].next) {
		const struct entry *e = &a->entries[at - 1];
		if ((whole ? e->n == n : e->n >= m->length) && fits(e, words, n))
			take(m, at - 1, e->n);
	}
}

/* In the order of the files. */
static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return x < y ? -1 : x > y;
}

size_t aliases_match(const struct aliases *a, const struct alias_word *words, size_t n, bool whole,
		     struct arena *arena, uint32_t **names_r, size_t *n_r)
{
	struct matches m = { .arena = arena };
	const struct query_token *first = n ? words[0].token : NULL;
	if (first) {
		look_up(a, first->exact, words, n, whole, &m);
		if (str_ends(first->exact, STR("s")))
			look_up(a, str_sub(first->exact, 0, first->exact.n - 1), words, n, whole, &m);
		for (size_t i = 0; i < first->n_stems; i++)
			look_up(a, first->stems[i], words, n, whole, &m);
	}
	if (m.n)
		qsort(m.list, m.n, sizeof(*m.list), by_number);
	*names_r = m.list;
	*n_r = m.n;
	return m.length;
}

/* ---- What else ---- */

struct others {
	const struct aliases *aliases;
	struct alias_other *list;
	size_t n, cap;
	struct arena *arena;
};

static bool are_distinct(const struct aliases *a, uint32_t x, uint32_t y)
{
	for (size_t i = 0; i < a->n_pairs; i++)
		if ((a->pairs[i].a == x && a->pairs[i].b == y) || (a->pairs[i].a == y && a->pairs[i].b == x))
			return true;
	return false;
}

static void add_set(struct others *o, uint32_t set, bool offered)
{
	const struct alias_table *t = o->aliases->table;
	for (uint32_t i = 0; i < t->n_names; i++) {
		if (t->names[i].set != set || o->aliases->entries[i].n == 0)
			continue;
		o->list = arena_grow(o->arena, o->list, &o->cap, o->n + 1, sizeof(*o->list));
		o->list[o->n++] = (struct alias_other){ i, offered };
	}
}

/* Of an offer the name that was written is enough. */
static void add_name(struct others *o, uint32_t name)
{
	o->list = arena_grow(o->arena, o->list, &o->cap, o->n + 1, sizeof(*o->list));
	o->list[o->n++] = (struct alias_other){ name, true };
}

/* A line with another sign than =, in which a name of the set stands at place `from`. */
static void add_line(struct others *o, const struct alias_line *l, uint32_t set, uint32_t from)
{
	const struct alias_table *t = o->aliases->table;
	if ((l->kind == ALIAS_ALSO || l->kind == ALIAS_OFFERED_ALSO) && from > 0)
		return;
	for (uint32_t i = 0; i < l->n_names; i++) {
		uint32_t other = t->names[l->names[i]].set;
		if (other == set || are_distinct(o->aliases, set, other))
			continue;
		if (l->kind == ALIAS_ALSO)
			add_set(o, other, false);
		else
			add_name(o, l->names[i]);
	}
}

void aliases_others(const struct aliases *a, uint32_t name, struct arena *arena, struct alias_other **out_r,
		    size_t *n_r)
{
	const struct alias_table *t = a->table;
	struct others o = { .aliases = a, .arena = arena };
	uint32_t set = t->names[name].set;
	add_set(&o, set, false);
	for (uint32_t i = 0; i < t->n_lines; i++) {
		const struct alias_line *l = &t->lines[i];
		for (uint32_t k = 0; k < l->n_names && l->kind != ALIAS_EQUAL && l->kind != ALIAS_DISTINCT; k++)
			if (t->names[l->names[k]].set == set)
				add_line(&o, l, set, k);
	}
	*out_r = o.list;
	*n_r = o.n;
}

/* ---- What never ---- */

/* Is the word a name of the set, in whatever form? */
static bool is_in(const struct aliases *a, uint32_t set, struct str folded, const struct str *stems, size_t n)
{
	for (size_t i = 0; i < a->n_lone; i++)
		for (size_t k = 0; k < n && a->lone[i].set == set; k++)
			if (str_eq(a->lone[i].stem, stems[k]) && !namekey_is_other(a->lone[i].form, folded))
				return true;
	return false;
}

bool aliases_distinct(const struct aliases *a, struct str folded, struct str other, struct arena *arena)
{
	struct str *x, *y;
	size_t n_x, n_y;
	if (!a || a->n_pairs == 0)
		return false;
	analyzer_stems(a->analyzer, folded, arena, &x, &n_x);
	analyzer_stems(a->analyzer, other, arena, &y, &n_y);
	for (size_t i = 0; i < a->n_pairs; i++) {
		const struct pair *p = &a->pairs[i];
		if ((is_in(a, p->a, folded, x, n_x) && is_in(a, p->b, other, y, n_y)) ||
		    (is_in(a, p->b, folded, x, n_x) && is_in(a, p->a, other, y, n_y)))
			return true;
	}
	return false;
}
