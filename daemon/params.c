/* Request to search parameters; see params.h. */
#include "config.h"

#include "daemon/params.h"

_Static_assert(REQUEST_MAX_FACETS <= FACETS_MAX, "every facet of a request can be counted");

static const enum match matches[] = {
	[REQUEST_MATCH_AUTO] = MATCH_AUTO, [REQUEST_MATCH_ALL] = MATCH_ALL, [REQUEST_MATCH_ANY] = MATCH_ANY,
};
static const enum sort sorts[] = {
	[REQUEST_SORT_RELEVANCE] = SORT_RELEVANCE, [REQUEST_SORT_DATE] = SORT_DATE,
	[REQUEST_SORT_DATE_ASC] = SORT_DATE_ASC, [REQUEST_SORT_TITLE] = SORT_TITLE,
};
static const enum collapse collapses[] = {
	[REQUEST_COLLAPSE_NEAR] = COLLAPSE_NEAR, [REQUEST_COLLAPSE_NONE] = COLLAPSE_NONE,
	 [REQUEST_COLLAPSE_CONTENT] = COLLAPSE_CONTENT,
	[REQUEST_COLLAPSE_SOURCE] = COLLAPSE_SOURCE, [REQUEST_COLLAPSE_TITLE] = COLLAPSE_TITLE,
};

void params_fill(struct search_params *p, const struct job *j)
{
	const struct request *r = &j->request;
	bool count = r->verb == VERB_COUNT;
	*p = (struct search_params){
		.query = r->text,
		.plain = r->plain,
		.feedback = r->expand && !r->strict,
		.match = r->strict && r->match == REQUEST_MATCH_AUTO ? MATCH_ALL : matches[r->match],
		.widen = { .aliases = r->aliases && !r->strict, .translit = r->translit && !r->strict,
			   .spelling = r->spelling && !r->strict && r->match == REQUEST_MATCH_AUTO,
			   .alone = r->alone, .n_alone = r->n_alone },
		.offset = r->offset,
		.limit = count ? 0 : r->limit,
		.bare_titles = !request_wants(r, "title_hl"),
		.snippets = count ? 0 : r->snippets,
		.n_facets = r->n_facets,
		.facet_values = r->values,
		.sort = sorts[r->sort],
		.recency = r->recency_days,
		.collapse = collapses[r->collapse],
		.exact_total = r->exact_total,
		.explain = r->explain,
		.deadline_us = j->deadline_us,
	};
	for (unsigned i = 0; i < r->n_facets; i++)
		p->facets[i] = r->facets[i];
}
