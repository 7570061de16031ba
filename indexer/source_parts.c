/* What an extractor gives, to products; see source_parts.h. */
#include "config.h"

#include "indexer/source_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "indexer/extractor.h"
#include "indexer/source_files.h"

#define CHUNK ((size_t)256 << 10)

struct parts_reading {
	struct analyst *analyst;
	struct unit *unit;
	struct arena arena;
};

static int hash_file(int fd, struct hash128 *content_r, struct err *err)
{
	struct buf chunk = BUF_INIT;
	struct hash_stream *hash = hash_stream_new();
	ssize_t n = 1;
	buf_reserve(&chunk, CHUNK);
	for (off_t at = 0; n != 0; at += n > 0 ? n : 0) {
		n = pread(fd, chunk.p, CHUNK, at);
		if (n < 0 && errno != EINTR)
			break;
		if (n > 0)
			hash_stream_add(hash, str_n(chunk.p, (size_t)n));
	}
	int rc = n < 0 ? err_errno(err, "reading") : 0;
	*content_r = hash_stream_end(&hash);
	buf_fini(&chunk);
	return rc;
}

static int on_document(void *ctx, const struct doc *doc, struct err *err)
{
	struct parts_reading *r = ctx;
	const struct work_file *file = &r->unit->file;
	struct doc whole = *doc;
	struct outlet *out = r->analyst->out;
	outlet_release(out);
	if (!outlet_reserve(out, analyst_working_memory(doc->text.n)))
		return err_set(err, ERR_CANCELLED, "stopped");
	whole.path = file->shown;
	whole.id = doc->id.n ? arena_printf(&r->arena, "%.*s!%.*s", STR_ARG(file->id), STR_ARG(doc->id)) : file->id;
	source_guess_title(&whole, doc->id.n ? doc->id : file->shown, r->analyst->limits->repair);
	int rc = analyst_repair(r->analyst, r->unit, &whole, r->analyst->limits->repair, 0, err);
	if (rc < 0 && err->code != ERR_CANCELLED) {
		err_prefix(err, "%.*s", STR_ARG(doc->id));
		analyst_put_bad(r->analyst, r->unit, 0, err->msg);
		rc = 0;
	}
	arena_reset(&r->arena);
	return rc;
}

/* "inner/path: what" */
static struct str line_of(struct parts_reading *r, struct str name, const char *what)
{
	return arena_printf(&r->unit->arena, "%.*s%s%s", STR_ARG(name), name.n ? ": " : "", what);
}

static int on_failed(void *ctx, struct str name, const char *why, struct err *err)
{
	struct parts_reading *r = ctx;
	(void)err;
	analyst_put_bad(r->analyst, r->unit, 0, line_of(r, name, why).p);
	return 0;
}

static int on_cut(void *ctx, struct str name, const char *what, struct err *err)
{
	struct parts_reading *r = ctx;
	(void)err;
	analyst_put_cut(r->analyst, r->unit, line_of(r, name, what));
	return 0;
}

static int read_parts(struct parts_reading *r, int fd, struct err *err)
{
	const struct extract_sink sink = { r, on_document, on_failed, on_cut };
	const struct read_limits *l = r->analyst->limits;
	return extractor_read(analyst_extractor(r->analyst), fd, r->unit->file.path, l->whole, l->max_file_size, &sink, err);
}

int source_parts_read(struct analyst *analyst, struct unit *unit, enum outcome_kind *kind_r,
		      struct hash128 *content_r, struct err *err)
{
	struct parts_reading r = { .analyst = analyst, .unit = unit };
	const struct work_file *file = &unit->file;
	int fd = open(file->path.p, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return err_errno(err, "opening %s", file->path.p);
	int rc = hash_file(fd, content_r, err);
	*kind_r = rc == 0 && file->known && hash128_eq(content_r, &file->content) ? OUTCOME_UNCHANGED : OUTCOME_INDEXED;
	if (rc == 0 && *kind_r == OUTCOME_INDEXED)
		rc = read_parts(&r, fd, err);
	close(fd);
	arena_fini(&r.arena);
	/* The file is there; what is missing is a program to read it. */
	if (rc < 0 && (err->code == ERR_NOT_FOUND || err->code == ERR_ENCODING))
		err->code = ERR_IO;
	return rc;
}
