/* Files of records, line by line, or of tables row by row; see source_records.h. */
#include "config.h"

#include "indexer/source_records.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/utf8.h"
#include "common/xalloc.h"
#include "text/charset.h"
#include "text/csv.h"
#include "text/reader.h"
#include "text/record.h"

#define BATCH_BYTES (128 << 10)		/* of one unit */
#define BATCH_LINES 256
#define POLL_MS 100

struct records {
	const struct read_limits *limits;
	struct work_file file;
	atomic_bool *stopping;
	struct reader *reader;
	struct hash_stream *hash;	/* of the lines, each with its end */
	struct unit *unit;		/* being filled */
	struct buf line;		/* or record of several lines, of a table */
	bool has_line;			/* line was read and is not in a unit yet (the first, for AUTO) */
	uint64_t number;		/* of line; of several, of the first */
	uint64_t more_lines;		/* of the record after the first */
	struct {
		struct buf header, next;
		char delimiter;
		const char *charset;
	} table;
	uint64_t bytes;			/* of the file on disk that units were made of */
	bool opened;
	bool ended, told;		/* no more lines; the end was given */
	struct outcome outcome;
	struct err err;			/* why it failed */
};

static bool is_stdin(const struct records *r)
{
	return str_eqz(r->file.path, "-");
}

/* The lines that belong to a record of a table, whose fields may hold line ends, to the one that was read.  What
 * goes on for longer than a record may be has lost a quote: it ends there, and the next line is a record again. */
static int read_on(struct records *r, bool *too_long)
{
	bool quoted = false;
	int rc = 1;
	if (!r->table.delimiter)
		r->table.delimiter = csv_delimiter(buf_str(&r->line));
	csv_scan_line(buf_str(&r->line), r->table.delimiter, &quoted);
	while (quoted && rc > 0 && !*too_long) {
		rc = reader_line(r->reader, &r->table.next, r->limits->whole, &r->err);
		*too_long = (rc < 0 && r->err.code == ERR_LIMIT) || r->line.n + r->table.next.n >= r->limits->whole;
		if (rc == 0 || (rc < 0 && !*too_long))
			break;
		r->more_lines++;
		rc = 1;
		buf_putc(&r->line, '\n');
		buf_addstr(&r->line, buf_str(&r->table.next));
		csv_scan_line(buf_str(&r->table.next), r->table.delimiter, &quoted);
	}
	if (*too_long)
		buf_reset(&r->line);
	/* A quote that is open at the end of the file is told of by who reads the record. */
	return rc < 0 ? -1 : 1;
}

/* The next line into r->line: 1, 0, -1 with r->err, or 1 with *too_long. */
static int read_line(struct records *r, bool *too_long)
{
	*too_long = false;
	if (r->has_line) {
		r->has_line = false;
		return 1;
	}
	int rc = reader_line(r->reader, &r->line, r->limits->whole, &r->err);
	if (rc < 0 && r->err.code == ERR_LIMIT) {
		*too_long = true;
		rc = 1;
	}
	r->number += rc > 0 ? 1 + r->more_lines : 0;
	r->more_lines = 0;
	if (rc > 0 && r->file.input == INPUT_CSV && !*too_long)
		rc = read_on(r, too_long);
	if (rc > 0) {
		hash_stream_add(r->hash, buf_str(&r->line));
		hash_stream_add(r->hash, STR("\n"));
	}
	return rc;
}

static void fail(struct records *r)
{
	r->ended = true;
	r->outcome.kind = r->err.code == ERR_NOT_FOUND ? OUTCOME_GONE : OUTCOME_FAILED;
}

/* The first line that is not empty. */
static int peek(struct records *r)
{
	bool too_long = false;
	int rc;
	do
		rc = read_line(r, &too_long);
	while (rc > 0 && !too_long && str_trim(buf_str(&r->line)).n == 0);
	r->has_line = rc > 0 && !too_long;
	return rc;
}

/* What standard input holds, by its first line. */
static int sniff(struct records *r, struct err *err)
{
	int rc = peek(r);
	if (rc < 0)
		return *err = r->err, -1;
	struct str line = buf_str(&r->line);
	if (str_starts(line, STR("\xef\xbb\xbf")))
		line = str_sub(line, 3, line.n);
	ptrdiff_t tab = str_chr(line, '\t');
	if (str_starts(str_trim(line), STR("{")) || rc == 0)
		r->file.input = INPUT_NDJSON;
	else if (csv_is_header(line))
		r->file.input = INPUT_CSV;
	else if (tab >= 0 && str_chr(str_sub(line, (size_t)tab + 1, line.n), '\t') >= 0)
		r->file.input = INPUT_TSV;
	else
		return err_set(err, ERR_INVALID, "standard input holds no records (NDJSON, TSV, CSV) as far as its "
			       "first line tells: say --input ndjson, tsv or csv");
	return 0;
}

/* Standard input may never give another byte: wait for it, but not longer than the run goes on. */
static bool wait_for_stdin(void *arg)
{
	struct records *r = arg;
	struct pollfd in = { .fd = STDIN_FILENO, .events = POLLIN };
	while (!atomic_load(r->stopping)) {
		if (poll(&in, 1, POLL_MS) != 0)
			return true;
	}
	return false;
}

/* A little patience makes long handfuls of what comes fast. */
bool records_would_wait(const struct records *r)
{
	struct pollfd in = { .fd = STDIN_FILENO, .events = POLLIN };
	return is_stdin(r) && !r->ended && !r->has_line && !(r->reader && reader_buffered(r->reader)) &&
	       poll(&in, 1, POLL_MS) == 0;
}

static int open_input(struct records *r, struct err *err)
{
	bool is_file = !is_stdin(r);
	if (!is_file && !wait_for_stdin(r))
		return err_set(err, ERR_CANCELLED, "stopped");
	if ((is_file && outcome_stat(&r->outcome, r->file.path.p, r->limits->scan_ns, &r->err) < 0) ||
	    reader_open(r->file.path.p, &r->reader, &r->err) < 0) {
		fail(r);
		return 0;
	}
	if (!is_file)
		reader_set_wait(r->reader, wait_for_stdin, r);
	if (r->file.input == INPUT_AUTO)
		return sniff(r, err);
	/* A table with tabs and a header of its own. */
	if (r->file.input == INPUT_TSV && peek(r) < 0)
		fail(r);
	else if (r->file.input == INPUT_TSV && r->has_line && csv_is_header(buf_str(&r->line)))
		r->file.input = INPUT_CSV;
	return 0;
}

/* The same lines as the index holds?  Reads the file once more only when it was known. */
static void compare(struct records *r)
{
	bool too_long;
	int rc;
	if (!r->file.known || r->ended)
		return;
	while ((rc = read_line(r, &too_long)) > 0)
		;
	struct hash128 content = hash_stream_end(&r->hash);
	r->hash = hash_stream_new();
	r->number = r->more_lines = 0;
	r->table.delimiter = '\0';
	reader_close(&r->reader);
	if (rc < 0) {
		fail(r);
	} else if (hash128_eq(&content, &r->file.content)) {
		r->ended = true;
		r->outcome.kind = OUTCOME_UNCHANGED;
		r->outcome.content = content;
	} else if (reader_open(r->file.path.p, &r->reader, &r->err) < 0) {
		fail(r);
	}
}

struct records *records_new(const struct read_limits *limits, const struct work_file *file, atomic_bool *stopping)
{
	struct records *r = xcalloc(1, sizeof(*r));
	r->limits = limits;
	r->file = *file;
	r->stopping = stopping;
	r->hash = hash_stream_new();
	r->outcome.kind = OUTCOME_INDEXED;
	return r;
}

int records_open(struct records *r, struct err *err)
{
	if (r->opened)
		return 0;
	r->opened = true;
	if (open_input(r, err) < 0)
		return -1;
	compare(r);
	return 0;
}

void records_close(struct records **rp)
{
	struct records *r = *rp;
	if (!r)
		return;
	reader_close(&r->reader);
	hash_stream_end(&r->hash);
	buf_fini(&r->line);
	buf_fini(&r->table.header);
	buf_fini(&r->table.next);
	if (r->unit)
		unit_free(r->unit);
	free(r);
	*rp = NULL;
}

static void add_line(struct records *r, struct unit *u, bool too_long)
{
	u->lines = arena_grow(&u->arena, u->lines, &u->cap_lines, u->n_lines + 1, sizeof(*u->lines));
	u->lines[u->n_lines++] = (struct unit_line){ u->text.n, r->line.n, r->number, too_long };
	buf_addstr(&u->text, buf_str(&r->line));
}

/* charset: of the whole table, as far as it is known. */
static int as_utf8(struct str s, const char *charset, struct buf *decoded, struct str *out_r, struct err *err)
{
	*out_r = s;
	if (utf8_valid(s))
		return 0;
	buf_reset(decoded);
	if (charset_decode(s, str_of(charset), decoded, &charset, err) < 0)
		return -1;
	*out_r = buf_str(decoded);
	return 0;
}

/* The first record of a table.  It is checked here, so that a file without one fails as a whole. */
static int take_header(struct records *r)
{
	struct csv_columns columns;
	struct arena a = ARENA_INIT;
	struct buf decoded = BUF_INIT;
	struct str line = buf_str(&r->line), header;
	int rc = 0;
	bool wide = str_starts(line, STR("\xff\xfe")) || str_starts(line, STR("\xfe\xff"));
	buf_addstr(&r->table.header, line);
	if (wide)
		rc = err_set(&r->err, ERR_ENCODING, "a table in UTF-16 cannot be read line by line: save it as UTF-8");
	else if (as_utf8(line, NULL, &decoded, &header, &r->err) < 0 || csv_header(header, &a, &columns, &r->err) < 0)
		rc = err_prefix(&r->err, "line %llu", (unsigned long long)r->number);
	else
		r->table.delimiter = columns.delimiter;
	buf_fini(&decoded);
	arena_fini(&a);
	return rc;
}

/* The rows of a table are in one encoding, which the first of them tell. */
static void find_charset(struct records *r, struct unit *u)
{
	struct buf decoded = BUF_INIT, sample = BUF_INIT;
	if (!r->table.charset) {
		buf_addstr(&sample, buf_str(&r->table.header));
		buf_putc(&sample, '\n');
		buf_addstr(&sample, buf_str(&u->text));
		if (!utf8_valid(buf_str(&sample)))
			charset_decode(buf_str(&sample), STR_NONE, &decoded, &r->table.charset, NULL);
	}
	u->header = arena_str(&u->arena, buf_str(&r->table.header));
	u->charset = r->table.charset;
	buf_fini(&decoded);
	buf_fini(&sample);
}

static void fill(struct records *r, struct unit *u)
{
	bool too_long;
	int rc = 1;
	while (u->text.n < BATCH_BYTES && u->n_lines < BATCH_LINES && !(u->n_lines && records_would_wait(r)) &&
	       (rc = read_line(r, &too_long)) > 0) {
		if (!too_long && str_trim(buf_str(&r->line)).n == 0)
			continue;
		if (r->file.input == INPUT_CSV && !r->table.header.n) {
			rc = take_header(r);
			if (rc < 0)
				break;
			rc = 1;
		} else {
			add_line(r, u, too_long);
		}
	}
	if (rc < 0)
		fail(r);
	if (r->file.input == INPUT_CSV)
		find_charset(r, u);
	r->ended = rc <= 0;
	u->bytes = reader_bytes(r->reader) - r->bytes;
	r->bytes += u->bytes;
}

static struct unit *new_unit(const struct records *r, enum unit_kind kind)
{
	struct unit *u = unit_new(kind);
	work_file_copy(&u->file, &r->file, &u->arena);
	return u;
}

static void tell_outcome(struct records *r, struct unit *u)
{
	if (r->outcome.kind == OUTCOME_INDEXED) {
		r->outcome.content = hash_stream_end(&r->hash);
		r->hash = hash_stream_new();
	}
	u->outcome = r->outcome;
	if (r->outcome.kind == OUTCOME_FAILED)
		u->outcome.reason = arena_str(&u->arena, str_of(r->err.msg));
}

int records_next(struct records *r, struct unit **unit_r)
{
	if (r->told)
		return 0;
	r->unit = new_unit(r, r->ended ? UNIT_RECORDS_END : UNIT_LINES);
	r->told = r->ended;
	if (r->told)
		tell_outcome(r, r->unit);
	else
		fill(r, r->unit);
	*unit_r = r->unit;
	r->unit = NULL;
	return 1;
}

/* ---- On the analysing threads ---- */

/* A row of a table.  Its id counts within its file, for tables are numbered each from 1; a row without one has the number of its
 * line. */
static int read_row(const struct unit *u, const struct csv_columns *columns, struct str text, uint64_t number, struct arena *a,
		    struct doc *doc, struct err *err)
{
	struct buf decoded = BUF_INIT;
	struct str row;
	int rc = as_utf8(text, u->charset, &decoded, &row, err);
	/* What the document borrows has to outlive the buffer. */
	if (rc == 0)
		rc = csv_record(decoded.n ? arena_str(a, row) : row, columns, a, doc, err);
	buf_fini(&decoded);
	if (rc == 0 && !doc->id.n && !u->file.id.n)
		return err_set(err, ERR_INVALID, "no id");
	if (rc == 0 && doc->id.n && u->file.id.n)
		doc->id = arena_printf(a, "%.*s!%.*s", STR_ARG(u->file.id), STR_ARG(doc->id));
	else if (rc == 0 && !doc->id.n)
		doc->id = arena_printf(a, "%.*s#%llu", STR_ARG(u->file.id), (unsigned long long)number);
	return rc;
}

/* One record.  False when the pipeline is being stopped. */
static bool read_record(struct analyst *analyst, struct unit *u, const struct unit_line *line, const struct csv_columns *columns,
			struct arena *a)
{
	struct str text = str_sub(buf_str(&u->text), line->start, line->start + line->length);
	struct doc doc;
	struct err err;
	memset(&doc, 0, sizeof(doc));
	int rc;
	if (line->too_long)
		rc = err_set(&err, ERR_LIMIT, "the record is longer than %zu bytes (" ANALYST_WHOLE_LIMIT ")",
			     analyst->limits->whole);
	else if (u->file.input == INPUT_CSV)
		rc = read_row(u, columns, text, line->number, a, &doc, &err);
	else if (u->file.input == INPUT_TSV)
		rc = record_tsv(text, a, &doc, &err);
	else
		rc = record_json(text, a, &doc, &err);
	doc.path = u->file.shown;
	if (rc == 0)
		rc = analyst_repair(analyst, u, &doc, analyst->limits->repair & ~RULE_BIT(RULE_works),
				    line->number, &err);
	if (rc < 0 && err.code == ERR_CANCELLED)
		return false;
	if (rc < 0)
		analyst_put_bad(analyst, u, line->number, err.msg);
	return true;
}

/* It was checked when it was read. */
static void read_columns(const struct unit *u, struct arena *a, struct csv_columns *columns_r)
{
	struct buf decoded = BUF_INIT;
	struct str header;
	struct err err;
	if (as_utf8(u->header, u->charset, &decoded, &header, &err) < 0 || csv_header(arena_str(a, header), a, columns_r, &err) < 0)
		*columns_r = (struct csv_columns){ ',', NULL, 0 };
	buf_fini(&decoded);
}

void source_records_read(struct analyst *analyst, struct unit *u)
{
	struct arena a = ARENA_INIT;
	struct csv_columns columns = { ',', NULL, 0 };
	if (u->kind == UNIT_RECORDS_END) {
		analyst_put_outcome(analyst, u, &u->outcome);
		return;
	}
	if (u->file.input == INPUT_CSV)
		read_columns(u, &u->arena, &columns);
	bool going = outlet_reserve(analyst->out, analyst_working_memory(u->text.n));
	for (size_t i = 0; going && i < u->n_lines; i++) {
		going = read_record(analyst, u, &u->lines[i], &columns, &a);
		arena_reset(&a);
	}
	arena_fini(&a);
}
