/* One run on one index, from the lock to the summary; see run.h. */
#include "config.h"

#include "indexer/run.h"

#include <sched.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/fs.h"
#include "common/unit.h"
#include "common/xalloc.h"
#include "index/bulk_check.h"
#include "index/generation.h"
#include "index/schema.h"
#include "index/writer.h"
#include "indexer/apply.h"
#include "indexer/feed.h"
#include "indexer/lessons.h"
#include "indexer/pipeline.h"
#include "indexer/scan.h"
#include "indexer/stop.h"
#include "text/langs.h"

/* How --memory is shared out.  A document is held in several forms while it is made, and once more
 * by Xapian while it is added: up to 30 times its bytes if every word of it is another one. */
#define WRITER_SHARE 4		/* changes that wait for a commit (the writer takes 16M at most) */
#define PIPELINE_SHARE 4	/* files and documents under way */
#define PART_SHARE 64		/* the longest text that becomes one document */
#define WHOLE_SHARE 32		/* the same of what cannot be cut */
#define HANDFUL ((size_t)128 << 10)	/* enough that handing it over costs nothing beside it */
#define BULK_SHARE 48		/* a handful that becomes a run: long ones make few runs, and need more beside them */
#define BULK_MAX ((size_t)8 << 20)
#define BATCH_SHARE 8		/* of one worker for the documents of a run; sorting takes as much again */

/* From this part of the bytes on, and not for less than so many, a new generation is made sooner than
 * the changes are: see doc/PERFORMANCE.md. */
#define REBUILD_PART 16
#define REBUILD_MIN ((uint64_t)16 << 20)
#define REBUILD_MIN_DOCUMENTS 5000
/* Disk for a new generation: its tables, about three times the text, and the runs before they are merged. */
#define DISK_PER_BYTE 4
#define PART_MIN ((size_t)1 << 20)
#define WORKER_MEMORY ((uint64_t)32 << 20)	/* its cache of words, and what it works on */

struct run {
	const struct run_options *o;
	struct report *report;
	struct sources sources;
	struct langs langs;
	struct arena arena;
	unsigned repair;		/* rules */
	struct str repair_stamp;	/* in the arena */
	struct store *before;		/* the generation that is served, NULL for none */
	uint64_t before_documents, before_generation;
	struct writer *writer;		/* NULL in a dry run */
	bool fresh;			/* a new generation will be built */
	bool refused;			/* by a guard */
	bool may_rebuild;		/* instead of an update that turns out to be large */
	bool rebuild;			/* it did */
	bool by_itself;			/* nobody asked for the rebuild: what is in its way makes it an update again */
	bool update_only;		/* which this run is */
	struct scan scan;
	struct read_limits limits;
	struct lessons *lessons;
	struct analyst *analysts;	/* one for each worker */
	unsigned n_workers;
	struct feed feed;
	struct apply apply;
};

/* ---- Before anything is changed ---- */

/* The index that is served.  One that cannot be read is in the way of an update only. */
static int open_before(struct run *r, struct err *err)
{
	struct store_info info;
	char *path = NULL;
	if (generation_current(r->o->index, &r->before_generation, &path, err) < 0)
		return err->code == ERR_NOT_FOUND ? 0 : -1;
	int rc = store_open((const char *const[]){ path }, 1, &r->before, err);
	if (rc == 0)
		rc = store_info(r->before, &info, err);
	if (rc == 0)
		r->before_documents = info.documents;
	free(path);
	if (rc < 0 && r->o->full) {
		store_close(&r->before);
		report_warning(r->report, STR_NONE, str_of("the index that is served cannot be read; rebuilding it"));
		return 0;
	}
	return rc;
}

/* Languages: as asked for, else as the index was made with, so that nobody has to repeat them. */
static int choose_languages(struct run *r, struct err *err)
{
	struct arena a = ARENA_INIT;
	struct str stamp = STR_NONE, version, spec = STR(LANGS_DEFAULT);
	if (r->o->languages)
		spec = str_of(r->o->languages);
	else if (r->before && store_metadata(r->before, STR(META_ANALYZER), &a, &stamp, NULL) == 0 && stamp.n &&
		 str_cut(&stamp, ' ', &version) && stamp.n)
		spec = stamp;
	int rc = langs_parse(spec, &r->langs, err);
	arena_fini(&a);
	return rc;
}

/* The rules of repair, likewise. */
static int choose_repair(struct run *r, struct err *err)
{
	struct str stamp = STR_NONE;
	r->repair = repair_default_rules();
	if (r->o->repair) {
		if (repair_parse_rules(str_of(r->o->repair), &r->repair, err) < 0)
			return err_prefix(err, "repair");
	} else if (r->before && store_metadata(r->before, STR(META_REPAIR), &r->arena, &stamp, NULL) == 0 && stamp.n) {
		repair_parse_stamp(stamp, &r->repair);
	}
	r->repair_stamp = repair_stamp(r->repair, &r->arena);
	return 0;
}

static bool is_repaired_so(struct run *r)
{
	struct str stamp;
	return store_metadata(r->before, STR(META_REPAIR), &r->arena, &stamp, NULL) == 0 &&
	       str_eq(stamp, r->repair_stamp);
}

/* A dry run has no writer to say whether a new generation is due. */
static bool would_be_fresh(struct run *r)
{
	struct langs langs;
	struct err err;
	return r->o->full || !r->before || schema_check(r->before, r->o->index, &langs, &err) < 0 ||
	       strcmp(langs.spec, r->langs.spec) != 0 || !is_repaired_so(r);
}

static void warn_not_bulk(struct run *r)
{
	const char *why = writer_not_bulk(r->writer);
	struct arena a = ARENA_INIT;
	if (why)
		report_warning(r->report, STR_NONE, arena_printf(&a, "%s; building through Xapian, which takes "
			       "many times as long", why));
	arena_fini(&a);
}

static int open_writer(struct run *r, struct err *err)
{
	const struct writer_options options = {
		.dir = r->o->index, .langs = &r->langs, .repair = r->repair_stamp.p, .full = r->o->full, .bulk = !r->o->no_bulk,
		.memory = r->o->memory / WRITER_SHARE, .jobs = r->n_workers, .program = "karez-index",
	};
	const char *why = NULL;
	if (writer_open(&options, &r->writer, &why, err) < 0)
		return -1;
	r->fresh = writer_is_new(r->writer);
	if (why && r->before)
		report_warning(r->report, STR_NONE, str_of(why));
	warn_not_bulk(r);
	return 0;
}

/* Of an older format, the catalogue cannot be read. */
static struct store *catalogue_store(struct run *r)
{
	struct arena a = ARENA_INIT;
	struct str format = STR_NONE;
	uint64_t version = 0;
	bool known = r->before && store_metadata(r->before, STR(META_FORMAT), &a, &format, NULL) == 0 &&
		     str_to_u64(format, SCHEMA_VERSION, SCHEMA_VERSION, &version);
	arena_fini(&a);
	return known ? r->before : NULL;
}

/* Is there anything to read?  Asked before an index is made for a name that was mistyped. */
static int any_source(const struct run *r, struct err *err)
{
	for (size_t i = 0; i < r->sources.n; i++) {
		const struct source *s = &r->sources.list[i];
		if (source_is_stdin(s) || access(*s->path ? s->path : "/", F_OK) == 0)
			return 0;
	}
	return err_errno(err, "no SOURCE can be read: %s", r->sources.list[0].path);
}

static int scan(struct run *r, struct err *err)
{
	const struct scan_options options = {
		.sources = &r->sources, .input = r->o->input, .before = catalogue_store(r),
		.exact = r->o->exact, .all = r->fresh, .index = r->o->index,
		.spool_dir = r->writer ? r->o->index : NULL,
	};
	if (scan_run(&options, r->report, &r->scan, err) < 0)
		return -1;
	if (r->scan.unreadable_sources == r->sources.n)
		return err_set(err, ERR_NOT_FOUND, "no SOURCE could be read");
	return 0;
}

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

/* What would be lost is said before it is: an unmounted share, a forgotten SOURCE. */
static int guard(struct run *r, struct err *err)
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
	if (r->fresh && elsewhere && catalogue_store(r))
		return refuse(r, err, "a full rebuild would lose %llu documents that come from other places than the "
			      "SOURCEs named, or from standard input", elsewhere);
	return 0;
}

/* A build that runs out of disk leaves all as it was, but may take hours before it does. */
static void warn_of_disk(struct run *r)
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

/* Nothing that the index holds would be missing in a new generation: all comes from files of these
 * SOURCEs that can be read.  And there is room for it. */
static bool may_rebuild(const struct run *r)
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

/* So many files have changed that a new generation is made sooner than the changes are. */
static bool wants_rebuild(const struct run *r)
{
	const struct scan *s = &r->scan;
	return s->rewritten_bytes >= REBUILD_MIN && s->rewritten_bytes > s->all_bytes / REBUILD_PART && may_rebuild(r) &&
	       can_build_in_bulk(r);
}

/* The same of records: how many of them have changed is seen while they are written. */
static bool has_written_much(const struct run *r)
{
	const struct counts *n = &r->report->n;
	uint64_t written = n->added + n->updated;
	return written >= REBUILD_MIN_DOCUMENTS && written > r->before_documents / REBUILD_PART;
}

static bool becomes_rebuild(struct run *r)
{
	if (!r->may_rebuild || !has_written_much(r))
		return false;
	r->may_rebuild = false;
	return can_build_in_bulk(r);
}

/* The files that have not changed are needed too.  Names and failures were reported before. */
static int begin_rebuild(struct run *r, struct err *err)
{
	store_close(&r->before);
	r->by_itself = true;
	if (writer_restart(r->writer, err) < 0 || open_before(r, err) < 0)
		return -1;
	r->fresh = true;
	scan_fini(&r->scan);
	report_again(r->report, true);
	int rc = scan(r, err) < 0 || guard(r, err) < 0 ? -1 : 0;
	report_again(r->report, false);
	return rc;
}

/* ---- The pipeline ---- */

static int feed_unit(void *arg, void **unit_r, size_t *bytes_r, struct err *err)
{
	struct run *r = arg;
	struct unit *u;
	int rc = feed_next(&r->feed, &u, bytes_r, err);
	*unit_r = u;
	return rc;
}

static void work_on_units(void *arg, unsigned worker, void *unit, struct outlet *out)
{
	struct run *r = arg;
	struct analyst *a = &r->analysts[worker];
	analyst_begin(a, out);
	for (struct unit *u = unit; u; u = u->next) {
		if (u->kind == UNIT_FILE)
			source_file_read(a, u);
		else
			source_records_read(a, u);
		outlet_release(out);
	}
	analyst_end(a);
}

static void free_unit(void *arg, void *unit)
{
	(void)arg;
	unit_free(unit);
}

static void free_product(void *arg, void *product)
{
	(void)arg;
	product_free(product);
}

static unsigned processors(void)
{
	cpu_set_t set;
	int n = sched_getaffinity(0, sizeof(set), &set) == 0 ? CPU_COUNT(&set) : (int)sysconf(_SC_NPROCESSORS_ONLN);
	return n < 1 ? 1 : (unsigned)n;
}

static void choose_workers(struct run *r)
{
	r->n_workers = r->o->jobs ? r->o->jobs : processors();
	if (r->n_workers > r->o->memory / WORKER_MEMORY)
		r->n_workers = (unsigned)(r->o->memory / WORKER_MEMORY);
}

static int make_analysts(struct run *r, struct err *err)
{
	size_t batch = writer_is_bulk(r->writer) ? (size_t)(r->o->memory / BATCH_SHARE / r->n_workers) : 0;
	r->analysts = xcalloc(r->n_workers, sizeof(struct analyst));
	for (unsigned i = 0; i < r->n_workers; i++) {
		if (analyst_init(&r->analysts[i], &r->limits, &r->langs, writer_trainer(r->writer), batch, err) < 0)
			return -1;
	}
	return 0;
}

static void free_analysts(struct run *r)
{
	for (unsigned i = 0; i < r->n_workers && r->analysts; i++) {
		struct analyzer_stats s = analyst_stats(&r->analysts[i]);
		r->report->words.words += s.words;
		r->report->words.misses += s.misses;
		for (unsigned k = 0; k < N_RULES; k++)
			r->report->repaired.n[k] += r->analysts[i].repaired.n[k];
		analyst_fini(&r->analysts[i]);
	}
	free(r->analysts);
	r->analysts = NULL;
}

static size_t share(const struct run *r, unsigned part)
{
	size_t bytes = (size_t)(r->o->memory / part);
	return bytes < PART_MIN ? PART_MIN : bytes;
}

static size_t handful(const struct run *r)
{
	uint64_t bytes = r->o->memory / BULK_SHARE;
	return !writer_is_bulk(r->writer) ? HANDFUL : bytes < BULK_MAX ? (size_t)bytes : BULK_MAX;
}

static void set_limits(struct run *r)
{
	r->limits = (struct read_limits){
		.part = share(r, PART_SHARE), .handful = handful(r), .whole = share(r, WHOLE_SHARE),
		.max_file_size = r->o->max_file_size, .prepare = { .max_words = r->o->max_words },
		.repair = r->repair, .extract = r->o->extract, .lessons = r->lessons,
		.scan_ns = r->scan.started_ns,
	};
}

static int stopped(struct err *err)
{
	return err_set(err, ERR_CANCELLED, "stopped by a signal; what was done is kept, the next run goes on");
}

/* Everything that the pipeline gives goes into the index.  ERR_CANCELLED after a signal. */
static int drain(struct run *r, struct pipeline *p, struct err *err)
{
	void *product, *unit;
	while (!stop_signal()) {
		switch (pipeline_next(p, &product, &unit, err)) {
		case PIPELINE_PRODUCT:
			if (apply_products(&r->apply, product, err) < 0)
				return -1;
			r->rebuild = becomes_rebuild(r);
			if (r->rebuild)
				return 0;
			break;
		case PIPELINE_WAIT:
			progress_tick(&r->report->progress);
			break;
		case PIPELINE_END:
			return 0;
		case PIPELINE_ERROR:
			return -1;
		}
	}
	return stopped(err);
}

static int read_and_write(struct run *r, struct err *err)
{
	const struct pipeline_ops ops = { r, feed_unit, work_on_units, free_unit, free_product };
	struct pipeline *p = NULL;
	if (r->scan.work.n == 0)
		return 0;
	if (make_analysts(r, err) < 0)
		return -1;
	feed_init(&r->feed, &r->limits, &r->sources, &r->scan.work);
	progress_start(&r->report->progress, r->scan.work.n, r->scan.work_bytes);
	int rc = pipeline_start(&ops, r->n_workers, (size_t)(r->o->memory / PIPELINE_SHARE), &p, err);
	if (rc == 0)
		rc = drain(r, p, err);
	feed_stop(&r->feed);
	pipeline_free(&p);
	feed_fini(&r->feed);
	progress_hide(&r->report->progress);
	free_analysts(r);
	return rc;
}

static int delete_vanished(struct run *r, struct err *err)
{
	struct buf path = BUF_INIT;
	int rc;
	while ((rc = spool_next(&r->scan.vanished, &path, err)) > 0) {
		rc = stop_signal() ? stopped(err) : apply_vanished(&r->apply, buf_str(&path), err);
		if (rc < 0)
			break;
	}
	buf_fini(&path);
	return rc;
}

/* ---- The end ---- */

/* A rebuild that comes out much smaller than what is served, for files that could not be read. */
static int guard_rebuild(struct run *r, struct err *err)
{
	uint64_t built = r->apply.ids.n, gone = r->before_documents > built ? r->before_documents - built : 0;
	if (!r->fresh || r->o->allow_shrink || !apply_shrinks(gone, r->before_documents))
		return 0;
	return refuse(r, err, "the rebuild has %llu documents, the index that is served %llu",
		      (unsigned long long)built, (unsigned long long)r->before_documents);
}

static int publish(struct run *r, enum result result, struct err *err)
{
	struct buf json = BUF_INIT;
	report_json(r->report, result, NULL, clock_us() - r->report->start_us, false, &json);
	int rc = writer_metadata(r->writer, META_RUN, buf_str(&json), err);
	buf_fini(&json);
	progress_note(&r->report->progress, r->fresh ? "writing the index" : "committing");
	if (rc == 0)
		rc = writer_finish(r->writer, err);
	progress_hide(&r->report->progress);
	if (rc == 0) {
		r->report->documents = writer_documents(r->writer);
		r->report->generation = writer_generation(r->writer);
	}
	return rc;
}

/* After the work, or as much of it as there was before a signal: keep it. */
static int finish(struct run *r, bool early, struct err *err)
{
	bool give_up = early && r->fresh && (writer_has_previous(r->writer) || r->apply.ids.n == 0);
	r->report->documents = r->before_documents;
	r->report->generation = r->before_generation;
	if (give_up)
		return err_set(err, ERR_CANCELLED, "stopped by a signal; the new generation is dropped");
	if (!r->fresh && !writer_changed(r->writer))
		return writer_finish(r->writer, err);
	if (r->by_itself && r->apply.failed_files)	/* an update would keep their documents */
		return err_set(err, ERR_IO, "%llu files cannot be read now", (unsigned long long)r->apply.failed_files);
	if (!early && guard_rebuild(r, err) < 0)
		return -1;
	if (apply_end(&r->apply, err) < 0)
		return -1;
	return publish(r, early ? RESULT_STOPPED : r->report->n.failed ? RESULT_PARTIAL : RESULT_OK, err);
}

/* Counts of a dry run: files of records count as one document each. */
static void count_plan(struct run *r)
{
	r->report->n.added = r->scan.new_files;
	r->report->n.updated = r->scan.work.n - r->scan.new_files;
	r->report->n.deleted = r->scan.vanished_documents;
	r->report->bytes = r->scan.work_bytes;
}

static int change(struct run *r, struct err *err)
{
	struct err finish_err;
	if (!r->lessons && r->repair & RULE_BIT(RULE_repeated))
		r->lessons = lessons_new();
	set_limits(r);
	r->may_rebuild = may_rebuild(r);
	r->rebuild = false;
	store_close(&r->before);
	apply_init(&r->apply, r->writer, r->report, r->o->allow_shrink, r->scan.known_documents);
	int rc = delete_vanished(r, err);
	if (rc == 0)
		rc = read_and_write(r, err);
	if (rc < 0 && err->code != ERR_CANCELLED)
		return -1;
	if (r->rebuild) {
		apply_fini(&r->apply);
		return begin_rebuild(r, err) < 0 ? -1 : change(r, err);
	}
	if (finish(r, rc < 0, &finish_err) < 0) {
		*err = finish_err;
		return -1;
	}
	return rc;
}

static int run_steps(struct run *r, struct err *err)
{
	if (sources_resolve(r->o->sources, r->o->n_sources, &r->sources, err) < 0 || open_before(r, err) < 0 ||
	    choose_languages(r, err) < 0 || choose_repair(r, err) < 0)
		return -1;
	if (any_source(r, err) < 0)
		return -1;
	choose_workers(r);
	if (r->o->dry_run)
		r->fresh = would_be_fresh(r);
	else if (open_writer(r, err) < 0)
		return -1;
	if (scan(r, err) < 0 || guard(r, err) < 0 || (wants_rebuild(r) && begin_rebuild(r, err) < 0))
		return -1;
	if (r->fresh)
		warn_of_disk(r);
	if (!r->o->dry_run)
		return change(r, err);
	count_plan(r);
	return 0;
}

static enum result result_of(const struct run *r, int rc, const struct err *err)
{
	if (rc == 0)
		return r->report->n.failed ? RESULT_PARTIAL : RESULT_OK;
	if (r->refused)
		return RESULT_REFUSED;
	switch (err->code) {
	case ERR_CANCELLED: return (enum result)(RESULT_STOPPED + stop_signal());
	case ERR_LOCKED: return RESULT_LOCKED;
	default: return RESULT_ERROR;
	}
}

/* *again_r: a rebuild that nobody asked for did not come about. */
static enum result run_once(const struct run_options *o, struct report *report, bool update_only, bool *again_r,
			    struct err *why)
{
	struct run r = { .o = o, .report = report, .update_only = update_only };
	int rc = run_steps(&r, why);
	enum result result = result_of(&r, rc, why);
	*again_r = rc < 0 && r.by_itself && why->code != ERR_CANCELLED;
	apply_fini(&r.apply);
	scan_fini(&r.scan);
	store_close(&r.before);
	free_analysts(&r);
	lessons_free(&r.lessons);
	writer_close(&r.writer);
	sources_fini(&r.sources);
	arena_fini(&r.arena);
	return result;
}

enum result run_index(const struct run_options *o, struct report *report, struct err *why)
{
	bool again;
	report->dry_run = o->dry_run;
	enum result result = run_once(o, report, false, &again, why);
	if (!again)
		return result;
	struct arena a = ARENA_INIT;
	report_warning(report, STR_NONE, arena_printf(&a, "a new generation would have been sooner made, but: %s; "
		       "updating the one that is served", why->msg));
	arena_fini(&a);
	report_again(report, true);
	report_again(report, false);
	return run_once(o, report, true, &again, why);
}
