/* Sorting by a number of 64 bits, equal ones in the order in which they were. */
#ifndef KAREZ_GLASS_RADIX_H
#define KAREZ_GLASS_RADIX_H

#include <stddef.h>
#include <stdint.h>

struct keyed {
	uint64_t key;
	uint32_t item;
};

/* other: room for n. */
void radix_sort(struct keyed *a, struct keyed *other, size_t n);

#endif
