/* Running the pager; see pager.h. */
#include "config.h"

#include "client/pager.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/fs.h"

enum { CANNOT_RUN = 126, NOT_FOUND = 127 };	/* what the shell ends with */

const char *pager_command(void)
{
	static const char *const variables[] = { "KAREZ_PAGER", "PAGER" };
	const char *command = "less -FRX";
	for (size_t i = 0; i < sizeof(variables) / sizeof(*variables); i++) {
		const char *value = getenv(variables[i]);
		if (value) {
			command = value;
			break;
		}
	}
	return command[0] && strcmp(command, "cat") != 0 ? command : NULL;
}

static void run(const char *command, int in)
{
	signal(SIGPIPE, SIG_DFL);
	signal(SIGINT, SIG_DFL);
	if (dup2(in, STDIN_FILENO) >= 0 && setenv("LESS", "FRX", 0) == 0)
		execl("/bin/sh", "sh", "-c", command, (char *)NULL);
	_exit(NOT_FOUND);
}

static int wait_for(pid_t pid, const char *command, struct err *err)
{
	int status;
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return err_errno(err, "waiting for %s", command);
	return !WIFEXITED(status) || (WEXITSTATUS(status) != CANNOT_RUN && WEXITSTATUS(status) != NOT_FOUND);
}

int pager_show(const char *command, struct str bytes, struct err *err)
{
	int fds[2];
	if (pipe2(fds, O_CLOEXEC) < 0)
		return err_errno(err, "pipe to %s", command);
	/* ^C is the pager's: it stops a search in it. */
	void (*before)(int) = signal(SIGINT, SIG_IGN);
	pid_t pid = fork();
	if (pid == 0)
		run(command, fds[0]);
	int shown = pid < 0 ? err_errno(err, "starting %s", command) : 1;
	close(fds[0]);
	/* One that is left early does not want the rest. */
	if (pid > 0 && fs_write_all(fds[1], bytes) < 0 && errno != EPIPE)
		shown = err_errno(err, "writing to %s", command);
	close(fds[1]);
	if (pid > 0 && shown > 0)
		shown = wait_for(pid, command, err);
	signal(SIGINT, before);
	return shown;
}
