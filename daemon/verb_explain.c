/* EXPLAIN and ANALYZE: what a query and a text become. */
#include "config.h"

#include "daemon/verbs.h"

#include "daemon/answer.h"
#include "daemon/params.h"

struct explain_step {
	struct view *view;
	struct job *job;
	struct search_params params;
	struct search_explanation explanation;
};

static int step(void *arg, struct err *err)
{
	struct explain_step *s = arg;
	return search_explain(s->view->store, s->view->analyzer, &s->params, &s->job->arena, &s->explanation, err);
}

/* What was added to the words typed, a row each; weight 0: it is only offered. */
static void expansion_rows(struct job *j, const struct expansions *l)
{
	for (size_t i = 0; i < l->n; i++) {
		const struct expansion *e = &l->list[i];
		struct reply_fields *f = reply_row(&j->reply);
		field_str(&j->reply, f, "expanded", e->from);
		field_str(&j->reply, f, "to", e->to);
		field_str(&j->reply, f, "kind", str_of(expansion_kind_name(e->kind)));
		field_double(&j->reply, f, "weight", e->weight);
	}
}

void verb_explain(struct collections *c, struct job *j)
{
	struct explain_step s = { .view = collections_view(c, j), .job = j };
	struct err err;
	if (!s.view)
		return;
	params_fill(&s.params, j);
	s.params.widen.names = s.view->names;
	if (search_retry(s.view->store, step, &s, &err) < 0 || answer_revision(j, s.view, &err) < 0) {
		view_doubt(s.view, &err);
		answer_error(j, &err);
		return;
	}
	field_str(&j->reply, reply_row(&j->reply), "parsed", s.explanation.parsed);
	field_str(&j->reply, reply_row(&j->reply), "planned", s.explanation.planned);
	expansion_rows(j, &s.explanation.plan.expansions);
}

void verb_analyze(struct collections *c, struct job *j)
{
	struct view *v = collections_view(c, j);
	struct words words;
	struct word w;
	if (!v)
		return;
	reply_head(&j->reply);
	words_begin(&words, v->analyzer, j->request.text, STR_NONE, 1);
	while (words_next(&words, &w)) {
		struct reply_fields *f = reply_row(&j->reply);
		field_str(&j->reply, f, "word", str_sub(j->request.text, w.start, w.end));
		field_int(&j->reply, f, "start", (int64_t)w.start);
		field_int(&j->reply, f, "end", (int64_t)w.end);
		field_int(&j->reply, f, "position", w.position);
		field_str(&j->reply, f, "stem", arena_str(&j->arena, w.stem));
		field_str(&j->reply, f, "exact", arena_str(&j->arena, w.exact));
		field_text(&j->reply, f, "joined", arena_str(&j->arena, w.joined));
	}
}
