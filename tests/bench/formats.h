/* What load.c speaks: how a request is framed, and where a reply ends, in each of the formats that servers here have.
 */
#ifndef KAREZ_BENCH_FORMATS_H
#define KAREZ_BENCH_FORMATS_H

#include <stdbool.h>

#include "common/buf.h"
#include "common/str.h"

struct load_reply {
	bool error;
	unsigned hits;
	struct buf *ids;		/* of the hits, with commas between; NULL: they are not wanted */
};

struct format {
	const char *name;
	void (*frame)(struct buf *out, struct str request);
	/* Bytes of the complete reply that `in` begins with, 0 when there is none yet. */
	size_t (*reply)(struct str in, struct load_reply *r);
	bool (*greet)(int fd);		/* what comes before the first request; NULL: nothing */
};

/* line:      karez' own; a request is its line
 * resp:      Redis' version 2; a request is its arguments with tabs between
 * http:      HTTP/1.1, kept alive; a request is the target of a GET
 * sphinxql:  MySQL's protocol; a request is a statement
 * NULL: no such format. */
const struct format *format_find(const char *name);

#endif
