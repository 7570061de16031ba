/* External commands as processes of their own; see command_run.h. */
#include "config.h"

#include "indexer/command_run.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/arena.h"
#include "common/fs.h"
#include "common/unit.h"
#include "common/xalloc.h"
#include "indexer/stop.h"

#define OUTPUT_SHARE 8			/* of the memory that it may use */
#define MAX_ARGS 64
#define MAX_WORDS 200			/* bytes of what it says that are repeated */
#define SLICE_MS 200			/* between looks at signals */
#define CHUNK ((size_t)64 << 10)
#define EXIT_NOT_LOCKED 125		/* of karez-extract --command */
#define EXIT_NO_COMMAND 127

struct process {
	const struct extract_options *options;
	const struct command *command;
	int in, out, errors;		/* out and errors: files in memory, so nobody waits for anybody */
	char *folder, *file;		/* temporary; NULL without a %f */
	char *environment[5];
	char *argv[MAX_ARGS + 1];
	unsigned argc;
	struct arena arena;
	uint64_t time_ms, max;
	pid_t pid;
};

/* ---- Preparing ---- */

static void add(struct process *p, const char *word)
{
	p->argv[p->argc++] = arena_strz(&p->arena, str_of(word));
}

static void add_number(struct process *p, const char *option, uint64_t n)
{
	add(p, option);
	add(p, arena_printf(&p->arena, "%llu", (unsigned long long)n).p);
}

static int make_arguments(struct process *p, struct err *err)
{
	const struct command *c = p->command;
	if (c->argc > MAX_ARGS - 16)
		return err_set(err, ERR_LIMIT, "%s: a command of %u words", c->argv[0], c->argc);
	add(p, "karez-extract");
	add(p, "--command");
	add_number(p, "--memory", c->memory ? c->memory : p->options->memory);
	add_number(p, "--seconds", p->time_ms / 1000 + 1);
	add_number(p, "--output", p->max);
	if (c->network)
		add(p, "--network");
	if (c->anywhere)
		add(p, "--anywhere");
	if (p->folder) {
		add(p, "--writable");
		add(p, p->folder);
	}
	if (p->options->unsandboxed)
		add(p, "--unsandboxed");
	add(p, "--");
	for (unsigned i = 0; i < c->argc; i++)
		add(p, p->file && strcmp(c->argv[i], "%f") == 0 ? p->file : c->argv[i]);
	return 0;
}

static void make_environment(struct process *p)
{
	const char *path = getenv("PATH"), *home = p->folder ? p->folder : "/nonexistent";
	p->environment[0] = (char *)(uintptr_t)arena_printf(&p->arena, "PATH=%s", path ? path : "/usr/bin:/bin").p;
	p->environment[1] = (char *)(uintptr_t)arena_printf(&p->arena, "HOME=%s", home).p;
	p->environment[2] = (char *)(uintptr_t)arena_printf(&p->arena, "TMPDIR=%s", home).p;
	p->environment[3] = arena_strz(&p->arena, STR("LC_ALL=C.UTF-8"));
}

static int copy_bytes(int from, int to, const char *path, struct err *err)
{
	char chunk[CHUNK];
	ssize_t n;
	for (off_t at = 0; (n = pread(from, chunk, sizeof(chunk), at)) != 0; at += n) {
		if (n < 0 && errno == EINTR)
			n = 0;
		else if (n < 0 || fs_write_all(to, str_n(chunk, (size_t)n)) < 0)
			return err_errno(err, "copying to %s", path);
	}
	return 0;
}

/* The bytes as a file of a folder of its own. */
static int make_file(struct process *p, struct str name, struct err *err)
{
	const char *base = getenv("TMPDIR");
	struct str suffix = kind_suffix(name);
	char *folder = xasprintf("%s/karez-extract.XXXXXX", base && *base ? base : "/tmp");
	if (!mkdtemp(folder)) {
		err_errno(err, "making a temporary folder %s", folder);
		free(folder);
		return -1;
	}
	p->folder = folder;
	p->file = xasprintf("%s/file%.*s", folder, STR_ARG(suffix));
	int fd = open(p->file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return err_errno(err, "making %s", p->file);
	int rc = copy_bytes(p->in, fd, p->file, err);
	close(fd);
	return rc;
}

static int prepare_process(struct process *p, struct str name, struct err *err)
{
	p->out = memfd_create("output", MFD_CLOEXEC);
	p->errors = memfd_create("errors", MFD_CLOEXEC);
	if (p->out < 0 || p->errors < 0)
		return err_errno(err, "making room for the output of %s", p->command->argv[0]);
	if (p->command->wants_file && make_file(p, name, err) < 0)
		return -1;
	if (make_arguments(p, err) < 0)
		return -1;
	make_environment(p);
	return lseek(p->in, 0, SEEK_SET) < 0 ? err_errno(err, "reading") : 0;
}

static void release_process(struct process *p)
{
	struct err ignored;
	if (p->out >= 0)
		close(p->out);
	if (p->errors >= 0)
		close(p->errors);
	if (p->folder)
		fs_remove_tree(p->folder, &ignored);
	free(p->folder);
	free(p->file);
	arena_fini(&p->arena);
}

/* ---- Running ---- */

static int start(struct process *p, struct err *err)
{
	posix_spawn_file_actions_t files;
	posix_spawnattr_t how;
	sigset_t none, all;
	sigemptyset(&none);
	sigfillset(&all);
	posix_spawn_file_actions_init(&files);
	posix_spawnattr_init(&how);
	if (p->file)
		posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	else
		posix_spawn_file_actions_adddup2(&files, p->in, STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&files, p->out, STDOUT_FILENO);
	posix_spawn_file_actions_adddup2(&files, p->errors, STDERR_FILENO);
	posix_spawn_file_actions_addclosefrom_np(&files, 3);
	/* A group of its own: a script's children end with it, and no terminal stops it before us. */
	posix_spawnattr_setflags(&how, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	posix_spawnattr_setsigmask(&how, &none);
	posix_spawnattr_setsigdefault(&how, &all);
	errno = posix_spawn(&p->pid, p->options->program, &files, &how, p->argv, p->environment);
	posix_spawnattr_destroy(&how);
	posix_spawn_file_actions_destroy(&files);
	return errno ? err_errno(err, "starting %s", p->options->program) : 0;
}

/* Its end, within the time there is.  False: it was killed. */
static bool wait_for_end(struct process *p, int *status_r)
{
	uint64_t end = clock_us() + p->time_ms * 1000, now;
	int pidfd = pidfd_open(p->pid, 0), ready = 0;
	while (pidfd >= 0 && ready == 0 && (now = clock_us()) < end) {
		struct pollfd f = { .fd = pidfd, .events = POLLIN };
		uint64_t ms = (end - now) / 1000 + 1;
		ready = poll(&f, 1, ms > SLICE_MS ? SLICE_MS : (int)ms);
		if (ready < 0 && errno == EINTR)
			ready = 0;
		if (stop_signal())
			break;
	}
	if (pidfd >= 0)
		close(pidfd);
	kill(-p->pid, SIGKILL);		/* what it has left behind, or all of it */
	while (waitpid(p->pid, status_r, 0) < 0 && errno == EINTR)
		;
	return ready > 0;
}

/* The last line that it said, cleaned; empty when there is none. */
static void last_words(const struct process *p, char *words, size_t size)
{
	char text[4096];
	off_t length = lseek(p->errors, 0, SEEK_END);
	off_t from = length > (off_t)sizeof(text) ? length - (off_t)sizeof(text) : 0;
	ssize_t n = pread(p->errors, text, sizeof(text), from);
	struct str s = str_trim(str_n(text, n > 0 ? (size_t)n : 0));
	const char *lf = s.n ? memrchr(s.p, '\n', s.n) : NULL;
	if (lf)
		s = str_sub(s, (size_t)(lf - s.p) + 1, s.n);
	s = str_sub(s, 0, MAX_WORDS);
	snprintf(words, size, "%.*s", STR_ARG(s));
	for (char *c = words; *c; c++)
		if ((unsigned char)*c < ' ' || (unsigned char)*c >= 0x7f)
			*c = '?';
}

static int judge(const struct process *p, bool in_time, int status, struct err *err)
{
	const char *name = p->command->argv[0];
	char words[MAX_WORDS + 1], size[24], time[24];
	last_words(p, words, sizeof(words));
	unit_format_size(p->max, size, sizeof(size));
	unit_format_duration(p->time_ms / 1000, time, sizeof(time));
	if (!in_time && stop_signal())
		return err_set(err, ERR_CANCELLED, "stopped");
	if (!in_time || (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU))
		return err_set(err, ERR_TIMEOUT, "%s takes longer than %s", name, time);
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXFSZ)
		return err_set(err, ERR_LIMIT, "%s writes more than %s", name, size);
	if (WIFSIGNALED(status))
		return err_set(err, ERR_CORRUPT, "%s crashed (%s)", name, strsignal(WTERMSIG(status)));
	switch (WEXITSTATUS(status)) {
	case 0: return 0;
	case EXIT_NOT_LOCKED:
		return err_set(err, ERR_DENIED, "%s cannot be run safely: %s (--unsandboxed runs it all the same)", name, words);
	case EXIT_NO_COMMAND: return err_set(err, ERR_NOT_FOUND, "%s", words);
	default:
		if (p->command->form == COMMAND_PDFTOTEXT)
			return err_set(err, ERR_CORRUPT, "%s cannot read it: damaged, or locked by a password", name);
		return err_set(err, ERR_CORRUPT, "%s ended with %d%s%s", name, WEXITSTATUS(status), *words ? ": " : "", words);
	}
}

static int take_output(const struct process *p, size_t max, struct buf *out, bool *cut_r, struct err *err)
{
	off_t at = 0;
	*cut_r = lseek(p->out, 0, SEEK_END) > (off_t)max;
	while ((size_t)at < max) {
		size_t want = max - (size_t)at < CHUNK ? max - (size_t)at : CHUNK;
		if (!buf_reserve(out, want))
			return err_set(err, ERR_NO_MEMORY, "no memory for the output of %s", p->command->argv[0]);
		ssize_t n = pread(p->out, out->p + out->n, want, at);
		if (n < 0 && errno != EINTR)
			return err_errno(err, "the output of %s", p->command->argv[0]);
		if (n == 0)
			break;
		if (n > 0) {
			out->n += (size_t)n;
			out->p[out->n] = '\0';
			at += n;
		}
	}
	return 0;
}

int command_run(const struct extract_options *o, const struct command *c, int fd, struct str name, size_t max,
		struct buf *out, bool *cut_r, struct err *err)
{
	struct process p = { .options = o, .command = c, .in = fd, .out = -1, .errors = -1 };
	int status = 0;
	p.time_ms = c->time_ms ? c->time_ms : o->time_ms;
	p.max = c->output ? c->output : o->memory / OUTPUT_SHARE;
	int rc = prepare_process(&p, name, err);
	if (rc == 0)
		rc = start(&p, err);
	if (rc == 0) {
		bool in_time = wait_for_end(&p, &status);
		rc = judge(&p, in_time, status, err);
	}
	if (rc == 0)
		rc = take_output(&p, max, out, cut_r, err);
	release_process(&p);
	return rc;
}
