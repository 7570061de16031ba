/* What one worker serves: the sets of collections that requests have named, always at their newest state.
 *
 * A set is a struct view (view.h), kept for the next request that names the same one, and brought to the newest generation and
 * revision before each.
 *
 * Belongs to one thread: a worker's, or the loop's.
 */
#ifndef KAREZ_DAEMON_COLLECTIONS_H
#define KAREZ_DAEMON_COLLECTIONS_H

#include <stdint.h>

#include "daemon/board.h"
#include "daemon/job.h"
#include "daemon/stats.h"
#include "daemon/view.h"

struct collections;

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

/* Housekeeping between requests, at most once in COLLECTIONS_REFRESH_MS unless forced: views are
 * brought up to date, so that no worker holds the files of an old generation for long; what is
 * not configured any more, or was not asked for in a long time, is let go. */
#define COLLECTIONS_REFRESH_MS 1000
void collections_refresh(struct collections *c, bool force);

struct stats *collections_stats(struct collections *c);
struct name_lore *collections_lore(struct collections *c);

#endif
