/* A query made of the words that set a document apart; see similar.h. */
#include "config.h"

#include "query/similar.h"

#include <math.h>
#include <stdlib.h>

#include "index/impacts.h"
#include "index/names.h"
#include "index/schema.h"
#include "index/stored.h"
#include "query/fetch.h"
#include "query/node.h"
#include "shim/bm25.h"
#include "text/namekey.h"

#define MAX_TERMS 30		/* more make it slower, not better */
#define LOOKED_UP 200		/* the most frequent ones of a document, of which is asked how rare they are */
#define NAME_WEIGHT 1.5		/* a name says more of what a document is about than another word as rare */

struct candidate {
	struct str term;
	uint32_t wdf;
	double share;			/* in the query */
	double weight;			/* the same by how rare it is */
};

struct candidates {
	struct arena *arena;
	struct candidate *list;
	size_t n, cap;
};

/* ---- The words of the document ---- */

static int take_term(void *arg, struct str term, uint32_t wdf)
{
	struct candidates *c = arg;
	if ((term.p[0] >= 'A' && term.p[0] <= 'Z') || wdf == 0)
		return 0;
	c->list = arena_grow(c->arena, c->list, &c->cap, c->n + 1, sizeof(*c->list));
	c->list[c->n++] = (struct candidate){ .term = arena_str(c->arena, term), .wdf = wdf };
	return 0;
}

static int by_wdf(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;
	return x->wdf != y->wdf ? (x->wdf > y->wdf ? -1 : 1) : str_cmp(x->term, y->term);
}

static int by_weight(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;
	return x->weight != y->weight ? (x->weight > y->weight ? -1 : 1) : str_cmp(x->term, y->term);
}

/* Is the dictionary of names sure that it is one? */
static int is_name(struct store *s, struct str term, struct err *err)
{
	struct namekeys keys;
	namekey_make(term, false, NAMEKEY_NAME, &keys);
	int rc = 0;
	for (size_t i = 0; i < keys.n && rc == 0; i++)
		rc = names_have(s, false, keys.list[i].text, term, err);
	return rc;
}

/* Rare words are chosen; how often they count says the document, for the search weighs them by rarity itself.  On the judged
 * collections the logarithm does better than the share of a document's weight that a word has. */
static int weigh(struct store *s, struct impacts *im, const struct store_info *info, struct candidates *c, struct err *err)
{
	size_t kept = 0;
	for (size_t i = 0; i < c->n; i++) {
		struct candidate t = c->list[i];
		uint32_t documents;
		if (impacts_frequency(im, s, t.term, &documents, err) < 0)
			return -1;
		if (documents < 2)	/* only this one */
			continue;
		t.share = log1p(t.wdf);
		t.weight = t.share * bm25_weight((uint32_t)info->documents, documents, 1);
		c->list[kept++] = t;
	}
	c->n = kept;
	if (c->n)
		qsort(c->list, c->n, sizeof(*c->list), by_weight);
	return 0;
}

static int raise_names(struct store *s, struct candidates *c, struct err *err)
{
	for (size_t i = 0; i < c->n; i++) {
		int rc = is_name(s, c->list[i].term, err);
		if (rc < 0)
			return -1;
		if (rc)
			c->list[i].weight *= NAME_WEIGHT, c->list[i].share *= NAME_WEIGHT;
	}
	if (c->n)
		qsort(c->list, c->n, sizeof(*c->list), by_weight);
	return 0;
}

static int find_terms(struct store *s, struct impacts *im, docid_t doc, struct candidates *c, struct err *err)
{
	struct store_info info;
	if (store_info(s, &info, err) < 0 || store_each_doc_term(s, doc, take_term, c, err) < 0)
		return -1;
	if (c->n > LOOKED_UP) {
		qsort(c->list, c->n, sizeof(*c->list), by_wdf);
		c->n = LOOKED_UP;
	}
	if (weigh(s, im, &info, c, err) < 0)
		return -1;
	c->n = c->n < 2 * MAX_TERMS ? c->n : 2 * MAX_TERMS;
	if (raise_names(s, c, err) < 0)
		return -1;
	c->n = c->n < MAX_TERMS ? c->n : MAX_TERMS;
	return 0;
}

/* ---- The query ---- */

/* Any of the terms, each as important as it is for the document. */
static void plan_terms(const struct candidates *c, struct arena *a, struct plan *plan)
{
	struct node_list l = { 0 };
	*plan = (struct plan){ .nothing = c->n == 0, .n_terms = c->n };
	plan->terms = arena_array(a, c->n, sizeof(*plan->terms));
	for (size_t i = 0; i < c->n; i++) {
		double weight = c->list[i].share;
		node_add(a, &l, node_scale(a, node_term(a, "", c->list[i].term), weight));
		plan->terms[i] = (struct plan_term){ .term = c->list[i].term, .weight = weight };
	}
	const struct node *any = node_join(a, STORE_OR, &l);
	if (any)
		node_write(any, a, &plan->nodes, &plan->n_nodes);
}

static int read_source(struct store *s, docid_t doc, struct arena *a, struct doc *out, struct err *err)
{
	struct str data;
	struct stored stored;
	if (store_data(s, doc, a, &data, err) < 0 || stored_of(s, doc, data, a, &stored, err) < 0)
		return -1;
	return stored_fields(&stored, a, out, err);
}

static int find_similar(struct store *s, struct analyzer *an, struct str id, bool versions_only, const struct search_params *p,
			struct arena *a, struct search_result *out_r, struct err *err)
{
	struct search_source source = { .versions_only = versions_only };
	struct candidates c = { .arena = a };
	struct plan plan;
	if (store_find(s, schema_id_term(a, id), &source.number, err) < 0)
		return err && err->code == ERR_NOT_FOUND ? fetch_not_found(id, err) : -1;
	struct aids aids = aids_now(p->aids, s);
	if (read_source(s, source.number, a, &source.doc, err) < 0 || find_terms(s, aids.impacts, source.number, &c, err) < 0)
		return -1;
	plan_terms(&c, a, &plan);
	return search_plan(s, an, &plan, &source, p, a, out_r, err);
}

int similar(struct store *s, struct analyzer *an, struct str id, const struct search_params *p,
	    struct arena *a, struct search_result *out_r, struct err *err)
{
	return find_similar(s, an, id, false, p, a, out_r, err);
}

int versions(struct store *s, struct analyzer *an, struct str id, const struct search_params *p,
	     struct arena *a, struct search_result *out_r, struct err *err)
{
	return find_similar(s, an, id, true, p, a, out_r, err);
}
