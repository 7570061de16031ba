/* What is counted over all matches; see counts.h. */
#include "config.h"

#include "query/counts.h"

#include "index/schema.h"

/* The tree with "undated" for each date that it demands; *any_r: there is one. */
static const struct query *without_dates(const struct query *q, struct arena *a, bool *any_r)
{
	bool date = q->op == QUERY_DATE && (q->date.from[0] || q->date.to[0]);
	if (q->sign == '-' || (!date && q->op != QUERY_WORDS && q->op != QUERY_AND))
		return q;
	struct query *copy = arena_alloc(a, sizeof(*copy));
	*copy = *q;
	*any_r |= date;
	if (date)
		copy->date = (struct date_range){ "", "" };
	copy->children = arena_array(a, q->n_children, sizeof(*copy->children));
	for (size_t i = 0; i < q->n_children; i++)
		copy->children[i] = (struct query *)without_dates(q->children[i], a, any_r);
	return copy;
}

/* How many documents match all but the dates, and have none. */
int counts_undated(struct search *s, enum match match)
{
	struct search_result *r = s->result;
	const struct query *q = s->query ? without_dates(s->query, s->arena, &r->has_undated) : NULL;
	struct store_info info;
	struct store_result found;
	struct plan plan;
	uint32_t dated;
	if (!r->has_undated)
		return 0;
	if (store_info(s->store, &info, s->err) < 0 || store_value_count(s->store, SLOT_DATE_FROM, &dated, s->err) < 0)
		return -1;
	if (dated == info.documents)
		return 0;
	if (plan_make(q, match, &s->widen, s->store, s->analyzer, s->arena, &plan, s->err) < 0)
		return -1;
	struct store_search count = { .nodes = plan.nodes, .n_nodes = plan.n_nodes, .check_at_least = UINT32_MAX,
				      .sort_slot = STORE_NO_SLOT, .collapse_slot = STORE_NO_SLOT, .deadline_us = s->params->deadline_us };
	if (!plan.nothing && store_search(s->store, &count, s->arena, &found, s->err) < 0)
		return -1;
	r->undated = plan.nothing ? 0 : found.matches_lower;
	r->timed_out |= !plan.nothing && found.timed_out;
	return 0;
}

int counts_facets(struct search *s, const struct plan *plan)
{
	const struct search_params *p = s->params;
	struct search_result *r = s->result;
	struct name_asker asker = { p->lore, s->analyzer, plan->terms, plan->n_terms, p->deadline_us };
	for (r->n_facets = 0; r->n_facets < p->n_facets; r->n_facets++) {
		struct search_facet *f = &r->facets[r->n_facets];
		if (facet_count(s->store, p->facets[r->n_facets], s->matches, s->n_matches, p->facet_values, &asker, s->arena, f, s->err) < 0)
			return -1;
		r->timed_out |= f->partial;
	}
	return 0;
}

void counts_total(struct search *s)
{
	struct search_result *r = s->result;
	r->relation = s->lower == s->upper ? TOTAL_EXACT : r->timed_out ? TOTAL_AT_LEAST : TOTAL_ESTIMATE;
	r->total = r->relation == TOTAL_ESTIMATE ? s->estimated : s->lower;
}
