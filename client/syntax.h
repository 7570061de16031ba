/* A query that the daemon refused, with a mark where it goes wrong.
 */
#ifndef KAREZ_CLIENT_SYNTAX_H
#define KAREZ_CLIENT_SYNTAX_H

#include "client/view.h"
#include "common/arena.h"

/* message: what follows -SYNTAX, "col=12 unclosed quote".  Appends the message, the query and a caret
 * below the column (characters from 1; one past the end is the end).  Of a query wider than the view
 * only the part around the place is shown.  False, nothing appended, when there is no column. */
bool syntax_show(struct view *v, struct str query, struct str message, struct arena *a);

#endif
