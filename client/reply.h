/* Requests as lines by libkarez, and their replies as views of bytes, for printing.
 */
#ifndef KAREZ_CLIENT_REPLY_H
#define KAREZ_CLIENT_REPLY_H

#include "common/arena.h"
#include "common/err.h"
#include "common/str.h"
#include "lib/karez.h"

/* Lives in the arena that it was read into. */
struct karez_reply {
	char kind;		/* '+', '=' or '-' */
	struct str first;	/* the first line as it came */
	struct str head;	/* '+': the text; '=': key=value ..., see line_value() */
	struct str code;	/* '-': SYNTAX, BUSY ... */
	struct str message;	/* '-': the rest */
	struct str *rows;	/* JSON objects */
	size_t n_rows;
};

/* The line that asks this (line_request() in proto/line.h), without its end; it lives in the arena. */
int reply_line_of(const char *verb, struct str collections, struct str options, struct str text, struct arena *a,
		  const char **line_r, struct err *err);

/* One request line, without its end, and its reply.  A '-' reply is not an error of this call. */
int reply_call(struct karez *k, const char *line, struct arena *a, struct karez_reply *out_r, struct err *err);
/* The two halves, for pipelining: replies come in the order of the requests. */
int reply_send(struct karez *k, const char *line, struct err *err);
int reply_receive(struct karez *k, struct arena *a, struct karez_reply *out_r, struct err *err);

#endif
