/* One connected socket: buffered input and output, turned into four events.
 *
 * Belongs to the loop thread.  Input is handed over as it comes and kept only as far as the
 * owner leaves it, so an idle socket holds no buffer.  Output is gathered by io_write() and
 * goes out with io_flush(), at once where the kernel takes it; the rest follows when the
 * socket can be written.  Write interest exists only while output waits.
 *
 * The owner must not call io_free() from inside its own callback: it notes the wish and frees
 * later (conn.c does it from the loop).
 */
#ifndef KAREZ_DAEMON_IO_H
#define KAREZ_DAEMON_IO_H

#include <stdbool.h>
#include <stddef.h>

#include "common/buf.h"
#include "common/str.h"
#include "daemon/loop.h"

#define IO_READ_SIZE 65536	/* bytes taken from a socket at a time */

enum io_event {
	IO_DATA,	/* there is new input */
	IO_EOF,		/* the peer sends no more; it may still read */
	IO_WRITTEN,	/* some output went out; io_queued() tells what is left */
	IO_BROKEN	/* the connection is gone (reset); nothing can be sent any more */
};
typedef void io_fn(void *owner, enum io_event event);

struct io;

/* Takes over fd (non-blocking).  Reading is on. */
struct io *io_new(struct loop *l, int fd, io_fn *fn, void *owner);
void io_free(struct io **io);		/* closes the socket; waiting output is dropped */

/* What has come and was not consumed yet.  Valid until the next call on this io. */
struct str io_input(const struct io *io);
void io_consume(struct io *io, size_t n);
void io_read_enable(struct io *io, bool on);

void io_write(struct io *io, struct str bytes);
/* The same without a copy for large ones; b is empty afterwards. */
void io_write_take(struct io *io, struct buf *b);
void io_flush(struct io *io);		/* may call the owner with IO_WRITTEN or IO_BROKEN */
/* Tells the peer that nothing more comes, once all output went out; it may still send.  False: the connection is gone. */
bool io_end(struct io *io);
size_t io_queued(const struct io *io);	/* bytes of output that wait */

#endif
