/* The walk over the SOURCEs, compared with the catalogue; see scan.h. */
#include "config.h"

#include "indexer/scan.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "common/buf.h"
#include "index/catalogue.h"
#include "index/schema.h"
#include "common/idset.h"
#include "indexer/known.h"
#include "indexer/stop.h"
#include "indexer/unit.h"

struct walk {
	const struct scan_options *o;
	struct report *report;
	struct scan *scan;
	struct known known;
	struct idset sources;		/* known_key() of every SOURCE */
	dev_t index_dev;		/* the folder of the index, when has_index */
	ino_t index_ino;
	bool has_index;
	const struct source *source;	/* under way */
	struct buf path;		/* of the file or folder under way */
	struct arena unreadable_arena;
	struct str *unreadable;		/* paths below which nothing could be looked at */
	size_t n_unreadable, cap_unreadable;
	uint64_t files;
	struct buf record;		/* scratch */
	struct arena arena;		/* scratch of one file */
};

/* ---- What the index knows ---- */

/* Is the path or a folder above it a SOURCE?  (Asked of the set, for there may be thousands.) */
static bool is_in_scope(const struct walk *w, struct str path)
{
	if (w->o->exact)
		return true;
	for (size_t i = 0; i <= path.n; i++) {
		if ((i == path.n || path.p[i] == '/') && idset_has(&w->sources, known_key(str_sub(path, 0, i))))
			return true;
	}
	return false;
}

struct load {
	struct walk *walk;
	struct err *err;
	bool failed;
};

/* Of a feed the catalogue knows how many documents it had; some may have gone to other files since. */
static int decode_entry(struct walk *w, struct str value, struct catalogue_entry *e, struct err *err)
{
	uint32_t documents;
	if (catalogue_decode(value, e, err) < 0)
		return -1;
	if (!(e->flags & FILE_RECORDS))
		return 0;
	struct arena a = ARENA_INIT;
	int rc = store_term_frequency(w->o->before, schema_file_term(&a, e->path), &documents, err);
	arena_fini(&a);
	if (rc == 0)
		e->documents = documents;
	return rc;
}

static int load_entry(void *arg, struct str key, struct str value)
{
	struct load *l = arg;
	struct catalogue_entry e;
	(void)key;
	l->failed = decode_entry(l->walk, value, &e, l->err) < 0 ||
		    (is_in_scope(l->walk, e.path) &&
		     known_add(&l->walk->known, known_key(e.path), &e, l->err) < 0);
	return l->failed;
}

static int each_entry(struct walk *w, store_metadata_fn *fn, struct err *err)
{
	struct load l = { w, err, false };
	if (!w->o->before)
		return 0;
	if (store_each_metadata(w->o->before, STR(META_FILE), fn, &l, err) < 0)
		return -1;
	return l.failed ? -1 : 0;
}

/* ---- What cannot be looked at ---- */

/* Nothing at or below the path counts as vanished. */
static void keep_below(struct walk *w, struct str path)
{
	w->unreadable = arena_grow(&w->unreadable_arena, w->unreadable, &w->cap_unreadable,
				   w->n_unreadable + 1, sizeof(*w->unreadable));
	w->unreadable[w->n_unreadable++] = arena_str(&w->unreadable_arena, path);
}

static bool is_kept(const struct walk *w, struct str path)
{
	for (size_t i = 0; i < w->n_unreadable; i++) {
		struct str p = w->unreadable[i];
		if (str_starts(path, p) && (path.n == p.n || path.p[p.n] == '/'))
			return true;
	}
	return false;
}

static void fail_here(struct walk *w, const char *what)
{
	struct str reason = arena_printf(&w->arena, "%s%s", what, strerror(errno));
	keep_below(w, buf_str(&w->path));
	report_failure(w->report, buf_str(&w->path), 0, reason);
}

static void skip_here(struct walk *w)
{
	w->report->n.skipped++;
	report_name(w->report, "skipped", buf_str(&w->path));
}

/* ---- Files ---- */

static int add_work(struct walk *w, enum input input, const struct stat *st, bool known, struct err *err)
{
	struct work_file f = { .path = buf_str(&w->path), .input = input, .size = (uint64_t)st->st_size };
	struct catalogue_entry e;
	struct str value = STR_NONE;
	if (known && store_metadata(w->o->before, catalogue_key(&w->arena, f.path), &w->arena, &value, err) < 0)
		return -1;
	if (value.n) {
		if (catalogue_decode(value, &e, err) < 0)
			return -1;
		f.content = e.content;
		/* Under another SOURCE, or read in another way, its documents were others. */
		f.known = str_eqz(e.root, w->source->path) &&
			  !(e.flags & FILE_RECORDS) == !input_is_records(input);
	}
	buf_reset(&w->record);
	work_file_encode(&f, (size_t)(w->source - w->o->sources->list), &w->record);
	w->scan->work_bytes += f.size;
	if (!input_is_records(input))
		w->scan->rewritten_bytes += f.size;
	w->scan->new_files += !known;
	report_name(w->report, known ? "changed" : "new", f.path);
	return spool_add(&w->scan->work, buf_str(&w->record), err);
}

static int meet_file(struct walk *w, const struct stat *st, struct err *err)
{
	struct str path = buf_str(&w->path);
	enum input input = input_of(w->o->input, path);
	struct known_file *k = known_find(&w->known, known_key(path));
	progress_scan(&w->report->progress, ++w->files);
	w->scan->all_bytes += (uint64_t)st->st_size;
	if (k)
		k->seen = true;
	if (k && !w->o->all) {
		int64_t mtime = (int64_t)st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec;
		if (k->state == known_state((uint64_t)st->st_size, mtime, (uint64_t)st->st_ino,
					    input_is_records(input), str_of(w->source->path))) {
			w->report->n.unchanged += k->documents;
			w->report->n.skipped += k->skipped;
			return 0;
		}
		w->scan->changed_documents += k->documents;
	}
	return add_work(w, input, st, k && !w->o->all, err);
}

/* ---- Folders ---- */

struct name {
	const char *name;
	bool is_folder;		/* as far as the folder itself tells */
};

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct name *)a)->name, ((const struct name *)b)->name);
}

/* The names in a folder, sorted, without those that begin with a dot.  -1 with errno. */
static int list_folder(DIR *dir, struct arena *a, struct name **names_r, size_t *n_r)
{
	struct name *names = NULL;
	size_t n = 0, cap = 0;
	struct dirent *d;
	while ((errno = 0, d = readdir(dir))) {
		if (d->d_name[0] == '.')
			continue;
		names = arena_grow(a, names, &cap, n + 1, sizeof(*names));
		names[n++] = (struct name){ arena_strz(a, str_of(d->d_name)), d->d_type == DT_DIR };
	}
	if (errno)
		return -1;
	if (n)
		qsort(names, n, sizeof(*names), by_name);
	*names_r = names;
	*n_r = n;
	return 0;
}

static size_t enter(struct walk *w, const char *name)
{
	size_t parent = w->path.n;
	buf_putc(&w->path, '/');
	buf_puts(&w->path, name);
	arena_reset(&w->arena);
	return parent;
}

/* One name of a folder that is no folder as far as is known; *is_folder_r when it is after all. */
static int meet_name(struct walk *w, DIR *dir, const char *name, bool *is_folder_r, struct err *err)
{
	struct stat st;
	if (fstatat(dirfd(dir), name, &st, AT_SYMLINK_NOFOLLOW) < 0) {
		if (errno != ENOENT)	/* gone since the folder was listed */
			fail_here(w, "");
		return 0;
	}
	if (S_ISDIR(st.st_mode)) {
		*is_folder_r = true;
		return 0;
	}
	if (S_ISLNK(st.st_mode) && fstatat(dirfd(dir), name, &st, 0) < 0) {
		fail_here(w, "following the link: ");
		return 0;
	}
	if (S_ISREG(st.st_mode))
		return meet_file(w, &st, err);
	skip_here(w);
	return 0;
}

/* The files of a folder, and which names are folders below it. */
static int walk_files(struct walk *w, DIR *dir, struct name *names, size_t n, struct err *err)
{
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < n; i++) {
		size_t parent = enter(w, names[i].name);
		if (idset_has(&w->sources, known_key(buf_str(&w->path))))
			names[i].name = NULL;	/* a SOURCE of its own */
		else if (!names[i].is_folder)
			rc = meet_name(w, dir, names[i].name, &names[i].is_folder, err);
		buf_truncate(&w->path, parent);
	}
	return rc;
}

static bool is_index(const struct walk *w, DIR *dir)
{
	struct stat st;
	return w->has_index && fstat(dirfd(dir), &st) == 0 && st.st_dev == w->index_dev &&
	       st.st_ino == w->index_ino;
}

/* The folder at w->path: its files, then the folders below it.  Only one folder is open at a time,
 * so the depth costs no descriptors; the length of a path bounds it.  *failed_r: it could not be
 * read (reported). */
static int walk_folder(struct walk *w, bool is_source, bool *failed_r, struct err *err)
{
	struct arena names_arena = ARENA_INIT;
	struct name *names = NULL;
	size_t n = 0;
	int rc = 0;
	if (stop_signal())
		return err_set(err, ERR_CANCELLED, "stopped by a signal");
	DIR *dir = opendir(w->path.n ? w->path.p : "/");
	if (!dir) {
		if (errno != ENOENT || is_source) {
			*failed_r = true;
			fail_here(w, "opening the folder: ");
		}
		return 0;
	}
	if (is_index(w, dir)) {
		closedir(dir);
		return 0;
	}
	if (list_folder(dir, &names_arena, &names, &n) < 0) {
		*failed_r = true;
		fail_here(w, "reading the folder: ");
	}
	rc = walk_files(w, dir, names, n, err);
	closedir(dir);
	for (size_t i = 0; rc == 0 && i < n; i++) {
		if (names[i].name && names[i].is_folder) {
			bool below_failed = false;
			size_t parent = enter(w, names[i].name);
			rc = walk_folder(w, false, &below_failed, err);
			buf_truncate(&w->path, parent);
		}
	}
	arena_fini(&names_arena);
	return rc;
}

/* Standard input is always work; how much is not known. */
static int meet_stdin(struct walk *w, struct err *err)
{
	struct work_file f = { .path = STR("-"), .input = w->o->input };
	buf_reset(&w->record);
	work_file_encode(&f, (size_t)(w->source - w->o->sources->list), &w->record);
	return spool_add(&w->scan->work, buf_str(&w->record), err);
}

static int walk_source(struct walk *w, const struct source *source, struct err *err)
{
	struct stat st;
	bool failed = false;
	int rc = 0;
	w->source = source;
	arena_reset(&w->arena);
	buf_reset(&w->path);
	buf_puts(&w->path, source->path);
	if (source_is_stdin(source))
		return meet_stdin(w, err);
	if (stat(w->path.n ? source->path : "/", &st) < 0) {
		failed = true;
		fail_here(w, "");
	} else if (S_ISDIR(st.st_mode)) {
		rc = walk_folder(w, true, &failed, err);
	} else if (S_ISREG(st.st_mode)) {
		rc = meet_file(w, &st, err);
	} else {
		failed = true;
		keep_below(w, buf_str(&w->path));
		report_failure(w->report, buf_str(&w->path), 0, STR("neither a file nor a folder"));
	}
	w->scan->unreadable_sources += failed;
	return rc;
}

/* ---- What has vanished ---- */

static int add_vanished(void *arg, struct str key, struct str value)
{
	struct load *l = arg;
	struct walk *w = l->walk;
	struct catalogue_entry e;
	(void)key;
	l->failed = decode_entry(w, value, &e, l->err) < 0;
	struct known_file *k = l->failed ? NULL : known_find(&w->known, known_key(e.path));
	if (!k || k->seen)
		return l->failed;
	if (is_kept(w, e.path)) {
		w->scan->unreadable_documents += e.documents;
	} else {
		w->scan->vanished_documents += e.documents;
		report_name(w->report, "vanished", e.path);
		l->failed = spool_add(&w->scan->vanished, e.path, l->err) < 0;
	}
	return l->failed;
}

static int find_vanished(struct walk *w, struct err *err)
{
	for (size_t i = 0; i < w->known.n; i++) {
		if (!w->known.files[i].seen)
			return each_entry(w, add_vanished, err);
	}
	return 0;
}

/* ---- The whole ---- */

static int open_spools(struct walk *w, struct err *err)
{
	if (spool_open(&w->scan->work, w->o->spool_dir, err) < 0 ||
	    spool_open(&w->scan->vanished, w->o->spool_dir, err) < 0)
		return -1;
	return 0;
}

static int walk_all(struct walk *w, struct err *err)
{
	const struct sources *sources = w->o->sources;
	struct stat st;
	if (w->o->index && stat(w->o->index, &st) == 0) {
		w->has_index = true;
		w->index_dev = st.st_dev;
		w->index_ino = st.st_ino;
	}
	for (size_t i = 0; i < sources->n; i++)
		idset_add(&w->sources, known_key(str_of(sources->list[i].path)));
	if (open_spools(w, err) < 0 || each_entry(w, load_entry, err) < 0)
		return -1;
	w->scan->known_documents = w->known.documents;
	for (size_t i = 0; i < sources->n; i++) {
		if (walk_source(w, &sources->list[i], err) < 0)
			return -1;
	}
	if (find_vanished(w, err) < 0 || spool_rewind(&w->scan->work, err) < 0)
		return -1;
	return spool_rewind(&w->scan->vanished, err);
}

int scan_run(const struct scan_options *o, struct report *report, struct scan *out_r, struct err *err)
{
	struct walk w = { .o = o, .report = report, .scan = out_r };
	struct timespec now;
	memset(out_r, 0, sizeof(*out_r));
	clock_gettime(CLOCK_REALTIME, &now);
	out_r->started_ns = (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
	int rc = walk_all(&w, err);
	progress_hide(&report->progress);
	known_fini(&w.known);
	idset_fini(&w.sources);
	buf_fini(&w.path);
	buf_fini(&w.record);
	arena_fini(&w.arena);
	arena_fini(&w.unreadable_arena);
	if (rc < 0)
		scan_fini(out_r);
	return rc;
}

void scan_fini(struct scan *s)
{
	spool_close(&s->work);
	spool_close(&s->vanished);
}
