/* Opening the generations of a view, all or nothing; see view.h. */
#include "config.h"

#include "daemon/view.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/hash.h"
#include "common/log.h"
#include "common/unit.h"
#include "common/xalloc.h"
#include "daemon/freshness.h"
#include "index/generation.h"
#include "index/schema.h"

#define RETRY_US UINT64_C(1000000)	/* between two attempts to open what failed */

/* ---- analyzers ---- */

struct analyzer_of {
	struct analyzer_of *next;
	struct langs langs;
	struct analyzer *analyzer;
};

static int analyzer_for(struct view_host *h, const struct langs *langs, struct analyzer **out_r, struct err *err)
{
	for (struct analyzer_of *a = h->analyzers; a; a = a->next)
		if (strcmp(a->langs.spec, langs->spec) == 0) {
			*out_r = a->analyzer;
			return 0;
		}
	if (analyzer_new(langs, out_r, err) < 0)
		return -1;
	struct analyzer_of *a = xcalloc(1, sizeof(*a));
	a->langs = *langs;
	a->analyzer = *out_r;
	a->next = h->analyzers;
	h->analyzers = a;
	return 0;
}

void view_host_fini(struct view_host *h)
{
	for (struct analyzer_of *a = h->analyzers, *next; a; a = next) {
		next = a->next;
		analyzer_free(&a->analyzer);
		free(a);
	}
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

static int open_all(struct view_host *h, const struct view *v, struct opening *o, struct err *err)
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
		rc = analyzer_for(h, &o->langs, &o->analyzer, err);
	if (rc == 0 && v->n_members == 1)
		aids_open(&o->aids, o->members[0].path, o->store, h->first);
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

static void complain(struct view_host *h, struct view *v)
{
	uint64_t complaint = hash64(str_of(v->error.msg));
	if (!h->first || v->n_members > 1 || complaint == v->complaint)
		return;
	v->complaint = complaint;
	log_warn("unavailable", "%s%s", v->error.msg, v->store ? " (the generation before it is served on)" : "");
}

static void adopt(struct view_host *h, struct view *v, struct opening *o)
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
	v->open = freshness_open(v);
	v->error.code = ERR_NONE;
	v->complaint = 0;
	v->published = false;
	v->opened = true;
	stats_add(h->stats, STAT_reopens, 1);
}

bool view_open(struct view_host *h, const struct conf *conf, struct view *v, uint64_t target)
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
		rc = open_all(h, v, &o, &v->error);
		if (rc == 0)
			adopt(h, v, &o);
		last = o.n - 1;
		opening_fini(&o);
	}
	if (rc == 0)
		return true;
	add_advice(conf, &v->members[last], &v->error);
	complain(h, v);
	v->published = false;
	return false;
}
