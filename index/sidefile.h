/* Files beside the tables of a database, made once with a generation: written in one go, read mapped.
 *
 * Both ends share a header that tells what the file is, of which database and revision, and how
 * long it has to be.  Numbers are in the machine's byte order.  One thread at a time.
 */
#ifndef KAREZ_INDEX_SIDEFILE_H
#define KAREZ_INDEX_SIDEFILE_H

#include <stdbool.h>
#include <stdint.h>

#include "common/buf.h"
#include "common/err.h"

#define SIDEFILE_NUMBERS 6
#define SIDEFILE_PAD 8			/* bytes at the end that nothing is in, for reading by words */

struct sidefile_header {
	char magic[8];
	uint32_t version, order;
	char uuid[40];
	uint64_t revision;
	uint64_t numbers[SIDEFILE_NUMBERS];	/* what the kind of file wants to keep */
	uint64_t size;
	uint64_t hash;			/* of all before it */
};

struct sidefile_kind {
	const char *magic;		/* 8 bytes */
	uint32_t version;
	const char *name;		/* for messages */
};

/* What a file was made from: the identity of the database and its revision. */
struct sidefile_origin {
	struct str uuid;
	uint64_t revision;
};

/* ---- Writing: into a file beside it, which takes its name when it is whole and on the disk, so that
 * readers of the one before are not disturbed ---- */
struct sidefile_writer {
	char *path, *tmp;
	int fd;
	bool finished;
	struct buf out;			/* not written yet */
	uint64_t at;			/* end of the file, what is not written included */
};

int sidefile_begin(struct sidefile_writer *w, const char *path, struct err *err);
int sidefile_put(struct sidefile_writer *w, const void *p, size_t n, struct err *err);
int sidefile_put_zeros(struct sidefile_writer *w, uint64_t n, struct err *err);
int sidefile_flush(struct sidefile_writer *w, struct err *err);
/* Pad and header. */
int sidefile_finish(struct sidefile_writer *w, const struct sidefile_kind *kind,
		    const struct sidefile_origin *origin, const uint64_t numbers[SIDEFILE_NUMBERS], struct err *err);
void sidefile_end(struct sidefile_writer *w);	/* frees; removes what was not finished */

/* ---- Reading ---- */
struct sidefile {
	const char *map;
	size_t size;
	const struct sidefile_header *header;
	struct str body;		/* the file up to the pad */
};

/* ERR_NOT_FOUND when there is none, ERR_CORRUPT, ERR_MISMATCH for another version or byte order.
 * The numbers are as they were written; what they mean is for the caller to check. */
int sidefile_open(struct sidefile *f, const char *path, const struct sidefile_kind *kind, struct err *err);
void sidefile_close(struct sidefile *f);

#endif
