/* The alias files of a configuration, read once: what all its requests go by until the next reload.
 *
 * `installed` stands for the files *.aliases in share/karez/aliases beside the program's folder (so that a tree
 * that was moved, or only built, has its own), else where karez was configured to be installed.
 * Immutable once loaded; any thread.
 */
#ifndef KAREZ_DAEMON_NAMES_H
#define KAREZ_DAEMON_NAMES_H

#include "common/conf.h"
#include "query/alias_file.h"

struct names;

/* ERR_INVALID with file and line of what is wrong in a file, errors of reading. */
int names_load(const struct conf *conf, struct names **out_r, struct err *err);
void names_free(struct names **n);

/* The files of these collections (one flag for each of the configuration) as one table, each file once.
 * ERR_INVALID when they contradict each other. */
int names_table(const struct names *n, const bool *members, struct alias_table **out_r, struct err *err);

#endif
