/* Finding and ranking what may have been meant; see meant.h. */
#include "config.h"

#include "query/meant.h"

#include <math.h>
#include <stdlib.h>

#include "common/utf8.h"
#include "index/names.h"
#include "index/schema.h"
#include "query/forms.h"
#include "query/keyboard.h"
#include "query/top.h"
#include "query/vocabulary.h"
#include "text/namekey.h"

#define EDIT_WEIGHT 1.0			/* of a tenth of an edit, beside the logarithm of the documents */
#define LEAST_KEY 6			/* letters of a key, which says less than the word */
#define KEY_START 2			/* of them are as they should be */
#define MAX_ENTRIES 20000		/* of the dictionary of names that are looked at */
#define NAMES 8				/* that share a key */
#define NARROW 12			/* tenths of an edit: looked within first, in a fraction of the time */
#define LEAST_KEYED 3			/* characters of a word that was typed on another layout */

unsigned meant_budget(size_t letters)
{
	return letters < 3 ? 0 : letters < 5 ? TYPO_EDIT : letters < 7 ? 14 : letters < 9 ? 18 : letters < 13 ? 24 : 30;
}

/* For struct top: less is better, by thousandths. */
static uint32_t rank_of(unsigned cost, uint32_t documents)
{
	const double most = 25;		/* no logarithm is more */
	return (uint32_t)(1000 * (most + EDIT_WEIGHT * cost - log1p(documents)));
}

int meant_documents(struct store *s, struct analyzer *an, const char *prefix, struct str folded, struct arena *a,
		    uint32_t *documents_r, struct err *err)
{
	struct str *stems;
	size_t n;
	if (store_term_frequency(s, schema_term(a, prefix[0] ? prefix : EXACT, folded), documents_r, err) < 0)
		return -1;
	if (prefix[0])
		return 0;
	analyzer_stems(an, folded, a, &stems, &n);
	for (size_t i = 0; i < n; i++) {
		uint32_t documents;
		if (!str_eq(stems[i], folded))
			continue;
		if (store_term_frequency(s, schema_term(a, "", folded), &documents, err) < 0)
			return -1;
		*documents_r = documents > *documents_r ? documents : *documents_r;
	}
	return 0;
}

int meant_known(struct store *s, struct analyzer *an, struct str folded, struct arena *a, uint32_t *documents_r, struct err *err)
{
	struct str *stems;
	size_t n;
	*documents_r = 0;
	analyzer_stems(an, folded, a, &stems, &n);
	for (size_t i = 0; i < n; i++) {
		uint32_t documents;
		if (store_term_frequency(s, schema_term(a, "", stems[i]), &documents, err) < 0)
			return -1;
		*documents_r = documents > *documents_r ? documents : *documents_r;
	}
	return 0;
}

/* ---- By writing ---- */

struct gathering {
	struct store *store;
	struct analyzer *analyzer;
	const char *prefix;
	struct str typed;
	unsigned budget;
	bool weighed;
	struct top found;
};

static void take_word(void *arg, struct str word, unsigned cost, uint32_t documents, bool is_stem)
{
	struct gathering *g = arg;
	if (str_eq(word, g->typed))
		return;
	top_add(&g->found, &(struct top_item){ .text = word, .documents = documents, .is_stem = is_stem,
					       .rank = g->weighed ? rank_of(cost, documents) : cost });
}

static bool is_listed(const struct meant *list, size_t n, struct str text)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(list[i].text, text))
			return true;
	return false;
}

/* What of the words found somebody wrote; the list of words may be older than the index. */
static int take_standing(struct gathering *g, uint32_t max, struct arena *a, struct meant *out, size_t *n_r, struct err *err)
{
	size_t n;
	const struct top_item *item = top_sorted(&g->found, &n);
	for (; n && *n_r < max; item++, n--) {
		struct meant m = { .text = item->text };
		bool stands = true;
		if (is_listed(out, *n_r, item->text))
			continue;
		if (meant_documents(g->store, g->analyzer, g->prefix, m.text, a, &m.documents, err) < 0)
			return -1;
		if (item->is_stem && m.documents && form_stands(g->store, g->analyzer, m.text, a, &stands, err) < 0)
			return -1;
		if (!stands || !m.documents)
			continue;
		m.cost = typo_cost(g->typed, m.text, g->budget, g->weighed);
		out[(*n_r)++] = m;
	}
	return 0;
}

int meant_written(struct store *s, struct analyzer *an, const char *prefix, struct str start, bool common, struct str folded, unsigned budget,
		  bool weighed, uint32_t max, struct arena *a, struct meant **out_r, size_t *n_r, struct err *err)
{
	struct gathering g = { s, an, prefix, folded, budget, weighed, { 0 } };
	struct typo typo;
	*out_r = arena_array(a, max, sizeof(**out_r));
	*n_r = 0;
	if (budget == 0 || max == 0 || !folded.n || !typo_begin(&typo, folded, budget, weighed))
		return 0;
	top_init(&g.found, 4 * (size_t)max + 32, a);	/* some will turn out to be no words */
	if (vocabulary_near(s, prefix, start, common, &typo, take_word, &g, err) < 0)
		return -1;
	return take_standing(&g, max, a, *out_r, n_r, err);
}

/* ---- By the sound of a name ---- */

struct key_hunt {
	struct typo key;
	struct str text;		/* of it */
	unsigned entries;
	struct arena *arena;
	struct str found[NAMES];	/* keys */
	size_t n;
};

static int take_key(void *arg, struct str key, struct str term)
{
	struct key_hunt *h = arg;
	size_t dead;
	(void)term;
	if (++h->entries > MAX_ENTRIES || h->n == NAMES)
		return 1;
	if (h->n && str_eq(key, h->found[h->n - 1]))
		return 0;
	if (typo_next(&h->key, key, 0, &dead) == TYPO_EDIT && !typo_in_ending(key, h->text))
		h->found[h->n++] = arena_str(h->arena, key);
	return 0;
}

/* Names of the word's key; nearly: of those that differ from it in one letter. */
static int find_names(struct store *s, bool field, struct str folded, bool nearly, struct arena *a, struct name_list *names,
		      struct err *err)
{
	struct namekeys keys;
	namekey_make(folded, false, NAMEKEY_NAME, &keys);
	if (keys.n == 0 || keys.list[0].text[0] == '-')
		return 0;
	struct key_hunt h = { .arena = a, .text = str_of(keys.list[0].text) };
	if (!nearly)
		return names_find(s, field, keys.list[0].text, NAMES, a, names, err);
	if (h.text.n < LEAST_KEY || !typo_begin(&h.key, h.text, TYPO_EDIT, false))
		return 0;
	if (names_each(s, field, str_sub(h.text, 0, KEY_START), take_key, &h, err) < 0)
		return -1;
	for (size_t i = 0; i < h.n; i++)
		if (names_find(s, field, arena_strz(a, h.found[i]), NAMES, a, names, err) < 0)
			return -1;
	return 0;
}

/* ---- On another keyboard ---- */

int meant_keys(struct store *s, struct analyzer *an, struct str typed, struct arena *a, struct meant *out_r, struct err *err)
{
	*out_r = (struct meant){ .cost = MEANT_KEYS };
	if (utf8_count(typed) < LEAST_KEYED)
		return 0;
	for (unsigned way = 0; way < KEYBOARD_READINGS; way++) {
		struct buf b = BUF_INIT;
		struct str folded = STR_NONE;
		uint32_t documents = 0;
		if (keyboard_read(typed, way, &b))
			folded = analyzer_fold(an, buf_str(&b), a);
		buf_fini(&b);
		if (folded.n && meant_known(s, an, folded, a, &documents, err) < 0)
			return -1;
		if (documents > out_r->documents) {
			out_r->text = folded;
			out_r->documents = documents;
		}
	}
	return 0;
}

/* ---- All of it ---- */

struct list {
	struct gathering *of;
	struct meant *items;
	size_t n, max;
	struct arena *arena;
	struct err *err;
};

static int add(struct list *l, struct str text, unsigned cost)
{
	struct meant m = { .text = text, .cost = cost };
	for (size_t i = 0; i < l->n; i++)
		if (str_eq(l->items[i].text, text)) {
			l->items[i].cost = cost < l->items[i].cost ? cost : l->items[i].cost;
			return 0;
		}
	if (l->n == l->max || str_eq(text, l->of->typed))
		return 0;
	if (meant_documents(l->of->store, l->of->analyzer, l->of->prefix, text, l->arena, &m.documents, l->err) < 0)
		return -1;
	if (m.documents)
		l->items[l->n++] = m;
	return 0;
}

static int add_names(struct list *l, bool nearly)
{
	struct name_list names = { 0 };
	if (find_names(l->of->store, l->of->prefix[0] != '\0', l->of->typed, nearly, l->arena, &names, l->err) < 0)
		return -1;
	for (size_t i = 0; i < names.n; i++)
		if (add(l, names.list[i].form, nearly ? MEANT_NEAR_KEY : MEANT_KEYS) < 0)
			return -1;
	return 0;
}

static int likelier_first(const void *x, const void *y)
{
	const struct meant *a = x, *b = y;
	uint32_t ra = rank_of(a->cost, a->documents), rb = rank_of(b->cost, b->documents);
	return ra != rb ? (ra < rb ? -1 : 1) : str_cmp(a->text, b->text);
}

static bool none_within(const struct list *l, unsigned cost)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->items[i].cost <= cost)
			return false;
	return true;
}

int meant_find(struct store *s, struct analyzer *an, const char *prefix, struct str folded, bool names, uint32_t max, struct arena *a,
	       struct meant **out_r, size_t *n_r, struct err *err)
{
	struct gathering g = { s, an, prefix, folded, meant_budget(utf8_count(folded)), true, { 0 } };
	struct list l = { .of = &g, .max = 2 * (size_t)max + NAMES, .arena = a, .err = err };
	struct meant keyed = { 0 }, *written;
	size_t n = 0;
	l.items = *out_r = arena_array(a, l.max, sizeof(*l.items));
	*n_r = 0;
	if (!prefix[0] && meant_keys(s, an, folded, a, &keyed, err) < 0)
		return -1;
	if (keyed.documents)
		l.items[l.n++] = keyed;
	for (unsigned within = 0; n == 0 && within < g.budget;) {
		within = within || g.budget < NARROW ? g.budget : NARROW;
		if (meant_written(s, an, prefix, STR_NONE, false, folded, within, true, max, a, &written, &n, err) < 0)
			return -1;
	}
	if (g.budget && names && add_names(&l, false) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (add(&l, written[i].text, written[i].cost) < 0)
			return -1;
	if (g.budget && none_within(&l, TYPO_EDIT) && add_names(&l, true) < 0)
		return -1;
	if (l.n)
		qsort(l.items, l.n, sizeof(*l.items), likelier_first);
	*n_r = l.n < max ? l.n : max;
	return 0;
}
