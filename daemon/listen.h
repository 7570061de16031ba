/* Listening sockets: Unix and TCP, opened and closed as the configuration changes.
 *
 * Belongs to the loop thread.  Accepted sockets are non-blocking and handed to the caller.  When
 * the process has no descriptor left, the client is accepted with one held in reserve and
 * closed, so that it is not left waiting and the loop does not spin.
 */
#ifndef KAREZ_DAEMON_LISTEN_H
#define KAREZ_DAEMON_LISTEN_H

#include "common/conf.h"
#include "common/err.h"
#include "daemon/inherited.h"
#include "daemon/loop.h"
#include "daemon/stats.h"

struct listeners;
struct wire;
typedef void listen_fn(void *arg, int fd, const char *peer, const struct wire *wire);

struct listeners *listeners_new(struct loop *l, struct stats *stats, listen_fn *accepted, void *arg);
/* Closes them and removes the Unix sockets that are still ours; inherited ones stay. */
void listeners_free(struct listeners **ls);

/* Listen also on these, until the end, whatever the configuration says; before listeners_set().  Lines are spoken there, but
 * where the configuration has the address for HTTP. */
void listeners_inherit(struct listeners *ls, const struct inherited *in);

/* Listen on the addresses of conf and on no others but inherited ones.  An address that was inherited is
 * not opened again; what `listen` is by default is not opened beside inherited ones.  All or nothing: on
 * error the addresses from before are listened on still.  ERR_BUSY: another karezd answers on a Unix socket. */
int listeners_set(struct listeners *ls, const struct conf *conf, struct err *err);
/* Stop accepting; the sockets are removed, inherited ones stay. */
void listeners_close(struct listeners *ls);

#endif
