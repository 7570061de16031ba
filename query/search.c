/* Running a search: parse, plan, match, fill the hits; see search.h. */
#include "config.h"

#include "query/search.h"

#include <stdlib.h>
#include <time.h>

#include "common/unit.h"
#include "index/schema.h"
#include "index/stored.h"
#include "query/feedback.h"
#include "query/closeness.h"
#include "query/qparse.h"
#include "query/recency.h"
#include "query/topk.h"
#include "query/twins.h"

/* What most_postings does not bound, but takes time as well: hits, and bytes of query and title. */
#define QUICK_HITS 50
#define QUICK_QUERY 512
#define QUICK_TITLE 1024
#define CLOSENESS_WORK 64	/* postings that could be read while the places of a word in a document are found */

#define MAX_RETRIES 10
#define MOST_PARTS 3		/* all of the words; with others for those that are unknown; any of them */
#define LEAST_CHECKED 100	/* matches looked at for the total in any case */

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

/* ---- One request ---- */

struct search {
	struct store *store;
	struct analyzer *analyzer;
	const struct search_params *params;
	const struct query *query;
	struct arena *arena;
	struct err *err;
	struct aids aids;		/* that hold for what the store reads */
	struct plan_memo memo;
	struct widening widen;		/* of the params, with the memo */
	struct plan *plan;		/* the widest that was searched for */
	struct search_result *result;
	uint32_t offset, limit;		/* of the matches that are looked for */
	struct store_hit *hits;		/* of all parts, in order */
	size_t n_hits;
	const struct store_hit *likely;	/* the best documents without feedback */
	size_t n_likely;
	struct doc *docs;		/* COLLAPSE_NEAR: fields of the first hits, as far as they were grouped */
	struct twins_group *groups;
	size_t n_docs, n_groups;
	docid_t *matches;		/* all of them, rising, if there are facets */
	size_t n_matches;
	uint64_t lower, estimated, upper;	/* matches */
	struct scored {			/* by what the hits were found, step by step */
		const struct store_node *nodes;
		size_t n;
	} scored[MOST_PARTS];
	size_t n_scored;
	struct accountant *accountant;	/* NULL: nothing is explained */
	const struct search_source *source;	/* NULL: of a query */
	int32_t until;			/* day from which ages count */
	bool failed;			/* a date could not be read: err says why */
};

static uint32_t sort_slot(enum sort sort)
{
	switch (sort) {
	case SORT_DATE: case SORT_DATE_ASC: return SLOT_DATE_FROM;
	case SORT_TITLE: return SLOT_TITLE_KEY;
	default: return STORE_NO_SLOT;
	}
}

static uint32_t collapse_slot(enum collapse collapse)
{
	switch (collapse) {
	case COLLAPSE_CONTENT: return SLOT_CONTENT;
	case COLLAPSE_SOURCE: return SLOT_SOURCE;
	case COLLAPSE_TITLE: return SLOT_TITLE_KEY;
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

static bool read_card(struct search *s, docid_t doc, struct doc *out);

static double factor_of_age(void *arg, docid_t doc)
{
	struct search *s = arg;
	struct doc card;
	struct date_range date;
	struct str value = STR_NONE;
	if (read_card(s, doc, &card)) {
		if (date_parse(card.date, &date))
			value = str_of(date.from);
	} else if (store_value(s->store, doc, SLOT_DATE_FROM, s->arena, &value, s->err) < 0) {
		s->failed = true;
	}
	return recency_factor(value, s->until, s->params->recency);
}

static void give_up(struct search *s, const struct err *why)
{
	aids_give_up(s->params->aids, why);
	s->aids = (struct aids){ .given_up = true };
}

/* By impacts where they serve, else by the store. */
static int find_hits(struct search *s, const struct store_search *q, struct store_result *r)
{
	struct impacts *im = s->aids.impacts;
	uint64_t most = s->params->most_postings;
	struct err why;
	int rc = im ? topk_search(im, s->aids.positions, q, most, s->arena, r, &why) : 0;
	if (rc < 0)
		give_up(s, &why);
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
		give_up(s, &why);
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
		.collapse_slot = collapse_slot(p->collapse), .collect = p->n_facets > 0,
		.factor = p->recency ? factor_of_age : NULL, .factor_arg = s, .deadline_us = p->deadline_us,
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

/* ---- Hits ---- */

static bool read_card(struct search *s, docid_t doc, struct doc *out)
{
	struct err why;
	if (!s->aids.cards)
		return false;
	if (cards_get(s->aids.cards, doc, s->arena, out, &why) == 0)
		return true;
	give_up(s, &why);
	return false;
}

static int read_stored(struct search *s, docid_t doc, struct arena *scratch, struct stored *stored)
{
	struct str data;
	if (store_hit_data(s->store, doc, scratch, &data, s->err) < 0)
		return -1;
	return stored_of(s->store, doc, data, scratch, stored, s->err);
}

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
	double factor = s->params->recency ? factor_of_age(s, from->doc) : 1;
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
	bool have = known || read_card(s, from->doc, &hit->doc);
	if ((s->params->snippets || s->accountant || !have) && read_stored(s, from->doc, scratch, &stored) < 0)
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
static int fill_hits(struct search *s, struct plan *plan)
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
static int count_undated(struct search *s, enum match match)
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

static int count_facets(struct search *s, const struct plan *plan)
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

static void set_total(struct search *s)
{
	struct search_result *r = s->result;
	r->relation = s->lower == s->upper ? TOTAL_EXACT : r->timed_out ? TOTAL_AT_LEAST : TOTAL_ESTIMATE;
	r->total = r->relation == TOTAL_ESTIMATE ? s->estimated : s->lower;
}

/* ---- match=auto: all words, then more when they find too little ---- */

/* Values that hits of the first part collapsed to must not come again in the second.  *n_all: the
 * number of hits in the first part, a bound only when they collapse. */
static int exclude_collapsed(struct search *s, const struct store_node *nodes, size_t n_nodes,
			     struct store_node **out_r, size_t *n_r, uint64_t *n_all)
{
	uint32_t slot = collapse_slot(s->params->collapse), n_values = 0;
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

static void start_over(struct search *s, struct err *err)
{
	s->err = err;
	s->aids = aids_now(s->params->aids, s->store);
	s->memo = (struct plan_memo){ 0 };
	s->widen = s->params->widen;
	s->widen.memo = &s->memo;
	s->hits = NULL;
	s->n_hits = s->n_docs = s->n_groups = s->n_scored = s->n_matches = 0;
	s->offset = s->params->offset;
	s->limit = s->params->limit;
	s->lower = s->estimated = s->upper = 0;
	s->failed = false;
	*s->result = (struct search_result){ 0 };
}

static enum match first_match(const struct search_params *p)
{
	if (p->feedback)
		return p->match;
	return p->match == MATCH_ANY ? MATCH_ANY : MATCH_ALL;
}

/* Too little is less than one page; the number does not depend on which page is asked for.  A word is worth a guess
 * also where there is no page, when nothing is found.  Guesses come before any of the words: these find enough by the words
 * that are known, and what was meant would be lost among it. */
static int find_matches(struct search *s, struct plan *plan)
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
static int add_feedback(struct search *s, struct plan *plan)
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

/* ---- The same work once ---- */

/* Fields of the first hits, for grouping. */
static int read_docs(struct search *s)
{
	struct arena scratch = ARENA_INIT;
	struct stored stored;
	int rc = 0;
	size_t n = s->n_hits < TWINS_MAX ? s->n_hits : TWINS_MAX;
	s->docs = arena_array(s->arena, n, sizeof(*s->docs));
	for (size_t i = 0; i < n && rc == 0; i++) {
		struct doc *d = &s->docs[i];
		if (read_card(s, s->hits[i].doc, d))
			continue;
		arena_reset(&scratch);
		rc = read_stored(s, s->hits[i].doc, &scratch, &stored) < 0 || stored_fields(&stored, s->arena, d, s->err) < 0 ? -1 : 0;
		d->sketch = rc == 0 ? arena_str(s->arena, d->sketch) : STR_NONE;
	}
	arena_fini(&scratch);
	s->n_docs = n;
	return rc;
}

/* ---- Versions of the document that others are to be like ---- */

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
static void set_versions_apart(struct search *s)
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
		set_versions_apart(s);
	if (s->params->collapse == COLLAPSE_NEAR) {
		twins_group(s->docs, s->n_docs, s->arena, &s->groups, &s->n_groups);
		return;
	}
	s->groups = arena_array(s->arena, s->n_docs, sizeof(*s->groups));
	for (s->n_groups = 0; s->n_groups < s->n_docs; s->n_groups++)
		s->groups[s->n_groups] = (struct twins_group){ .shown = s->n_groups };
}

/* Matches from the first one on, until a page is full of works. */
static int find_works(struct search *s, struct plan *plan, struct err *err)
{
	uint32_t want = s->params->offset + s->params->limit, limit = want;
	if (s->source)		/* itself is among them */
		limit = s->source->versions_only ? TWINS_MAX : want + 1;
	for (;;) {
		s->offset = 0;
		s->limit = limit;
		if (find_matches(s, plan) < 0 || read_docs(s) < 0)
			return -1;
		size_t found = s->n_hits;
		group_hits(s);
		size_t works = s->n_groups + s->n_hits - s->n_docs;
		if (works >= want || found < limit || limit >= TWINS_MAX)
			return 0;
		limit += 2 * (want - (uint32_t)works) + 10;
		limit = limit > TWINS_MAX ? TWINS_MAX : limit;
		start_over(s, err);
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
	start_over(s, err);
	s->widen.respell = p->feedback && s->widen.spelling;	/* in the one plan that there is */
	if (plan_make(s->query, first_match(p), &s->widen, s->store, s->analyzer, s->arena, &plan, err) < 0)
		return -1;
	if (!plan.nothing && p->feedback && add_feedback(s, &plan) < 0)
		return -1;
	if (!plan.nothing && (shows_works(p) ? find_works(s, &plan, err) : find_matches(s, &plan)) < 0)
		return -1;
	if (count_facets(s, plan.nothing ? &plan : s->plan) < 0 ||
	    count_undated(s, s->result->widened.any ? MATCH_AUTO : first_match(p)) < 0)
		return -1;
	if (plan.nothing) {
		s->result->expansions = plan.expansions;
		return 0;
	}
	set_total(s);
	return fill_hits(s, s->plan);
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
	if (p->recency && (p->sort != SORT_RELEVANCE || collapse_slot(p->collapse) != STORE_NO_SLOT))
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
	start_over(&search, err);
	if (plan->nothing) {
		set_versions_apart(&search);
		return 0;
	}
	if (find_works(&search, plan, err) < 0)
		return -1;
	set_total(&search);
	return source->versions_only ? 0 : fill_hits(&search, search.plan);
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
	if (plan_make(e->query, first_match(e->params), &widen, e->store, e->analyzer, e->arena, &e->out->plan, err) < 0)
		return -1;
	if (e->params->feedback && !e->out->plan.nothing) {
		struct search_result found;
		struct search s = { .store = e->store, .analyzer = e->analyzer, .params = e->params, .query = e->query,
				    .arena = e->arena, .result = &found };
		start_over(&s, err);
		if (add_feedback(&s, &e->out->plan) < 0)
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
