/* A view: one or several collections, opened as one store, so that they have one ranking.
 *
 * One stat(2) per collection tells a new generation (freshness.h), the store itself a new revision.  When a new generation cannot be
 * opened the old one is served on.  Belongs to one thread: a worker's, or the loop's.
 */
#ifndef KAREZ_DAEMON_VIEW_H
#define KAREZ_DAEMON_VIEW_H

#include <stdint.h>

#include "daemon/board.h"
#include "daemon/stats.h"
#include "index/aids.h"
#include "query/aliases.h"
#include "shim/store.h"
#include "text/analyzer.h"

struct view_member {
	char *name;
	char *dir;			/* folder of the index */
	uint64_t generation;		/* that is open */
	int folder;			/* descriptor of its folder: while it is held, no other folder
					 * can get the same inode number */
};

struct view {
	struct store *store;		/* NULL: cannot be served */
	struct aids aids;		/* of a single collection */
	struct analyzer *analyzer;	/* owned by the collections */
	struct aliases *names;		/* of the alias files, for the analyzer; NULL: none */
	struct view_member *members;	/* in the order of the configuration */
	unsigned n_members;
	uint64_t open;			/* fingerprint of the generations that are open: the numbers begin
					 * anew when an index is made anew, this does not */
	/* private to view.c, view_open.c and collections.c */
	struct view *next;
	struct alias_table *table;	/* that names are made from */
	uint64_t names_of;		/* number of the configuration that they belong to */
	struct analyzer *names_analyzer;
	struct str key;			/* names and folders; owned */
	uint64_t checked_us;		/* it was the newest then */
	uint64_t stamp;			/* of the files that tell so; 0: unknown */
	uint64_t tried, tried_us;	/* fingerprint of those last tried, and when */
	uint64_t used_us;		/* by a request */
	bool published;			/* the board knows this revision */
	bool opened;			/* and that was not logged yet */
	uint64_t complaint;		/* hash of the last failure that was logged */
	struct err error;		/* why it, or its newer generation, cannot be served */
};

/* What the views of a thread share. */
struct view_host {
	struct board *board;		/* the caller's, as stats */
	struct stats *stats;
	bool first;			/* of the threads: tells the board about collections, logs what is wrong with them */
	struct analyzer_of *analyzers;	/* one per setting of languages */
};
void view_host_fini(struct view_host *h);	/* after its views */

/* members: which collections of the configuration, whose names and folders the key has.  Nothing is opened yet. */
struct view *view_new(struct str key, const struct conf *conf, const bool *members);
void view_free(struct view *v);

/* Brings it to its newest state, or says in v->error why not. */
void view_update(struct view_host *h, const struct conf *conf, struct view *v);
/* Is it that already, as far as one look tells, or a look since then has told? */
bool view_is_newest(struct view *v, uint64_t since_us);
/* Opens the generations that the links lead to, whose fingerprint target is; false with v->error: what was open still is.
 * One that failed is not tried again at once. */
bool view_open(struct view_host *h, const struct conf *conf, struct view *v, uint64_t target);
/* From now on with the alias files of this configuration. */
void view_use_names(struct view *v, const struct snapshot *s);
/* An update leaves those behind that are open; it makes them anew after its commit. */
void view_refresh_aids(struct view *v);

/* A fingerprint of all that an answer can depend on in the collections; 0: unknown. */
uint64_t view_state(const struct view *v);

/* A request failed with err while it used the view: when the index itself may be at fault it is
 * opened anew for the next one. */
void view_doubt(struct view *v, const struct err *err);

/* "17" or "17,4": of the members, as of now. */
struct str view_generations(const struct view *v, struct arena *a);
int view_revisions(const struct view *v, struct arena *a, struct str *out_r, struct err *err);

#endif
