/* Arbitrary bytes as a file beside a database, under a header that holds true. */
#ifndef KAREZ_TESTS_SIDEFILE_FIXTURE_H
#define KAREZ_TESTS_SIDEFILE_FIXTURE_H

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "common/hash.h"
#include "common/xalloc.h"
#include "index/sidefile.h"

struct sidefile_fixture {
	int fd;
	char path[64];
};

/* What of the header can be put right is, so that the rest is reached. */
static inline void sidefile_fixture_make(struct sidefile_fixture *f, const uint8_t *data, size_t size,
					 const struct sidefile_kind *kind)
{
	char *bytes = xmalloc(size + 1);
	struct sidefile_header *h = (struct sidefile_header *)bytes;
	if (size)
		memcpy(bytes, data, size);
	if (size >= sizeof(*h)) {
		memcpy(h->magic, kind->magic, sizeof(h->magic));
		h->version = kind->version;
		h->order = 0x01020304;
		h->uuid[36] = '\0';
		h->size = size;
		h->hash = hash64(str_n(bytes, offsetof(struct sidefile_header, hash)));
	}
	f->fd = memfd_create(kind->name, MFD_CLOEXEC);
	BUG_ON(f->fd < 0 || write(f->fd, bytes, size) != (ssize_t)size);
	snprintf(f->path, sizeof(f->path), "/proc/self/fd/%d", f->fd);
	free(bytes);
}

static inline void sidefile_fixture_remove(struct sidefile_fixture *f)
{
	close(f->fd);
}

#endif
