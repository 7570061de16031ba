/* Files that hold one document each; see source_files.h. */
#include "config.h"

#include "indexer/source_files.h"

#include <string.h>

#include "common/unit.h"
#include "common/utf8.h"
#include "indexer/lessons.h"
#include "indexer/source_parts.h"
#include "text/charset.h"
#include "text/extract.h"
#include "text/marks.h"
#include "text/plain.h"
#include "text/reader.h"

#define SNIFF 8192			/* bytes by which a file that is no text is told */
#define TITLE_MAX_CHARS 120
#define READ_STEP (1 << 20)

struct reading {
	const struct read_limits *limits;
	struct analyst *analyst;
	struct unit *unit;
	struct reader *reader;
	struct hash_stream *hash;	/* of everything read so far */
	struct buf raw;			/* read and not yet used */
	uint64_t bytes;			/* read, unpacked */
	bool at_end;			/* of the file, or of what may be read of it */
	bool cut;			/* max_file_size was reached */
	size_t limit;			/* bytes of one document of its format */
	struct arena arena;		/* of the document under way */
};

/* ---- Titles and parts: pure ---- */

static bool has_letter(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c >= 0x80 || ((c | 32) >= 'a' && (c | 32) <= 'z'))
			return true;
	}
	return false;
}

static struct str file_stem(struct str path)
{
	struct str name = path;
	for (size_t i = path.n; i > 0 && path.p[i - 1] != '/'; i--)
		name = str_sub(path, i - 1, path.n);
	if (name.n > 3 && str_eq_nocase(str_sub(name, name.n - 3, name.n), STR(".gz")))
		name.n -= 3;
	for (size_t i = name.n; i > 1; i--) {
		if (name.p[i - 1] == '.')
			return str_sub(name, 0, i - 1);
	}
	return name;
}

struct str source_title(struct str text, struct str path)
{
	while (text.n && text.p[0] == '\n')
		text = str_sub(text, 1, text.n);
	ptrdiff_t lf = str_chr(text, '\n');
	struct str first = str_trim(str_sub(text, 0, lf < 0 ? text.n : (size_t)lf));
	/* Of what a format says of a line, only that it is a heading goes with a title. */
	if (first.n > 2 && first.p[0] == MARK_HEADING)
		first = str_sub(first, 2, first.n);
	if (str_chr(first, MARK_REF) >= 0 || (first.n && (unsigned char)first.p[0] < ' '))
		return file_stem(path);
	bool alone = lf >= 0 && (size_t)lf + 1 < text.n && text.p[lf + 1] == '\n';
	if (alone && first.n <= 4 * TITLE_MAX_CHARS && utf8_count(first) <= TITLE_MAX_CHARS && has_letter(first))
		return first;
	return file_stem(path);
}

void source_guess_title(struct doc *doc, struct str path, unsigned rules)
{
	if (doc->title.n)
		return;
	doc->title = rules & RULE_BIT(RULE_fields) ? file_stem(path) : source_title(doc->text, path);
	doc->title_is_guess = true;
}

size_t source_part_length(struct str bytes, size_t part, bool wide)
{
	if (bytes.n <= part)
		return bytes.n;
	if (wide) {
		part &= ~(size_t)1;
		for (size_t i = part; i >= 2; i -= 2) {
			char a = bytes.p[i - 2], b = bytes.p[i - 1];	/* either byte order */
			if ((a == '\n' && b == 0) || (a == 0 && b == '\n'))
				return i;
		}
		return part;
	}
	const char *lf = memrchr(bytes.p, '\n', part);
	return lf ? (size_t)(lf - bytes.p) + 1 : utf8_floor(bytes, part);
}

/* ---- Reading ---- */

/* Read until so many bytes are at hand, or to the end. */
static int fill(struct reading *r, size_t want, struct err *err)
{
	while (!r->at_end && r->raw.n < want) {
		uint64_t left = r->limits->max_file_size - r->bytes;
		size_t step = want - r->raw.n < READ_STEP ? want - r->raw.n : READ_STEP, before = r->raw.n;
		int rc = reader_read(r->reader, &r->raw, left < step ? (size_t)left : step, err);
		if (rc < 0)
			return -1;
		r->at_end = rc == 0;
		r->cut = rc == 0 && left == 0;
		r->bytes += r->raw.n - before;
		hash_stream_add(r->hash, str_sub(buf_str(&r->raw), before, r->raw.n));
	}
	return 0;
}

static void drop(struct reading *r, size_t n)
{
	memmove(r->raw.p, r->raw.p + n, r->raw.n - n);
	buf_truncate(&r->raw, r->raw.n - n);
}

/* A limit that is reached exactly is not passed: is there another byte? */
static bool was_cut(struct reading *r)
{
	struct err err;
	struct buf one = BUF_INIT;
	bool more = r->cut && reader_read(r->reader, &one, 1, &err) != 0;
	buf_fini(&one);
	return more;
}

/* Compares a file with what the index holds of it, reading it through.  1: the same bytes. */
static int is_unchanged_on_disk(const struct work_file *file, uint64_t max_file_size, struct err *err)
{
	struct reader *reader;
	struct buf piece = BUF_INIT;
	int rc;
	if (reader_open(file->path.p, &reader, err) < 0)
		return -1;
	struct hash_stream *hash = hash_stream_new();
	do {
		buf_reset(&piece);
		rc = reader_read(reader, &piece, max_file_size < READ_STEP ? (size_t)max_file_size : READ_STEP, err);
		max_file_size -= piece.n;
		hash_stream_add(hash, buf_str(&piece));
	} while (rc > 0);
	struct hash128 content = hash_stream_end(&hash);
	reader_close(&reader);
	buf_fini(&piece);
	return rc < 0 ? -1 : hash128_eq(&content, &file->content);
}

/* ---- Products ---- */

static int put_document(struct reading *r, struct doc *doc, unsigned rules, struct err *err)
{
	doc->path = r->unit->file.shown;
	if (r->limits->lessons)
		doc->repeated = lessons_for(r->limits->lessons, r->unit->file.path.p);
	return analyst_repair(r->analyst, r->unit, doc, rules, 0, err);
}

/* The bytes at hand are one document. */
static int put_whole(struct reading *r, struct str bytes, struct err *err)
{
	const struct work_file *file = &r->unit->file;
	struct doc doc;
	memset(&doc, 0, sizeof(doc));
	if (extract(bytes, file->path.p, &r->arena, &doc, err) < 0)
		return -1;
	doc.id = file->id;
	source_guess_title(&doc, file->shown, r->limits->repair);
	return put_document(r, &doc, r->limits->repair, err);
}

/* Markup can only be understood from its beginning: the first part of it, and the rest is left out
 * (but read on, for the fingerprint). */
static int put_beginning(struct reading *r, struct err *err)
{
	char size[24];
	size_t n = source_part_length(buf_str(&r->raw), r->limit, false);
	if (put_whole(r, str_sub(buf_str(&r->raw), 0, n), err) < 0)
		return -1;
	unit_format_size(n, size, sizeof(size));
	analyst_put_cut(r->analyst, r->unit, arena_printf(&r->unit->arena, "only the first %s of this marked-up text are searchable "
				      "(%s)", size, ANALYST_WHOLE_LIMIT));
	while (!r->at_end) {
		drop(r, r->raw.n);
		if (fill(r, READ_STEP, err) < 0)
			return -1;
	}
	return 0;
}

/* Part number 1.. of a long plain text.  *charset: as found in the first part that tells it. */
static int put_part(struct reading *r, struct str bytes, unsigned number, const char **charset,
		    struct str *title, struct err *err)
{
	const struct work_file *file = &r->unit->file;
	struct buf decoded = BUF_INIT;
	const char *name;
	struct doc doc;
	memset(&doc, 0, sizeof(doc));
	if (charset_decode(bytes, str_of(*charset), &decoded, &name, err) < 0) {
		buf_fini(&decoded);
		return -1;
	}
	/* Pure ASCII tells nothing about the parts to come. */
	if (!*charset && utf8_count(buf_str(&decoded)) < bytes.n)
		*charset = name;
	doc.text = plain_text(buf_str(&decoded), &r->arena);
	buf_fini(&decoded);
	doc.type = STR("text/plain");
	if (number == 1) {
		*title = arena_str(&r->unit->arena, source_title(doc.text, file->shown));
		doc.title = *title;
		doc.title_is_guess = true;
		doc.id = file->id;
	} else {
		doc.title = arena_printf(&r->arena, "%.*s (%u)", STR_ARG(*title), number);
		doc.id = arena_printf(&r->arena, "%.*s#%u", STR_ARG(file->id), number);
	}
	/* A part is not a page, and only the first one has a head. */
	unsigned rules = r->limits->repair & ~RULE_BIT(RULE_works) & ~(number > 1 ? RULE_BIT(RULE_fields) : 0);
	int rc = put_document(r, &doc, rules, err);
	arena_fini(&r->arena);
	return rc;
}

static bool is_wide(struct str bytes)
{
	struct buf decoded = BUF_INIT;
	const char *name = "";
	bool wide = charset_decode(str_sub(bytes, 0, SNIFF), STR_NONE, &decoded, &name, NULL) == 0 &&
		    strncmp(name, "UTF-16", 6) == 0;
	buf_fini(&decoded);
	return wide;
}

static int put_parts(struct reading *r, struct err *err)
{
	const char *charset = NULL;
	struct str title = STR_NONE;
	bool wide = is_wide(buf_str(&r->raw));
	for (unsigned number = 1; r->raw.n; number++) {
		size_t n = source_part_length(buf_str(&r->raw), r->limits->part, wide);
		if (put_part(r, str_sub(buf_str(&r->raw), 0, n), number, &charset, &title, err) < 0)
			return -1;
		drop(r, n);
		outlet_release(r->analyst->out);
		if (!outlet_reserve(r->analyst->out, analyst_working_memory(r->limits->part)))
			return err_set(err, ERR_CANCELLED, "stopped");
		if (fill(r, r->limits->part + 1, err) < 0)
			return -1;
	}
	return 0;
}

/* ---- The file ---- */

static size_t first_reservation(const struct reading *r)
{
	uint64_t size = r->unit->file.size;
	size_t most = r->limits->whole;
	if (str_ends(r->unit->file.path, STR(".gz")))	/* packed, it is smaller than what is held */
		size = size > most / 8 ? most : size * 8;
	return analyst_working_memory(size < most ? (size_t)size : most);
}

/* 1: the same bytes as the index holds.  What is at hand may be all of the file. */
static int is_unchanged(const struct reading *r, struct err *err)
{
	const struct work_file *file = &r->unit->file;
	if (!file->known)
		return 0;
	if (r->raw.n > r->limit)
		return is_unchanged_on_disk(file, r->limits->max_file_size, err);
	struct hash128 content = hash128(buf_str(&r->raw));
	return hash128_eq(&content, &file->content);
}

/* The open file to documents. */
static int read_documents(struct reading *r, enum outcome_kind *kind_r, struct err *err)
{
	enum format format = extract_format(buf_str(&r->raw), r->unit->file.path.p);
	if (format == FORMAT_BINARY)
		return err_set(err, ERR_ENCODING, "no text");
	r->limit = format == FORMAT_PLAIN ? r->limits->part : r->limits->whole;
	if (fill(r, r->limit + 1, err) < 0)
		return -1;
	int same = is_unchanged(r, err);
	*kind_r = same ? OUTCOME_UNCHANGED : OUTCOME_INDEXED;
	if (same)
		return same < 0 ? -1 : 0;
	if (r->raw.n <= r->limit)
		return put_whole(r, buf_str(&r->raw), err);
	return format == FORMAT_PLAIN ? put_parts(r, err) : put_beginning(r, err);
}

/* Text, read here. */
static int read_text(struct reading *r, struct outcome *o, struct err *err)
{
	char size[24];
	int rc = read_documents(r, &o->kind, err);
	if (rc == 0 && was_cut(r)) {
		unit_format_size(r->limits->max_file_size, size, sizeof(size));
		analyst_put_cut(r->analyst, r->unit, arena_printf(&r->unit->arena, "only the first %s are read (--max-file-size)",
					      size));
	}
	return rc;
}

static int read_file(struct reading *r, struct outcome *o, struct err *err)
{
	const struct work_file *file = &r->unit->file;
	bool elsewhere = false;
	if (reader_open(file->path.p, &r->reader, err) < 0)
		return -1;
	r->hash = hash_stream_new();
	int rc = fill(r, SNIFF, err);
	if (rc == 0) {
		enum route route = extract_route(r->limits->extract, file->path, str_sub(buf_str(&r->raw), 0, SNIFF));
		elsewhere = route == ROUTE_EXTRACT;
		if (route == ROUTE_SKIP)
			rc = err_set(err, ERR_ENCODING, "no text, or nothing that reads it");
		else if (!elsewhere)
			rc = read_text(r, o, err);
	}
	o->content = hash_stream_end(&r->hash);
	reader_close(&r->reader);
	return elsewhere ? source_parts_read(r->analyst, r->unit, &o->kind, &o->content, err) : rc;
}

/* What an error says about the file. */
static enum outcome_kind outcome_of(const struct err *err)
{
	switch (err->code) {
	case ERR_NOT_FOUND: return OUTCOME_GONE;
	case ERR_ENCODING: return OUTCOME_SKIPPED;
	default: return OUTCOME_FAILED;
	}
}

void source_file_read(struct analyst *analyst, struct unit *unit)
{
	struct reading r = { .limits = analyst->limits, .analyst = analyst, .unit = unit };
	struct outcome o = { .kind = OUTCOME_INDEXED };
	struct err err;
	if (!outlet_reserve(analyst->out, first_reservation(&r)))
		return;
	if (outcome_stat(&o, unit->file.path.p, r.limits->scan_ns, &err) < 0 || read_file(&r, &o, &err) < 0) {
		o.kind = outcome_of(&err);
		o.reason = arena_str(&unit->arena, str_of(err.msg));
	}
	buf_fini(&r.raw);
	arena_fini(&r.arena);
	analyst_put_outcome(analyst, unit, &o);
}
