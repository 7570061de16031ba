/* Writing an index: the only door to Xapian for changing one.  Plain C, one thread.
 *
 * Changes are invisible to readers until store_writer_commit(), which is atomic: after a crash
 * the last commit is what is there.  Nothing is ever committed by itself; whoever writes decides
 * when (index/writer.c: by bytes).  A change that fails takes all since the last commit with it,
 * and from then on every change fails: close the writer.
 */
#ifndef KAREZ_SHIM_STORE_WRITE_H
#define KAREZ_SHIM_STORE_WRITE_H

#include <stdbool.h>
#include <stdint.h>

#include "common/err.h"
#include "common/str.h"
#include "shim/store.h"

struct store_writer;

/* One term of a document.  Positions rise strictly; none means a boolean or unpositioned term. */
struct store_term {
	struct str term;		/* 1..245 bytes after NULs are counted twice */
	uint32_t wdf;			/* within-document frequency */
	const termpos_t *positions;
	uint32_t n_positions;
};

struct store_value_in {
	uint32_t slot;
	struct str value;		/* not empty */
};

struct store_document {
	struct str data;
	const struct store_term *terms;	/* each term once, any order */
	size_t n_terms;
	const struct store_value_in *values;
	size_t n_values;
};

/* create: make a new database (ERR_EXISTS if there is one); else open (ERR_NOT_FOUND).
 * ERR_LOCKED when another process writes it.  The commits to a new database are not made durable
 * (nobody serves it yet); that is for whoever publishes it (index/generation.h). */
int store_writer_open(const char *path, bool create, struct store_writer **out_r, struct err *err);
/* Closes without committing: changes since the last commit are dropped. */
void store_writer_close(struct store_writer **w);

int store_writer_add(struct store_writer *w, const struct store_document *d, docid_t *doc_r, struct err *err);
/* Replace every document that has the term by d; adds d when none has. */
int store_writer_replace(struct store_writer *w, struct str unique, const struct store_document *d,
			 docid_t *doc_r, struct err *err);
int store_writer_delete(struct store_writer *w, docid_t doc, struct err *err);
int store_writer_set_metadata(struct store_writer *w, struct str key, struct str value, struct err *err);
int store_writer_commit(struct store_writer *w, struct err *err);

/* A reader's view of the writer's database, pending changes included; owned by the writer,
 * valid until it is closed. */
struct store *store_writer_reader(struct store_writer *w);

/* xapian-check on a database that nobody writes: number of errors found, their text in log
 * (may be NULL). */
struct buf;
int store_check(const char *path, uint64_t *errors_r, struct buf *log, struct err *err);
/* Copy a database compacted; dest must not exist. */
int store_compact(const char *path, const char *dest, struct err *err);

#endif
