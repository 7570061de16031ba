/* Plain text to marked text (marks.h).
 */
#ifndef KAREZ_TEXT_PLAIN_H
#define KAREZ_TEXT_PLAIN_H

#include "common/arena.h"
#include "common/str.h"

/* s is valid UTF-8.  Line ends become "\n", a form feed is a line of its own, blanks at the ends of
 * lines go, control characters become blanks; all else stays as it is.  The result is in the
 * arena. */
struct str plain_text(struct str s, struct arena *a);

#endif
