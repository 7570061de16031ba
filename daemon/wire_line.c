/* The line protocol over a connection; see wire.h.  A client whose first byte is '*' is given to wire_redis. */
#include "config.h"

#include "daemon/wire.h"

#include "proto/line.h"

#define REDIS_COMMAND '*'	/* no line begins so */

/* The shape of an answer to a line that ended with CR LF: so will "+PONG". */
static char shape_crlf;

/* Only the tag of the line is read, so that the client knows what is meant. */
static void too_long(struct conn *c, struct str line)
{
	struct job *j = conn_job(c);
	(void)line_parse(str_sub(line, 0, LIMIT_TAG + 2), &j->arena, &j->request, &j->reply);
	reply_error(&j->reply, WIRE_TOOLONG, "max=%d", LIMIT_LINE);
	conn_reply(c, j);
}

/* more: the client has sent more than that. */
static void take_line(struct conn *c, struct str line, bool more)
{
	bool crlf = str_ends(line, STR("\r"));
	line.n -= crlf;
	if (line.n > LIMIT_LINE) {
		too_long(c, line);
		return;
	}
	if (line.n == 0)
		return;
	struct job *j = conn_job(c);
	j->shape = crlf ? &shape_crlf : NULL;
	if (line_parse(line, &j->arena, &j->request, &j->reply)) {
		j->more = more;
		conn_request(c, j);
	} else if (j->reply.kind == REPLY_ERROR) {
		conn_reply(c, j);
	} else {
		conn_job_drop(c, j);
	}
}

static void skip(struct conn *c, struct str in)
{
	ptrdiff_t end = str_chr(in, '\n');
	conn_session(c)->skipping = end < 0;
	conn_consume(c, end < 0 ? in.n : (size_t)end + 1);
}

/* The next line, or the rest at the end of input. */
static bool next(struct conn *c, struct str in)
{
	if (conn_session(c)->skipping) {
		skip(c, in);
		return true;
	}
	if (in.p[0] == REDIS_COMMAND && conn_is_new(c)) {
		conn_change_wire(c, &wire_redis);
		return true;
	}
	ptrdiff_t end = str_chr(in, '\n');
	if (end >= 0) {
		take_line(c, str_sub(in, 0, (size_t)end), in.n > (size_t)end + 1);
		conn_consume(c, (size_t)end + 1);
		return true;
	}
	/* One byte more may be the CR of a line that is just not too long. */
	if (in.n > LIMIT_LINE + 1) {
		too_long(c, in);
		conn_session(c)->skipping = true;
		return true;
	}
	if (!conn_at_end(c))
		return false;
	take_line(c, in, false);
	conn_consume(c, in.n);
	return true;
}

static void encode(const struct job *j, struct buf *out)
{
	line_encode(&j->reply, j->request.tag, out);
	if (j->shape == &shape_crlf && j->reply.kind == REPLY_LINE && !out->failed) {
		buf_truncate(out, out->n - 1);
		buf_puts(out, "\r\n");
	}
}

/* Without the tag: each of those who ask for it has its own. */
static void encode_kept(const struct job *j, struct buf *out)
{
	line_encode(&j->reply, STR_NONE, out);
}

static void again(const struct job *j, struct str kept, uint64_t took_us, struct buf *out)
{
	line_again(kept, j->request.tag, took_us, out);
}

static bool has_own(const struct job *j)
{
	return j->request.tag.n > 0;
}

const struct wire wire_line = {
	.name = "line", .next = next, .encode = encode, .encode_kept = encode_kept, .again = again, .has_own = has_own,
};
