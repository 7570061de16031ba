/* Files and folders as the indexes need them; see fs.h. */
#include "config.h"

#include "common/fs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "common/unit.h"
#include "common/xalloc.h"

static int read_all(int fd, const char *path, size_t max, struct buf *out, struct err *err)
{
	const size_t start = out->n;
	char chunk[64 << 10];
	for (;;) {
		ssize_t n = read(fd, chunk, sizeof(chunk));
		if (n == 0)
			return 0;
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_errno(err, "reading %s", path);
		if (max && (size_t)n > max - (out->n - start))
			return err_set(err, ERR_LIMIT, "%s is longer than %zu bytes", path, max);
		buf_add(out, chunk, (size_t)n);
		if (out->failed)
			return err_set(err, out->max ? ERR_LIMIT : ERR_NO_MEMORY,
				       "%s does not fit into memory", path);
	}
}

int fs_read(const char *path, size_t max, struct buf *out, struct err *err)
{
	const size_t start = out->n;
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return err_errno(err, "opening %s", path);
	int rc = 0;
	/* The size is a hint for one allocation: it may be 0, or change while we read. */
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0) {
		if (max && (uint64_t)st.st_size > max)
			rc = err_set(err, ERR_LIMIT, "%s is longer than %zu bytes", path, max);
		else
			buf_reserve(out, (size_t)st.st_size);
	}
	if (rc == 0)
		rc = read_all(fd, path, max, out, err);
	if (rc < 0)
		buf_truncate(out, start);
	close(fd);
	return rc;
}

/* The folder that path is in; malloc()ed. */
static char *parent_of(const char *path)
{
	const char *name = fs_basename(path);
	return name == path ? xstrdup(".") : xstrndup(path, (size_t)(name - path));
}

static int sync_parent(const char *path, struct err *err)
{
	char *dir = parent_of(path);
	int rc = fs_fsync(dir, err);
	free(dir);
	return rc;
}

/* A name beside path that nobody else uses: the process and the time tell writers apart. */
static char *temporary_beside(const char *path)
{
	return xasprintf("%s.%ld-%llx.tmp", path, (long)getpid(), (unsigned long long)clock_us());
}

int fs_write_all(int fd, struct str bytes)
{
	while (bytes.n) {
		ssize_t n = write(fd, bytes.p, bytes.n);
		if (n < 0 && errno != EINTR)
			return -1;
		if (n > 0)
			bytes = str_sub(bytes, (size_t)n, bytes.n);
	}
	return 0;
}

/* Give the finished temporary file its name, for good. */
static int put_in_place(const char *tmp, const char *path, struct err *err)
{
	if (rename(tmp, path) < 0)
		return err_errno(err, "renaming %s to %s", tmp, path);
	return sync_parent(path, err);
}

int fs_write_atomic(const char *path, struct str bytes, struct err *err)
{
	char *tmp = temporary_beside(path);
	int rc = 0, fd = open(tmp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	if (fd < 0) {
		rc = err_errno(err, "creating %s", tmp);
		free(tmp);
		return rc;
	}
	if (fs_write_all(fd, bytes) < 0 || fsync(fd) < 0)
		rc = err_errno(err, "writing %s", tmp);
	if (close(fd) < 0 && rc == 0)
		rc = err_errno(err, "writing %s", tmp);
	if (rc == 0)
		rc = put_in_place(tmp, path, err);
	if (rc < 0)
		unlink(tmp);
	free(tmp);
	return rc;
}

int fs_symlink_atomic(const char *target, const char *link, struct err *err)
{
	char *tmp = temporary_beside(link);
	int rc;
	if (symlink(target, tmp) < 0) {
		rc = err_errno(err, "creating the link %s", tmp);
	} else {
		rc = put_in_place(tmp, link, err);
		if (rc < 0)
			unlink(tmp);
	}
	free(tmp);
	return rc;
}

int fs_mkdirs(const char *path, unsigned mode, struct err *err)
{
	char *part = xstrdup(path);
	int rc = 0;
	for (char *p = part + strspn(part, "/"); rc == 0; p++) {
		p += strcspn(p, "/");
		char end = *p;
		*p = '\0';
		/* What stands in the way of a later component is reported by its mkdir. */
		if (mkdir(part, (mode_t)mode) < 0 && errno != EEXIST)
			rc = err_errno(err, "creating the folder %s", part);
		*p = end;
		if (!end || !p[1])
			break;
	}
	free(part);
	if (rc == 0 && !fs_is_dir(path))
		return err_set(err, ERR_EXISTS, "%s exists and is not a folder", path);
	return rc;
}

int fs_fsync(const char *path, struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return err_errno(err, "opening %s", path);
	int rc = fsync(fd) < 0 ? err_errno(err, "syncing %s", path) : 0;
	close(fd);
	return rc;
}

/* A walk through a tree.  Each entry is visited after what is in it, by its name in the open
 * folder `dir`, so that nobody who swaps a folder for a symbolic link meanwhile can lead the
 * walk elsewhere.  What vanishes during the walk is passed over. */
struct walk {
	int (*visit)(int dir, const char *name, const char *path, const struct stat *st, void *arg,
		     struct err *err);
	void *arg;
};

static int walk_entry(const struct walk *w, int dir, const char *name, const char *path, bool top,
		      struct err *err);

static int walk_inside(const struct walk *w, int dir, const char *name, const char *path, struct err *err)
{
	int fd = openat(dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *d = fd < 0 ? NULL : fdopendir(fd);
	if (!d) {
		int rc = errno == ENOENT ? 0 : err_errno(err, "opening the folder %s", path);
		if (fd >= 0)
			close(fd);
		return rc;
	}
	int rc = 0;
	while (rc == 0) {
		errno = 0;
		struct dirent *e = readdir(d);
		if (!e) {
			if (errno)
				rc = err_errno(err, "reading the folder %s", path);
			break;
		}
		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		char *inside = fs_join(path, e->d_name);
		rc = walk_entry(w, fd, e->d_name, inside, false, err);
		free(inside);
	}
	closedir(d);
	return rc;
}

static int walk_entry(const struct walk *w, int dir, const char *name, const char *path, bool top,
		      struct err *err)
{
	struct stat st;
	if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) < 0) {
		if (errno == ENOENT && !top)
			return 0;
		return err_errno(err, "%s", path);
	}
	if (S_ISDIR(st.st_mode) && walk_inside(w, dir, name, path, err) < 0)
		return -1;
	return w->visit(dir, name, path, &st, w->arg, err);
}

static int visit_remove(int dir, const char *name, const char *path, const struct stat *st, void *arg,
			struct err *err)
{
	(void)arg;
	if (unlinkat(dir, name, S_ISDIR(st->st_mode) ? AT_REMOVEDIR : 0) < 0 && errno != ENOENT)
		return err_errno(err, "removing %s", path);
	return 0;
}

int fs_remove_tree(const char *path, struct err *err)
{
	struct stat st;
	/* With a slash at its end the name of a symbolic link would mean its target. */
	size_t n = strlen(path);
	while (n > 1 && path[n - 1] == '/')
		n--;
	if (n == 0 || (n == 1 && path[0] == '/'))
		return err_set(err, ERR_INVALID, "\"%s\" is not a folder that can be removed", path);
	char *top = xstrndup(path, n);
	int rc = 0;
	if (lstat(top, &st) == 0 || errno != ENOENT)
		rc = walk_entry(&(struct walk){ visit_remove, NULL }, AT_FDCWD, top, top, true, err);
	free(top);
	return rc;
}

/* Walk from path on, through it if it is a symbolic link itself ("current" of an index is). */
static int walk_from(const char *path, const struct walk *w, struct err *err)
{
	char *real = realpath(path, NULL);
	if (!real)
		return err_errno(err, "%s", path);
	int rc = walk_entry(w, AT_FDCWD, real, path, true, err);
	free(real);
	return rc;
}

static int visit_sync(int dir, const char *name, const char *path, const struct stat *st, void *arg,
		      struct err *err)
{
	(void)arg;
	if (!S_ISREG(st->st_mode) && !S_ISDIR(st->st_mode))
		return 0;
	int fd = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return errno == ENOENT ? 0 : err_errno(err, "opening %s", path);
	int rc = fsync(fd) < 0 ? err_errno(err, "syncing %s", path) : 0;
	close(fd);
	return rc;
}

int fs_sync_tree(const char *path, struct err *err)
{
	return walk_from(path, &(struct walk){ visit_sync, NULL }, err);
}

static int visit_size(int dir, const char *name, const char *path, const struct stat *st, void *arg,
		      struct err *err)
{
	(void)dir, (void)name, (void)path, (void)err;
	if (S_ISREG(st->st_mode))
		*(uint64_t *)arg += (uint64_t)st->st_size;
	return 0;
}

int fs_tree_size(const char *path, uint64_t *bytes_r, struct err *err)
{
	uint64_t total = 0;
	if (walk_from(path, &(struct walk){ visit_size, &total }, err) < 0)
		return -1;
	*bytes_r = total;
	return 0;
}

bool fs_exists(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0;
}

bool fs_is_dir(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

char *fs_join(const char *dir, const char *name)
{
	size_t n = strlen(dir);
	return xasprintf("%s%s%s", dir, n == 0 || dir[n - 1] == '/' ? "" : "/", name);
}

const char *fs_basename(const char *path)
{
	for (const char *p = path + strlen(path); p > path; p--)
		if (p[-1] == '/' && *p)
			return p;
	return path;
}

int fs_free_space(const char *path, uint64_t *bytes_r, struct err *err)
{
	struct statvfs st;
	if (statvfs(path, &st) != 0)
		return err_errno(err, "looking at the disk of %s", path);
	*bytes_r = (uint64_t)st.f_bavail * st.f_frsize;
	return 0;
}
