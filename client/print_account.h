/* Why a hit has its score, for people.
 */
#ifndef KAREZ_CLIENT_PRINT_ACCOUNT_H
#define KAREZ_CLIENT_PRINT_ACCOUNT_H

#include <jansson.h>

#include "client/view.h"
#include "common/arena.h"

/* explain: the value of a hit (karez-protocol(7)); NULL prints nothing. */
void print_account(struct view *v, unsigned indent, const json_t *explain, struct arena *a);

#endif
