/* Sixteen bytes of a text at a time, compared all at once: vectors of the compiler's, whatever the processor has for them.
 */
#ifndef KAREZ_REPAIR_LANES_H
#define KAREZ_REPAIR_LANES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define LANES 16

typedef uint8_t lanes __attribute__((vector_size(LANES)));

static inline lanes lanes_load(const char *p)
{
	lanes v;
	memcpy(&v, p, sizeof(v));
	return v;
}

/* All bits of each byte from..to. */
static inline lanes lanes_between(lanes v, uint8_t from, uint8_t to)
{
	return (lanes)(v - from <= (lanes){ 0 } + (uint8_t)(to - from));
}

static inline bool lanes_any(lanes v)
{
	uint64_t half[2];
	memcpy(half, &v, sizeof(half));
	return (half[0] | half[1]) != 0;
}

#endif
