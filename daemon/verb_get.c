/* GET: one document by its id. */
#include "config.h"

#include "daemon/verbs.h"

#include "daemon/answer.h"
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

void verb_get(struct collections *c, struct job *j)
{
	struct get_step s = { .view = collections_view(c, j), .job = j };
	struct err err;
	if (!s.view)
		return;
	if (search_retry(s.view->store, step, &s, &err) < 0 ||
	    answer_document(j, s.view, &s.doc, s.database, &err) < 0) {
		collections_doubt(s.view, &err);
		answer_error(j, &err);
	}
}
