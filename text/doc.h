/* A document: what the formats give and what is indexed.  Plain data.
 *
 * All strings are valid UTF-8, borrowed from the arena that made the document; absent ones are
 * empty.  Nothing is guessed here: an unknown date or author stays empty.
 */
#ifndef KAREZ_TEXT_DOC_H
#define KAREZ_TEXT_DOC_H

#include "common/str.h"

struct doc_extra {
	struct str key;		/* UTF-8 */
	struct str json;	/* its value, as JSON text */
};

/* A part of a text.  What lies in none is the body. */
enum passage_kind {
	PASSAGE_NOTE,		/* a footnote */
	PASSAGE_FRAME		/* caption, box: found, but without weight */
};
struct doc_passage {
	enum passage_kind kind;
	size_t start, end;	/* bytes of the text */
	size_t anchor;		/* byte of the text behind the word that the note belongs to; NO_ANCHOR */
	struct str label;	/* of a note: "3", "*" */
};
#define NO_ANCHOR SIZE_MAX

struct repeated;	/* repair/repeated.h */

struct doc {
	struct str id;		/* unique in the collection, not empty */
	struct str title;
	bool title_is_guess;	/* stands for one, where the text has none */
	struct str text;	/* what a reader reads: no markup, "\n" line ends only where a reader
				 * stops, blank line between paragraphs, "\f" before notes and frames.  Between
				 * a reader of a format and repair(): marked text (marks.h) */
	bool marked;		/* its reader knows structure and marks it: signs like "# " at the beginning
				 * of a line are text */
	struct doc_passage *passages;	/* rising */
	size_t n_passages;
	struct str author;	/* several: separated by "; " */
	struct str date;	/* publication: "2014", "2014-12" or "2014-12-26" */
	struct str url;
	struct str source;	/* who published it */
	struct str lang;	/* declared, "en" or "en-GB" */
	struct str type;	/* media type: "text/html", "text/markdown", "text/plain", or what a
				 * record says */
	struct str path;	/* file it came from, if any */
	struct str sketch;	/* index/sketch.h; only of a document that comes out of an index */
	struct str evidence;	/* JSON object: for a field that was found by form, where; or empty */
	const struct repeated *repeated;	/* lines of the files beside its own, or NULL */
	struct str left_out;	/* of what its reader passed over, a part; for those who ask what became of it */
	struct doc_extra *extras;	/* other keys of a record, kept and returned */
	size_t n_extras;
};

#endif
