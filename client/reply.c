/* Replies of libkarez as views of bytes; see reply.h. */
#include "config.h"

#include "client/reply.h"

#include "proto/line.h"

static int failed(const struct karez *k, struct err *err)
{
	return err_set(err, ERR_IO, "%s", karez_message(k));
}

static struct str copy(struct arena *a, const char *z)
{
	return arena_str(a, str_of(z));
}

static void view(const struct karez_result *r, struct arena *a, struct karez_reply *out)
{
	struct line_status s;
	*out = (struct karez_reply){ .first = copy(a, r->line), .n_rows = r->n_rows };
	line_status(out->first, &s);	/* the library has looked at it before */
	out->kind = s.kind;
	if (s.kind == '+')
		out->head = copy(a, r->message);
	else if (s.kind == '=')
		out->head = s.rest;
	else {
		out->code = s.word;
		out->message = s.rest;
	}
	out->rows = arena_array(a, r->n_rows, sizeof(*out->rows));
	for (size_t i = 0; i < r->n_rows; i++)
		out->rows[i] = copy(a, r->rows[i]);
}

static int take(struct karez *k, struct karez_result *r, struct arena *a, struct karez_reply *out_r, struct err *err)
{
	if (!r)
		return failed(k, err);
	view(r, a, out_r);
	karez_result_free(r);
	return 0;
}

int reply_line_of(const char *verb, struct str collections, struct str options, struct str text, struct arena *a,
		  const char **line_r, struct err *err)
{
	struct buf b = BUF_INIT;
	int rc = line_request(verb, collections, options, text, &b, err);
	if (rc == 0)
		*line_r = arena_strz(a, str_sub(buf_str(&b), 0, b.n - 1));
	buf_fini(&b);
	return rc;
}

int reply_call(struct karez *k, const char *line, struct arena *a, struct karez_reply *out_r, struct err *err)
{
	return take(k, karez_request(k, line), a, out_r, err);
}

int reply_send(struct karez *k, const char *line, struct err *err)
{
	return karez_send_line(k, line) == KAREZ_OK ? 0 : failed(k, err);
}

int reply_receive(struct karez *k, struct arena *a, struct karez_reply *out_r, struct err *err)
{
	return take(k, karez_receive(k), a, out_r, err);
}
