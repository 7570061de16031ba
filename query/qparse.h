/* Query text to tree (karez-query(7)).
 *
 * Nothing that a person types is an error unless it asks for an operator and gets it wrong:
 * then ERR_SYNTAX with err->column.  plain: every character is text, operators too; cannot fail
 * except for the limits.
 */
#ifndef KAREZ_QUERY_QPARSE_H
#define KAREZ_QUERY_QPARSE_H

#include "common/arena.h"
#include "common/err.h"
#include "query/query.h"

#define QPARSE_MAX_CLAUSES 1024		/* leaves in one query: ERR_LIMIT beyond */
#define QPARSE_MAX_DEPTH 64		/* nested parentheses */
#define QPARSE_MAX_WINDOW 99		/* NEAR/n, ADJ/n: below TEXT_GAP, so that no window
					 * reaches from a title into its text */
#define QPARSE_NEAR_WINDOW 10		/* NEAR, ADJ without a number */

/* text must be valid UTF-8.  *out_r is NULL for a query without any word. */
int qparse(struct str text, bool plain, struct arena *a, struct query **out_r, struct err *err);

#endif
