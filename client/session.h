/* A use of karez: what was asked for, the connection, and what is to be printed.
 *
 * main.c makes one for a command line, prompt.c asks through it again and again.  One thread.
 */
#ifndef KAREZ_CLIENT_SESSION_H
#define KAREZ_CLIENT_SESSION_H

#include "client/args.h"
#include "client/reply.h"
#include "client/view.h"

/* What karez ends with; 0 where a function below says "or a status". */
enum { STATUS_FOUND, STATUS_NOTHING, STATUS_USAGE, STATUS_REFUSED, STATUS_NO_DAEMON };

struct session {
	struct args args;
	struct karez *conn;	/* NULL: none yet; karez_fd() is -1 when it has failed */
	struct arena arena;	/* of args */
	struct arena scratch;	/* of an answer: reset by whoever asks again */
	struct view out, err;	/* standard output and error */
	struct str place;	/* in front of messages: "queries.txt:3: " */
	struct str query_id;	/* in a batch; it stands in each object of JSON */
	bool gone;		/* who reads standard output has left, and wants no more */
	bool unwritten;		/* it could not be written */
	char host[256];		/* this machine's name, where the daemon is on it */
};

/* SIGPIPE is ignored from then on: who reads says when it is enough. */
void session_init(struct session *s);
/* Colours and links as args want them. */
void session_style(struct session *s);
/* Writes what was printed, through a pager where one is wanted. */
void session_flush(struct session *s);
void session_fini(struct session *s);

/* "karez: place: message" on standard error.  It may hold bytes of documents and of the server. */
void session_complain(struct session *s, struct str message);
int session_fail(struct session *s, int status, const struct err *err);	/* the same; gives the status */

/* 0, or a status, told. */
int session_connect(struct session *s);
/* Sends args.text to args.collections with a verb and options, and waits; 0, or a status, told. */
int session_call(struct session *s, const char *verb, struct str options, struct karez_reply *reply_r);
/* Prints the answer to args.command; gives the status (answer.c). */
int session_answer(struct session *s, const struct karez_reply *reply);
/* karez raw: the line goes out and the answer comes back as they are. */
int session_raw(struct session *s);

#endif
