/* Names met in documents, and the dictionary made of them; see names.h. */
#include "config.h"

#include "index/names.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/hash.h"
#include "common/xalloc.h"
#include "index/schema.h"
#include "text/namekey.h"

struct name_seen {
	uint32_t form;			/* number of the exact form */
	uint32_t stem;
	bool is_exact;			/* the form has a term of its own, with its prefix */
};

void names_init(struct names *n)
{
	*n = (struct names){ .arena = ARENA_INIT, .since = 1 };
}

void names_fini(struct names *n)
{
	free(n->seen);
	free(n->entries);
	arena_fini(&n->arena);
	names_init(n);
}

size_t names_bytes(const struct names *n)
{
	return n->seen_cap * sizeof(*n->seen) + n->cap * sizeof(*n->entries) + n->arena.total;
}

void names_begin(struct names *n, struct terms *terms)
{
	n->terms = terms;
	n->n_seen = 0;
	if (++n->document == UINT32_MAX) {
		for (uint32_t i = 0; i < terms_numbers(terms); i++) {
			struct name_state *s = &terms_state(terms, i)->name;
			*s = (struct name_state){ .kind = s->kind };
		}
		n->document = n->since = 1;
	}
}

void names_add_capital(struct names *n, const struct word_numbers *numbers, unsigned flags, bool in_sentence)
{
	uint32_t form = names_form(*numbers);
	struct name_state *s = names_state(n, form);
	s->capital += in_sentence && s->capital < UINT16_MAX;
	s->titled |= !(flags & WORD_ALL_CAPS);
	if (s->seen)
		return;
	s->seen = true;
	if (n->n_seen == n->seen_cap) {
		n->seen_cap = n->seen_cap * 2 + 64;
		n->seen = xreallocarray(n->seen, n->seen_cap, sizeof(*n->seen));
	}
	n->seen[n->n_seen++] = (struct name_seen){ form, numbers->stem - 1, numbers->exact != 0 };
}

static bool is_lower(const struct name_state *s)
{
	return s->lower && s->capital <= s->lower;
}

bool names_is_lower(const struct names *n, uint32_t form)
{
	if (form >= terms_numbers(n->terms))
		return false;
	const struct name_state *s = &terms_state(n->terms, form)->name;
	return s->document == n->document && is_lower(s);
}

/* ---- Entries ---- */

static struct str entry_key(struct arena *a, const char *prefix, const char *key, struct str term)
{
	size_t prefix_n = strlen(prefix), key_n = strlen(key);
	char *p = arena_alloc(a, prefix_n + key_n + 1 + term.n), *end = mempcpy(mempcpy(p, prefix, prefix_n), key, key_n);
	*end++ = ' ';
	if (term.n)
		end = mempcpy(end, term.p, term.n);
	return str_n(p, (size_t)(end - p));
}

static void add_entry(struct names *n, const char *prefix, const char *key, struct str term, struct str form)
{
	struct str value = str_eq(form, term) ? STR(NAMES_TERM) : arena_str(&n->arena, form);
	if (n->n == n->cap) {
		n->cap = n->cap * 2 + 64;
		n->entries = xreallocarray(n->entries, n->cap, sizeof(*n->entries));
	}
	if (str_eqz(term, key))
		term = STR_NONE;
	n->entries[n->n++] = (struct name_entry){ entry_key(&n->arena, prefix, key, term), value };
}

static void add_entries(struct names *n, const char *prefix, struct str form, bool acronym, struct str term)
{
	struct namekeys keys;
	namekey_make(form, acronym, NAMEKEY_CASE, &keys);
	for (size_t i = 0; i < keys.n; i++)
		add_entry(n, prefix, keys.list[i].text, term, form);
}

void names_add_field(struct names *n, struct str exact, unsigned flags)
{
	uint64_t hash = hash64(exact), *met = &n->fields[hash % NAMES_RECENT];
	if (*met == hash)
		return;
	*met = hash;
	add_entries(n, META_FIELD_NAME, exact, flags & WORD_ALL_CAPS, exact);
}

bool names_is_plural(struct str form, struct str stem)
{
	return form.n == stem.n + 1 && form.p[form.n - 1] == 's' && str_starts(form, stem);
}

static void add_name(struct names *n, const struct name_seen *seen, bool acronym)
{
	const struct terms *terms = n->terms;
	struct str form = lexicon_term(terms->lexicon, seen->form), stem = lexicon_term(terms->lexicon, seen->stem);
	if (seen->is_exact)
		form = str_sub(form, 0, form.n - 1);	/* without its mark */
	if (form.n > NAMES_FORM_MAX || stem.n > NAMES_FORM_MAX)
		return;
	add_entries(n, META_NAME, form, acronym, stem);
	if (names_is_plural(form, stem))
		add_entries(n, META_NAME, stem, acronym, stem);
}

void names_end(struct names *n)
{
	for (size_t i = 0; i < n->n_seen; i++) {
		struct name_state *s = &terms_state(n->terms, n->seen[i].form)->name;
		if (s->taken >= n->since || is_lower(s))
			continue;
		s->taken = n->document;
		add_name(n, &n->seen[i], !s->titled);
	}
	n->n_seen = 0;
}

struct name_entry *names_take(struct names *n, bool again, struct arena *a, size_t *n_r)
{
	struct name_entry *list = arena_array(a, n->n, sizeof(*list));
	for (size_t i = 0; i < n->n; i++)
		list[i] = (struct name_entry){ arena_str(a, n->entries[i].key), arena_str(a, n->entries[i].value) };
	*n_r = n->n;
	n->n = 0;
	arena_reset(&n->arena);
	if (again) {
		n->since = n->document + 1;
		memset(n->fields, 0, sizeof(n->fields));
	}
	return list;
}

/* ---- Looking up ---- */

/* The parts of an entry; false when it is none. */
static bool split(struct str entry, size_t prefix, struct str *key_r, struct str *term_r)
{
	ptrdiff_t blank = str_chr(entry, ' ');
	if (blank < (ptrdiff_t)prefix)
		return false;
	*key_r = str_sub(entry, prefix, (size_t)blank);
	*term_r = str_sub(entry, (size_t)blank + 1, entry.n);
	if (term_r->n == 0)
		*term_r = *key_r;
	return true;
}

static const char *prefix_of(bool field)
{
	return field ? META_FIELD_NAME : META_NAME;
}

struct visit {
	names_fn *fn;
	void *arg;
	size_t prefix;
};

static int visit_entry(void *arg, struct str entry, struct str value)
{
	const struct visit *v = arg;
	struct str key, term;
	(void)value;
	return split(entry, v->prefix, &key, &term) ? v->fn(v->arg, key, term) : 0;
}

int names_each(struct store *s, bool field, struct str start, names_fn *fn, void *arg, struct err *err)
{
	struct arena a = ARENA_INIT;
	struct visit v = { fn, arg, strlen(prefix_of(field)) };
	struct str prefix = arena_printf(&a, "%s%.*s", prefix_of(field), STR_ARG(start));
	int rc = store_each_metadata(s, prefix, visit_entry, &v, err);
	arena_fini(&a);
	return rc;
}

int names_have(struct store *s, bool field, const char *key, struct str term, struct err *err)
{
	struct arena a = ARENA_INIT;
	struct str shown = str_eqz(term, key) ? STR_NONE : term;
	bool has = false;
	int rc = 0;
	if (term.n <= NAMES_FORM_MAX)
		rc = store_has_metadata(s, arena_printf(&a, "%s%s %.*s", prefix_of(field), key, STR_ARG(shown)), &has, err);
	arena_fini(&a);
	return rc < 0 ? -1 : has;
}

struct finding {
	struct arena *arena;
	struct name_list *l;
	size_t prefix, max;
};

static int take_name(void *arg, struct str entry, struct str value)
{
	struct finding *f = arg;
	struct name_list *l = f->l;
	struct str key, term;
	if (!split(entry, f->prefix, &key, &term))
		return 0;
	for (size_t i = 0; i < l->n; i++)
		if (str_eq(l->list[i].term, term))
			return 0;
	if (l->n == f->max)
		return 1;
	l->list = arena_grow(f->arena, l->list, &l->cap, l->n + 1, sizeof(*l->list));
	struct name_form *name = &l->list[l->n++];
	name->term = arena_str(f->arena, term);
	name->form = str_eqz(value, NAMES_TERM) ? name->term : arena_str(f->arena, value);
	return 0;
}

int names_find(struct store *s, bool field, const char *key, size_t max, struct arena *a, struct name_list *l,
	       struct err *err)
{
	char start[NAMEKEY_BYTES + 4];
	struct finding f = { a, l, strlen(prefix_of(field)), max };
	int n = snprintf(start, sizeof(start), "%s%s ", prefix_of(field), key);
	BUG_ON(n < 0 || (size_t)n >= sizeof(start));
	return store_each_metadata(s, str_n(start, (size_t)n), take_name, &f, err);
}
