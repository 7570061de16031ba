/* One run's changes to an index, from the lock to the switch; see writer.h. */
#include "config.h"

#include "index/writer.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/fs.h"
#include "common/unit.h"
#include "common/xalloc.h"
#include "glass/builder.h"
#include "index/aids.h"
#include "index/bulk_check.h"
#include "index/generation.h"
#include "index/names.h"
#include "index/schema.h"

/* Memory that Xapian 1.4 holds until a commit: nodes of two maps per term of a document (its posting,
 * its positions), packed positions, values.  The data goes to the disk at once.  Fitted to what
 * mallinfo2() says after adding documents of 100 bytes to 1 MB: within a tenth. */
#define COST_TERM 110
#define COST_POSITION 3
#define COST_VALUE 100
#define COST_DOCUMENT 500

/* More is not better: what outgrows the processor's cache is slower (a third at 64 MiB). */
#define PENDING_MAX ((uint64_t)16 << 20)

/* Words of an index whose aids are made anew after each update: some 25 million take a second. */
#define REFRESH_MAX_WORDS 100000000

struct writer {
	struct lock lock;
	char *dir;
	char *path;			/* of the database under change */
	struct aids_maker *aids;	/* with it */
	struct trainer *trainer;	/* of its texts */
	struct builder *builder;	/* of a new generation in bulk; NULL once it is sealed */
	struct store_writer *store;	/* NULL in bulk, and after writer_finish() */
	uint64_t generation;
	uint64_t documents, words;	/* after writer_finish() */
	uint64_t memory;		/* for all */
	uint64_t pending_max, pending;
	unsigned jobs;
	bool bulk, is_new, has_previous, changed, published;
	bool packed;			/* its blocks are full: it was built in bulk */
	struct langs langs;
	char *repair;
	struct err why;			/* of a new generation */
	struct err not_bulk;		/* why it is not built in bulk */
};

/* ---- Opening ---- */

/* What an index was made with, stamped into it: an index that says otherwise is made anew. */
struct setting {
	const char *key, *what;
	struct str value;
};

enum { SETTINGS = 4 };

static void settings_of(const struct writer *w, struct arena *a, struct setting out[SETTINGS])
{
	out[0] = (struct setting){ META_FORMAT, "format", arena_printf(a, "%d", SCHEMA_VERSION) };
	out[1] = (struct setting){ META_ANALYZER, "analyzer", schema_analyzer_stamp(a, &w->langs) };
	out[2] = (struct setting){ META_ICU, "Unicode", schema_icu_stamp(a) };
	out[3] = (struct setting){ META_REPAIR, "repair", str_of(w->repair) };
}

/* A key and its value, as they are. */
static int put_metadata(struct writer *w, struct str key, struct str value, struct err *err)
{
	return w->builder ? builder_metadata(w->builder, key, value, err)
			  : store_writer_set_metadata(w->store, key, value, err);
}

static int stamp(struct writer *w, struct err *err)
{
	struct arena a = ARENA_INIT;
	struct setting settings[SETTINGS];
	char now[32];
	clock_iso(time(NULL), now);
	settings_of(w, &a, settings);
	int rc = put_metadata(w, STR(META_BUILT), str_of(now), err);
	for (size_t i = 0; rc == 0 && i < SETTINGS; i++)
		rc = put_metadata(w, str_of(settings[i].key), settings[i].value, err);
	arena_fini(&a);
	return rc;
}

/* Building in bulk, if the libxapian in use is one that reads what that makes. */
static int begin_bulk(struct writer *w, const char *folder, struct err *err)
{
	w->aids = aids_maker_new();
	const struct posting_sink sink = aids_maker_sink(w->aids);
	const struct builder_options o = {
		.path = w->path, .tmp = folder, .memory = w->memory, .jobs = w->jobs, .sink = &sink,
	};
	if (bulk_check(folder, &w->not_bulk) != 0)
		return store_writer_open(w->path, true, &w->store, err);
	w->packed = true;
	trainer_begin(w->trainer);
	if (builder_begin(&o, &w->builder, err) != 0)
		return -1;
	return aids_maker_begin(w->aids, w->path, err);
}

static int begin_new(struct writer *w, struct err *err)
{
	if (generation_begin(w->dir, &w->generation, &w->path, err) != 0)
		return -1;
	w->is_new = true;
	(void)trainer_settle(w->trainer, STR_NONE, NULL);	/* there is nothing to be wrong with */
	char *folder = xasprintf("%.*s", (int)(strrchr(w->path, '/') - w->path), w->path);
	int rc = w->bulk ? begin_bulk(w, folder, err) : store_writer_open(w->path, true, &w->store, err);
	free(folder);
	return rc == 0 ? stamp(w, err) : -1;
}

static int check_settings(struct writer *w, struct arena *a, struct err *err)
{
	struct setting settings[SETTINGS];
	struct str found;
	settings_of(w, a, settings);
	for (size_t i = 0; i < SETTINGS; i++) {
		const struct setting *s = &settings[i];
		if (store_metadata(store_writer_reader(w->store), str_of(s->key), a, &found, err) != 0)
			return -1;
		if (!str_eq(found, s->value))
			return err_set(err, ERR_MISMATCH, "%s is now %.*s, was %.*s", s->what,
				       STR_ARG(s->value), STR_ARG(str_sub(found, 0, 100)));
	}
	return 0;
}

/* The served generation for changes; ERR_MISMATCH when it has to be made anew. */
static int open_current(struct writer *w, struct err *err)
{
	if (store_writer_open(w->path, false, &w->store, err) != 0)
		return err_prefix(err, "opening index %s", w->dir);
	struct arena a = ARENA_INIT;
	struct str dictionary;
	int rc = check_settings(w, &a, err);
	if (rc == 0)
		rc = store_metadata(writer_reader(w), STR(META_DICTIONARY), &a, &dictionary, err);
	if (rc == 0)
		rc = trainer_settle(w->trainer, dictionary, err);
	arena_fini(&a);
	return rc;
}

int writer_restart(struct writer *w, struct err *err)
{
	store_writer_close(&w->store);
	w->pending = 0;
	free(w->path);
	w->path = NULL;
	return begin_new(w, err);
}

/* Chooses between the two forms. */
static int open_target(struct writer *w, bool full, struct err *err)
{
	struct err none;
	if (generation_current(w->dir, &w->generation, &w->path, &none) != 0) {
		if (none.code != ERR_NOT_FOUND) {
			*err = none;
			return -1;
		}
		return begin_new(w, err);
	}
	w->has_previous = true;
	if (!full) {
		if (open_current(w, &w->why) == 0)
			return 0;
		if (w->why.code != ERR_MISMATCH) {
			*err = w->why;
			return -1;
		}
	}
	return writer_restart(w, err);
}

int writer_open(const struct writer_options *o, struct writer **out_r, const char **why_r, struct err *err)
{
	struct err own;		/* err may be NULL */
	err = err ? err : &own;
	*out_r = NULL;
	*why_r = NULL;
	if (fs_mkdirs(o->dir, 0777, err) != 0)
		return -1;
	struct writer *w = xcalloc(1, sizeof(*w));
	w->lock = LOCK_INIT;
	w->trainer = trainer_new();
	w->dir = xstrdup(o->dir);
	w->memory = o->memory;
	w->pending_max = o->memory < PENDING_MAX ? o->memory : PENDING_MAX;
	w->jobs = o->jobs;
	w->bulk = o->bulk;
	w->langs = *o->langs;
	w->repair = xstrdup(o->repair ? o->repair : "");
	char *lock = fs_join(o->dir, "lock");
	int rc = lock_acquire(&w->lock, lock, o->program, err);
	free(lock);
	if (rc != 0 || open_target(w, o->full, err) != 0) {
		writer_close(&w);
		return -1;
	}
	if (w->why.code == ERR_MISMATCH)
		*why_r = w->why.msg;
	*out_r = w;
	return 0;
}

void writer_close(struct writer **wp)
{
	struct writer *w = *wp;
	if (!w)
		return;
	aids_maker_free(&w->aids);
	builder_free(&w->builder);
	store_writer_close(&w->store);
	trainer_free(&w->trainer);
	if (w->is_new && !w->published)
		generation_abandon(w->dir, w->generation);
	lock_release(&w->lock);
	free(w->dir);
	free(w->path);
	free(w->repair);
	free(w);
	*wp = NULL;
}

struct trainer *writer_trainer(struct writer *w)
{
	return w->trainer;
}

bool writer_is_new(const struct writer *w)
{
	return w->is_new;
}

bool writer_is_bulk(const struct writer *w)
{
	return w->builder != NULL;
}

const char *writer_not_bulk(const struct writer *w)
{
	return w->not_bulk.code == ERR_NONE ? NULL : w->not_bulk.msg;
}

bool writer_has_previous(const struct writer *w)
{
	return w->has_previous;
}

struct store *writer_reader(struct writer *w)
{
	return store_writer_reader(w->store);
}

uint64_t writer_pending(const struct writer *w)
{
	return w->pending;
}

bool writer_changed(const struct writer *w)
{
	return w->changed;
}

uint64_t writer_documents(const struct writer *w)
{
	return w->documents;
}

uint64_t writer_generation(const struct writer *w)
{
	return w->generation;
}

/* ---- In bulk ---- */

int writer_append(struct writer *w, struct run **run, uint32_t *first_r, struct err *err)
{
	w->changed = true;
	return builder_append(w->builder, run, first_r, err);
}

/* The database from the runs. */
static int build(struct writer *w, struct err *err)
{
	struct builder_info info;
	struct str dictionary = trainer_bytes(w->trainer);
	if (dictionary.n && put_metadata(w, STR(META_DICTIONARY), dictionary, err) != 0)
		return -1;
	if (builder_finish(w->builder, &info, err) != 0 || aids_maker_finish(w->aids, w->path, err) != 0)
		return err_prefix(err, "building index %s", w->dir);
	builder_free(&w->builder);
	aids_maker_free(&w->aids);
	w->documents = info.documents;
	return 0;
}

int writer_seal(struct writer *w, struct err *err)
{
	return build(w, err) != 0 ? -1 : store_writer_open(w->path, false, &w->store, err);
}

/* ---- Changes ---- */

int writer_flush(struct writer *w, struct err *err)
{
	if (store_writer_commit(w->store, err) != 0)
		return err_prefix(err, "writing index %s", w->dir);
	w->pending = 0;
	/* What Xapian held until now lies scattered between what lives on. */
	malloc_trim(0);
	return 0;
}

/* A change was made that holds this much memory. */
static int changed(struct writer *w, uint64_t cost, struct err *err)
{
	w->changed = true;
	w->pending += cost;
	return w->pending > w->pending_max ? writer_flush(w, err) : 0;
}

static uint64_t cost_of(const struct store_document *d)
{
	uint64_t cost = COST_DOCUMENT + d->n_values * COST_VALUE;
	for (size_t i = 0; i < d->n_terms; i++)
		cost += COST_TERM + (uint64_t)d->terms[i].n_positions * COST_POSITION;
	return cost;
}

/* Taking a document out means a change for each of its terms. */
static int deletion_cost(struct writer *w, uint64_t *cost_r, struct err *err)
{
	struct store_info info;
	if (store_info(writer_reader(w), &info, err) != 0)
		return -1;
	*cost_r = COST_DOCUMENT + (uint64_t)info.average_length * COST_TERM;
	return 0;
}

int writer_put(struct writer *w, const struct prepared *p, bool *replaced_r, struct err *err)
{
	uint32_t there;
	uint64_t cost = cost_of(&p->document), deletion = 0;
	docid_t doc;
	if (store_term_frequency(writer_reader(w), p->unique, &there, err) != 0)
		return -1;
	*replaced_r = there > 0;
	if (there && deletion_cost(w, &deletion, err) != 0)
		return -1;
	int rc = there ? store_writer_replace(w->store, p->unique, &p->document, &doc, err)
		       : store_writer_add(w->store, &p->document, &doc, err);
	return rc == 0 ? changed(w, cost + deletion, err) : -1;
}

/* One document at a time, so that the memory for it stays within bounds. */
static int delete_all(struct writer *w, struct str term, struct err *err)
{
	struct err found;
	docid_t doc;
	while (store_find(writer_reader(w), term, &doc, &found) == 0)
		if (writer_delete(w, doc, err) != 0)
			return -1;
	if (found.code == ERR_NOT_FOUND)
		return 0;
	return err_set(err, found.code, "%s", found.msg);
}

int writer_delete_unique(struct writer *w, struct str unique, struct err *err)
{
	return delete_all(w, unique, err);
}

int writer_delete(struct writer *w, docid_t doc, struct err *err)
{
	uint64_t cost;
	if (deletion_cost(w, &cost, err) != 0 || store_writer_delete(w->store, doc, err) != 0)
		return -1;
	return changed(w, cost, err);
}

int writer_delete_file(struct writer *w, struct str path, struct err *err)
{
	struct arena a = ARENA_INIT;
	int rc = delete_all(w, schema_file_term(&a, path), err);
	arena_fini(&a);
	return rc;
}

/* An entry that is there already is no change. */
static int set_metadata(struct writer *w, struct str key, struct str value, struct err *err)
{
	struct arena a = ARENA_INIT;
	struct str old;
	if (w->builder) {
		w->changed = true;
		return put_metadata(w, key, value, err);
	}
	int rc = store_metadata(writer_reader(w), key, &a, &old, err);
	if (rc == 0 && !str_eq(old, value)) {
		rc = store_writer_set_metadata(w->store, key, value, err);
		if (rc == 0)
			rc = changed(w, key.n + value.n, err);
	}
	arena_fini(&a);
	return rc;
}

int writer_put_file(struct writer *w, const struct catalogue_entry *e, struct err *err)
{
	struct arena a = ARENA_INIT;
	int rc = set_metadata(w, catalogue_key(&a, e->path), catalogue_encode(&a, e), err);
	arena_fini(&a);
	return rc;
}

int writer_forget_file(struct writer *w, struct str path, struct err *err)
{
	struct arena a = ARENA_INIT;
	int rc = set_metadata(w, catalogue_key(&a, path), STR_NONE, err);
	arena_fini(&a);
	return rc;
}

int writer_add_names(struct writer *w, const struct name_entry *names, size_t n, struct err *err)
{
	for (size_t i = 0; i < n; i++)
		if (set_metadata(w, names[i].key, names[i].value, err) != 0)
			return -1;
	return 0;
}

int writer_metadata(struct writer *w, const char *key, struct str value, struct err *err)
{
	return set_metadata(w, str_of(key), value, err);
}

/* ---- The end ---- */

/* A database that grew commit by commit has blocks half full, and old revisions of them: packed it
 * is a third of the size, and faster to read. */
static int pack(struct writer *w, struct err *err)
{
	char *packed = xasprintf("%s.packed", w->path);
	int rc = store_compact(w->path, packed, err);
	if (rc == 0)
		rc = fs_remove_tree(w->path, err);
	if (rc == 0 && rename(packed, w->path) != 0)
		rc = err_errno(err, "renaming %s", packed);
	free(packed);
	return rc == 0 ? 0 : err_prefix(err, "packing index %s", w->dir);
}

/* What was written can be opened, has the stamps and the documents.  (Looking at every block is
 * slow: karez-index --check.) */
static int check_new(struct writer *w, struct err *err)
{
	struct store *s = NULL;
	struct store_info info;
	struct langs langs;
	const char *path = w->path;
	int rc = store_open(&path, 1, &s, err);
	if (rc == 0)
		rc = store_info(s, &info, err) || schema_check(s, w->path, &langs, err) ? -1 : 0;
	if (rc == 0 && info.documents != w->documents)
		rc = err_set(err, ERR_CORRUPT, "%llu documents were written, %llu are there",
			     (unsigned long long)w->documents, (unsigned long long)info.documents);
	store_close(&s);
	return rc == 0 ? 0 : err_prefix(err, "checking the new index %s", w->path);
}

/* What was changed through Xapian, and how many documents there are then. */
static int commit(struct writer *w, struct err *err)
{
	struct store_info info;
	if ((w->is_new || w->changed) && writer_flush(w, err) != 0)
		return -1;
	if (store_info(writer_reader(w), &info, err) != 0)
		return -1;
	w->documents = info.documents;
	w->words = info.total_length;
	store_writer_close(&w->store);
	return 0;
}

/* After an update, as long as that takes a few seconds at most: until a new generation is made searches
 * then do without. */
static void refresh_aids(struct writer *w)
{
	/* The update is committed and whole without them. */
	if (w->words <= REFRESH_MAX_WORDS)
		(void)aids_write(w->path, NULL);
}

int writer_finish(struct writer *w, struct err *err)
{
	if ((w->builder ? build(w, err) : commit(w, err)) != 0)
		return -1;
	if (!w->is_new) {
		if (w->changed || !aids_are_current(w->path))	/* they may have been cut off by an end of power */
			refresh_aids(w);
		return 0;
	}
	if (!w->packed && pack(w, err) != 0)
		return -1;
	/* What is built in bulk has them, unless it was changed after that. */
	if (!aids_are_current(w->path) && aids_write(w->path, err) != 0)
		return -1;
	if (check_new(w, err) != 0 || generation_publish(w->dir, w->generation, err) != 0)
		return -1;
	w->published = true;
	return 0;
}
