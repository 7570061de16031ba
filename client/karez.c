/* One connection to a karezd: its socket, and the bytes between requests and replies; see karez.h. */
#include "config.h"

#include "client/karez.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "common/addr.h"
#include "common/buf.h"
#include "common/unit.h"
#include "common/xalloc.h"
#include "proto/line.h"

struct karez {
	int fd;
	char *addr;
	uint64_t timeout_ms;
	struct buf in;		/* bytes that came */
	size_t used;		/* of them, taken as lines */
};

static uint64_t deadline_of(const struct karez *k)
{
	const uint64_t longest_ms = UINT64_MAX / 4000;
	return clock_us() + (k->timeout_ms < longest_ms ? k->timeout_ms : longest_ms) * 1000;
}

static int no_answer(const struct karez *k, struct err *err)
{
	return err_set(err, ERR_TIMEOUT, "no answer from %s within %.1f s", k->addr, (double)k->timeout_ms / 1000);
}

/* Until the socket is ready or the deadline (on clock_us()) is over. */
static int await(const struct karez *k, short events, uint64_t deadline, struct err *err)
{
	for (;;) {
		uint64_t now = clock_us();
		if (now >= deadline)
			return no_answer(k, err);
		uint64_t ms = (deadline - now + 999) / 1000;
		struct pollfd p = { .fd = k->fd, .events = events };
		int n = poll(&p, 1, ms > 3600000 ? 3600000 : (int)ms);
		if (n > 0)
			return 0;
		if (n < 0 && errno != EINTR)
			return err_errno(err, "waiting for %s", k->addr);
	}
}

static int refused(const struct karez *k, int e, struct err *err)
{
	errno = e;
	err_errno(err, "%s", k->addr);
	if (e == ENOENT || e == ECONNREFUSED || e == ENOTSOCK)
		err->code = ERR_NOT_FOUND;
	return -1;
}

static int try_connect(struct karez *k, const struct sockaddr *sa, socklen_t len, uint64_t deadline, struct err *err)
{
	k->fd = socket(sa->sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (k->fd < 0)
		return err_errno(err, "socket for %s", k->addr);
	while (connect(k->fd, sa, len) < 0) {
		if (errno == EAGAIN) {
			/* A Unix socket whose queue of connections is full cannot be polled for. */
			if (clock_us() >= deadline)
				return no_answer(k, err);
			usleep(5000);
		} else if (errno == EINPROGRESS) {
			int e = 0;
			socklen_t n = sizeof(e);
			if (await(k, POLLOUT, deadline, err) < 0)
				return -1;
			if (getsockopt(k->fd, SOL_SOCKET, SO_ERROR, &e, &n) < 0)
				e = errno;
			return e ? refused(k, e, err) : 0;
		} else if (errno != EINTR)
			return refused(k, errno, err);
	}
	return 0;
}

static void drop(struct karez *k)
{
	if (k->fd >= 0)
		close(k->fd);
	k->fd = -1;
}

static int connect_unix(struct karez *k, const struct addr *addr, uint64_t deadline, struct err *err)
{
	struct sockaddr_un un = { .sun_family = AF_UNIX };
	memcpy(un.sun_path, addr->path, sizeof(un.sun_path));
	return try_connect(k, (const struct sockaddr *)&un, sizeof(un), deadline, err);
}

static int connect_tcp(struct karez *k, const struct addr *addr, uint64_t deadline, struct err *err)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM, .ai_flags = AI_ADDRCONFIG }, *list;
	int e = getaddrinfo(addr->host, addr->port, &hints, &list);
	if (e)
		return err_set(err, ERR_NOT_FOUND, "%s: %s", k->addr, gai_strerror(e));
	int result = -1;
	for (struct addrinfo *ai = list; ai && result < 0; ai = ai->ai_next) {
		drop(k);
		result = try_connect(k, ai->ai_addr, ai->ai_addrlen, deadline, err);
	}
	freeaddrinfo(list);
	int one = 1;
	if (result == 0)
		setsockopt(k->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	return result;
}

int karez_connect(const char *addr, uint64_t timeout_ms, struct karez **out_r, struct err *err)
{
	struct addr where;
	*out_r = NULL;
	if (addr_parse(str_of(addr), &where, err) < 0)
		return -1;
	struct karez *k = xcalloc(1, sizeof(*k));
	k->fd = -1;
	k->addr = xstrdup(addr);
	k->timeout_ms = timeout_ms;
	buf_init(&k->in, 0);
	uint64_t deadline = deadline_of(k);
	int result = where.is_unix ? connect_unix(k, &where, deadline, err) : connect_tcp(k, &where, deadline, err);
	if (result < 0)
		karez_close(&k);
	*out_r = k;
	return result;
}

void karez_close(struct karez **k)
{
	if (!*k)
		return;
	drop(*k);
	buf_fini(&(*k)->in);
	free((*k)->addr);
	free(*k);
	*k = NULL;
}

static int send_all(struct karez *k, struct str bytes, uint64_t deadline, struct err *err)
{
	while (bytes.n) {
		ssize_t n = send(k->fd, bytes.p, bytes.n, MSG_NOSIGNAL);
		if (n >= 0)
			bytes = str_sub(bytes, (size_t)n, bytes.n);
		else if (errno == EAGAIN) {
			if (await(k, POLLOUT, deadline, err) < 0)
				return -1;
		} else if (errno != EINTR)
			return err_errno(err, "sending to %s", k->addr);
	}
	return 0;
}

int karez_send(struct karez *k, struct str line, struct err *err)
{
	uint64_t deadline = deadline_of(k);
	struct buf b = BUF_INIT;
	buf_addstr(&b, line);
	if (!str_ends(line, STR("\n")))
		buf_putc(&b, '\n');
	int result = b.failed ? err_set(err, ERR_NO_MEMORY, "the request does not fit into memory")
			      : send_all(k, buf_str(&b), deadline, err);
	buf_fini(&b);
	return result;
}

/* More bytes into k->in. */
static int fill(struct karez *k, uint64_t deadline, struct err *err)
{
	enum { STEP = 65536 };
	if (!buf_reserve(&k->in, STEP))
		return err_set(err, ERR_NO_MEMORY, "the answer of %s does not fit into memory", k->addr);
	for (;;) {
		ssize_t n = recv(k->fd, k->in.p + k->in.n, STEP, 0);
		if (n > 0) {
			k->in.n += (size_t)n;
			return 0;
		}
		if (n == 0)
			return err_set(err, ERR_IO, "%s closed the connection", k->addr);
		if (errno == EAGAIN) {
			if (await(k, POLLIN, deadline, err) < 0)
				return -1;
		} else if (errno != EINTR)
			return err_errno(err, "reading from %s", k->addr);
	}
}

/* The next line without its end, copied into the arena. */
static int take_line(struct karez *k, uint64_t deadline, struct arena *a, struct str *line_r, struct err *err)
{
	size_t seen = 0;
	for (;;) {
		struct str left = str_sub(buf_str(&k->in), k->used, k->in.n);
		ptrdiff_t end = str_chr(str_sub(left, seen, left.n), '\n');
		if (end >= 0) {
			*line_r = arena_str(a, str_sub(left, 0, seen + (size_t)end));
			k->used += line_r->n + 1;
			return 0;
		}
		seen = left.n;
		if (seen > KAREZ_MAX_LINE)
			return err_set(err, ERR_LIMIT, "%s answers with a line of more than %zu bytes", k->addr, KAREZ_MAX_LINE);
		/* What was taken goes before more comes, so the buffer is as long as a line, not as a reply. */
		if (k->used) {
			memmove(k->in.p, left.p, left.n);
			buf_truncate(&k->in, left.n);
			k->used = 0;
		}
		if (fill(k, deadline, err) < 0)
			return -1;
	}
}

static int take_rows(struct karez *k, uint64_t n, uint64_t deadline, struct arena *a, struct karez_reply *r, struct err *err)
{
	size_t cap = 0;
	if (n > KAREZ_MAX_ROWS)
		return err_set(err, ERR_LIMIT, "%s announces %llu rows", k->addr, (unsigned long long)n);
	while (r->n_rows < n) {
		r->rows = arena_grow(a, r->rows, &cap, r->n_rows + 1, sizeof(*r->rows));
		if (take_line(k, deadline, a, &r->rows[r->n_rows], err) < 0)
			return -1;
		r->n_rows++;
	}
	return 0;
}

int karez_receive(struct karez *k, struct arena *a, struct karez_reply *out_r, struct err *err)
{
	uint64_t deadline = deadline_of(k);
	struct line_status s;
	*out_r = (struct karez_reply){ 0 };
	if (take_line(k, deadline, a, &out_r->first, err) < 0)
		return -1;
	if (!line_status(out_r->first, &s))
		return err_set(err, ERR_CORRUPT, "%s is not a karezd: it answers %.*s", k->addr,
			       STR_ARG(reply_quote(a, out_r->first)));
	out_r->kind = s.kind;
	out_r->tag = s.tag;
	switch (s.kind) {
	case '+':
		out_r->head = s.rest.n ? arena_printf(a, "%.*s %.*s", STR_ARG(s.word), STR_ARG(s.rest)) : s.word;
		break;
	case '-':
		out_r->code = s.word;
		out_r->message = s.rest;
		break;
	default:
		out_r->head = s.rest;
	}
	return take_rows(k, s.rows, deadline, a, out_r, err);
}

int karez_call(struct karez *k, struct str line, struct arena *a, struct karez_reply *out_r, struct err *err)
{
	struct err unread;
	if (karez_send(k, line, err) == 0)
		return karez_receive(k, a, out_r, err);
	/* A server that closes at once (too many connections) may have said why. */
	return err->code == ERR_IO ? karez_receive(k, a, out_r, &unread) : -1;
}
