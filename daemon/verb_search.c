/* SEARCH and COUNT: request to search, result to reply, with kept answers in between. */
#include "config.h"

#include "daemon/verbs.h"

#include "common/unit.h"
#include "daemon/answer.h"
#include "daemon/params.h"

/* All that the answer depends on; see cache.h.  The first byte is for the form of the reply. */
static int cache_key(const struct view *v, struct job *j, struct buf *key, struct err *err)
{
	const struct request *r = &j->request;
	struct str revisions;
	if (view_revisions(v, &j->arena, &revisions, err) < 0)
		return -1;
	buf_putc(key, 'L');
	buf_addstr(key, v->key);
	buf_printf(key, "%llx/%.*s/%d %u %u %u %d %d %d %d %d", (unsigned long long)v->open,
		   STR_ARG(revisions), (int)r->verb, r->limit, r->offset,
		   r->snippets, (int)r->match, r->plain, r->exact_total, (int)r->sort, (int)r->collapse);
	for (unsigned i = 0; i < r->n_facets; i++)
		buf_printf(key, " f%.*s", STR_ARG(r->facets[i]));
	for (unsigned i = 0; i < r->n_fields; i++)
		buf_printf(key, " k%.*s", STR_ARG(r->fields[i]));
	buf_printf(key, " : %.*s", STR_ARG(str_trim(r->text)));
	return 0;
}

static int run(struct collections *c, struct view *v, struct job *j, uint64_t began, struct err *err)
{
	struct search_params p;
	struct search_result res = { .n_hits = 0 };
	params_fill(&p, j);
	p.aids = &v->aids;
	if (search_run(v->store, v->analyzer, &p, &j->arena, &res, err) < 0)
		return -1;
	if (res.timed_out)
		stats_add(collections_stats(c), STAT_partial, 1);
	/* What was found in time depends on more than the request. */
	j->request.cache &= !res.timed_out;
	return answer_hits(j, v, &res, clock_us() - began, err);
}

/* Into the cache without the tag, and from there to this request. */
static void keep(struct collections *c, struct view *v, struct job *j)
{
	struct str tag = j->request.tag;
	struct buf key = BUF_INIT;
	j->request.tag = STR_NONE;
	job_encode(j);
	j->request.tag = tag;
	/* The search may have moved on to a newer revision: the key says which one answered. */
	if (j->reply.kind == REPLY_ROWS && cache_key(v, j, &key, NULL) == 0)
		cache_put(collections_cache(c), buf_str(&key), buf_str(&j->out));
	j->encoded = tag.n == 0;
	buf_fini(&key);
}

void verb_search(struct collections *c, struct job *j)
{
	struct view *v = collections_view(c, j);
	struct buf key = BUF_INIT, kept = BUF_INIT;
	struct err err;
	uint64_t began = clock_us();
	if (!v)
		return;
	bool cache = j->request.cache;
	if (cache && cache_key(v, j, &key, &err) == 0 && cache_get(collections_cache(c), buf_str(&key), &kept)) {
		answer_again(buf_str(&kept), j->request.tag, clock_us() - began, &j->out);
		j->encoded = true;
	} else if (run(c, v, j, began, &err) < 0) {
		collections_doubt(v, &err);
		answer_error(j, &err);
	} else if (j->request.cache) {
		keep(c, v, j);
	}
	buf_fini(&key);
	buf_fini(&kept);
}
