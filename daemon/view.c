/* The life of a view, and keeping it at its newest state; see view.h. */
#include "config.h"

#include "daemon/view.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/fs.h"
#include "common/hash.h"
#include "common/log.h"
#include "common/unit.h"
#include "common/xalloc.h"
#include "daemon/freshness.h"
#include "index/schema.h"

struct view *view_new(struct str key, const struct conf *conf, const bool *members)
{
	struct view *v = xcalloc(1, sizeof(*v));
	v->key = str_n(xstrndup(key.p, key.n), key.n);
	v->members = xcalloc(conf->n_collections, sizeof(*v->members));
	for (unsigned i = 0; i < conf->n_collections; i++)
		if (members[i])
			v->members[v->n_members++] = (struct view_member){
				.name = xstrdup(conf->collections[i].name),
				.dir = xstrdup(conf->collections[i].index),
				.folder = -1,
			};
	return v;
}

static void free_names(struct view *v)
{
	aliases_free(&v->names);
	alias_table_free(&v->table);
}

void view_use_names(struct view *v, const struct snapshot *s)
{
	struct err err;
	if (v->names_of == s->number && v->names_analyzer == v->analyzer)
		return;
	free_names(v);
	v->names_of = s->number;
	v->names_analyzer = v->analyzer;
	if (!s->names)
		return;
	bool *members = xcalloc(s->conf->n_collections, sizeof(*members));
	for (unsigned i = 0; i < v->n_members; i++) {
		const struct conf_collection *cc = conf_find(s->conf, str_of(v->members[i].name));
		if (cc)
			members[cc - s->conf->collections] = true;
	}
	if (names_table(s->names, members, &v->table, &err) < 0)
		log_warn("aliases", "searching %s and others without them: %s", v->members[0].name, err.msg);
	else
		v->names = aliases_new(v->table, v->analyzer);
	free(members);
}

void view_free(struct view *v)
{
	free_names(v);
	store_close(&v->store);
	aids_close(&v->aids);
	for (unsigned i = 0; i < v->n_members; i++) {
		free(v->members[i].name);
		free(v->members[i].dir);
		if (v->members[i].folder >= 0)
			close(v->members[i].folder);
	}
	free(v->members);
	free((char *)v->key.p);
	free(v);
}

/* ---- keeping up ---- */

static int read_state(struct view *v, struct board_state *s, struct err *err)
{
	struct store_info info;
	struct arena a = ARENA_INIT;
	struct str built;
	int rc = store_info(v->store, &info, err) < 0 || store_revision(v->store, 0, &s->revision, err) < 0 ||
		 store_metadata(v->store, STR(META_BUILT), &a, &built, err) < 0 ? -1 : 0;
	if (rc == 0) {
		s->documents = info.documents;
		snprintf(s->built, sizeof(s->built), "%.*s", STR_ARG(built));
	}
	arena_fini(&a);
	return rc;
}

/* The first worker's views of one collection are what STATUS shows. */
static void publish(struct view_host *h, struct view *v)
{
	if (v->published || !h->first || v->n_members > 1)
		return;
	const struct view_member *m = &v->members[0];
	struct board_state s = { .ok = v->store != NULL, .generation = m->generation };
	struct statx st;
	struct err err;
	if (v->store && read_state(v, &s, &err) < 0)
		return;		/* the revision moved on: told at the next turn */
	if (freshness_stat(m, "", &st))
		s.changed = (time_t)st.stx_mtime.tv_sec;
	if (v->error.code)
		snprintf(s.reason, sizeof(s.reason), "%s", v->error.msg);
	else if (v->opened)
		log_info("serving", "collection=%s generation=%llu revision=%llu documents=%llu", m->name,
			 (unsigned long long)s.generation, (unsigned long long)s.revision,
			 (unsigned long long)s.documents);
	v->opened = false;
	board_put(h->board, m->name, m->dir, &s);
	v->published = true;
}

/* The newest revision of what is open.  False: it cannot be read any more. */
static bool reopen(struct view_host *h, struct view *v)
{
	struct err err;
	bool changed = false;
	if (store_reopen(v->store, &changed, &err) < 0)
		return false;
	if (changed) {
		v->published = false;
		stats_add(h->stats, STAT_revisions, 1);
	}
	return true;
}

void view_update(struct view_host *h, const struct conf *conf, struct view *v)
{
	uint64_t now = clock_us(), stamp = freshness_stamp(v);
	v->checked_us = now;
	if (v->store && stamp && stamp == v->stamp) {
		publish(h, v);
		return;
	}
	uint64_t target = freshness_now(v);
	if (v->store && v->open == target) {
		if (v->error.code)
			v->published = false;	/* a newer generation that failed is gone again */
		v->error.code = ERR_NONE;
		if (!reopen(h, v))
			store_close(&v->store);
	} else if (v->store && !view_open(h, conf, v, target)) {
		/* The older generation is served on, at its last revision, so that all workers
		 * give the same answers; if even that is gone, as far as its files are open. */
		(void)reopen(h, v);
	}
	if (!v->store)
		view_open(h, conf, v, target);
	v->stamp = v->store && v->error.code == ERR_NONE ? stamp : 0;
	publish(h, v);
}

bool view_is_newest(struct view *v, uint64_t since_us)
{
	if (!v->store || v->stamp == 0)
		return false;
	if (v->checked_us < since_us) {
		if (freshness_stamp(v) != v->stamp)
			return false;
		v->checked_us = clock_us();
	}
	return true;
}

void view_refresh_aids(struct view *v)
{
	if (!v->store || v->n_members > 1)
		return;
	char *path = fs_join(v->members[0].dir, "current");
	aids_refresh(&v->aids, path, v->store);
	free(path);
}

void view_doubt(struct view *v, const struct err *err)
{
	if (err->code == ERR_CORRUPT || err->code == ERR_IO)
		store_close(&v->store);
}

/* ---- what it shows ---- */

uint64_t view_state(const struct view *v)
{
	uint64_t mix[] = { v->open ^ (v->table ? v->table->fingerprint : 0), 0 };
	for (unsigned i = 0; i < v->n_members; i++) {
		if (store_revision(v->store, i, &mix[1], NULL) < 0)
			return 0;
		mix[0] = hash64(str_n((const char *)mix, sizeof(mix)));
	}
	return mix[0];
}

struct str view_generations(const struct view *v, struct arena *a)
{
	struct str s = arena_printf(a, "%llu", (unsigned long long)v->members[0].generation);
	for (unsigned i = 1; i < v->n_members; i++)
		s = arena_printf(a, "%.*s,%llu", STR_ARG(s), (unsigned long long)v->members[i].generation);
	return s;
}

int view_revisions(const struct view *v, struct arena *a, struct str *out_r, struct err *err)
{
	struct str s = STR_NONE;
	for (unsigned i = 0; i < v->n_members; i++) {
		uint64_t revision;
		if (store_revision(v->store, i, &revision, err) < 0)
			return -1;
		s = arena_printf(a, "%.*s%s%llu", STR_ARG(s), i ? "," : "", (unsigned long long)revision);
	}
	*out_r = s;
	return 0;
}
