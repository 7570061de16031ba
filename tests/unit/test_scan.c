/* The scan: what is found and in which order, what is new, changed, vanished or out of reach. */
#include "config.h"

#include "tests/unit/store_fixture.h"

#include <sys/stat.h>
#include <unistd.h>

#include "common/fs.h"
#include "index/catalogue.h"
#include "indexer/scan.h"
#include "indexer/unit.h"

static void touch(const char *path, const char *text)
{
	struct err err;
	char *slash = strrchr(path, '/');
	if (slash) {
		char dir[256];
		snprintf(dir, sizeof(dir), "%.*s", (int)(slash - path), path);
		ok(fs_mkdirs(dir, 0777, &err));
	}
	ok(fs_write_atomic(path, str_of(text), &err));
}

/* The working folder becomes the scratch one; its real path in *state's place. */
static char here[256];

static void enter_scratch(void **state)
{
	assert_int_equal(chdir(*state), 0);
	assert_non_null(getcwd(here, sizeof(here)));
}

struct case_ {
	struct scan_options o;
	struct sources sources;
	struct report report;
	struct scan scan;
};

static void scan_these(struct case_ *c, struct store *before, char *const *given, size_t n)
{
	int old = dup(STDERR_FILENO);	/* failures are printed */
	assert_non_null(freopen("/dev/null", "w", stderr));
	ok(sources_resolve(given, n, &c->sources, &ok_err));
	report_init(&c->report, NULL, "ix");
	c->o.sources = &c->sources;
	c->o.before = before;
	if (!c->o.index)
		c->o.index = "ix";
	ok(scan_run(&c->o, &c->report, &c->scan, &ok_err));
	fflush(stderr);
	dup2(old, STDERR_FILENO);
	close(old);
}

static void end(struct case_ *c)
{
	scan_fini(&c->scan);
	report_fini(&c->report);
	sources_fini(&c->sources);
}

/* The work list as text: ids, with "=" in front when the content is known. */
static void work_is(struct case_ *c, const char *expected)
{
	struct buf record = BUF_INIT, all = BUF_INIT;
	struct arena a = ARENA_INIT;
	struct work_file f;
	struct err err;
	while (spool_next(&c->scan.work, &record, &err) > 0) {
		assert_true(work_file_decode(buf_str(&record), &c->sources, &a, &f));
		buf_printf(&all, "%s%.*s ", f.known ? "=" : "", STR_ARG(f.id.n ? f.id : f.path));
	}
	assert_string_equal(all.n ? all.p : "", expected);
	buf_fini(&all);
	buf_fini(&record);
	arena_fini(&a);
}

static void vanished_is(struct case_ *c, const char *expected)
{
	struct buf record = BUF_INIT, all = BUF_INIT;
	struct err err;
	while (spool_next(&c->scan.vanished, &record, &err) > 0)
		buf_printf(&all, "%s ", record.p + strlen(here) + 1);
	assert_string_equal(all.n ? all.p : "", expected);
	buf_fini(&all);
	buf_fini(&record);
}

/* An index that knows these files as they are now: each with 10 documents. */
struct knows { const char *root, *path; unsigned flags; };

static struct store *index_of(const struct knows *files, size_t n)
{
	struct store_writer *w = NULL;
	struct arena a = ARENA_INIT;
	ok(store_writer_open("before", true, &w, &ok_err));
	for (size_t i = 0; i < n; i++) {
		struct stat st = { .st_size = 0 };
		struct catalogue_entry e = { .flags = files[i].flags, .documents = 10 };
		e.path = arena_printf(&a, "%s/%s", here, files[i].path);
		e.root = arena_printf(&a, "%s/%s", here, files[i].root);
		stat(e.path.p, &st);
		e.size = (uint64_t)st.st_size;
		e.mtime_ns = (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec;
		e.inode = (uint64_t)st.st_ino;
		ok(store_writer_set_metadata(w, catalogue_key(&a, e.path), catalogue_encode(&a, &e), &ok_err));
	}
	ok(store_writer_commit(w, &ok_err));
	store_writer_close(&w);
	arena_fini(&a);
	struct store *s = NULL;
	ok(store_open((const char *const[]){ "before" }, 1, &s, &ok_err));
	return s;
}

static void walks_in_order(void **state)
{
	enter_scratch(state);
	touch("m/b.txt", "1");
	touch("m/a.txt", "22");
	touch("m/z/inner.txt", "333");
	touch("m/c/d/deep.ndjson", "{}");
	touch("m/.hidden", "x");
	touch("m/.git/objects/x", "x");
	touch("other/file.txt", "4444");
	touch("m/ix/gen.1/docdata.glass", "x");
	assert_int_equal(symlink("../other/file.txt", "m/link.txt"), 0);
	assert_int_equal(symlink("../other", "m/folder-link"), 0);
	assert_int_equal(symlink("nowhere", "m/dangling"), 0);
	assert_int_equal(mkfifo("m/fifo", 0600), 0);
	char *given[] = { (char *)"m", (char *)"other/file.txt" };
	struct case_ c = { .o = { .index = "m/ix" } };
	scan_these(&c, NULL, given, 2);
	work_is(&c, "m/a.txt m/b.txt m/link.txt m/c/d/deep.ndjson m/z/inner.txt file.txt ");
	assert_int_equal(c.scan.work.n, 6);
	assert_int_equal(c.scan.new_files, 6);
	assert_int_equal(c.scan.work_bytes, 2 + 1 + 4 + 2 + 3 + 4);
	assert_int_equal(c.report.n.skipped, 2);	/* the fifo, the link to a folder */
	assert_int_equal(c.report.n.failed, 1);		/* the dangling link */
	end(&c);
}

static void a_source_may_be_hidden_or_a_link(void **state)
{
	enter_scratch(state);
	touch(".notes/a.txt", "1");
	assert_int_equal(symlink(".notes", "notes"), 0);
	char *given[] = { (char *)".notes", (char *)"notes/" };
	struct case_ c = { .o = { .exact = true } };
	scan_these(&c, NULL, given, 2);
	work_is(&c, ".notes/a.txt notes/a.txt ");
	end(&c);
}

static void an_inner_source_is_left_to_itself(void **state)
{
	enter_scratch(state);
	touch("m/a.txt", "1");
	touch("m/in/b.txt", "1");
	touch("m/in/c.txt", "1");
	touch("m/inside/d.txt", "1");
	char *given[] = { (char *)"m", (char *)"m/in", (char *)"m/in/c.txt", (char *)"./m/" };
	struct case_ c = { .o = { .exact = true } };
	scan_these(&c, NULL, given, 4);
	work_is(&c, "m/a.txt m/inside/d.txt in/b.txt c.txt ");
	end(&c);
}

static void compares(void **state)
{
	enter_scratch(state);
	static const char *const names[] = { "same", "changed", "failed", "racy", "skipped", "moved", "new" };
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		char path[32];
		snprintf(path, sizeof(path), "m/%s", names[i]);
		touch(path, "text");
	}
	touch("m/gone", "text");
	touch("m/records.tsv", "text");
	touch("away/x", "text");
	static const struct knows files[] = {
		{ "m", "m/same", 0 }, { "m", "m/changed", 0 }, { "m", "m/failed", FILE_FAILED },
		{ "m", "m/racy", FILE_RACY }, { "m", "m/skipped", FILE_SKIPPED }, { "elsewhere", "m/moved", 0 },
		{ "m", "m/gone", 0 }, { "m", "m/records.tsv", 0 }, { "away", "away/x", 0 }, { "m2", "m2/y", 0 },
	};
	struct store *before = index_of(files, sizeof(files) / sizeof(*files));
	touch("m/changed", "longer text");
	unlink("m/gone");
	char *given[] = { (char *)"m" };

	struct case_ c = { .o = { .exact = false } };
	scan_these(&c, before, given, 1);
	work_is(&c, "=m/changed =m/failed m/moved m/new =m/racy m/records.tsv ");
	vanished_is(&c, "m/gone ");
	assert_int_equal(c.scan.new_files, 1);
	assert_int_equal(c.scan.known_documents, 80);	/* those below m */
	assert_int_equal(c.scan.vanished_documents, 10);
	assert_int_equal(c.report.n.unchanged, 20);	/* same, skipped */
	assert_int_equal(c.report.n.skipped, 1);
	end(&c);

	/* The SOURCEs are all that there shall be: other places vanish. */
	c = (struct case_){ .o = { .exact = true } };
	scan_these(&c, before, given, 1);
	assert_int_equal(c.scan.known_documents, 100);
	assert_int_equal(c.scan.vanished_documents, 30);
	assert_int_equal(c.scan.vanished.n, 3);
	end(&c);

	/* Everything anew: nothing is known, but what vanished is still told. */
	c = (struct case_){ .o = { .exact = false, .all = true } };
	scan_these(&c, before, given, 1);
	work_is(&c, "m/changed m/failed m/moved m/new m/racy m/records.tsv m/same m/skipped ");
	assert_int_equal(c.scan.vanished_documents, 10);
	assert_int_equal(c.report.n.unchanged, 0);
	end(&c);

	/* A part of a folder; a single file that is not there any more. */
	char *part[] = { (char *)"m/same", (char *)"m/gone" };
	c = (struct case_){ .o = { .exact = false } };
	scan_these(&c, before, part, 2);
	work_is(&c, "same ");	/* another SOURCE, another id */
	assert_int_equal(c.scan.vanished.n, 0);
	assert_int_equal(c.scan.unreadable_documents, 10);
	assert_int_equal(c.scan.unreadable_sources, 1);
	assert_int_equal(c.report.n.failed, 1);
	end(&c);
	store_close(&before);
}

static void what_cannot_be_read_has_not_vanished(void **state)
{
	if (geteuid() != 0)
		skip();		/* root alone can become somebody whom modes stop */
	enter_scratch(state);
	touch("m/a", "text");
	touch("m/closed/b", "text");
	touch("m/closed/deeper/c", "text");
	touch("m/closed2/d", "text");
	static const struct knows files[] = {
		{ "m", "m/a", 0 }, { "m", "m/closed/b", 0 }, { "m", "m/closed/deeper/c", 0 },
		{ "m", "m/closed2/d", 0 }, { "gone", "gone/e", 0 },
	};
	struct store *before = index_of(files, sizeof(files) / sizeof(*files));
	assert_int_equal(chmod(here, 0755), 0);
	assert_int_equal(chmod("m/closed", 0), 0);
	assert_int_equal(fs_remove_tree("m/closed2", NULL), 0);
	assert_int_equal(seteuid(65534), 0);
	char *given[] = { (char *)"m", (char *)"gone" };
	struct case_ c = { .o = { .exact = true } };
	scan_these(&c, before, given, 2);
	assert_int_equal(seteuid(0), 0);
	work_is(&c, "");
	vanished_is(&c, "m/closed2/d ");
	assert_int_equal(c.scan.unreadable_documents, 30);
	assert_int_equal(c.scan.unreadable_sources, 1);
	assert_int_equal(c.report.n.failed, 2);
	assert_int_equal(c.report.n.unchanged, 10);
	end(&c);
	store_close(&before);
	chmod("m/closed", 0755);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, scratch_make, scratch_remove)
		T(walks_in_order),
		T(a_source_may_be_hidden_or_a_link),
		T(an_inner_source_is_left_to_itself),
		T(compares),
		T(what_cannot_be_read_has_not_vanished),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
