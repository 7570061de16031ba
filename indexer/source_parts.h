/* A file that holds several documents, or that another process reads: archives, mail, office
 * formats, PDF, web archives, and whatever a command is there for.
 *
 * Runs on the analysing threads.  A member is a document with the id "file!inner/path"; what the
 * file itself is has the file's id.
 */
#ifndef KAREZ_INDEXER_SOURCE_PARTS_H
#define KAREZ_INDEXER_SOURCE_PARTS_H

#include "common/err.h"
#include "indexer/analyst.h"

/* The unit's file to products, all but its outcome.  *kind_r, *content_r: for the outcome, when 0 is
 * returned. */
int source_parts_read(struct analyst *analyst, struct unit *unit, enum outcome_kind *kind_r,
		      struct hash128 *content_r, struct err *err);

#endif
