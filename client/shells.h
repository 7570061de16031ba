/* Completion for the command lines of shells, as scripts made of the tables that --help prints.
 */
#ifndef KAREZ_CLIENT_SHELLS_H
#define KAREZ_CLIENT_SHELLS_H

#include "common/buf.h"

enum shell { SHELL_BASH, SHELL_ZSH, SHELL_FISH };	/* in the order of --completions */

void shell_completions(enum shell shell, struct buf *out);

#endif
