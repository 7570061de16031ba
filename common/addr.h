/* Addresses as people write them, of `listen` and of the client's -s:
 *
 *     unix:/run/karez/karez.sock   /run/karez/karez.sock   127.0.0.1:7700   [::1]:7700   localhost:7700
 */
#ifndef KAREZ_COMMON_ADDR_H
#define KAREZ_COMMON_ADDR_H

#include <stdbool.h>
#include <sys/socket.h>

#include "common/err.h"
#include "common/str.h"

struct addr {
	bool is_unix;
	char path[108];		/* unix: socket path, NUL-terminated */
	char host[256];		/* tcp: name or number, without brackets */
	char port[6];
};

/* Checks the form only; no name is looked up.  A relative path after "unix:" is taken as it is. */
int addr_parse(struct str s, struct addr *out_r, struct err *err);

/* Can only this machine connect to it?  A Unix socket, 127.0.0.0/8, ::1, "localhost". */
bool addr_is_local(const struct addr *a);

/* The address of a socket in these forms (of an abstract or unnamed Unix socket "unix:@name", "unix:").
 * False: it is of another family, or does not fit. */
bool addr_show(const struct sockaddr *sa, socklen_t n, char *out, size_t size);

#endif
