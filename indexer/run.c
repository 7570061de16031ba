/* One run on one index, from the lock to the summary; see run.h. */
#include "config.h"

#include "indexer/run.h"

#include <sched.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/unit.h"
#include "common/xalloc.h"
#include "index/schema.h"
#include "indexer/before.h"
#include "indexer/guard.h"
#include "indexer/pipeline.h"
#include "indexer/stop.h"

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
			r->rebuild = guard_becomes_rebuild(r);
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

/* The files that have not changed are needed too.  Names and failures were reported before. */
static int begin_rebuild(struct run *r, struct err *err)
{
	store_close(&r->before);
	r->by_itself = true;
	if (writer_restart(r->writer, err) < 0 || before_open(r, err) < 0)
		return -1;
	r->fresh = true;
	scan_fini(&r->scan);
	report_again(r->report, true);
	int rc = before_scan(r, err) < 0 || guard_plan(r, err) < 0 ? -1 : 0;
	report_again(r->report, false);
	return rc;
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
	if (!early && guard_outcome(r, err) < 0)
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
	r->may_rebuild = guard_may_rebuild(r);
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
	if (sources_resolve(r->o->sources, r->o->n_sources, &r->sources, err) < 0 || before_open(r, err) < 0 ||
	    before_languages(r, err) < 0 || before_repair(r, err) < 0)
		return -1;
	if (before_any_source(r, err) < 0)
		return -1;
	choose_workers(r);
	if (r->o->dry_run)
		r->fresh = before_would_be_fresh(r);
	else if (before_open_writer(r, err) < 0)
		return -1;
	if (before_scan(r, err) < 0 || guard_plan(r, err) < 0 || (guard_wants_rebuild(r) && begin_rebuild(r, err) < 0))
		return -1;
	if (r->fresh)
		guard_disk(r);
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
