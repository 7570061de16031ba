/* What the elements of HTML mean for reading text.
 */
#ifndef KAREZ_TEXT_HTML_ELEMENT_H
#define KAREZ_TEXT_HTML_ELEMENT_H

#include "text/flow.h"

enum {
	EL_PARAGRAPH = 1,	/* separates paragraphs */
	EL_LINE = 2,		/* separates lines */
	EL_CELL = 4,		/* separates cells of a line */
	EL_PRE = 8,		/* white space counts */
	EL_VOID = 16,		/* has no content */
	EL_OPTIONAL = 32,	/* its end tag may be left out */
	EL_CONTAINER = 64,	/* its end tag ends what is open in it */
	EL_NO_TEXT = 128	/* its content is nothing to read */
};

/* The flags of an element (small letters); 0 for inline and unknown ones. */
unsigned html_element(const char *name);
/* What its tags put between the texts on both sides. */
enum gap html_element_gap(unsigned flags);

#endif
