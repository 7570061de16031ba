/* Any bytes from a Redis client, and any text as a RediSearch query.
 *
 * Commands must come out whole or not at all wherever the bytes are cut; every answer must be well-formed RESP of the version spoken; a
 * query that translates must be one that karez parses, but for its limits.
 */
#include "config.h"

#include <stdint.h>

#include "common/utf8.h"
#include "proto/limits.h"
#include "proto/redis.h"
#include "proto/redis_query.h"
#include "proto/resp.h"
#include "query/qparse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint64_t take_int(struct str *s)
{
	struct str line;
	uint64_t v;
	BUG_ON(!str_cut(s, '\n', &line) || !str_ends(line, STR("\r")));
	BUG_ON(!str_to_u64(str_sub(line, 1, line.n - 1), 0, UINT32_MAX, &v));
	return v;
}

/* One value off the front. */
static void take_value(struct str *s, unsigned proto)
{
	struct str line;
	uint64_t n;
	BUG_ON(s->n == 0);
	switch (s->p[0]) {
	case '$':
		if (str_starts(*s, STR("$-1\r\n"))) {
			*s = str_sub(*s, 5, s->n);
			break;
		}
		n = take_int(s);
		BUG_ON(s->n < n + 2 || s->p[n] != '\r' || s->p[n + 1] != '\n');
		*s = str_sub(*s, n + 2, s->n);
		break;
	case '*':
		for (n = take_int(s); n > 0; n--)
			take_value(s, proto);
		break;
	case '%':
		BUG_ON(proto < 3);
		for (n = 2 * take_int(s); n > 0; n--)
			take_value(s, proto);
		break;
	case '+': case '-': case ':': case ',': case '_':
		BUG_ON((s->p[0] == ',' || s->p[0] == '_') && proto < 3);
		BUG_ON(!str_cut(s, '\n', &line) || !str_ends(line, STR("\r")));
		BUG_ON(str_chr(str_sub(line, 0, line.n - 1), '\r') >= 0);
		break;
	default:
		BUG("no value");
	}
}

static void check_answer(const struct redis_session *s, const struct reply *reply, const struct redis_shape *shape)
{
	struct buf out = BUF_INIT;
	redis_encode(reply, shape, &out);
	struct str rest = buf_str(&out);
	take_value(&rest, s->proto);
	BUG_ON(rest.n);
	buf_fini(&out);
}

/* What was asked is answered with pieces of the question. */
static void check_request(const struct redis_session *s, const struct request *r, const struct redis_shape *shape, struct arena *a)
{
	struct reply reply;
	BUG_ON(!utf8_valid(r->text) || r->text.n > LIMIT_LINE + 1 || str_chr(r->text, '\0') >= 0);
	reply_init(&reply, a);
	if (shape->form == REDIS_STATUS) {
		reply_line(&reply, "PONG");
	} else {
		struct reply_fields *head = reply_head(&reply), *row = reply_row(&reply);
		field_int(&reply, head, "hits", shape->form == REDIS_HITS);
		field_str(&reply, row, shape->form == REDIS_INDEX ? "collection" : "id", shape->name);
		field_str(&reply, row, "title", r->text);
	}
	check_answer(s, &reply, shape);
}

static void check_stream(struct str in)
{
	struct redis_session session = { .proto = 2 };
	for (int n_commands = 0; n_commands < 20; n_commands++) {
		struct arena a = ARENA_INIT;
		struct str *args;
		size_t n, used = 0;
		const char *why = NULL;
		enum resp_take t = resp_take(in, &a, &args, &n, &used, &why);
		struct redis_shape shape;
		struct request request;
		struct reply reply;
		reply_init(&reply, &a);
		if (t == RESP_DONE && n) {
			struct redis_session before = session;
			if (redis_parse(&session, args, n, &a, &request, &shape, &reply))
				check_request(&session, &request, &shape, &a);
			else
				check_answer(shape.bytes.n && shape.bytes.p[0] == '-' ? &before : &session, &reply, &shape);
		} else if (t == RESP_BAD) {
			redis_protocol_error(why, &a, &shape, &reply);
			check_answer(&session, &reply, &shape);
			BUG_ON(!reply.close);
		}
		BUG_ON(t == RESP_DONE && (used == 0 || used > in.n));
		arena_fini(&a);
		if (t != RESP_DONE)
			return;
		in = str_sub(in, used, in.n);
	}
}

static void check_query(struct str text)
{
	for (int dialect = 1; dialect <= 2; dialect++) {
		struct arena a = ARENA_INIT;
		struct redis_query q = { .text = text, .or_binds_tighter = dialect == 1 };
		struct query *tree;
		struct str karez;
		struct err err = { 0 };
		if (redis_query_translate(&q, &a, &karez, &err) < 0) {
			BUG_ON(err.code != ERR_SYNTAX || err.column < 0 || (size_t)err.column > text.n);
		} else if (qparse(karez, false, &a, &tree, &err) < 0) {
			/* What karez wants of words, prefixes, fields and days it tells itself; quotes and parentheses are ours. */
			bool broken = strstr(err.msg, "not closed") || strstr(err.msg, "closes nothing");
			BUG_ON(broken || (err.code != ERR_LIMIT && err.code != ERR_SYNTAX));
		}
		arena_fini(&a);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str in = { (const char *)data, size };
	check_stream(in);
	in.n = utf8_valid_prefix(in);
	if (str_chr(in, '\0') < 0 && in.n < 2000)
		check_query(in);
	return 0;
}
