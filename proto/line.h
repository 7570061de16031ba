/* The line protocol, version 1 (karez-protocol(7)): bytes to request, reply to bytes.  Pure: no
 * sockets, no threads.
 *
 *   [@tag] VERB [collection[,collection]...] [key=value ...] [ : text]
 *
 * Names and options may come in any order.  Verbs in either case.  " : " (or ":" at the end of
 * the line) begins the text, which is raw to the end of the line.
 */
#ifndef KAREZ_PROTO_LINE_H
#define KAREZ_PROTO_LINE_H

#include <stdbool.h>

#include "common/arena.h"
#include "common/buf.h"
#include "common/err.h"
#include "proto/reply.h"
#include "proto/request.h"

#define LINE_PROTOCOL 1

/* One line without its LF (a CR before it is dropped).  Everything in *out_r is a copy in the
 * arena.  True: *out_r is filled.  False: *error_r is an error reply (its tag is in out_r->tag
 * where it could be read).  An empty line gives false with error_r->kind == REPLY_LINE and an
 * empty message: to be ignored. */
bool line_parse(struct str line, struct arena *a, struct request *out_r, struct reply *error_r);

/* Append a reply.  The tag, if any, is echoed as "@tag" after the first word.  Whatever the values
 * hold, exactly the lines that the first one announces come out; a '+' reply with an empty message
 * gives none. */
void line_encode(const struct reply *r, struct str tag, struct buf *out);

/* Append the same encoded reply of rows, made for a request without a tag, for one with this tag (or none), and with another
 * took_us. */
void line_again(struct str encoded, struct str tag, uint64_t took_us, struct buf *out);

/* For clients: append the request as a line with LF.  collections: "a,b" or empty; options:
 * "key=value key=value" or empty; text: p == NULL for a verb without text.  ERR_INVALID when a part
 * holds a line end or a NUL, ERR_LIMIT when the line passes LIMIT_LINE; nothing is appended then. */
int line_request(const char *verb, struct str collections, struct str options, struct str text,
		 struct buf *out, struct err *err);

/* For clients: what the first line of a reply says.  All are views of the line. */
struct line_status {
	char kind;			/* '+', '=' or '-' */
	uint64_t rows;			/* '=': JSON lines that follow */
	struct str word;		/* first word: '-': CODE */
	struct str tag;			/* without the @; empty: none */
	struct str rest;		/* '+': text after the word; '=': key=value ...; '-': message */
};
bool line_status(struct str line, struct line_status *out_r);
/* The next key=value of `rest` of a '=' line, cut off it; the value as it stands there, with its quotes.  False at the end, and where
 * a value is not closed. */
bool line_pair(struct str *rest, struct str *key_r, struct str *raw_r);
/* Such a value without quotes and escapes, into out, which has room for raw.n bytes; how many it is. */
size_t line_unquote(struct str raw, char *out);
/* The value of a key in `rest` of a '=' line; values in double quotes have their backslash escapes
 * undone into the arena. */
bool line_value(struct str rest, const char *key, struct arena *a, struct str *value_r);

#endif
