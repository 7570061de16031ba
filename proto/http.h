/* HTTP as karez speaks it: bytes to message, message to request, reply to bytes.  Pure: no sockets, no threads.
 *
 *   GET /v1/search?q=...&collection=memos&limit=10        POST /v1/search  {"q":"...","collection":["memos"],"limit":10}
 *
 * A route stands for a verb; parameters have the names of the options of that verb.  Answers are one JSON object, errors one of
 * RFC 9457.  Routes, parameters and headers: karez-http(7).
 */
#ifndef KAREZ_PROTO_HTTP_H
#define KAREZ_PROTO_HTTP_H

#include <stdbool.h>

#include "common/arena.h"
#include "common/buf.h"
#include "common/str.h"
#include "proto/reply.h"
#include "proto/request.h"

/* ---- Bytes to message (http_message.c, http_chunks.c) ---- */

struct asset;
struct page_ask;

struct http_header {
	struct str name, value;
};

struct http_message {
	struct str method, target;
	struct str host;		/* that the target names, else the header */
	struct str path, query;		/* of the target */
	unsigned minor;			/* of HTTP/1.x */
	struct http_header headers[LIMIT_HTTP_HEADERS];
	unsigned n_headers;
	struct str body;
	bool close;			/* the client wants no more of this connection */
};

enum http_take {
	HTTP_MORE,			/* more has to come first */
	HTTP_CONTINUE,			/* the same, and the client waits to be told "100 Continue" */
	HTTP_DONE,
	HTTP_BAD			/* no message, or one too large: where the next one begins is unknown */
};

/* Why bytes are no message: what it is answered with. */
struct http_fault {
	unsigned status;
	const char *why;
};

/* How far a walk over a body in chunks has come; begins as zeros. */
struct http_chunks {
	size_t at;			/* bytes that were passed, whole chunks and lines */
	size_t size;			/* of the body in them */
	bool last, ended;		/* only lines follow; the whole was passed */
};

/* How far a message was read that is not whole yet, so that what comes later is not read together with all before it: the time that
 * a message takes is linear in it however it is cut.  Zeros for the first bytes of each message. */
struct http_progress {
	size_t looked;			/* bytes that were looked through for the end of the head */
	size_t wanted;			/* bytes without which the message is not whole */
	size_t body;			/* where one in chunks begins; 0: not known, or none does */
	struct http_chunks chunks;
};

/* One message off the front of `in`.  DONE: *message_r holds views of `in`, or of the arena, and *used_r bytes were taken.
 * BAD: *fault_r, and *message_r what was understood before. */
enum http_take http_take(struct str in, struct arena *a, struct http_progress *p, struct http_message *message_r, size_t *used_r,
			 struct http_fault *fault_r);
/* The value of the first header of that name, in any case; p == NULL: there is none. */
struct str http_header(const struct http_message *m, const char *name);
/* Those of all headers of that name as one list, in the arena. */
struct str http_header_list(const struct http_message *m, const char *name, struct arena *a);
/* Is `word` one of those in a header such as Connection, which lists words with commas? */
bool http_header_lists(const struct http_message *m, const char *name, const char *word);

/* The parts of the reader.  Goes on with a walk over chunks, `in` from the first on, and adds the body to `body`, if that is wanted (then
 * from the beginning).  DONE: c->at bytes are all of them. */
enum http_take http_chunks(struct str in, struct http_chunks *c, struct buf *body, struct http_fault *fault_r);
enum http_take http_bad(struct http_fault *f, unsigned status, const char *why);	/* fills f */
/* No controls; above ASCII stands whatever the sender meant. */
bool http_is_text(struct str s, bool blanks);

/* ---- Message to request (http.c, http_params.c) ---- */

/* How the reply is written. */
enum http_form {
	HTTP_PROBLEM,			/* an error; any form turns into it when the reply is one */
	HTTP_ROWS,			/* the head, and the rows as an array */
	HTTP_HITS,			/* the same of SEARCH and SIMILAR, whose rows are not only hits */
	HTTP_ROW,			/* the head, and one row */
	HTTP_HEALTH,			/* of COLLECTIONS: is there something to search? */
	HTTP_METRICS,			/* of METRICS, as Prometheus reads it */
	HTTP_OPTIONS,			/* what may be asked of the resource */
	HTTP_UNCHANGED,			/* the client has the answer already */
	HTTP_PAGE,			/* HTML, errors too (page.h) */
	HTTP_FILE			/* one that belongs to the page, whatever the reply is */
};

/* What a request says of who asks; see http_guard.h. */
struct http_caller {
	struct str host;		/* Host; empty: an old client that sends none */
	struct str origin;		/* Origin; empty: none */
	bool cross_site;		/* a browser says that another site's page asks, and not a person who follows a link there */
	bool changes;			/* neither GET nor HEAD */
};

struct http_shape {
	enum http_form form;
	const char *rows;		/* name of the array or the row; NULL: there are none */
	unsigned status;		/* instead of the one that the error stands for; 0: that one */
	const char *allow;		/* methods, with 405; NULL: not told */
	struct str parameter;		/* that was wrong; empty: not known */
	unsigned minor;			/* of HTTP/1.x, as the client speaks it */
	bool close;			/* the connection ends with this answer */
	bool head;			/* the body is not sent, as to HEAD */
	bool gzip;			/* the client takes it packed */
	struct http_caller caller;
	bool readable;			/* by pages of the caller's origin */
	struct str if_none_match;	/* tags of answers that the client has, or "*" */
	uint64_t tag;			/* of the answer, if it is one to keep; 0: it has none */
	const struct asset *file;	/* FILE */
	const struct page_ask *ask;	/* PAGE: what the address asked for, */
	const struct request *request;	/* the request made of it, */
	const struct str *collections;	/* and those served, which the caller fills in before the reply is written */
	size_t n_collections;
};

/* True: *request_r is to be carried out, and its reply written with *shape_r.  False: *reply is the answer.  Everything lives in
 * the arena, nothing is borrowed from the message. */
bool http_parse(const struct http_message *m, struct arena *a, struct request *request_r, struct http_shape *shape_r,
		struct reply *reply);
/* The answer to bytes that are no message, of which *m was understood: the connection ends with it. */
void http_refuse(const struct http_fault *fault, const struct http_message *m, struct arena *a, struct http_shape *shape_r,
		 struct reply *reply);

/* A parameter of a request.  Its value as text, however it was written. */
struct http_param {
	struct str name, value;
};
struct http_params {
	struct http_param *list;
	size_t n, cap;
};

/* Add those of "a=b&c=d"; false: *reply says what is wrong with them, and *name_r, where that is known, with which. */
bool http_params_query(struct http_params *p, struct str query, struct arena *a, struct str *name_r, struct reply *reply);
/* Those of a JSON object, each of the type that its name wants for that verb: strings; integers for numbers, true and false for switches;
 * of lists "a,b" is made. */
bool http_params_json(struct http_params *p, struct str json, enum verb v, struct arena *a, struct str *name_r, struct reply *reply);
/* Undo percent-escapes (and, in_query, '+') into the arena; false: there is a bad one, a NUL, or what comes out is not UTF-8. */
bool http_unescape(struct str s, bool in_query, struct arena *a, struct str *out_r);

/* ---- Reply to bytes (http_reply.c) ---- */

/* The tag of the answer to a request with that key: is it one of those that the client has?  The shape knows then. */
bool http_is_unchanged(struct http_shape *shape, struct str key);
/* Append the body of an answer that is no error, packed if that is wanted, and the whole of any answer. */
void http_encode_body(const struct reply *r, const struct http_shape *shape, struct buf *out);
void http_encode(const struct reply *r, const struct http_shape *shape, struct buf *out);
/* Append the answer that has this body. */
void http_encode_again(struct str body, const struct http_shape *shape, struct buf *out);
/* Everything in a shape that decides over the bytes of the body, for the key of a kept one. */
void http_shape_key(const struct http_shape *shape, struct buf *key);

/* Append the rows of METRICS in the text format of Prometheus, version 0.0.4 (http_metrics.c). */
void http_metrics(const struct reply *r, struct buf *out);

#define HTTP_CONTINUE_LINE "HTTP/1.1 100 Continue\r\n\r\n"

#endif
