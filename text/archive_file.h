/* Archives (zip, tar; packed by gzip, bzip2 or xz), member by member, within limits; by libarchive.
 *
 * Nothing is ever written to a disk.  Names are made valid UTF-8.  Formats that are zips inside
 * (DOCX, ODT, EPUB) take what they need at once with archive_file_load().  One thread.
 */
#ifndef KAREZ_TEXT_ARCHIVE_FILE_H
#define KAREZ_TEXT_ARCHIVE_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include "common/arena.h"
#include "common/buf.h"
#include "common/err.h"
#include "common/str.h"

/* 0: no limit.  A bomb is an archive that gives much more than it takes: the ratio counts from the
 * first ARCHIVE_RATIO_FROM unpacked bytes on. */
struct archive_limits {
	uint64_t member;	/* bytes of one member, unpacked */
	uint64_t total;		/* of all that were read */
	uint64_t members;
	unsigned ratio;		/* unpacked to packed */
};

#define ARCHIVE_RATIO_FROM ((uint64_t)32 << 20)

/* Generous for documents, small for a machine. */
#define ARCHIVE_LIMITS_DEFAULT \
	((struct archive_limits){ (uint64_t)64 << 20, (uint64_t)128 << 20, 100000, 200 })

struct archive_file;

enum archive_form {
	ARCHIVE_ZIP,
	ARCHIVE_TAR,		/* packed as a whole or not */
	ARCHIVE_PACKED		/* one packed file without an archive in it: .gz, .bz2, .xz */
};

/* bytes or the descriptor (read from its beginning, closed by the caller) have to stay until
 * archive_file_close().  ERR_CORRUPT when it is not of that form. */
int archive_file_open(struct str bytes, enum archive_form form, const struct archive_limits *limits,
		      struct archive_file **out_r, struct err *err);
int archive_file_open_fd(int fd, enum archive_form form, const struct archive_limits *limits,
			 struct archive_file **out_r, struct err *err);
void archive_file_close(struct archive_file **f);

/* The next member that is a regular file: 1, 0 at the end, -1.  The name lives until the next call;
 * it is empty for ARCHIVE_PACKED.  ERR_LIMIT: too many of them. */
int archive_file_next(struct archive_file *f, struct str *name_r, struct err *err);
/* The first n bytes of that member, or all there are, appended: to see whether it is wanted. */
int archive_file_head(struct archive_file *f, size_t n, struct buf *out, struct err *err);
/* The bytes of that member that were not read yet, appended.  ERR_LIMIT when one of the limits is
 * passed: archive_file_is_over() tells whether it was that of the member alone, and reading may
 * go on.  ERR_DENIED: it is encrypted.  ERR_CORRUPT: it is damaged. */
int archive_file_read(struct archive_file *f, struct buf *out, struct err *err);
bool archive_file_is_over(const struct archive_file *f);	/* nothing more can come of it */
uint64_t archive_file_unpacked(const struct archive_file *f);	/* bytes so far */

struct archived {
	struct str name, bytes;
};

/* All members of a zip whose names want() says yes to, in the arena, in the order of the archive. */
int archive_file_load(struct str zip, const struct archive_limits *limits,
		      bool (*want)(void *ctx, struct str name), void *ctx, struct arena *a,
		      struct archived **list_r, size_t *n_r, struct err *err);
/* The bytes of that name among them; NULL when it is not there. */
const struct archived *archive_file_find(const struct archived *list, size_t n, const char *name);

#endif
