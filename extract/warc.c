/* Records of web archives from a stream; see warc.h. */
#include "config.h"

#include "extract/warc.h"

#include "common/buf.h"
#include "extract/http.h"
#include "extract/kind.h"

#define MAX_LINE ((size_t)64 << 10)
#define MAX_FIELDS 1000		/* lines of a record's header */
#define MAX_URI 8192

struct warc {
	struct reader *reader;
	const struct warc_sink *sink;
	size_t max;
	struct buf line;
	struct buf block;	/* of the record under way */
	struct buf scratch;
	uint64_t number;
	bool damaged;		/* between records, and that was told */
	/* Header of the record under way. */
	struct buf type, uri, content_type;
	bool has_length;
	uint64_t length;
};

static void set(struct buf *b, struct str value)
{
	buf_reset(b);
	buf_addstr(b, value);
}

/* ---- Headers ---- */

static void take_field(struct warc *w, struct str line)
{
	struct str value = line, name;
	if (!str_cut(&value, ':', &name) || !value.p)
		return;
	name = str_trim(name);
	value = str_trim(value);
	if (str_eq_nocase(name, STR("WARC-Type")))
		set(&w->type, value);
	else if (str_eq_nocase(name, STR("Content-Type")))
		set(&w->content_type, value);
	else if (str_eq_nocase(name, STR("Content-Length")))
		w->has_length = str_to_u64(value, 0, UINT64_MAX / 2, &w->length);
	else if (str_eq_nocase(name, STR("WARC-Target-URI"))) {
		/* Some writers put <> around it. */
		if (value.n >= 2 && value.p[0] == '<' && value.p[value.n - 1] == '>')
			value = str_sub(value, 1, value.n - 1);
		set(&w->uri, str_sub(value, 0, MAX_URI));
	}
}

/* Lines up to the empty one.  1: a whole header with a length, 0: none, -1. */
static int read_header(struct warc *w, struct err *err)
{
	buf_reset(&w->type);
	buf_reset(&w->uri);
	buf_reset(&w->content_type);
	w->has_length = false;
	for (unsigned n = 0; n < MAX_FIELDS; n++) {
		int rc = reader_line(w->reader, &w->line, MAX_LINE, err);
		if (rc < 0)
			return err->code == ERR_LIMIT ? 0 : -1;
		if (rc == 0)
			return 0;
		if (w->line.n == 0)
			return w->has_length;
		take_field(w, buf_str(&w->line));
	}
	return 0;
}

/* The line that opens the next record.  What is not one is passed over.  1, 0 at the end, -1. */
static int find_record(struct warc *w, struct err *err)
{
	for (;;) {
		int rc = reader_line(w->reader, &w->line, MAX_LINE, err);
		if (rc == 0 || (rc < 0 && err->code != ERR_LIMIT))
			return rc;
		struct str line = buf_str(&w->line);
		if (rc > 0 && (str_starts(line, STR("WARC/1.")) || str_starts(line, STR("WARC/0.")))) {
			w->damaged = false;
			return 1;
		}
		if (rc > 0 && line.n == 0)
			continue;
		if (!w->damaged && w->sink->failed(w->sink->ctx, STR_NONE, w->number + 1,
						   "bytes that are no record were passed over", err) < 0)
			return -1;
		w->damaged = true;
	}
}

/* ---- Blocks ---- */

/* n bytes of the record: the first ones into block, as many as fit, the others dropped.
 * 1, 0 when the file ends before, -1. */
static int read_block(struct warc *w, bool keep, bool *cut_r, struct err *err)
{
	uint64_t left = w->length;
	*cut_r = false;
	buf_reset(&w->block);
	while (left) {
		bool fits = keep && w->block.n < w->max;
		struct buf *to = fits ? &w->block : &w->scratch;
		size_t want = fits ? w->max - w->block.n : MAX_LINE, before;
		if (!fits)
			buf_reset(&w->scratch);
		before = to->n;
		int rc = reader_read(w->reader, to, left < want ? (size_t)left : want, err);
		if (rc <= 0)
			return rc;
		left -= to->n - before;
		*cut_r = keep && !fits;
	}
	return 1;
}

/* What crawlers keep of their own work beside what they fetched. */
static bool is_bookkeeping(struct str uri)
{
	static const char *const schemes[] = { "metadata:", "dns:", "whois:" };
	for (size_t i = 0; i < sizeof(schemes) / sizeof(*schemes); i++) {
		size_t n = strlen(schemes[i]);
		if (str_eq_nocase(str_sub(uri, 0, n), str_of(schemes[i])))
			return true;
	}
	return false;
}

static bool is_wanted(const struct warc *w)
{
	static const char *const types[] = { "response", "resource", "conversion" };
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++) {
		if (str_eq_nocase(buf_str(&w->type), str_of(types[i])))
			return w->uri.n > 0 && !is_bookkeeping(buf_str(&w->uri));
	}
	return false;
}

static int failed(struct warc *w, const char *why, struct err *err)
{
	return w->sink->failed(w->sink->ctx, buf_str(&w->uri), w->number, why, err);
}

/* The block to what was fetched, and to the sink. */
static int give(struct warc *w, bool cut, struct err *err)
{
	struct warc_record record = { w->number, buf_str(&w->uri), buf_str(&w->content_type), buf_str(&w->block), cut };
	bool response = str_eq_nocase(buf_str(&w->type), STR("response"));
	struct http_response http;
	struct err why;
	if (response && !str_eq_nocase(kind_media_type(record.type), STR("application/http")))
		return w->sink->step(w->sink->ctx, err);	/* DNS answers, FTP */
	if (response) {
		if (http_response(record.payload, &w->scratch, &http, &why) < 0)
			return failed(w, why.msg, err);
		if (http.status != 200)
			return w->sink->step(w->sink->ctx, err);
		record.type = http.type;
		record.payload = http.body;
	}
	return w->sink->record(w->sink->ctx, &record, err);
}

static int read_record(struct warc *w, struct err *err)
{
	bool cut;
	int rc = read_header(w, err);
	w->number++;
	w->damaged = rc == 0;
	if (rc <= 0)
		return rc < 0 ? -1 : failed(w, "the header of a record is damaged", err);
	bool wanted = is_wanted(w);
	rc = read_block(w, wanted, &cut, err);
	if (rc < 0)
		return -1;
	if (rc == 0)
		return err_set(err, ERR_CORRUPT, "the file ends in the middle of record %llu", (unsigned long long)w->number);
	return wanted ? give(w, cut, err) : w->sink->step(w->sink->ctx, err);
}

int warc_read(struct reader *r, size_t max, const struct warc_sink *sink, struct err *err)
{
	struct warc w = { .reader = r, .sink = sink, .max = max };
	int rc;
	w.scratch.max = max > MAX_LINE ? max : MAX_LINE;
	while ((rc = find_record(&w, err)) > 0) {
		if (read_record(&w, err) < 0) {
			rc = -1;
			break;
		}
	}
	buf_fini(&w.line);
	buf_fini(&w.block);
	buf_fini(&w.scratch);
	buf_fini(&w.type);
	buf_fini(&w.uri);
	buf_fini(&w.content_type);
	return rc;
}
