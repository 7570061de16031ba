/* A document to what the store takes: terms with positions, values, data.
 *
 * Pure work on one thread, no store: the indexer runs it on all processors.
 */
#ifndef KAREZ_INDEX_PREPARE_H
#define KAREZ_INDEX_PREPARE_H

#include "common/arena.h"
#include "common/err.h"
#include "common/buf.h"
#include "common/hash.h"
#include "shim/store_write.h"
#include "text/analyzer.h"
#include "text/doc.h"

struct prepare_limits {
	uint64_t max_words;	/* words of text indexed; the rest is stored, not searchable.
				 * 0: no limit */
};

struct prepared {
	struct arena arena;		/* owns all below */
	struct buf data;		/* the stored form, what document.data points to */
	struct store_document document;
	struct str unique;		/* Q term */
	struct hash128 content;		/* of everything that is indexed: fields and text */
	uint64_t words;			/* of the text that are indexed */
	bool truncated;			/* max_words was passed */
	size_t bytes;			/* memory held, for the budget */
};

/* file: path whose XF term the document gets.  *out_r must be initialised with
 * prepared_init(); after an error it holds nothing.  ERR_LIMIT for a text that is too long to be
 * stored, whatever the words. */
void prepared_init(struct prepared *p);
void prepared_fini(struct prepared *p);
int prepare(struct analyzer *a, const struct doc *doc, struct str file,
	    const struct prepare_limits *limits, struct prepared *out_r, struct err *err);

#endif
