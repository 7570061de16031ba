/* Changes of the index from what the pipeline gives; see apply.h. */
#include "config.h"

#include "indexer/apply.h"

#include <string.h>

#include "index/schema.h"
#include "index/stored.h"
#include "indexer/holder.h"

#define SHRINK_PERCENT 20	/* an unmounted share, not somebody's tidying up */

bool apply_shrinks(uint64_t gone, uint64_t known)
{
	return gone > known / 100 * SHRINK_PERCENT + known % 100 * SHRINK_PERCENT / 100;
}

void apply_init(struct apply *a, struct writer *w, struct report *report, bool allow_shrink,
		uint64_t known_documents)
{
	*a = (struct apply){ .writer = w, .report = report, .fresh = writer_is_new(w),
			     .allow_shrink = allow_shrink, .known_documents = known_documents };
}

void apply_fini(struct apply *a)
{
	idset_fini(&a->ids);
	idset_fini(&a->names);
	duplicates_fini(&a->duplicates);
	arena_fini(&a->arena);
}

/* ---- Documents ---- */

/* In bulk a document is in the index already, or will be with the next run. */
static void count_bulk_document(struct apply *a, const struct unit *u, const struct product *p)
{
	a->last_doc++;
	if (!idset_add(&a->ids, p->id))
		duplicates_add(&a->duplicates, a->last_doc, p->line, u);
	a->own++;
	a->report->n.added++;
}

static void refuse(struct apply *a, const struct unit *u, const struct product *p, const struct holder *h)
{
	struct str unique = p->prepared.unique;
	a->refused = true;
	report_failure(a->report, u->file.shown.n ? u->file.path : STR("standard input"), p->line,
		       holder_refusal(h, str_sub(unique, 1, unique.n), &a->arena));
}

/* Names that this run has not added yet. */
static int add_names(struct apply *a, const struct prepared *d, struct err *err)
{
	for (size_t i = 0; i < d->n_names; i++)
		if (idset_add(&a->names, hash64(d->names[i].key)) && writer_add_names(a->writer, &d->names[i], 1, err) < 0)
			return -1;
	return 0;
}

static int apply_document(struct apply *a, const struct unit *u, const struct product *p, struct err *err)
{
	const struct prepared *d = &p->prepared;
	bool again = idset_has(&a->ids, p->id), may = true, replaced = false;
	struct store *s = writer_reader(a->writer);
	struct holder h = { .doc = 0 };
	if ((!a->fresh || again) && holder_find(s, d->unique, &a->arena, &h, err) < 0)
		return -1;
	if (holder_gives(s, &h, u->file.shown, u->kind == UNIT_FILE, &a->arena, &may, err) < 0)
		return -1;
	if (!may) {
		refuse(a, u, p, &h);
		return 0;
	}
	idset_add(&a->ids, p->id);
	/* The same id twice in one file is one document. */
	a->own += !(again && h.doc && str_eq(h.path, u->file.shown));
	a->report->n.duplicates += again;
	if (h.doc && stored_same(s, h.doc, h.data, buf_str(&d->data))) {
		a->report->n.unchanged += !again;
		return 0;
	}
	/* Names first: the document may complete a commit, and a run that ends then takes it for indexed. */
	if (add_names(a, d, err) < 0 || writer_put(a->writer, d, &replaced, err) < 0)
		return -1;
	if (replaced)
		a->report->n.updated++;
	else
		a->report->n.added++;
	return 0;
}

static int apply_run(struct apply *a, struct product *p, struct err *err)
{
	uint32_t first;
	size_t n = run_documents(p->run);
	if (writer_append(a->writer, &p->run, &first, err) < 0)
		return -1;
	BUG_ON(first + n - 1 != a->last_doc);
	return writer_add_names(a->writer, p->prepared.names, p->prepared.n_names, err);
}

/* ---- Documents that a file does not hold any more ---- */

static int count_documents(struct apply *a, struct str path, uint64_t *n_r, struct err *err)
{
	uint32_t n;
	if (store_term_frequency(writer_reader(a->writer), schema_file_term(&a->arena, path), &n, err) < 0)
		return -1;
	*n_r = n;
	return 0;
}

struct documents {
	docid_t *ids;
	size_t n, cap;
	struct arena arena;
};

static int add_document(void *arg, docid_t doc)
{
	struct documents *d = arg;
	d->ids = arena_grow(&d->arena, d->ids, &d->cap, d->n + 1, sizeof(*d->ids));
	d->ids[d->n++] = doc;
	return 0;
}

struct unique {
	struct arena *arena;
	struct str term;
};

/* The unique term comes early among the terms of a document; the first one is it. */
static int take_unique(void *arg, struct str term, uint32_t freq)
{
	struct unique *u = arg;
	(void)freq;
	if (!str_starts(term, STR(PREFIX_ID)))
		return 0;
	u->term = arena_str(u->arena, term);
	return 1;
}

/* Unique terms of the documents that came from the file and that this run did not meet. */
static int find_stale(struct apply *a, struct str path, struct arena *arena, struct str **stale_r,
		      size_t *n_r, struct err *err)
{
	struct documents docs = { .n = 0 };
	struct str *stale = NULL;
	size_t n = 0, cap = 0;
	struct store *s = writer_reader(a->writer);
	int rc = store_each_document(s, schema_file_term(&a->arena, path), add_document, &docs, err);
	for (size_t i = 0; rc == 0 && i < docs.n; i++) {
		struct unique u = { &a->arena, STR_NONE };
		rc = store_each_doc_term(s, docs.ids[i], take_unique, &u, err);
		if (rc == 0 && u.term.n && !idset_has(&a->ids, hash64(u.term))) {
			stale = arena_grow(arena, stale, &cap, n + 1, sizeof(*stale));
			stale[n++] = arena_str(arena, u.term);
		}
		arena_reset(&a->arena);
	}
	arena_fini(&docs.arena);
	*stale_r = stale;
	*n_r = n;
	return rc;
}

/* A feed that comes out nearly empty, where the scan saw only that it changed. */
static bool is_too_much(struct apply *a, const struct unit *u, size_t n)
{
	if (u->kind == UNIT_FILE || a->allow_shrink || !apply_shrinks(n, a->known_documents))
		return false;
	report_failure(a->report, u->file.path, 0,
		       arena_printf(&a->arena, "%zu of its records are not in it any more, too many of the %llu documents "
				    "that were indexed: they stay (--allow-shrink deletes them)", n,
				    (unsigned long long)a->known_documents));
	return true;
}

/* Delete what the file does not hold any more.  *refused_r: that was too much. */
static int sweep(struct apply *a, const struct unit *u, bool *refused_r, struct err *err)
{
	struct arena arena = ARENA_INIT;
	struct str *stale;
	size_t n = 0;
	uint64_t there = 0;
	*refused_r = false;
	if (a->fresh)
		return 0;
	if (count_documents(a, u->file.path, &there, err) < 0)
		return -1;
	if (there <= a->own)
		return 0;
	int rc = find_stale(a, u->file.path, &arena, &stale, &n, err);
	*refused_r = rc == 0 && is_too_much(a, u, n);
	for (size_t i = 0; rc == 0 && !*refused_r && i < n; i++) {
			a->report->n.deleted++;
		rc = writer_delete_unique(a->writer, stale[i], err);
	}
	arena_fini(&arena);
	return rc;
}

/* ---- Files ---- */

static unsigned flags_of(const struct unit *u, const struct outcome *o)
{
	return (o->kind == OUTCOME_SKIPPED ? FILE_SKIPPED : 0) | (o->kind == OUTCOME_FAILED ? FILE_FAILED : 0) |
	       (o->racy ? FILE_RACY : 0) | (u->kind == UNIT_FILE ? 0 : FILE_RECORDS);
}

static int record_outcome(struct apply *a, const struct unit *u, const struct outcome *o, struct err *err)
{
	struct catalogue_entry e = {
		.flags = flags_of(u, o), .size = o->size, .mtime_ns = o->mtime_ns, .inode = o->inode,
		.content = o->content, .documents = a->own, .root = u->file.root, .path = u->file.path,
		.reason = o->reason,
	};
	/* A file that failed at once still has the documents of its content before. */
	if (o->kind == OUTCOME_FAILED) {
		memset(&e.content, 0, sizeof(e.content));
		if (u->file.known && a->own == 0)
			e.content = u->file.content;
	}
	if (o->kind == OUTCOME_SKIPPED)
		memset(&e.content, 0, sizeof(e.content));
	if (!a->fresh && count_documents(a, u->file.path, &e.documents, err) < 0)
		return -1;
	if (o->kind == OUTCOME_UNCHANGED)
		a->report->n.unchanged += e.documents;
	return writer_put_file(a->writer, &e, err);
}

/* The last product of a file: all that it holds has come. */
static int apply_outcome(struct apply *a, const struct unit *u, const struct product *p, struct err *err)
{
	struct outcome o = p->outcome;
	bool too_much = false;
	if (u->file.shown.n == 0) {	/* standard input is no file: it adds, and leaves the rest */
		if (o.kind == OUTCOME_FAILED)
			report_failure(a->report, STR("standard input"), 0, o.reason);
		return 0;
	}
	if (o.kind == OUTCOME_GONE)
		return 0;
	if (o.kind == OUTCOME_FAILED) {
		report_failure(a->report, u->file.path, 0, o.reason);
		a->failed_files++;
	}
	if (o.kind == OUTCOME_SKIPPED)
		a->report->n.skipped++;
	if (u->kind == UNIT_FILE && a->refused)
		o.kind = OUTCOME_FAILED;
	if ((o.kind == OUTCOME_INDEXED || o.kind == OUTCOME_SKIPPED) && sweep(a, u, &too_much, err) < 0)
		return -1;
	if (too_much)
		o.kind = OUTCOME_FAILED;
	return record_outcome(a, u, &o, err);
}

static void warn_cut(struct apply *a, const struct unit *u, const struct product *p)
{
	a->report->n.truncated++;
	report_warning(a->report, u->file.shown.n ? u->file.path : STR("standard input"), p->reason);
}

static int apply_product(struct apply *a, struct product *p, struct err *err)
{
	struct unit *u = p->unit;
	int rc = 0;
	uint64_t files = 0;
	switch (p->kind) {
	case PRODUCT_DOCUMENT:
		if (writer_is_bulk(a->writer))
			count_bulk_document(a, u, p);
		else
			rc = apply_document(a, u, p, err);
		break;
	case PRODUCT_RUN:
		return apply_run(a, p, err);
	case PRODUCT_BAD_RECORD:
		report_failure(a->report, u->file.shown.n ? u->file.path : STR("standard input"), p->line, p->reason);
		break;
	case PRODUCT_CUT:
		warn_cut(a, u, p);
		break;
	case PRODUCT_OUTCOME:
		rc = apply_outcome(a, u, p, err);
		files = u->file.shown.n > 0;
		a->own = 0;
		a->refused = false;
		break;
	}
	/* A unit's bytes count with its first product. */
	a->report->bytes += u->bytes;
	progress_add(&a->report->progress, files, u->bytes);
	u->bytes = 0;
	arena_reset(&a->arena);
	return rc;
}

int apply_products(struct apply *a, struct product *first, struct err *err)
{
	for (struct product *p = first; p; p = p->next) {
		if (apply_product(a, p, err) < 0)
			return -1;
	}
	return 0;
}

int apply_end(struct apply *a, struct err *err)
{
	return duplicates_settle(&a->duplicates, a->writer, a->report, err);
}

int apply_vanished(struct apply *a, struct str path, struct err *err)
{
	uint64_t n = 0;
	if (a->fresh)
		return 0;
	int rc = count_documents(a, path, &n, err);
	if (rc == 0)
		rc = writer_delete_file(a->writer, path, err);
	if (rc == 0)
		rc = writer_forget_file(a->writer, path, err);
	a->report->n.deleted += n;
	arena_reset(&a->arena);
	return rc;
}
