/* Taking over the service manager's listening sockets; see inherited.h. */
#include "config.h"

#include "daemon/inherited.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/addr.h"

static int parse_names(const char *names, struct inherited *in, struct err *err)
{
	struct str rest = str_of(names), name;
	for (unsigned i = 0; i < in->n; i++) {
		struct inherited_socket *s = &in->sockets[i];
		if (!str_cut(&rest, ':', &name))
			return err_set(err, ERR_INVALID, "LISTEN_FDNAMES has %u names for %u sockets", i, in->n);
		if (name.n >= sizeof(s->name))
			return err_set(err, ERR_INVALID, "LISTEN_FDNAMES: a name of %zu bytes, at most %zu are taken",
				       name.n, sizeof(s->name) - 1);
		memcpy(s->name, name.p, name.n);
	}
	return rest.p ? err_set(err, ERR_INVALID, "LISTEN_FDNAMES has more names than %u sockets", in->n) : 0;
}

int inherited_parse(const char *pid, const char *fds, const char *names, pid_t self, struct inherited *out_r,
		    struct err *err)
{
	uint64_t number;
	memset(out_r, 0, sizeof(*out_r));
	if (!pid || !fds)
		return 0;
	if (!str_to_u64(str_of(pid), 1, INT_MAX, &number))
		return err_set(err, ERR_INVALID, "LISTEN_PID=%.40s is no process", pid);
	if (number != (uint64_t)self)
		return 0;
	if (!str_to_u64(str_of(fds), 0, INHERITED_MAX, &number))
		return err_set(err, ERR_INVALID, "LISTEN_FDS=%.40s is no number of sockets from 0 to %d", fds, INHERITED_MAX);
	out_r->n = (unsigned)number;
	for (unsigned i = 0; i < out_r->n; i++)
		out_r->sockets[i].fd = INHERITED_FIRST + (int)i;
	return names && out_r->n ? parse_names(names, out_r, err) : 0;
}

/* 1 or 0; -1: it is no socket at all, or none that is open. */
static int socket_option(int fd, int option)
{
	int value;
	socklen_t n = sizeof(value);
	return getsockopt(fd, SOL_SOCKET, option, &value, &n) < 0 ? -1 : value;
}

static int set_flags(int fd)
{
	int status = fcntl(fd, F_GETFL);
	return status < 0 || fcntl(fd, F_SETFL, status | O_NONBLOCK) < 0 ? -1 : fcntl(fd, F_SETFD, FD_CLOEXEC);
}

int inherited_check(struct inherited_socket *s, struct err *err)
{
	struct sockaddr_storage sa = { .ss_family = AF_UNSPEC };
	socklen_t n = sizeof(sa);
	struct addr addr;
	int type = socket_option(s->fd, SO_TYPE);
	if (type < 0)
		return err_errno(err, "inherited descriptor %d is no socket", s->fd);
	if (type != SOCK_STREAM)
		return err_set(err, ERR_INVALID, "inherited socket %d is no stream (ListenStream= is wanted)", s->fd);
	if (socket_option(s->fd, SO_ACCEPTCONN) != 1)
		return err_set(err, ERR_INVALID, "inherited socket %d does not listen (Accept=no is wanted)", s->fd);
	if (getsockname(s->fd, (struct sockaddr *)&sa, &n) < 0 || set_flags(s->fd) < 0)
		return err_errno(err, "inherited socket %d", s->fd);
	if (!addr_show((const struct sockaddr *)&sa, n, s->addr, sizeof(s->addr)))
		return err_set(err, ERR_INVALID, "inherited socket %d is neither Unix nor TCP", s->fd);
	if (sa.ss_family != AF_UNIX && (addr_parse(str_of(s->addr), &addr, err) < 0 || !addr_is_local(&addr)))
		return err_set(err, ERR_INVALID, "inherited socket %d listens on %s, which can be reached from other machines: "
			       "karezd has no authentication yet and takes Unix sockets and loopback only", s->fd, s->addr);
	return 0;
}

int inherited_take(struct inherited *out_r, struct err *err)
{
	static const char *const told[] = { "LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES" };
	int rc = inherited_parse(getenv(told[0]), getenv(told[1]), getenv(told[2]), getpid(), out_r, err);
	for (size_t i = 0; i < sizeof(told) / sizeof(*told); i++)
		unsetenv(told[i]);
	for (unsigned i = 0; i < out_r->n && rc == 0; i++)
		rc = inherited_check(&out_r->sockets[i], err);
	return rc;
}
