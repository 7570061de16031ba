/* Dispatch of verbs, with what all of them share: deadline, latency, slow-query log; see verbs.h. */
#include "config.h"

#include "daemon/verbs.h"

#include "common/log.h"
#include "common/unit.h"
#include "daemon/snapshot.h"

static const struct {
	void (*on_loop)(struct server *s, struct job *j);
	void (*on_worker)(struct collections *c, struct job *j);
} verbs[VERB_COUNT_] = {
	[VERB_SEARCH]      = { .on_worker = verb_search },
	[VERB_COUNT]       = { .on_worker = verb_search },
	[VERB_SUGGEST]     = { .on_worker = verb_suggest },
	[VERB_SPELL]       = { .on_worker = verb_spell },
	[VERB_ALIASES]     = { .on_worker = verb_aliases },
	[VERB_SIMILAR]     = { .on_worker = verb_similar },
	[VERB_VERSIONS]    = { .on_worker = verb_similar },
	[VERB_GET]         = { .on_worker = verb_get },
	[VERB_EXPLAIN]     = { .on_worker = verb_explain },
	[VERB_ANALYZE]     = { .on_worker = verb_analyze },
	[VERB_COLLECTIONS] = { .on_loop = verb_collections },
	[VERB_STATUS]      = { .on_loop = verb_status },
	[VERB_STATS]       = { .on_loop = verb_stats },
	[VERB_METRICS]     = { .on_loop = verb_metrics },
	[VERB_AUTH]        = { .on_loop = verb_auth },
	[VERB_PING]        = { .on_loop = verb_ping },
	[VERB_HELLO]       = { .on_loop = verb_hello },
	[VERB_REINDEX]     = { .on_loop = verb_reindex },
	[VERB_RELOAD]      = { .on_loop = verb_reload },
	[VERB_QUIT]        = { .on_loop = verb_quit },
	[VERB_HELP]        = { .on_loop = verb_show_help },
};

bool verbs_on_loop(enum verb v)
{
	return verbs[v].on_loop != NULL;
}

void verbs_answer(struct server *s, struct job *j)
{
	verbs[j->request.verb].on_loop(s, j);
	job_encode(j);
}

static void note_slow(struct stats *stats, const struct job *j, uint64_t total_us)
{
	uint64_t limit_ms = j->conf->conf->slow_query_ms;
	char text[256];
	if (limit_ms == 0 || total_us < limit_ms * 1000)
		return;
	stats_add(stats, STAT_slow, 1);
	log_warn("slow_query", "conn=%llu verb=%s us=%llu queued_us=%llu text=%s", (unsigned long long)j->conn,
		 verb_name(j->request.verb), (unsigned long long)total_us,
		 (unsigned long long)(j->started_us - j->arrived_us),
		 log_quote(text, sizeof(text), j->request.text));
}

void verbs_note(struct stats *stats, const struct job *j)
{
	uint64_t total = clock_us() - j->arrived_us;
	histogram_add(&stats->latency[j->request.verb], total);
	stats_add(stats, STAT_queries, 1);
	note_slow(stats, j, total);
}

void verbs_work(struct collections *c, struct job *j)
{
	struct stats *stats = collections_stats(c);
	if (j->started_us >= j->deadline_us)
		reply_error(&j->reply, WIRE_TIMEOUT, "waited %llu ms for a worker",
			    (unsigned long long)((j->started_us - j->arrived_us) / 1000));
	else
		verbs[j->request.verb].on_worker(c, j);
	job_encode(j);
	verbs_note(stats, j);
}
