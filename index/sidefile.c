/* Header, buffered writing and mapping of files beside a database; see sidefile.h. */
#include "config.h"

#include "index/sidefile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/hash.h"
#include "common/xalloc.h"

#define ORDER 0x01020304u
#define FLUSH 65536
#define UUID_CHARS 36

static uint64_t hash_of(const struct sidefile_header *h)
{
	return hash64(str_n((const char *)h, offsetof(struct sidefile_header, hash)));
}

/* ---- Writing ---- */

int sidefile_begin(struct sidefile_writer *w, const char *path, struct err *err)
{
	char *tmp = xasprintf("%s.tmp", path);
	*w = (struct sidefile_writer){ .fd = open(tmp, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666) };
	if (w->fd < 0) {
		err_errno(err, "making %s", tmp);
		free(tmp);
		return -1;
	}
	w->path = xstrdup(path);
	w->tmp = tmp;
	return sidefile_put_zeros(w, sizeof(struct sidefile_header), err);
}

int sidefile_flush(struct sidefile_writer *w, struct err *err)
{
	for (size_t done = 0; done < w->out.n;) {
		ssize_t n = write(w->fd, w->out.p + done, w->out.n - done);
		if (n < 0 && errno != EINTR)
			return err_errno(err, "writing %s", w->path);
		done += n > 0 ? (size_t)n : 0;
	}
	buf_reset(&w->out);
	return 0;
}

int sidefile_put(struct sidefile_writer *w, const void *p, size_t n, struct err *err)
{
	if (n)
		buf_add(&w->out, p, n);
	w->at += n;
	return w->out.n >= FLUSH ? sidefile_flush(w, err) : 0;
}

int sidefile_put_zeros(struct sidefile_writer *w, uint64_t n, struct err *err)
{
	static const char zeros[4096];
	while (n) {
		size_t part = n < sizeof(zeros) ? (size_t)n : sizeof(zeros);
		if (sidefile_put(w, zeros, part, err) != 0)
			return -1;
		n -= part;
	}
	return 0;
}

int sidefile_finish(struct sidefile_writer *w, const struct sidefile_kind *kind,
		    const struct sidefile_origin *origin, const uint64_t numbers[SIDEFILE_NUMBERS], struct err *err)
{
	struct sidefile_header h = { .version = kind->version, .order = ORDER, .revision = origin->revision };
	if (origin->uuid.n != UUID_CHARS)
		return err_set(err, ERR_INVALID, "writing %s: an identity of %zu bytes", w->path, origin->uuid.n);
	if (sidefile_put_zeros(w, SIDEFILE_PAD, err) != 0 || sidefile_flush(w, err) != 0)
		return -1;
	memcpy(h.magic, kind->magic, sizeof(h.magic));
	memcpy(h.uuid, origin->uuid.p, UUID_CHARS);
	memcpy(h.numbers, numbers, sizeof(h.numbers));
	h.size = w->at;
	h.hash = hash_of(&h);
	if (pwrite(w->fd, &h, sizeof(h), 0) != (ssize_t)sizeof(h) || fdatasync(w->fd) != 0 ||
	    rename(w->tmp, w->path) != 0)
		return err_errno(err, "writing %s", w->path);
	w->finished = true;
	return 0;
}

void sidefile_end(struct sidefile_writer *w)
{
	if (!w->path)
		return;
	close(w->fd);
	if (!w->finished)
		unlink(w->tmp);
	free(w->path);
	free(w->tmp);
	w->path = w->tmp = NULL;
	buf_fini(&w->out);
}

/* ---- Reading ---- */

static int check(const struct sidefile *f, const struct sidefile_kind *kind, struct err *err)
{
	const struct sidefile_header *h = f->header;
	if (memcmp(h->magic, kind->magic, sizeof(h->magic)) != 0)
		return err_set(err, ERR_CORRUPT, "damaged %s: no such file, or not finished", kind->name);
	if (h->version != kind->version || h->order != ORDER)
		return err_set(err, ERR_MISMATCH, "%s of version %u, this karez reads %u", kind->name, h->version,
			       kind->version);
	if (h->hash != hash_of(h) || h->size != f->size || f->size - sizeof(*h) < SIDEFILE_PAD ||
	    h->uuid[UUID_CHARS] != '\0')
		return err_set(err, ERR_CORRUPT, "damaged %s: header", kind->name);
	return 0;
}

static int map_file(struct sidefile *f, const char *path, const struct sidefile_kind *kind, struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), rc = 0;
	if (fd < 0)
		return err_errno(err, "opening %s", path);
	struct stat st;
	void *map;
	if (fstat(fd, &st) != 0)
		rc = err_errno(err, "looking at %s", path);
	else if (st.st_size < (off_t)sizeof(struct sidefile_header))
		rc = err_set(err, ERR_CORRUPT, "damaged %s: cut off", kind->name);
	else if ((map = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_SHARED, fd, 0)) == MAP_FAILED)
		rc = err_errno(err, "mapping %s", path);
	else
		*f = (struct sidefile){ .map = map, .size = (size_t)st.st_size, .header = map };
	close(fd);
	return rc;
}

int sidefile_open(struct sidefile *f, const char *path, const struct sidefile_kind *kind, struct err *err)
{
	*f = (struct sidefile){ .map = NULL };
	if (map_file(f, path, kind, err) != 0)
		return -1;
	if (check(f, kind, err) != 0) {
		sidefile_close(f);
		return -1;
	}
	f->body = str_n(f->map, f->size - SIDEFILE_PAD);
	return 0;
}

void sidefile_close(struct sidefile *f)
{
	if (f->map)
		munmap((void *)f->map, f->size);
	*f = (struct sidefile){ .map = NULL };
}
