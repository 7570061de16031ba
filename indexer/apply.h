/* The writing side of a run: what the pipeline gives, in order, to changes of the index.
 *
 * Keeps the promises about ids and files: an id belongs to one file; documents that a changed
 * file does not hold any more go; a document that is the same as before is not written; a file
 * that fails keeps its documents.  Each file's catalogue entry follows its documents, so that a
 * run that ends between two commits is completed by the next one.  One thread.
 */
#ifndef KAREZ_INDEXER_APPLY_H
#define KAREZ_INDEXER_APPLY_H

#include <stdbool.h>
#include <stdint.h>

#include "common/err.h"
#include "index/writer.h"
#include "indexer/duplicates.h"
#include "common/idset.h"
#include "indexer/report.h"
#include "indexer/unit.h"

struct apply {
	struct writer *writer;
	struct report *report;
	bool fresh;			/* a new generation: it holds what this run puts, no more */
	bool allow_shrink;
	uint64_t known_documents;	/* before the run, in the places that it looks at */
	struct idset ids;		/* unique terms that this run met */
	struct idset names;		/* entries of the dictionary of names that it added, not in bulk */
	uint64_t failed_files;
	docid_t last_doc;		/* in bulk */
	struct duplicates duplicates;	/* in bulk */
	uint64_t own;			/* documents of the file under way */
	bool refused;			/* its document, because of its id */
	struct arena arena;		/* scratch */
};

void apply_init(struct apply *a, struct writer *w, struct report *report, bool allow_shrink,
		uint64_t known_documents);
void apply_fini(struct apply *a);

int apply_products(struct apply *a, struct product *first, struct err *err);	/* takes their runs */
/* After the last one. */
int apply_end(struct apply *a, struct err *err);
int apply_vanished(struct apply *a, struct str path, struct err *err);

/* The rule of the guard: too much of what was there would go. */
bool apply_shrinks(uint64_t gone, uint64_t known);

#endif
