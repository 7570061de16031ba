/* Files as an index would have them; see show.h. */
#include "config.h"

#include "indexer/show.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "index/prepare.h"
#include "index/propers.h"
#include "indexer/lessons.h"
#include "indexer/report.h"
#include "repair/repair.h"
#include "text/acronym.h"
#include "text/extract.h"
#include "text/reader.h"

#define MAX_BYTES ((uint64_t)64 << 20)

static int read_file(const char *path, uint64_t max_bytes, struct buf *out, struct err *err)
{
	struct reader *reader;
	int rc = reader_open(path, &reader, err);
	if (rc < 0)
		return -1;
	while (out->n < max_bytes && (rc = reader_read(reader, out, (size_t)(max_bytes - out->n), err)) > 0)
		;
	reader_close(&reader);
	return rc < 0 ? -1 : 0;
}

struct showing {
	const char *path;
	unsigned rules;
	uint64_t max_bytes;
	const struct extract_options *options;
	struct extractor *extractor;
	struct lessons *lessons;
	struct preparer *preparer;
};

/* Of the terminal; a file gets what a terminal usually has. */
static size_t width(void)
{
	struct winsize size;
	return isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col ? size.ws_col : 120;
}

/* ---- Names: what the analysis takes for one ---- */

static void put_item(struct buf *out, const char *heading, bool first, struct str item)
{
	buf_printf(out, "%s%s%.*s", first ? heading : "", first ? "" : ", ", STR_ARG(item));
}

static void put_acronyms(struct str text, struct arena *a, struct buf *out)
{
	struct acronym *list;
	size_t n;
	acronyms_find(text, a, &list, &n);
	for (size_t i = 0; i < n; i++)
		put_item(out, "  acronyms  ", i == 0,
			 arena_printf(a, "%.*s = %.*s", STR_ARG(list[i].acronym), STR_ARG(list[i].long_form)));
	buf_puts(out, n ? "\n" : "");
}

/* The form of an entry as people write it: its value, or its term, which is its key when it has none. */
static struct str form_of(const struct name_entry *e)
{
	ptrdiff_t blank = str_chr(e->key, ' ');
	struct str key = str_sub(e->key, 1, blank < 0 ? e->key.n : (size_t)blank);
	struct str term = str_sub(e->key, blank < 0 ? e->key.n : (size_t)blank + 1, e->key.n);
	return !str_eqz(e->value, NAMES_TERM) ? e->value : term.n ? term : key;
}

static void put_names(struct preparer *p, struct arena *a, struct buf *out)
{
	size_t n, shown = 0;
	struct name_entry *list = preparer_names(p, true, a, &n);
	for (size_t i = 0; i < n; i++) {
		bool again = false;	/* a word can have several keys */
		for (size_t k = i > 8 ? i - 8 : 0; k < i; k++)
			again |= str_eq(form_of(&list[i]), form_of(&list[k]));
		if (!again)
			put_item(out, "  names     ", shown++ == 0, form_of(&list[i]));
	}
	buf_puts(out, n ? "\n" : "");
}

static void put_propers(struct preparer *p, const struct doc *doc, struct arena *a, struct buf *out)
{
	struct proper *list;
	size_t n;
	preparer_propers(p, doc, a, &list, &n);
	for (size_t i = 0; i < n; i++)
		put_item(out, "  facet     ", i == 0, list[i].written);
	buf_puts(out, n ? "\n" : "");
}

static void show_names(const struct showing *s, const struct doc *doc)
{
	static const struct prepare_limits no_limit = { 0 };
	struct arena a = ARENA_INIT;
	struct buf out = BUF_INIT;
	struct prepared prepared;
	struct err err;
	prepared_init(&prepared);
	if (prepare(s->preparer, doc, STR_NONE, &no_limit, &prepared, &err) == 0) {
		buf_printf(&out, "== found in %.*s\n", STR_ARG(doc->id));
		size_t before = out.n;
		put_acronyms(doc->text, &a, &out);
		put_names(s->preparer, &a, &out);
		put_propers(s->preparer, doc, &a, &out);
		buf_putc(&out, '\n');
		if (out.n > before + 1)
			fwrite(out.p, 1, out.n, stdout);
	}
	prepared_fini(&prepared);
	buf_fini(&out);
	arena_fini(&a);
}

static void show_document(const struct showing *s, const struct doc *doc)
{
	struct arena a = ARENA_INIT;
	struct buf out = BUF_INIT;
	struct repair_counts counts = { { 0 } };
	struct repaired repaired;
	repair(doc, s->rules, &a, &counts, &repaired);
	repair_show(&repaired, width(), &out);
	fwrite(out.p, 1, out.n, stdout);
	for (size_t i = 0; i < repaired.n_docs; i++)
		show_names(s, &repaired.docs[i]);
	buf_fini(&out);
	arena_fini(&a);
}

/* ---- What an extractor gives ---- */

static int on_document(void *ctx, const struct doc *doc, struct err *err)
{
	const struct showing *s = ctx;
	struct arena a = ARENA_INIT;
	struct doc whole = *doc;
	(void)err;
	whole.id = doc->id.n ? arena_printf(&a, "%s!%.*s", s->path, STR_ARG(doc->id)) : str_of(s->path);
	show_document(s, &whole);
	arena_fini(&a);
	return 0;
}

static int on_trouble(void *ctx, struct str name, const char *what, struct err *err)
{
	const struct showing *s = ctx;
	(void)err;
	fprintf(stderr, "karez-index: %s: %.*s%s%s\n", s->path, STR_ARG(name), name.n ? ": " : "", what);
	return 0;
}

static int show_parts(struct showing *s, struct err *err)
{
	const struct extract_sink sink = { s, on_document, on_trouble, on_trouble };
	int fd = open(s->path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return err_errno(err, "opening it");
	int rc = extractor_read(s->extractor, fd, str_of(s->path), s->max_bytes, s->max_bytes, &sink, err);
	close(fd);
	return rc;
}

static int show_file(struct showing *s, struct err *err)
{
	struct arena a = ARENA_INIT;
	struct buf bytes = BUF_INIT;
	struct doc doc = { .id = str_of(s->path) };
	int rc = read_file(s->path, s->max_bytes, &bytes, err);
	if (rc == 0 && extract_route(s->options, str_of(s->path), str_sub(buf_str(&bytes), 0, KIND_HEAD)) == ROUTE_EXTRACT) {
		buf_fini(&bytes);
		return show_parts(s, err);
	}
	if (rc == 0)
		rc = extract(buf_str(&bytes), s->path, &a, &doc, err);
	if (rc == 0) {
		doc.repeated = s->rules & RULE_BIT(RULE_repeated) ? lessons_for(s->lessons, s->path) : NULL;
		show_document(s, &doc);
	}
	buf_fini(&bytes);
	arena_fini(&a);
	return rc;
}

int show_files(char *const *files, size_t n, const char *rules, uint64_t max_bytes,
	       const struct extract_options *extract)
{
	struct showing s = { .rules = repair_default_rules(), .max_bytes = max_bytes ? max_bytes : MAX_BYTES, .options = extract,
			     .extractor = extractor_new(extract), .lessons = lessons_new() };
	int result = RESULT_OK;
	struct langs langs;
	struct err err;
	if (langs_parse(STR(LANGS_DEFAULT), &langs, &err) < 0 || preparer_new(&langs, NULL, &s.preparer, &err) < 0) {
		fprintf(stderr, "karez-index: %s\n", err.msg);
		result = RESULT_ERROR;
		n = 0;
	}
	if (rules)
		repair_parse_rules(str_of(rules), &s.rules, &err);	/* main() has checked it */
	for (size_t i = 0; i < n; i++) {
		s.path = files[i];
		if (show_file(&s, &err) == 0)
			continue;
		fprintf(stderr, "karez-index: %s: %s\n", files[i], err.msg);
		result = RESULT_PARTIAL;
	}
	preparer_free(&s.preparer);
	lessons_free(&s.lessons);
	extractor_free(&s.extractor);
	return result;
}
