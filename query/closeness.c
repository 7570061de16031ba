/* Words of a query that stand close together, by their positions; see closeness.h. */
#include "config.h"

#include "query/closeness.h"

#include <stdlib.h>

#include "shim/bm25.h"

/* ---- The words of a query ---- */

/* Goes through the tree from the left.  A subquery has the words from where it starts up to where the next one does. */
struct walk {
	struct closeness *c;
	unsigned *starts;
	size_t n;		/* subqueries */
	unsigned place;		/* of the next word */
};

static void add_word(struct walk *w, struct str term)
{
	struct closeness *c = w->c;
	unsigned place = w->place++;
	if (!term_is_plain(term) || c->n == CLOSENESS_WORDS || c->n_terms == CLOSENESS_TERMS)
		return;
	c->terms[c->n_terms] = (struct closeness_term){ term, 1 };
	c->words[c->n++] = (struct closeness_word){ place, c->n_terms++, 1 };
}

/* Let go of the words from this one on. */
static void drop_words(struct walk *w, unsigned from)
{
	if (from == w->c->n)
		return;
	w->c->n_terms = w->c->words[from].first;
	w->c->n = from;
}

static void scale(struct walk *w, unsigned start, double factor)
{
	if (!(factor > 0))
		drop_words(w, start);
	for (unsigned i = start; i < w->c->n; i++)
		for (unsigned k = 0; k < w->c->words[i].n; k++)
			w->c->terms[w->c->words[i].first + k].factor *= factor;
}

/* Words of which any stands for the same one.  Of longer alternatives the first one is what was typed. */
static void join_alternatives(struct walk *w, size_t first, unsigned second)
{
	struct closeness *c = w->c;
	unsigned start = w->starts[first];
	bool longer = false;
	for (size_t i = first; i < w->n; i++)
		longer |= (i + 1 < w->n ? w->starts[i + 1] : c->n) - w->starts[i] > 1;
	if (longer)
		drop_words(w, second);
	else if (start < c->n) {
		c->words[start].n = c->n_terms - c->words[start].first;
		c->n = start + 1;
	}
	w->place = c->n ? c->words[c->n - 1].place + 1 : w->place;
}

/* False: no tree. */
static bool add_node(struct walk *w, const struct store_node *node)
{
	if (node->n > w->n || (node->n == 0 && node->op >= STORE_AND))
		return false;
	size_t first = w->n - node->n;
	unsigned start = node->n ? w->starts[first] : w->c->n, second = node->n > 1 ? w->starts[first + 1] : w->c->n;
	switch (node->op) {
	case STORE_TERM: add_word(w, node->term); break;
	case STORE_PREFIX: w->place++; break;
	case STORE_SCALE: scale(w, start, node->factor); break;
	case STORE_FILTER: case STORE_AND_NOT: drop_words(w, second); break;
	case STORE_NEAR: case STORE_PHRASE: drop_words(w, start); break;
	case STORE_MAX: case STORE_SYNONYM: join_alternatives(w, first, second); break;
	default: break;
	}
	w->starts[first] = start;
	w->n = first + 1;
	return true;
}

static bool is_same_word(const struct closeness *c, unsigned x, unsigned y)
{
	return str_eq(c->terms[c->words[x].first].term, c->terms[c->words[y].first].term);
}

/* The first time that the word comes. */
static unsigned first_of(const struct closeness *c, unsigned word)
{
	unsigned i = 0;
	while (!is_same_word(c, i, word))
		i++;
	return i;
}

/* However often two words are near each other in the query, they count once. */
static void add_pair(struct closeness *c, unsigned x, unsigned y)
{
	struct closeness_pair pair = { (unsigned char)(x < y ? x : y), (unsigned char)(x < y ? y : x) };
	for (unsigned i = 0; i < c->n_pairs; i++)
		if (c->pairs[i].x == pair.x && c->pairs[i].y == pair.y)
			return;
	if (x != y)
		c->pairs[c->n_pairs++] = pair;
}

static void find_pairs(struct closeness *c)
{
	for (unsigned i = 0; i < c->n; i++)
		for (unsigned k = i + 1; k < c->n && c->words[k].place - c->words[i].place <= CLOSENESS_SPAN; k++)
			add_pair(c, first_of(c, i), first_of(c, k));
}

bool closeness_of(const struct store_node *nodes, size_t n_nodes, struct arena *a, struct closeness *out_r)
{
	struct walk w = { .c = out_r, .starts = arena_array(a, n_nodes, sizeof(*w.starts)) };
	out_r->n = out_r->n_terms = out_r->n_pairs = 0;
	for (size_t i = 0; i < n_nodes; i++)
		if (!add_node(&w, &nodes[i]))
			return false;
	find_pairs(out_r);
	return out_r->n_pairs > 0;
}

/* ---- Where they stand in a document ---- */

struct places {
	const termpos_t *list;
	size_t n;
};

struct look {
	const struct closeness *c;
	struct store *store;
	const struct impacts_info *info;	/* NULL: the store is asked */
	struct positions_of *readers;		/* by term; the same */
	struct arena *scratch;			/* for one document */
	struct err *err;
	double weights[CLOSENESS_WORDS];
	bool wanted[CLOSENESS_WORDS];		/* of a pair */
	struct places places[CLOSENESS_TERMS];
	double length_factor;
};

double closeness_near(const termpos_t *x, size_t n_x, const termpos_t *y, size_t n_y)
{
	/* At the same place they are two forms of one word. */
	static const double shares[CLOSENESS_WINDOW + 1] = { 0, 1, 1 / 4.0, 1 / 9.0, 1 / 16.0, 1 / 25.0 };
	double sum = 0;
	for (size_t i = 0, from = 0; i < n_x; i++) {
		while (from < n_y && y[from] < x[i] && x[i] - y[from] > CLOSENESS_WINDOW)
			from++;
		for (size_t k = from; k < n_y && (y[k] < x[i] || y[k] - x[i] <= CLOSENESS_WINDOW); k++)
			sum += shares[y[k] < x[i] ? x[i] - y[k] : y[k] - x[i]];
	}
	return sum;
}

static int read_places(struct look *l, unsigned term, docid_t doc)
{
	struct places *p = &l->places[term];
	termpos_t *list;
	*p = (struct places){ 0 };
	if (!l->readers) {
		if (store_positions(l->store, doc, l->c->terms[term].term, l->scratch, &list, &p->n, l->err) < 0)
			return -1;
		p->list = list;
		return 0;
	}
	struct positions_of *o = &l->readers[term];
	int rc = positions_find(o, doc, 0, l->err);
	if (rc <= 0)
		return rc;
	if (positions_read(o, UINT32_MAX, &p->n, l->err) < 0)
		return -1;
	p->list = o->list;
	return 0;
}

static int read_length(struct look *l, docid_t doc, uint32_t *length_r)
{
	if (!l->info)
		return store_length(l->store, doc, length_r, l->err);
	*length_r = l->info->lengths[doc];
	return 0;
}

/* Of two words, by all terms that stand for them. */
static double near_each_other(const struct look *l, struct closeness_pair pair)
{
	const struct closeness_word *x = &l->c->words[pair.x], *y = &l->c->words[pair.y];
	double sum = 0;
	for (unsigned i = 0; i < x->n; i++)
		for (unsigned k = 0; k < y->n; k++) {
			struct places a = l->places[x->first + i], b = l->places[y->first + k];
			sum += closeness_near(a.list, a.n, b.list, b.n);
		}
	return sum;
}

static int look_at(struct look *l, struct store_hit *hit)
{
	const struct closeness *c = l->c;
	uint32_t length;
	double sum = 0;
	arena_reset(l->scratch);
	for (unsigned i = 0; i < c->n; i++)
		for (unsigned k = 0; l->wanted[i] && k < c->words[i].n; k++)
			if (read_places(l, c->words[i].first + k, hit->doc) < 0)
				return -1;
	if (read_length(l, hit->doc, &length) < 0)
		return -1;
	for (unsigned i = 0; i < c->n_pairs; i++) {
		double x = l->weights[c->pairs[i].x], y = l->weights[c->pairs[i].y];
		double near = near_each_other(l, c->pairs[i]);
		if (near > 0)
			sum += (x < y ? x : y) * bm25_part(l->length_factor, near, length);
	}
	hit->closeness = CLOSENESS_SHARE * sum;
	return 0;
}

/* ---- The collection ---- */

static int frequency(struct look *l, const struct impacts *im, struct str term, uint32_t *documents_r)
{
	struct impacts_list list;
	if (!im)
		return store_term_frequency(l->store, term, documents_r, l->err);
	int rc = impacts_find(im, term, &list, l->err);
	*documents_r = rc > 0 ? list.documents : 0;
	return rc < 0 ? -1 : 0;
}

/* What each word weighs: the most that one of its terms does. */
static int weigh_words(struct look *l, const struct impacts *im, uint32_t all)
{
	const struct closeness *c = l->c;
	for (unsigned i = 0; i < c->n; i++)
		for (unsigned k = 0; l->wanted[i] && k < c->words[i].n; k++) {
			const struct closeness_term *t = &c->terms[c->words[i].first + k];
			uint32_t documents;
			if (frequency(l, im, t->term, &documents) < 0)
				return -1;
			double weight = documents ? bm25_weight(all, documents, t->factor) : 0;
			l->weights[i] = weight > l->weights[i] ? weight : l->weights[i];
		}
	return 0;
}

static int begin(struct look *l, const struct aids *aids, struct arena *a)
{
	const struct impacts *im = aids->positions ? aids->impacts : NULL;
	struct store_info info;
	for (unsigned i = 0; i < l->c->n_pairs; i++)
		l->wanted[l->c->pairs[i].x] = l->wanted[l->c->pairs[i].y] = true;
	if (!im) {
		if (store_info(l->store, &info, l->err) < 0)
			return -1;
		l->length_factor = bm25_length_factor(info.total_length, (uint32_t)info.documents);
		return weigh_words(l, NULL, (uint32_t)info.documents);
	}
	l->info = impacts_info(im);
	l->length_factor = l->info->length_factor;
	l->readers = arena_array(a, l->c->n_terms, sizeof(*l->readers));
	for (unsigned i = 0; i < l->c->n_terms; i++)
		positions_begin(&l->readers[i], aids->positions, l->c->terms[i].term, a);
	return weigh_words(l, im, l->info->documents);
}

static int by_document(const void *a, const void *b)
{
	docid_t x = ((const struct store_hit *)a)->doc, y = ((const struct store_hit *)b)->doc;
	return x < y ? -1 : x > y;
}

static int by_weight(const void *a, const void *b)
{
	double x = ((const struct store_hit *)a)->weight, y = ((const struct store_hit *)b)->weight;
	return x != y ? (x > y ? -1 : 1) : by_document(a, b);
}

int closeness_sort(const struct closeness *c, struct store *s, const struct aids *aids, struct arena *a,
		   struct store_hit *hits, size_t n_hits, struct err *err)
{
	struct arena scratch = ARENA_INIT;
	struct look l = { .c = c, .store = s, .scratch = &scratch, .err = err };
	struct store_hit *sorted = arena_array(a, n_hits, sizeof(*sorted));
	int rc = begin(&l, aids, a);
	memcpy(sorted, hits, n_hits * sizeof(*hits));
	qsort(sorted, n_hits, sizeof(*sorted), by_document);	/* so that positions are read from the left to the right */
	for (size_t i = 0; i < n_hits && rc == 0; i++) {
		rc = look_at(&l, &sorted[i]);
		sorted[i].weight += sorted[i].closeness;
	}
	arena_fini(&scratch);
	if (l.readers && !positions_hold(aids->positions))
		return 0;
	if (rc < 0)
		return -1;
	qsort(sorted, n_hits, sizeof(*sorted), by_weight);
	memcpy(hits, sorted, n_hits * sizeof(*hits));
	return 1;
}
