/* Words as they are written in documents (exact folded forms), found in the index's vocabulary.
 *
 * schema.h keeps a form under PREFIX_EXACT where it differs from its stem; one that is its own
 * stem is only the stem's term.  So a term without prefix may be a word that somebody wrote, or
 * nothing but a stem, or the joined form of a compound: form_stands() tells.
 */
#ifndef KAREZ_QUERY_FORMS_H
#define KAREZ_QUERY_FORMS_H

#include <stdbool.h>

#include "common/arena.h"
#include "common/err.h"
#include "shim/store.h"
#include "text/analyzer.h"

struct form {
	struct str text;	/* exact, folded */
	uint32_t documents;	/* that hold it; for a form that is its own stem: that hold the stem */
};

/* Forms of a stem other than the stem itself, most frequent first. */
int forms_of_stem(struct store *s, struct analyzer *an, struct str stem, struct arena *a,
		  struct form **out_r, size_t *n_r, struct err *err);

/* Is there a document with exactly this form now? */
int form_stands(struct store *s, struct analyzer *an, struct str folded, struct arena *a, bool *stands_r,
		struct err *err);

/* Forms that start with the folded `prefix`, most frequent first, only those that stand in a
 * document. */
int forms_starting(struct store *s, struct analyzer *an, struct str prefix, uint32_t max, struct arena *a,
		   struct form **out_r, size_t *n_r, struct err *err);

#endif
