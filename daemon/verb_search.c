/* SEARCH and COUNT: request to search, result to reply. */
#include "config.h"

#include "daemon/verbs.h"

#include <time.h>

#include "common/unit.h"
#include "daemon/answer.h"
#include "daemon/params.h"
#include "query/spell.h"
#include "daemon/wire.h"

/* ---- What may be meant, where nothing is found ---- */

struct advice {
	struct view *view;
	struct job *job;
	struct str corrected;
};

static int spell_step(void *arg, struct err *err)
{
	struct advice *s = arg;
	struct spelling *words;
	size_t n;
	return spell(s->view->store, s->view->analyzer, s->job->request.advise, 1, &s->job->arena, &words, &n, &s->corrected, err);
}

static int add_advice(struct view *v, struct job *j, struct err *err)
{
	struct advice s = { .view = v, .job = j };
	if (search_retry(v->store, spell_step, &s, err) < 0)
		return -1;
	field_text(&j->reply, reply_head(&j->reply), "corrected", s.corrected);
	return 0;
}

static int run(struct collections *c, struct view *v, struct job *j, uint64_t most_postings, struct err *err)
{
	struct search_params p;
	struct search_result res = { .n_hits = 0 };
	uint64_t began = clock_us();
	params_fill(&p, j);
	p.aids = &v->aids;
	p.widen.names = v->names;
	p.lore = collections_lore(c);
	p.most_postings = most_postings;
	p.widen.in_haste = most_postings > 0;
	if (search_run(v->store, v->analyzer, &p, &j->arena, &res, err) < 0)
		return -1;
	if (res.timed_out)
		stats_add(collections_stats(c), STAT_partial, 1);
	bool advise = res.total == 0 && j->request.advise.n;
	if (advise && most_postings)
		return err_set(err, ERR_BUSY, "spelling takes longer");
	if (answer_hits(j, v, &res, clock_us() - began, err) < 0)
		return -1;
	if (advise && add_advice(v, j, err) < 0)
		return -1;
	/* What was found in time depends on more than the request; and to find it this thread may have moved on to a
	 * newer revision. */
	j->keep = j->state && !res.timed_out && j->state == view_state(v);
	return 0;
}

void verb_search(struct collections *c, struct job *j)
{
	struct view *v = collections_view(c, j);
	struct err err;
	if (!v)
		return;
	if (run(c, v, j, 0, &err) == 0)
		return;
	view_doubt(v, &err);
	answer_error(j, &err);
}

bool verb_search_quick(struct collections *c, struct view *v, struct job *j, uint64_t most_postings)
{
	struct err err;
	return run(c, v, j, most_postings, &err) == 0;
}

/* ---- What is asked, for kept answers ---- */

struct key_numbers {
	uint64_t state;
	uint32_t verb, limit, offset, snippets, match, plain, exact_total, sort, collapse, n_facets, n_fields, values, aliases, translit,
		 spelling, strict, expand, explain, recency, day;	/* an even number: nothing between them */
};

void verb_search_key(const struct view *v, const struct job *j, struct buf *key)
{
	const struct request *r = &j->request;
	const struct key_numbers n = {
		j->state, r->verb, r->limit, r->offset, r->snippets, r->match, r->plain, r->exact_total,
		r->sort, r->collapse, r->n_facets, r->n_fields, r->values, r->aliases, r->translit, r->spelling, r->strict, r->expand,
		r->explain, r->recency_days, r->recency_days ? (uint32_t)(time(NULL) / 86400) : 0,
	};
	buf_add(key, &n, sizeof(n));
	buf_add_counted(key, v->key);
	for (unsigned i = 0; i < r->n_facets; i++)
		buf_add_counted(key, r->facets[i]);
	for (unsigned i = 0; i < r->n_fields; i++)
		buf_add_counted(key, r->fields[i]);
	buf_add_counted(key, str_of(j->wire->name));
	if (j->wire->add_key)
		j->wire->add_key(j, key);
	buf_addstr(key, str_trim(r->text));
}
