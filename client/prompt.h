/* karez alone on a terminal: asks for lines until the end, with history and completion.
 */
#ifndef KAREZ_CLIENT_PROMPT_H
#define KAREZ_CLIENT_PROMPT_H

#include "client/session.h"

/* Is there a terminal to read from and to write to, and was karez built with libedit? */
bool prompt_possible(void);

/* Until ^D or :quit; a status: STATUS_FOUND, or why it could not begin. */
int prompt(struct session *s);

#endif
