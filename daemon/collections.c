/* The sets of collections that one thread serves, found by what a request names; see collections.h. */
#include "config.h"

#include "daemon/collections.h"

#include <stdlib.h>
#include <string.h>

#include "common/unit.h"
#include "common/xalloc.h"

#define VIEWS_MAX 16				/* sets of several collections kept */
#define VIEW_IDLE_US (600 * UINT64_C(1000000))	/* then a view is let go */

struct collections {
	struct view_host host;
	struct view *views;		/* latest used first */
	uint64_t refreshed_us;
};

/* ---- views ---- */

static void add_key(struct buf *key, const struct conf_collection *cc)
{
	/* Folder names hold no NUL, so no two sets have the same key. */
	buf_add(key, cc->name, strlen(cc->name) + 1);
	buf_add(key, cc->index, strlen(cc->index) + 1);
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
	if (!v) {
		v = view_new(buf_str(&key), conf, members);
		v->next = c->views;
		c->views = v;
	}
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
		bool kept = c->host.first && v->n_members == 1;
		sets += v->n_members > 1;
		if (configured(conf, v) && (kept || now - v->used_us < VIEW_IDLE_US) && sets <= VIEWS_MAX) {
			at = &v->next;
			continue;
		}
		*at = v->next;
		view_free(v);
	}
}

void collections_refresh(struct collections *c, bool force)
{
	uint64_t now = clock_us();
	if (!force && now - c->refreshed_us < COLLECTIONS_REFRESH_MS * UINT64_C(1000))
		return;
	c->refreshed_us = now;
	struct snapshot *s = board_conf(c->host.board);
	prune(c, s->conf);
	bool *members = xcalloc(s->conf->n_collections + 1, sizeof(*members));
	for (unsigned i = 0; c->host.first && i < s->conf->n_collections; i++) {
		members[i] = true;
		view_get(c, s->conf, members);
		members[i] = false;
	}
	free(members);
	for (struct view *v = c->views; v; v = v->next) {
		view_update(&c->host, s->conf, v);
		view_refresh_aids(v);
		if (v->store)
			view_use_names(v, s);
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
		view_update(&c->host, j->conf->conf, v);
	v->used_us = v->checked_us;
	if (v->store) {
		view_use_names(v, j->conf);
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
	if (!view_is_newest(v, j->arrived_us))
		return NULL;
	view_use_names(v, j->conf);
	store_deadline(v->store, j->deadline_us);
	return v;
}

struct name_lore *collections_lore(struct collections *c)
{
	return board_lore(c->host.board);
}

struct stats *collections_stats(struct collections *c)
{
	return c->host.stats;
}

struct collections *collections_new(struct board *board, struct stats *stats, bool first)
{
	struct collections *c = xcalloc(1, sizeof(*c));
	c->host.board = board;
	c->host.stats = stats;
	c->host.first = first;
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
	view_host_fini(&c->host);
	free(c);
}
