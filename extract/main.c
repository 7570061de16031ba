/* karez-extract: the process that meets bytes from anywhere, so that karez-index does not.
 *
 *     karez-extract --read [--memory BYTES] [--unsandboxed]
 * reads files for karez-index, which is at the other end of descriptor 3 (wire.h), after it has
 * locked itself in.
 *
 *     karez-extract --command [--memory BYTES] [--seconds N] [--output BYTES] [--network] [--writable DIR]
 *                   [--anywhere] [--unsandboxed] -- PROGRAM ARGUMENT...
 * locks itself in for an external command and becomes it.
 */
#include "config.h"

#include <errno.h>
#include <getopt.h>
#include <iconv.h>
#include <libxml/parser.h>
#include <locale.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#include "common/buf.h"
#include "common/fs.h"
#include "extract/sandbox.h"
#include "extract/walk.h"
#include "extract/wire.h"
#include "text/charset.h"

#define MAX_JOB ((size_t)64 << 10)
#define EXIT_NOT_LOCKED 125	/* --command: the sandbox cannot be had */
#define EXIT_NO_COMMAND 127	/* --command: there is no such program; as shells say it */

struct args {
	bool read, command, network, anywhere, unsandboxed;
	uint64_t memory, seconds, output;
	const char *writable;
	char **argv;
};

/* ---- Reading ---- */

struct session {
	struct buf body;	/* of the message under way */
	bool gone;		/* the other side does not hear us any more */
};

static int say(struct session *s, enum wire_type type, int fd, struct err *err)
{
	int rc = wire_send(WIRE_FD, type, buf_str(&s->body), fd, err);
	s->gone |= rc < 0;
	return rc;
}

static int say_pair(struct session *s, enum wire_type type, struct str a, struct str b, int fd, struct err *err)
{
	buf_reset(&s->body);
	wire_put_pair(&s->body, a, b);
	return say(s, type, fd, err);
}

static int on_document(void *ctx, const struct doc *doc, struct err *err)
{
	struct session *s = ctx;
	buf_reset(&s->body);
	wire_put_document(&s->body, doc);
	return say(s, WIRE_DOCUMENT, -1, err);
}

static int on_external(void *ctx, struct str name, struct str type, struct str bytes, struct err *err)
{
	int fd = memfd_create("part", MFD_CLOEXEC);
	if (fd < 0)
		return err_errno(err, "handing on %.*s", STR_ARG(name));
	int rc = fs_write_all(fd, bytes) < 0 || lseek(fd, 0, SEEK_SET) < 0 ?
		err_errno(err, "handing on %.*s", STR_ARG(name)) : say_pair(ctx, WIRE_EXTERNAL, name, type, fd, err);
	close(fd);
	return rc;
}

static int on_failed(void *ctx, struct str name, const char *why, struct err *err)
{
	return say_pair(ctx, WIRE_FAILED, name, str_of(why), -1, err);
}

static int on_cut(void *ctx, struct str name, const char *what, struct err *err)
{
	return say_pair(ctx, WIRE_CUT, name, str_of(what), -1, err);
}

static int on_step(void *ctx, struct err *err)
{
	struct session *s = ctx;
	buf_reset(&s->body);
	return say(s, WIRE_STEP, -1, err);
}

static int do_job(struct session *s, const struct wire_message *m, struct err *err)
{
	struct walk_sink sink = { s, on_document, on_external, on_failed, on_cut, on_step };
	struct wire_job job;
	struct err why;
	if (m->type != WIRE_READ || m->fd < 0)
		return err_set(err, ERR_CORRUPT, "a message that is no job");
	if (wire_take_job(buf_str(&m->body), &job, err) < 0)
		return -1;
	if (walk_fd(m->fd, job.name, job.type, job.externals, &job.limits, &sink, &why) == 0) {
		buf_reset(&s->body);
		return say(s, WIRE_DONE, -1, err);
	}
	if (s->gone)
		return -1;
	return say_pair(s, WIRE_ERROR, STR_NONE, str_of(why.msg), -1, err);
}

/* Whatever libraries load at their first use has to be there before nothing can be opened. */
static void load_all(void)
{
	struct buf out = BUF_INIT;
	const char *name;
	setlocale(LC_CTYPE, "C.UTF-8");
	tzset();
	iconv_t conversion = iconv_open("UTF-8", "UTF-8");
	if (conversion != (iconv_t)-1)
		iconv_close(conversion);
	charset_decode(STR("\xcf\xf0\xe8\xec\xe5\xf0 \xf1\xeb\xee\xe2\n"), STR("windows-1251"), &out, &name, NULL);
	buf_fini(&out);
	xmlInitParser();
}

static int lock_in(const struct args *a, struct err *err)
{
	/* Only handing parts on writes files, and those are memory. */
	const struct sandbox_limits limits = { .memory = a->memory, .file = a->memory ? a->memory : UINT32_MAX };
	if (sandbox_limit(&limits, err) < 0)
		return -1;
	return a->unsandboxed ? 0 : sandbox_reader(err);
}

/* The end is told by karez-index, by closing its side: a signal to all of a terminal is not for us. */
static void ignore_signals(void)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGXFSZ };
	for (size_t i = 0; i < sizeof(signals) / sizeof(*signals); i++)
		signal(signals[i], SIG_IGN);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
}

static void __attribute__((noreturn)) do_read(const struct args *a)
{
	struct session s = { .body = BUF_INIT };
	struct wire_message m = { .fd = -1 };
	struct err err;
	ignore_signals();
	load_all();
	bool locked = lock_in(a, &err) == 0;
	int rc = say_pair(&s, WIRE_HELLO, STR(PACKAGE_VERSION), locked ? STR_NONE : str_of(err.msg), -1, &err);
	while (rc == 0 && locked && wire_receive(WIRE_FD, &m, MAX_JOB, 0, &err) > 0) {
		rc = do_job(&s, &m, &err);
		malloc_trim(0);
	}
	wire_message_fini(&m);
	buf_fini(&s.body);
	_exit(rc < 0);	/* nothing to flush, and no leave to look around at the end */
}

/* ---- Commands ---- */

/* Why there is no command, and no leave to look around at the end. */
static void __attribute__((noreturn)) give_up(const char *what, const char *why, int code)
{
	fprintf(stderr, "%s%s%s\n", what, *what ? ": " : "", why);
	_exit(code);
}

static void __attribute__((noreturn)) do_command(const struct args *a)
{
	const struct sandbox_limits limits = { a->memory, (unsigned)a->seconds, a->output };
	const struct sandbox_command allowed = { a->network, a->writable, a->anywhere };
	struct err err;
	if (sandbox_limit(&limits, &err) < 0 || (!a->unsandboxed && sandbox_command(&allowed, &err) < 0))
		give_up("", err.msg, EXIT_NOT_LOCKED);
	execvp(a->argv[0], a->argv);
	give_up(a->argv[0], strerror(errno), EXIT_NO_COMMAND);
}

/* ---- Arguments ---- */

static int wrong(void)
{
	fputs("karez-extract is started by karez-index, and reads files for it; see karez-index(1)\n", stderr);
	return 2;
}

static int parse_args(int argc, char **argv, struct args *a)
{
	static const struct option options[] = {
		{ "read", no_argument, NULL, 'r' }, { "command", no_argument, NULL, 'c' },
		{ "memory", required_argument, NULL, 'm' }, { "seconds", required_argument, NULL, 's' },
		{ "output", required_argument, NULL, 'o' }, { "network", no_argument, NULL, 'n' },
		{ "writable", required_argument, NULL, 'w' }, { "anywhere", no_argument, NULL, 'a' },
		{ "unsandboxed", no_argument, NULL, 'u' }, { NULL, 0, NULL, 0 },
	};
	bool good = true;
	for (int c; (c = getopt_long(argc, argv, "+", options, NULL)) != -1; ) {
		switch (c) {
		case 'r': a->read = true; break;
		case 'c': a->command = true; break;
		case 'm': good = good && str_to_u64(str_of(optarg), 1, INT64_MAX, &a->memory); break;
		case 's': good = good && str_to_u64(str_of(optarg), 1, UINT32_MAX, &a->seconds); break;
		case 'o': good = good && str_to_u64(str_of(optarg), 1, INT64_MAX, &a->output); break;
		case 'n': a->network = true; break;
		case 'w': a->writable = optarg; break;
		case 'a': a->anywhere = true; break;
		case 'u': a->unsandboxed = true; break;
		default: return -1;
		}
	}
	a->argv = argv + optind;
	return good && a->read != a->command && a->command == (optind < argc) ? 0 : -1;
}

int main(int argc, char **argv)
{
	struct args a = { .read = false };
	if (parse_args(argc, argv, &a) < 0)
		return wrong();
	if (a.command)
		do_command(&a);
	do_read(&a);
}
