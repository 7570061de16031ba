/* Documents whose id came before in the same bulk: settled when all are written.
 *
 * Runs cannot be read or taken back, so a new generation gets every document; once it is sealed,
 * those that lost their id (holder.h) are deleted.  One thread.
 */
#ifndef KAREZ_INDEXER_DUPLICATES_H
#define KAREZ_INDEXER_DUPLICATES_H

#include "common/arena.h"
#include "common/err.h"
#include "index/writer.h"
#include "indexer/report.h"
#include "indexer/unit.h"

struct duplicate {
	docid_t doc;
	uint64_t line;		/* of a record, else 0 */
	struct str path;	/* of its file, any bytes; empty: standard input */
	bool is_file;		/* it is the file as a whole */
};

struct duplicates {
	struct duplicate *list;
	size_t n, cap;
	struct arena arena;
};

/* In the order of docids. */
void duplicates_add(struct duplicates *d, docid_t doc, uint64_t line, const struct unit *u);
/* Seals the writer if there are any.  Corrects the counts of the report. */
int duplicates_settle(struct duplicates *d, struct writer *w, struct report *report, struct err *err);
void duplicates_fini(struct duplicates *d);

#endif
