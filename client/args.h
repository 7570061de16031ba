/* The command line of karez: options, one command, and the words it is about.
 */
#ifndef KAREZ_CLIENT_ARGS_H
#define KAREZ_CLIENT_ARGS_H

#include <stdbool.h>

#include "client/karez.h"
#include "client/view.h"
#include "common/buf.h"
#include "proto/request.h"

struct command {
	const char *name;
	enum verb verb;		/* of no meaning for "raw" */
	const char *help;	/* NULL: the verb's */
	const char *words;	/* what stands behind it */
	int (*print)(struct view *v, const struct karez_reply *r, struct arena *a, struct err *err);
};
extern const struct command command_raw;

struct args {
	const struct command *command;
	const char *server, *conf;	/* NULL: not given */
	struct str collections;		/* "a,b" */
	struct str options;		/* as the wire has them: "limit=5 sort=date" */
	struct str text;		/* the words behind the command, one blank between them */
	uint64_t timeout_ms;		/* for the daemon's answer */
	bool json, verbose, help, version;
};

/* Checks everything that can be checked here.  ERR_INVALID with a message for the user. */
int args_parse(int argc, char **argv, struct arena *a, struct args *out_r, struct err *err);

/* --help. */
void args_help(struct buf *out);

#endif
