/* What the parts of one search share; see search_state.h. */
#include "config.h"

#include "query/search_state.h"

#include "index/schema.h"
#include "query/recency.h"

enum match state_first_match(const struct search_params *p)
{
	if (p->feedback)
		return p->match;
	return p->match == MATCH_ANY ? MATCH_ANY : MATCH_ALL;
}

uint32_t state_collapse_slot(enum collapse collapse)
{
	switch (collapse) {
	case COLLAPSE_CONTENT: return SLOT_CONTENT;
	case COLLAPSE_SOURCE: return SLOT_SOURCE;
	case COLLAPSE_TITLE: return SLOT_TITLE_KEY;
	default: return STORE_NO_SLOT;
	}
}

void state_start_over(struct search *s, struct err *err)
{
	s->err = err;
	s->aids = aids_now(s->params->aids, s->store);
	s->widen = s->params->widen;
	s->hits = NULL;
	s->n_hits = s->n_docs = s->n_groups = s->n_scored = s->n_matches = 0;
	s->offset = s->params->offset;
	s->limit = s->params->limit;
	s->lower = s->estimated = s->upper = 0;
	s->failed = false;
	*s->result = (struct search_result){ 0 };
}

void state_give_up(struct search *s, const struct err *why)
{
	aids_give_up(s->params->aids, why);
	s->aids = (struct aids){ .given_up = true };
}

bool state_read_card(struct search *s, docid_t doc, struct doc *out)
{
	struct err why;
	if (!s->aids.cards)
		return false;
	if (cards_get(s->aids.cards, doc, s->arena, out, &why) == 0)
		return true;
	state_give_up(s, &why);
	return false;
}

int state_read_stored(struct search *s, docid_t doc, struct arena *scratch, struct stored *stored)
{
	struct str data;
	if (store_hit_data(s->store, doc, scratch, &data, s->err) < 0)
		return -1;
	return stored_of(s->store, doc, data, scratch, stored, s->err);
}

double state_age_factor(void *arg, docid_t doc)
{
	struct search *s = arg;
	struct doc card;
	struct date_range date;
	struct str value = STR_NONE;
	if (state_read_card(s, doc, &card)) {
		if (date_parse(card.date, &date))
			value = str_of(date.from);
	} else if (store_value(s->store, doc, SLOT_DATE_FROM, s->arena, &value, s->err) < 0) {
		s->failed = true;
	}
	return recency_factor(value, s->until, s->params->recency);
}
