/* HTTP over a connection; see wire.h. */
#include "config.h"

#include "daemon/wire.h"

#include "daemon/snapshot.h"
#include "proto/http_guard.h"

/* Where nothing was asked, or nobody could understand it. */
static const struct http_shape no_shape = { .minor = 1, .close = true };

static void take_message(struct conn *c, const struct http_message *m, bool more)
{
	struct job *j = conn_job(c);
	struct http_shape *shape = arena_alloc(&j->arena, sizeof(*shape));
	j->shape = shape;
	j->more = more;
	if (http_parse(m, &j->arena, &j->request, shape, &j->reply))
		conn_request(c, j);
	else
		conn_reply(c, j);
}

static void take_none(struct conn *c, const struct http_fault *fault, const struct http_message *m)
{
	struct job *j = conn_job(c);
	struct http_shape *shape = arena_alloc(&j->arena, sizeof(*shape));
	http_refuse(fault, m, &j->arena, shape, &j->reply);
	j->shape = shape;
	conn_reply(c, j);
}

static bool next(struct conn *c, struct str in)
{
	struct http_message m;
	struct http_fault fault;
	size_t used;
	struct http_progress *progress = &conn_session(c)->http;
	enum http_take t = http_take(in, conn_scratch(c), progress, &m, &used, &fault);
	if (t == HTTP_DONE || t == HTTP_BAD)
		*progress = (struct http_progress){ .looked = 0 };
	switch (t) {
	case HTTP_MORE:
		return false;
	case HTTP_CONTINUE:
		conn_say(c, STR(HTTP_CONTINUE_LINE));
		return false;
	case HTTP_DONE:
		take_message(c, &m, in.n > used);
		conn_consume(c, used);
		break;
	case HTTP_BAD:
		take_none(c, &fault, &m);
		conn_consume(c, in.n);
		break;
	}
	return true;
}

static bool admit(struct job *j)
{
	const struct conf *conf = j->conf->conf;
	const struct http_policy policy = { conf->http_hosts, conf->n_http_hosts, conf->http_origins, conf->n_http_origins };
	struct http_shape *shape = j->shape;
	unsigned status;
	const char *why = http_guard(&shape->caller, &policy, &status);
	shape->readable = http_may_read(&shape->caller, &policy);
	if (!why)
		return true;
	shape->status = status;
	shape->allow = NULL;
	if (shape->form != HTTP_PAGE)
		shape->form = HTTP_PROBLEM;
	reply_error(&j->reply, WIRE_DENIED, "%s", why);
	return false;
}

static bool is_unchanged(struct job *j, struct str key)
{
	return http_is_unchanged(j->shape, key);
}

static const struct http_shape *shape_of(const struct job *j)
{
	return j->shape ? j->shape : &no_shape;
}

/* A page offers the collections to choose from; whoever may not ask is not told their names. */
static struct http_shape full_shape_of(const struct job *j)
{
	struct http_shape shape = *shape_of(j);
	bool denied = j->reply.kind == REPLY_ERROR && j->reply.error == WIRE_DENIED;
	if (shape.form != HTTP_PAGE || !j->conf || denied)
		return shape;
	const struct conf *conf = j->conf->conf;
	struct str *names = arena_array(j->reply.arena, conf->n_collections, sizeof(*names));
	for (unsigned i = 0; i < conf->n_collections; i++)
		names[i] = str_of(conf->collections[i].name);
	shape.collections = names;
	shape.n_collections = conf->n_collections;
	return shape;
}

static void encode(const struct job *j, struct buf *out)
{
	const struct http_shape shape = full_shape_of(j);
	http_encode(&j->reply, &shape, out);
}

static void encode_kept(const struct job *j, struct buf *out)
{
	const struct http_shape shape = full_shape_of(j);
	http_encode_body(&j->reply, &shape, out);
}

/* The body says how long the search took when it was made. */
static void again(const struct job *j, struct str kept, uint64_t took_us, struct buf *out)
{
	(void)took_us;
	http_encode_again(kept, j->shape, out);
}

static bool has_own(const struct job *j)
{
	(void)j;
	return true;
}

/* A page names the collections, and they may be others after a reload while the index searched is the same. */
static void add_key(const struct job *j, struct buf *key)
{
	const struct http_shape *shape = j->shape;
	const struct conf *conf = j->conf->conf;
	http_shape_key(shape, key);
	for (unsigned i = 0; shape->form == HTTP_PAGE && i < conf->n_collections; i++)
		buf_add(key, conf->collections[i].name, strlen(conf->collections[i].name) + 1);
}

#define REQUEST_MS 30000	/* from the first byte of a request to its last */

/* Who sends no more has left and wants no answer: a browser does so when something else was typed meanwhile. */
const struct wire wire_http = {
	.name = "http", .end_is_gone = true, .request_ms = REQUEST_MS,
	.next = next, .admit = admit, .is_unchanged = is_unchanged, .encode = encode, .encode_kept = encode_kept, .again = again, .has_own = has_own, .add_key = add_key,
};
