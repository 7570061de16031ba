/* What a line at the prompt means: a query, the number of a hit, or a command that begins with a colon.
 *
 * Knows nothing of terminals: prompt.c gives it lines and asks it what may stand at the cursor.
 */
#ifndef KAREZ_CLIENT_DIALOG_H
#define KAREZ_CLIENT_DIALOG_H

#include "client/complete.h"
#include "client/session.h"

struct setting {
	struct str name, value;
};

struct listed {
	uint64_t rank;		/* from 1, whether or not it is among the fields asked for */
	struct str id, collection;	/* collection: empty where only one was asked */
};

struct dialog {
	struct session *session;
	struct arena arena;		/* of the settings */
	struct setting *settings;	/* options of requests, each name once */
	size_t n_settings, settings_cap;
	struct arena list_arena;	/* of what follows */
	struct listed *hits;		/* of the last list, all of its pages */
	size_t n_hits, hits_cap;
	const struct command *last;	/* what gave it; NULL: nothing yet */
	struct str last_text, last_collections;
	uint64_t next;			/* hits to skip for the page after it */
};

/* The options and collections of the command line are the settings to begin with.  The session has to outlive it. */
void dialog_init(struct dialog *d, struct session *s);
void dialog_fini(struct dialog *d);

/* Does what a line says; what it prints is in the session.  False when it says that this is the end. */
bool dialog_line(struct dialog *d, struct str line);

/* What may stand at the end of the line; asks the daemon for words and collections.  Lives in the session's scratch. */
void dialog_complete(struct dialog *d, struct str line, struct completion *out_r);

#endif
