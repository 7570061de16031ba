/* Files as streams of bytes, gzip unpacked on the way; see reader.h. */
#include "config.h"

#include "text/reader.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "common/xalloc.h"

#define CHUNK 65536

struct reader {
	int fd;
	bool standard;			/* standard input: not ours to close */
	char *name;			/* for messages */
	bool gzip;
	bool in_member;			/* gzip: between a member's header and its check sum */
	bool at_end;			/* of the file */
	z_stream z;			/* valid when gzip */
	uint64_t taken;			/* bytes that the system gave */
	reader_wait_fn *wait;		/* NULL: none */
	void *wait_arg;
	size_t in_pos, in_n;		/* unread part of in */
	size_t out_pos, out_n;		/* unread part of out */
	unsigned char in[CHUNK];	/* as the file has it */
	char out[CHUNK];		/* unpacked, for gzip */
};

/* Move the unread bytes of in to its front and fill the rest; at_end is set at the end. */
static int fill(struct reader *r, struct err *err)
{
	if (r->in_pos) {
		memmove(r->in, r->in + r->in_pos, r->in_n - r->in_pos);
		r->in_n -= r->in_pos;
		r->in_pos = 0;
	}
	while (!r->at_end && r->in_n < CHUNK) {
		if (r->wait && !r->wait(r->wait_arg))
			return err_set(err, ERR_CANCELLED, "reading %s: stopped", r->name);
		ssize_t n = read(r->fd, r->in + r->in_n, CHUNK - r->in_n);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_errno(err, "reading %s", r->name);
		if (n == 0)
			r->at_end = true;
		r->in_n += (size_t)n;
		r->taken += (uint64_t)n;
		/* A pipe gives what it has; only recognising a gzip header needs more bytes. */
		if (r->in_n >= 3)
			break;
	}
	return 0;
}

static bool gzip_here(const struct reader *r)
{
	const unsigned char *p = r->in + r->in_pos;
	return r->in_n - r->in_pos >= 3 && p[0] == 0x1f && p[1] == 0x8b && p[2] == Z_DEFLATED;
}

int reader_open(const char *path, struct reader **out_r, struct err *err)
{
	*out_r = NULL;
	if (strcmp(path, "-") == 0)
		return reader_open_fd(STDIN_FILENO, "standard input", out_r, err);
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	return fd < 0 ? err_errno(err, "opening %s", path) : reader_open_fd(fd, path, out_r, err);
}

int reader_open_fd(int fd, const char *name, struct reader **out_r, struct err *err)
{
	struct reader *r = xcalloc(1, sizeof(*r));
	*out_r = NULL;
	r->fd = fd;
	r->standard = fd == STDIN_FILENO;
	r->name = xstrdup(name);
	if (fill(r, err) < 0) {
		reader_close(&r);
		return -1;
	}
	if (gzip_here(r)) {
		if (inflateInit2(&r->z, 15 + 16) != Z_OK) {
			reader_close(&r);
			return err_set(err, ERR_NO_MEMORY, "%s: no memory for unpacking", name);
		}
		r->gzip = r->in_member = true;
	}
	*out_r = r;
	return 0;
}

void reader_close(struct reader **rp)
{
	struct reader *r = *rp;
	if (!r)
		return;
	if (r->gzip)
		inflateEnd(&r->z);
	if (!r->standard)
		close(r->fd);
	free(r->name);
	free(r);
	*rp = NULL;
}

bool reader_buffered(const struct reader *r)
{
	return r->in_pos < r->in_n || r->out_pos < r->out_n;
}

void reader_set_wait(struct reader *r, reader_wait_fn *fn, void *arg)
{
	r->wait = fn;
	r->wait_arg = arg;
}

uint64_t reader_bytes(const struct reader *r)
{
	return r->taken - (r->in_n - r->in_pos);
}

static int corrupt(const struct reader *r, const char *what, struct err *err)
{
	return err_set(err, ERR_CORRUPT, "%s: broken gzip stream at byte %llu: %s", r->name,
		       (unsigned long long)reader_bytes(r), what);
}

/* After a member: another one may follow (cat a.gz b.gz), or padding with NUL as tapes have
 * it.  1: a member begins, 0: the end. */
static int next_member(struct reader *r, struct err *err)
{
	for (;;) {
		if (r->in_n - r->in_pos < 3 && !r->at_end) {
			if (fill(r, err) < 0)
				return -1;
			continue;
		}
		if (r->in_pos == r->in_n)
			return 0;
		if (gzip_here(r)) {
			if (inflateReset(&r->z) != Z_OK)
				return corrupt(r, "no new start", err);
			return 1;
		}
		if (r->in[r->in_pos] != 0)
			return corrupt(r, "bytes after the end", err);
		r->in_pos++;
	}
}

/* One step of zlib from in to out. */
static int inflate_step(struct reader *r, struct err *err)
{
	r->z.next_in = r->in + r->in_pos;
	r->z.avail_in = (uInt)(r->in_n - r->in_pos);
	r->z.next_out = (unsigned char *)r->out;
	r->z.avail_out = CHUNK;
	int rc = inflate(&r->z, Z_NO_FLUSH);
	r->in_pos = r->in_n - r->z.avail_in;
	r->out_pos = 0;
	r->out_n = CHUNK - r->z.avail_out;
	if (rc == Z_STREAM_END)
		r->in_member = false;
	else if (rc == Z_MEM_ERROR)
		return err_set(err, ERR_NO_MEMORY, "%s: no memory for unpacking", r->name);
	else if (rc != Z_OK && rc != Z_BUF_ERROR)
		return corrupt(r, r->z.msg ? r->z.msg : "preset dictionary", err);
	return 0;
}

/* Make unread bytes of content available: 1, 0 at the end, -1. */
static int more(struct reader *r, struct err *err)
{
	if (!r->gzip) {
		if (r->in_pos == r->in_n && fill(r, err) < 0)
			return -1;
		return r->in_pos < r->in_n;
	}
	while (r->out_pos == r->out_n) {
		if (!r->in_member) {
			int rc = next_member(r, err);
			if (rc <= 0)
				return rc;
			r->in_member = true;
		}
		if (r->in_pos == r->in_n && !r->at_end && fill(r, err) < 0)
			return -1;
		if (r->in_pos == r->in_n && r->at_end)
			return corrupt(r, "the file ends too early", err);
		if (inflate_step(r, err) < 0)
			return -1;
	}
	return 1;
}

/* The content that is at hand, and the place of its read mark. */
static struct str at_hand(struct reader *r, size_t **pos_r)
{
	if (r->gzip) {
		*pos_r = &r->out_pos;
		return str_n(r->out + r->out_pos, r->out_n - r->out_pos);
	}
	*pos_r = &r->in_pos;
	return str_n((const char *)r->in + r->in_pos, r->in_n - r->in_pos);
}

static int full(const struct reader *r, const struct buf *b, struct err *err)
{
	if (b->max)
		return err_set(err, ERR_LIMIT, "%s: longer than %zu bytes", r->name, b->max);
	return err_set(err, ERR_NO_MEMORY, "%s: no memory for its content", r->name);
}

int reader_read(struct reader *r, struct buf *out, size_t max, struct err *err)
{
	int rc = max ? more(r, err) : 0;
	if (rc <= 0)
		return rc;
	size_t *pos;
	struct str s = at_hand(r, &pos);
	s = str_sub(s, 0, max);
	buf_addstr(out, s);
	if (out->failed)
		return full(r, out, err);
	*pos += s.n;
	return 1;
}

int reader_line(struct reader *r, struct buf *line, size_t max_line, struct err *err)
{
	bool any = false, ended = false, too_long = false;
	buf_reset(line);
	while (!ended) {
		int rc = more(r, err);
		if (rc < 0)
			return -1;
		if (rc == 0)
			break;
		any = true;
		size_t *pos;
		struct str s = at_hand(r, &pos);
		ptrdiff_t lf = str_chr(s, '\n');
		ended = lf >= 0;
		struct str piece = ended ? str_sub(s, 0, (size_t)lf) : s;
		/* One byte more than the limit is kept: it may be the CR of a CRLF. */
		if (line->n + piece.n > max_line + 1)
			too_long = true;
		if (!too_long)
			buf_addstr(line, piece);
		*pos += piece.n + ended;
	}
	if (!any)
		return 0;
	if (ended && line->n && line->p[line->n - 1] == '\r')
		buf_truncate(line, line->n - 1);
	if (too_long || line->n > max_line) {
		buf_reset(line);
		return err_set(err, ERR_LIMIT, "line longer than %zu bytes", max_line);
	}
	return line->failed ? full(r, line, err) : 1;
}
