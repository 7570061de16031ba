/* Redis' protocol over a connection; see wire.h. */
#include "config.h"

#include "daemon/wire.h"

#include "proto/redis.h"
#include "proto/resp.h"

static void take_command(struct conn *c, const struct str *args, size_t n, bool more)
{
	struct job *j = conn_job(c);
	struct str *own = arena_array(&j->arena, n, sizeof(*own));
	struct redis_shape *shape = arena_alloc(&j->arena, sizeof(*shape));
	for (size_t i = 0; i < n; i++)
		own[i] = arena_str(&j->arena, args[i]);
	j->shape = shape;
	j->more = more;
	if (redis_parse(&conn_session(c)->redis, own, n, &j->arena, &j->request, shape, &j->reply))
		conn_request(c, j);
	else
		conn_reply(c, j);
}

static void take_no_command(struct conn *c, const char *why)
{
	struct job *j = conn_job(c);
	struct redis_shape *shape = arena_alloc(&j->arena, sizeof(*shape));
	redis_protocol_error(why, &j->arena, shape, &j->reply);
	j->shape = shape;
	conn_reply(c, j);
}

static bool next(struct conn *c, struct str in)
{
	struct str *args;
	size_t n, used;
	const char *why;
	switch (resp_take(in, conn_scratch(c), &args, &n, &used, &why)) {
	case RESP_MORE:
		return false;
	case RESP_DONE:
		if (n)
			take_command(c, args, n, in.n > used);
		conn_consume(c, used);
		break;
	case RESP_BAD:
		take_no_command(c, why);
		conn_consume(c, in.n);
		break;
	}
	return true;
}

static void encode(const struct job *j, struct buf *out)
{
	redis_encode(&j->reply, j->shape, out);
}

static void add_key(const struct job *j, struct buf *key)
{
	redis_shape_key(j->shape, key);
}

/* Replies to Redis clients tell no times, so kept ones are as they are. */
const struct wire wire_redis = { .name = "redis", .next = next, .encode = encode, .add_key = add_key };
