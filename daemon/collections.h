/* What one worker serves: handles on the configured collections, always at their newest state.
 *
 * A request names one or several collections; several are one store over all their databases,
 * so that they have one ranking.  A struct view is such a set, opened, and kept for the next
 * request that names the same set.  Before each request the view is brought to the newest
 * generation and revision: one stat(2) per collection tells a new generation, the store itself
 * a new revision.  When a new generation cannot be opened the old one is served on.
 *
 * Belongs to one thread: a worker's, or the loop's.
 */
#ifndef KAREZ_DAEMON_COLLECTIONS_H
#define KAREZ_DAEMON_COLLECTIONS_H

#include <stdint.h>

#include "daemon/board.h"
#include "daemon/job.h"
#include "daemon/stats.h"
#include "index/aids.h"
#include "query/aliases.h"
#include "shim/store.h"
#include "text/analyzer.h"

struct collections;

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
	/* private to collections.c */
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

/* board and stats stay the caller's.  first: of the workers, the one that opens every
 * collection unasked, tells the board about them and logs what is wrong with them. */
struct collections *collections_new(struct board *board, struct stats *stats, bool first);
void collections_free(struct collections **c);

/* The collection of this name; NULL: j->reply is an error that lists those there are.  Any thread. */
const struct conf_collection *collections_find(struct job *j, struct str name);

/* The collections that the job names (none: all).  NULL: j->reply is an error that says what is
 * wrong and which command repairs it.  Valid until the next call. */
struct view *collections_view(struct collections *c, struct job *j);

/* The same as long as that takes one look: NULL when anything would have to be opened first, or is
 * wrong. */
struct view *collections_peek(struct collections *c, struct job *j);
/* A fingerprint of all that an answer can depend on in the collections; 0: unknown. */
uint64_t view_state(const struct view *v);

/* A request failed with err while it used the view: when the index itself may be at fault it is
 * opened anew for the next one. */
void collections_doubt(struct view *v, const struct err *err);

/* Housekeeping between requests, at most once in COLLECTIONS_REFRESH_MS unless forced: views are
 * brought up to date, so that no worker holds the files of an old generation for long; what is
 * not configured any more, or was not asked for in a long time, is let go. */
#define COLLECTIONS_REFRESH_MS 1000
void collections_refresh(struct collections *c, bool force);

/* "17" or "17,4": of the members, as of now. */
struct str view_generations(const struct view *v, struct arena *a);
int view_revisions(const struct view *v, struct arena *a, struct str *out_r, struct err *err);

struct stats *collections_stats(struct collections *c);
struct name_lore *collections_lore(struct collections *c);

#endif
