/* What a run begins with: the index as it is, its settings, the writer and the scan; see before.h. */
#include "config.h"

#include "indexer/before.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "index/generation.h"
#include "index/schema.h"

int before_open(struct run *r, struct err *err)
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

int before_languages(struct run *r, struct err *err)
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

int before_repair(struct run *r, struct err *err)
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

bool before_would_be_fresh(struct run *r)
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

int before_open_writer(struct run *r, struct err *err)
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

struct store *before_catalogue(struct run *r)
{
	struct arena a = ARENA_INIT;
	struct str format = STR_NONE;
	uint64_t version = 0;
	bool known = r->before && store_metadata(r->before, STR(META_FORMAT), &a, &format, NULL) == 0 &&
		     str_to_u64(format, SCHEMA_VERSION, SCHEMA_VERSION, &version);
	arena_fini(&a);
	return known ? r->before : NULL;
}

int before_any_source(const struct run *r, struct err *err)
{
	for (size_t i = 0; i < r->sources.n; i++) {
		const struct source *s = &r->sources.list[i];
		if (source_is_stdin(s) || access(*s->path ? s->path : "/", F_OK) == 0)
			return 0;
	}
	return err_errno(err, "no SOURCE can be read: %s", r->sources.list[0].path);
}

int before_scan(struct run *r, struct err *err)
{
	const struct scan_options options = {
		.sources = &r->sources, .input = r->o->input, .before = before_catalogue(r),
		.exact = r->o->exact, .all = r->fresh, .index = r->o->index,
		.spool_dir = r->writer ? r->o->index : NULL,
	};
	if (scan_run(&options, r->report, &r->scan, err) < 0)
		return -1;
	if (r->scan.unreadable_sources == r->sources.n)
		return err_set(err, ERR_NOT_FOUND, "no SOURCE could be read");
	return 0;
}
