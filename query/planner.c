/* What planning the words of a query shares; see planner.h. */
#include "config.h"

#include "query/planner.h"

#include "index/schema.h"

#define ANALYZED_MAX 64		/* texts kept: they are asked for when names are looked for, and again when they are planned */

const char *planner_prefix(enum query_field f)
{
	switch (f) {
	case FIELD_TITLE: return PREFIX_TITLE;
	case FIELD_AUTHOR: return PREFIX_AUTHOR;
	case FIELD_SOURCE: return PREFIX_SOURCE;
	default: return "";
	}
}

bool planner_is_unstemmed(enum query_field f)
{
	return f == FIELD_AUTHOR || f == FIELD_SOURCE;
}

const char *planner_vocabulary(enum query_field f)
{
	return planner_is_unstemmed(f) ? planner_prefix(f) : "";
}

struct query_token *planner_tokens(struct planner *p, struct str text, size_t *n_r)
{
	for (size_t i = 0; i < p->n_analyzed; i++)
		if (p->analyzed[i].text.p == text.p && p->analyzed[i].text.n == text.n) {
			*n_r = p->analyzed[i].n;
			return p->analyzed[i].tokens;
		}
	struct query_token *tokens;
	analyzer_query(p->analyzer, text, p->arena, &tokens, n_r);
	if (p->n_analyzed < ANALYZED_MAX) {
		p->analyzed = arena_grow(p->arena, p->analyzed, &p->analyzed_cap, p->n_analyzed + 1, sizeof(*p->analyzed));
		p->analyzed[p->n_analyzed++] = (struct analyzed){ text, tokens, *n_r };
	}
	return tokens;
}

uint32_t planner_frequency(struct planner *p, enum query_field f, struct str text)
{
	struct str term = schema_term(p->arena, planner_prefix(f), text);
	uint32_t documents = 0;
	if (recall_get_number(p->recall, RECALL_FREQUENCY, term, &documents))
		return documents;
	if (store_term_frequency(p->store, term, &documents, p->err) == 0)
		recall_put_number(p->recall, RECALL_FREQUENCY, term, documents);
	else
		p->failed = true;
	return documents;
}

bool planner_has_term(struct planner *p, enum query_field f, struct str text)
{
	return planner_frequency(p, f, text) > 0;
}

void planner_mark(struct planner *p, enum query_field f, struct plan_term term)
{
	if (p->muted || planner_is_unstemmed(f))
		return;
	term.title_only = f == FIELD_TITLE;
	p->terms = arena_grow(p->arena, p->terms, &p->terms_cap, p->n_terms + 1, sizeof(*p->terms));
	p->terms[p->n_terms++] = term;
}
