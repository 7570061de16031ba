/* Which of the documents with one id stays; see duplicates.h. */
#include "config.h"

#include "indexer/duplicates.h"

#include <string.h>

#include "index/catalogue.h"
#include "index/schema.h"
#include "index/stored.h"
#include "indexer/holder.h"

void duplicates_add(struct duplicates *d, docid_t doc, uint64_t line, const struct unit *u)
{
	struct str path = u->file.shown.n ? u->file.path : STR_NONE;
	bool same = d->n && str_eq(d->list[d->n - 1].path, path);
	d->list = arena_grow(&d->arena, d->list, &d->cap, d->n + 1, sizeof(*d->list));
	d->list[d->n] = (struct duplicate){ doc, line, same ? d->list[d->n - 1].path : arena_str(&d->arena, path),
					    u->kind == UNIT_FILE };
	d->n++;
}

void duplicates_fini(struct duplicates *d)
{
	arena_fini(&d->arena);
}

/* One of them is deleted.  *refused_r: it was the new one, for its file may not have the id. */
static int settle(const struct duplicate *dup, struct writer *w, struct report *report, struct arena *a,
		  bool *refused_r, struct err *err)
{
	struct store *s = writer_reader(w);
	struct holder own, first;
	bool gives;
	*refused_r = false;
	if (holder_read(s, dup->doc, a, &own, err) < 0 ||
	    holder_find(s, schema_id_term(a, own.id), a, &first, err) < 0)
		return -1;
	if (first.doc == dup->doc || !first.doc)	/* another id of the same fingerprint */
		return 0;
	if (holder_gives(s, &first, own.path, dup->is_file, a, &gives, err) < 0)
		return -1;
	report->n.added--;
	*refused_r = !gives;
	if (!gives) {
		report_failure(report, dup->path.n ? dup->path : STR("standard input"), dup->line, holder_refusal(&first, own.id, a));
		return writer_delete(w, dup->doc, err);
	}
	report->n.duplicates++;
	if (stored_same(s, first.doc, first.data, own.data))
		return writer_delete(w, dup->doc, err);
	report->n.updated++;
	return writer_delete(w, first.doc, err);
}

/* What the catalogue says of a file whose documents were fewer than thought. */
static int correct(struct writer *w, struct str path, bool refused, struct arena *a, struct err *err)
{
	struct catalogue_entry e;
	struct str value;
	uint32_t documents;
	if (store_metadata(writer_reader(w), catalogue_key(a, path), a, &value, err) < 0)
		return -1;
	if (value.n == 0)
		return 0;
	if (catalogue_decode(value, &e, err) < 0 ||
	    store_term_frequency(writer_reader(w), schema_file_term(a, path), &documents, err) < 0)
		return -1;
	e.documents = documents;
	if (refused) {		/* the next run tries again */
		e.flags |= FILE_FAILED;
		memset(&e.content, 0, sizeof(e.content));
	}
	return writer_put_file(w, &e, err);
}

int duplicates_settle(struct duplicates *d, struct writer *w, struct report *report, struct err *err)
{
	struct arena a = ARENA_INIT;
	bool any_refused = false;
	int rc = d->n ? writer_seal(w, err) : 0;
	for (size_t i = 0; rc == 0 && i < d->n; i++) {
		const struct duplicate *dup = &d->list[i];
		bool refused, last = i + 1 == d->n || !str_eq(d->list[i + 1].path, dup->path);
		rc = settle(dup, w, report, &a, &refused, err);
		any_refused |= refused && dup->is_file;
		if (rc == 0 && last && dup->path.n)
			rc = correct(w, dup->path, any_refused, &a, err);
		if (last)
			any_refused = false;
		arena_reset(&a);
	}
	arena_fini(&a);
	return rc;
}
