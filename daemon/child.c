/* Running a program with its output taken; see child.h. */
#include "config.h"

#include "daemon/child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/xalloc.h"

#define NICE 10
#define IOPRIO_WHO_PROCESS 1
#define IOPRIO_BEST_EFFORT_LOWEST (2 << 13 | 7)	/* ioprio_set(2): class, level */
#define DRAIN_MAX 64				/* reads of what is left in the pipe at the end */

struct child {
	const struct child_ops *ops;
	void *arg;
	pid_t pid;
	int pipe;		/* -1 when at its end */
	struct loop_event *readable, *ended;
	size_t n;		/* bytes in line[] */
	char line[CHILD_LINE];
};

static void take_lines(struct child *c)
{
	struct str rest = str_n(c->line, c->n);
	for (ptrdiff_t at; (at = str_chr(rest, '\n')) >= 0; rest = str_sub(rest, (size_t)at + 1, rest.n))
		c->ops->line(c->arg, str_sub(rest, 0, (size_t)at));
	if (rest.n == sizeof(c->line)) {
		c->ops->line(c->arg, rest);
		rest.n = 0;
	}
	memmove(c->line, rest.p, rest.n);
	c->n = rest.n;
}

/* False when there is no more for now. */
static bool read_some(struct child *c)
{
	ssize_t n = read(c->pipe, c->line + c->n, sizeof(c->line) - c->n);
	if (n > 0) {
		c->n += (size_t)n;
		take_lines(c);
		return true;
	}
	if (n == 0 || (errno != EAGAIN && errno != EINTR))
		loop_event_free(&c->readable);	/* the end: the exit will tell the rest */
	return false;
}

static void on_readable(void *arg)
{
	read_some(arg);
}

static void on_sigchld(void *arg)
{
	struct child *c = arg;
	int status;
	pid_t pid = waitpid(c->pid, &status, WNOHANG);
	if (pid == 0 || (pid < 0 && errno == EINTR))
		return;
	/* What it wrote before its end; a descendant that keeps the pipe open is not waited for. */
	for (int i = 0; i < DRAIN_MAX && read_some(c); i++)
		;
	if (c->n)
		c->ops->line(c->arg, str_n(c->line, c->n));
	c->pid = 0;
	loop_event_free(&c->ended);
	loop_event_free(&c->readable);
	c->ops->end(c->arg, pid < 0 ? -1 : status);
}

/* Signals as a program expects them: none blocked, SIGPIPE not ignored as it is here. */
static int spawn(char *const argv[], int out, pid_t *pid_r)
{
	extern char **environ;
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attr;
	sigset_t none, all;
	sigemptyset(&none);
	sigfillset(&all);
	posix_spawn_file_actions_init(&files);
	posix_spawnattr_init(&attr);
	posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&files, out, STDOUT_FILENO);
	posix_spawn_file_actions_adddup2(&files, out, STDERR_FILENO);
	posix_spawnattr_setsigmask(&attr, &none);
	posix_spawnattr_setsigdefault(&attr, &all);
	posix_spawnattr_setpgroup(&attr, 0);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
	int rc = posix_spawn(pid_r, argv[0], &files, &attr, argv, environ);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&files);
	return rc;
}

/* Searches come first.  A child that is too quick for this needs no lower priority. */
static void lower_priority(pid_t pid)
{
	if (setpriority(PRIO_PROCESS, (id_t)pid, NICE) == 0)
		syscall(SYS_ioprio_set, IOPRIO_WHO_PROCESS, pid, IOPRIO_BEST_EFFORT_LOWEST);
}

int child_start(struct loop *l, char *const argv[], const struct child_ops *ops, void *arg, struct child **out_r,
		struct err *err)
{
	int fds[2];
	*out_r = NULL;
	if (pipe2(fds, O_CLOEXEC) < 0)
		return err_errno(err, "pipe");
	struct child *c = xcalloc(1, sizeof(*c));
	c->ops = ops;
	c->arg = arg;
	c->pipe = fds[0];
	fcntl(c->pipe, F_SETFL, O_NONBLOCK);
	/* Before the start, so that no end is missed. */
	c->ended = loop_signal_new(l, SIGCHLD, on_sigchld, c);
	errno = spawn(argv, fds[1], &c->pid);
	close(fds[1]);
	if (errno) {
		err_errno(err, "starting %s", argv[0]);
		c->pid = 0;
		child_free(&c);
		return -1;
	}
	lower_priority(c->pid);
	c->readable = loop_readable_new(l, c->pipe, on_readable, c);
	*out_r = c;
	return 0;
}

pid_t child_pid(const struct child *c)
{
	return c->pid;
}

void child_terminate(const struct child *c)
{
	if (c->pid)
		kill(-c->pid, SIGTERM);
}

void child_free(struct child **child)
{
	struct child *c = *child;
	if (!c)
		return;
	*child = NULL;
	loop_event_free(&c->ended);
	loop_event_free(&c->readable);
	close(c->pipe);
	free(c);
}
