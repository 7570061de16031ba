/* Where the daemon is: the first address that anything names.
 */
#ifndef KAREZ_CLIENT_ADDRESS_H
#define KAREZ_CLIENT_ADDRESS_H

#include "common/arena.h"
#include "common/err.h"

struct address {
	const char *addr;	/* for karez_connect() */
	const char *origin;	/* what named it, for a person: "-s", "$KAREZ_SERVER", a file ... */
};

/* In this order: server (-s), $KAREZ_SERVER, the first `listen` of the configuration (conf, else the
 * default file where it can be read), $XDG_RUNTIME_DIR/karez.sock where it exists, the system's
 * socket.  Fails when a configuration is named or found and is not valid. */
int address_find(const char *server, const char *conf, struct arena *a, struct address *out_r, struct err *err);

/* What to do when nobody answers there: several lines. */
struct str address_advice(const struct address *at, struct arena *a);

#endif
