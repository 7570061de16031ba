/* SIMILAR and VERSIONS: documents like the one with an id, and those that say the same. */
#include "config.h"

#include "daemon/verbs.h"

#include "common/unit.h"
#include "daemon/answer.h"
#include "daemon/params.h"
#include "query/similar.h"

struct similar_step {
	struct view *view;
	struct job *job;
	struct search_params params;
	struct search_result result;
};

static int step(void *arg, struct err *err)
{
	struct similar_step *s = arg;
	s->result = (struct search_result){ .n_hits = 0 };
	bool all = s->job->request.verb == VERB_VERSIONS;
	return (all ? versions : similar)(s->view->store, s->view->analyzer, s->job->request.text, &s->params, &s->job->arena,
		       &s->result, err);
}

void verb_similar(struct collections *c, struct job *j)
{
	struct similar_step s = { .view = collections_view(c, j), .job = j };
	struct err err;
	uint64_t began = clock_us();
	if (!s.view)
		return;
	params_fill(&s.params, j);
	s.params.aids = &s.view->aids;
	if (search_retry(s.view->store, step, &s, &err) < 0 ||
	    (j->request.verb == VERB_VERSIONS ? answer_versions(j, s.view, &s.result, clock_us() - began, &err)
					       : answer_hits(j, s.view, &s.result, clock_us() - began, &err)) < 0) {
		view_doubt(s.view, &err);
		answer_error(j, &err);
		return;
	}
	if (s.result.timed_out)
		stats_add(collections_stats(c), STAT_partial, 1);
}
