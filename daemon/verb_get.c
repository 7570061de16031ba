/* GET: one document by its id, with what a query finds in it. */
#include "config.h"

#include "daemon/verbs.h"

#include "common/utf8.h"
#include "daemon/answer.h"
#include "daemon/nested.h"
#include "daemon/params.h"
#include "proto/page.h"
#include "query/fetch.h"

struct get_step {
	struct view *view;
	struct job *job;
	struct doc doc;
	size_t database;
};

static int step(void *arg, struct err *err)
{
	struct get_step *s = arg;
	return fetch(s->view->store, s->job->request.text, &s->job->arena, &s->doc, &s->database, err);
}

/* What the query's words are in the text, as a search would look for them when it finds too little. */
static int add_marks(struct get_step *s, struct err *err)
{
	struct job *j = s->job;
	struct search_params p;
	struct search_explanation query;
	struct str text = str_sub(s->doc.text, 0, utf8_floor(s->doc.text, PAGE_MAX_TEXT));
	struct span *marks;
	size_t n;
	params_fill(&p, j);
	p.query = j->request.marks;
	p.widen.names = s->view->names;
	if (search_explain(s->view->store, s->view->analyzer, &p, &j->arena, &query, err) < 0)
		return err->code == ERR_SYNTAX ? 0 : -1;	/* no query, no marks */
	if (snippet_mark_text(s->view->store, text, s->doc.lang, &query.plan, s->view->analyzer, &j->arena, &marks, &n, err) < 0)
		return -1;
	nested_marks(&j->reply, &j->reply.rows[0], "hl", marks, n);
	return 0;
}

void verb_get(struct collections *c, struct job *j)
{
	struct get_step s = { .view = collections_view(c, j), .job = j };
	struct err err;
	if (!s.view)
		return;
	if (search_retry(s.view->store, step, &s, &err) < 0 ||
	    answer_document(j, s.view, &s.doc, s.database, &err) < 0 ||
	    (j->request.marks.n && add_marks(&s, &err) < 0)) {
		view_doubt(s.view, &err);
		answer_error(j, &err);
	}
}
