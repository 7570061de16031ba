/* One writer at a time: an advisory lock on a file that also says who holds it.
 *
 * flock(2) on the file, so the kernel drops the lock when the holder dies; the file holds
 * "pid program started" for the message that the second one gets.
 */
#ifndef KAREZ_COMMON_LOCK_H
#define KAREZ_COMMON_LOCK_H

#include <stdbool.h>

#include "common/err.h"

struct lock {
	int fd;		/* -1 when not held */
};

#define LOCK_INIT ((struct lock){ -1 })

/* ERR_LOCKED with "... is being written by karez-index (pid 123, since 2026-01-02T03:04:05Z)". */
int lock_acquire(struct lock *l, const char *path, const char *program, struct err *err);
void lock_release(struct lock *l);

#endif
