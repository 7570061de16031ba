/* Buffered input and output of one socket; see io.h. */
#include "config.h"

#include "daemon/io.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <event2/buffer.h>
#include <event2/event.h>

#include "common/xalloc.h"

#define COPY_BELOW 16384	/* output that is cheaper to copy than to hand over */

struct io {
	int fd;
	io_fn *fn;
	void *owner;
	struct event *readable, *writable;
	struct str fresh;	/* input just read, on the stack of on_readable() */
	struct buf kept;	/* input left from earlier; when not empty, fresh is part of it */
	size_t kept_used;	/* bytes of `kept` that are consumed */
	struct evbuffer *out;
	bool reading, writing, eof;
	bool broken, told;	/* nothing can be sent; the owner knows */
};

static void on_readable(evutil_socket_t fd, short what, void *arg);
static void on_writable(evutil_socket_t fd, short what, void *arg);

struct io *io_new(struct loop *l, int fd, io_fn *fn, void *owner)
{
	struct io *io = xcalloc(1, sizeof(*io));
	io->fd = fd;
	io->fn = fn;
	io->owner = owner;
	io->readable = event_new(loop_base(l), fd, EV_READ | EV_PERSIST, on_readable, io);
	io->writable = event_new(loop_base(l), fd, EV_WRITE | EV_PERSIST, on_writable, io);
	io->out = evbuffer_new();
	BUG_ON(!io->readable || !io->writable || !io->out);
	io_read_enable(io, true);
	return io;
}

void io_free(struct io **io_p)
{
	struct io *io = *io_p;
	if (!io)
		return;
	*io_p = NULL;
	event_free(io->readable);
	event_free(io->writable);
	evbuffer_free(io->out);
	buf_fini(&io->kept);
	close(io->fd);
	free(io);
}

/* ---- input ---- */

void io_read_enable(struct io *io, bool on)
{
	if (io->eof || io->broken)
		on = false;
	if (on == io->reading)
		return;
	io->reading = on;
	BUG_ON((on ? event_add(io->readable, NULL) : event_del(io->readable)) < 0);
}

struct str io_input(const struct io *io)
{
	if (io->kept.n > io->kept_used)
		return str_sub(buf_str(&io->kept), io->kept_used, io->kept.n);
	return io->fresh;
}

void io_consume(struct io *io, size_t n)
{
	if (io->kept.n == io->kept_used) {
		io->fresh = str_sub(io->fresh, n, io->fresh.n);
		return;
	}
	io->kept_used += n;
	if (io->kept_used == io->kept.n) {
		buf_fini(&io->kept);
		io->kept_used = 0;
	}
}

/* Keep input in front of which something unconsumed stands, or which its owner left. */
static void keep(struct io *io, struct str bytes)
{
	if (io->kept_used) {
		memmove(io->kept.p, io->kept.p + io->kept_used, io->kept.n - io->kept_used);
		buf_truncate(&io->kept, io->kept.n - io->kept_used);
		io->kept_used = 0;
	}
	buf_addstr(&io->kept, bytes);
	io->broken |= io->kept.failed;
}

static bool hung_up(int fd)
{
	struct pollfd p = { .fd = fd };
	return poll(&p, 1, 0) > 0 && (p.revents & (POLLHUP | POLLERR));
}

static void tell_broken(struct io *io)
{
	if (!io->broken || io->told)
		return;
	io->told = true;
	io_read_enable(io, false);
	io->fn(io->owner, IO_BROKEN);
}

static void on_readable(evutil_socket_t fd, short what, void *arg)
{
	(void)what;
	struct io *io = arg;
	char chunk[IO_READ_SIZE];
	ssize_t n = read(fd, chunk, sizeof(chunk));
	if (n < 0) {
		if (errno == EINTR || errno == EAGAIN)
			return;
		io->broken = true;
	}
	if (n > 0) {
		struct str bytes = str_n(chunk, (size_t)n);
		if (io->kept.n)
			keep(io, bytes);
		else
			io->fresh = bytes;
		if (!io->broken)
			io->fn(io->owner, IO_DATA);
		if (io->fresh.n)
			keep(io, io->fresh);
		io->fresh = STR_NONE;
	}
	if (n == 0) {
		io->eof = true;
		/* A peer that closed both directions is gone; one that only ended its requests
		 * still waits for answers.  (TCP cannot tell before something is sent.) */
		io->broken |= hung_up(fd);
		io_read_enable(io, false);
		if (!io->broken)
			io->fn(io->owner, IO_EOF);
	}
	tell_broken(io);
}

/* ---- output ---- */

void io_write(struct io *io, struct str bytes)
{
	if (!io->broken && evbuffer_add(io->out, bytes.p, bytes.n) < 0)
		io->broken = true;
}

static void release(const void *data, size_t n, void *arg)
{
	(void)data;
	(void)n;
	free(arg);
}

void io_write_take(struct io *io, struct buf *b)
{
	size_t n;
	char *p = b->n >= COPY_BELOW && !io->broken ? buf_take(b, &n) : NULL;
	if (!p) {
		io_write(io, buf_str(b));
		buf_reset(b);
	} else if (evbuffer_add_reference(io->out, p, n, release, p) < 0) {
		free(p);
		io->broken = true;
	}
}

size_t io_queued(const struct io *io)
{
	return io->broken ? 0 : evbuffer_get_length(io->out);
}

bool io_end(struct io *io)
{
	return !io->broken && shutdown(io->fd, SHUT_WR) == 0;
}

static void write_enable(struct io *io, bool on)
{
	if (on == io->writing)
		return;
	io->writing = on;
	BUG_ON((on ? event_add(io->writable, NULL) : event_del(io->writable)) < 0);
}

void io_flush(struct io *io)
{
	bool wrote = false;
	if (io_queued(io)) {
		wrote = evbuffer_write(io->out, io->fd) > 0;
		io->broken |= !wrote && errno != EAGAIN && errno != EINTR;
	}
	write_enable(io, io_queued(io) > 0);
	if (wrote)
		io->fn(io->owner, IO_WRITTEN);
	tell_broken(io);
}

static void on_writable(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	io_flush(arg);
}
