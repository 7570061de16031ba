/* Files without names; see spill.h. */
#include "config.h"

#include "glass/spill.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/fs.h"
#include "common/xalloc.h"

#define BUFFER ((size_t)256 << 10)

/* For file systems that make none without a name. */
static int named(const char *folder)
{
	char *path = fs_join(folder, "karez-XXXXXX");
	int fd = mkostemp(path, O_CLOEXEC);
	if (fd >= 0)
		unlink(path);
	free(path);
	return fd;
}

int spill_open(struct spill *s, const char *folder, struct err *err)
{
	*s = (struct spill){ .folder = folder };
	s->fd = open(folder, O_RDWR | O_TMPFILE | O_CLOEXEC, 0600);
	if (s->fd < 0)
		s->fd = named(folder);
	if (s->fd < 0)
		return err_errno(err, "cannot make a temporary file in %s", folder);
	s->buffer = xmalloc(BUFFER);
	return 0;
}

void spill_close(struct spill *s)
{
	if (s->fd >= 0)
		close(s->fd);
	free(s->buffer);
	*s = SPILL_NONE;
}

static int put(struct spill *s, struct str bytes, struct err *err)
{
	return fs_write_all(s->fd, bytes) ? err_errno(err, "writing a temporary file in %s", s->folder) : 0;
}

int spill_flush(struct spill *s, struct err *err)
{
	struct str held = str_n((char *)s->buffer, s->held);
	s->held = 0;
	return put(s, held, err);
}

int spill_write(struct spill *s, struct str bytes, struct err *err)
{
	s->size += bytes.n;
	if (bytes.n > BUFFER - s->held && spill_flush(s, err))
		return -1;
	if (bytes.n > BUFFER)
		return put(s, bytes, err);
	if (bytes.n)
		memcpy(s->buffer + s->held, bytes.p, bytes.n);
	s->held += bytes.n;
	return 0;
}

int spill_read(const struct spill *s, uint64_t at, void *p, size_t n, struct err *err)
{
	for (char *to = p; n > 0;) {
		ssize_t got = pread(s->fd, to, n, (off_t)at);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_errno(err, "reading a temporary file in %s", s->folder);
		if (got == 0)
			return err_set(err, ERR_CORRUPT, "a temporary file in %s was cut short", s->folder);
		to += got;
		at += (uint64_t)got;
		n -= (size_t)got;
	}
	return 0;
}

void spill_forget(const struct spill *s, uint64_t from, uint64_t to)
{
	if (to > from && fallocate(s->fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, (off_t)from, (off_t)(to - from)))
		errno = 0;	/* not every file system can */
}
