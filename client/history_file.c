/* The file of the history, replaced as a whole; see history_file.h. */
#include "config.h"

#include "client/history_file.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/fs.h"

const char *history_path(struct arena *a)
{
	const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
	if (state && state[0] == '/')
		return arena_printf(a, "%s/karez/history", state).p;
	return home && home[0] == '/' ? arena_printf(a, "%s/.local/state/karez/history", home).p : NULL;
}

/* Each process has its own. */
static const char *new_path(const char *path, struct arena *a)
{
	return arena_printf(a, "%s.%ld", path, (long)getpid()).p;
}

FILE *history_begin(const char *path, struct arena *a, struct err *err)
{
	const char *tmp = new_path(path, a);
	struct str folder = arena_str(a, str_sub(str_of(path), 0, (size_t)(strrchr(path, '/') - path)));
	if (fs_mkdirs(folder.p, 0700, err) < 0)
		return NULL;
	int fd = open(tmp, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
	FILE *file = fd < 0 ? NULL : fdopen(fd, "w");
	if (file)
		return file;
	err_errno(err, "%s", tmp);
	if (fd >= 0)
		close(fd);
	return NULL;
}

int history_done(FILE *file, const char *path, struct arena *a, struct err *err)
{
	const char *tmp = new_path(path, a);
	if (fclose(file) == 0 && rename(tmp, path) == 0)
		return 0;
	err_errno(err, "%s", path);
	unlink(tmp);
	return -1;
}
