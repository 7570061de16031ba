/* The configuration file that the three programs share (karez.conf(5)), read by libconfuse.
 *
 * Its keys and their defaults are rows of conf.def.  Parsed to a struct, checked whole, then used:
 * a struct conf that conf_load() gave is valid.
 * Strict: an unknown key, a bad value or a collection named twice is an error that names file
 * and line.  Owner: the caller, until conf_free().  Immutable after loading, so threads may
 * read it.
 */
#ifndef KAREZ_COMMON_CONF_H
#define KAREZ_COMMON_CONF_H

#include <stdbool.h>
#include <stdint.h>

#include "common/addr.h"
#include "common/err.h"
#include "common/schedule.h"
#include "common/str.h"

struct conf_collection {
	char *name;		/* [a-z0-9][a-z0-9_-]{0,63} */
	char *index;		/* folder of the index (see index/generation.h) */
	char **sources;		/* files and folders, n_sources of them; may be none */
	unsigned n_sources;
	char *input;		/* auto|files|ndjson|tsv|csv */
	char *languages;	/* "en,ru": see text/langs.h */
	char *repair;		/* rules: see repair/repair.h */
	uint64_t memory;	/* bytes that karez-index may use */
	unsigned jobs;		/* analysing threads; 0 = one per processor */
	uint64_t max_file_size;	/* bytes of one file that are read (after decompression) */
	uint64_t max_words;	/* words of one document that are indexed */
	char *formats;		/* families: see extract/kind.h */
	char **commands;	/* rows: see common/command.h; n_commands of them */
	unsigned n_commands;
	uint64_t extract_memory, extract_time_ms;
	bool sandbox;
	char **aliases;		/* alias files, or the words of CONF_ALIASES; n_aliases of them; 0: the installed ones */
	unsigned n_aliases;
	struct schedule reindex;
};

struct conf {
	char *path;			/* the file it came from, absolute; NULL for a built one */
	char **listen;			/* unix:PATH (absolute) or HOST:PORT, n_listen of them */
	unsigned n_listen;
	bool listen_is_default;		/* nobody asked for it: the first conf_add_listen() replaces it */
	char **http;			/* the same for HTTP, n_http of them; may be none */
	unsigned n_http;
	char **http_hosts;		/* names besides localhost and addresses, n_http_hosts of them */
	unsigned n_http_hosts;
	char **http_origins;		/* sites that may read answers, or "*", n_http_origins of them */
	unsigned n_http_origins;
	unsigned socket_mode;		/* of Unix sockets, octal; default 0660 */
	unsigned workers;		/* 0 = four per processor */
	unsigned max_connections;
	unsigned queue;			/* jobs that may wait for a worker */
	uint64_t query_timeout_ms;	/* default and upper bound of timeout= */
	uint64_t idle_timeout_ms;	/* a silent connection is closed after this */
	uint64_t slow_query_ms;		/* slower queries go to the log; 0 = none */
	uint64_t cache;			/* bytes that kept answers may take; 0 = none are kept */
	char *log_level;		/* error|warn|info|debug */
	bool syslog;
	char *indexer;			/* path of karez-index, for the schedule and REINDEX */
	struct conf_collection *collections;
	unsigned n_collections;
};

#define CONF_ALIASES_INSTALLED "installed"	/* stands for the alias files that came with karez */
#define CONF_ALIASES_NONE "none"		/* alone: no alias files at all */

#define CONF_DEFAULT_MEMORY ((uint64_t)256 << 20)

/* Read and check a file.  Relative paths in it start at its folder.  *conf_r is NULL on error;
 * the message begins with "FILE:LINE: ".  One thread at a time: libconfuse's scanner is global. */
int conf_load(const char *path, struct conf **conf_r, struct err *err);
/* The same for text in memory; path stands for it in messages and need not exist. */
int conf_parse(const char *path, struct str text, struct conf **conf_r, struct err *err);

/* A configuration made of defaults alone (for the --index forms); add to it with the
 * calls below, which check the same rules as the file.  Relative paths start at the working
 * folder and are made absolute. */
struct conf *conf_new(void);
int conf_add_listen(struct conf *c, const char *addr, struct err *err);
int conf_add_http(struct conf *c, const char *addr, struct err *err);
int conf_add_collection(struct conf *c, const char *name, const char *index, struct err *err);

const struct conf_collection *conf_find(const struct conf *c, struct str name);	/* NULL if none */
void conf_free(struct conf **c);

/* The file used when no -c is given: $KAREZ_CONF, else SYSCONFDIR/karez/karez.conf. */
const char *conf_default_path(void);

#endif
