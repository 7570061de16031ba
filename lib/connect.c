/* Connecting: addresses, sockets, and the time that it may take. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "common/addr.h"
#include "common/unit.h"
#include "lib/stream.h"

static enum karez_code refused(struct karez *k, int e)
{
	char why[128];
	return handle_fail(k, KAREZ_E_CONNECT, "%s: %s", k->address, strerror_r(e, why, sizeof(why)));
}

/* A Unix socket whose queue of connections is full cannot be polled for. */
static bool may_try_again(uint64_t deadline)
{
	if (clock_us() >= deadline)
		return false;
	usleep(5000);
	return true;
}

static enum karez_code finish(struct karez *k, uint64_t deadline)
{
	int e = 0;
	socklen_t n = sizeof(e);
	if (stream_await(k, KAREZ_WRITE, deadline) != KAREZ_OK)
		return k->code;
	if (getsockopt(k->fd, SOL_SOCKET, SO_ERROR, &e, &n) < 0)
		e = errno;
	return e ? refused(k, e) : handle_ok(k);
}

static enum karez_code try_connect(struct karez *k, const struct sockaddr *sa, socklen_t len, uint64_t deadline)
{
	handle_drop(k);
	k->fd = socket(sa->sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (k->fd < 0) {
		err_errno(&k->err, "socket for %s", k->address);
		return handle_failed(k);
	}
	while (connect(k->fd, sa, len) < 0) {
		if (errno == EINPROGRESS)
			return finish(k, deadline);
		if (errno == EAGAIN && !may_try_again(deadline))
			return stream_overdue(k);
		if (errno != EAGAIN && errno != EINTR)
			return refused(k, errno);
	}
	return handle_ok(k);
}

static enum karez_code connect_unix(struct karez *k, const struct addr *addr, uint64_t deadline)
{
	struct sockaddr_un un = { .sun_family = AF_UNIX };
	memcpy(un.sun_path, addr->path, sizeof(un.sun_path));
	return try_connect(k, (const struct sockaddr *)&un, sizeof(un), deadline);
}

static enum karez_code connect_tcp(struct karez *k, const struct addr *addr, uint64_t deadline)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM, .ai_flags = AI_ADDRCONFIG }, *list;
	int e = getaddrinfo(addr->host, addr->port, &hints, &list), one = 1;
	if (e)
		return handle_fail(k, e == EAI_MEMORY ? KAREZ_E_MEMORY : KAREZ_E_CONNECT, "%s: %s", k->address, gai_strerror(e));
	enum karez_code code = KAREZ_E_CONNECT;
	for (struct addrinfo *ai = list; ai && code != KAREZ_OK; ai = ai->ai_next)
		code = try_connect(k, ai->ai_addr, ai->ai_addrlen, deadline);
	freeaddrinfo(list);
	if (code == KAREZ_OK)
		setsockopt(k->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	return code;
}

enum karez_code karez_reconnect(struct karez *k)
{
	struct addr where;
	handle_drop(k);
	if (!k->address)
		return handle_fail(k, KAREZ_E_INVALID, "there is no address to connect to");
	if (addr_parse(str_of(k->address), &where, &k->err) < 0)
		return handle_failed(k);
	uint64_t deadline = clock_us() + k->timeout_us;
	if ((where.is_unix ? connect_unix : connect_tcp)(k, &where, deadline) != KAREZ_OK)
		handle_drop(k);
	return k->code;
}

enum karez_code karez_connect(struct karez *k, const char *address)
{
	handle_drop(k);
	if (!address)
		return handle_fail(k, KAREZ_E_INVALID, "there is no address to connect to");
	char *copy = strdup(address);
	if (!copy)
		return handle_fail(k, KAREZ_E_MEMORY, "the address does not fit into memory");
	free(k->address);
	k->address = copy;
	return karez_reconnect(k);
}

enum karez_code karez_attach(struct karez *k, int fd)
{
	handle_drop(k);
	free(k->address);
	k->address = NULL;
	int flags = fcntl(fd, F_GETFL);
	if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0) {
		err_errno(&k->err, "descriptor %d", fd);
		if (fd >= 0)
			close(fd);
		return handle_failed(k);
	}
	k->fd = fd;
	return handle_ok(k);
}
