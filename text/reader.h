/* Reading a file as a stream of bytes, gzip unpacked on the way (zlib).
 *
 * Memory does not depend on the size of the file.  One thread.
 */
#ifndef KAREZ_TEXT_READER_H
#define KAREZ_TEXT_READER_H

#include <stdbool.h>
#include <stdint.h>

#include "common/buf.h"
#include "common/err.h"

struct reader;

/* path "-" is standard input.  gzip is recognised by its first bytes, not by the name. */
int reader_open(const char *path, struct reader **out_r, struct err *err);
/* The same of a descriptor, from where it stands; it is closed with the reader, or at once when this
 * fails.  name is for messages. */
int reader_open_fd(int fd, const char *name, struct reader **out_r, struct err *err);
void reader_close(struct reader **r);

/* Called before each time that the system is asked for bytes, which may make it wait: false ends
 * the reading with ERR_CANCELLED. */
typedef bool reader_wait_fn(void *arg);
void reader_set_wait(struct reader *r, reader_wait_fn *fn, void *arg);

/* Are there bytes that were read and not given yet? */
bool reader_buffered(const struct reader *r);

/* Append up to max bytes to out. 1: something was read, 0: end of file, -1: error (a broken
 * gzip stream is ERR_CORRUPT and says at which offset). */
int reader_read(struct reader *r, struct buf *out, size_t max, struct err *err);

/* Next line without its end (LF or CRLF) into line (replaced). 1, 0 at the end, -1 on error.
 * A line longer than max_line is skipped to its end: ERR_LIMIT, and reading can go on. */
int reader_line(struct reader *r, struct buf *line, size_t max_line, struct err *err);

uint64_t reader_bytes(const struct reader *r);	/* bytes consumed of the file itself (packed) */

#endif
