/* A list of positions in few bits: the interpolative code of the POSITION table. */
#ifndef KAREZ_GLASS_POSITIONS_H
#define KAREZ_GLASS_POSITIONS_H

#include <stddef.h>
#include <stdint.h>

/* Most bytes that a list of n takes. */
#define POSITIONS_MAX(n) ((n) * 4 + 24)

/* The list, at least one, rising strictly, written at p, which has room for POSITIONS_MAX(n); its end. */
unsigned char *positions_pack(unsigned char *p, const uint32_t *list, size_t n);

#endif
