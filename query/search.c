/* Running a search: parse, plan, match, fill the hits; see search.h. */
#include "config.h"

#include "query/search.h"

#include <time.h>

#include "query/counts.h"
#include "query/hits.h"
#include "query/matches.h"
#include "query/qparse.h"
#include "query/recency.h"
#include "query/works.h"

/* What most_postings does not bound, but takes time as well: hits, and bytes of a query. */
#define QUICK_HITS 50
#define QUICK_QUERY 512

#define MAX_RETRIES 10

int search_retry(struct store *s, search_step *fn, void *arg, struct err *err)
{
	struct err local;
	if (!err)
		err = &local;
	for (int i = 0;; i++) {
		err->code = ERR_NONE;
		if (fn(arg, err) == 0)
			return 0;
		if (err->code != ERR_MODIFIED || i == MAX_RETRIES)
			return -1;
		if (store_reopen(s, NULL, err) < 0)
			return -1;
	}
}

/* Deep in a list of hits nobody looks for twins. */
static bool shows_works(const struct search_params *p)
{
	return p->collapse == COLLAPSE_NEAR && p->limit && p->offset < TWINS_MAX;
}

static int search_once(void *arg, struct err *err)
{
	struct search *s = arg;
	const struct search_params *p = s->params;
	struct plan plan;
	state_start_over(s, err);
	s->widen.respell = p->feedback && s->widen.spelling;	/* in the one plan that there is */
	if (plan_make(s->query, state_first_match(p), &s->widen, s->store, s->analyzer, s->arena, &plan, err) < 0)
		return -1;
	if (!plan.nothing && p->feedback && matches_add_feedback(s, &plan) < 0)
		return -1;
	if (!plan.nothing && (shows_works(p) ? works_find(s, &plan, err) : matches_find(s, &plan)) < 0)
		return -1;
	if (counts_facets(s, plan.nothing ? &plan : s->plan) < 0 ||
	    counts_undated(s, s->result->widened.any ? MATCH_AUTO : state_first_match(p)) < 0)
		return -1;
	if (plan.nothing) {
		s->result->expansions = plan.expansions;
		return 0;
	}
	counts_total(s);
	return hits_fill(s, s->plan);
}

/* Are there words and phrases only, and operators that join them?  What stands for other words (prefixes,
 * exact forms) is found in the vocabulary, before any search. */
static bool is_simple(const struct query *q)
{
	if (q->op != QUERY_WORD && q->op != QUERY_WORDS && q->op != QUERY_AND && q->op != QUERY_OR &&
	    (q->op != QUERY_PHRASE || str_chr(q->text, '=') >= 0))
		return false;
	for (size_t i = 0; i < q->n_children; i++)
		if (!is_simple(q->children[i]))
			return false;
	return q->field == FIELD_NONE;
}

int search_run(struct store *s, struct analyzer *an, const struct search_params *p, struct arena *a,
	       struct search_result *out_r, struct err *err)
{
	struct query *q;
	*out_r = (struct search_result){ 0 };
	if (qparse(p->query, p->plain, a, &q, err) < 0)
		return -1;
	if (p->most_postings && (p->feedback || p->n_facets || p->snippets || p->explain || p->limit > QUICK_HITS || p->query.n > QUICK_QUERY || (q && !is_simple(q))))
		return err_set(err, ERR_BUSY, "a longer search");
	if (p->recency && (p->sort != SORT_RELEVANCE || state_collapse_slot(p->collapse) != STORE_NO_SLOT))
		return err_set(err, ERR_INVALID, "recency= is for sort=relevance, with collapse=near or none");
	struct search search = { .store = s, .analyzer = an, .params = p, .query = q, .arena = a, .result = out_r };
	if (p->recency)
		search.until = recency_until(q, (int32_t)(time(NULL) / 86400));
	return search_retry(s, search_once, &search, err);
}

int search_plan(struct store *s, struct analyzer *an, struct plan *plan, const struct search_source *source,
		const struct search_params *p, struct arena *a, struct search_result *out_r, struct err *err)
{
	struct search search = { .store = s, .analyzer = an, .params = p, .arena = a, .result = out_r, .source = source };
	state_start_over(&search, err);
	if (plan->nothing) {
		works_set_versions_apart(&search);
		return 0;
	}
	if (works_find(&search, plan, err) < 0)
		return -1;
	counts_total(&search);
	return source->versions_only ? 0 : hits_fill(&search, search.plan);
}

/* ---- EXPLAIN ---- */

struct explanation {
	struct store *store;
	struct analyzer *analyzer;
	const struct search_params *params;
	const struct query *query;
	struct arena *arena;
	struct search_explanation *out;
};

static int explain_once(void *arg, struct err *err)
{
	struct explanation *e = arg;
	struct widening widen = e->params->widen;
	widen.respell = widen.spelling;		/* as if too little was found */
	if (plan_make(e->query, state_first_match(e->params), &widen, e->store, e->analyzer, e->arena, &e->out->plan, err) < 0)
		return -1;
	if (e->params->feedback && !e->out->plan.nothing) {
		struct search_result found;
		struct search s = { .store = e->store, .analyzer = e->analyzer, .params = e->params, .query = e->query,
				    .arena = e->arena, .result = &found };
		state_start_over(&s, err);
		if (matches_add_feedback(&s, &e->out->plan) < 0)
			return -1;
	}
	e->out->planned = e->out->plan.explain;
	return 0;
}

int search_explain(struct store *s, struct analyzer *an, const struct search_params *p, struct arena *a,
		   struct search_explanation *out_r, struct err *err)
{
	struct query *q;
	struct buf parsed = BUF_INIT;
	*out_r = (struct search_explanation){ 0 };
	if (qparse(p->query, p->plain, a, &q, err) < 0)
		return -1;
	if (q)
		query_format(q, &parsed);
	out_r->parsed = arena_str(a, buf_str(&parsed));
	buf_fini(&parsed);
	struct explanation e = { s, an, p, q, a, out_r };
	return search_retry(s, explain_once, &e, err);
}
