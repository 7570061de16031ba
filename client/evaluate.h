/* karez eval: how good the answers to judged queries are.
 */
#ifndef KAREZ_CLIENT_EVALUATE_H
#define KAREZ_CLIENT_EVALUATE_H

#include "client/session.h"

/* Reads the files that args.eval names, asks, measures and prints; gives a status. */
int evaluate(struct session *s);

#endif
