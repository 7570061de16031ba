/* Bytes in and out: requests go out, replies are cut off what comes; one state, used by waiting and not waiting calls alike.
 */
#ifndef KAREZ_LIB_STREAM_H
#define KAREZ_LIB_STREAM_H

#include "lib/handle.h"

/* A request as a line with its LF: kept, and what the system takes at once is sent.  What fails in the connection is told when
 * its reply is asked for, since the server may have said why. */
enum karez_code stream_send(struct karez *k, struct str line, enum row_kind kind);

/* Sends and reads what can be without waiting.  A failure closes the connection. */
enum karez_code stream_process(struct karez *k);

/* The next reply; NULL: none has come. */
struct result *stream_take(struct karez *k);
/* The same, waited for until the timeout; NULL with the handle's code set. */
struct result *stream_receive(struct karez *k);

/* Waits for KAREZ_READ or KAREZ_WRITE until the deadline (on clock_us()). */
enum karez_code stream_await(struct karez *k, int events, uint64_t deadline);
/* Fails with the message for a time that is over. */
enum karez_code stream_overdue(struct karez *k);

/* Has the server closed the connection, and said nothing before, while nothing was asked?  Looks, without waiting. */
bool stream_is_gone(struct karez *k);

/* The address for messages. */
const char *stream_peer(const struct karez *k);

#endif
