/* The commands: what each becomes, and those about the connection; see redis.h. */
#include "config.h"

#include "proto/redis_command.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "common/utf8.h"
#include "proto/resp.h"

#define SEARCH_MODULE_VERSION 21005

/* ---- Answers made here ---- */

static bool answer(struct redis_command *c, struct buf *b)
{
	c->shape->form = REDIS_BYTES;
	c->shape->bytes = arena_str(c->arena, buf_str(b));
	buf_fini(b);
	return false;
}

bool redis_refuse(struct redis_command *c, const char *code, const char *fmt, ...)
{
	char message[500];
	va_list ap;
	struct buf b = BUF_INIT;
	va_start(ap, fmt);
	vsnprintf(message, sizeof(message), fmt, ap);
	va_end(ap);
	resp_error(&b, code, str_of(message));
	return answer(c, &b);
}

static bool answer_ok(struct redis_command *c)
{
	struct buf b = BUF_INIT;
	resp_simple(&b, STR("OK"));
	return answer(c, &b);
}

static bool answer_bulk(struct redis_command *c, struct str s)	/* s.p == NULL: null */
{
	struct buf b = BUF_INIT;
	if (s.p)
		resp_bulk(&b, s);
	else
		resp_null(&b, c->session->proto);
	return answer(c, &b);
}

static bool answer_array(struct redis_command *c)	/* an empty one */
{
	struct buf b = BUF_INIT;
	resp_array(&b, 0);
	return answer(c, &b);
}

static bool answer_map(struct redis_command *c)
{
	struct buf b = BUF_INIT;
	resp_map(&b, c->session->proto, 0);
	return answer(c, &b);
}

static bool answer_int(struct redis_command *c, int64_t v)
{
	struct buf b = BUF_INIT;
	resp_int(&b, v);
	return answer(c, &b);
}

/* ---- Requests ---- */

bool redis_ask(struct redis_command *c, enum verb verb, enum redis_form form)
{
	request_init(c->request, verb);
	c->shape->form = form;
	return true;
}

bool redis_set(struct redis_command *c, const char *option, struct str value)
{
	if (request_set(c->request, str_of(option), value, c->reply))
		return true;
	return redis_refuse(c, "SEARCH_PARSE_ARGS", "%.*s", STR_ARG(c->reply->message));
}

static bool is_named(const struct request *r, struct str name)
{
	for (unsigned i = 0; i < r->n_collections; i++)
		if (str_eq(r->collections[i], name))
			return true;
	return false;
}

bool redis_collections(struct redis_command *c, struct str list)
{
	struct request *r = c->request;
	struct str name;
	if (str_eqz(list, "*"))
		return true;
	if (list.n == 0)
		return redis_refuse(c, "SEARCH_INDEX_NOT_FOUND", "no such index: the name is empty");
	while (str_cut(&list, ',', &name)) {
		if (name.n == 0)
			return redis_refuse(c, "SEARCH_INDEX_NOT_FOUND", "no such index: a name is empty");
		if (is_named(r, name))
			continue;
		if (r->n_collections == LIMIT_COLLECTIONS)
			return redis_refuse(c, "SEARCH_PARSE_ARGS", "at most %d indexes", LIMIT_COLLECTIONS);
		r->collections[r->n_collections++] = name;
	}
	return true;
}

/* ---- About the connection ---- */

static bool cmd_ping(struct redis_command *c)
{
	return c->n > 1 ? answer_bulk(c, c->args[1]) : redis_ask(c, VERB_PING, REDIS_STATUS);
}

static bool cmd_echo(struct redis_command *c)
{
	return answer_bulk(c, c->args[1]);
}

static bool cmd_quit(struct redis_command *c)
{
	c->reply->close = true;
	return answer_ok(c);
}

static bool cmd_select(struct redis_command *c)
{
	return str_eqz(c->args[1], "0") ? answer_ok(c) : redis_refuse(c, "ERR", "DB index is out of range");
}

static bool cmd_auth(struct redis_command *c)
{
	return redis_refuse(c, "ERR", "AUTH called without any password configured: karez has none, the rights of its socket decide");
}

static bool set_name(struct redis_command *c, struct str name)
{
	for (size_t i = 0; i < name.n; i++)
		if (name.p[i] <= ' ' || name.p[i] > '~')
			return redis_refuse(c, "ERR", "Client names cannot contain spaces, newlines or special characters.");
	if (name.n >= sizeof(c->session->name))
		return redis_refuse(c, "ERR", "Client names have at most %zu bytes", sizeof(c->session->name) - 1);
	snprintf(c->session->name, sizeof(c->session->name), "%.*s", STR_ARG(name));
	return true;
}

static bool answer_hello(struct redis_command *c)
{
	unsigned proto = c->session->proto;
	struct buf b = BUF_INIT;
	resp_map(&b, proto, 7);
	resp_bulk(&b, STR("server"));
	resp_bulk(&b, STR("karez"));
	resp_bulk(&b, STR("version"));
	resp_bulk(&b, STR(REDIS_VERSION));
	resp_bulk(&b, STR("proto"));
	resp_int(&b, proto);
	resp_bulk(&b, STR("id"));
	resp_int(&b, (int64_t)c->session->id);
	resp_bulk(&b, STR("mode"));
	resp_bulk(&b, STR("standalone"));
	resp_bulk(&b, STR("role"));
	resp_bulk(&b, STR("master"));
	resp_bulk(&b, STR("modules"));
	resp_array(&b, 0);
	return answer(c, &b);
}

/* HELLO [version [AUTH user password] [SETNAME name]]: nothing is changed unless all of it is right. */
static bool cmd_hello(struct redis_command *c)
{
	uint64_t proto = c->session->proto;
	struct str name = STR_NONE;
	if (c->n > 1 && !str_to_u64(c->args[1], 0, UINT32_MAX, &proto))
		return redis_refuse(c, "ERR", "Protocol version is not an integer or out of range");
	if (proto != 2 && proto != 3)
		return redis_refuse(c, "NOPROTO", "unsupported protocol version");
	for (size_t i = 2; i < c->n; i++) {
		if (str_eq_nocase(c->args[i], STR("AUTH")) && c->n - i > 2)
			return cmd_auth(c);
		if (!str_eq_nocase(c->args[i], STR("SETNAME")) || c->n - i < 2)
			return redis_refuse(c, "ERR", "Syntax error in HELLO option %.*s", STR_ARG(reply_quote(c->arena, c->args[i])));
		name = c->args[++i];
	}
	if (name.n && !set_name(c, name))
		return false;
	c->session->proto = (unsigned)proto;
	return answer_hello(c);
}

static bool cmd_client(struct redis_command *c)
{
	struct str sub = c->args[1];
	if (str_eq_nocase(sub, STR("SETINFO")) && c->n == 4)
		return answer_ok(c);
	if (str_eq_nocase(sub, STR("SETNAME")) && c->n == 3)
		return set_name(c, c->args[2]) && answer_ok(c);
	if (str_eq_nocase(sub, STR("GETNAME")) && c->n == 2)
		return answer_bulk(c, c->session->name[0] ? arena_str(c->arena, str_of(c->session->name)) : STR_NONE);
	if (str_eq_nocase(sub, STR("ID")) && c->n == 2)
		return answer_int(c, (int64_t)c->session->id);
	return redis_refuse(c, "ERR", "unknown subcommand or wrong number of arguments for %.*s: CLIENT has SETINFO, SETNAME, GETNAME, ID",
			    STR_ARG(reply_quote(c->arena, sub)));
}

/* No table of commands is given out: clients that ask for one (for completion) go on without. */
static bool cmd_command(struct redis_command *c)
{
	if (c->n > 1 && str_eq_nocase(c->args[1], STR("COUNT")))
		return answer_int(c, 0);
	if (c->n > 1 && str_eq_nocase(c->args[1], STR("DOCS")))
		return answer_map(c);
	return answer_array(c);
}

static bool cmd_config(struct redis_command *c)
{
	if (str_eq_nocase(c->args[1], STR("GET")) && c->n >= 3)
		return answer_map(c);
	return redis_refuse(c, "ERR", "of CONFIG only GET is answered; karezd is configured in karez.conf(5)");
}

static bool cmd_module(struct redis_command *c)
{
	struct buf b = BUF_INIT;
	if (!str_eq_nocase(c->args[1], STR("LIST")))
		return redis_refuse(c, "ERR", "of MODULE only LIST is answered");
	resp_array(&b, 1);
	resp_map(&b, c->session->proto, 2);
	resp_bulk(&b, STR("name"));
	resp_bulk(&b, STR("search"));
	resp_bulk(&b, STR("ver"));
	resp_int(&b, SEARCH_MODULE_VERSION);
	return answer(c, &b);
}

static bool cmd_info(struct redis_command *c)
{
	return redis_ask(c, VERB_STATUS, REDIS_INFO);
}

static bool cmd_list(struct redis_command *c)
{
	return redis_ask(c, VERB_COLLECTIONS, REDIS_INDEXES);
}

static bool cmd_ft_info(struct redis_command *c)
{
	c->shape->name = c->args[1];
	return redis_ask(c, VERB_COLLECTIONS, REDIS_INDEX);
}

static bool cmd_read_only(struct redis_command *c)
{
	return redis_refuse(c, "READONLY", "karez indexes are built by karez-index(1); '%s' is not for clients", c->name);
}

static bool cmd_cluster(struct redis_command *c)
{
	return redis_refuse(c, "ERR", "This instance has cluster support disabled");
}

/* ---- The table ---- */

/* min, max: arguments with the name of the command; max 0: any number. */
static const struct {
	const char *name;
	size_t min, max;
	bool (*parse)(struct redis_command *c);
} commands[] = {
	{ "FT.SEARCH", 3, 0, redis_ft_search }, { "FT.AGGREGATE", 3, 0, redis_ft_aggregate }, { "FT.SUGGET", 3, 0, redis_ft_sugget },
	{ "FT.SPELLCHECK", 3, 0, redis_ft_spellcheck }, { "FT.EXPLAIN", 3, 0, redis_ft_explain },
	{ "FT.TAGVALS", 3, 3, redis_ft_tagvals }, { "FT._LIST", 1, 1, cmd_list }, { "FT.INFO", 2, 2, cmd_ft_info },
	{ "PING", 1, 2, cmd_ping }, { "ECHO", 2, 2, cmd_echo }, { "HELLO", 1, 0, cmd_hello }, { "AUTH", 2, 3, cmd_auth },
	{ "SELECT", 2, 2, cmd_select }, { "CLIENT", 2, 0, cmd_client }, { "INFO", 1, 0, cmd_info }, { "COMMAND", 1, 0, cmd_command },
	{ "CONFIG", 2, 0, cmd_config }, { "MODULE", 2, 0, cmd_module }, { "CLUSTER", 2, 0, cmd_cluster }, { "QUIT", 1, 0, cmd_quit },
	{ "FT.CREATE", 1, 0, cmd_read_only }, { "FT.ALTER", 1, 0, cmd_read_only }, { "FT.DROPINDEX", 1, 0, cmd_read_only },
	{ "FT.ALIASADD", 1, 0, cmd_read_only }, { "FT.ALIASUPDATE", 1, 0, cmd_read_only }, { "FT.ALIASDEL", 1, 0, cmd_read_only },
	{ "FT.SUGADD", 1, 0, cmd_read_only }, { "FT.SUGDEL", 1, 0, cmd_read_only }, { "FT.DICTADD", 1, 0, cmd_read_only },
	{ "FT.DICTDEL", 1, 0, cmd_read_only }, { "FT.SYNUPDATE", 1, 0, cmd_read_only }, { "SET", 1, 0, cmd_read_only },
	{ "HSET", 1, 0, cmd_read_only }, { "DEL", 1, 0, cmd_read_only }, { "JSON.SET", 1, 0, cmd_read_only },
	{ "FLUSHALL", 1, 0, cmd_read_only }, { "FLUSHDB", 1, 0, cmd_read_only },
};

/* What may go into a request. */
static bool is_text(struct redis_command *c)
{
	for (size_t i = 1; i < c->n; i++)
		if (!utf8_valid(c->args[i]) || str_chr(c->args[i], '\0') >= 0)
			return redis_refuse(c, "ERR ENCODING", "argument %zu is not UTF-8, or holds a NUL byte", i);
	return true;
}

bool redis_parse(struct redis_session *s, const struct str *args, size_t n, struct arena *a, struct request *request_r,
		 struct redis_shape *shape_r, struct reply *reply)
{
	struct redis_command c = { .session = s, .args = args, .n = n, .at = 1, .arena = a, .request = request_r, .shape = shape_r,
				   .reply = reply };
	*shape_r = (struct redis_shape){ .proto = s->proto, .between = STR(" … ") };
	*request_r = (struct request){ .verb = VERB_HELP };
	for (size_t i = 0; i < sizeof(commands) / sizeof(*commands); i++) {
		if (!str_eq_nocase(args[0], str_of(commands[i].name)))
			continue;
		c.name = commands[i].name;
		if (n < commands[i].min || (commands[i].max && n > commands[i].max))
			return redis_refuse(&c, "ERR", "wrong number of arguments for '%s' command", c.name);
		return (!str_starts(str_of(c.name), STR("FT.")) || is_text(&c)) && commands[i].parse(&c);
	}
	return redis_refuse(&c, "ERR", "unknown command %.*s", STR_ARG(reply_quote(a, args[0])));
}

void redis_protocol_error(const char *why, struct arena *a, struct redis_shape *shape_r, struct reply *reply)
{
	struct buf b = BUF_INIT;
	*shape_r = (struct redis_shape){ .form = REDIS_BYTES };
	resp_error(&b, "ERR Protocol error:", str_of(why));
	shape_r->bytes = arena_str(a, buf_str(&b));
	buf_fini(&b);
	reply->close = true;
}
