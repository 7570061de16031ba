/* Words as they are written in documents (exact folded forms), found in the index's vocabulary.
 *
 * schema.h keeps a form as an EXACT term where it differs from its stem; one that is its own
 * stem is only the stem's term.  So a term without prefix may be a word that somebody wrote, or
 * nothing but a stem, or the joined form of a compound: form_stands() tells.
 */
#ifndef KAREZ_QUERY_FORMS_H
#define KAREZ_QUERY_FORMS_H

#include <stdbool.h>

#include "common/arena.h"
#include "common/err.h"
#include "query/node.h"
#include "shim/store.h"
#include "text/analyzer.h"

struct form {
	struct str text;	/* exact, folded */
	uint32_t documents;	/* that hold it; for a form that is its own stem: that hold the stem */
};

/* The `max` most frequent terms with this prefix (EXACT: exact forms, "": stems) that start with the text, without prefix
 * or mark. */
int forms_starting(struct store *s, const char *term_prefix, struct str text, uint32_t max, struct arena *a,
		   struct form **out_r, size_t *n_r, struct err *err);

/* What a document with exactly this form answers to, as a filter. */
int form_condition(struct store *s, struct analyzer *an, struct str folded, struct arena *a,
		   const struct node **out_r, struct err *err);

/* Is there a document with exactly this form now? */
int form_stands(struct store *s, struct analyzer *an, struct str folded, struct arena *a, bool *stands_r,
		struct err *err);

#endif
