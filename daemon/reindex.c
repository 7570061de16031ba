/* The schedule of the collections and their runs of karez-index; see reindex.h. */
#include "config.h"

#include "daemon/reindex.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

#include "common/log.h"
#include "common/xalloc.h"
#include "daemon/child.h"
#include "daemon/due.h"

#define TICK_MAX_S 30		/* the wall clock may jump: looked at this often */
#define LOG_LINES 100		/* of one run */

struct entry {
	struct entry *next;
	struct reindex *all;
	char *name;
	bool configured;
	struct schedule schedule;
	time_t due;			/* 0: never */
	struct child *child;		/* while it runs */
	time_t started;			/* of the run under way or the last one */
	unsigned lines;			/* of its output */
	char line[REINDEX_RESULT];	/* the last of them */
	struct reindex_state last;	/* fields of the run before */
};

struct reindex {
	struct loop *loop;
	struct stats *stats;
	loop_fn *changed;
	void *arg;
	struct loop_event *timer;
	struct entry *entries;
	char *indexer, *path;		/* of the configuration in force; path NULL: no file */
	bool stopping;
};

static struct entry **find(const struct reindex *r, const char *name)
{
	struct entry **at = (struct entry **)&r->entries;
	while (*at && strcmp((*at)->name, name) != 0)
		at = &(*at)->next;
	return at;
}

static void entry_free(struct entry **at)
{
	struct entry *e = *at;
	*at = e->next;
	child_free(&e->child);
	free(e->name);
	free(e);
}

/* ---- the clock ---- */

static void plan(struct entry *e, time_t now)
{
	e->due = due_next(&e->schedule, e->started, now);
}

static void arm(struct reindex *r)
{
	time_t now = time(NULL), wait = TICK_MAX_S;
	for (struct entry *e = r->entries; e; e = e->next)
		if (e->due && !e->child && e->due - now < wait)
			wait = e->due > now ? e->due - now : 0;
	loop_timer_start(r->timer, (uint64_t)wait * 1000 + 50);
}

static void on_tick(void *arg)
{
	struct reindex *r = arg;
	time_t now = time(NULL);
	for (struct entry *e = r->entries; e; e = e->next) {
		struct err err;
		if (!e->due || e->due > now || e->child)
			continue;
		if (reindex_start(r, e->name, NULL, &err) < 0) {
			log_error("reindex", "collection=%s %s", e->name, err.msg);
			/* Tried again at its next turn, not in a loop. */
			e->started = now;
			plan(e, now);
		}
	}
	if (!r->stopping)
		arm(r);
}

/* ---- one run ---- */

static void on_line(void *arg, struct str line)
{
	struct entry *e = arg;
	char quoted[256];
	line = str_trim(line);
	if (line.n == 0)
		return;
	snprintf(e->line, sizeof(e->line), "%.*s", STR_ARG(line));
	if (++e->lines <= LOG_LINES)
		log_info("reindex_output", "collection=%s line=%s", e->name, log_quote(quoted, sizeof(quoted), line));
	if (e->lines == LOG_LINES)
		log_info("reindex_output", "collection=%s more lines are not logged", e->name);
}

static void on_end(void *arg, int status)
{
	struct entry *e = arg;
	struct reindex *r = e->all;
	time_t now = time(NULL);
	memcpy(e->last.result, e->line, sizeof(e->line));
	e->last.started = e->started;
	e->last.seconds = now > e->started ? (unsigned)(now - e->started) : 0;
	e->last.exit = WIFEXITED(status) ? WEXITSTATUS(status) : WIFSIGNALED(status) ? 128 + WTERMSIG(status) : -1;
	child_free(&e->child);
	log_write(e->last.exit ? LOG_LEVEL_ERROR : LOG_LEVEL_INFO, "reindex_end",
		  "collection=%s exit=%d seconds=%u lines=%u", e->name, e->last.exit, e->last.seconds, e->lines);
	if (e->last.exit)
		stats_add(r->stats, STAT_reindex_failures, 1);
	plan(e, now);
	if (!e->configured)
		entry_free(find(r, e->name));
	if (!r->stopping)
		arm(r);
	r->changed(r->arg);
}

static const struct child_ops child_ops = { .line = on_line, .end = on_end };

int reindex_start(struct reindex *r, const char *name, pid_t *pid_r, struct err *err)
{
	struct entry *e = *find(r, name);
	if (!r->path)
		return err_set(err, ERR_DENIED, "karezd was started without a configuration file, so it does not know "
			       "what %s is made of", name);
	if (!e || !e->configured)
		return err_set(err, ERR_NOT_FOUND, "no collection %s", name);
	if (r->stopping)
		return err_set(err, ERR_BUSY, "karezd is ending");
	if (e->child)
		return err_set(err, ERR_BUSY, "already running pid=%ld", (long)child_pid(e->child));
	char *argv[] = { r->indexer, (char *)"-c", r->path, (char *)"--quiet", (char *)"--log-json", e->name, NULL };
	if (child_start(r->loop, argv, &child_ops, e, &e->child, err) < 0) {
		stats_add(r->stats, STAT_reindex_failures, 1);
		return -1;
	}
	e->started = time(NULL);
	e->lines = 0;
	e->line[0] = '\0';
	stats_add(r->stats, STAT_reindex_runs, 1);
	log_info("reindex_start", "collection=%s pid=%ld", name, (long)child_pid(e->child));
	if (pid_r)
		*pid_r = child_pid(e->child);
	return 0;
}

struct reindex_state reindex_state(const struct reindex *r, const char *name)
{
	struct reindex_state s = { .started = 0 };
	const struct entry *e = *find(r, name);
	if (!e)
		return s;
	s = e->last;
	s.running = e->child != NULL;
	s.pid = e->child ? child_pid(e->child) : 0;
	s.next = e->due;
	return s;
}

/* ---- configuration, beginning and end ---- */

static bool same_schedule(const struct schedule *a, const struct schedule *b)
{
	return a->kind == b->kind && a->every_s == b->every_s && a->hour == b->hour && a->minute == b->minute;
}

static void take(struct reindex *r, const struct conf_collection *cc, bool can_run)
{
	struct entry **at = find(r, cc->name), *e = *at;
	struct schedule schedule = can_run ? cc->reindex : (struct schedule){ .kind = SCHEDULE_NEVER };
	if (!e) {
		*at = e = xcalloc(1, sizeof(*e));
		e->all = r;
		e->name = xstrdup(cc->name);
	}
	e->configured = true;
	if (!same_schedule(&e->schedule, &schedule)) {
		e->schedule = schedule;
		plan(e, time(NULL));
	}
}

void reindex_conf_set(struct reindex *r, const struct snapshot *s)
{
	const struct conf *conf = s->conf;
	free(r->indexer);
	free(r->path);
	r->indexer = xstrdup(conf->indexer);
	r->path = conf->path ? xstrdup(conf->path) : NULL;
	for (struct entry *e = r->entries; e; e = e->next)
		e->configured = false;
	for (unsigned i = 0; i < conf->n_collections; i++)
		take(r, &conf->collections[i], conf->path != NULL);
	for (struct entry **at = &r->entries; *at;) {
		if ((*at)->configured) {
			at = &(*at)->next;
		} else if ((*at)->child) {
			(*at)->due = 0;
			at = &(*at)->next;
		} else {
			entry_free(at);
		}
	}
	arm(r);
}

struct reindex *reindex_new(struct loop *l, struct stats *stats, loop_fn *changed, void *arg)
{
	struct reindex *r = xcalloc(1, sizeof(*r));
	r->loop = l;
	r->stats = stats;
	r->changed = changed;
	r->arg = arg;
	r->timer = loop_timer_new(l, on_tick, r);
	return r;
}

void reindex_free(struct reindex **reindex)
{
	struct reindex *r = *reindex;
	if (!r)
		return;
	*reindex = NULL;
	while (r->entries)
		entry_free(&r->entries);
	loop_event_free(&r->timer);
	free(r->indexer);
	free(r->path);
	free(r);
}

void reindex_stop(struct reindex *r)
{
	r->stopping = true;
	loop_timer_stop(r->timer);
	for (struct entry *e = r->entries; e; e = e->next)
		if (e->child)
			child_terminate(e->child);
}

bool reindex_idle(const struct reindex *r)
{
	for (struct entry *e = r->entries; e; e = e->next)
		if (e->child)
			return false;
	return true;
}
