/* What the loop thread and the workers tell each other outside of jobs: the present
 * configuration, and what each collection looked like when a worker last opened it.
 *
 * Every call takes one mutex, for the time of a copy.
 */
#ifndef KAREZ_DAEMON_BOARD_H
#define KAREZ_DAEMON_BOARD_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "common/err.h"
#include "daemon/snapshot.h"

struct board;

struct name_lore;			/* query/name_facet.h */

struct board *board_new(void);
void board_free(struct board **b);

/* The configuration in force.  board_conf() gives a counted reference. */
void board_conf_set(struct board *b, struct snapshot *s);	/* takes the reference over */
struct snapshot *board_conf(struct board *b);

/* What all threads know of names in documents; the board's own. */
struct name_lore *board_lore(struct board *b);

struct board_state {
	bool known;		/* a worker has looked at it */
	bool ok;		/* it is served; else reason says why not */
	uint64_t documents;
	uint64_t generation, revision;
	char built[32];		/* ISO time; empty when unknown */
	time_t changed;		/* last commit: mtime of the generation's folder */
	char reason[sizeof(((struct err *)0)->msg)];
};

/* By name and folder, so that a collection that a reload moved elsewhere starts anew. */
void board_put(struct board *b, const char *name, const char *dir, const struct board_state *s);
struct board_state board_get(struct board *b, const char *name, const char *dir);

#endif
