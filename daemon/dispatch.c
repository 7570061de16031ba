/* From request to whoever answers it, and back; see dispatch.h. */
#include "config.h"

#include "daemon/dispatch.h"

#include "common/unit.h"
#include "daemon/server.h"
#include "daemon/verbs.h"
#include "daemon/wire.h"

static void submit(struct server *s, struct job *j);

/* ---- Answers ---- */

static void answer_with(struct server *s, struct job *j, struct str kept)
{
	job_answer_with(j, kept);
	j->started_us = j->arrived_us;
	verbs_note(&s->stats, j);
	conns_answer(s->conns, j);
}

/* Those who waited for an answer that is none for them ask anew; one of them is the first then. */
static void ask_again(struct server *s, struct job_list waiting)
{
	for (struct job *j; (j = job_list_pop(&waiting));)
		dispatch_request(s, j);
}

static void finish(struct server *s, struct job *j)
{
	if (j->flight && j->keep)
		cache_put(s->answers, flights_key(j), buf_str(&j->out));
	struct job_list waiting = flights_end(s->flights, j);
	for (struct job *w; j->keep && (w = job_list_pop(&waiting));)
		answer_with(s, w, buf_str(&j->out));
	job_make_own(j);
	conns_answer(s->conns, j);
	ask_again(s, waiting);
}

void dispatch_done(struct server *s, struct job_list jobs)
{
	for (struct job *j; (j = job_list_pop(&jobs));)
		finish(s, j);
}

void dispatch_drop(struct server *s, struct job_list jobs)
{
	for (struct job *j; (j = job_list_pop(&jobs));) {
		struct job_list waiting = flights_end(s->flights, j);
		stats_add(&s->stats, STAT_dropped, 1);
		job_give(&s->jobs, &j);
		ask_again(s, waiting);
	}
}

/* ---- Requests ---- */

static void submit(struct server *s, struct job *j)
{
	if (workers_submit(s->workers, j))
		return;
	struct job_list waiting = flights_end(s->flights, j);
	reply_error(&j->reply, WIRE_BUSY, "%u requests are waiting", s->conf->conf->queue);
	job_encode(j);
	conns_answer(s->conns, j);
	ask_again(s, waiting);
}

/* With a worker idle this thread takes only what is sooner done than handed over, and that only
 * when nothing else waits for it; more for a single client, which waits for nothing else, and with none idle what takes
 * a millisecond: the queue may be one behind slow searches. */
#define QUICK_POSTINGS 20000
#define QUICK_POSTINGS_ALONE 100000
#define QUICK_POSTINGS_BUSY 500000

/* The client that asked before asks again, and nothing is under way. */
static bool is_alone(struct server *s, const struct job *j, const struct workers_info *w)
{
	bool same = s->asked_last == j->conn;
	s->asked_last = j->conn;
	return same && w->running + w->queued == 0;
}

static uint64_t most_postings(struct server *s, const struct job *j)
{
	struct workers_info w = workers_info(s->workers);
	bool alone = is_alone(s, j, &w);
	if (w.running + w.queued >= w.threads)
		return QUICK_POSTINGS_BUSY;
	if (j->more || loop_has_more(s->loop))
		return 0;
	return alone ? QUICK_POSTINGS_ALONE : QUICK_POSTINGS;
}

static bool answer_quickly(struct server *s, struct view *v, struct job *j)
{
	uint64_t most = most_postings(s, j);
	if (most == 0)
		return false;
	j->started_us = clock_us();
	if (!verb_search_quick(s->own, v, j, most)) {
		j->started_us = 0;
		return false;
	}
	job_encode(j);
	verbs_note(&s->stats, j);
	return true;
}

static void answer_unchanged(struct server *s, struct job *j)
{
	j->started_us = j->arrived_us;
	job_encode(j);
	verbs_note(&s->stats, j);
	conns_answer(s->conns, j);
}

/* Known to the client, kept, or asked for by another already. */
static bool is_answered(struct server *s, struct job *j, struct str key)
{
	struct str kept;
	if (j->wire->is_unchanged && j->wire->is_unchanged(j, key))
		answer_unchanged(s, j);
	else if (cache_find(s->answers, key, &kept))
		answer_with(s, j, kept);
	else
		return flights_join(s->flights, key, j);
	return true;
}

void dispatch_request(struct server *s, struct job *j)
{
	bool is_search = j->request.verb == VERB_SEARCH || j->request.verb == VERB_COUNT;
	struct view *v = is_search ? collections_peek(s->own, j) : NULL;
	if (!v) {
		if (is_search && !s->stopping)	/* so that the next one is seen through */
			loop_timer_start(s->refresh, 0);
		submit(s, j);
		return;
	}
	struct buf key = BUF_INIT;
	j->state = j->request.cache ? view_state(v) : 0;
	if (j->state)
		verb_search_key(v, j, &key);
	if (!j->state || !is_answered(s, j, buf_str(&key))) {
		bool done = answer_quickly(s, v, j);
		if (j->state)
			flights_begin(s->flights, buf_str(&key), j);
		if (done)
			finish(s, j);
		else
			submit(s, j);
	}
	buf_fini(&key);
}
