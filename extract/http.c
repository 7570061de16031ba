/* HTTP/1 messages from memory; see http.h. */
#include "config.h"

#include "extract/http.h"

#include <zlib.h>

#include "common/ascii.h"
#include "common/unit.h"

#define STEP ((size_t)64 << 10)

struct header {
	struct str type, transfer, encoding;
};

/* The next line without its end; false at the end of the bytes. */
static bool take_line(struct str *rest, struct str *line_r)
{
	ptrdiff_t lf = str_chr(*rest, '\n');
	if (lf < 0)
		return false;
	*line_r = str_sub(*rest, 0, (size_t)lf);
	if (line_r->n && line_r->p[line_r->n - 1] == '\r')
		line_r->n--;
	*rest = str_sub(*rest, (size_t)lf + 1, rest->n);
	return true;
}

/* "HTTP/1.1 200 OK", also "HTTP/2 200". */
static bool take_status(struct str line, unsigned *status_r)
{
	struct str rest = line, version, code;
	uint64_t n;
	if (!str_starts(line, STR("HTTP/")) || !str_cut(&rest, ' ', &version) || !str_cut(&rest, ' ', &code) ||
	    !str_to_u64(code, 100, 999, &n))
		return false;
	*status_r = (unsigned)n;
	return true;
}

static void take_header(struct str line, struct header *h)
{
	const struct {
		const char *name;
		struct str *to;
	} wanted[] = {
		{ "content-type", &h->type }, { "transfer-encoding", &h->transfer }, { "content-encoding", &h->encoding },
	};
	struct str value = line, name;
	if (!str_cut(&value, ':', &name) || !value.p)
		return;
	for (size_t i = 0; i < sizeof(wanted) / sizeof(*wanted); i++) {
		if (str_eq_nocase(str_trim(name), str_of(wanted[i].name)))
			*wanted[i].to = str_trim(value);
	}
}

/* ---- Bodies ---- */

static int too_long(size_t max, struct err *err)
{
	char size[24];
	unit_format_size(max, size, sizeof(size));
	return err_set(err, ERR_LIMIT, "unpacks to more than %s", size);
}

static int hex_digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : ascii_lower(c) >= 'a' && ascii_lower(c) <= 'f' ? ascii_lower(c) - 'a' + 10 : -1;
}

/* "1a2b;extension" */
static bool chunk_size(struct str line, size_t *n_r)
{
	size_t i = 0;
	*n_r = 0;
	for (; i < line.n && i < 12 && hex_digit(line.p[i]) >= 0; i++)
		*n_r = *n_r * 16 + (size_t)hex_digit(line.p[i]);
	return i > 0 && i < 12 && (i == line.n || line.p[i] == ';' || line.p[i] == ' ');
}

/* False when the body does not consist of chunks.  One that is cut off counts as far as it goes. */
static bool join_chunks(struct str body, struct buf *out)
{
	struct str line;
	bool any = false;
	while (take_line(&body, &line)) {
		size_t n;
		if (!chunk_size(line, &n))
			return any && line.n == 0;
		any = true;
		if (n == 0)
			return true;
		buf_addstr(out, str_sub(body, 0, n));
		if (n >= body.n)
			return true;
		body = str_sub(body, n, body.n);
		if (!take_line(&body, &line) || line.n)
			return false;
	}
	return any;
}

/* As far as the stream goes: a page that is cut off is a page.  *clean_r: no byte contradicted. */
static int inflate_all(z_stream *z, struct buf *out, bool *clean_r, struct err *err)
{
	int rc = Z_OK;
	while (rc == Z_OK && (z->avail_in || z->avail_out == 0)) {
		if (out->max && out->n == out->max)
			return too_long(out->max, err);
		size_t room = out->max && out->max - out->n < STEP ? out->max - out->n : STEP;
		if (!buf_reserve(out, room))
			return err_set(err, ERR_NO_MEMORY, "no memory for unpacking");
		z->next_out = (unsigned char *)out->p + out->n;
		z->avail_out = (uInt)room;
		rc = inflate(z, Z_NO_FLUSH);
		out->n += room - z->avail_out;
		out->p[out->n] = '\0';
	}
	*clean_r = rc == Z_OK || rc == Z_STREAM_END || rc == Z_BUF_ERROR;
	return 0;
}

/* window: as inflateInit2() wants it. */
static int unpack(struct str body, int window, struct buf *out, bool *clean_r, struct err *err)
{
	z_stream z = { .next_in = (unsigned char *)(uintptr_t)body.p, .avail_in = (uInt)body.n };
	if (body.n > UINT32_MAX || inflateInit2(&z, window) != Z_OK)
		return err_set(err, ERR_NO_MEMORY, "no memory for unpacking");
	int rc = inflate_all(&z, out, clean_r, err);
	inflateEnd(&z);
	return rc;
}

static bool is_gzip(struct str s)
{
	return str_starts(s, STR("\x1f\x8b\x08"));
}

static bool is_zlib(struct str s)
{
	return s.n >= 2 && (s.p[0] & 0x0f) == 8 && ((unsigned char)s.p[0] * 256 + (unsigned char)s.p[1]) % 31 == 0;
}

static int decode_body(struct str *body, struct str encoding, struct buf *scratch, struct err *err)
{
	struct buf unpacked;
	bool clean = false;
	bool gzip = str_eq_nocase(encoding, STR("gzip")) || str_eq_nocase(encoding, STR("x-gzip"));
	bool deflate = str_eq_nocase(encoding, STR("deflate"));
	if (encoding.n == 0 || str_eq_nocase(encoding, STR("identity")))
		return 0;
	if (!gzip && !deflate)
		return err_set(err, ERR_ENCODING, "Content-Encoding %.*s is not known", STR_ARG(str_sub(encoding, 0, 40)));
	if (gzip && !is_gzip(*body))
		return 0;
	buf_init(&unpacked, scratch->max);
	int rc = unpack(*body, gzip ? 15 + 16 : is_zlib(*body) ? 15 : -15, &unpacked, &clean, err);
	if (rc < 0 || (deflate && !clean)) {	/* stored decoded under its old header */
		buf_fini(&unpacked);
		return rc;
	}
	buf_fini(scratch);
	*scratch = unpacked;
	*body = buf_str(scratch);
	return 0;
}

int http_response(struct str message, struct buf *scratch, struct http_response *out_r, struct err *err)
{
	struct str rest = message, line;
	struct header h = { STR_NONE, STR_NONE, STR_NONE };
	buf_reset(scratch);
	if (!take_line(&rest, &line) || !take_status(line, &out_r->status))
		return err_set(err, ERR_CORRUPT, "no HTTP response");
	while (take_line(&rest, &line) && line.n)
		take_header(line, &h);
	out_r->type = h.type;
	out_r->body = rest;
	if (str_eq_nocase(h.transfer, STR("chunked")) && join_chunks(rest, scratch))
		out_r->body = buf_str(scratch);
	if (scratch->failed)
		return too_long(scratch->max, err);
	return decode_body(&out_r->body, h.encoding, scratch, err);
}
