/* Raised text (<sup>): footnote markers, ordinals, exponents.
 */
#ifndef KAREZ_TEXT_RAISED_H
#define KAREZ_TEXT_RAISED_H

#include "text/flow.h"

/* Raised text was written since the mark.  "10<sup>th</sup>" is one word; a number becomes raised
 * characters ("mm²", "threats¹"), which are no part of a word; another footnote marker would be
 * taken for a part of the word before it, so it goes; what else is raised is set off by a blank.
 * Text behind the mark may move: places taken there are no longer valid. */
void raised_end(struct flow *f, struct flow_mark mark);

#endif
