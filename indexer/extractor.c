/* The parent's side of karez-extract; see extractor.h. */
#include "config.h"

#include "indexer/extractor.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/unit.h"
#include "common/xalloc.h"
#include "extract/readers.h"
#include "extract/wire.h"
#include "indexer/command_run.h"
#include "indexer/pdf.h"
#include "indexer/stop.h"
#include "text/extract.h"

#define START_MS 20000			/* a child that has not said hello by then never will */
#define MEMBER_SHARE 8			/* of the child's memory: bytes and what is made of them */
#define MAX_MEMBERS 1000000
#define MAX_RATIO 200
#define MAX_DEPTH 4
#define MESSAGE_SLACK ((size_t)1 << 20)	/* fields beside the text */
#define SLICE_MS 200			/* between looks at signals */
#define EXIT_NO_MEMORY 71		/* common/xalloc.h */

extern char **environ;

struct extractor {
	const struct extract_options *options;
	pid_t pid;			/* 0: no child */
	int socket;
	struct wire_message message;
};

/* What is going on: one file. */
struct job {
	struct extractor *extractor;
	const struct extract_sink *sink;
	struct str name;
	uint64_t document;
	bool stopped;			/* the sink wants no more */
};

/* ---- Options ---- */

/* What only a program of its own reads well. */
static const char *const own_commands[] = {
	".pdf application/pdf application/x-pdf = pdftotext -q -layout -enc UTF-8 -htmlmeta - -",
};
#define N_OWN (sizeof(own_commands) / sizeof(*own_commands))

/* KAREZ_EXTRACT; that of the tree in which this program was built and lies; else the installed one. */
static const char *find_program(void)
{
	static char path[PATH_MAX + 32];
	const char *program = getenv("KAREZ_EXTRACT");
	ssize_t n = readlink("/proc/self/exe", path, PATH_MAX);
	char *slash = n > 0 ? memrchr(path, '/', (size_t)n) : NULL;
	if (program && *program)
		return program;
	if (slash) {
		snprintf(slash, sizeof(path) - (size_t)(slash - path), "/../extract/karez-extract");
		if (access(path, X_OK) == 0)
			return path;
	}
	return PKGLIBEXECDIR "/karez-extract";
}

int extract_options_init(struct extract_options *o, char *const *specs, size_t n_specs, struct err *err)
{
	struct buf externals = BUF_INIT;
	*o = (struct extract_options){ .program = find_program(),
				       .memory = EXTRACT_MEMORY, .time_ms = EXTRACT_TIME_MS, .families = FAMILIES_ALL };
	o->commands = xcalloc(n_specs + N_OWN, sizeof(*o->commands));
	for (size_t i = 0; i < n_specs + N_OWN; i++) {
		const char *spec = i < n_specs ? specs[i] : own_commands[i - n_specs];
		if (command_parse(str_of(spec), &o->commands[i], err) < 0) {
			buf_fini(&externals);
			extract_options_fini(o);
			return err_prefix(err, "command \"%s\"", spec);
		}
		if (i >= n_specs)
			o->commands[i].form = COMMAND_PDFTOTEXT;
		buf_puts(&externals, o->commands[i].names);
		o->n_commands++;
	}
	o->externals = buf_take(&externals, NULL);
	return 0;
}

void extract_options_fini(struct extract_options *o)
{
	for (size_t i = 0; i < o->n_commands; i++)
		command_fini(&o->commands[i]);
	free(o->commands);
	free(o->externals);
	*o = (struct extract_options){ .program = NULL };
}

static const struct command *command_for(const struct extract_options *o, enum kind kind, struct str name, struct str type)
{
	struct str suffix = kind == KIND_PDF ? STR(".pdf") : kind_suffix(name);
	for (size_t i = 0; i < o->n_commands; i++) {
		const struct command *c = &o->commands[i];
		bool on = c->form != COMMAND_PDFTOTEXT || (kind == KIND_PDF && (o->families >> FAMILY_PDF & 1));
		if (on && command_is_for(c, suffix, kind_media_type(type)))
			return c;
	}
	return NULL;
}

enum route extract_route(const struct extract_options *o, struct str name, struct str head)
{
	struct str inner = kind_unpacked_name(name);
	/* What still begins like packed bytes is named as a whole. */
	enum kind kind = kind_of(inner, STR_NONE, head);
	if (kind == KIND_PACKED)
		inner = name;
	if (command_for(o, kind, inner, STR_NONE))
		return ROUTE_EXTRACT;
	if (kind == KIND_TEXT)
		return ROUTE_TEXT;
	if (kind == KIND_OTHER || !(o->families >> kind_family(kind) & 1))
		return ROUTE_SKIP;
	switch (kind) {
	case KIND_ZIP: case KIND_TAR: case KIND_PACKED: case KIND_WARC: case KIND_MBOX: return ROUTE_EXTRACT;
	case KIND_CSV: return reader_of(kind) ? ROUTE_EXTRACT : ROUTE_TEXT;
	default: return reader_of(kind) ? ROUTE_EXTRACT : ROUTE_SKIP;
	}
}

/* ---- The child ---- */

struct extractor *extractor_new(const struct extract_options *o)
{
	struct extractor *e = xcalloc(1, sizeof(*e));
	e->options = o;
	e->socket = e->message.fd = -1;
	return e;
}

/* How it ended; it is made to. */
static int stop_child(struct extractor *e, bool at_once)
{
	int status = 0;
	if (e->socket >= 0)
		close(e->socket);
	e->socket = -1;
	if (e->pid && at_once)
		kill(e->pid, SIGKILL);
	while (e->pid && waitpid(e->pid, &status, 0) < 0 && errno == EINTR)
		;
	e->pid = 0;
	return status;
}

void extractor_free(struct extractor **ep)
{
	struct extractor *e = *ep;
	if (!e)
		return;
	stop_child(e, true);
	wire_message_fini(&e->message);
	free(e);
	*ep = NULL;
}

static int spawn_child(struct extractor *e, int socket, struct err *err)
{
	const struct extract_options *o = e->options;
	char memory[24];
	char *argv[6];
	unsigned n = 0;
	posix_spawn_file_actions_t files;
	posix_spawnattr_t how;
	sigset_t none;
	sigemptyset(&none);
	snprintf(memory, sizeof(memory), "%llu", (unsigned long long)o->memory);
	argv[n++] = (char[]){ "karez-extract" };
	argv[n++] = (char[]){ "--read" };
	argv[n++] = (char[]){ "--memory" };
	argv[n++] = memory;
	if (o->unsandboxed)
		argv[n++] = (char[]){ "--unsandboxed" };
	argv[n] = NULL;
	posix_spawn_file_actions_init(&files);
	posix_spawnattr_init(&how);
	posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDWR, 0);
	posix_spawn_file_actions_adddup2(&files, STDIN_FILENO, STDOUT_FILENO);
#ifndef KAREZ_SANITIZED		/* whose reports go there */
	posix_spawn_file_actions_adddup2(&files, STDIN_FILENO, STDERR_FILENO);
#endif
	posix_spawn_file_actions_adddup2(&files, socket, WIRE_FD);
	posix_spawn_file_actions_addclosefrom_np(&files, WIRE_FD + 1);
	posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSIGMASK);
	posix_spawnattr_setsigmask(&how, &none);
	errno = posix_spawn(&e->pid, o->program, &files, &how, argv, environ);
	posix_spawnattr_destroy(&how);
	posix_spawn_file_actions_destroy(&files);
	if (errno == 0)
		return 0;
	e->pid = 0;
	return err_errno(err, "starting %s", o->program);
}

/* It says hello when it is locked in, or why it cannot be. */
static int hear_hello(struct extractor *e, struct err *err)
{
	struct str version, why;
	int rc = wire_receive(e->socket, &e->message, MESSAGE_SLACK, clock_us() + START_MS * 1000, err);
	if (rc == 0)
		return err_set(err, ERR_INTERNAL, "%s ended at its start", e->options->program);
	if (rc < 0 || wire_take_pair(buf_str(&e->message.body), &version, &why, err) < 0)
		return -1;
	if (e->message.type != WIRE_HELLO || !str_eqz(version, PACKAGE_VERSION))
		return err_set(err, ERR_MISMATCH, "%s is of another version than this program", e->options->program);
	if (why.n)
		return err_set(err, ERR_DENIED, "%.*s", STR_ARG(why));
	return 0;
}

static int start_child(struct extractor *e, struct err *err)
{
	int pair[2];
	if (e->pid && waitpid(e->pid, NULL, WNOHANG) == e->pid) {	/* killed while it had nothing to do */
		e->pid = 0;
		stop_child(e, false);
	}
	if (e->pid)
		return 0;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0)
		return err_errno(err, "making a socket pair");
	e->socket = pair[0];
	int rc = spawn_child(e, pair[1], err);
	close(pair[1]);
	if (rc == 0)
		rc = hear_hello(e, err);
	if (rc < 0) {
		stop_child(e, true);
		err_prefix(err, "it cannot be read safely (--unsandboxed reads it all the same)");
	}
	return rc;
}

/* What the end of a child says about the file it was reading. */
static int judge_end(struct extractor *e, struct err *err)
{
	char size[24];
	int status = stop_child(e, false);
	unit_format_size(e->options->memory, size, sizeof(size));
	if (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_NO_MEMORY)
		return err_set(err, ERR_LIMIT, "reading it takes more than %s of memory (--extract-memory)", size);
	if (WIFSIGNALED(status))
		return err_set(err, ERR_CORRUPT, "its reader crashed (%s)", strsignal(WTERMSIG(status)));
	return err_set(err, ERR_CORRUPT, "its reader ended in the middle");
}

/* ---- Messages ---- */

static int sunk(struct job *j, int rc)
{
	j->stopped |= rc < 0;
	return rc;
}

static int on_document(struct job *j, struct str body, struct err *err)
{
	struct arena a = ARENA_INIT;
	struct doc doc;
	int rc = wire_take_document(body, &a, &doc, err);
	if (rc == 0)
		rc = sunk(j, j->sink->document(j->sink->ctx, &doc, err));
	arena_fini(&a);
	return rc;
}

/* Output of a command to a document. */
static int give_output(struct job *j, const struct command *c, struct str name, struct str output, struct err *err)
{
	struct arena a = ARENA_INIT;
	struct doc doc;
	struct err why;
	int rc;
	memset(&doc, 0, sizeof(doc));
	rc = c->form == COMMAND_PDFTOTEXT ? pdf_document(output, &a, &doc, &why) :
		extract_as(output, c->form == COMMAND_HTML ? FORMAT_HTML : FORMAT_PLAIN, STR("UTF-8"), &a, &doc, &why);
	doc.id = name;
	if (rc == 0 && str_trim(doc.text).n == 0)
		rc = sunk(j, j->sink->cut(j->sink->ctx, name, "there is no text in it (pictures of pages?)", err));
	else if (rc == 0)
		rc = sunk(j, j->sink->document(j->sink->ctx, &doc, err));
	else
		rc = sunk(j, j->sink->failed(j->sink->ctx, name, why.msg, err));
	arena_fini(&a);
	return rc;
}

/* -1 with j->stopped false: the bytes cannot be read by it. */
static int by_command(struct job *j, const struct command *c, int fd, struct str name, struct err *err)
{
	struct buf output = BUF_INIT;
	struct str shown = name.n ? name : j->name;
	char what[64], size[24];
	bool cut = false;
	int rc = command_run(j->extractor->options, c, fd, shown, (size_t)j->document, &output, &cut, err);
	if (rc == 0 && cut) {
		unit_format_size(j->document, size, sizeof(size));
		snprintf(what, sizeof(what), "only the first %s are searchable", size);
		rc = sunk(j, j->sink->cut(j->sink->ctx, name, what, err));
	}
	if (rc == 0)
		rc = give_output(j, c, name, buf_str(&output), err);
	buf_fini(&output);
	return rc;
}

static struct str last_of(struct str path)
{
	for (size_t i = path.n; i > 0; i--)
		if (path.p[i - 1] == '!')
			return str_sub(path, i, path.n);
	return path;
}

/* Bytes that the child found and does not read itself. */
static int on_external(struct job *j, struct wire_message *m, struct err *err)
{
	struct str name, type;
	struct err why;
	char head[KIND_HEAD];
	struct stat st;
	if (m->fd < 0 || wire_take_pair(buf_str(&m->body), &name, &type, err) < 0)
		return -1;
	if (fstat(m->fd, &st) < 0 || !S_ISREG(st.st_mode))
		return err_set(err, ERR_CORRUPT, "a part of it is no file");
	ssize_t n = pread(m->fd, head, sizeof(head), 0);
	struct str last = last_of(name.n ? name : kind_unpacked_name(j->name));
	enum kind kind = kind_of(last, type, str_n(head, n > 0 ? (size_t)n : 0));
	const struct command *c = command_for(j->extractor->options, kind, last, type);
	if (!c)
		return 0;
	int rc = by_command(j, c, m->fd, name, &why);
	if (rc == 0 || j->stopped) {
		*err = why;
		return rc;
	}
	return sunk(j, j->sink->failed(j->sink->ctx, name, why.msg, err));
}

static int on_pair(struct job *j, const struct wire_message *m, struct err *err)
{
	struct str name, what;
	char text[sizeof(err->msg)];
	if (wire_take_pair(buf_str(&m->body), &name, &what, err) < 0)
		return -1;
	snprintf(text, sizeof(text), "%.*s", STR_ARG(what));
	if (m->type == WIRE_FAILED)
		return sunk(j, j->sink->failed(j->sink->ctx, name, text, err));
	return sunk(j, j->sink->cut(j->sink->ctx, name, text, err));
}

/* 1: more is to come, 0: that was all, -1. */
static int on_message(struct job *j, struct wire_message *m, struct err *err)
{
	struct str name, why;
	int rc = 0;
	switch (m->type) {
	case WIRE_DOCUMENT: rc = on_document(j, buf_str(&m->body), err); break;
	case WIRE_EXTERNAL: rc = on_external(j, m, err); break;
	case WIRE_FAILED: case WIRE_CUT: rc = on_pair(j, m, err); break;
	case WIRE_STEP: break;
	case WIRE_DONE: return 0;
	case WIRE_ERROR:
		if (wire_take_pair(buf_str(&m->body), &name, &why, err) == 0)
			err_set(err, ERR_CORRUPT, "%.*s", STR_ARG(why));
		return -1;
	default: return err_set(err, ERR_CORRUPT, "its reader talks nonsense");
	}
	return rc < 0 ? -1 : 1;
}

static int send_job(struct job *j, int fd, uint64_t total, struct err *err)
{
	const struct extract_options *o = j->extractor->options;
	const struct wire_job job = {
		.name = j->name, .externals = str_of(o->externals),
		.limits = { .document = j->document, .member = o->memory / MEMBER_SHARE, .total = total,
			    .members = MAX_MEMBERS, .ratio = MAX_RATIO, .depth = MAX_DEPTH, .families = o->families },
	};
	struct buf body = BUF_INIT;
	wire_put_job(&body, &job);
	int rc = wire_send(j->extractor->socket, WIRE_READ, buf_str(&body), fd, err);
	buf_fini(&body);
	return rc;
}

/* Until the child says something.  A run that is stopped does not wait for it. */
static int wait_for_word(struct extractor *e, uint64_t deadline, struct err *err)
{
	struct pollfd p = { .fd = e->socket, .events = POLLIN };
	while (clock_us() < deadline) {
		if (poll(&p, 1, SLICE_MS) > 0)
			return 0;
		if (stop_signal())
			return err_set(err, ERR_CANCELLED, "stopped");
	}
	return err_set(err, ERR_TIMEOUT, "no answer in time");
}

/* Everything the child says about the file.  A child that is not idle afterwards is ended. */
static int by_child(struct job *j, int fd, uint64_t total, struct err *err)
{
	struct extractor *e = j->extractor;
	size_t max = (size_t)j->document + MESSAGE_SLACK;
	char time[24];
	int more = 1;
	if (start_child(e, err) < 0)
		return -1;
	if (send_job(j, fd, total, err) < 0)
		return judge_end(e, err);
	while (more > 0) {
		uint64_t deadline = clock_us() + e->options->time_ms * 1000;
		e->message.type = WIRE_NONE;
		more = wait_for_word(e, deadline, err) < 0 ? -1 : wire_receive(e->socket, &e->message, max, deadline, err);
		if (more == 0)
			return judge_end(e, err);
		if (more > 0)
			more = on_message(j, &e->message, err);
	}
	if (more < 0 && e->message.type != WIRE_ERROR)
		stop_child(e, true);
	if (more < 0 && err->code == ERR_TIMEOUT && !j->stopped) {
		unit_format_duration(e->options->time_ms / 1000, time, sizeof(time));
		return err_set(err, ERR_TIMEOUT, "reading a document of it takes longer than %s (--extract-time)", time);
	}
	return more;
}

int extractor_read(struct extractor *e, int fd, struct str name, uint64_t document, uint64_t total,
		   const struct extract_sink *sink, struct err *err)
{
	struct job j = { .extractor = e, .sink = sink, .name = name, .document = document };
	char head[KIND_HEAD];
	ssize_t n = pread(fd, head, sizeof(head), 0);
	if (n < 0)
		return err_errno(err, "reading");
	enum kind kind = kind_of(name, STR_NONE, str_n(head, (size_t)n));
	const struct command *c = kind == KIND_PACKED ? NULL : command_for(e->options, kind, name, STR_NONE);
	int rc = c ? by_command(&j, c, fd, STR_NONE, err) : by_child(&j, fd, total, err);
	wire_message_fini(&e->message);
	return rc;
}
