/* Where the lines of the prompt are kept between its uses.  Several prompts may add to the file at the same time.
 */
#ifndef KAREZ_CLIENT_HISTORY_FILE_H
#define KAREZ_CLIENT_HISTORY_FILE_H

#include "common/arena.h"
#include "common/err.h"
#include "common/str.h"

#define HISTORY_MOST_BYTES (1u << 20)	/* of the file */

/* $XDG_STATE_HOME/karez/history, else ~/.local/state/karez/history; NULL when neither folder is named by a whole path. */
const char *history_path(struct arena *a);

/* Adds a line, with its end, behind those that are there, and takes so many of the first away that `most` are left, in
 * HISTORY_MOST_BYTES.  Above them stands `head`, a line by which the file is known: what does not begin with it is no history and
 * gives way.  The file is for nobody but its owner; its folder is made where it is missing. */
int history_append(const char *path, struct str head, struct str line, size_t most, struct arena *a, struct err *err);

#endif
