/* Showing what is longer than the screen by a program that people read with.
 */
#ifndef KAREZ_CLIENT_PAGER_H
#define KAREZ_CLIENT_PAGER_H

#include "common/err.h"
#include "common/str.h"

/* The command line: $KAREZ_PAGER, else $PAGER, else "less -FRX"; NULL when it is to be none: empty, or "cat". */
const char *pager_command(void);

/* Runs it by the shell on the bytes and waits until the reader has left it, early or not; $LESS is FRX for it unless it
 * is set.  1: shown; 0: there is no such program, nothing was shown; -1 with err.  The process must ignore SIGPIPE. */
int pager_show(const char *command, struct str bytes, struct err *err);

#endif
