/* May a run go on, and would a new generation be sooner made; see guard.h. */
#include "config.h"

#include "indexer/guard.h"

#include <stdarg.h>

#include "common/fs.h"
#include "common/unit.h"
#include "index/bulk_check.h"
#include "indexer/before.h"

/* From this part of the bytes on, and not for less than so many, a new generation is made sooner than
 * the changes are: see doc/PERFORMANCE.md. */
#define REBUILD_PART 16
#define REBUILD_MIN ((uint64_t)16 << 20)
#define REBUILD_MIN_DOCUMENTS 5000
/* Disk for a new generation: its tables, about three times the text, and the runs before they are merged. */
#define DISK_PER_BYTE 4

static int refuse(struct run *r, struct err *err, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
static int refuse(struct run *r, struct err *err, const char *fmt, ...)
{
	struct buf what = BUF_INIT;
	va_list ap;
	va_start(ap, fmt);
	buf_vprintf(&what, fmt, ap);
	va_end(ap);
	r->refused = true;
	err_set(err, ERR_DENIED, "%s; nothing was changed; if that is right, say --allow-shrink", what.p);
	buf_fini(&what);
	return -1;
}

int guard_plan(struct run *r, struct err *err)
{
	const struct scan *s = &r->scan;
	unsigned long long gone = s->vanished_documents, known = s->known_documents;
	unsigned long long unreadable = s->unreadable_documents;
	unsigned long long elsewhere = r->before_documents > known ? r->before_documents - known : 0;
	if (r->o->allow_shrink)
		return 0;
	if (apply_shrinks(gone, known))
		return refuse(r, err, "%llu of %llu documents are not there any more", gone, known);
	if (r->fresh && unreadable)
		return refuse(r, err, "a full rebuild would lose %llu documents of files that cannot be looked at now",
			      unreadable);
	if (r->fresh && elsewhere && before_catalogue(r))
		return refuse(r, err, "a full rebuild would lose %llu documents that come from other places than the "
			      "SOURCEs named, or from standard input", elsewhere);
	return 0;
}

void guard_disk(struct run *r)
{
	struct arena a = ARENA_INIT;
	struct err none;
	char wanted[24], there[24];
	uint64_t bytes = r->scan.work_bytes * DISK_PER_BYTE, space;
	if (fs_free_space(r->o->index, &space, &none) == 0 && space < bytes) {
		unit_format_size(bytes, wanted, sizeof(wanted));
		unit_format_size(space, there, sizeof(there));
		report_warning(r->report, STR_NONE, arena_printf(&a, "a new generation of so much text takes about %s "
			       "of disk while it is built, and there are %s: it may not fit", wanted, there));
	}
	arena_fini(&a);
}

bool guard_may_rebuild(const struct run *r)
{
	struct err none;
	uint64_t space;
	for (size_t i = 0; i < r->sources.n; i++) {
		if (source_is_stdin(&r->sources.list[i]))
			return false;
	}
	return !r->fresh && !r->update_only && !r->o->no_bulk && !r->o->dry_run && r->scan.unreadable_documents == 0 &&
	       r->before_documents <= r->scan.known_documents &&
	       fs_free_space(r->o->index, &space, &none) == 0 && space / DISK_PER_BYTE > r->scan.all_bytes;
}

static bool can_build_in_bulk(const struct run *r)
{
	struct err none;
	return bulk_check(r->o->index, &none) == 0;
}

bool guard_wants_rebuild(const struct run *r)
{
	const struct scan *s = &r->scan;
	return s->rewritten_bytes >= REBUILD_MIN && s->rewritten_bytes > s->all_bytes / REBUILD_PART && guard_may_rebuild(r) &&
	       can_build_in_bulk(r);
}

static bool has_written_much(const struct run *r)
{
	const struct counts *n = &r->report->n;
	uint64_t written = n->added + n->updated;
	return written >= REBUILD_MIN_DOCUMENTS && written > r->before_documents / REBUILD_PART;
}

bool guard_becomes_rebuild(struct run *r)
{
	if (!r->may_rebuild || !has_written_much(r))
		return false;
	r->may_rebuild = false;
	return can_build_in_bulk(r);
}

int guard_outcome(struct run *r, struct err *err)
{
	uint64_t built = r->apply.ids.n, gone = r->before_documents > built ? r->before_documents - built : 0;
	if (!r->fresh || r->o->allow_shrink || !apply_shrinks(gone, r->before_documents))
		return 0;
	return refuse(r, err, "the rebuild has %llu documents, the index that is served %llu",
		      (unsigned long long)built, (unsigned long long)r->before_documents);
}
