/* One word that is two or three which have lost the blanks between them: shanghaicooperation.
 *
 * Each part is a word of the collection, and a document has them one after the other: so the whole is one thing there, a name
 * or a phrase, and not chance.
 */
#ifndef KAREZ_QUERY_SPLIT_H
#define KAREZ_QUERY_SPLIT_H

#include "common/arena.h"
#include "common/err.h"
#include "shim/store.h"
#include "text/analyzer.h"

#define SPLIT_COST 4		/* as an edit (typo.h) */

struct split {
	struct str text;	/* the parts, one blank between them */
	uint32_t documents;	/* that have the rarest part; 0: it cannot be split */
};

/* folded: a word that no document has. */
int split_find(struct store *s, struct analyzer *an, struct str folded, struct arena *a, struct split *out_r, struct err *err);

#endif
