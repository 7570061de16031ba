/* METRICS: what monitoring wants to know of the daemon, named after the rules of Prometheus.
 *
 * A row for each metric.  Labels are verbs, codes, wires and configured collections, so their number does not grow with use.
 */
#include "config.h"

#include "daemon/verbs.h"

#include <string.h>

#include "daemon/server.h"
#include "daemon/wire.h"

/* ---- Rows ---- */

/* A metric with n samples, to be filled. */
static struct reply_fields *metric(struct reply *r, struct str name, const char *type, const char *help, size_t n)
{
	struct reply_fields *f = reply_row(r);
	field_str(r, f, "name", name);
	field_str(r, f, "type", str_of(type));
	field_str(r, f, "help", str_of(help));
	return field_list(r, f, "samples", VALUE_OBJECTS, n);
}

static void single(struct reply *r, const char *name, const char *type, const char *help, uint64_t value)
{
	field_int(r, metric(r, str_of(name), type, help, 1), "value", (int64_t)value);
}

/* ---- The daemon ---- */

/* What a counter is called here where that is not karez_NAME_total: units come last. */
static struct str counter_name(struct arena *a, enum counter which)
{
	switch (which) {
	case STAT_connections_total: return STR("karez_connections_total");
	case STAT_bytes_in: return STR("karez_received_bytes_total");
	case STAT_bytes_out: return STR("karez_sent_bytes_total");
	default: return arena_printf(a, "karez_%s_total", stats_name(which));
	}
}

static void counters(const struct stats *s, struct reply *r)
{
	for (int i = 0; i < STAT_COUNT_; i++) {
		enum counter c = (enum counter)i;
		field_int(r, metric(r, counter_name(r->arena, c), "counter", stats_help(c), 1), "value", (int64_t)stats_get(s, c));
	}
	struct reply_fields *errors = metric(r, STR("karez_errors_total"), "counter", "errors that clients were told", WIRE_ERROR_COUNT_);
	for (int i = 0; i < WIRE_ERROR_COUNT_; i++) {
		field_str(r, &errors[i], "code", str_of(wire_error_name((enum wire_error)i)));
		field_int(r, &errors[i], "value", (int64_t)atomic_load_explicit(&s->errors[i], memory_order_relaxed));
	}
}

static void sizes(struct server *s, struct reply *r)
{
	static const struct wire *const wires[] = { &wire_line, &wire_redis, &wire_http };
	struct workers_info w = workers_info(s->workers);
	struct cache_stats cache = cache_stats(s->answers);
	struct reply_fields *f = metric(r, STR("karez_build_info"), "gauge", "1; the version is its label", 1);
	field_str(r, f, "version", STR(PACKAGE_VERSION));
	field_int(r, f, "value", 1);
	single(r, "karez_start_time_seconds", "gauge", "when the daemon was started, since 1970", (uint64_t)s->started);
	single(r, "karez_workers", "gauge", "searching threads", w.threads);
	single(r, "karez_workers_busy", "gauge", "searching threads that are at work", w.running);
	single(r, "karez_queue_length", "gauge", "requests that wait for a searching thread", w.queued);
	single(r, "karez_cache_hits_total", "counter", "requests that found a kept answer", cache.hits);
	single(r, "karez_cache_misses_total", "counter", "requests that found none", cache.misses);
	single(r, "karez_cache_entries", "gauge", "answers that are kept", cache.entries);
	single(r, "karez_cache_size_bytes", "gauge", "memory that kept answers take", cache.bytes);
	f = metric(r, STR("karez_connections"), "gauge", "connections that are open", sizeof(wires) / sizeof(*wires));
	for (size_t i = 0; i < sizeof(wires) / sizeof(*wires); i++) {
		field_str(r, &f[i], "wire", str_of(wires[i]->name));
		field_int(r, &f[i], "value", conns_speaking(s->conns, wires[i]));
	}
}

/* ---- Latencies ---- */

/* Bounds of buckets: powers of four of microseconds, from 64 to some seconds. */
#define FIRST_BOUND 6
#define LAST_BOUND 24
#define N_BOUNDS ((LAST_BOUND - FIRST_BOUND) / 2 + 1)
#define N_PARTS (N_BOUNDS + 3)		/* +Inf, sum, count */

static void part(struct reply *r, struct reply_fields *f, const char *name, const char *verb, struct str bound)
{
	field_str(r, f, "part", str_of(name));
	field_str(r, f, "verb", str_of(verb));
	field_text(r, f, "le", bound);
}

static void latency(const struct histogram *h, const char *verb, struct reply *r, struct reply_fields *f)
{
	for (unsigned b = FIRST_BOUND; b <= LAST_BOUND; b += 2, f++) {
		uint64_t us = UINT64_C(1) << b;
		part(r, f, "bucket", verb, arena_printf(r->arena, "%.6f", (double)us / 1e6));
		field_int(r, f, "value", (int64_t)histogram_below(h, us));
	}
	const int64_t n = (int64_t)histogram_count(h);	/* once: others go on counting */
	part(r, f, "bucket", verb, STR("+Inf"));
	field_int(r, f++, "value", n);
	part(r, f, "sum", verb, STR_NONE);
	field_double(r, f++, "value", (double)histogram_sum(h) / 1e6);
	part(r, f, "count", verb, STR_NONE);
	field_int(r, f, "value", n);
}

static void latencies(const struct stats *s, struct reply *r)
{
	size_t n = 0;
	for (int v = 0; v < VERB_COUNT_; v++)
		n += !verbs_on_loop((enum verb)v);
	struct reply_fields *f = metric(r, STR("karez_request_duration_seconds"), "histogram",
					"from the arrival of a request that needs an index to its answer", n * N_PARTS);
	for (int v = 0; v < VERB_COUNT_; v++) {
		if (verbs_on_loop((enum verb)v))
			continue;
		latency(&s->latency[v], verb_name((enum verb)v), r, f);
		f += N_PARTS;
	}
}

/* ---- Collections ---- */

static int64_t is_up(const struct board_state *b) { return b->known && b->ok; }
static int64_t documents_of(const struct board_state *b) { return (int64_t)b->documents; }
static int64_t generation_of(const struct board_state *b) { return (int64_t)b->generation; }
static int64_t revision_of(const struct board_state *b) { return (int64_t)b->revision; }
static int64_t changed_of(const struct board_state *b) { return (int64_t)b->changed; }

static void collections(struct server *s, const struct conf *conf, struct reply *r)
{
	static const struct {
		const char *name, *help;
		int64_t (*value)(const struct board_state *b);
	} rows[] = {
		{ "karez_collection_up", "1: it can be searched; 0: it cannot, STATUS says why", is_up },
		{ "karez_collection_documents", "documents in it", documents_of },
		{ "karez_collection_generation", "it was rebuilt so many times", generation_of },
		{ "karez_collection_revision", "this generation was changed so many times", revision_of },
		{ "karez_collection_changed_timestamp_seconds", "when its index was last changed, since 1970", changed_of },
	};
	for (size_t k = 0; k < sizeof(rows) / sizeof(*rows); k++) {
		struct reply_fields *f = metric(r, str_of(rows[k].name), "gauge", rows[k].help, conf->n_collections);
		for (unsigned i = 0; i < conf->n_collections; i++) {
			const struct conf_collection *c = &conf->collections[i];
			struct board_state state = board_get(s->board, c->name, c->index);
			field_str(r, &f[i], "collection", str_of(c->name));
			field_int(r, &f[i], "value", rows[k].value(&state));
		}
	}
}

void verb_metrics(struct server *s, struct job *j)
{
	reply_head(&j->reply);
	sizes(s, &j->reply);
	counters(&s->stats, &j->reply);
	latencies(&s->stats, &j->reply);
	collections(s, j->conf->conf, &j->reply);
}
