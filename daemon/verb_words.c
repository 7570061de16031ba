/* SUGGEST, SPELL and ALIASES: words and names for what was typed. */
#include "config.h"

#include "daemon/verbs.h"

#include "common/unit.h"
#include "daemon/answer.h"
#include "query/evidence.h"
#include "query/search.h"
#include "query/spell.h"
#include "query/suggest.h"

struct words_step {
	struct view *view;
	struct job *job;
	struct suggestion *suggestions;
	struct spelling *words;
	struct evidence *evidence;
	size_t n;
	struct str corrected;
};

static int suggest_step(void *arg, struct err *err)
{
	struct words_step *s = arg;
	const struct request *r = &s->job->request;
	return suggest(s->view->store, s->view->analyzer, r->text, r->limit, &s->job->arena, &s->suggestions, &s->n,
		       err);
}

static int spell_step(void *arg, struct err *err)
{
	struct words_step *s = arg;
	const struct request *r = &s->job->request;
	return spell(s->view->store, s->view->analyzer, r->text, r->limit, &s->job->arena, &s->words, &s->n,
		     &s->corrected, err);
}

static int aliases_step(void *arg, struct err *err)
{
	struct words_step *s = arg;
	return evidence_find(s->view->store, s->view->analyzer, s->view->names, s->job->request.text, &s->job->arena,
			     &s->evidence, &s->n, err);
}

/* Runs fn on the newest state; the head of the reply is made. */
static bool run(struct collections *c, struct words_step *s, search_step *fn)
{
	struct err err;
	uint64_t began = clock_us();
	s->view = collections_view(c, s->job);
	if (!s->view)
		return false;
	int rc = search_retry(s->view->store, fn, s, &err);
	struct reply *r = &s->job->reply;
	if (rc == 0) {
		field_int(r, reply_head(r), "took_us", (int64_t)(clock_us() - began));
		rc = answer_revision(s->job, s->view, &err);
	}
	if (rc < 0) {
		view_doubt(s->view, &err);
		answer_error(s->job, &err);
	}
	return rc == 0;
}

void verb_suggest(struct collections *c, struct job *j)
{
	struct words_step s = { .job = j };
	if (!run(c, &s, suggest_step))
		return;
	for (size_t i = 0; i < s.n; i++) {
		const struct suggestion *x = &s.suggestions[i];
		struct reply_fields *f = reply_row(&j->reply);
		field_str(&j->reply, f, "text", x->text);
		if (x->documents)
			field_int(&j->reply, f, "documents", x->documents);
		field_str(&j->reply, f, "kind", x->is_title ? STR("title") : STR("word"));
	}
}

void verb_spell(struct collections *c, struct job *j)
{
	struct words_step s = { .job = j };
	if (!run(c, &s, spell_step))
		return;
	field_text(&j->reply, reply_head(&j->reply), "corrected", s.corrected);
	for (size_t i = 0; i < s.n; i++) {
		struct reply_fields *f = reply_row(&j->reply);
		field_str(&j->reply, f, "word", s.words[i].word);
		if (s.words[i].documents)
			field_int(&j->reply, f, "documents", s.words[i].documents);
		struct reply_fields *better = field_list(&j->reply, f, "better", VALUE_OBJECTS, s.words[i].n);
		for (size_t k = 0; k < s.words[i].n; k++) {
			field_str(&j->reply, &better[k], "text", s.words[i].better[k].text);
			field_int(&j->reply, &better[k], "documents", s.words[i].better[k].documents);
		}
	}
}

void verb_aliases(struct collections *c, struct job *j)
{
	struct words_step s = { .job = j };
	if (!run(c, &s, aliases_step))
		return;
	for (size_t i = 0; i < s.n; i++) {
		const struct evidence *e = &s.evidence[i];
		struct reply_fields *f = reply_row(&j->reply);
		field_str(&j->reply, f, "relation", e->relation);
		field_str(&j->reply, f, "name", e->name);
		if (e->file.n)
			field_str(&j->reply, f, "source", arena_printf(&j->arena, "%.*s:%u", STR_ARG(e->file), e->line));
		field_text(&j->reply, f, "note", e->note);
		if (e->documents)
			field_int(&j->reply, f, "documents", e->documents);
		field_text(&j->reply, f, "example", e->example);
	}
}
