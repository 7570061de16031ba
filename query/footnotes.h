/* Footnotes beside the passages of a hit: what a note adds to a sentence, and the sentence that a note belongs to.
 */
#ifndef KAREZ_QUERY_FOOTNOTES_H
#define KAREZ_QUERY_FOOTNOTES_H

#include "query/snippet.h"

#define FOOTNOTES_MAX 4			/* for one hit */
#define FOOTNOTE_CHARS 300		/* longer notes are cut */

struct footnote {
	struct str label;		/* "3", "*"; may be empty */
	struct str text;		/* of the note, or, when `sentence`, of the body where it is called for */
	bool sentence;
};

/* For passages that hold the call of a note: the note.  For those that lie in a note: the end of the sentence that calls for
 * it.  Nothing twice.  In the arena. */
int footnotes_find(const struct stored *stored, const struct passage *passages, size_t n, struct arena *a,
		   struct footnote **out_r, size_t *n_r, struct err *err);

#endif
