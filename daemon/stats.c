/* Reading the counters; see stats.h. */
#include "config.h"

#include "daemon/stats.h"

#include "common/arena.h"

static const struct {
	const char *name, *help;
} counters[] = {
#define STAT(name, help) { #name, help },
#include "daemon/stats.def"
#undef STAT
};

const char *stats_name(enum counter which)
{
	return counters[which].name;
}

const char *stats_help(enum counter which)
{
	return counters[which].help;
}

uint64_t stats_get(const struct stats *s, enum counter which)
{
	return atomic_load_explicit(&s->counters[which], memory_order_relaxed);
}

static void row(struct reply *r, struct str name, uint64_t value)
{
	struct reply_fields *f = reply_row(r);
	field_str(r, f, "name", name);
	field_int(r, f, "value", (int64_t)value);
}

static struct str lower(struct arena *a, const char *name)
{
	struct str s = arena_str(a, str_of(name));
	for (char *p = (char *)s.p; *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p + 32);
	return s;
}

static void latency_rows(const struct histogram *h, const char *verb, struct reply *r)
{
	static const struct { const char *name; double percent; } points[] = {
		{ "p50", 50 }, { "p90", 90 }, { "p99", 99 },
	};
	uint64_t count = histogram_count(h);
	if (count == 0)
		return;
	struct str name = lower(r->arena, verb);
	row(r, arena_printf(r->arena, "%.*s_count", STR_ARG(name)), count);
	for (size_t i = 0; i < sizeof(points) / sizeof(*points); i++)
		row(r, arena_printf(r->arena, "%.*s_us_%s", STR_ARG(name), points[i].name),
		    histogram_percentile(h, points[i].percent));
	row(r, arena_printf(r->arena, "%.*s_us_max", STR_ARG(name)), histogram_max(h));
}

void stats_reply(const struct stats *s, struct reply *r)
{
	for (int i = 0; i < STAT_COUNT_; i++)
		row(r, str_of(counters[i].name), stats_get(s, (enum counter)i));
	for (int i = 0; i < WIRE_ERROR_COUNT_; i++)
		row(r, arena_printf(r->arena, "error_%s", wire_error_name((enum wire_error)i)),
		    atomic_load_explicit(&s->errors[i], memory_order_relaxed));
	for (int i = 0; i < VERB_COUNT_; i++)
		latency_rows(&s->latency[i], verb_name((enum verb)i), r);
}
