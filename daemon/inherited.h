/* Listening sockets that the service manager has opened and passes on (the protocol of
 * sd_listen_fds(3): descriptors from 3 on, told in the environment), without its library.
 *
 * They are the manager's: karezd accepts on them, closes its copies at the end, and leaves the
 * sockets and their files alone.  To be called once, before there are threads.
 */
#ifndef KAREZ_DAEMON_INHERITED_H
#define KAREZ_DAEMON_INHERITED_H

#include <sys/types.h>

#include "common/err.h"

#define INHERITED_FIRST 3	/* the first descriptor */
#define INHERITED_MAX 32

struct inherited_socket {
	int fd;
	char name[64];		/* FileDescriptorName= of the socket unit; "" when none is told */
	char addr[128];		/* where it listens, as `listen` would have it */
};

struct inherited {
	unsigned n;
	struct inherited_socket sockets[INHERITED_MAX];
};

/* Take over what the environment tells and remove it from there, so that no child takes it for its
 * own.  None are told, or they are for another process: n is 0.  ERR_INVALID: the environment makes no
 * sense, or a descriptor is no listening stream socket that only this machine can connect to. */
int inherited_take(struct inherited *out_r, struct err *err);

/* The two halves of it.  fd and name of each socket, from the values of LISTEN_PID, LISTEN_FDS and
 * LISTEN_FDNAMES (NULL: not set). */
int inherited_parse(const char *pid, const char *fds, const char *names, pid_t self, struct inherited *out_r,
		    struct err *err);
/* Is s->fd what karezd can listen on?  Sets its flags and fills addr. */
int inherited_check(struct inherited_socket *s, struct err *err);

#endif
