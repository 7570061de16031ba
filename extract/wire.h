/* What karez-index and karez-extract say to each other, over a socket pair.
 *
 * A message is a head of 8 bytes and a body: strings and numbers, each with its length in front.
 * Descriptors travel with the head.  The reading side trusts nothing: lengths, encodings and
 * numbers are checked before they are used, whoever sent them.
 *
 *     karez-extract  HELLO                        once, when it is locked in (or why it is not)
 *     karez-index    READ + descriptor            one file
 *     karez-extract  (DOCUMENT | EXTERNAL + descriptor | FAILED | CUT | STEP)*  (DONE | ERROR)
 */
#ifndef KAREZ_EXTRACT_WIRE_H
#define KAREZ_EXTRACT_WIRE_H

#include <stdint.h>

#include "common/arena.h"
#include "common/buf.h"
#include "common/err.h"
#include "common/str.h"
#include "extract/walk.h"
#include "text/doc.h"

#define WIRE_VERSION 1
#define WIRE_FD 3			/* where karez-extract has its end */

enum wire_type {
	WIRE_NONE,
	WIRE_HELLO,		/* why it is not locked in: empty when it is */
	WIRE_READ,		/* struct wire_job; descriptor of the file */
	WIRE_DOCUMENT,		/* struct doc */
	WIRE_EXTERNAL,		/* name, media type; descriptor of the bytes */
	WIRE_FAILED,		/* name, why */
	WIRE_CUT,		/* name, what */
	WIRE_STEP,		/* nothing: work goes on */
	WIRE_DONE,		/* nothing: that was all of the file */
	WIRE_ERROR,		/* why the file as a whole cannot be read */
	N_WIRE_TYPES
};

struct wire_message {
	enum wire_type type;
	struct buf body;	/* replaced by each wire_receive() */
	int fd;			/* -1: none came */
};

void wire_message_fini(struct wire_message *m);		/* closes the descriptor as well */

/* fd_to_send: -1 for none; the caller keeps it.  The peer being gone is ERR_IO. */
int wire_send(int socket, enum wire_type type, struct str body, int fd_to_send, struct err *err);

/* The next message.  max: bytes of its body.  deadline: clock_us() until which it has to be here
 * whole, 0 for none: ERR_TIMEOUT.  1, 0 when the peer has closed, -1: ERR_LIMIT, ERR_CORRUPT, ERR_IO. */
int wire_receive(int socket, struct wire_message *m, size_t max, uint64_t deadline, struct err *err);

struct wire_job {
	struct str name, type, externals;
	struct walk_limits limits;
};

void wire_put_job(struct buf *b, const struct wire_job *job);
void wire_put_document(struct buf *b, const struct doc *doc);
void wire_put_pair(struct buf *b, struct str first, struct str second);

/* From a body, as views of it (the extras of a document in the arena).  ERR_CORRUPT: it is not what
 * it should be, strings that are no UTF-8 among them. */
int wire_take_job(struct str body, struct wire_job *job_r, struct err *err);
int wire_take_document(struct str body, struct arena *a, struct doc *doc_r, struct err *err);
int wire_take_pair(struct str body, struct str *first_r, struct str *second_r, struct err *err);

#endif
