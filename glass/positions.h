/* A list of positions in few bits: the interpolative code of the POSITION table. */
#ifndef KAREZ_GLASS_POSITIONS_H
#define KAREZ_GLASS_POSITIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/str.h"

/* Most bytes that a list of n takes. */
#define POSITIONS_MAX(n) ((n) * 4 + 24)

/* The list, at least one, rising strictly, written at p, which has room for POSITIONS_MAX(n); its end. */
unsigned char *positions_pack(unsigned char *p, const uint32_t *list, size_t n);

/* ---- Reading ---- */

#define POSITIONS_AFTER 8	/* bytes behind a packed list that can be read as well */

struct positions_code {
	uint32_t first, last;	/* of the list, known without unpacking it, */
	uint32_t n;		/* as is how many there are */
	const unsigned char *p;	/* the bits */
	uint64_t at, end;	/* in them: not read yet, and what the list may use */
};

/* False: not a packed list. */
bool positions_open(struct positions_code *c, struct str packed);
/* Unpack, once, from the first one to one that is beyond `limit` or the last; `list` has room for all c->n.
 * Strictly rising; gives how many, 0 when the list is damaged. */
uint32_t positions_unpack(struct positions_code *c, uint32_t limit, uint32_t *list);

#endif
