/* Cards: what replies show of each document, its fields without its text, once more in a file beside
 * the tables of the database, where they are found by docid and read in place.
 *
 * Taken from the stored document, they would cost a walk down a tree, a copy of the packed text and
 * the reading of JSON.  Made and of use like impacts (impacts.h).
 *
 * Layout: header (sidefile.h); records, one per docid from 1 on: length of the rest, then the
 * fields and the extras with their lengths (a value of a document before can stand for one that is
 * equal: often all documents come from one file); index: the place of every GROUPth record.
 */
#ifndef KAREZ_INDEX_CARDS_H
#define KAREZ_INDEX_CARDS_H

#include "common/arena.h"
#include "index/sidefile.h"
#include "shim/store.h"
#include "text/doc.h"

#define CARDS_FILE "cards"		/* in the folder of the database */
#define CARDS_MAGIC "karezcrd"
#define CARDS_VERSION 1

/* ---- Writing.  Memory grows by half a byte for each document. ---- */
struct cards_writer;

int cards_begin(const char *path, struct cards_writer **out_r, struct err *err);
int cards_put(struct cards_writer *w, docid_t doc, const struct doc *fields, struct err *err);	/* rising */
int cards_finish(struct cards_writer *w, const struct sidefile_origin *origin, struct err *err);
void cards_free(struct cards_writer **w);	/* removes what was not finished */

/* ---- Reading.  An open file belongs to one thread. ---- */
struct cards;

int cards_open(const char *path, struct cards **out_r, struct err *err);
void cards_close(struct cards **c);
const struct sidefile_header *cards_header(const struct cards *c);

/* The card will be asked for: several are sooner read when all are announced first. */
void cards_prefetch(const struct cards *c, docid_t doc);
/* Its values lie in the file, and the array of extras in the arena.  ERR_CORRUPT, also for a docid that no
 * document has. */
int cards_get(const struct cards *c, docid_t doc, struct arena *a, struct doc *out_r, struct err *err);

#endif
