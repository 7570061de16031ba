/* From plan to matches in order, step by step wider; see matches.h. */
#include "config.h"

#include "query/matches.h"

#include "index/schema.h"
#include "query/closeness.h"
#include "query/feedback.h"
#include "query/topk.h"

#define CLOSENESS_WORK 64	/* postings that could be read while the places of a word in a document are found */
#define LEAST_CHECKED 100	/* matches looked at for the total in any case */

static uint32_t sort_slot(enum sort sort)
{
	switch (sort) {
	case SORT_DATE: case SORT_DATE_ASC: return SLOT_DATE_FROM;
	case SORT_TITLE: return SLOT_TITLE_KEY;
	default: return STORE_NO_SLOT;
	}
}

/* Facets and exact totals are of all matches. */
static int matches_to_check(struct search *s, uint32_t offset, uint32_t limit, uint32_t *out_r)
{
	struct store_info info;
	*out_r = offset + limit + 1 > LEAST_CHECKED ? offset + limit + 1 : LEAST_CHECKED;
	if (!s->params->exact_total && s->params->n_facets == 0)
		return 0;
	if (store_info(s->store, &info, s->err) < 0)
		return -1;
	*out_r = info.documents < UINT32_MAX ? (uint32_t)info.documents : UINT32_MAX;
	return 0;
}

/* By impacts where they serve, else by the store. */
static int find_hits(struct search *s, const struct store_search *q, struct store_result *r)
{
	struct impacts *im = s->aids.impacts;
	uint64_t most = s->params->most_postings;
	struct err why;
	int rc = im ? topk_search(im, s->aids.positions, q, most, s->arena, r, &why) : 0;
	if (rc < 0)
		state_give_up(s, &why);
	if (rc <= 0 && most)
		return err_set(s->err, ERR_BUSY, "a longer search");
	return rc > 0 ? 0 : store_search(s->store, q, s->arena, r, s->err);
}

/* Each once, whatever parts found it. */
static void join_matches(struct search *s, const struct store_result *r)
{
	docid_t *both = arena_array(s->arena, s->n_matches + r->n_matches, sizeof(*both));
	size_t n = 0, k = 0;
	for (size_t i = 0; i < r->n_matches; i++) {
		while (k < s->n_matches && s->matches[k] < r->matches[i])
			both[n++] = s->matches[k++];
		k += k < s->n_matches && s->matches[k] == r->matches[i];
		both[n++] = r->matches[i];
	}
	while (k < s->n_matches)
		both[n++] = s->matches[k++];
	s->matches = both;
	s->n_matches = n;
}

static int sort_by_closeness(struct search *s, const struct closeness *c, struct store_result *r)
{
	static const struct aids none = { .given_up = true };
	size_t n = r->n_hits < CLOSENESS_HITS ? r->n_hits : CLOSENESS_HITS;
	struct err why;
	int rc = s->aids.impacts ? closeness_sort(c, s->store, &s->aids, s->arena, r->hits, n, &why) : 0;
	if (rc < 0)
		state_give_up(s, &why);
	if (rc <= 0 && s->params->most_postings)
		return err_set(s->err, ERR_BUSY, "a longer search");
	return rc > 0 || closeness_sort(c, s->store, &none, s->arena, r->hits, n, s->err) > 0 ? 0 : -1;
}

/* The page that is asked for, of hits of which the first ones are put in order anew: always the same ones, so that pages
 * follow each other. */
static int find_page(struct search *s, struct store_search *q, struct store_result *r)
{
	const struct search_params *p = s->params;
	struct closeness *c = arena_alloc(s->arena, sizeof(*c));
	if (!s->query || s->source || p->feedback || p->recency || p->sort != SORT_RELEVANCE || q->limit == 0 || q->offset >= CLOSENESS_HITS ||
	    !closeness_of(q->nodes, q->n_nodes, s->arena, c))
		return find_hits(s, q, r);
	if (p->most_postings && p->most_postings < (uint64_t)CLOSENESS_WORK * CLOSENESS_HITS * c->n_terms)
		return err_set(s->err, ERR_BUSY, "a longer search");
	uint32_t first = q->offset, end = first + q->limit;
	q->offset = 0;
	q->limit = end > CLOSENESS_HITS ? end : CLOSENESS_HITS;
	if (find_hits(s, q, r) < 0 || (!r->timed_out && r->n_hits > 1 && sort_by_closeness(s, c, r) < 0))
		return -1;
	first = first < r->n_hits ? first : (uint32_t)r->n_hits;
	if (first)	/* without hits there is no array */
		r->hits += first;
	r->n_hits = (r->n_hits < end ? r->n_hits : end) - first;
	return 0;
}

/* Search for the nodes, and add what is found to what is there. */
static int run_part(struct search *s, const struct store_node *nodes, size_t n_nodes, uint32_t offset,
		    uint32_t limit, struct store_result *r)
{
	const struct search_params *p = s->params;
	struct store_search q = {
		.nodes = nodes, .n_nodes = n_nodes, .offset = offset, .limit = limit, .any_order = p->feedback || s->source,
		.likely = s->likely, .n_likely = s->n_likely,
		.sort_slot = sort_slot(p->sort), .sort_descending = p->sort == SORT_DATE,
		.collapse_slot = state_collapse_slot(p->collapse), .collect = p->n_facets > 0,
		.factor = p->recency ? state_age_factor : NULL, .factor_arg = s, .deadline_us = p->deadline_us,
	};
	if (matches_to_check(s, offset, limit, &q.check_at_least) < 0 ||
	    find_page(s, &q, r) < 0 || s->failed)
		return -1;
	s->n_scored = s->n_hits ? s->n_scored : 0;
	BUG_ON(s->n_scored == MOST_PARTS);
	s->scored[s->n_scored++] = (struct scored){ nodes, n_nodes };
	struct store_hit *all = arena_array(s->arena, s->n_hits + r->n_hits, sizeof(*all));
	if (s->n_hits)
		memcpy(all, s->hits, s->n_hits * sizeof(*all));
	if (r->n_hits)
		memcpy(all + s->n_hits, r->hits, r->n_hits * sizeof(*all));
	s->hits = all;
	s->n_hits += r->n_hits;
	s->lower += r->matches_lower;
	s->estimated += r->matches_estimated;
	s->upper += r->matches_upper;
	s->result->timed_out |= r->timed_out;
	join_matches(s, r);
	return 0;
}
/* ---- match=auto: all words, then more when they find too little ---- */

/* Values that hits of the first part collapsed to must not come again in the second.  *n_all: the
 * number of hits in the first part, a bound only when they collapse. */
static int exclude_collapsed(struct search *s, const struct store_node *nodes, size_t n_nodes,
			     struct store_node **out_r, size_t *n_r, uint64_t *n_all)
{
	uint32_t slot = state_collapse_slot(s->params->collapse), n_values = 0;
	struct store_result first;
	struct store_search q = { .nodes = nodes, .n_nodes = n_nodes, .limit = s->params->limit,
				  .sort_slot = STORE_NO_SLOT, .collapse_slot = slot,
				  .deadline_us = s->params->deadline_us };
	*n_r = 0;
	if (slot == STORE_NO_SLOT)
		return 0;
	if (store_search(s->store, &q, s->arena, &first, s->err) < 0)
		return -1;
	*n_all = first.n_hits;
	*out_r = arena_array(s->arena, first.n_hits + 2, sizeof(**out_r));
	for (size_t i = 0; i < first.n_hits; i++) {
		struct str value;
		if (store_value(s->store, first.hits[i].doc, slot, s->arena, &value, s->err) < 0)
			return -1;
		if (value.n)
			(*out_r)[n_values++] = (struct store_node){ .op = STORE_RANGE, .slot = slot,
								    .low = value, .high = value };
	}
	if (n_values == 0)
		return 0;
	(*out_r)[n_values] = (struct store_node){ .op = STORE_OR, .n = n_values };
	(*out_r)[n_values + 1] = (struct store_node){ .op = STORE_AND_NOT, .n = 2 };
	*n_r = n_values + 2;
	return 0;
}

/* A plan for a wider search: 1; 0 when the time is over, for what was found before is an answer too; -1. */
static int plan_wider(struct search *s, enum match match, struct plan **out_r)
{
	*out_r = arena_zalloc(s->arena, sizeof(**out_r));
	if (plan_make(s->query, match, &s->widen, s->store, s->analyzer, s->arena, *out_r, s->err) == 0)
		return 1;
	if (s->err->code != ERR_TIMEOUT)
		return -1;
	s->result->timed_out = true;
	return 0;
}

/* What a wider plan finds beyond the last one, behind what was found until now: *n_r matches, at most. */
static int run_beyond(struct search *s, struct plan *wider, uint64_t *n_r)
{
	const struct plan *last = s->plan;
	struct store_node *seen = NULL;
	struct store_result r;
	uint64_t before = *n_r;
	size_t n_seen = 0, n = wider->n_nodes;
	s->plan = wider;
	if (before && exclude_collapsed(s, last->nodes, last->n_nodes, &seen, &n_seen, &before) < 0)
		return -1;
	struct store_node *nodes = arena_array(s->arena, n + last->n_nodes + 1 + n_seen, sizeof(*nodes));
	memcpy(nodes, wider->nodes, n * sizeof(*nodes));
	if (before) {
		memcpy(nodes + n, last->nodes, last->n_nodes * sizeof(*nodes));
		n += last->n_nodes;
		nodes[n++] = (struct store_node){ .op = STORE_AND_NOT, .n = 2 };
	}
	if (n_seen)
		memcpy(nodes + n, seen, n_seen * sizeof(*nodes));
	uint32_t offset = s->offset > before ? s->offset - (uint32_t)before : 0;
	if (run_part(s, nodes, n + n_seen, offset, s->limit - (uint32_t)s->n_hits, &r) < 0)
		return -1;
	*n_r = before + r.matches_upper;
	return 0;
}

/* What a wider plan finds, in place of what was found until now. */
static int run_instead(struct search *s, struct plan *wider, uint64_t *n_r)
{
	struct store_result r;
	s->plan = wider;
	s->n_hits = 0;
	s->lower = s->estimated = s->upper = 0;
	s->n_matches = 0;
	if (run_part(s, wider->nodes, wider->n_nodes, s->offset, s->limit, &r) < 0)
		return -1;
	*n_r = r.matches_upper;
	return 0;
}

/* Words near to those that no document has. */
static int widen_spelling(struct search *s, uint64_t *n_r)
{
	struct plan *plan;
	uint64_t before = *n_r;
	s->widen.respell = true;
	int rc = plan_wider(s, MATCH_ALL, &plan);
	if (rc <= 0)
		return rc;
	s->result->expansions = plan->expansions;	/* what is only offered, too */
	if (plan->n_respelled == 0)
		return 0;
	if (run_beyond(s, plan, n_r) < 0)
		return -1;
	if (*n_r > before)
		s->result->widened = (struct widened){ .spelling = plan->respelled, .n_spelling = plan->n_respelled };
	return 0;
}

/* Any of the words.  Of a long query documents with most of its words may well say more than those with all, but not more than
 * those with what was meant. */
static int widen_any(struct search *s, uint64_t *n_r)
{
	struct plan *plan;
	uint64_t before = *n_r;
	int rc = plan_wider(s, MATCH_AUTO, &plan);
	if (rc <= 0)
		return rc;
	if ((plan->is_long && s->result->widened.n_spelling == 0 ? run_instead : run_beyond)(s, plan, n_r) < 0)
		return -1;
	s->result->widened.any = *n_r > before;
	return 0;
}

/* Too little is less than one page; the number does not depend on which page is asked for.  A word is worth a guess
 * also where there is no page, when nothing is found.  Guesses come before any of the words: these find enough by the words
 * that are known, and what was meant would be lost among it. */
int matches_find(struct search *s, struct plan *plan)
{
	const struct search_params *p = s->params;
	struct store_result r;
	s->plan = plan;
	s->result->expansions = plan->expansions;
	s->result->widened = (struct widened){ .spelling = plan->respelled, .n_spelling = plan->n_respelled };
	if (run_part(s, plan->nodes, plan->n_nodes, s->offset, s->limit, &r) < 0)
		return -1;
	uint64_t n = r.matches_upper;
	if (p->match != MATCH_AUTO || p->feedback || s->source)
		return 0;
	if (s->widen.spelling && n < (p->limit ? p->limit : 1) && !s->result->timed_out && widen_spelling(s, &n) < 0)
		return -1;
	if (s->plan->can_relax && n < p->limit && !s->result->timed_out)
		return widen_any(s, &n);
	return 0;
}
/* ---- Words of the best documents ---- */

static bool is_plain_word(const struct query *q)
{
	return q->op == QUERY_WORD && !q->sign && q->field == FIELD_NONE;
}

/* Are other words than those typed enough for a document to be found?  Not where something was demanded, nor for a
 * single word, which is mostly a name. */
static bool may_be_found_by_others(const struct search_params *p, const struct query *q)
{
	if (p->match == MATCH_ALL || !q || q->op != QUERY_WORDS)
		return false;
	for (size_t i = 0; i < q->n_children; i++)
		if (!is_plain_word(q->children[i]))
			return false;
	return q->n_children > 1;
}

/* Add to the plan what its best documents say. */
int matches_add_feedback(struct search *s, struct plan *plan)
{
	const struct search_params *p = s->params;
	struct store_result r;
	struct store_search q = { .nodes = plan->nodes, .n_nodes = plan->n_nodes, .limit = FEEDBACK_HITS, .any_order = true,
				  .sort_slot = STORE_NO_SLOT, .collapse_slot = STORE_NO_SLOT, .deadline_us = p->deadline_us };
	struct feedback_word *words;
	size_t n;
	if (find_hits(s, &q, &r) < 0)
		return -1;
	struct feedback_source from = { s->store, s->aids.impacts, s->analyzer, r.hits, r.n_hits, plan->terms, plan->n_terms };
	if (feedback_words(&from, s->arena, &words, &n, s->err) < 0)
		return -1;
	s->result->timed_out |= r.timed_out;
	s->likely = r.hits;
	s->n_likely = r.n_hits;
	feedback_plan(plan, words, n, may_be_found_by_others(p, s->query), s->arena);
	return 0;
}
