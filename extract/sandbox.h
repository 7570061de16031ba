/* Locking a process in before it meets bytes from anywhere: limits, system calls, folders.
 *
 * For processes of one thread.  Nothing of it can be undone.
 */
#ifndef KAREZ_EXTRACT_SANDBOX_H
#define KAREZ_EXTRACT_SANDBOX_H

#include <stdbool.h>
#include <stdint.h>

#include "common/err.h"

struct sandbox_limits {
	uint64_t memory;	/* bytes of address space; 0: as it is */
	unsigned seconds;	/* of processor time; 0: as it is */
	uint64_t file;		/* bytes of any one file it writes; 0: none may be written */
};

int sandbox_limit(const struct sandbox_limits *limits, struct err *err);

/* A reader: it may use what it has open and its memory; opening, sockets, programs, processes are
 * refused from here on (EPERM). */
int sandbox_reader(struct err *err);

struct sandbox_command {
	bool network;		/* it may make sockets */
	const char *writable;	/* a folder below which it may write; NULL for none */
	bool anywhere;		/* no rule for files at all */
};

/* A command, to be executed afterwards: it may read and execute what belongs to the system, and no
 * more.  ERR_DENIED when the kernel has no Landlock or no seccomp. */
int sandbox_command(const struct sandbox_command *allowed, struct err *err);

#endif
