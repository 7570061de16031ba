/* Words that have lost the blank between them in a document: "a new form ofglobalization".
 *
 * Only in the vocabulary of a collection can be told that both parts are words and the two together are none.  It is asked when
 * someone looks for the two as a phrase: then they stand next to each other in the query, and one look for
 * the glued word in the index tells whether a document has them so.
 */
#ifndef KAREZ_QUERY_GLUED_H
#define KAREZ_QUERY_GLUED_H

#include "common/arena.h"
#include "shim/store.h"
#include "text/analyzer.h"

struct glued {
	struct str form;	/* both words, folded */
	struct str *stems;	/* terms that it may have */
	size_t n_stems;
	uint32_t documents;
};

/* Does a document hold words a and b, which follow each other in a phrase, as one?  Not where the two together
 * are a word of their own ("in to", "may be"): that is as common as its parts. */
bool glued_stands(struct store *s, struct analyzer *an, const struct query_token *a, const struct query_token *b,
		  struct arena *arena, struct glued *out_r);

#endif
