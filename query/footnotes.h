/* Footnotes beside the passages of a hit: what a note adds to a sentence, when what was asked for stands in it too, and the
 * sentence that a note belongs to.
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
	size_t passage;			/* number of the one that it belongs to */
	size_t offset, end;		/* bytes of the document's text that it shows, [offset, end) */
	struct span *marks;		/* as in a passage */
	size_t n_marks;
};

/* For passages that hold the call of a note with a match in it: the note.  For those that lie in a note: the end of the
 * sentence that calls for it.  Nothing twice.  By the passages they belong to; in the arena. */
int footnotes_find(const struct stored *stored, struct str lang, const struct plan *plan, struct analyzer *an,
		   const struct passage *passages, size_t n, struct arena *a, struct footnote **out_r, size_t *n_r,
		   struct err *err);

#endif
