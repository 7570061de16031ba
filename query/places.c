/* Positions of needles in one document; see places.h. */
#include "config.h"

#include "query/places.h"

#include <stdlib.h>

#include "index/schema.h"
#include "query/forms.h"

/* Hits of one needle that are looked at: a word with more of them in one document does not tell
 * which place is the best. */
#define MAX_HITS 20000

struct positions {
	termpos_t *list;
	size_t n, cap;
};

struct search_places {
	struct store *store;
	docid_t doc;
	struct analyzer *analyzer;
	struct arena *arena;
	struct err *err;
};

static int by_position(const void *a, const void *b)
{
	termpos_t x = *(const termpos_t *)a, y = *(const termpos_t *)b;
	return x < y ? -1 : x > y;
}

static int add_term(struct search_places *s, struct str term, struct positions *out)
{
	termpos_t *list;
	size_t n;
	if (store_positions(s->store, s->doc, term, s->arena, &list, &n, s->err) < 0)
		return -1;
	out->list = arena_grow(s->arena, out->list, &out->cap, out->n + n, sizeof(*out->list));
	if (n)
		memcpy(out->list + out->n, list, n * sizeof(*list));
	out->n += n;
	return 0;
}

static int add_stems(struct search_places *s, struct str form, struct positions *out)
{
	struct str *stems;
	size_t n;
	analyzer_stems(s->analyzer, form, s->arena, &stems, &n);
	for (size_t i = 0; i < n; i++)
		if (add_term(s, stems[i], out) < 0)
			return -1;
	return 0;
}

/* The words that the search took the prefix for (plan_word.c). */
static int add_prefix(struct search_places *s, struct str prefix, struct positions *out)
{
	struct form *forms;
	size_t n;
	if (forms_starting(s->store, "", prefix, PLAN_MAX_PREFIX_TERMS, s->arena, &forms, &n, s->err) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (add_term(s, forms[i].text, out) < 0)
			return -1;
	if (forms_starting(s->store, EXACT, prefix, PLAN_MAX_PREFIX_TERMS, s->arena, &forms, &n, s->err) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (add_stems(s, forms[i].text, out) < 0)
			return -1;
	return 0;
}

/* Where any of the alternatives for one place of a needle stands. */
static int find_alternatives(struct search_places *s, const struct needle *needle, unsigned place,
			     struct positions *out)
{
	unsigned at = 0;
	*out = (struct positions){ 0 };
	for (size_t i = 0; i < needle->n_terms; i++) {
		const struct plan_term *t = &needle->terms[i];
		at += i && t->phrase_index != needle->terms[i - 1].phrase_index;
		if (at == place && (t->is_exact ? add_stems(s, t->term, out) : t->is_prefix ?
				    add_prefix(s, t->term, out) : add_term(s, t->term, out)) < 0)
			return -1;
	}
	if (out->n)
		qsort(out->list, out->n, sizeof(*out->list), by_position);
	return 0;
}

static bool has_position(const struct positions *p, termpos_t position)
{
	return p->n && bsearch(&position, p->list, p->n, sizeof(*p->list), by_position);
}

/* Keep the positions that the next place of the phrase follows. */
static int find_needle(struct search_places *s, const struct needle *needle, struct positions *starts)
{
	if (find_alternatives(s, needle, 0, starts) < 0)
		return -1;
	for (unsigned place = 1; place < needle->n_places && starts->n; place++) {
		struct positions next;
		size_t kept = 0;
		if (find_alternatives(s, needle, place, &next) < 0)
			return -1;
		for (size_t i = 0; i < starts->n; i++)
			if (has_position(&next, starts->list[i] + place))
				starts->list[kept++] = starts->list[i];
		starts->n = kept;
	}
	return 0;
}

static int by_first(const void *a, const void *b)
{
	const struct highlight_hit *x = a, *y = b;
	if (x->first != y->first)
		return x->first < y->first ? -1 : 1;
	return x->needle < y->needle ? -1 : x->needle > y->needle;
}

int places_find(struct store *store, docid_t doc, termpos_t from, const struct needles *needles,
		struct analyzer *an, struct arena *a, struct highlight_hit **hits_r, size_t *n_r, struct err *err)
{
	struct search_places s = { store, doc, an, a, err };
	struct highlight_hit *hits = NULL;
	size_t n = 0, cap = 0;
	for (size_t i = 0; i < needles->n; i++) {
		struct positions p;
		if (find_needle(&s, &needles->list[i], &p) < 0)
			return -1;
		hits = arena_grow(a, hits, &cap, n + (p.n < MAX_HITS ? p.n : MAX_HITS), sizeof(*hits));
		for (size_t k = 0, taken = 0; k < p.n && taken < MAX_HITS; k++) {
			if (p.list[k] < from)
				continue;
			size_t last = p.list[k] + needles->list[i].n_places - 1;
			hits[n++] = (struct highlight_hit){ p.list[k], last, i };
			taken++;
		}
	}
	if (n)
		qsort(hits, n, sizeof(*hits), by_first);
	*hits_r = hits;
	*n_r = n;
	return 0;
}
