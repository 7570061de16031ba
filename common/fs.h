/* Files and folders: reading whole files within a limit, durable writes, removal of trees.
 *
 * Paths are C strings as the system knows them (bytes, no encoding).  Nothing here follows a
 * symbolic link out of a tree that it removes.
 */
#ifndef KAREZ_COMMON_FS_H
#define KAREZ_COMMON_FS_H

#include <stdbool.h>
#include <stdint.h>

#include "common/buf.h"
#include "common/err.h"

/* Whole file into out (appended).  ERR_LIMIT when it is longer than max bytes (0 = no limit);
 * reads until end of file, so sizes that stat does not know (/proc, pipes) work. */
int fs_read(const char *path, size_t max, struct buf *out, struct err *err);

/* Write a file so that a crash leaves either the old or the new one: temporary file beside it,
 * fsync, rename, fsync of the folder. */
int fs_write_atomic(const char *path, struct str bytes, struct err *err);

/* All of the bytes, whatever interrupts; -1 with errno set. */
int fs_write_all(int fd, struct str bytes);

int fs_mkdirs(const char *path, unsigned mode, struct err *err);	/* like mkdir -p */
int fs_remove_tree(const char *path, struct err *err);			/* like rm -rf; absent is fine */
int fs_fsync(const char *path, struct err *err);			/* a file or a folder */
int fs_sync_tree(const char *path, struct err *err);			/* every file in a folder, then it */
int fs_free_space(const char *path, uint64_t *bytes_r, struct err *err);	/* of its disk, for us */
int fs_tree_size(const char *path, uint64_t *bytes_r, struct err *err);

/* Make (or replace) the symbolic link at `link` point to `target`, atomically and durably. */
int fs_symlink_atomic(const char *target, const char *link, struct err *err);

bool fs_exists(const char *path);
bool fs_is_dir(const char *path);
char *fs_join(const char *dir, const char *name);	/* malloc()ed "dir/name"; caller frees */
const char *fs_basename(const char *path);		/* last component; "x/" gives "x/" */

#endif
