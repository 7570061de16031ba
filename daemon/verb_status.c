/* Verbs that show how things are: COLLECTIONS, STATUS, STATS. */
#include "config.h"

#include "daemon/verbs.h"

#include <time.h>
#include <unistd.h>

#include <jansson.h>

#include "common/json.h"
#include "common/unit.h"
#include "daemon/server.h"

static void time_field(struct job *j, struct reply_fields *f, const char *key, time_t t)
{
	char iso[32];
	if (t == 0)
		return;
	clock_iso(t, iso);
	field_str(&j->reply, f, key, arena_str(&j->arena, str_of(iso)));
}

/* ---- COLLECTIONS ---- */

static void state_fields(struct job *j, struct reply_fields *f, const struct conf_collection *cc,
			 const struct board_state *state)
{
	struct reply *r = &j->reply;
	field_str(r, f, "collection", str_of(cc->name));
	field_str(r, f, "state", !state->known ? STR("unknown") : state->ok ? STR("ok") : STR("unavailable"));
	field_text(r, f, "reason", arena_str(&j->arena, str_of(state->reason)));
	if (state->known && state->ok)
		field_int(r, f, "documents", (int64_t)state->documents);
}

void verb_collections(struct server *s, struct job *j)
{
	const struct conf *conf = j->conf->conf;
	reply_head(&j->reply);
	for (unsigned i = 0; i < conf->n_collections; i++) {
		const struct conf_collection *cc = &conf->collections[i];
		struct board_state state = board_get(s->board, cc->name, cc->index);
		state_fields(j, reply_row(&j->reply), cc, &state);
	}
}

/* ---- STATUS ---- */

static struct str schedule_text(struct arena *a, const struct schedule *s)
{
	unsigned long long n = s->every_s;
	switch (s->kind) {
	case SCHEDULE_EVERY:
		return n % 3600 == 0 ? arena_printf(a, "every %lluh", n / 3600) :
		       n % 60 == 0 ? arena_printf(a, "every %llum", n / 60) : arena_printf(a, "every %llus", n);
	case SCHEDULE_DAILY:
		return arena_printf(a, "daily %02u:%02u", s->hour, s->minute);
	case SCHEDULE_NEVER:
		break;
	}
	return STR("never");
}

/* The last line of a run is a JSON object when all went as it should, else a sentence. */
static void add_result(struct buf *b, const char *result)
{
	json_t *json = json_loads(result, 0, NULL);
	if (json)
		json_raw(b, str_of(result));
	else
		json_str(b, str_of(result));
	json_decref(json);
}

static struct str run_json(struct arena *a, const struct reindex_state *run)
{
	struct buf b = BUF_INIT;
	char iso[32];
	clock_iso(run->started, iso);
	json_open(&b, '{');
	json_key(&b, "started");
	json_str(&b, str_of(iso));
	json_key(&b, "seconds");
	json_int(&b, run->seconds);
	json_key(&b, "exit");
	json_int(&b, run->exit);
	json_key(&b, "result");
	add_result(&b, run->result);
	json_close(&b, '}');
	struct str s = arena_str(a, buf_str(&b));
	buf_fini(&b);
	return s;
}

static void reindex_fields(struct job *j, struct reply_fields *f, const struct conf_collection *cc,
			   const struct reindex_state *run)
{
	struct reply *r = &j->reply;
	field_str(r, f, "schedule", schedule_text(&j->arena, &cc->reindex));
	time_field(j, f, "next_run", run->running ? 0 : run->next);
	field_bool(r, f, "reindexing", run->running);
	if (run->running)
		field_int(r, f, "reindex_pid", run->pid);
	if (run->started)
		field_json(r, f, "last_reindex", run_json(&j->arena, run));
}

static void collection_row(struct server *s, struct job *j, const struct conf_collection *cc)
{
	struct board_state state = board_get(s->board, cc->name, cc->index);
	struct reindex_state run = reindex_state(s->reindex, cc->name);
	struct reply *r = &j->reply;
	struct reply_fields *f = reply_row(r);
	state_fields(j, f, cc, &state);
	if (state.known && state.ok) {
		time_t now = time(NULL);
		field_int(r, f, "generation", (int64_t)state.generation);
		field_int(r, f, "revision", (int64_t)state.revision);
		field_text(r, f, "built", arena_str(&j->arena, str_of(state.built)));
		field_int(r, f, "age_s", now > state.changed ? now - state.changed : 0);
	}
	reindex_fields(j, f, cc, &run);
}

static void daemon_row(struct server *s, struct job *j)
{
	struct workers_info w = workers_info(s->workers);
	struct reply *r = &j->reply;
	struct reply_fields *f = reply_row(r);
	field_str(r, f, "name", STR("karezd"));
	field_str(r, f, "version", STR(PACKAGE_VERSION));
	field_int(r, f, "uptime_s", (int64_t)((clock_us() - s->started_us) / 1000000));
	field_int(r, f, "pid", getpid());
	field_int(r, f, "connections", conns_count(s->conns));
	field_int(r, f, "workers", w.threads);
	field_int(r, f, "running", w.running);
	field_int(r, f, "queue", w.queued);
	if (s->conf->conf->path)
		field_str(r, f, "configuration", str_of(s->conf->conf->path));
	field_int(r, f, "reloads", (int64_t)stats_get(&s->stats, STAT_reloads));
}

void verb_status(struct server *s, struct job *j)
{
	const struct conf *conf = j->conf->conf;
	reply_head(&j->reply);
	daemon_row(s, j);
	for (unsigned i = 0; i < conf->n_collections; i++)
		collection_row(s, j, &conf->collections[i]);
}

/* ---- STATS ---- */

static void gauge(struct job *j, const char *name, uint64_t value)
{
	struct reply_fields *f = reply_row(&j->reply);
	field_str(&j->reply, f, "name", str_of(name));
	field_int(&j->reply, f, "value", (int64_t)value);
}

void verb_stats(struct server *s, struct job *j)
{
	struct workers_info w = workers_info(s->workers);
	struct cache_stats cache = cache_stats(s->answers);
	reply_head(&j->reply);
	gauge(j, "uptime_s", (clock_us() - s->started_us) / 1000000);
	gauge(j, "connections", conns_count(s->conns));
	gauge(j, "workers", w.threads);
	gauge(j, "running", w.running);
	gauge(j, "queue", w.queued);
	gauge(j, "queue_peak", w.queue_peak);
	gauge(j, "cache_hits", cache.hits);
	gauge(j, "cache_misses", cache.misses);
	gauge(j, "cache_entries", cache.entries);
	gauge(j, "cache_bytes", cache.bytes);
	stats_reply(&s->stats, &j->reply);
}
