/* Many short strings of one kind as raw deflate streams (RFC 1951), by one code for all of them.
 *
 * What takes time with short strings is to make a code for each.  Here a few are looked at first, a code
 * is made that suits them, and all are packed by it: five times as fast for 3 % more bytes.
 */
#ifndef KAREZ_GLASS_DEFLATE_H
#define KAREZ_GLASS_DEFLATE_H

#include <stddef.h>

#include "common/str.h"

/* One thread. */
struct deflate;

struct deflate *deflate_new(void);
void deflate_free(struct deflate **d);

/* Look at some, then make the code; what was looked at before the last deflate_fit() is forgotten. */
void deflate_sample(struct deflate *d, struct str s);
void deflate_fit(struct deflate *d);

/* The packed string, valid until the next call; empty: it would not be shorter. */
struct str deflate_pack(struct deflate *d, struct str s);

#endif
