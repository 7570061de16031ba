/* The passages of a document that answer a query, with the matched words marked.
 *
 * Works on the stored text with the same analyzer as the index, so whatever matched can be
 * marked: folded, stemmed, Cyrillic.  Reads only the blocks of a long document that hold
 * positions of the query's terms.  Passages are sentence-sized, cut at sentence or word
 * boundaries, never inside a character or a grapheme cluster.
 */
#ifndef KAREZ_QUERY_SNIPPET_H
#define KAREZ_QUERY_SNIPPET_H

#include <stdint.h>

#include "common/arena.h"
#include "common/err.h"
#include "index/stored.h"
#include "query/plan.h"
#include "shim/store.h"
#include "text/analyzer.h"

#define SNIPPET_MAX 3			/* passages per document */
#define SNIPPET_TARGET 240		/* characters, about */

struct span {
	uint32_t start, end;		/* bytes in the passage's text, [start, end) */
};

struct passage {
	struct str text;		/* UTF-8, white space folded to single blanks; begins or ends
					 * with "…" where it was cut inside a sentence */
	size_t offset, end;		/* bytes of the document's text that it shows, [offset, end) */
	struct span *marks;		/* rising, not overlapping */
	size_t n_marks;
};

/* Best passages first.  A document without any of the terms in its text gives its beginning,
 * unmarked.  fields: those of the document, as stored_fields() gives them; a text that begins with
 * its title is shown without. */
int snippet_make(struct store *s, docid_t doc, const struct stored *stored, const struct doc *fields,
		 const struct plan *plan, struct analyzer *an, uint32_t max, struct arena *a,
		 struct passage **out_r, size_t *n_r, struct err *err);

/* Mark a short text; title: what is asked of titles only as well. */
void snippet_marks(struct str text, struct str lang, const struct plan *plan, bool title, struct analyzer *an,
		   struct arena *a, struct span **marks_r, size_t *n_r);

/* Mark a whole text.  Words that say next to nothing beside the others of the query ("of" beside "Uzbekistan") stand everywhere and are
 * left as they are. */
int snippet_mark_text(struct store *s, struct str text, struct str lang, struct plan *plan, struct analyzer *an, struct arena *a,
		      struct span **marks_r, size_t *n_r, struct err *err);

#endif
