/* The file of the history, under a lock while a line is added; see history_file.h. */
#include "config.h"

#include "client/history_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/fs.h"

const char *history_path(struct arena *a)
{
	const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
	if (state && state[0] == '/')
		return arena_printf(a, "%s/karez/history", state).p;
	return home && home[0] == '/' ? arena_printf(a, "%s/.local/state/karez/history", home).p : NULL;
}

static int open_locked(const char *path)
{
	struct stat open_one, named;
	for (;;) {
		int fd = open(path, O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0600), rc;
		if (fd < 0)
			return -1;
		while ((rc = flock(fd, LOCK_EX)) < 0 && errno == EINTR)
			;
		/* Another prompt may have put a new file in its place meanwhile. */
		bool same = fstat(fd, &open_one) == 0 && stat(path, &named) == 0 && open_one.st_ino == named.st_ino &&
			    open_one.st_dev == named.st_dev;
		if (rc < 0 || same)
			return fd;	/* there are file systems without locks */
		close(fd);
	}
}

/* The end of the file: all of it, if it is no longer than it may be. */
static int read_end(int fd, bool *all_r, struct arena *a, struct str *text_r)
{
	off_t size = lseek(fd, 0, SEEK_END);
	if (size < 0)
		return -1;
	*all_r = size <= (off_t)HISTORY_MOST_BYTES;
	size_t want = *all_r ? (size_t)size : HISTORY_MOST_BYTES, n = 0;
	char *bytes = arena_alloc(a, want + 1);
	for (ssize_t got = 1; n < want && got > 0; n += got > 0 ? (size_t)got : 0)
		got = pread(fd, bytes + n, want - n, *all_r ? (off_t)n : size - (off_t)want + (off_t)n);
	*text_r = str_n(bytes, n);
	return n == want ? 0 : -1;
}

static size_t count_lines(struct str text)
{
	size_t n = 0;
	for (size_t i = 0; i < text.n; i++)
		n += text.p[i] == '\n';
	return n;
}

/* The last lines of a text: `most` at most, in so many bytes. */
static struct str last_lines(struct str text, size_t most, size_t bytes)
{
	struct str line;
	for (size_t n = count_lines(text); text.n && (n > most || text.n > bytes); n--)
		str_cut(&text, '\n', &line);
	return text;
}

/* A new file in its place, which nobody sees before it is whole. */
static int replace(const char *path, struct str head, struct str kept, struct str line, struct arena *a)
{
	const char *tmp = arena_printf(a, "%s.%ld", path, (long)getpid()).p;
	int fd = open(tmp, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return -1;
	bool good = fs_write_all(fd, head) == 0 && fs_write_all(fd, kept) == 0 && fs_write_all(fd, line) == 0;
	good &= close(fd) == 0;
	if (good && rename(tmp, path) == 0)
		return 0;
	unlink(tmp);
	return -1;
}

static int append(int fd, const char *path, struct str head, struct str line, size_t most, struct arena *a)
{
	struct str text;
	bool all;
	if (read_end(fd, &all, a, &text) < 0)
		return -1;
	bool whole = text.n == 0 || str_ends(text, STR("\n"));		/* no line was cut off */
	if (all && text.n == 0)
		return replace(path, head, STR_NONE, line, a);
	if (all && whole && str_starts(text, head) && count_lines(text) <= most && text.n + line.n <= HISTORY_MOST_BYTES)
		return fs_write_all(fd, line);
	if (all)
		text = str_starts(text, head) ? str_sub(text, head.n, text.n) : STR_NONE;
	ptrdiff_t first = all ? -1 : str_chr(text, '\n');		/* in the middle of a line */
	text = str_sub(text, (size_t)(first + 1), text.n);
	while (text.n && text.p[text.n - 1] != '\n')
		text.n--;
	size_t fixed = head.n + line.n;
	return replace(path, head, last_lines(text, most - 1, fixed < HISTORY_MOST_BYTES ? HISTORY_MOST_BYTES - fixed : 0), line, a);
}

int history_append(const char *path, struct str head, struct str line, size_t most, struct arena *a, struct err *err)
{
	struct str folder = arena_str(a, str_sub(str_of(path), 0, (size_t)(strrchr(path, '/') - path)));
	if (fs_mkdirs(folder.p, 0700, err) < 0)
		return -1;
	int fd = open_locked(path);
	int rc = fd < 0 ? -1 : append(fd, path, head, line, most, a);
	if (rc < 0)
		err_errno(err, "%s", path);
	if (fd >= 0)
		close(fd);
	return rc;
}
