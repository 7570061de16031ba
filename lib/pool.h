/* Memory that is freed at once, as common/arena.h, but it can fail: a library may not end the program it is in.
 */
#ifndef KAREZ_LIB_POOL_H
#define KAREZ_LIB_POOL_H

#include <stddef.h>

#include "common/str.h"

struct pool_block;

struct pool {
	struct pool_block *head;	/* the block that is being filled */
	size_t used, size;		/* of it */
};

void pool_free(struct pool *p);
/* Zeroed, aligned for any type; NULL when memory fails or count * size is no size. */
void *pool_array(struct pool *p, size_t count, size_t size);
/* Ends in a zero byte; a zero byte within becomes a blank, for nobody would see what is behind it. */
char *pool_text(struct pool *p, struct str s);

#endif
