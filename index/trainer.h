/* The dictionary by which the texts of one generation are packed: learnt from the first that come.
 *
 * It is kept with the generation (META_DICTIONARY): what is added later is packed by it too.  A collection
 * that is too small to learn from does without.  Any thread, but for new, begin, settle and free.
 */
#ifndef KAREZ_INDEX_TRAINER_H
#define KAREZ_INDEX_TRAINER_H

#include "common/err.h"
#include "common/packer.h"

struct trainer;

struct trainer *trainer_new(void);		/* settled: no dictionary */
void trainer_free(struct trainer **t);
/* A new generation, whose texts are still to be learnt from. */
void trainer_begin(struct trainer *t);
/* One that has this dictionary; empty: none.  ERR_CORRUPT. */
int trainer_settle(struct trainer *t, struct str bytes, struct err *err);

/* That of this text; NULL: none, or none yet, and it is learnt from. */
const struct dictionary *trainer_dictionary(struct trainer *t, struct str text);
/* To be kept; empty: none. */
struct str trainer_bytes(const struct trainer *t);

#endif
