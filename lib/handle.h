/* What a handle is, and failing: the one place where its code and message are set.
 */
#ifndef KAREZ_LIB_HANDLE_H
#define KAREZ_LIB_HANDLE_H

#include <stdbool.h>
#include <stdint.h>

#include "common/buf.h"
#include "common/err.h"
#include "lib/karez.h"
#include "lib/result.h"

struct karez {
	int fd;			/* -1: not connected */
	char *address;		/* NULL: never connected, or attached */
	uint64_t timeout_us;
	size_t max_reply;
	bool retry;

	struct buf out;		/* requests, of which `sent` bytes are gone */
	size_t sent;
	bool deaf;		/* the server takes no more, but may have answered */

	struct buf in;		/* replies as they come */
	size_t taken;		/* of it, replies that were whole */
	size_t seen;		/* lines that were counted */
	size_t looked;		/* bytes in which there is no other line end */
	size_t rows, left;	/* of the reply that is coming, and of them not seen yet */
	bool begun;		/* its first line was seen */
	bool ended;		/* the server closed its side */
	bool torn;		/* the last connection was closed within a reply */

	struct buf waiting;	/* an enum row_kind as a byte for each request without its reply */
	size_t answered;	/* of them, replies that came */
	uint64_t deadline;	/* for the next reply, on clock_us() */

	struct result *first, **last;	/* replies that came and were not taken; *last is the end of the list */
	size_t n_results;

	enum karez_code code;
	unsigned column;
	struct err err;
};

/* Both set the handle's code and message and return the code. */
enum karez_code handle_ok(struct karez *k);
enum karez_code handle_fail(struct karez *k, enum karez_code code, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* The code that belongs to k->err, which somebody has filled. */
enum karez_code handle_failed(struct karez *k);

/* Closes the connection; requests without a reply are forgotten, replies that came stay. */
void handle_drop(struct karez *k);

/* Requests that wait for their replies. */
static inline size_t handle_waiting(const struct karez *k)
{
	return k->waiting.n - k->answered;
}

#endif
