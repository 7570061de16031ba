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

struct doc {
	struct str id;		/* unique in the collection, not empty */
	struct str title;
	struct str text;	/* what a reader reads: no markup, "\n" line ends, blank line
				 * between paragraphs */
	struct str author;	/* several: separated by "; " */
	struct str date;	/* publication: "2014", "2014-12" or "2014-12-26" */
	struct str url;
	struct str source;	/* who published it */
	struct str lang;	/* declared, "en" or "en-GB" */
	struct str type;	/* media type: "text/html", "text/markdown", "text/plain", or what a
				 * record says */
	struct str path;	/* file it came from, if any */
	struct doc_extra *extras;	/* other keys of a record, kept and returned */
	size_t n_extras;
};

#endif
