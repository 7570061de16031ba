/* Walking through a file and all that is in it; see walk.h. */
#include "config.h"

#include "extract/walk.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "common/hash.h"
#include "common/idset.h"
#include "common/unit.h"
#include "common/utf8.h"
#include "extract/kind.h"
#include "extract/readers.h"
#include "extract/warc.h"
#include "text/archive_file.h"
#include "text/eml.h"
#include "text/extract.h"
#include "text/parts.h"
#include "text/reader.h"

#define MAIL_STEP ((size_t)1 << 20)
#define FAILURES_TOLD 20	/* of one file, by name; the others are counted */

struct walk {
	const struct walk_limits *limits;
	struct walk_sink *sink;
	struct str externals;
	uint64_t unpacked;	/* of all members so far */
	bool over;		/* a limit of the whole file was passed, and that was told */
	uint64_t failures;
	bool deep_told;
	struct idset names;
	uint64_t number;	/* of documents; of a web archive, of its records */
};

/* Something to be looked at. */
struct item {
	struct str id;		/* its path inside the file; empty for the file */
	struct str name;	/* by which its kind is told */
	struct str type;	/* declared; may be empty */
	struct str url;		/* where it was fetched */
	struct str bytes;
	unsigned depth;
};

static int look_at(struct walk *w, const struct item *item, struct err *err);

/* ---- What is told ---- */

/* The file itself fails, unless it is one that would fail for ever. */
static int tell_failed(struct walk *w, struct str id, const struct err *why, struct err *err)
{
	if (id.n == 0 && why->code != ERR_LIMIT && why->code != ERR_DENIED) {
		*err = *why;
		return -1;
	}
	if (++w->failures > FAILURES_TOLD)
		return w->sink->step(w->sink->ctx, err);
	return w->sink->failed(w->sink->ctx, id, why->msg, err);
}

static int tell_limit(struct walk *w, struct str id, const char *what, struct err *err)
{
	struct err why;
	err_set(&why, ERR_LIMIT, "%s", what);
	return tell_failed(w, id, &why, err);
}

/* Such archives are made to be endless: once is enough. */
static int tell_deep(struct walk *w, struct str id, struct err *err)
{
	if (w->deep_told)
		return w->sink->step(w->sink->ctx, err);
	w->deep_told = true;
	return tell_limit(w, id, "archives in archives are not read so deep", err);
}

static int tell_others(struct walk *w, struct err *err)
{
	char what[80];
	if (w->failures <= FAILURES_TOLD)
		return 0;
	snprintf(what, sizeof(what), "%llu more parts of it cannot be read",
		 (unsigned long long)(w->failures - FAILURES_TOLD));
	return w->sink->failed(w->sink->ctx, STR_NONE, what, err);
}

static int tell_cut(struct walk *w, struct str id, uint64_t bytes, struct err *err)
{
	char what[64], size[24];
	unit_format_size(bytes, size, sizeof(size));
	snprintf(what, sizeof(what), "only the first %s are searchable", size);
	return w->sink->cut(w->sink->ctx, id, what, err);
}

static int step(struct walk *w, struct err *err)
{
	return w->sink->step(w->sink->ctx, err);
}

/* Names of parts may repeat; ids may not. */
static struct str unique_id(struct walk *w, struct str id, struct arena *a)
{
	w->number++;
	if (idset_add(&w->names, hash64(id)))
		return id;
	return arena_printf(a, "%.*s@%llu", STR_ARG(id), (unsigned long long)w->number);
}

static struct str join(struct str base, struct str name, struct arena *a)
{
	if (base.n == 0 || name.n == 0)
		return base.n ? base : name;
	return arena_printf(a, "%.*s!%.*s", STR_ARG(base), STR_ARG(name));
}

/* ---- Documents ---- */

/* To the last line that fits. */
static struct str beginning_of(struct str text, uint64_t max)
{
	const char *lf = memrchr(text.p, '\n', max);
	return str_sub(text, 0, lf ? (size_t)(lf - text.p) + 1 : utf8_floor(text, max));
}

static int give_document(struct walk *w, const struct item *item, const struct doc *doc, struct err *err)
{
	struct arena a = ARENA_INIT;
	struct doc whole = *doc;
	int rc = 0;
	whole.id = unique_id(w, join(item->id, doc->id, &a), &a);
	if (item->url.n)
		whole.url = item->url;
	if (whole.text.n > w->limits->document) {
		whole.text = beginning_of(whole.text, w->limits->document);
		rc = tell_cut(w, whole.id, whole.text.n, err);
	}
	if (rc == 0)
		rc = w->sink->document(w->sink->ctx, &whole, err);
	arena_fini(&a);
	return rc;
}

static enum format format_of(const struct item *item, struct arena *a)
{
	static const struct {
		const char *type;
		enum format format;
	} declared[] = {
		{ "text/html", FORMAT_HTML }, { "application/xhtml+xml", FORMAT_HTML },
		{ "text/markdown", FORMAT_MARKDOWN }, { "text/x-markdown", FORMAT_MARKDOWN },
	};
	struct str type = kind_media_type(item->type);
	for (size_t i = 0; i < sizeof(declared) / sizeof(*declared); i++) {
		if (str_eq_nocase(type, str_of(declared[i].type)))
			return declared[i].format;
	}
	return extract_format(item->bytes, arena_strz(a, item->name));
}

static int read_text(struct walk *w, const struct item *item, struct err *err)
{
	struct arena a = ARENA_INIT;
	struct doc doc;
	struct err why;
	int rc;
	memset(&doc, 0, sizeof(doc));
	if (extract_as(item->bytes, format_of(item, &a), kind_parameter(item->type, "charset"), &a, &doc, &why) == 0)
		rc = give_document(w, item, &doc, err);
	else
		rc = why.code == ERR_ENCODING ? step(w, err) : tell_failed(w, item->id, &why, err);
	arena_fini(&a);
	return rc;
}

/* ---- Formats with readers ---- */

struct reading {
	struct walk *walk;
	const struct item *item;
	bool stopped;		/* by the sink, and not by what is being read */
};

static int on_document(void *ctx, const struct doc *doc, struct err *err)
{
	struct reading *r = ctx;
	int rc = give_document(r->walk, r->item, doc, err);
	r->stopped |= rc < 0;
	return rc;
}

static int on_part(void *ctx, struct str name, struct str media_type, struct str bytes, struct err *err)
{
	struct reading *r = ctx;
	struct arena a = ARENA_INIT;
	struct item part = { .id = join(r->item->id, name, &a), .name = name, .type = media_type, .bytes = bytes,
			     .depth = r->item->depth + 1 };
	int rc = look_at(r->walk, &part, err);
	r->stopped |= rc < 0;
	arena_fini(&a);
	return rc;
}

static int read_by(struct walk *w, parts_read_fn *fn, const struct item *item, struct err *err)
{
	struct arena a = ARENA_INIT;
	struct reading r = { .walk = w, .item = item };
	struct parts parts = { &r, on_document, on_part };
	struct err why;
	int rc = fn(item->bytes, &a, &parts, &why);
	arena_fini(&a);
	if (rc == 0 || r.stopped) {
		*err = why;
		return rc;
	}
	return tell_failed(w, item->id, &why, err);
}

/* ---- Mailboxes ---- */

/* The messages not yet read: of a stream, or all of them at hand (reader NULL). */
struct mailbox {
	struct reader *reader;
	struct str rest;
	struct buf bytes;	/* that rest is in, when there is a reader */
	bool at_end;
};

/* More bytes behind the rest, which goes to the front. */
static int fill_mailbox(struct mailbox *m, struct err *err)
{
	int rc = 1;
	if (m->rest.n)
		memmove(m->bytes.p, m->rest.p, m->rest.n);
	buf_truncate(&m->bytes, m->rest.n);
	for (size_t want = m->bytes.n + MAIL_STEP; rc > 0 && m->bytes.n < want; )
		rc = reader_read(m->reader, &m->bytes, want - m->bytes.n, err);
	m->at_end = rc == 0;
	m->rest = buf_str(&m->bytes);
	return rc < 0 ? -1 : 0;
}

static int read_message(struct walk *w, const struct item *box, unsigned number, struct str bytes, struct err *err)
{
	struct arena a = ARENA_INIT;
	struct item item = { .name = STR("message.eml"), .depth = box->depth + 1 };
	item.bytes = mbox_message(bytes, &a);
	item.id = join(box->id, arena_printf(&a, "%u", number), &a);
	int rc = read_by(w, eml_read, &item, err);
	arena_fini(&a);
	return rc;
}

/* Message by message, whatever the size of the box; one that is longer than a member may be is cut there. */
static int read_mailbox(struct walk *w, struct reader *r, const struct item *box, struct err *err)
{
	struct mailbox m = { .reader = r, .rest = r ? STR_NONE : box->bytes, .at_end = !r };
	size_t searched = 0;
	unsigned number = 0;
	int rc = 0;
	while (rc == 0) {
		bool whole = m.at_end || m.rest.n >= w->limits->member;
		size_t n = m.rest.n ? mbox_length(m.rest, whole, &searched) : 0;
		if (n == 0 && m.at_end)
			break;
		if (n == 0) {
			rc = fill_mailbox(&m, err);
			continue;
		}
		rc = read_message(w, box, ++number, str_sub(m.rest, 0, n), err);
		m.rest = str_sub(m.rest, n, m.rest.n);
		searched = 0;
	}
	buf_fini(&m.bytes);
	return rc;
}

/* ---- Archives ---- */

static int archive_open(int fd, struct str bytes, enum archive_form form, const struct archive_limits *limits,
			struct archive_file **out_r, struct err *err)
{
	return fd >= 0 ? archive_file_open_fd(fd, form, limits, out_r, err) :
			 archive_file_open(bytes, form, limits, out_r, err);
}

static struct archive_limits archive_limits_left(const struct walk *w)
{
	const struct walk_limits *l = w->limits;
	uint64_t left = l->total > w->unpacked ? l->total - w->unpacked : 1;
	return (struct archive_limits){ l->member, left, l->members, l->ratio };
}

static bool is_external(const struct walk *w, enum kind kind, struct str name, struct str type)
{
	struct str rest = w->externals, word;
	while (str_cut(&rest, '\n', &word)) {
		if (word.n && (str_eq_nocase(word, kind_suffix(name)) || str_eq_nocase(word, kind_media_type(type)) ||
			       (kind == KIND_PDF && str_eqz(word, ".pdf"))))
			return true;
	}
	return false;
}

static bool is_on(const struct walk *w, enum kind kind)
{
	return w->limits->families >> kind_family(kind) & 1;
}

/* Is it worth unpacking, by its first bytes? */
static bool is_wanted(const struct walk *w, struct str name, struct str head)
{
	enum kind kind = kind_of(name, STR_NONE, head);
	return is_external(w, kind, name, STR_NONE) || (kind != KIND_OTHER && is_on(w, kind));
}

/* The current member.  A failure to read it is its own. */
static int read_member(struct walk *w, struct archive_file *f, const struct item *archive, struct str name,
		       struct buf *bytes, struct err *err)
{
	struct arena a = ARENA_INIT;
	struct item item = { .id = join(archive->id, name, &a), .name = name, .depth = archive->depth + 1 };
	struct err why = { .code = ERR_NONE };
	uint64_t before = archive_file_unpacked(f);
	bool wanted = true;
	buf_reset(bytes);
	int rc = archive_file_head(f, KIND_HEAD, bytes, &why);
	if (rc == 0)
		wanted = is_wanted(w, name, buf_str(bytes));
	if (rc == 0 && wanted)
		rc = archive_file_read(f, bytes, &why);
	w->unpacked += archive_file_unpacked(f) - before;
	item.bytes = buf_str(bytes);
	if (rc < 0)
		rc = tell_failed(w, item.id, &why, err);
	else
		rc = wanted ? look_at(w, &item, err) : step(w, err);
	w->over |= archive_file_is_over(f) && why.code == ERR_LIMIT;
	arena_fini(&a);
	return rc;
}

/* ARCHIVE_ZIP or ARCHIVE_TAR: each of its members.  fd: of the archive's bytes, or -1. */
static int read_archive(struct walk *w, int fd, enum archive_form form, const struct item *item, struct err *err)
{
	struct archive_limits limits = archive_limits_left(w);
	struct archive_file *f;
	struct buf bytes = BUF_INIT;
	struct err why;
	struct str name;
	int rc = 0, more;
	if (archive_open(fd, item->bytes, form, &limits, &f, &why) < 0)
		return tell_failed(w, item->id, &why, err);
	while (rc == 0 && !w->over && (more = archive_file_next(f, &name, &why)) != 0)
		rc = more < 0 ? tell_failed(w, item->id, &why, err) : read_member(w, f, item, name, &bytes, err);
	archive_file_close(&f);
	buf_fini(&bytes);
	return rc;
}

/* One file, packed: an archive inside is read as a stream, anything else whole. */
static int read_packed(struct walk *w, int fd, const struct item *item, struct err *err)
{
	struct archive_limits limits = archive_limits_left(w);
	struct archive_file *f;
	struct buf bytes = BUF_INIT;
	struct err why = { .code = ERR_NONE };
	struct item inner = *item;
	struct str name;
	bool tar = false;
	if (archive_open(fd, item->bytes, ARCHIVE_PACKED, &limits, &f, &why) < 0)
		return tell_failed(w, item->id, &why, err);
	inner.name = kind_unpacked_name(item->name);
	inner.depth++;
	int rc = archive_file_next(f, &name, &why);
	if (rc > 0)
		rc = archive_file_head(f, KIND_HEAD, &bytes, &why);
	if (rc == 0)
		tar = kind_of(inner.name, item->type, buf_str(&bytes)) == KIND_TAR;
	if (rc == 0 && !tar)
		rc = archive_file_read(f, &bytes, &why);
	if (!tar)
		w->unpacked += archive_file_unpacked(f);
	w->over |= archive_file_is_over(f) && why.code == ERR_LIMIT;
	archive_file_close(&f);
	inner.bytes = buf_str(&bytes);
	if (rc < 0)
		rc = tell_failed(w, item->id, &why, err);
	else
		rc = tar ? read_archive(w, fd, ARCHIVE_TAR, item, err) : look_at(w, &inner, err);
	buf_fini(&bytes);
	return rc;
}

/* ---- Anything ---- */

static int look_at(struct walk *w, const struct item *item, struct err *err)
{
	enum kind kind = kind_of(item->name, item->type, str_sub(item->bytes, 0, KIND_HEAD));
	if (is_external(w, kind, item->name, item->type))
		return w->sink->external(w->sink->ctx, item->id, item->type, item->bytes, err);
	if (!is_on(w, kind))
		return step(w, err);
	if (item->depth > w->limits->depth)
		return tell_deep(w, item->id, err);
	switch (kind) {
	case KIND_TEXT: return read_text(w, item, err);
	case KIND_ZIP: return read_archive(w, -1, ARCHIVE_ZIP, item, err);
	case KIND_TAR: return read_archive(w, -1, ARCHIVE_TAR, item, err);
	case KIND_PACKED: return read_packed(w, -1, item, err);
	case KIND_MBOX: return read_mailbox(w, NULL, item, err);
	case KIND_WARC: return tell_limit(w, item->id, "a web archive inside another archive is not read", err);
	default: return reader_of(kind) ? read_by(w, reader_of(kind), item, err) : step(w, err);
	}
}

/* ---- Web archives ---- */

/* The path of a URI, by which its kind is told. */
static struct str uri_path(struct str uri)
{
	ptrdiff_t slashes = str_find(uri, STR("://"));
	struct str path = slashes < 0 ? uri : str_sub(uri, (size_t)slashes + 3, uri.n);
	ptrdiff_t slash = str_chr(path, '/');
	path = slash < 0 ? STR_NONE : str_sub(path, (size_t)slash, path.n);
	for (size_t i = 0; i < path.n; i++) {
		if (path.p[i] == '?' || path.p[i] == '#')
			return str_sub(path, 0, i);
	}
	return path;
}

static struct str valid_uri(struct str uri)
{
	return str_sub(uri, 0, utf8_valid_prefix(uri));
}

static int on_record(void *ctx, const struct warc_record *record, struct err *err)
{
	struct walk *w = ctx;
	struct str uri = valid_uri(record->uri);
	struct item item = { .id = uri, .url = uri, .name = uri_path(uri), .type = record->type, .bytes = record->payload };
	w->number = record->number - 1;
	if (record->cut && tell_cut(w, uri, record->payload.n, err) < 0)
		return -1;
	return look_at(w, &item, err);
}

static int on_bad_record(void *ctx, struct str uri, uint64_t number, const char *why, struct err *err)
{
	char what[600];
	snprintf(what, sizeof(what), "record %llu: %s", (unsigned long long)number, why);
	return tell_limit(ctx, valid_uri(uri), what, err);
}

static int on_step(void *ctx, struct err *err)
{
	return step(ctx, err);
}

/* ---- The file ---- */

/* All of it, as far as a member may be long. */
static int read_whole(struct walk *w, struct reader *r, struct buf *bytes, const struct item *file, struct err *err)
{
	struct item item = *file;
	char what[64], size[24];
	int rc = 1;
	while (rc > 0 && bytes->n <= w->limits->member)
		rc = reader_read(r, bytes, (size_t)(w->limits->member + 1 - bytes->n), err);
	if (rc < 0)
		return -1;
	if (bytes->n > w->limits->member) {
		unit_format_size(w->limits->member, size, sizeof(size));
		snprintf(what, sizeof(what), "longer than %s", size);
		return tell_limit(w, item.id, what, err);
	}
	item.bytes = buf_str(bytes);
	return look_at(w, &item, err);
}

static int peek(struct reader *r, struct buf *head, struct err *err)
{
	int rc = 1;
	while (rc > 0 && head->n < KIND_HEAD)
		rc = reader_read(r, head, KIND_HEAD - head->n, err);
	return rc < 0 ? -1 : 0;
}

/* A reader of the file from its beginning. */
static int reopen(int fd, struct reader **r, struct err *err)
{
	reader_close(r);
	int own = fcntl(fd, F_DUPFD_CLOEXEC, 3);
	if (own < 0 || lseek(own, 0, SEEK_SET) < 0) {
		if (own >= 0)
			close(own);
		return err_errno(err, "reading");
	}
	return reader_open_fd(own, "its bytes", r, err);
}

static bool is_gzip(int fd)
{
	unsigned char head[2] = { 0, 0 };
	return pread(fd, head, 2, 0) == 2 && head[0] == 0x1f && head[1] == 0x8b;
}

static int walk_file(struct walk *w, int fd, struct item *file, struct reader **r, struct buf *head, struct err *err)
{
	const struct warc_sink records = { w, on_record, on_bad_record, on_step };
	bool gzip = is_gzip(fd);
	if (reopen(fd, r, err) < 0 || peek(*r, head, err) < 0)
		return -1;
	if (gzip)
		file->name = kind_unpacked_name(file->name);
	enum kind kind = kind_of(file->name, file->type, buf_str(head));
	bool external = is_external(w, kind, file->name, file->type);
	if (!external && is_on(w, kind)) {
		if (kind == KIND_WARC)
			return reopen(fd, r, err) < 0 ? -1 : warc_read(*r, w->limits->member, &records, err);
		if (kind == KIND_MBOX)
			return reopen(fd, r, err) < 0 ? -1 : read_mailbox(w, *r, file, err);
		if (kind == KIND_TAR)
			return read_archive(w, fd, ARCHIVE_TAR, file, err);
		if (kind == KIND_PACKED && !gzip)
			return read_packed(w, fd, file, err);
		if (kind == KIND_ZIP && !gzip)
			return read_archive(w, fd, ARCHIVE_ZIP, file, err);
	}
	return read_whole(w, *r, head, file, err);
}

int walk_fd(int fd, struct str name, struct str type, struct str externals, const struct walk_limits *limits,
	    struct walk_sink *sink, struct err *err)
{
	struct walk w = { .limits = limits, .sink = sink, .externals = externals };
	struct item file = { .name = name, .type = type };
	struct reader *r = NULL;
	struct buf head = BUF_INIT;
	int rc = walk_file(&w, fd, &file, &r, &head, err);
	struct err others;
	if (tell_others(&w, rc < 0 ? &others : err) < 0)
		rc = -1;
	reader_close(&r);
	buf_fini(&head);
	idset_fini(&w.names);
	return rc;
}
