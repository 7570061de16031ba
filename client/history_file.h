/* Where the lines of the prompt are kept between its uses.
 */
#ifndef KAREZ_CLIENT_HISTORY_FILE_H
#define KAREZ_CLIENT_HISTORY_FILE_H

#include <stdio.h>

#include "common/arena.h"
#include "common/err.h"

/* $XDG_STATE_HOME/karez/history, else ~/.local/state/karez/history; NULL when neither folder is named by a whole path. */
const char *history_path(struct arena *a);

/* A new file beside it, for nobody but its owner, whose folder is made where it is missing; history_done() closes it and
 * gives it the name of the old one. */
FILE *history_begin(const char *path, struct arena *a, struct err *err);
int history_done(FILE *file, const char *path, struct arena *a, struct err *err);

#endif
