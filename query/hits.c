/* Matches become hits: fields, marks, passages, the account of the score; see hits.h. */
#include "config.h"

#include "query/hits.h"

#include "common/unit.h"
#include "index/stored.h"

#define QUICK_TITLE 1024	/* bytes of a title that is marked in haste */

/* Why it has its score.  What one part of the answer found, the other leaves out. */
static int explain_hit(struct search *s, const struct store_hit *from, const struct stored *stored, struct search_hit *hit)
{
	struct account_document d = { from->doc, &hit->doc, stored };
	struct account account;
	int rc = 0;
	for (size_t i = 0; i < s->n_scored && rc == 0 && from->weight > 0; i++)
		rc = account_make(s->accountant, s->scored[i].nodes, s->scored[i].n, &d, &account, s->err);
	if (rc <= 0)
		return rc;
	double factor = s->params->recency ? state_age_factor(s, from->doc) : 1;
	if (factor != 1)
		account_add(&account, s->arena, "recency", account_sum(&account) * (factor - 1));
	if (from->closeness > 0)
		account_add(&account, s->arena, "closeness", from->closeness);
	hit->account = arena_alloc(s->arena, sizeof(account));
	*hit->account = account;
	return 0;
}

/* known: its fields, or NULL. */
static int fill_hit(struct search *s, const struct plan *plan, const struct store_hit *from, const struct doc *known,
		    struct arena *scratch, struct search_hit *hit)
{
	struct stored stored;
	*hit = (struct search_hit){ .score = from->weight, .closeness = from->closeness, .collapsed = from->collapsed,
				    .database = store_database_of(s->store, from->doc) };
	if (known)
		hit->doc = *known;
	bool have = known || state_read_card(s, from->doc, &hit->doc);
	if ((s->params->snippets || s->accountant || !have) && state_read_stored(s, from->doc, scratch, &stored) < 0)
		return -1;
	if (!have && stored_fields(&stored, s->arena, &hit->doc, s->err) < 0)
		return -1;
	if (s->params->most_postings && hit->doc.title.n > QUICK_TITLE)
		return err_set(s->err, ERR_BUSY, "a longer search");
	if (s->params->deadline_us && clock_us() >= s->params->deadline_us) {
		s->result->timed_out = true;
		return 0;
	}
	if (!s->params->bare_titles)
		snippet_marks(hit->doc.title, hit->doc.lang, plan, true, s->analyzer, s->arena, &hit->title_marks,
			      &hit->n_title_marks);
	if (s->accountant && explain_hit(s, from, &stored, hit) < 0)
		return -1;
	if (s->params->snippets == 0)
		return 0;
	if (snippet_make(s->store, from->doc, &stored, &hit->doc, plan, s->analyzer, s->params->snippets,
			 s->arena, &hit->passages, &hit->n_passages, s->err) < 0)
		return -1;
	return footnotes_find(&stored, hit->doc.lang, plan, s->analyzer, hit->passages, hit->n_passages, s->arena,
			      &hit->footnotes, &hit->n_footnotes, s->err);
}

static void name_others(struct search *s, const struct twins_group *group, struct search_hit *hit)
{
	hit->collapsed += (uint32_t)group->n_others;
	hit->also = arena_array(s->arena, group->n_others, sizeof(*hit->also));
	for (size_t i = 0; i < group->n_others; i++)
		hit->also[hit->n_also++] = s->docs[group->others[i]].id;
}

/* The data of a document may be large: it is given back hit by hit. */
int hits_fill(struct search *s, struct plan *plan)
{
	struct search_result *r = s->result;
	struct arena scratch = ARENA_INIT;
	/* Grouped hits are counted from the first one on, others from the offset. */
	size_t n = s->n_docs ? s->n_groups + s->n_hits - s->n_docs : s->n_hits, first = s->n_docs ? s->params->offset : 0;
	size_t last = n - first > s->params->limit ? first + s->params->limit : n;
	int rc = s->params->snippets && n ? plan_weigh(plan, s->store, s->err) : 0;
	if (first >= n)
		return rc;
	if (s->params->explain)
		s->accountant = accountant_new(s->store, s->analyzer, s->query, &s->result->expansions, s->arena);
	r->hits = arena_array(s->arena, last - first, sizeof(*r->hits));
	for (size_t i = first; i < last && rc == 0; i++) {
		const struct twins_group *group = i < s->n_groups ? &s->groups[i] : NULL;
		size_t hit = group ? group->shown : i - s->n_groups + s->n_docs;
		arena_reset(&scratch);
		rc = fill_hit(s, plan, &s->hits[hit], group ? &s->docs[hit] : NULL, &scratch, &r->hits[r->n_hits]);
		if (rc == 0 && group)
			name_others(s, group, &r->hits[r->n_hits]);
		r->n_hits++;
	}
	arena_fini(&scratch);
	return rc;
}
