/* karez -f: asks the queries of a file, one a line, and prints the answers in their order.
 */
#ifndef KAREZ_CLIENT_BATCH_H
#define KAREZ_CLIENT_BATCH_H

#include "client/session.h"

/* args.file names it, "-" is standard input; a line is a query, or an id, a tab and a query, which has the number of its
 * line as id where there is none.  Blank lines and those that begin with # are passed over.  Several requests are under
 * way at a time; nothing that was asked waits for a line that has not come yet.  A query that cannot be asked or is
 * refused is told with file and line, and the others go on.
 *
 * A status: STATUS_REFUSED when there was such a query, else whether any of them found something. */
int batch(struct session *s);

#endif
