/* Asking once and printing the answer, or why there is none; see session.h. */
#include "config.h"

#include "client/session.h"

#include <errno.h>
#include <limits.h>
#include <locale.h>
#include <signal.h>
#include <unistd.h>

#include "client/address.h"
#include "client/pager.h"
#include "client/print_rows.h"
#include "client/syntax.h"
#include "common/addr.h"
#include "common/fs.h"
#include "common/json.h"
#include "common/xalloc.h"
#include "proto/line.h"

void session_init(struct session *s)
{
	*s = (struct session){ .arena = ARENA_INIT };
	/* Widths of characters: what is printed is UTF-8 whatever the locale. */
	setlocale(LC_CTYPE, "C.UTF-8");
	signal(SIGPIPE, SIG_IGN);
	view_init(&s->out, STDOUT_FILENO);
	view_init(&s->err, STDERR_FILENO);
}

void session_style(struct session *s)
{
	view_choose(&s->out, s->args.color, s->args.hyperlink);
	view_choose(&s->err, s->args.color, s->args.hyperlink);
}

void session_fini(struct session *s)
{
	karez_free(s->conn);
	view_fini(&s->out);
	view_fini(&s->err);
	arena_fini(&s->arena);
}

static bool write_out(struct view *v, int fd)
{
	bool ok = !v->out.failed && (fs_write_all(fd, buf_str(&v->out)) == 0 || errno == EPIPE);
	buf_reset(&v->out);
	return ok;
}

/* 1 when a pager has shown what there is; 0 when it is to be written. */
static int page(struct session *s)
{
	struct view *v = &s->out;
	const char *command = s->args.no_pager || !v->terminal ? NULL : pager_command();
	struct err err;
	if (!command || view_rows(buf_str(&v->out), v->width) < v->height)
		return 0;
	int shown = pager_show(command, buf_str(&v->out), &err);
	if (shown < 0)
		session_complain(s, str_of(err.msg));
	if (shown > 0)
		buf_reset(&v->out);
	return shown > 0;
}

bool session_flush(struct session *s)
{
	bool ok = page(s) || write_out(&s->out, STDOUT_FILENO);
	write_out(&s->err, STDERR_FILENO);
	return ok;
}

void session_complain(struct session *s, struct str message)
{
	buf_puts(&s->err.out, "karez: ");
	view_text(&s->err, STYLE_PLAIN, message);
	buf_putc(&s->err.out, '\n');
}

int session_fail(struct session *s, int status, const struct err *err)
{
	session_complain(s, str_of(err->msg));
	return status;
}

/* Files of a daemon on this machine can be opened here. */
static void know_files(struct session *s, const char *address)
{
	struct addr addr;
	struct err err;
	bool here = addr_parse(str_of(address), &addr, &err) == 0 && addr_is_local(&addr);
	s->out.files_on = here && gethostname(s->host, sizeof(s->host) - 1) == 0 ? s->host : NULL;
}

int session_connect(struct session *s)
{
	struct address at;
	struct err err;
	if (address_find(s->args.server, s->args.conf, &s->arena, &at, &err) < 0)
		return session_fail(s, STATUS_USAGE, &err);
	if (!s->conn && !(s->conn = karez_new()))
		xalloc_failed(0);
	karez_set_timeout(s->conn, s->args.timeout_ms > UINT_MAX ? UINT_MAX : (unsigned)s->args.timeout_ms);
	enum karez_code code = karez_connect(s->conn, at.addr);
	if (code == KAREZ_OK) {
		know_files(s, at.addr);
		return 0;
	}
	if (code == KAREZ_E_INVALID) {
		session_complain(s, str_of(karez_message(s->conn)));
		return STATUS_USAGE;
	}
	session_complain(s, arena_printf(&s->arena, "no daemon answers at %s", karez_message(s->conn)));
	view_lines(&s->err, 0, address_advice(&at, &s->arena));
	return STATUS_NO_DAEMON;
}

/* 0 or a status, told. */
static int ask(struct session *s, const char *verb, struct str options, struct karez_reply *reply)
{
	struct buf line = BUF_INIT;
	struct err err;
	int status = 0;
	struct str text = s->args.text.n ? s->args.text : STR_NONE;
	if (line_request(verb, s->args.collections, options, text, &line, &err) < 0)
		status = STATUS_USAGE;
	else {
		buf_truncate(&line, line.n - 1);	/* its end */
		if (reply_call(s->conn, line.p, &s->arena, reply, &err) < 0)
			status = STATUS_NO_DAEMON;
	}
	if (status)
		session_complain(s, str_of(err.msg));
	buf_fini(&line);
	return status;
}

int session_ask(struct session *s, struct karez_reply *reply_r)
{
	return ask(s, verb_name(s->args.command->verb), s->args.options, reply_r);
}

static struct str value(struct session *s, const struct karez_reply *reply, const char *key)
{
	struct str found;
	return line_value(reply->head, key, &s->arena, &found) ? found : STR_NONE;
}

static int refused(struct session *s, const struct karez_reply *reply)
{
	if (!str_eq(reply->code, STR("SYNTAX")) || !syntax_show(&s->err, s->args.text, reply->message, &s->arena))
		session_complain(s, arena_printf(&s->arena, "%.*s %.*s", STR_ARG(reply->code), STR_ARG(reply->message)));
	return STATUS_REFUSED;
}

/* What the head says about an answer that is not whole. */
static void warn(struct session *s, const struct karez_reply *reply)
{
	struct str partial = value(s, reply, "partial");
	if (partial.n)
		session_complain(s, arena_printf(&s->arena, "warning: partial answer (partial=%.*s)", STR_ARG(partial)));
	if (value(s, reply, "truncated").n)
		session_complain(s, STR("warning: the text is longer than what is sent of it (truncated=1)"));
}

/* The answer to COUNT is all in its head. */
static void print_count_json(struct session *s, const struct karez_reply *reply)
{
	struct buf *out = &s->out.out;
	uint64_t total = 0;
	str_to_u64(value(s, reply, "total"), 0, INT64_MAX, &total);
	json_open(out, '{');
	json_key(out, "total");
	json_int(out, (int64_t)total);
	json_key(out, "relation");
	json_str(out, value(s, reply, "relation"));
	json_close(out, '}');
	buf_putc(out, '\n');
}

/* A line as it came; on a terminal cleaned like all else. */
static void print_as_it_is(struct view *v, struct str line)
{
	if (v->terminal)
		view_text(v, STYLE_PLAIN, line);
	else
		buf_addstr(&v->out, line);
	buf_putc(&v->out, '\n');
}

static void print_json(struct session *s, const struct karez_reply *reply)
{
	if (s->args.verbose)
		print_as_it_is(&s->err, reply->first);
	if (s->args.command->verb == VERB_COUNT)
		print_count_json(s, reply);
	if (reply->kind == '+')
		print_as_it_is(&s->out, reply->head);
	for (size_t i = 0; i < reply->n_rows; i++)
		print_as_it_is(&s->out, reply->rows[i]);
}

/* A search that found nothing asks at once what may have been meant, and only says so. */
static void suggest_spelling(struct session *s)
{
	struct karez_reply reply;
	if (ask(s, verb_name(VERB_SPELL), STR_NONE, &reply) == 0)
		print_did_you_mean(&s->out, &reply, &s->arena);
}

static bool found(struct session *s, const struct karez_reply *reply)
{
	switch (s->args.command->verb) {
	case VERB_SEARCH: case VERB_COUNT: return !str_eq(value(s, reply, "total"), STR("0"));
	case VERB_SUGGEST: case VERB_SPELL: case VERB_ALIASES: case VERB_SIMILAR: case VERB_VERSIONS: return reply->n_rows > 0;
	default: return true;
	}
}

int session_answer(struct session *s, const struct karez_reply *reply)
{
	struct err err;
	if (reply->kind == '-')
		return refused(s, reply);
	warn(s, reply);
	if (s->args.json)
		print_json(s, reply);
	else if (s->args.command->print(&s->out, reply, &s->arena, &err) < 0)
		return session_fail(s, STATUS_NO_DAEMON, &err);
	if (found(s, reply))
		return STATUS_FOUND;
	if (s->args.command->verb == VERB_SEARCH && !s->args.json)
		suggest_spelling(s);
	return STATUS_NOTHING;
}

int session_raw(struct session *s)
{
	struct karez_reply reply;
	struct err err;
	if (reply_call(s->conn, arena_strz(&s->arena, s->args.text), &s->arena, &reply, &err) < 0)
		return session_fail(s, STATUS_NO_DAEMON, &err);
	print_as_it_is(&s->out, reply.first);
	for (size_t i = 0; i < reply.n_rows; i++)
		print_as_it_is(&s->out, reply.rows[i]);
	return reply.kind == '-' ? STATUS_REFUSED : STATUS_FOUND;
}
