/* Who holds an id, and who may take it.
 *
 * Among records the last one wins, for that is how a feed says that a record is new; a file's id
 * is its name, and stays with it.
 */
#ifndef KAREZ_INDEXER_HOLDER_H
#define KAREZ_INDEXER_HOLDER_H

#include <stdbool.h>

#include "common/arena.h"
#include "common/err.h"
#include "common/str.h"
#include "shim/store.h"

struct holder {			/* a document that has the id */
	docid_t doc;		/* 0: nobody has it */
	struct str data;	/* as it is stored */
	struct str id;
	struct str path;	/* as text; empty: came from standard input */
};

/* The first document that has the unique term.  Strings in the arena. */
int holder_find(struct store *s, struct str unique, struct arena *a, struct holder *out_r, struct err *err);
/* This document. */
int holder_read(struct store *s, docid_t doc, struct arena *a, struct holder *out_r, struct err *err);

/* May a document of the file `path` (as text; is_file: it is the file as a whole, no record) take
 * the holder's id?  Asks the catalogue in s. */
int holder_gives(struct store *s, const struct holder *h, struct str path, bool is_file, struct arena *a,
		 bool *gives_r, struct err *err);
/* Why not, in the arena. */
struct str holder_refusal(const struct holder *h, struct str id, struct arena *a);

#endif
