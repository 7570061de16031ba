/* What a reader gives, as text to compare: documents and parts in their order, marks in a form that can be read.
 *
 *     title|author|date|lang        then the text, "=== part name (type) bytes" for parts
 *     #1 heading  * item  ^ caption  [2] note  <2> its call  --- page
 */
#ifndef KAREZ_TESTS_UNIT_PARTS_FIXTURE_H
#define KAREZ_TESTS_UNIT_PARTS_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <archive.h>
#include <archive_entry.h>
#include <cmocka.h>

#include "common/buf.h"
#include "common/fs.h"
#include "common/utf8.h"
#include "text/marks.h"
#include "text/parts.h"

struct zip_file {
	const char *name, *bytes;
};

/* A zip of these files in buf. */
static inline struct str zip_of(const struct zip_file *files, size_t n, struct buf *out)
{
	static char space[1 << 20];
	struct archive *a = archive_write_new();
	size_t used = 0;
	assert_int_equal(archive_write_set_format_zip(a), ARCHIVE_OK);
	assert_int_equal(archive_write_open_memory(a, space, sizeof(space), &used), ARCHIVE_OK);
	for (size_t i = 0; i < n; i++) {
		struct archive_entry *e = archive_entry_new();
		size_t length = strlen(files[i].bytes);
		archive_entry_set_pathname(e, files[i].name);
		archive_entry_set_size(e, (la_int64_t)length);
		archive_entry_set_filetype(e, AE_IFREG);
		archive_entry_set_perm(e, 0644);
		assert_int_equal(archive_write_header(a, e), ARCHIVE_OK);
		assert_int_equal(archive_write_data(a, files[i].bytes, length), (la_ssize_t)length);
		archive_entry_free(e);
	}
	assert_int_equal(archive_write_free(a), ARCHIVE_OK);
	buf_reset(out);
	buf_add(out, space, used);
	return buf_str(out);
}

static inline void show_marks(struct str s, struct buf *out)
{
	for (size_t i = 0; i < s.n; i++) {
		switch (s.p[i]) {
		case MARK_HEADING:
			buf_printf(out, "#%c ", s.p[++i]);
			break;
		case MARK_ITEM:
			buf_puts(out, "* ");
			break;
		case MARK_CAPTION:
			buf_puts(out, "^ ");
			break;
		case MARK_NOTE:
		case MARK_REF: {
			bool note = s.p[i] == MARK_NOTE;
			buf_putc(out, note ? '[' : '<');
			while (s.p[++i] != MARK_END)
				buf_putc(out, s.p[i]);
			buf_puts(out, note ? "] " : ">");
			break;
		}
		case MARK_PAGE:
			buf_puts(out, "---");
			break;
		case MARK_RULE:
			buf_puts(out, "***");
			break;
		default:
			assert_true((unsigned char)s.p[i] >= ' ' || s.p[i] == '\n' || s.p[i] == '\t');
			buf_putc(out, s.p[i]);
		}
	}
}

static inline int show_document(void *ctx, const struct doc *doc, struct err *err)
{
	struct buf *out = ctx;
	(void)err;
	assert_true(utf8_valid(doc->text));
	if (out->n)
		buf_puts(out, "\n");
	if (doc->id.n)
		buf_printf(out, "%.*s: ", STR_ARG(doc->id));
	buf_printf(out, "%.*s|%.*s|%.*s|%.*s\n", STR_ARG(doc->title), STR_ARG(doc->author), STR_ARG(doc->date), STR_ARG(doc->lang));
	show_marks(doc->text, out);
	return 0;
}

static inline int show_part(void *ctx, struct str name, struct str media_type, struct str bytes, struct err *err)
{
	struct buf *out = ctx;
	(void)err;
	buf_printf(out, "\n=== %.*s (%.*s) %zu", STR_ARG(name), STR_ARG(media_type), bytes.n);
	return 0;
}

/* All that the reader gives, or "error: ...". */
static inline const char *shown(parts_read_fn *read, struct str bytes, struct buf *out)
{
	struct arena a = ARENA_INIT;
	struct parts parts = { out, show_document, show_part };
	struct err err;
	buf_reset(out);
	if (read(bytes, &a, &parts, &err) < 0) {
		buf_reset(out);
		buf_printf(out, "error: %s", err.msg);
	}
	arena_fini(&a);
	assert_false(out->failed);
	return out->p ? out->p : "";
}

static inline const char *shown_file(parts_read_fn *read, const char *name, struct buf *out)
{
	const char *source = getenv("srcdir");
	char *folder = fs_join(source ? source : ".", "tests/fixtures"), *path = fs_join(folder, name);
	struct buf bytes = BUF_INIT;
	struct err err;
	assert_int_equal(fs_read(path, 0, &bytes, &err), 0);
	const char *text = shown(read, buf_str(&bytes), out);
	buf_fini(&bytes);
	free(folder);
	free(path);
	return text;
}

/* Each of the strings in its order; then, after a NULL, those that must not be there; NULL at the end. */
static inline void check_holds(const char *name, const char *text, const char *const *strings)
{
	const char *at = text;
	for (; *strings; strings++) {
		const char *found = strstr(at, *strings);
		if (!found)
			fail_msg("%s: not in it, or not behind what stands before it: %s\n%s", name, *strings, text);
		at = found + strlen(*strings);
	}
	for (strings++; *strings; strings++)
		if (strstr(text, *strings))
			fail_msg("%s: is in it: %s\n%s", name, *strings, text);
}

#endif
