/* The folder of an index: generations, the one that is served, the writer's lock.
 *
 *   DIR/current -> gen.17     symbolic link, replaced atomically
 *   DIR/gen.17/               a Xapian database
 *   DIR/gen.16/               the one before, for rollback
 *   DIR/gen.18.new/           one under construction: db/ and whatever else its builder needs; of
 *                             no interest to readers, removed by the next run
 *   DIR/lock                  common/lock.h
 *
 * Small updates change the current generation in place (Xapian commits are atomic); full
 * rebuilds make a new one and switch.
 */
#ifndef KAREZ_INDEX_GENERATION_H
#define KAREZ_INDEX_GENERATION_H

#include <stdbool.h>
#include <stdint.h>

#include "common/err.h"

/* Number of the served generation and, when path_r is not NULL, the malloc()ed path of its
 * database.  ERR_NOT_FOUND when there is none yet. */
int generation_current(const char *dir, uint64_t *number_r, char **path_r, struct err *err);

/* Make the folder of the next generation under construction (leftovers of dead builds are removed
 * first) and name the database to be built in it, DIR/gen.N.new/db.  The caller holds the lock. */
int generation_begin(const char *dir, uint64_t *number_r, char **path_r, struct err *err);
/* Make the database durable, give it its name, switch, remove all but it and the one before. */
int generation_publish(const char *dir, uint64_t number, struct err *err);
/* Give up one under construction. */
void generation_abandon(const char *dir, uint64_t number);

/* Serve the newest generation older than the current one. */
int generation_rollback(const char *dir, uint64_t *from_r, uint64_t *to_r, struct err *err);

#endif
