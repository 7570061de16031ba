/* The connection, messages, and where what is printed goes; see session.h. */
#include "config.h"

#include "client/session.h"

#include <errno.h>
#include <limits.h>
#include <locale.h>
#include <signal.h>
#include <unistd.h>

#include "client/address.h"
#include "client/pager.h"
#include "common/addr.h"
#include "common/fs.h"
#include "common/xalloc.h"

void session_init(struct session *s)
{
	*s = (struct session){ .arena = ARENA_INIT, .scratch = ARENA_INIT };
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
	arena_fini(&s->scratch);
}

/* errno when the bytes could not be written. */
static int write_out(struct view *v, int fd)
{
	int e = v->out.failed ? ENOMEM : fs_write_all(fd, buf_str(&v->out)) < 0 ? errno : 0;
	buf_reset(&v->out);
	return e;
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

void session_flush(struct session *s)
{
	int e = page(s) ? 0 : write_out(&s->out, STDOUT_FILENO);
	s->gone |= e == EPIPE;
	s->unwritten |= e && e != EPIPE;
	write_out(&s->err, STDERR_FILENO);
}

void session_complain(struct session *s, struct str message)
{
	buf_puts(&s->err.out, "karez: ");
	view_text(&s->err, STYLE_PLAIN, s->place);
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

int session_call(struct session *s, const char *verb, struct str options, struct karez_reply *reply)
{
	struct str text = s->args.text.n ? s->args.text : STR_NONE;
	const char *line;
	struct err err;
	if (reply_line_of(verb, s->args.collections, options, text, &s->scratch, &line, &err) < 0)
		return session_fail(s, STATUS_USAGE, &err);
	return reply_call(s->conn, line, &s->scratch, reply, &err) < 0 ? session_fail(s, STATUS_NO_DAEMON, &err) : 0;
}
