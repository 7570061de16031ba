/* Verbs about the connection and the daemon: PING, HELLO, HELP, AUTH, QUIT, RELOAD, REINDEX. */
#include "config.h"

#include "daemon/verbs.h"

#include "daemon/answer.h"
#include "daemon/server.h"
#include "proto/line.h"

void verb_ping(struct server *s, struct job *j)
{
	(void)s;
	reply_line(&j->reply, "PONG");
}

void verb_hello(struct server *s, struct job *j)
{
	const struct conf *conf = s->conf->conf;
	const struct { const char *key; uint64_t value; } limits[] = {
		{ "protocol", LINE_PROTOCOL },
		{ "max_line", LIMIT_LINE },
		{ "max_results", LIMIT_RESULTS },
		{ "max_offset", LIMIT_OFFSET },
		{ "max_snippets", LIMIT_SNIPPETS },
		{ "max_suggestions", LIMIT_SUGGESTIONS },
		{ "max_collections", LIMIT_COLLECTIONS },
		{ "max_tag", LIMIT_TAG },
		{ "max_pipeline", LIMIT_PIPELINE },
		{ "max_output", LIMIT_OUTPUT },
		{ "max_text", LIMIT_TEXT },
		{ "max_connections", conns_max(s->conns) },
		{ "query_timeout_ms", conf->query_timeout_ms },
		{ "idle_timeout_ms", conf->idle_timeout_ms },
	};
	struct reply_fields *head = reply_head(&j->reply);
	field_str(&j->reply, head, "name", STR("karezd"));
	field_str(&j->reply, head, "version", STR(PACKAGE_VERSION));
	for (size_t i = 0; i < sizeof(limits) / sizeof(*limits); i++)
		field_int(&j->reply, head, limits[i].key, (int64_t)limits[i].value);
}

/* {"verb":"SEARCH","help":"...","options":"limit offset ..."} */
void verb_show_help(struct server *s, struct job *j)
{
	size_t n;
	const struct request_option *options = request_options(&n);
	(void)s;
	reply_head(&j->reply);
	for (int v = 0; v < VERB_COUNT_; v++) {
		struct str names = STR_NONE;
		for (size_t i = 0; i < n; i++)
			if (options[i].verbs & UINT32_C(1) << v)
				names = arena_printf(&j->arena, "%.*s%s%s", STR_ARG(names), names.n ? " " : "",
						     options[i].name);
		struct reply_fields *f = reply_row(&j->reply);
		field_str(&j->reply, f, "verb", str_of(verb_name((enum verb)v)));
		field_str(&j->reply, f, "help", str_of(verb_help((enum verb)v)));
		field_text(&j->reply, f, "options", names);
	}
}

void verb_auth(struct server *s, struct job *j)
{
	(void)s;
	reply_error(&j->reply, WIRE_DENIED, "there are no tokens in this version; who may connect is decided by "
		    "the mode of the socket");
}

void verb_quit(struct server *s, struct job *j)
{
	(void)s;
	reply_line(&j->reply, "BYE");
	j->reply.close = true;
}

void verb_reload(struct server *s, struct job *j)
{
	struct err err;
	if (server_reload(s, &err) < 0) {
		/* Whatever is wrong is wrong with the file: a missing one is no missing document. */
		if (err.code != ERR_DENIED && err.code != ERR_BUSY)
			err.code = ERR_INVALID;
		answer_error(j, &err);
	} else {
		reply_line(&j->reply, "reloaded collections=%u", s->conf->conf->n_collections);
	}
}

void verb_reindex(struct server *s, struct job *j)
{
	struct err err;
	pid_t pid;
	if (j->request.n_collections != 1) {
		reply_error(&j->reply, WIRE_BADREQUEST, "REINDEX wants one collection");
		return;
	}
	if (!collections_find(j, j->request.collections[0]))
		return;
	if (reindex_start(s->reindex, arena_strz(&j->arena, j->request.collections[0]), &pid, &err) < 0) {
		if (err.code != ERR_DENIED && err.code != ERR_BUSY)
			err.code = ERR_INTERNAL;	/* the program cannot be run: ours to put right */
		answer_error(j, &err);
	} else {
		reply_line(&j->reply, "started pid=%ld", (long)pid);
	}
}
