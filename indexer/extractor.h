/* Files that are not read in this process: a child that is locked in (karez-extract) for archives,
 * mail and office formats, external commands for the rest.
 *
 * The child is started when the first file needs it, is kept for the next ones, and is started
 * again after a crash or a deadline.  A struct extractor belongs to one thread.
 */
#ifndef KAREZ_INDEXER_EXTRACTOR_H
#define KAREZ_INDEXER_EXTRACTOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/command.h"
#include "common/err.h"
#include "common/str.h"
#include "extract/kind.h"
#include "extract/walk.h"
#include "text/doc.h"

/* The same for all threads of a run; read-only. */
struct extract_options {
	const char *program;		/* karez-extract */
	uint64_t memory;		/* bytes that a child or command may use */
	uint64_t time_ms;		/* for one document, or a command */
	bool unsandboxed;
	unsigned families;
	struct command *commands;	/* those of the configuration, then our own */
	size_t n_commands;
	char *externals;		/* what they are for: names, each followed by "\n" */
};

#define EXTRACT_MEMORY ((uint64_t)512 << 20)
#define EXTRACT_TIME_MS 60000
#define EXTRACT_MIN_MEMORY ((uint64_t)64 << 20)

/* specs: rows of the configuration (common/command.h), checked here.  The environment's
 * KAREZ_EXTRACT is the program, else that of the build tree this one is in, else the installed one.  One thread. */
int extract_options_init(struct extract_options *o, char *const *specs, size_t n_specs, struct err *err);
void extract_options_fini(struct extract_options *o);

/* What becomes of a file of that name, given the first bytes of what is in it. */
enum route {
	ROUTE_TEXT,		/* text, read by the caller */
	ROUTE_EXTRACT,		/* extractor_read() */
	ROUTE_SKIP		/* no text, nothing that reads it, or switched off */
};
enum route extract_route(const struct extract_options *o, struct str name, struct str head);

/* Each answers -1 with err filled to end the reading.  name: inside the file, empty for itself. */
struct extract_sink {
	void *ctx;
	int (*document)(void *ctx, const struct doc *doc, struct err *err);	/* doc->id: its name */
	int (*failed)(void *ctx, struct str name, const char *why, struct err *err);
	int (*cut)(void *ctx, struct str name, const char *what, struct err *err);
};

struct extractor;

struct extractor *extractor_new(const struct extract_options *o);
void extractor_free(struct extractor **e);

/* The file that fd is (read from its beginning; the caller closes it).  document: bytes of the text
 * of one; total: of all that is unpacked.  -1: it cannot be read as a whole, or the sink said so;
 * documents may have come before. */
int extractor_read(struct extractor *e, int fd, struct str name, uint64_t document, uint64_t total,
		   const struct extract_sink *sink, struct err *err);

#endif
