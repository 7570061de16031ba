/* Has an index changed?  Told by its folders, without opening it.  Any thread.
 */
#ifndef KAREZ_DAEMON_FRESHNESS_H
#define KAREZ_DAEMON_FRESHNESS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

struct view;
struct view_member;

/* Of the folder that a member's `current` leads to, or of a file in it ("/iamglass"); false: it leads nowhere. */
bool freshness_stat(const struct view_member *m, const char *file, struct statx *st);

/* Fingerprints of generations, all members': of those that the links lead to, one that leads nowhere counting as nothing, and of
 * those that are open. */
uint64_t freshness_now(const struct view *v);
uint64_t freshness_open(const struct view *v);

/* Every commit replaces one file of a database, and every switch leads to another one: while its stamp is the same,
 * nothing has changed.  0: cannot tell, as when it is so new that a second change may have the same time. */
uint64_t freshness_stamp(const struct view *v);

#endif
