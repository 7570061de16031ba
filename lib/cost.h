/* What an answer may take once it is read, known before it is: a few bytes of JSON become many of memory.
 */
#ifndef KAREZ_LIB_COST_H
#define KAREZ_LIB_COST_H

#include <stdint.h>

#include "common/str.h"

/* Bytes that JSON takes at most, as jansson's values and as the structures made of them; of what is no JSON, what is read of it. */
uint64_t cost_of_json(struct str json);
/* Of the first line of a reply, in pairs. */
uint64_t cost_of_head(struct str line);

#endif
