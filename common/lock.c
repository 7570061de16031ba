/* One writer at a time, by flock(2); see lock.h. */
#include "config.h"

#include "common/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <unistd.h>

#include "common/buf.h"
#include "common/unit.h"

/* A word of the file that may be shown: it could hold anything. */
static bool presentable(struct str word)
{
	for (size_t i = 0; i < word.n; i++)
		if (word.p[i] <= ' ' || word.p[i] > '~')
			return false;
	return word.n > 0 && word.n <= 32;
}

/* ERR_LOCKED, naming the holder when the file tells who it is. */
static int locked_by_other(int fd, const char *path, struct err *err)
{
	char text[128];
	ssize_t n = pread(fd, text, sizeof(text), 0);
	struct str rest = str_trim(str_n(text, n > 0 ? (size_t)n : 0)), pid, program, since;
	struct str what = str_of(path);
	uint64_t number;
	if (str_ends(what, STR("/lock")))	/* the folder is what people know */
		what = str_sub(what, 0, what.n - 5);
	if (str_cut(&rest, ' ', &pid) && str_cut(&rest, ' ', &program) && str_cut(&rest, ' ', &since) &&
	    !rest.p && str_to_u64(pid, 1, INT32_MAX, &number) && presentable(program) && presentable(since))
		return err_set(err, ERR_LOCKED, "%.*s is being written by %.*s (pid %.*s, since %.*s)",
			       STR_ARG(what), STR_ARG(program), STR_ARG(pid), STR_ARG(since));
	return err_set(err, ERR_LOCKED, "%.*s is being written by another program", STR_ARG(what));
}

/* Write who we are, for the others; nobody (NULL) empties the file.  It is a courtesy: a full
 * disk does not keep us from holding the lock. */
static void sign(int fd, const char *program)
{
	char text[128], now[32];
	clock_iso(time(NULL), now);
	int n = program ? snprintf(text, sizeof(text), "%ld %s %s\n", (long)getpid(), program, now) : 0;
	if (ftruncate(fd, 0) < 0 || n >= (int)sizeof(text) || pwrite(fd, text, (size_t)n, 0) < n)
		return;
}

int lock_acquire(struct lock *l, const char *path, const char *program, struct err *err)
{
	int rc, fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOCTTY, 0666);
	if (fd < 0)
		return err_errno(err, "opening %s", path);
	do
		rc = flock(fd, LOCK_EX | LOCK_NB);
	while (rc < 0 && errno == EINTR);
	if (rc < 0) {
		rc = errno == EWOULDBLOCK ? locked_by_other(fd, path, err) : err_errno(err, "locking %s", path);
		close(fd);
		return rc;
	}
	sign(fd, program);
	l->fd = fd;
	return 0;
}

void lock_release(struct lock *l)
{
	if (l->fd < 0)
		return;
	/* The file stays, emptied: unlinking it would let two writers lock two files of one name. */
	sign(l->fd, NULL);
	close(l->fd);
	l->fd = -1;
}
