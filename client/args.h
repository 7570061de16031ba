/* The command line of karez: options, one command, and the words it is about.
 */
#ifndef KAREZ_CLIENT_ARGS_H
#define KAREZ_CLIENT_ARGS_H

#include <stdbool.h>

#include "client/format.h"
#include "client/reply.h"
#include "client/view.h"
#include "common/buf.h"
#include "proto/request.h"

struct command {
	const char *name;
	enum verb verb;		/* of no meaning for "raw"; SEARCH for "eval" */
	const char *help;	/* NULL: the verb's */
	const char *words;	/* what stands behind it */
	int (*print)(struct view *v, const struct karez_reply *r, struct arena *a, struct err *err);
};
extern const struct command command_raw;
extern const struct command command_eval;
const struct command *args_commands(size_t *n_r);	/* those that are verbs */
const struct command *command_find(struct str name);	/* any; NULL: there is none */

const char *args_command_help(const struct command *c);

/* An option of the client itself, where `arg` with a bar lists the values there are; or one that becomes an option of the
 * request: `wire` names the row of options.def that gives help and check, `fixed` the value of one that takes none here. */
struct args_option {
	char letter;			/* 0: none */
	const char *name, *arg, *help;	/* arg NULL: it takes none; help NULL: the row's */
	const char *wire, *fixed;
	const struct command *only;	/* that takes it; NULL: any */
};
const struct args_option *args_options(size_t *n_r);
const char *args_option_help(const struct args_option *o);
const char *args_values(const struct args_option *o);	/* "one|of|these", "any,of,these" or a sentence; "": not known */
bool args_taken(const struct command *c, const struct args_option *o);	/* does the command take it? */

/* karez eval: files, NULL where not given. */
struct eval_args {
	const char *queries, *qrels;
	const char *run;		/* measured in place of the daemon's answers */
	const char *against;		/* a run to compare with */
	bool has_baseline;		/* or these options, asked as well: as the wire has them */
	struct str baseline;
	const char *save;
	bool per_query;
};

struct args {
	const struct command *command;
	const char *server, *conf;	/* NULL: not given */
	struct str collections;		/* "a,b" */
	struct str options;		/* as the wire has them: "limit=5 sort=date" */
	struct str text;		/* the words behind the command, one blank between them */
	const char *file;		/* of queries, in place of `text`; NULL: none */
	struct format *format;		/* of hits; NULL: none */
	uint64_t timeout_ms;		/* for the daemon's answer */
	bool alone;			/* nothing is asked, and no command named */
	bool json, verbose, no_pager, help, version;
	enum view_when color, hyperlink;
	int completions;		/* an enum shell; -1: none is wanted */
	struct eval_args eval;		/* its options of the request are in `options` */
};

/* Checks everything that can be checked here.  ERR_INVALID with a message for the user.  That nothing is asked is an error,
 * too; with `alone` all else is as it should be then. */
int args_parse(int argc, char **argv, struct arena *a, struct args *out_r, struct err *err);

/* --help. */
void args_help(struct buf *out);

#endif
