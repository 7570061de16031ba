/* One run's changes to an index: opens the target, batches, commits by bytes, publishes.
 *
 * The only writer of an index.  Two forms behind one interface: an update of the current
 * generation, or a new generation that replaces it when the run ends well.  A new generation is
 * built in bulk (glass/builder.h) where that can be: runs of documents are appended, nothing can
 * be read or taken back until writer_seal(), and from then on it is changed like any other.
 * One thread.
 */
#ifndef KAREZ_INDEX_WRITER_H
#define KAREZ_INDEX_WRITER_H

#include <stdbool.h>
#include <stdint.h>

#include "common/err.h"
#include "common/lock.h"
#include "glass/batch.h"
#include "index/catalogue.h"
#include "index/prepare.h"
#include "index/trainer.h"
#include "shim/store_write.h"
#include "text/langs.h"

struct writer;

struct writer_options {
	const char *dir;
	const struct langs *langs;
	const char *repair;		/* what META_REPAIR has to hold; borrowed */
	bool full;			/* a new generation even if there is one */
	bool bulk;			/* build a new generation in bulk, if that can be */
	uint64_t memory;		/* bytes for pending changes, or for merging runs */
	unsigned jobs;			/* threads for merging */
	const char *program;		/* for the lock's message */
};

/* Takes the lock (ERR_LOCKED says who holds it), makes DIR when it is missing.  A new
 * generation is begun when there is none, when full is set, or when the index was made with
 * other settings or an older format (then *why_r says so, static or in the writer; else NULL). */
int writer_open(const struct writer_options *o, struct writer **out_r, const char **why_r, struct err *err);

/* Not an update but a new generation, after all; nothing was changed so far. */
int writer_restart(struct writer *w, struct err *err);

/* For the preparers of what goes into it; the writer's own. */
struct trainer *writer_trainer(struct writer *w);
bool writer_is_new(const struct writer *w);	/* building a new generation */
bool writer_has_previous(const struct writer *w);	/* there is a generation to keep serving */
bool writer_is_bulk(const struct writer *w);	/* by appending runs; false once it is sealed */
const char *writer_not_bulk(const struct writer *w);	/* why the libxapian in use does not allow it, or NULL */
/* Bulk only: takes the run, whose documents get the docids *first_r.. */
int writer_append(struct writer *w, struct run **run, uint32_t *first_r, struct err *err);
int writer_seal(struct writer *w, struct err *err);
/* Not in bulk: */
struct store *writer_reader(struct writer *w);	/* the target, pending changes included */

/* After a call from here to writer_finish() has failed, what was not committed is lost; only
 * writer_close() may follow. */
int writer_put(struct writer *w, const struct prepared *p, bool *replaced_r, struct err *err);
int writer_delete_unique(struct writer *w, struct str unique, struct err *err);	/* by Q term */
int writer_delete(struct writer *w, docid_t doc, struct err *err);
int writer_delete_file(struct writer *w, struct str path, struct err *err);	/* all its documents */
/* In bulk or not: */
int writer_put_file(struct writer *w, const struct catalogue_entry *e, struct err *err);
int writer_forget_file(struct writer *w, struct str path, struct err *err);
int writer_add_names(struct writer *w, const struct name_entry *names, size_t n, struct err *err);	/* names.h */
int writer_metadata(struct writer *w, const char *key, struct str value, struct err *err);
uint64_t writer_pending(const struct writer *w);	/* estimated bytes not committed */
bool writer_changed(const struct writer *w);		/* has anything changed in this run? */
int writer_flush(struct writer *w, struct err *err);	/* commit now */

/* Commit and, for a new generation, check and publish it.  A run that changed nothing leaves the
 * tables of an existing index as they are, their revision too. */
int writer_finish(struct writer *w, struct err *err);
uint64_t writer_documents(const struct writer *w);	/* after writer_finish */
uint64_t writer_generation(const struct writer *w);
/* Drops what is not committed (a new generation: all of it), lets the lock go. */
void writer_close(struct writer **w);

#endif
