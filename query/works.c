/* Matches that are the same work become one; see works.h. */
#include "config.h"

#include "query/works.h"

#include <stdlib.h>

#include "index/stored.h"
#include "query/matches.h"

/* Fields of the first hits, for grouping. */
static int read_docs(struct search *s)
{
	struct arena scratch = ARENA_INIT;
	struct stored stored;
	int rc = 0;
	size_t n = s->n_hits < TWINS_MAX ? s->n_hits : TWINS_MAX;
	s->docs = arena_array(s->arena, n, sizeof(*s->docs));
	for (size_t i = 0; i < n && s->aids.cards; i++)
		cards_prefetch(s->aids.cards, s->hits[i].doc);
	for (size_t i = 0; i < n && rc == 0; i++) {
		struct doc *d = &s->docs[i];
		if (state_read_card(s, s->hits[i].doc, d))
			continue;
		arena_reset(&scratch);
		rc = state_read_stored(s, s->hits[i].doc, &scratch, &stored) < 0 || stored_fields(&stored, s->arena, d, s->err) < 0 ? -1 : 0;
		d->sketch = rc == 0 ? arena_str(s->arena, d->sketch) : STR_NONE;
	}
	arena_fini(&scratch);
	s->n_docs = n;
	return rc;
}

static int by_date(const void *a, const void *b)
{
	const struct search_version *x = a, *y = b;
	if ((x->doc.date.n == 0) != (y->doc.date.n == 0))
		return x->doc.date.n == 0 ? 1 : -1;
	int rc = str_cmp(x->doc.date, y->doc.date);
	return rc ? rc : str_cmp(x->doc.id, y->doc.id);
}

static void add_version(struct search *s, const struct doc *doc, docid_t number, enum kinship kin)
{
	struct search_result *r = s->result;
	r->versions[r->n_versions++] = (struct search_version){ *doc, store_database_of(s->store, number), kin };
}

/* Takes the document, its copies and its versions out of the hits. */
void works_set_versions_apart(struct search *s)
{
	const struct search_source *from = s->source;
	struct search_result *r = s->result;
	size_t n = 0, docs = 0;
	r->versions = arena_array(s->arena, s->n_docs + 1, sizeof(*r->versions));
	add_version(s, &from->doc, from->number, KIN_NONE);
	for (size_t i = 0; i < s->n_hits; i++) {
		bool known = i < s->n_docs, itself = s->hits[i].doc == from->number;
		enum kinship kin = known && !itself ? sketch_compare(s->docs[i].sketch, from->doc.sketch) : KIN_NONE;
		if (kin != KIN_NONE)
			add_version(s, &s->docs[i], s->hits[i].doc, kin);
		if (itself || kin != KIN_NONE)
			continue;
		if (known)
			s->docs[docs++] = s->docs[i];
		s->hits[n++] = s->hits[i];
	}
	uint64_t gone = s->n_hits - n;
	s->lower -= gone < s->lower ? gone : s->lower;
	s->estimated -= gone < s->estimated ? gone : s->estimated;
	s->upper -= gone < s->upper ? gone : s->upper;
	s->n_hits = n;
	s->n_docs = docs;
	qsort(r->versions, r->n_versions, sizeof(*r->versions), by_date);
}

static void group_hits(struct search *s)
{
	if (s->source)
		works_set_versions_apart(s);
	if (s->params->collapse == COLLAPSE_NEAR) {
		twins_group(s->docs, s->n_docs, s->arena, &s->groups, &s->n_groups);
		return;
	}
	s->groups = arena_array(s->arena, s->n_docs, sizeof(*s->groups));
	for (s->n_groups = 0; s->n_groups < s->n_docs; s->n_groups++)
		s->groups[s->n_groups] = (struct twins_group){ .shown = s->n_groups };
}

/* Matches from the first one on, until a page is full of works. */
int works_find(struct search *s, struct plan *plan, struct err *err)
{
	uint32_t want = s->params->offset + s->params->limit, limit = want;
	if (s->source)		/* itself is among them */
		limit = s->source->versions_only ? TWINS_MAX : want + 1;
	for (;;) {
		s->offset = 0;
		s->limit = limit;
		if (matches_find(s, plan) < 0 || read_docs(s) < 0)
			return -1;
		size_t found = s->n_hits;
		group_hits(s);
		size_t works = s->n_groups + s->n_hits - s->n_docs;
		if (works >= want || found < limit || limit >= TWINS_MAX)
			return 0;
		limit += 2 * (want - (uint32_t)works) + 10;
		limit = limit > TWINS_MAX ? TWINS_MAX : limit;
		state_start_over(s, err);
	}
}
