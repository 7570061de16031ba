/* Opening collections and keeping them at their newest state; see collections.h. */
#include "config.h"

#include "daemon/collections.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/fs.h"
#include "common/hash.h"
#include "common/log.h"
#include "common/unit.h"
#include "common/xalloc.h"
#include "daemon/answer.h"
#include "index/generation.h"
#include "index/schema.h"

#define VIEWS_MAX 16				/* sets of several collections kept */
#define VIEW_IDLE_US (600 * UINT64_C(1000000))	/* then a view is let go */
#define RETRY_US UINT64_C(1000000)		/* between two attempts to open what failed */
#define STAMP_SETTLED_S 2			/* times of files are that coarse at most */

struct analyzer_of {
	struct analyzer_of *next;
	struct langs langs;
	struct analyzer *analyzer;
};

struct collections {
	struct board *board;
	struct stats *stats;
	bool first;
	struct view *views;		/* latest used first */
	struct analyzer_of *analyzers;	/* one per setting of languages */
	uint64_t refreshed_us;
};

/* ---- analyzers ---- */

static int analyzer_for(struct collections *c, const struct langs *langs, struct analyzer **out_r, struct err *err)
{
	for (struct analyzer_of *a = c->analyzers; a; a = a->next)
		if (strcmp(a->langs.spec, langs->spec) == 0) {
			*out_r = a->analyzer;
			return 0;
		}
	if (analyzer_new(langs, out_r, err) < 0)
		return -1;
	struct analyzer_of *a = xcalloc(1, sizeof(*a));
	a->langs = *langs;
	a->analyzer = *out_r;
	a->next = c->analyzers;
	c->analyzers = a;
	return 0;
}

/* ---- which generation ---- */

static bool current_stat(const struct view_member *m, const char *file, struct statx *st)
{
	char path[PATH_MAX];
	int n = snprintf(path, sizeof(path), "%s/current%s", m->dir, file);
	return n > 0 && (size_t)n < sizeof(path) &&
	       statx(AT_FDCWD, path, 0, STATX_BASIC_STATS | STATX_BTIME, st) == 0;
}

/* Fingerprint of generation folders, one after the other.  The inode number tells apart those that
 * exist now, the time of birth one that got the number of another. */
static uint64_t add_folder(uint64_t fingerprint, const struct statx *st)
{
	uint64_t mix[] = {
		fingerprint, (uint64_t)st->stx_dev_major << 32 | st->stx_dev_minor, st->stx_ino,
		(uint64_t)st->stx_btime.tv_sec, st->stx_btime.tv_nsec,
	};
	return hash64(str_n((const char *)mix, sizeof(mix)));
}

/* Of those that the links lead to; one that leads nowhere counts as nothing. */
static uint64_t fingerprint_now(const struct view *v)
{
	uint64_t f = 0;
	for (unsigned i = 0; i < v->n_members; i++) {
		struct statx st = { .stx_ino = 0 };
		if (!current_stat(&v->members[i], "", &st))
			st = (struct statx){ .stx_ino = 0 };
		f = add_folder(f, &st);
	}
	return f;
}

static uint64_t fingerprint_open(const struct view *v)
{
	uint64_t f = 0;
	for (unsigned i = 0; i < v->n_members; i++) {
		struct statx st = { .stx_ino = 0 };
		if (statx(v->members[i].folder, "", AT_EMPTY_PATH, STATX_BASIC_STATS | STATX_BTIME, &st) == 0)
			f = add_folder(f, &st);
	}
	return f;
}

/* Every commit replaces this file of a database, and every switch leads to another one: while it is
 * the same, nothing has changed.  0: cannot tell, as when it is so new that a second change may
 * have the same time. */
static uint64_t stamp_now(const struct view *v)
{
	uint64_t stamp = 0;
	time_t settled = time(NULL) - STAMP_SETTLED_S;
	for (unsigned i = 0; i < v->n_members; i++) {
		struct statx st;
		if (!current_stat(&v->members[i], "/iamglass", &st) || st.stx_ctime.tv_sec > settled)
			return 0;
		st.stx_btime = st.stx_ctime;
		stamp = add_folder(stamp, &st);
	}
	return stamp;
}

/* ---- opening ---- */

/* What is being opened; becomes the view's when all of it is well. */
struct opening {
	struct store *store;
	struct aids aids;
	struct analyzer *analyzer;
	struct langs langs;
	unsigned n;
	struct {
		uint64_t generation;
		char *path;
		int folder;
	} *members;
};

static void opening_fini(struct opening *o)
{
	store_close(&o->store);
	aids_close(&o->aids);
	for (unsigned i = 0; i < o->n; i++) {
		free(o->members[i].path);
		if (o->members[i].folder >= 0)
			close(o->members[i].folder);
	}
	free(o->members);
}

/* One member alone: its generation, whether this program can read it, its languages. */
static int open_member(struct opening *o, const struct view *v, unsigned i, struct err *err)
{
	const char *dir = v->members[i].dir;
	o->members[i].folder = -1;
	if (generation_current(dir, &o->members[i].generation, &o->members[i].path, err) < 0)
		return -1;
	const char *path = o->members[i].path;
	o->members[i].folder = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (o->members[i].folder < 0)
		return err_errno(err, "opening %s", path);
	struct langs langs;
	if (store_open(&path, 1, &o->store, err) < 0 || schema_check(o->store, dir, &langs, err) < 0)
		return -1;
	if (i == 0)
		o->langs = langs;
	else if (strcmp(langs.spec, o->langs.spec) != 0)
		return err_set(err, ERR_INVALID, "%s was indexed with languages %s, %s with %s: they cannot be "
			       "searched as one", v->members[0].name, o->langs.spec, v->members[i].name, langs.spec);
	if (v->n_members > 1)
		store_close(&o->store);
	return 0;
}

static int open_all(struct collections *c, const struct view *v, struct opening *o, struct err *err)
{
	o->members = xcalloc(v->n_members, sizeof(*o->members));
	const char **paths = xcalloc(v->n_members, sizeof(*paths));
	int rc = 0;
	for (unsigned i = 0; i < v->n_members && rc == 0; i++) {
		o->n = i + 1;
		rc = open_member(o, v, i, err);
		if (rc < 0 && err->code != ERR_INVALID)
			err_prefix(err, "%s", v->members[i].name);
		paths[i] = o->members[i].path;
	}
	if (rc == 0 && !o->store)
		rc = store_open(paths, v->n_members, &o->store, err);
	if (rc == 0)
		rc = analyzer_for(c, &o->langs, &o->analyzer, err);
	if (rc == 0 && v->n_members == 1)
		aids_open(&o->aids, o->members[0].path, o->store, c->first);
	free(paths);
	return rc;
}

/* What a person can do about it. */
static void add_advice(const struct conf *conf, const struct view_member *m, struct err *err)
{
	const char *repair = err->code == ERR_CORRUPT ? "--full " : "";
	if (err->code != ERR_NOT_FOUND && err->code != ERR_CORRUPT)
		return;
	size_t n = strlen(err->msg);
	if (conf->path)
		snprintf(err->msg + n, sizeof(err->msg) - n, "; run: karez-index -c %s %s%s", conf->path, repair,
			 m->name);
	else
		snprintf(err->msg + n, sizeof(err->msg) - n, "; run: karez-index --index %s %sSOURCE...", m->dir,
			 repair);
}

static void complain(struct collections *c, struct view *v)
{
	uint64_t complaint = hash64(str_of(v->error.msg));
	if (!c->first || v->n_members > 1 || complaint == v->complaint)
		return;
	v->complaint = complaint;
	log_warn("unavailable", "%s%s", v->error.msg, v->store ? " (the generation before it is served on)" : "");
}

static void adopt(struct collections *c, struct view *v, struct opening *o)
{
	struct store *old = v->store;
	struct aids old_aids = v->aids;
	v->store = o->store;
	o->store = old;
	v->aids = o->aids;
	o->aids = old_aids;
	v->analyzer = o->analyzer;
	for (unsigned i = 0; i < v->n_members; i++) {
		int folder = v->members[i].folder;
		v->members[i].folder = o->members[i].folder;
		o->members[i].folder = folder;
		v->members[i].generation = o->members[i].generation;
	}
	v->open = fingerprint_open(v);
	v->error.code = ERR_NONE;
	v->complaint = 0;
	v->published = false;
	v->opened = true;
	stats_add(c->stats, STAT_reopens, 1);
}

/* target: what is to be opened; the same one that failed is not tried again at once. */
static bool view_open(struct collections *c, const struct conf *conf, struct view *v, uint64_t target)
{
	uint64_t now = clock_us();
	if (v->error.code && v->tried == target && now - v->tried_us < RETRY_US)
		return false;
	v->tried = target;
	v->tried_us = now;
	/* A generation may be replaced, or a revision recycled, between two of the steps: the
	 * second attempt then sees the newer one. */
	int rc = -1;
	unsigned last = 0;
	for (int attempt = 0; attempt < 2 && rc < 0; attempt++) {
		struct opening o = { .store = NULL };
		rc = open_all(c, v, &o, &v->error);
		if (rc == 0)
			adopt(c, v, &o);
		last = o.n - 1;
		opening_fini(&o);
	}
	if (rc == 0)
		return true;
	add_advice(conf, &v->members[last], &v->error);
	complain(c, v);
	v->published = false;
	return false;
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
static void publish(struct collections *c, struct view *v)
{
	if (v->published || !c->first || v->n_members > 1)
		return;
	const struct view_member *m = &v->members[0];
	struct board_state s = { .ok = v->store != NULL, .generation = m->generation };
	struct statx st;
	struct err err;
	if (v->store && read_state(v, &s, &err) < 0)
		return;		/* the revision moved on: told at the next turn */
	if (current_stat(m, "", &st))
		s.changed = (time_t)st.stx_mtime.tv_sec;
	if (v->error.code)
		snprintf(s.reason, sizeof(s.reason), "%s", v->error.msg);
	else if (v->opened)
		log_info("serving", "collection=%s generation=%llu revision=%llu documents=%llu", m->name,
			 (unsigned long long)s.generation, (unsigned long long)s.revision,
			 (unsigned long long)s.documents);
	v->opened = false;
	board_put(c->board, m->name, m->dir, &s);
	v->published = true;
}

/* The newest revision of what is open.  False: it cannot be read any more. */
static bool reopen(struct collections *c, struct view *v)
{
	struct err err;
	bool changed = false;
	if (store_reopen(v->store, &changed, &err) < 0)
		return false;
	if (changed) {
		v->published = false;
		stats_add(c->stats, STAT_revisions, 1);
	}
	return true;
}

static void view_update(struct collections *c, const struct conf *conf, struct view *v)
{
	uint64_t now = clock_us(), stamp = stamp_now(v);
	v->checked_us = now;
	if (v->store && stamp && stamp == v->stamp) {
		publish(c, v);
		return;
	}
	uint64_t target = fingerprint_now(v);
	if (v->store && v->open == target) {
		if (v->error.code)
			v->published = false;	/* a newer generation that failed is gone again */
		v->error.code = ERR_NONE;
		if (!reopen(c, v))
			store_close(&v->store);
	} else if (v->store && !view_open(c, conf, v, target)) {
		/* The older generation is served on, at its last revision, so that all workers
		 * give the same answers; if even that is gone, as far as its files are open. */
		(void)reopen(c, v);
	}
	if (!v->store)
		view_open(c, conf, v, target);
	v->stamp = v->store && v->error.code == ERR_NONE ? stamp : 0;
	publish(c, v);
}

/* ---- views ---- */

static void free_names(struct view *v)
{
	aliases_free(&v->names);
	alias_table_free(&v->table);
}

/* The alias files of the configuration that the request came with. */
static void use_names(struct view *v, const struct snapshot *s)
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

static void view_free(struct view *v)
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

static void add_key(struct buf *key, const struct conf_collection *cc)
{
	/* Folder names hold no NUL, so no two sets have the same key. */
	buf_add(key, cc->name, strlen(cc->name) + 1);
	buf_add(key, cc->index, strlen(cc->index) + 1);
}

/* members: which collections of the configuration. */
static struct view *view_new(struct collections *c, struct str key, const struct conf *conf, const bool *members)
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
	v->next = c->views;
	c->views = v;
	return v;
}

/* The set with this key, moved to the front. */
static struct view *view_find(struct collections *c, struct str key)
{
	for (struct view **at = &c->views, *v; (v = *at); at = &v->next)
		if (str_eq(v->key, key)) {
			*at = v->next;
			v->next = c->views;
			c->views = v;
			return v;
		}
	return NULL;
}

static struct view *view_get(struct collections *c, const struct conf *conf, const bool *members)
{
	struct buf key = BUF_INIT;
	for (unsigned i = 0; i < conf->n_collections; i++)
		if (members[i])
			add_key(&key, &conf->collections[i]);
	struct view *v = view_find(c, buf_str(&key));
	if (!v)
		v = view_new(c, buf_str(&key), conf, members);
	buf_fini(&key);
	return v;
}

static bool configured(const struct conf *conf, const struct view *v)
{
	for (unsigned i = 0; i < v->n_members; i++) {
		const struct conf_collection *cc = conf_find(conf, str_of(v->members[i].name));
		if (!cc || strcmp(cc->index, v->members[i].dir) != 0)
			return false;
	}
	return true;
}

/* Let go what the configuration does not have, what was not used for long, and the least used
 * of too many. */
static void prune(struct collections *c, const struct conf *conf)
{
	uint64_t now = clock_us();
	unsigned sets = 0;
	for (struct view **at = &c->views, *v; (v = *at);) {
		bool kept = c->first && v->n_members == 1;
		sets += v->n_members > 1;
		if (configured(conf, v) && (kept || now - v->used_us < VIEW_IDLE_US) && sets <= VIEWS_MAX) {
			at = &v->next;
			continue;
		}
		*at = v->next;
		view_free(v);
	}
}

/* An update leaves those behind that are open; it makes them anew after its commit. */
static void refresh_aids(struct view *v)
{
	if (!v->store || v->n_members > 1)
		return;
	char *path = fs_join(v->members[0].dir, "current");
	aids_refresh(&v->aids, path, v->store);
	free(path);
}

void collections_refresh(struct collections *c, bool force)
{
	uint64_t now = clock_us();
	if (!force && now - c->refreshed_us < COLLECTIONS_REFRESH_MS * UINT64_C(1000))
		return;
	c->refreshed_us = now;
	struct snapshot *s = board_conf(c->board);
	prune(c, s->conf);
	bool *members = xcalloc(s->conf->n_collections + 1, sizeof(*members));
	for (unsigned i = 0; c->first && i < s->conf->n_collections; i++) {
		members[i] = true;
		view_get(c, s->conf, members);
		members[i] = false;
	}
	free(members);
	for (struct view *v = c->views; v; v = v->next) {
		view_update(c, s->conf, v);
		refresh_aids(v);
		if (v->store)
			use_names(v, s);
	}
	snapshot_drop(&s);
}

/* ---- for requests ---- */

const struct conf_collection *collections_find(struct job *j, struct str name)
{
	const struct conf *conf = j->conf->conf;
	const struct conf_collection *cc = conf_find(conf, name);
	struct buf have = BUF_INIT;
	if (cc)
		return cc;
	for (unsigned i = 0; i < conf->n_collections; i++)
		buf_printf(&have, "%s%s", i ? ", " : "", conf->collections[i].name);
	reply_error(&j->reply, WIRE_NOCOLLECTION, "%.*s (have: %s)", STR_ARG(reply_quote(&j->arena, name)),
		    have.n ? have.p : "none");
	buf_fini(&have);
	return NULL;
}

/* Which collections of the configuration the request means. */
static bool choose(struct job *j, bool *members)
{
	const struct conf *conf = j->conf->conf;
	const struct request *r = &j->request;
	for (unsigned i = 0; i < r->n_collections; i++) {
		const struct conf_collection *cc = collections_find(j, r->collections[i]);
		if (!cc)
			return false;
		members[cc - conf->collections] = true;
	}
	for (unsigned i = 0; r->n_collections == 0 && i < conf->n_collections; i++)
		members[i] = true;
	if (conf->n_collections == 0)
		reply_error(&j->reply, WIRE_NOCOLLECTION, "no collection is configured");
	return conf->n_collections > 0;
}

static struct view *find_view(struct collections *c, struct job *j)
{
	bool *members = arena_zalloc(&j->arena, j->conf->conf->n_collections + 1);
	return choose(j, members) ? view_get(c, j->conf->conf, members) : NULL;
}

struct view *collections_view(struct collections *c, struct job *j)
{
	struct view *v = find_view(c, j);
	if (!v)
		return NULL;
	/* Looked at after this request had come in: that is new enough.  So the requests of a
	 * pipeline share one look. */
	if (!v->store || v->checked_us < j->arrived_us)
		view_update(c, j->conf->conf, v);
	v->used_us = v->checked_us;
	if (v->store) {
		use_names(v, j->conf);
		store_deadline(v->store, j->deadline_us);
		return v;
	}
	reply_error(&j->reply, v->error.code == ERR_INVALID ? WIRE_BADREQUEST : WIRE_UNAVAILABLE, "%s", v->error.msg);
	return NULL;
}

struct view *collections_peek(struct collections *c, struct job *j)
{
	struct view *v = find_view(c, j);
	if (!v)
		return NULL;
	v->used_us = j->arrived_us;
	if (!v->store || v->stamp == 0)
		return NULL;
	if (v->checked_us < j->arrived_us) {
		if (stamp_now(v) != v->stamp)
			return NULL;
		v->checked_us = clock_us();
	}
	use_names(v, j->conf);
	store_deadline(v->store, j->deadline_us);
	return v;
}

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

void collections_doubt(struct view *v, const struct err *err)
{
	if (err->code == ERR_CORRUPT || err->code == ERR_IO)
		store_close(&v->store);
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

struct name_lore *collections_lore(struct collections *c)
{
	return board_lore(c->board);
}

struct stats *collections_stats(struct collections *c)
{
	return c->stats;
}

struct collections *collections_new(struct board *board, struct stats *stats, bool first)
{
	struct collections *c = xcalloc(1, sizeof(*c));
	c->board = board;
	c->stats = stats;
	c->first = first;
	return c;
}

void collections_free(struct collections **collections)
{
	struct collections *c = *collections;
	if (!c)
		return;
	*collections = NULL;
	for (struct view *v = c->views, *next; v; v = next) {
		next = v->next;
		view_free(v);
	}
	for (struct analyzer_of *a = c->analyzers, *next; a; a = next) {
		next = a->next;
		analyzer_free(&a->analyzer);
		free(a);
	}
	free(c);
}
